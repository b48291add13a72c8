"""What everybody is told of a paper by its number, whether it still holds or not.

Only what an officer has verified is known here. A number that was filed, not yet looked at, or
never heard of gives nothing, and all three cost the same one statement.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q

from catalog.paper_numbers import MOST_LETTERS, normal_number
from catalog.prepared import prepared_rows
from catalog.selectors.open_cards import OPEN
from legality.models import Certificate, CertificateState
from legality.number_checks import CENTURY, NO_PROVINCE
from legality.number_findings import PART_NAMES
from legality.selectors import PAPER_WIDTH, paper_columns, paper_of
from legality.types import Paper, Standing

MOST_GOODS = 24
# Of a kind whose facts nobody has verified, nothing is explained to buyers.
_UNVERIFIED = "U"


class Part(NamedTuple):
    """A part of a number. name: an English msgid; value: as it stands in the number; meaning: what
    it says, in the language asked for, empty where it is only a running number."""

    name: str
    value: str
    meaning: str


class Maker(NamedTuple):
    """The facility that a paper belongs to. is_open: whether it has a public page."""

    slug: str
    name: str
    province: str
    is_open: bool


@dataclass(frozen=True)
class Proof:
    """A paper with what is told of it on its own page.

    written: the number as its kind writes it; printed_expiry: an end that stands on the paper and
    no longer counts; public_scan: key of the redacted picture, empty
    without one; parts: of the number, in its order, empty where their meaning is not known well
    enough to be told; is_inferred: whether that meaning was read off real numbers instead of a
    rule; brands: names of brands that it covers; covers_place: whether it is about the
    facility itself; goods: ids of public listings that it covers, MOST_GOODS at most, none when it
    is not in force; more_goods: whether there are more.
    """

    paper: Paper
    written: str
    printed_expiry: date | None
    public_scan: str
    parts: tuple[Part, ...]
    is_inferred: bool
    maker: Maker
    brands: tuple[str, ...]
    covers_place: bool
    goods: tuple[int, ...]
    more_goods: bool


# Goods of another facility rest on no paper of this one, whatever somebody had it cover; those
# whose recipe was changed do not rest on a paper that holds while the recipe is unchanged.
_SHOWN_GOODS = f"""ARRAY(SELECT c.listing_id FROM catalog_card c WHERE {OPEN}
 AND c.facility_id = paper.facility_id AND c.listing_id IN (
  SELECT v.listing_id FROM legality_certificatecover v WHERE v.certificate_id = paper.id
  UNION ALL
  SELECT l.id FROM catalog_listing l JOIN legality_certificatecover v ON v.brand_id = l.brand_id
  WHERE v.certificate_id = paper.id)
 AND NOT (paper.validity = 'recipe' AND legality_recipe_held(c.listing_id))
 ORDER BY c.is_sold_out, c.listing_id LIMIT {MOST_GOODS + 1})"""

_PROOF = """WITH paper AS MATERIALIZED (SELECT c.*, k.validity, k.part_codes, k.certainty,
 k.position FROM legality_certificate c JOIN legality_certificatekind k ON k.code = c.kind_id
 WHERE c.number_norm = %(of)s AND c.verified_on IS NOT NULL AND c.state = ANY(%(known)s))
