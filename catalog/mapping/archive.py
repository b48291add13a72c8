"""Looks a workbook's archive over before any of it is read as XML.

What is refused here could otherwise fill the memory (zip bombs, millions of cells), read other
files (document types, entities) or run something (macros, DDE). The whole archive is unpacked
once, in small pieces that are thrown away. zipfile never gives more bytes of a part than the
directory says, so the directory's sum bounds what comes later.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO

from catalog.mapping.refusal import SheetRefused
from catalog.mapping.sentences import (
    CELL_TOO_LONG,
    DAMAGED,
    ENTITIES,
    LOCKED,
    MACROS,
    NOT_A_WORKBOOK,
    OUTSIDE_LINKS,
    TOO_LARGE_INSIDE,
    TOO_MANY_CELLS,
)

MOST_PARTS = 2_000
MOST_UNPACKED = 80_000_000
MOST_STRINGS_BYTES = 25_000_000
MOST_OTHER_XML = 1_500_000
MOST_CELLS = 400_000
MOST_STRINGS = 300_000
MOST_SHEETS = 60
# 32,767 letters, Excel's own most, each written as an entity of six bytes at the worst
MOST_TEXT_BYTES = 200_000
_PIECE = 262_144
_OVERLAP = 16

_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST)", re.IGNORECASE)
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)""")
_PLAIN_ENCODINGS = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}
_DDE = re.compile(rb"<(?:\w+:)?f[^>]*>[^<]*?(?:\||&#124;)[^<]*!", re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
_STRING = re.compile(rb"<(?:\w+:)?si[ >/]")

# The only two that a workbook may use (ECMA-376, part 2); others raise errors of their own.
_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# All that zipfile was seen to raise for a damaged archive of these two, in Python 3.11 to 3.13.
_DAMAGE = (
    zipfile.BadZipFile,  # most of it: records, names, sizes and sums that do not fit each other
    zlib.error,  # a packed part that cannot be unpacked
    EOFError,  # a part that should go on where the file ends; before 3.13
    NotImplementedError,  # flags and versions of archives that nobody makes
    ValueError,  # a place before the file's start; a name that is no UTF-8 (UnicodeDecodeError)
    OverflowError,  # a place of more than 63 bits
)


def archive_check(file: BytesIO) -> None:
    """Raises SheetRefused for an archive that is not a plain workbook of bearable size.

    file: in memory, so that no error of a disk can pass for a damaged file.
    """
    with _unpacking():
        archive = zipfile.ZipFile(file)
    with archive:
        parts = archive.infolist()
        _names_check(parts)
        cells = strings = 0
        for part in parts:
            if is_read(part.filename):
                seen_cells, seen_strings = _part_check(archive, part)
                cells, strings = cells + seen_cells, strings + seen_strings
                if cells > MOST_CELLS or strings > MOST_STRINGS:
                    raise SheetRefused(TOO_MANY_CELLS, most=f"{MOST_CELLS:,}".replace(",", "."))


@contextmanager
def _unpacking() -> Iterator[None]:
    """zipfile at work and nothing else, so that no mistake of ours is called damage."""
    try:
        yield
    except _DAMAGE as error:
        raise SheetRefused(DAMAGED) from error


def is_read(name: str) -> bool:
    """Whether a part is looked over here. No other may be read later."""
    return name.lower().endswith((".xml", ".rels"))


def _names_check(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename.lower().lstrip("/") for part in parts]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise SheetRefused(TOO_LARGE_INSIDE)
    if any(part.flag_bits & 1 for part in parts):
        raise SheetRefused(LOCKED)
    if "[content_types].xml" not in names or not any(n.startswith("xl/") for n in names):
        raise SheetRefused(NOT_A_WORKBOOK)
    if len(set(names)) != len(names) or any(p.compress_type not in _PACKED for p in parts):
        raise SheetRefused(DAMAGED)
    if any(name.endswith(("vbaproject.bin", ".bas")) or "/macrosheets/" in name for name in names):
        raise SheetRefused(MACROS)
    if sum(name.startswith("xl/worksheets/") for name in names) > 2 * MOST_SHEETS:
        raise SheetRefused(TOO_LARGE_INSIDE)
    for part in parts:
        if is_read(part.filename) and part.file_size > _most_bytes(part.filename.lower()):
            raise SheetRefused(TOO_LARGE_INSIDE)


def _most_bytes(name: str) -> int:
    if "sharedstrings" in name:
        return MOST_STRINGS_BYTES
    # sheets may be named anything; drawings, charts and comments are never read
    return MOST_UNPACKED if "/worksheets/" in name or "sheet" in name else MOST_OTHER_XML


def _part_check(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, int]:
    """Cells and shared strings that the part names."""
    cells = strings = run = 0
    tail = b""
    with _unpacking():
        stream = archive.open(part)
    with stream:
        while piece := _next_piece(stream):
            if not tail:
                _encoding_check(piece)
            joined = tail + piece
            _piece_check(joined)
            cells += len(_CELL.findall(joined)) - len(_CELL.findall(tail))
            strings += len(_STRING.findall(joined)) - len(_STRING.findall(tail))
            run = _longest_run(piece, run)
            tail = joined[-_OVERLAP:]
    return cells, strings


def _next_piece(stream: IO[bytes]) -> bytes:
    with _unpacking():
        return stream.read(_PIECE)


def _encoding_check(piece: bytes) -> None:
    """XML in another encoding would pass the byte patterns unseen; Excel writes UTF-8 only."""
    named = _ENCODING.match(piece.removeprefix(b"\xef\xbb\xbf"))
    if b"\x00" in piece[:200] or (named and named[1].lower() not in _PLAIN_ENCODINGS):
        raise SheetRefused(DAMAGED)


def _piece_check(piece: bytes) -> None:
    if _FORBIDDEN.search(piece):
        raise SheetRefused(ENTITIES)
    if b"ddeLink" in piece or _DDE.search(piece):
        raise SheetRefused(OUTSIDE_LINKS)


def _longest_run(piece: bytes, run: int) -> int:
    """Bytes since the last tag began; raises SheetRefused when one text is too long."""
    runs = piece.split(b"<")
    longest = max(run + len(runs[0]), max(map(len, runs[1:]), default=0))
    if longest > MOST_TEXT_BYTES:
        raise SheetRefused(CELL_TOO_LONG, most="32.767")
    return run + len(piece) if len(runs) == 1 else len(runs[-1])
