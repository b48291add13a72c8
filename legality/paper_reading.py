"""Papers as the people of their facility see them: of all states, with what goods lack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from catalog.errors import NotFound
from catalog.models import Province, Regency
from catalog.planned import planned_rows
from catalog.policies.scope import can_see_of_facility
from catalog.selectors.stall import WITH_PLACE
from catalog.types import Actor, CardPhoto
from catalog.whole_rows import row_of
from legality.models import Certificate, CertificateKind, CertificateState, FormerRegion
from legality.number_findings import PART_NAMES
from legality.number_types import part_codes
from legality.types import Finding, Words
from legality.verdicts import findings_by_listing, rule_book_shown
from legality.written import BARE

ROWS = 50
MOST_GOODS = 500
ENDS_SOON = timedelta(days=90)


class Standing(StrEnum):
    """Where a paper stands on a day, as people are told."""

    RETURNED = "returned"
    ENDING = "ending"
    UNCHECKED = "unchecked"
    FILED = "filed"
    ON_HOLD = "on_hold"
    NOT_BEGUN = "not_begun"
    IN_FORCE = "in_force"
    ENDED = "ended"
    REVOKED = "revoked"


_AS_IT_IS = {
    CertificateState.ON_HOLD: Standing.ON_HOLD,
    CertificateState.EXPIRED: Standing.ENDED,
    CertificateState.REVOKED: Standing.REVOKED,
}
_UNSEEN = {
    CertificateState.UNVERIFIED: Standing.UNCHECKED,
    CertificateState.FILED: Standing.FILED,
}


def standing(
    state: str, note: str, issued_on: date | None, expires_on: date | None, on: date
) -> Standing:
    """Where a paper stands on a legal date."""
    known = CertificateState(state)
    if known in _UNSEEN:
        return Standing.RETURNED if note else _UNSEEN[known]
    if known in _AS_IT_IS:
        return _AS_IT_IS[known]
    if expires_on is not None and expires_on <= on + ENDS_SOON:
        return Standing.ENDING if expires_on >= on else Standing.ENDED
    return Standing.NOT_BEGUN if issued_on is not None and issued_on > on else Standing.IN_FORCE


class PaperLine(NamedTuple):
    """A paper in its facility's list. goods: names of the first that it covers; total: of all
    that it names; whole: it covers the whole facility; scans: how many there are."""

    id: int
    code: str
    kind: str
    number: str
    standing: Standing
    expires_on: date | None
    note: str
    goods: tuple[str, ...]
    total: int
    brands: tuple[str, ...]
    whole: bool
    scans: int


class PaperPage(NamedTuple):
    """Papers of one page, from 1."""

    lines: list[PaperLine]
    found: int
    page: int
    pages: int


_PAPERS = f"""SELECT c.id, c.kind_id, k.short{{end}}, {BARE}, c.state, c.note, c.issued_on,
 c.expires_on,
 ARRAY(SELECT card.name{{end}} FROM legality_certificatecover v
  JOIN catalog_card card ON card.listing_id = v.listing_id
  WHERE v.certificate_id = c.id ORDER BY 1 LIMIT 4),
 (SELECT count(*) FROM legality_certificatecover v
  WHERE v.certificate_id = c.id AND v.listing_id IS NOT NULL),
 ARRAY(SELECT b.name FROM legality_certificatecover v JOIN catalog_brand b ON b.id = v.brand_id
  WHERE v.certificate_id = c.id ORDER BY 1),
 EXISTS(SELECT FROM legality_certificatecover v
  WHERE v.certificate_id = c.id AND v.facility_id IS NOT NULL),
 (SELECT count(*) FROM legality_evidence e
  WHERE e.certificate_id = c.id AND e.removed_at IS NULL),
 count(*) OVER ()
FROM legality_certificate c JOIN legality_certificatekind k ON k.code = c.kind_id
WHERE c.facility_id = %(facility)s
ORDER BY CASE WHEN c.state IN ('unverified', 'filed') THEN CASE WHEN c.note <> '' THEN 0 ELSE 2 END
 WHEN c.state = 'verified' THEN CASE WHEN c.expires_on <= %(soon)s THEN 1 ELSE 3 END
 WHEN c.state = 'on_hold' THEN 2 WHEN c.state = 'expired' THEN 4 ELSE 5 END,
 c.expires_on NULLS LAST, c.id
