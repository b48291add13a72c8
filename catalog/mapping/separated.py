"""Text with separators to lines: the encoding and the separator are found out, not asked."""

from __future__ import annotations

import csv
import io
from statistics import median

from catalog.mapping.refusal import SheetRefused
from catalog.mapping.sentences import (
    CELL_TOO_LONG,
    DAMAGED,
    NOT_A_SHEET,
    OUTSIDE_LINKS,
    TOO_MANY_LINES,
)
from catalog.mapping.values import Book, Line, Odd, Sheet, Value
from catalog.mapping.xlsx import MOST_COLUMNS, MOST_LETTERS, MOST_LINES

SEPARATORS = {";": "titik koma", ",": "koma", "\t": "tab", "|": "garis tegak"}
_MARKUP = ("<!doctype", "<html", "<?xml")
_SAMPLE_LINES = 60
_MOSTLY = 0.6
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def book_of_text(source: bytes, name: str) -> Book:
    """The one sheet of a csv file. name: what the sheet is called. Raises SheetRefused."""
    text, encoding = _decoded(source)
    if "\0" in text:
        raise SheetRefused(NOT_A_SHEET, what="biner")
    if text.lstrip()[:200].casefold().startswith(_MARKUP):
        raise SheetRefused(NOT_A_SHEET, what="HTML")
    text, told = _told_separator(text)
    separator = told or _separator(text)
    lines = _lines(text, separator)
    return Book("csv", (Sheet(name, tuple(lines)),), encoding, SEPARATORS.get(separator, separator))


def _decoded(source: bytes) -> tuple[str, str]:
    """The text and its encoding: a mark at the start, else UTF-8 when it fits, else Windows'."""
    for mark, encoding in _UTF16.items():
        if source.startswith(mark):
            return _utf16(source[2:], encoding), encoding
    if encoding := _unmarked_utf16(source):
        return _utf16(source, encoding), encoding
    try:
        return source.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return source.decode("cp1252", "replace"), "cp1252"


def _utf16(source: bytes, encoding: str) -> str:
    try:
        return source.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetRefused(DAMAGED) from error


def _unmarked_utf16(source: bytes) -> str:
    """Every other byte of Latin letters is zero in UTF-16; which one tells the order."""
    sample = source[:2000]
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(sample) > len("ab") and sample[start::2].count(0) > _MOSTLY * len(sample[start::2]):
            return encoding
    return ""


def _told_separator(text: str) -> tuple[str, str]:
    """Excel's own first line "sep=;" and what it tells."""
    first, _end, rest = text.partition("\n")
    first = first.strip().strip('"')
    if first.casefold().startswith("sep=") and len(first) in {4, 5}:
        return rest, first[4:] or "\t"
    return text, ""


def _separator(text: str) -> str:
    """The separator that cuts the first lines into most cells, and into the same number."""
    sample = "\n".join(text.splitlines()[:_SAMPLE_LINES])

    def evenness(separator: str) -> tuple[float, int]:
        try:
            rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=separator))
        except csv.Error:
            return (0.0, 0)
        widths = [len(row) for row in rows if len(row) > 1]
        return (median(widths) * len(widths), len(widths)) if widths else (0.0, 0)

    return max(SEPARATORS, key=evenness)


def _lines(text: str, separator: str) -> list[Line]:
    lines: list[Line] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, row in enumerate(reader, start=1):
            if len(lines) >= MOST_LINES:
                raise SheetRefused(TOO_MANY_LINES, most=f"{MOST_LINES:,}".replace(",", "."))
            cells = [_value(cell) for cell in row[:MOST_COLUMNS]]
            while cells and cells[-1] is None:
                cells.pop()
            if cells:
                lines.append(Line(number, tuple(cells)))
    except csv.Error as error:
        raise SheetRefused(CELL_TOO_LONG, most="32.767") from error
    return lines


def _value(text: str) -> Value:
    """A cell of text. A formula has no result here: it is told, never run and never taken."""
    text = text.strip()
    if len(text) > MOST_LETTERS:
        raise SheetRefused(CELL_TOO_LONG, most="32.767")
    if text.startswith(("=", "+", "@")) and "|" in text and "!" in text:
        raise SheetRefused(OUTSIDE_LINKS)
    if text.startswith("=") and len(text) > 1:
        return Odd.FORMULA
    return text or None
