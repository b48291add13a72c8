"""The sheet given back: headings and the lines that did not come in, with the reason in each cell.

A new file of values alone: no formula, macro, link, comment or name of a maker of the old one is
in it. What begins like a formula is text, marked so for spreadsheets.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from catalog.feeds import LIVE, inert
from catalog.mapping.headings import Field
from catalog.mapping.tables import Parsed, Record, Table
from catalog.mapping.values import Odd, Value, is_nothing, text_of
from storefront.mapping.sentences import REASON_HEADING
from storefront.mapping.taken import Reading
from storefront.mapping.types import Reason, RowResult

_BAD_FILL = PatternFill("solid", fgColor="F9C6C1")
_ASKED_FILL = PatternFill("solid", fgColor="FBE7A8")
_HEAD_FONT = Font(bold=True)
_WRAP = Alignment(wrap_text=True, vertical="top")
_AUTHOR = "Lapak Binaan"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_TITLE_SIGNS = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31
_LONGEST_CELL = 32_000
_ODD_WORDS = {Odd.NO_RESULT: "", Odd.ERROR: "", Odd.FORMULA: ""}


class _Kept:
    """One line to be written: its cells and the reasons by column."""

    def __init__(self, cells: list[Value], reasons: Sequence[Reason]) -> None:
        self.cells = cells
        self.reasons = reasons


def returned_bytes(reading: Reading, kept_out: Iterable[RowResult], form: str) -> bytes:
    """The file. form: "xlsx" or "csv"."""
    by_table: dict[int, list[tuple[Record, Table, RowResult]]] = defaultdict(list)
    for result in kept_out:
        table, record = reading.sources[result.sheet, result.line]
        by_table[id(table)].append((record, table, result))
    return _csv(reading, by_table) if form == "csv" else _xlsx(reading, by_table)


Kept = dict[int, list[tuple[Record, Table, RowResult]]]


def _lines(table: Table, rows: Sequence[tuple[Record, Table, RowResult]]) -> Iterable[_Kept]:
    """The goods of a table that did not come in, with the facility written out."""
    persons = table.columns.places(Field.PERSON)
    facility = table.columns.places(Field.FACILITY)
    for record, _table, result in rows:
        cells = list(record.line.cells)
        names = _names(record, persons)
        cells = [
            None if place in persons else _without(value, names)
            for place, value in enumerate(cells)
        ]
        if facility and record.facility:
            cells.extend([None] * (facility[0] + 1 - len(cells)))
            cells[facility[0]] = record.facility
        yield _Kept(cells, result.reasons)


def _names(record: Record, persons: Sequence[int]) -> list[str]:
    """Parts of the persons' cells, for taking them out of other cells too."""
    texts = [text_of(record.line.at(place)) for place in persons]
    parts = [part.strip() for text in texts for part in re.split(r"[,;\n/&]|\bdan\b", text)]
    return [part for part in parts if len(part) > len("abc") and not is_nothing(part)]


def _without(value: Value, names: Sequence[str]) -> Value:
    if not isinstance(value, str):
        return value
    for name in names:
        value = re.sub(re.escape(name), "…", value, flags=re.IGNORECASE)
    return value


def _head_cells(table: Table) -> list[Value]:
    width = max(table.columns.texts, default=0) + 1
    return [table.columns.texts.get(place) for place in range(width)]


def _width(table: Table, rows: Sequence[tuple[Record, Table, RowResult]]) -> int:
    widths = [len(record.line.cells) for record, _table, _result in rows]
    return max([max(table.columns.texts, default=0) + 1, *widths])


def _blocks(table: Table, rows: Sequence[tuple[Record, Table, RowResult]]) -> bool:
    """Whether lines that name the facility must be written, as no column does."""
    return not table.columns.places(Field.FACILITY)


def _xlsx(reading: Reading, by_table: Kept) -> bytes:
    workbook = Workbook(write_only=True)
    titles: set[str] = set()
    for parsed in reading.parsed:
        tables = [table for table in parsed.tables if by_table.get(id(table))]
        if tables:
            sheet = workbook.create_sheet(_title(parsed.sheet.name, titles))
            _sheet_write(sheet, parsed, tables, by_table)
    workbook.properties.creator = _AUTHOR
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _title(name: str, used: set[str]) -> str:
    plain = (
        _TITLE_SIGNS.sub("-", _UNPRINTABLE.sub("", name)).strip("'")[:_LONGEST_TITLE] or "Lembar"
    )
    title, number = plain, 1
    while title.casefold() in used:
        number += 1
        title = f"{plain[: _LONGEST_TITLE - 4]} {number}"
    used.add(title.casefold())
    return title