LIMIT {ROWS} OFFSET %(past)s"""


def papers_page(*, facility_id: int, language: str, on: date, page: int = 1) -> PaperPage:
    """A page of a facility's papers, what needs doing first; beyond the last page, the first. One
    statement."""
    rows = planned_rows(
        _PAPERS.format(end="" if language == "id" else "_en"),
        {"facility": facility_id, "soon": on + ENDS_SOON, "past": (page - 1) * ROWS},
    )
    if not rows and page > 1:
        return papers_page(facility_id=facility_id, language=language, on=on)
    found = rows[0][-1] if rows else 0
    return PaperPage([_line(row, on) for row in rows], found, page, max(1, -(-found // ROWS)))


def _line(row: Sequence[Any], on: date) -> PaperLine:
    key, code, kind, number, state, note, since, until, goods, count, brands, whole, scans = row[
        :13
    ]
    stands = standing(state, note, since, until, on)
    return PaperLine(
        key, code, kind, number, stands, until, note, tuple(goods), count, tuple(brands), whole,
        scans,
    )  # fmt: skip


# --- One paper


def paper_of(*, actor: Actor, certificate_id: int, facility_slug: str) -> Certificate:
    """A facility's paper with its kind, and where the facility is. One statement.

    Raises NotFound outside of the actor's scope.
    """
    found = row_of(Certificate, ("kind", *WITH_PLACE), "t.id = %(id)s", {"id": certificate_id})
    if found is None or found.facility.slug != facility_slug:
        raise NotFound
    if not can_see_of_facility(actor, found):
        raise NotFound
    return found


class CoveredGoods(NamedTuple):
    """Goods as a paper's pages name them. state: a ListingState's value."""

    id: int
    name: str
    photo: CardPhoto | None
    state: str


_GOODS = """SELECT l.id, k.name, k.photo_key, k.photo_width, k.photo_height, k.photo_alt,
 k.photo_widths, l.state, count(*) OVER ()
FROM catalog_listing l JOIN catalog_card k ON k.listing_id = l.id
WHERE l.facility_id = %(facility)s AND {asked} ORDER BY k.name, l.id LIMIT {most}"""


_NOT_ARCHIVED = "l.state <> 'archived'"


def _goods(asked: str, *, most: int = MOST_GOODS, **given: Any) -> tuple[list[CoveredGoods], int]:
    """The first goods by name, and how many there are."""
    rows = planned_rows(_GOODS.format(asked=asked, most=most), given)
    return [_covered(row) for row in rows], rows[0][-1] if rows else 0


def _covered(row: Sequence[Any]) -> CoveredGoods:
    photo = CardPhoto._make([*row[2:6], tuple(row[6])]) if row[2] else None
    return CoveredGoods(row[0], row[1], photo, row[7])


def goods_choices(*, facility_id: int) -> list[CoveredGoods]:
    """A facility's goods that are not archived, by name, at most MOST_GOODS. One statement."""
    return _goods(_NOT_ARCHIVED, facility=facility_id)[0]


def goods_named(*, facility_id: int, listing_ids: Iterable[int]) -> list[CoveredGoods]:
    """Some of a facility's goods, whatever their state. One statement."""
    return _goods("l.id = ANY(%(ids)s)", facility=facility_id, ids=list(listing_ids))[0]


class Part(NamedTuple):
    """A part of a number. name: an English msgid; meaning: in both languages, empty when it stands
    for itself."""

    name: str
    value: str
    meaning: Words


def parts_shown(kind: CertificateKind, parts: Mapping[str, str]) -> tuple[Part, ...]:
    """The parts that a number was read into, in the order of the number. At most two statements."""
    codes = part_codes(kind.part_codes)
    places = _places(parts)
    shown = []
    for name, value in sorted(parts.items(), key=lambda one: kind.number_form.find(one[0])):
        meaning = codes.get(name, {}).get(value)
        words = meaning.name if meaning else places.get(name, Words())
        said = f"20{value}" if name == "year" else value
        shown.append(Part(PART_NAMES.get(name, name), said, words))
    return tuple(shown)


