"""The papers of a line: numbers from one or several columns, with their dates and holder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from catalog.mapping.asking import Asked
from catalog.mapping.dates import Order, Unending, Unordered, date_of, order_shown
from catalog.mapping.goods import GoodsRead, PaperRead
from catalog.mapping.headings import Field
from catalog.mapping.papers import IN_HAKI, PaperKind, PaperSaid, papers_of, year_in_number
from catalog.mapping.tables import Record, Table
from catalog.mapping.values import Choice, Doubt, Flaw, flaw, is_nothing, text_of

_ORGANISATION = re.compile(
    r"(?i)\b(?:koperasi|primkopasindo|primer|lapas\w*|lembaga|rutan|lpka|bapas|lpp|balai"
    r"|kanwil|dinas|cv|pt|ud|po|yayasan|kelompok|poktan|kub|umkm|kementerian|pemerintah"
    r"|dharma wanita|bumdes|perum)\b"
)
MOST_HOLDER = 160


class PaperColumns:
    """The columns of papers, dates and holders of one table."""

    def __init__(
        self, sheet: str, table: Table, kinds: Mapping[str, PaperKind], asked: Asked
    ) -> None:
        self.sheet = sheet
        self.table = table
        self.kinds = kinds
        self.asked = asked
        columns = table.columns
        self.papers = columns.places(Field.PAPER)
        self.holders = columns.places(Field.HOLDER)
        self.brands = columns.places(Field.BRAND)
        self.dates = [*columns.places(Field.ISSUED), *columns.places(Field.EXPIRES)]
        self.orders = {
            place: order_shown(record.line.at(place) for record in table.records)
            for place in self.dates
        }
        self.targets = {place: self._beside(place) for place in self.dates}

    def _beside(self, place: int) -> str:
        """The kind that a column of dates belongs to: named by its heading, or by the column of
        papers right before it."""
        meant = self.table.columns.meant
        if meant[place].paper:
            return meant[place].paper
        for at in range(place - 1, -1, -1):
            heading = meant.get(at)
            if heading is None or heading.field not in {Field.PAPER, Field.ISSUED, Field.EXPIRES}:
                return ""
            if heading.paper:
                return heading.paper
            if heading.field is Field.PAPER:
                return ""
        return ""

    def read(self, goods: GoodsRead, record: Record) -> None:
        """Put the line's papers into `goods`."""
        papers: list[PaperRead] = []
        for place in self.papers:
            column = self.table.columns.meant[place].paper
            said = papers_of(record.line.at(place), kinds=self.kinds, column=column)
            if isinstance(said, Flaw):
                goods.flaws.append((place, said))
            else:
                papers += self._numbered(said, place, goods)
        self._brand_numbers(goods, record, papers)
        papers = self._dated(goods, record, list(dict.fromkeys(papers)))
        goods.papers = tuple(self._held(record, papers))

    def _numbered(self, said: list[PaperSaid], place: int, goods: GoodsRead) -> list[PaperRead]:
        found = []
        for paper in said:
            if paper.number:
                found.append(PaperRead(paper.code, paper.number, paper.is_filed, place))
            else:
                code = "paper_filed_unnumbered" if paper.is_filed else "paper_unnumbered"
                goods.notes.append(flaw(code, kind=self._label(paper.code)))
            if paper.note:
                goods.notes.append(flaw(paper.note, text=paper.number))
        return found

    def _label(self, code: str) -> str:
        kind = self.kinds.get(code)
        return kind.label if kind else (code.upper() or "surat")

    def _brand_numbers(self, goods: GoodsRead, record: Record, papers: list[PaperRead]) -> None:
        """A column "Merek" that holds the mark's number instead of its words."""
        for place in self.brands:
            text = text_of(record.line.at(place))
            if re.match(r"(?i)(?:IDM\s?\d|[DJ]ID\s?\d)", text):
                said = papers_of(text, kinds=self.kinds, column="merek")
                if isinstance(said, Flaw):
                    goods.flaws.append((place, said))
                else:
                    papers += self._numbered(said, place, goods)
                goods.brand = ""

    def _dated(self, goods: GoodsRead, record: Record, papers: list[PaperRead]) -> list[PaperRead]:
        for place in self.dates:
            day = self._day(goods, record, place)
            if day is None:
                continue
            at = self._target(goods, place, papers)
            if at is not None:
                is_end = self.table.columns.meant[place].field is Field.EXPIRES
                paper = papers[at]
                papers[at] = (
                    replace(paper, expires_on=day) if is_end else replace(paper, issued_on=day)
                )
        for paper in papers:
            self._check(goods, paper)
        return papers

    def _day(self, goods: GoodsRead, record: Record, place: int) -> date | None:
        day = date_of(record.line.at(place))
        if isinstance(day, Unordered):
            order = self.orders[place] or self._asked_order(goods, place, day)
            day = day.ordered(order) if order else None
        if isinstance(day, Flaw):
            goods.flaws.append((place, day))
            return None
        return None if isinstance(day, Unending) else day

    def _asked_order(self, goods: GoodsRead, place: int, day: Unordered) -> Order | None:
        heading = self.table.columns.texts[place]
        choices = tuple(Choice(order.value, f"{day.ordered(order):%d-%m-%Y}") for order in Order)
        text = f"{day.first}/{day.second}/{day.year}"
        params = (("column", heading), ("text", text))
        doubt = Doubt("tanggal", f"{self.sheet} {heading}", "ask_date_order", choices, params)
        answer = self.asked.answer(doubt)
        if answer is None:
            goods.doubts.append((place, doubt))
            return None
        return Order(answer)

    def _target(self, goods: GoodsRead, place: int, papers: list[PaperRead]) -> int | None:
        """Which of the line's papers a date is of, None when there is none."""
        wanted = self.targets[place]
        fits = [at for at, paper in enumerate(papers) if _is_kind(paper.code, wanted)]
        if not fits:
            goods.notes.append(flaw("date_without_paper"))
            return None
        if len(fits) == 1:
            return fits[0]
        heading = self.table.columns.texts[place]
        choices = tuple(
            Choice(code, self._label(code)) for code in sorted({paper.code for paper in papers})
        )
        params = (("column", heading), ("line", str(goods.line)))
        codes = " ".join(choice.value for choice in choices)
        doubt = Doubt("masa", f"{self.sheet} {heading} {codes}", "ask_date_of", choices, params)
        answer = self.asked.answer(doubt)
        if answer is None:
            goods.doubts.append((place, doubt))
            return None
        return next((at for at in fits if papers[at].code == answer), None)

    def _check(self, goods: GoodsRead, paper: PaperRead) -> None:
        """What does not fit together within one paper."""
        if paper.issued_on and paper.expires_on and paper.expires_on < paper.issued_on:
            goods.flaws.append((paper.place, flaw("ends_before_it_begins", text=paper.number)))
        year = year_in_number(PaperSaid(paper.code, paper.number))
        if year and paper.expires_on and paper.expires_on.year != year:
            goods.notes.append(flaw("pirt_year", text=paper.number, year=year))

    def _held(self, record: Record, papers: list[PaperRead]) -> list[PaperRead]:
        """The holder's name is kept for organisations alone."""
        texts = [text_of(record.line.at(place)) for place in self.holders]
        said = next((text for text in texts if not is_nothing(text)), "")
        if not said:
            return papers
        if _ORGANISATION.search(said):
            return [replace(paper, holder=said[:MOST_HOLDER]) for paper in papers]
        return [replace(paper, holder_is_person=True) for paper in papers]


def _is_kind(code: str, wanted: str) -> bool:
    return not wanted or code == wanted or (wanted == "haki" and code in IN_HAKI)
