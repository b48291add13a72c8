"""Papers and the listings they cover, many at once, by plain rows: lists are asked for often."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from catalog.kept import kept
from catalog.prepared import prepared_rows
from legality.models import CertificateKind
from legality.selectors import verify_url
from legality.types import KindInfo, Paper
from legality.written import WRITTEN

# As `selectors` has it, here and below; a test holds both against each other.
_IN_FORCE = """c.state = 'verified' AND (c.issued_on IS NULL OR c.issued_on <= %(on)s)
 AND (c.expires_on IS NULL OR c.expires_on >= %(on)s)"""

_COLUMNS = f"""c.id, c.kind_id, {WRITTEN}, c.holder_is_person, c.holder_name, c.issuer,
 c.issued_on, c.expires_on, c.verified_on, coalesce((SELECT
  CASE %(language)s WHEN 'id' THEN o.name ELSE o.name_en END FROM catalog_regionaloffice o
  WHERE o.slug = c.verified_by), c.verified_by), c.facility_id, c.number_norm"""

_OF_LISTINGS = f"""SELECT covered.listing_id, {_COLUMNS}
 FROM (SELECT v.listing_id, v.certificate_id FROM legality_certificatecover v
        WHERE v.listing_id = ANY(%(ids)s)
       UNION
       SELECT l.id, v.certificate_id FROM catalog_listing l
        JOIN legality_certificatecover v ON v.brand_id = l.brand_id
        WHERE l.id = ANY(%(ids)s)) covered
 JOIN legality_certificate c ON c.id = covered.certificate_id
 JOIN legality_certificatekind k ON k.code = c.kind_id
 JOIN catalog_listing own ON own.id = covered.listing_id AND own.facility_id = c.facility_id
 WHERE {_IN_FORCE} AND NOT (k.validity = 'recipe'
  AND covered.listing_id IN (SELECT legality_recipes_held(%(ids)s)))
 ORDER BY covered.listing_id, k.position, c.id"""

_OF_FACILITIES = f"""SELECT c.facility_id, {_COLUMNS} FROM legality_certificate c
 JOIN legality_certificatekind k ON k.code = c.kind_id
 WHERE c.facility_id = ANY(%(ids)s) AND {_IN_FORCE}
 ORDER BY c.facility_id, k.position, c.id"""

_LISTINGS = """SELECT found.paper, found.listing FROM (
  SELECT v.certificate_id AS paper, v.listing_id AS listing FROM legality_certificatecover v
   WHERE v.certificate_id = ANY(%(ids)s) AND v.listing_id IS NOT NULL
  UNION
  SELECT v.certificate_id, l.id FROM legality_certificatecover v
   JOIN catalog_listing l ON l.brand_id = v.brand_id WHERE v.certificate_id = ANY(%(ids)s)) found
 JOIN legality_certificate c ON c.id = found.paper
 JOIN legality_certificatekind k ON k.code = c.kind_id
 JOIN catalog_listing own ON own.id = found.listing AND own.facility_id = c.facility_id
 WHERE NOT (k.validity = 'recipe' AND legality_recipe_held(found.listing)) ORDER BY 1, 2"""


class _Kind(NamedTuple):
    """A kind in one language, and how its verify links are made."""

    info: KindInfo
    template: str


@kept(seconds=5)
def _kinds(language: str) -> dict[str, _Kind]:
    """Every kind by its code. One statement when not kept."""
    end = "" if language == "id" else "_en"
    words = ("label", "short", "issuer", "verify_steps", "tells_buyer")
    return {
        kind.code: _Kind(
            KindInfo(
                code=kind.code,
                group=kind.group,
                validity=kind.validity,
                term_years=kind.term_years,
                portal_name=kind.portal_name,
                portal_url=kind.portal_url,
                **{word: str(getattr(kind, word + end)) for word in words},
            ),
            kind.verify_url_template,
        )
        for kind in CertificateKind.objects.all()
    }


def _paper(row: Sequence[Any], kinds: dict[str, _Kind]) -> Paper:
    """One row of _COLUMNS as visitors see it."""
    key, code, number, by_person, holder, issuer, issued, expires, seen, seen_by, *rest = row
    facility, normal = rest
    kind, template = kinds[code]
    return Paper(
        id=key,
        code=code,
        group=kind.group,
        label=kind.label,
        short=kind.short,
        number=number,
        holder="" if by_person else holder,
        issuer=issuer or kind.issuer,
        issued_on=issued,
        expires_on=expires,
        validity=kind.validity,
        verified_on=seen,
        verified_by=seen_by,
        portal_name=kind.portal_name,
        portal_url=kind.portal_url,
        verify_url=verify_url(template, raw=number, normal=normal),
        verify_steps=kind.verify_steps,
        tells_buyer=kind.tells_buyer,
        facility_id=facility,
        normal=normal,
    )


def _by_owner(sql: str, ids: Iterable[int], language: str, on: date) -> dict[int, list[Paper]]:
    kinds = _kinds(language)
    found: dict[int, list[Paper]] = {}
    for owner, *row in prepared_rows(sql, {"ids": list(ids), "on": on, "language": language}):
        found.setdefault(owner, []).append(_paper(row, kinds))
    return found


def papers_of_listings(ids: Iterable[int], *, language: str, on: date) -> dict[int, list[Paper]]:
    """Papers in force that cover listings, one of their variants or their brand. One statement
    (one more when the kinds are not kept)."""
    return _by_owner(_OF_LISTINGS, ids, language, on)


def papers_of_facilities(ids: Iterable[int], *, language: str, on: date) -> dict[int, list[Paper]]:
    """Papers in force that facilities hold, whatever they cover. Statements as above."""
    return _by_owner(_OF_FACILITIES, ids, language, on)


def listing_ids_by_certificate(certificate_ids: Sequence[int]) -> dict[int, list[int]]:
    """Listings that papers cover by themselves or by their brand, public or not. One statement."""
    found: dict[int, list[int]] = {}
    for certificate_id, listing_id in prepared_rows(_LISTINGS, {"ids": list(certificate_ids)}):
        found.setdefault(certificate_id, []).append(listing_id)
    return found
