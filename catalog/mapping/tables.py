"""Lines of a sheet to tables: where the headings are, which lines are goods, whose they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from catalog.mapping.headings import Field
from catalog.mapping.layout import Columns, columns_at
from catalog.mapping.refusal import SheetRefused
from catalog.mapping.sentences import TOO_LARGE_INSIDE
from catalog.mapping.values import Line, Sheet, Value, text_of

_TOTAL = re.compile(r"(?i)^\W*(?:sub\s*-?\s*total|grand total|jumlah|total|rekap\w*)\b")
_FOOT = re.compile(
    r"(?i)^\W*(?:mengetahui|menyetujui|kepala\b|kalapas|karutan|kasi\b|kasubsi|a\.?n\.|"
    r"plt|plh|nip\b|catatan"
    r"|keterangan\s*:|ket\s*:|sumber|dibuat di|tertanda|ttd|penanggung jawab)"
)
_PLACE_AND_DAY = re.compile(r"^[A-Z][\w .]+,\s*(?:tanggal\s*)?\d{0,2}\s*[A-Za-z]+\s+\d{4}$")
_LABELED = re.compile(r"(?i)^\s*(?:nama\s+)?(?:upt|satker|satuan kerja|unit)\s*:\s*")
_MOST_FILLED = 400_000
FEW = 3

IsFacility = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Record:
    """One line of goods. facility: the words that name it; told_by: "cell", "above", "block"
    or "" when neither the line nor those before it say."""

    line: Line
    facility: str
    told_by: str


@dataclass
class Table:
    """Headings and the lines below them. heads: numbers of the heading's lines."""

    heads: tuple[int, ...]
    columns: Columns
    records: list[Record] = field(default_factory=list)


@dataclass
class Parsed:
    """A sheet in tables. titles: texts above the first heading; left_out: lines that are no
    goods, by why; blocks: number of the line that names a facility, by its words."""

    sheet: Sheet
    tables: list[Table]
    titles: list[str]
    left_out: Counter[str]


def sheet_parse(sheet: Sheet, *, is_facility: IsFacility, with_hidden: bool = False) -> Parsed:
    """Find the tables of a sheet. with_hidden: whether hidden lines are read."""
    lines, heads = _filled(sheet)
    return _Walk(sheet, lines, heads, is_facility, with_hidden).run()


def _filled(sheet: Sheet) -> tuple[list[Line], dict[int, dict[int, Value]]]:
    """Lines with merged cells filled downwards, and what merged cells put beside themselves
    (for headings), by line and column."""
    by_number = {line.number: list(line.cells) for line in sheet.lines}
    beside: dict[int, dict[int, Value]] = {}
    done = 0
    for span in sheet.merged:
        first = by_number.get(span.top)
        value = first[span.left] if first is not None and span.left < len(first) else None
        if value is None:
            continue
        for number in range(span.top, span.bottom + 1):
            done += 1
            if done > _MOST_FILLED:
                raise SheetRefused(TOO_LARGE_INSIDE)
            cells = by_number.get(number)
            if cells is not None:
                _put(cells, span.left, value)
                row = beside.setdefault(number, {})
                row.update(dict.fromkeys(range(span.left, span.right + 1), value))
    lines = [line._replace(cells=tuple(by_number[line.number])) for line in sheet.lines]
    return lines, beside


def _put(cells: list[Value], place: int, value: Value) -> None:
    cells.extend([None] * (place + 1 - len(cells)))
    if cells[place] is None:
        cells[place] = value


class _Walk:
    """Goes through the lines of one sheet, from above."""

    def __init__(
        self,
        sheet: Sheet,
        lines: list[Line],
        beside: dict[int, dict[int, Value]],
        is_facility: IsFacility,
        with_hidden: bool,
    ) -> None:
        self.lines = lines
        self.beside = beside
        self.is_facility = is_facility
        self.with_hidden = with_hidden
        self.parsed = Parsed(sheet, [], [], Counter())
        self.block = ""
        self.above = ""
        self.is_foot = False

    def run(self) -> Parsed:
        """The whole sheet."""
        place = 0
        while place < len(self.lines):
            head = columns_at(self.lines, place, self.beside)
            if head is not None:
                self.parsed.tables.append(Table(head.lines, head.columns))
                self.above, self.is_foot = "", False
                place += len(head.lines)
            else:
                self._line(self.lines[place])
                place += 1
        return self.parsed

    def _line(self, line: Line) -> None:
        if not self.parsed.tables:
            self.parsed.titles.extend(_texts(line))
            if block := self._named_facility(line):
                self.block = block
            return
        table = self.parsed.tables[-1]
        why = self._why_left_out(line, table)
        if why:
            self.parsed.left_out[why] += 1
            return
        table.records.append(self._record(line, table))

    def _why_left_out(self, line: Line, table: Table) -> str:
        """Why a line below headings is no goods, "" when it is. Notes what the line tells."""
        texts = _texts(line)
        if line.is_hidden and not self.with_hidden:
            return "hidden"
        if not texts and not _has_price(line, table):
            return "empty"
        if _is_total(line, table):
            self.above = ""
            return "total"
        if len(line.filled) <= FEW and not (_has_price(line, table) and _has_name(line, table)):
            return self._why_short(line, texts, table)
        return ""

    def _why_short(self, line: Line, texts: list[str], table: Table) -> str:
        if block := self._named_facility(line):
            self.block, self.above, self.is_foot = block, "", False
            return "block"
        if self.is_foot or any(_FOOT.match(text) or _PLACE_AND_DAY.match(text) for text in texts):
            self.is_foot = True
            return "foot"
        return "" if _has_name(line, table) or _has_price(line, table) else "caption"

    def _named_facility(self, line: Line) -> str:
        """The facility that a short line of text names."""
        texts = [_LABELED.sub("", text) for text in _texts(line)]
        if not 1 <= len(texts) <= FEW:
            return ""
        labeled = _LABELED.match(_texts(line)[0]) and texts[0]
        return labeled or next((text for text in texts if self.is_facility(text)), "")

    def _record(self, line: Line, table: Table) -> Record:
        for place in table.columns.places(Field.FACILITY):
            if text := text_of(line.at(place)):
                self.above = text
                return Record(line, text, "cell")
        if self.above:
            return Record(line, self.above, "above")
        return Record(line, self.block, "block" if self.block else "")


def _texts(line: Line) -> list[str]:
    return [text_of(value) for value in line.cells if isinstance(value, str)]


def _has_price(line: Line, table: Table) -> bool:
    return any(line.at(place) is not None for place in table.columns.places(Field.PRICE))


def _has_name(line: Line, table: Table) -> bool:
    return any(line.at(place) is not None for place in table.columns.places(Field.NAME))


def _is_total(line: Line, table: Table) -> bool:
    """A line of sums: one of its texts says so, and its name of goods says nothing else."""
    names = [text_of(line.at(place)) for place in table.columns.places(Field.NAME)]
    if any(name and not _TOTAL.match(name) for name in names):
        return False
    return any(_TOTAL.match(text) for text in _texts(line))
