"""Reads the numbers of papers that lines name: what cannot be right keeps its line out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from catalog.mapping.goods import GoodsRead, PaperRead
from catalog.mapping.values import flaw
from legality.number_findings import Found
from legality.numbers import About, Numbers, facility_regions
from legality.reading import Reading
from legality.sentences import finding_said

# Said of the line already, from its dates alone.
_SAID = {Found.ENDS_BEFORE}


def numbers_settle(goods: Sequence[GoodsRead]) -> None:
    """Note what blocks beside its cell, and complete numbers whose first letters went with the
    name of their kind ("MD 2711…" in a column "MD"). Four statements, none without papers."""
    named = [row for row in goods if row.papers]
    if not named:
        return
    numbers = Numbers.now()
    regions = facility_regions(row.facility_id for row in named if row.facility_id is not None)
    for row in named:
        region = regions.get(row.facility_id or 0, "")
        row.papers = tuple(_settled(row, paper, numbers, region) for paper in row.papers)


def _settled(row: GoodsRead, paper: PaperRead, numbers: Numbers, region: str) -> PaperRead:
    about = About(
        region=region,
        goods=frozenset({row.kind}) if row.kind else frozenset(),
        issued_on=paper.issued_on,
        expires_on=paper.expires_on,
        is_filed=paper.is_filed,
    )
    reading = numbers.read(paper.number, code=paper.code, about=about)
    for sentence in _refusals(reading):
        row.flaws.append((paper.place, flaw("paper_number", text=paper.number, reason=sentence)))
    is_added = any(finding.code == Found.LETTERS_ADDED for finding in reading.findings)
    return replace(paper, number=reading.normal) if is_added else paper


def _refusals(reading: Reading) -> Iterable[str]:
    return (finding_said(one) for one in reading.blocking if one.code not in _SAID)
