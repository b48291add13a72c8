"""Papers as visitors see them: only what is verified and in force on the day asked for."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from django.db.models import Q

from catalog.errors import NotFound
from catalog.kept import kept
from catalog.models import Listing
from catalog.paper_numbers import normal_number
from catalog.prepared import prepared_rows
from legality.models import Certificate, CertificateCover, CertificateKind, CertificateState
from legality.types import KindInfo, Paper


def in_force(on: date, prefix: str = "") -> Q:
    """Verified and in force on a legal date, as a filter of Certificate (or from `prefix`)."""
    return Q(**{f"{prefix}state": CertificateState.VERIFIED}) & (
        (Q(**{f"{prefix}issued_on__isnull": True}) | Q(**{f"{prefix}issued_on__lte": on}))
        & (Q(**{f"{prefix}expires_on__isnull": True}) | Q(**{f"{prefix}expires_on__gte": on}))
    )


_COLUMNS = """c.id, k.code, k."group", k.label{end}, k.short{end}, c.number_raw,
 CASE WHEN c.holder_is_person THEN '' ELSE c.holder_name END,
 coalesce(nullif(c.issuer, ''), k.issuer{end}), c.issued_on, c.expires_on, k.validity,
 c.verified_on, coalesce((SELECT o.name{end} FROM catalog_regionaloffice o
  WHERE o.slug = c.verified_by), c.verified_by), k.portal_name, k.portal_url, k.verify_url_template,
 k.verify_steps{end}, k.tells_buyer{end}, c.facility_id, {goods}"""
_IN_FORCE = """c.state = 'verified' AND (c.issued_on IS NULL OR c.issued_on <= %(on)s)
  AND (c.expires_on IS NULL OR c.expires_on >= %(on)s)"""

_NUMBERED = f"""SELECT {_COLUMNS}
 FROM legality_certificate c JOIN legality_certificatekind k ON k.code = c.kind_id
 WHERE {_IN_FORCE} AND c.number_norm = %(of)s ORDER BY k.position, c.id"""

# Kind by kind, each by its index: sorting all of a large facility's papers took ten times as long.
_OF_FACILITY = f"""SELECT {_COLUMNS}
 FROM legality_certificatekind k CROSS JOIN LATERAL (SELECT c.* FROM legality_certificate c
  WHERE c.facility_id = %(of)s AND c.kind_id = k.code AND {_IN_FORCE}
  ORDER BY c.id LIMIT %(limit)s::bigint) c
 ORDER BY k.position, c.id LIMIT %(limit)s::bigint"""

_OF_LISTING = f"""(SELECT json_agg(json_build_array({_COLUMNS}) ORDER BY k.position, c.id)::text
 FROM legality_certificate c JOIN legality_certificatekind k ON k.code = c.kind_id
 WHERE {_IN_FORCE} AND c.id IN (
  SELECT v.certificate_id FROM legality_certificatecover v WHERE v.listing_id = shown.id
  UNION ALL
  SELECT v.certificate_id FROM legality_certificatecover v WHERE v.brand_id = shown.brand_id))"""


_GOODS = """ARRAY(SELECT card.name{end} FROM catalog_card card WHERE card.is_open
 AND (card.cleared_until IS NULL OR card.cleared_until >= %(on)s) AND card.listing_id IN (
  SELECT v.listing_id FROM legality_certificatecover v WHERE v.certificate_id = c.id
  UNION ALL
  SELECT l.id FROM catalog_listing l JOIN legality_certificatecover v ON v.brand_id = l.brand_id
  WHERE v.certificate_id = c.id) ORDER BY 1)"""


_NO_GOODS = "'{}'::text[]"


def _paper(row: Sequence[Any]) -> Paper:
    """A row of _COLUMNS."""
    return Paper(*(*row[:15], _verify_url(row[15], row[5]), *row[16:19], tuple(row[19])))


def _verify_url(template: str, number: str) -> str:
    return template.format(number=quote(number, safe=""))


def papers_column(language: str) -> str:
    """SQL of the papers that cover `catalog_listing shown`, as `papers_of` reads them.

    Parameters: on.
    """
    return _OF_LISTING.format(end="" if language == "id" else "_en", goods="'[]'::json")


def papers_of(packed: str | None) -> tuple[Paper, ...]:
    """The papers that `papers_column` packed."""
    return tuple(_paper(_with_dates(row)) for row in json.loads(packed or "[]"))


_DATES = (8, 9, 11)


def _with_dates(row: list[Any]) -> list[Any]:
    """JSON writes dates as text: those of issue, end and check become dates again."""
    for place in _DATES:
        if row[place] is not None:
            row[place] = date.fromisoformat(row[place])
    return row


def papers_of_listing(*, listing_id: int, language: str, on: date) -> tuple[Paper, ...]:
    """Papers that cover the listing, one of its variants or its brand. One statement."""
    sql = f"SELECT {papers_column(language)} FROM catalog_listing shown WHERE shown.id = %(of)s"
    rows = prepared_rows(sql, {"of": listing_id, "on": on})
    return papers_of(rows[0][0]) if rows else ()


def papers_of_facility(
    *, facility_id: int, language: str, on: date, limit: int | None = None
) -> tuple[Paper, ...]:
    """Papers that a facility holds, the first `limit`, with the goods that each covers.

    One statement.
    """
    end = "" if language == "id" else "_en"
    sql = _OF_FACILITY.format(end=end, goods=_GOODS.format(end=end))
    asked = {"of": facility_id, "on": on, "limit": limit}
    return tuple(map(_paper, prepared_rows(sql, asked)))


def certificate_public(*, number: str, language: str, on: date) -> Paper:
    """The paper with this number, however it is typed. One statement.

    Raises NotFound alike for unknown, unverified and ended ones.
    """
    wanted = normal_number(number)
    sql = _NUMBERED.format(end="" if language == "id" else "_en", goods=_NO_GOODS)
    rows = prepared_rows(sql, {"of": wanted, "on": on}) if wanted else []
    if not rows:
        raise NotFound
    return _paper(rows[0])


def _covering(listing_ids: Sequence[int], on: date) -> list[tuple[int, Certificate]]:
    """Pairs of listing and paper in force, in the papers' order. Two statements."""
    direct = (
        CertificateCover.objects.filter(listing_id__in=listing_ids)
        .filter(in_force(on, "certificate__"))
        .select_related("certificate__kind")
    )
    pairs = {(row.listing_id or 0, row.certificate_id): row.certificate for row in direct}
    by_brand: dict[int, list[int]] = defaultdict(list)
    branded = Listing.objects.filter(pk__in=listing_ids, brand__isnull=False)
    for listing_id, brand_id in branded.values_list("pk", "brand_id"):
        by_brand[brand_id].append(listing_id)
    through_brand = (
        CertificateCover.objects.filter(brand_id__in=by_brand)
        .filter(in_force(on, "certificate__"))
        .select_related("certificate__kind")
    )
    for row in through_brand:
        for listing_id in by_brand[row.brand_id or 0]:
            pairs[listing_id, row.certificate_id] = row.certificate
    ordered = sorted(
        pairs.items(), key=lambda item: (item[0][0], item[1].kind.position, item[0][1])
    )
    return [(listing_id, certificate) for (listing_id, _pk), certificate in ordered]


