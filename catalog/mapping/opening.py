"""A file's bytes to a book, by what the bytes are, whatever the name says."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePath

from catalog.mapping.refusal import SheetRefused
from catalog.mapping.sentences import (
    EMPTY_FILE,
    LOCKED,
    NOT_A_SHEET,
    OLD_EXCEL,
    TOO_LARGE,
)
from catalog.mapping.separated import book_of_text
from catalog.mapping.values import Book
from catalog.mapping.xlsx import book_of_xlsx

MOST_BYTES = 20_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KNOWN = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "gzip",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x7fELF": "ELF",
    b"MZ": "EXE",
}


def book_open(source: bytes, name: str) -> Book:
    """Read a file that somebody sent. name: as it was called. Raises SheetRefused."""
    if len(source) > MOST_BYTES:
        raise SheetRefused(TOO_LARGE, most=MOST_BYTES // 1_000_000)
    if not source.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise SheetRefused(EMPTY_FILE)
    if source.startswith(_OLE):
        # a locked .xlsx is an OLE file that holds this stream, its name in UTF-16
        is_locked = "EncryptedPackage".encode("utf-16-le") in source
        raise SheetRefused(LOCKED if is_locked else OLD_EXCEL)
    if source.startswith(b"PK"):
        return book_of_xlsx(BytesIO(source))
    for start, what in _KNOWN.items():
        if source.startswith(start):
            raise SheetRefused(NOT_A_SHEET, what=what)
    if source.count(b"\x00", 0, 4096) and not source.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse_binary(source)
    return book_of_text(source, PurePath(name).stem)


def _refuse_binary(source: bytes) -> None:
    """Zero bytes stand in every other place of UTF-16, anywhere in other files."""
    sample = source[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if min(even, odd) * 5 > max(even, odd):
        raise SheetRefused(NOT_A_SHEET, what="biner")