def _sheet_write(sheet: Any, parsed: Parsed, tables: list[Table], by_table: Kept) -> None:
    for place in range(1, 40):
        sheet.column_dimensions[get_column_letter(place)].width = 18
    for text in parsed.titles:
        sheet.append([_cell(sheet, text)])
    for table in tables:
        rows = by_table[id(table)]
        width = _width(table, rows)
        head = [*_padded(_head_cells(table), width), gettext(REASON_HEADING)]
        sheet.append([_cell(sheet, value, bold=True) for value in head])
        block = ""
        for (record, _table, _result), kept in zip(rows, _lines(table, rows), strict=True):
            if _blocks(table, rows) and record.facility and record.facility != block:
                block = record.facility
                sheet.append([_cell(sheet, block, bold=True)])
            sheet.append(_row_cells(sheet, kept, width))


def _padded(cells: Sequence[Value], width: int) -> list[Value]:
    return [*cells, *[None] * (width - len(cells))][:width]


def _row_cells(sheet: Any, kept: _Kept, width: int) -> list[Any]:
    by_column: dict[int, list[Reason]] = defaultdict(list)
    for reason in kept.reasons:
        by_column[reason.column].append(reason)
    cells = [
        _marked(sheet, value, by_column.get(place, []))
        for place, value in enumerate(_padded(kept.cells, width))
    ]
    why = _cell(sheet, _reasons_text(kept.reasons))
    why.alignment = _WRAP
    return [*cells, why]


def _reasons_text(reasons: Iterable[Reason]) -> str:
    return " ".join(
        f"{reason.heading}: {reason.sentence}" if reason.heading else reason.sentence
        for reason in reasons
    )


def _marked(sheet: Any, value: Value, reasons: Sequence[Reason]) -> Any:
    cell = _cell(sheet, value)
    if reasons:
        asked = all(reason.is_question for reason in reasons)
        cell.fill = _ASKED_FILL if asked else _BAD_FILL
        cell.comment = Comment("\n".join(reason.sentence for reason in reasons), _AUTHOR)
    return cell


def _cell(sheet: Any, value: Value, *, bold: bool = False) -> Any:
    """A cell that holds a value, never a formula."""
    cell = WriteOnlyCell(sheet)
    shown = _shown(value)
    if isinstance(shown, str):
        cell.value = shown
        cell.data_type = "s"
        if shown.startswith(LIVE):
            cell.quotePrefix = True
    elif shown is not None:
        cell.value = shown
        if isinstance(shown, date):
            cell.number_format = "DD/MM/YYYY"
    if bold:
        cell.font = _HEAD_FONT
    return cell


def _shown(value: Value) -> str | int | float | date | bool | None:
    if isinstance(value, Odd):
        return _ODD_WORDS[value]
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", value)[:_LONGEST_CELL]
    return value


def _csv(reading: Reading, by_table: Kept) -> bytes:
    """UTF-8 with its mark, so that Excel reads it; semicolons, as Indonesian Excel writes."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    for parsed in reading.parsed:
        for table in parsed.tables:
            rows = by_table.get(id(table), [])
            if not rows:
                continue
            width = _width(table, rows)
            head = [*_padded(_head_cells(table), width), gettext(REASON_HEADING)]
            writer.writerow([_csv_text(value) for value in head])
            block = ""
            for (record, _table, _result), kept in zip(rows, _lines(table, rows), strict=True):
                if _blocks(table, rows) and record.facility and record.facility != block:
                    block = record.facility
                    writer.writerow([_csv_text(block)])
                cells = [*_padded(kept.cells, width), _reasons_text(kept.reasons)]
                writer.writerow([_csv_text(value) for value in cells])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8")


def _csv_text(value: Value) -> str:
    """Text that no spreadsheet runs: an apostrophe before what begins like a formula."""
    shown = _shown(value)
    if isinstance(shown, date):
        return f"{shown:%d/%m/%Y}"
    text = "" if shown is None else text_of(shown) if not isinstance(shown, str) else shown
    return inert(text)
