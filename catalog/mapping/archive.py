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


def archive_check(file: IO[bytes]) -> None:
    """Raises SheetRefused for an archive that is not a plain workbook of bearable size."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            _names_check(parts)
            cells = strings = 0
            for part in parts:
                if _is_read(part.filename):
                    seen_cells, seen_strings = _part_check(archive, part)
                    cells, strings = cells + seen_cells, strings + seen_strings
                    if cells > MOST_CELLS or strings > MOST_STRINGS:
                        raise SheetRefused(TOO_MANY_CELLS, most=f"{MOST_CELLS:,}".replace(",", "."))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise SheetRefused(DAMAGED) from error
    except RuntimeError as error:  # zipfile's word for a part with a password
        raise SheetRefused(LOCKED) from error


def _is_read(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _names_check(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename.lower().lstrip("/") for part in parts]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise SheetRefused(TOO_LARGE_INSIDE)
    if any(part.flag_bits & 1 for part in parts):
        raise SheetRefused(LOCKED)
    if "[content_types].xml" not in names or not any(n.startswith("xl/") for n in names):
        raise SheetRefused(NOT_A_WORKBOOK)
    if len(set(names)) != len(names):
        raise SheetRefused(DAMAGED)
    if any(name.endswith(("vbaproject.bin", ".bas")) or "/macrosheets/" in name for name in names):
        raise SheetRefused(MACROS)
    if sum(name.startswith("xl/worksheets/") for name in names) > 2 * MOST_SHEETS:
        raise SheetRefused(TOO_LARGE_INSIDE)
    for part in parts:
        if _is_read(part.filename) and part.file_size > _most_bytes(part.filename.lower()):
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
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            if not tail:
                _encoding_check(piece)
            joined = tail + piece
            _piece_check(joined)
            cells += len(_CELL.findall(joined)) - len(_CELL.findall(tail))
            strings += len(_STRING.findall(joined)) - len(_STRING.findall(tail))
            run = _longest_run(piece, run)
            tail = joined[-_OVERLAP:]
    return cells, strings


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