def covering_papers(*, listing_id: int, on: date) -> list[Certificate]:
    """The papers in force that cover one listing, for the rules. Two or three statements."""
    return [certificate for _listing, certificate in _covering([listing_id], on)]


def covering_papers_by_listing(
    *, listing_ids: Sequence[int], on: date
) -> dict[int, list[Certificate]]:
    """The same for many listings. As many statements."""
    found: dict[int, list[Certificate]] = defaultdict(list)
    for listing_id, certificate in _covering(listing_ids, on):
        found[listing_id].append(certificate)
    return found


@kept(seconds=60)
def paper_words(language: str) -> dict[str, str]:
    """The short word of every kind of paper, by its code."""
    word = "short" if language == "id" else "short_en"
    return dict(CertificateKind.objects.values_list("code", word))


def kinds_explained(*, language: str) -> list[KindInfo]:
    """All kinds of paper, for the page that explains them. One statement."""
    indonesian = language == "id"
    return [
        KindInfo(
            code=kind.code,
            group=kind.group,
            label=kind.label if indonesian else kind.label_en,
            short=kind.short if indonesian else kind.short_en,
            issuer=kind.issuer if indonesian else kind.issuer_en,
            validity=kind.validity,
            term_years=kind.term_years,
            portal_name=kind.portal_name,
            portal_url=kind.portal_url,
            verify_steps=kind.verify_steps if indonesian else kind.verify_steps_en,
            tells_buyer=kind.tells_buyer if indonesian else kind.tells_buyer_en,
        )
        for kind in CertificateKind.objects.all()
    ]