def _places(parts: Mapping[str, str]) -> dict[str, Words]:
    """Names of the region and the province that a number names."""
    found = {}
    if code := parts.get("region", ""):
        row = Regency.objects.filter(code=f"{code[:2]}.{code[2:]}").first()
        if row is None:
            former = FormerRegion.objects.filter(code=code).select_related("regency").first()
            row = former.regency if former else None
        name = row.name if row else ""
        found["region"] = Words(name, name)
    if code := parts.get("province", ""):
        province = Province.objects.filter(code=code).first()
        if province is not None:
            found["province"] = Words(province.name, province.name_en)
    return found


# --- What goods lack


class Lack(NamedTuple):
    """A finding that a paper would answer. papers: codes of kinds, any one of which will do."""

    finding: Finding
    papers: tuple[str, ...]


def lacks_of(findings: Iterable[Finding]) -> tuple[Lack, ...]:
    """Of findings those that a paper would answer, in their order. No statement when kept."""
    papers = {rule.code: rule.papers for rule in rule_book_shown().rules}
    return tuple(Lack(one, papers[one.code]) for one in findings if one.code in papers)


def lacks_by_listing(listing_ids: Sequence[int], *, on: date) -> dict[int, tuple[Lack, ...]]:
    """What of papers goods lack. Three statements, and four when the rules are not kept."""
    found = findings_by_listing(listing_ids, on=on) if listing_ids else {}
    return {listing_id: lacks_of(findings) for listing_id, findings in found.items()}


class GoodsLack(NamedTuple):
    """Goods with what of papers they lack."""

    goods: CoveredGoods
    lacks: tuple[Lack, ...]


def goods_lacking(*, facility_id: int, on: date, most: int = ROWS) -> tuple[list[GoodsLack], int]:
    """Of a facility's first `most` goods by name those that lack a paper, what blocks first; and
    how many were not looked at. Four statements, and five when the rules are not kept."""
    looked, found = _goods(_NOT_ARCHIVED, most=most, facility=facility_id)
    lacks = lacks_by_listing([one.id for one in looked], on=on)
    lacking = [GoodsLack(one, lacks[one.id]) for one in looked if lacks.get(one.id)]
    lacking.sort(key=lambda one: not any(lack.finding.blocking for lack in one.lacks))
    return lacking, found - len(looked)


# --- What waits


class Waiting(NamedTuple):
    """What of papers and handings-in a facility has to do. sent_back: ids of goods."""

    ending: int
    returned: int
    sent_back: tuple[int, ...]


_WAITING = """SELECT
 count(*) FILTER (WHERE c.state = 'verified' AND c.expires_on <= %(soon)s),
 count(*) FILTER (WHERE c.state IN ('unverified', 'filed') AND c.note <> ''),
 ARRAY(SELECT l.id FROM catalog_listing l WHERE l.facility_id = %(facility)s AND l.state = 'draft'
  AND (SELECT r.state FROM legality_review r WHERE r.listing_id = l.id
   ORDER BY r.submitted_at DESC, r.id DESC LIMIT 1) IN ('sent_back', 'refused') ORDER BY l.id)
FROM legality_certificate c WHERE c.facility_id = %(facility)s"""


def waiting_of(*, facility_id: int, on: date) -> Waiting:
    """One statement."""
    rows = planned_rows(_WAITING, {"facility": facility_id, "soon": on + ENDS_SOON})
    ending, returned, sent_back = rows[0]
    return Waiting(ending, returned, tuple(sent_back))


_SENT_BACK = """SELECT DISTINCT ON (r.listing_id) r.listing_id, r.state FROM legality_review r
WHERE r.listing_id = ANY(%(ids)s) ORDER BY r.listing_id, r.submitted_at DESC, r.id DESC"""


def last_answers(listing_ids: Sequence[int]) -> dict[int, str]:
    """The state of the last handing-in of goods. One statement."""
    return dict(planned_rows(_SENT_BACK, {"ids": list(listing_ids)}))
