"""Papers as visitors see them: only what is verified and in force on the day asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from catalog.kept import kept
from catalog.prepared import prepared_rows
from legality.models import CertificateKind
from legality.types import KindInfo, Paper
from legality.written import WRITTEN

_COLUMNS = f"""c.id, k.code, k."group", k.label{{end}}, k.short{{end}}, {WRITTEN},
 CASE WHEN c.holder_is_person THEN '' ELSE c.holder_name END,
 coalesce(nullif(c.issuer, ''), k.issuer{{end}}), c.issued_on, c.expires_on, k.validity,
 c.verified_on, coalesce((SELECT o.name{{end}} FROM catalog_regionaloffice o
  WHERE o.slug = c.verified_by), c.verified_by), k.portal_name, k.portal_url, k.verify_url_template,
 k.verify_steps{{end}}, k.tells_buyer{{end}}, c.facility_id, {{goods}}, c.number_norm"""
PAPER_WIDTH = 21
_IN_FORCE = """c.state = 'verified' AND (c.issued_on IS NULL OR c.issued_on <= %(on)s)
  AND (c.expires_on IS NULL OR c.expires_on >= %(on)s)"""

# Kind by kind, each by its index: sorting all of a large facility's papers took ten times as long.
_OF_FACILITY = f"""SELECT {_COLUMNS}
 FROM legality_certificatekind k CROSS JOIN LATERAL (SELECT c.* FROM legality_certificate c
  WHERE c.facility_id = %(of)s AND c.kind_id = k.code AND {_IN_FORCE}
  ORDER BY c.id LIMIT %(limit)s::bigint) c
 ORDER BY k.position, c.id LIMIT %(limit)s::bigint"""

# A paper counts for goods of the facility that holds it alone, whatever somebody had it cover.
_OF_LISTING = f"""(SELECT json_agg(json_build_array({_COLUMNS}) ORDER BY k.position, c.id)::text
 FROM legality_certificate c JOIN legality_certificatekind k ON k.code = c.kind_id
 WHERE {_IN_FORCE} AND c.facility_id = shown.facility_id AND c.id IN (
  SELECT v.certificate_id FROM legality_certificatecover v WHERE v.listing_id = shown.id
  UNION ALL
  SELECT v.certificate_id FROM legality_certificatecover v WHERE v.brand_id = shown.brand_id)
 AND NOT (k.validity = 'recipe' AND legality_recipe_held(shown.id)))"""


_GOODS = """ARRAY(SELECT card.name{end} FROM catalog_card card WHERE card.is_open
 AND (card.cleared_until IS NULL OR card.cleared_until >= %(on)s)
 AND card.facility_id = c.facility_id AND card.listing_id IN (
  SELECT v.listing_id FROM legality_certificatecover v WHERE v.certificate_id = c.id
  UNION ALL
  SELECT l.id FROM catalog_listing l JOIN legality_certificatecover v ON v.brand_id = l.brand_id
  WHERE v.certificate_id = c.id)
 AND NOT (k.validity = 'recipe' AND legality_recipe_held(card.listing_id)) ORDER BY 1)"""


_NO_GOODS = "'{}'::text[]"


def paper_columns(language: str) -> str:
    """SQL of a paper over `c` and its kind `k`, as `paper_of` reads it; PAPER_WIDTH columns.

    Its goods are left out.
    """
    return _COLUMNS.format(end="" if language == "id" else "_en", goods=_NO_GOODS)


def paper_of(row: Sequence[Any]) -> Paper:
    """A paper of a row of its columns."""
    url = verify_url(row[15], raw=row[5], normal=row[20])
    return Paper(*(*row[:15], url, *row[16:19], tuple(row[19]), row[20]))


def verify_url(template: str, *, raw: str, normal: str) -> str:
    """The address at the authority that shows one paper; empty without a template.

    template: with {number} for capitals and digits alone, as searches want it, or with {raw} for
    the number as it was typed.
    """
    number, typed = quote(normal, safe=""), quote(raw, safe="")
    return template.replace("{number}", number).replace("{raw}", typed)


def papers_column(language: str) -> str:
    """SQL of the papers that cover `catalog_listing shown`, as `papers_of` reads them.

    Parameters: on.
    """
    return _OF_LISTING.format(end="" if language == "id" else "_en", goods="'[]'::json")


def papers_of(packed: str | None) -> tuple[Paper, ...]:
    """The papers that `papers_column` packed."""
    return tuple(paper_of(_with_dates(row)) for row in json.loads(packed or "[]"))


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
    return tuple(map(paper_of, prepared_rows(sql, asked)))


@kept(seconds=60)
def paper_words(language: str) -> dict[str, str]:
    """The short word of every kind of paper, by its code, in the order of the kinds."""
    word = "short" if language == "id" else "short_en"
    kinds = CertificateKind.objects.order_by("position", "code")
    return dict(kinds.values_list("code", word))


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
