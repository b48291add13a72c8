"""What the rules will ask of the goods of a sheet: the same evaluation as for goods of the shop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from catalog.mapping.goods import GoodsRead, PaperRead
from legality.rules.requirements import answer, finding_of, is_in_force, rules_for
from legality.rules.traits import traits_of
from legality.sentences import finding_said
from legality.services.papers_import import PaperKey, PaperThere, paper_key
from legality.types import Facts, Need, PaperFact, Rule, RuleBook
from legality.verdicts import papers_covering

Papers = Mapping[PaperKey, PaperThere]
_WHOLE = """SELECT c.facility_id, c.id, c.kind_id, k."group", c.expires_on, c.issued_on, c.state,
 c.number_raw
FROM legality_certificatecover v JOIN legality_certificate c ON c.id = v.certificate_id
JOIN legality_certificatekind k ON k.code = c.kind_id
WHERE v.facility_id = ANY(%(ids)s) AND c.facility_id = v.facility_id ORDER BY c.id"""


@dataclass(frozen=True)
class Known:
    """Papers that are recorded. there: by kind and number; of_listings: what covers goods that the
    shop has; of_places: what covers all that a facility makes."""

    there: Papers
    of_listings: Mapping[int, tuple[PaperFact, ...]]
    of_places: Mapping[int, tuple[PaperFact, ...]]


def known_of(there: Papers, listing_ids: Iterable[int], facility_ids: Iterable[int]) -> Known:
    """Two statements."""
    whole: dict[int, list[PaperFact]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_WHOLE, {"ids": sorted(set(facility_ids))})
        for facility_id, *row in cursor.fetchall():
            whole[facility_id].append(PaperFact(*row))
    places = {facility_id: tuple(papers) for facility_id, papers in whole.items()}
    return Known(there, papers_covering(sorted(set(listing_ids))), places)


@dataclass(frozen=True, slots=True)
class Needed:
    """One rule that fits a line on the day of the import.

    papers: words, " / " between; state: "met" by a checked paper that is in force, "recorded" by
    one that the office has yet to check, "missing" without any that could do; blocks: whether the
    goods stay off sale without it; sentence: why, in the language asked for, "" when it is met.
    """

    code: str
    papers: str
    state: str
    blocks: bool
    sentence: str = ""


class Judge:
    """Judges lines by the rules of one moment, on one legal day."""

    def __init__(self, book: RuleBook, known: Known, on: date, language: str) -> None:
        self.book, self.known, self.on, self.language = book, known, on, language
        self._said: dict[tuple[object, ...], tuple[Needed, ...]] = {}

    def needs(self, row: GoodsRead, listing_id: int | None) -> tuple[Needed, ...]:
        """What is asked of a line's goods, in the order of the rules. listing_id: of goods that the
        shop had before."""
        facts = Facts(
            listing_id=0,
            kind_slug=row.kind,
            has_english=True,
            price_min=row.price or Decimal(0),
            photo_count=1,
            weight_known=True,
            facility_open=True,
            papers=self._papers(row, listing_id),
            name=row.name,
            composition=row.composition,
        )
        fitting = rules_for(facts, self.book, traits_of(facts, self.book))
        # goods without a paper differ by their rules alone: thousands of lines say the same
        key = (tuple(rule.code for rule in fitting), facts.papers)
        if key not in self._said:
            self._said[key] = tuple(self._needed(fitting, facts))
        return self._said[key]

    def _needed(self, rules: Iterable[Rule], facts: Facts) -> Iterable[Needed]:
        for rule in rules:
            if rule.need is Need.NOT_APPLICABLE or not is_in_force(rule, self.on):
                continue
            words = self._words(rule)
            if answer(rule, facts, self.on)[0]:
                yield Needed(rule.code, words, "met", rule.blocks)
                continue
            waits = any(self._may_do(paper, rule) for paper in facts.papers)
            sentence = finding_said(finding_of(rule, facts, self.book, self.on), self.language)
            state = "recorded" if waits else "missing"
            yield Needed(rule.code, words, state, rule.blocks, sentence)

    def _words(self, rule: Rule) -> str:
        order = list(self.book.papers)
        codes = sorted(rule.papers, key=lambda code: order.index(code) if code in order else 99)
        return " / ".join(
            self.book.papers[code].said(self.language) if code in self.book.papers else code
            for code in codes
        )

    def _may_do(self, paper: PaperFact, rule: Rule) -> bool:
        """Whether a paper would do once the office has checked it."""
        return (
            paper.code in rule.papers
            and paper.state in ("unverified", "filed", "verified")
            and (paper.until is None or paper.until >= self.on)
        )

    def _papers(self, row: GoodsRead, listing_id: int | None) -> tuple[PaperFact, ...]:
        """The papers of a line's goods: those that cover them here, those that the line names."""
        known = self.known.of_listings.get(listing_id or 0, ())
        known = known or self.known.of_places.get(row.facility_id or 0, ())
        seen = {paper.certificate_id for paper in known}
        named = (
            self._named(paper, self.known.there.get(paper_key(paper.code, paper.number)))
            for paper in row.papers
        )
        return (*known, *(one for one in named if one.certificate_id not in seen))

    def _named(self, paper: PaperRead, there: PaperThere | None) -> PaperFact:
        """A paper that a line names. What the office checked for other goods it has yet to check
        for these."""
        state = "filed" if paper.is_filed else "unverified"
        if there is not None and there.state != "verified":
            state = there.state
        return PaperFact(
            certificate_id=there.certificate_id if there else 0,
            code=paper.code,
            group="",
            until=there.until if there else paper.expires_on,
            since=there.since if there else paper.issued_on,
            state=state,
            number=paper.number,
        )