SELECT {columns}, c.state, c.parse_result, c.printed_expiry, c.revoked_on, c.revoked_reason,
 c.public_scan, paper.part_codes, paper.certainty,
 (SELECT r.name FROM catalog_regency r WHERE replace(r.code, '.', '')
  = c.parse_result -> 'parts' ->> 'region'),
 (SELECT r.name{end} FROM catalog_province r WHERE r.code
  = c.parse_result -> 'parts' ->> 'province'),
 f.slug, f.short_name, pr.name{end}, f.is_open,
 ARRAY(SELECT b.name FROM catalog_brand b JOIN legality_certificatecover v ON v.brand_id = b.id
  WHERE v.certificate_id = c.id AND b.facility_id = c.facility_id ORDER BY 1),
 EXISTS (SELECT 1 FROM legality_certificatecover v
  WHERE v.certificate_id = c.id AND v.facility_id = c.facility_id),
 {goods}
 FROM paper JOIN legality_certificate c ON c.id = paper.id
 JOIN legality_certificatekind k ON k.code = c.kind_id
 JOIN catalog_facility f ON f.id = c.facility_id
 JOIN catalog_regency fr ON fr.code = f.regency_id
 JOIN catalog_province pr ON pr.code = fr.province_id
 ORDER BY paper.position, c.id"""

_KNOWN = [
    CertificateState.VERIFIED,
    CertificateState.ON_HOLD,
    CertificateState.EXPIRED,
    CertificateState.REVOKED,
]


@lru_cache(maxsize=2)
def _sql(language: str) -> str:
    end = "" if language == "id" else "_en"
    return _PROOF.format(columns=paper_columns(language), end=end, goods=_SHOWN_GOODS)


def wanted_number(text: str) -> str:
    """A number as it is looked for, empty for what is longer than any number."""
    wanted = normal_number(text)
    return wanted if len(wanted) <= MOST_LETTERS else ""


def proofs(*, number: str, language: str, on: date) -> tuple[Proof, ...]:
    """The verified papers with this number, however it is typed, kind by kind; mostly one, and
    none for a number that is filed, not yet verified, or unknown. One statement."""
    wanted = wanted_number(number)
    if not wanted:
        return ()
    asked = {"of": wanted, "on": on, "known": [str(state) for state in _KNOWN]}
    return tuple(_proof(row, language, on) for row in prepared_rows(_sql(language), asked))


def _proof(row: Sequence[Any], language: str, on: date) -> Proof:
    paper = paper_of(row[:PAPER_WIDTH])
    state, read, printed, revoked_on, reason, scan, codes, certainty, *rest = row[PAPER_WIDTH:]
    read, codes = json.loads(read), json.loads(codes)  # Django leaves JSON as text
    region, province, *maker, brands, covers_place, goods = rest
    standing = standing_of(state, since=paper.issued_on, until=paper.expires_on, on=on)
    if standing is Standing.REVOKED:
        paper = replace(paper, revoked_on=revoked_on, revoked_reason=reason)
    shown = goods if standing is Standing.IN_FORCE else []
    named = {"region": region, "province": province}
    return Proof(
        paper=replace(paper, standing=standing),
        written=paper.number,
        printed_expiry=printed,
        public_scan=scan,
        parts=number_parts(read.get("parts", {}), codes, named, language)
        if certainty != _UNVERIFIED
        else (),
        is_inferred=certainty != "V",
        maker=Maker(*maker),
        brands=tuple(brands),
        covers_place=covers_place,
        goods=tuple(shown[:MOST_GOODS]),
        more_goods=len(shown) > MOST_GOODS,
    )


def standing_of(state: str, *, since: date | None, until: date | None, on: date) -> Standing:
    """How a paper that was verified once stands on a legal date. Revoked is said before all else;
    what has ended is not on hold any more."""
    if state == CertificateState.REVOKED:
        return Standing.REVOKED
    if state == CertificateState.EXPIRED or (until is not None and until < on):
        return Standing.ENDED
    if state == CertificateState.ON_HOLD:
        return Standing.ON_HOLD
    return Standing.NOT_YET if since is not None and since > on else Standing.IN_FORCE


def number_parts(
    parts: Mapping[str, str],
    codes: Iterable[Sequence[str]],
    named: Mapping[str, str | None],
    language: str,
) -> tuple[Part, ...]:
    """The parts of a number in the order in which PART_NAMES has them; a number of one part has
    nothing to explain."""
    if len(parts) < 2:  # noqa: PLR2004
        return ()
    said = {(row[0], row[1]): row[2] if language == "id" else row[3] for row in codes}
    return tuple(
        Part(name, parts[part], said.get((part, parts[part])) or _meaning(part, parts, named))
        for part, name in PART_NAMES.items()
        if part in parts
    )


def _meaning(part: str, parts: Mapping[str, str], named: Mapping[str, str | None]) -> str:
    value = parts[part]
    if part in {"year", "registered_year"}:
        return str(CENTURY + int(value))
    if part == "province" and value == NO_PROVINCE:
        return ""
    return named.get(part) or ""


def proof_numbers(*, facility_slug: str, on: date, limit: int) -> list[str]:
    """Numbers, as they are compared, of a facility's papers in force. One statement."""
    found = Certificate.objects.filter(
        Q(issued_on__isnull=True) | Q(issued_on__lte=on),
        Q(expires_on__isnull=True) | Q(expires_on__gte=on),
        state=CertificateState.VERIFIED,
        facility__slug=facility_slug,
    )
    numbers = found.order_by("pk").values_list("number_norm", flat=True)[:limit]
    return list(dict.fromkeys(numbers))
