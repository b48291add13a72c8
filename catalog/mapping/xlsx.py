"""Workbooks to lines: openpyxl's streaming reader, with what it leaves out noted on the way.

Its read-only sheets know neither merged cells nor hidden lines, and with cached values alone a
formula without one looks like an empty cell. Its parser knows all of that and reads a sheet once.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import IO, Any

from openpyxl.chartsheet import Chartsheet
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from catalog.mapping.archive import archive_check, is_read
from catalog.mapping.refusal import SheetRefused
from catalog.mapping.sentences import CELL_TOO_LONG, DAMAGED, TOO_MANY_LINES
from catalog.mapping.values import Book, Line, Odd, Sheet, Span, Value

MOST_LETTERS = 32_767
MOST_COLUMNS = 200
MOST_LINES = 30_000
MOST_MERGED = 30_000


class _Parser(WorkSheetParser):  # type: ignore[misc] # openpyxl has no annotations
    """openpyxl's parser of one sheet that also tells formulas without a result."""

    formulas = 0

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """The cell as openpyxl reads it; value is Odd where there is none to read."""
        cell: dict[str, Any] = super().parse_cell(element)
        if element.find(FORMULA_TAG) is not None:
            self.formulas += 1
            if cell["value"] is None:
                cell["value"] = Odd.NO_RESULT
        if cell["data_type"] == "e":
            cell["value"] = Odd.ERROR
        return cell


class _Reader(ExcelReader):  # type: ignore[misc] # openpyxl has no annotations
    """openpyxl's reader, which is shown no part that was not looked over, and so no pictures."""

    def __init__(self, file: BytesIO) -> None:
        super().__init__(file, read_only=True, data_only=True, keep_links=False)
        for name in [name for name in self.archive.NameToInfo if not is_read(name)]:
            del self.archive.NameToInfo[name]

    def read_chartsheet(self, sheet: Any, rel: Any) -> None:
        """Keeps its place among the sheets; charts are no goods."""
        self.wb._add_sheet(Chartsheet(parent=self.wb, title=sheet.name))


def book_of_xlsx(file: BytesIO) -> Book:
    """All sheets of a workbook. Raises SheetRefused."""
    archive_check(file)
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of drawings and extensions that are not read
        return _book(file)


@contextmanager
def _library() -> Iterator[None]:
    """openpyxl at work and nothing else, so that no mistake of ours is called damage.

    Broken parts make it raise whatever its code runs into (KeyError, TypeError, AttributeError,
    ParseError ...); nobody lists it. Not taken for damage is a machine that has run out of memory.
    """
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        raise SheetRefused(DAMAGED) from error


def _book(file: BytesIO) -> Book:
    with _library():
        reader = _Reader(file)
        reader.read()
    workbook = reader.wb
    try:
        sheets = [
            _sheet(worksheet)
            for worksheet in workbook.worksheets
            if isinstance(worksheet, ReadOnlyWorksheet)
        ]
    finally:
        workbook.close()
    if sum(len(sheet.lines) for sheet in sheets) > MOST_LINES:
        raise SheetRefused(TOO_MANY_LINES, most=f"{MOST_LINES:,}".replace(",", "."))
    return Book("xlsx", tuple(sheets))


def _sheet(worksheet: Any) -> Sheet:
    with _library():
        source, parser = _parser(worksheet)
    with source:
        lines = tuple(_lines(parser))
    return Sheet(
        name=worksheet.title,
        lines=lines,
        merged=tuple(_spans(parser, lines)),
        is_hidden=worksheet.sheet_state != "visible",
        formulas=parser.formulas,
    )


def _parser(worksheet: Any) -> tuple[IO[bytes], _Parser]:
    """The sheet's part, open, and what reads it."""
    workbook = worksheet.parent
    source = worksheet._get_source()
    parser = _Parser(
        source,
        worksheet._shared_strings,
        data_only=True,
        epoch=workbook.epoch,
        date_formats=workbook._date_formats,
        timedelta_formats=workbook._timedelta_formats,
    )
    return source, parser


def _rows(parser: _Parser) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Number and cells of each row as openpyxl reads them."""
    rows = parser.parse()
    while True:
        with _library():
            row = next(rows, None)
        if row is None:
            return
        yield row


def _lines(parser: _Parser) -> Iterator[Line]:
    for number, cells in _rows(parser):
        values: list[Value] = []
        for cell in cells:
            place = cell["column"] - 1
            value = _value(cell["value"])
            if value is not None and place < MOST_COLUMNS:
                values.extend([None] * (place - len(values)))
                values[place:] = [value]
        if values:
            hidden = parser.row_dimensions.get(str(number), {}).get("hidden") in {"1", "true"}
            yield Line(number, tuple(values), hidden)


def _value(value: Any) -> Value:
    if isinstance(value, str):
        if len(value) > MOST_LETTERS:
            raise SheetRefused(CELL_TOO_LONG, most="32.767")
        return value.replace("\x00", "") if value.strip() else None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, int | float | date | Odd) or value is None:
        return value
    return str(value)


def _spans(parser: _Parser, lines: tuple[Line, ...]) -> Iterator[Span]:
    """Merged cells, cut to the lines and columns that are there."""
    if parser.merged_cells is None or not lines:
        return
    last = lines[-1].number
    for reference in parser.merged_cells.mergeCell[:MOST_MERGED]:
        left, top, right, bottom = reference.bounds
        if top <= last and left <= MOST_COLUMNS:
            yield Span(top, left - 1, min(bottom, last), min(right, MOST_COLUMNS) - 1)
