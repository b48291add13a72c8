"""One listing in full, and the goods that its page shows beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from catalog.errors import NotFound
from catalog.models import FormerAddress
from catalog.prepared import prepared_rows
from catalog.saleor_adapter.kinds import kind_rows
from catalog.saleor_adapter.products import GOODS_WIDTH, goods_columns, goods_join, goods_of
from catalog.selectors import facilities
from catalog.selectors.facilities import facility_columns, facility_of, unit_json, unit_of
from catalog.selectors.listings import card_of, columns
from catalog.selectors.open_cards import OPEN
from catalog.shown import FacilityInfo, KindLine, ListingInfo
from catalog.types import Card

_DETAILS = ("size", "composition", "allergens", "storage", "care")

_LISTING = """SELECT shown.published_at, shown.buyer_limit, shown.net_weight_grams,
 shown.best_before_days, coalesce(b.name, ''), CASE WHEN u.id IS NOT NULL THEN {unit}::text END,
 {details}, {goods}, {facility}, {more}{card}
 FROM catalog_card c JOIN catalog_listing shown ON shown.id = c.listing_id
 JOIN product_product p ON p.id = c.product_id {goods_join}
 JOIN catalog_facility f ON f.id = c.facility_id AND f.is_open {places}
 LEFT JOIN catalog_brand b ON b.id = shown.brand_id
 LEFT JOIN catalog_productionunit u ON u.id = shown.unit_id
 WHERE {open} AND c.slug = %(slug)s"""
_OWN_WIDTH = 6 + len(_DETAILS)

_BESIDE = """(SELECT {is_same_place}, {columns} FROM catalog_card c
 WHERE {open} AND c.{group} = %({group})s AND c.listing_id <> %(listing_id)s
 ORDER BY c.is_sold_out, c.published_at DESC, c.listing_id DESC LIMIT {limit})"""


class Beside(NamedTuple):
    """What a listing's page shows beside it: goods of the same place, then others of its kind."""

    same_place: list[Card]
    alike: list[Card]


def listing_present_address(slug: str) -> str | None:
    """The address to which a former one leads. One statement."""
    return FormerAddress.objects.filter(slug=slug).values_list("listing__slug", flat=True).first()


@lru_cache(maxsize=32)
def _listing_sql(language: str, more: tuple[str, ...]) -> str:
    details = ", ".join(
        f"shown.{name}"
        if language == "id"
        else f"coalesce(nullif(shown.{name}_en, ''), shown.{name})"
        for name in _DETAILS
    )
    return _LISTING.format(
        unit=unit_json(language),
        details=details,
        goods=goods_columns(language),
        goods_join=goods_join(language),
        facility=facility_columns(language),
        places=facilities.PLACES,
        more="".join(f"{column}, " for column in more),
        card=columns(language),
        open=OPEN,
    )


def _details(texts: Sequence[str], best_before_days: int | None) -> tuple[tuple[str, str], ...]:
    """Label codes and texts of the page's details, in their order; empty ones are left out."""
    found = list(zip(_DETAILS, texts, strict=True))
    if best_before_days:
        found.insert(3, ("best_before_days", str(best_before_days)))
    return tuple((code, text) for code, text in found if text)


def listing_public(*, slug: str, language: str, on: date) -> ListingInfo:
    """One public listing in full. Raises NotFound for absent, draft and closed ones alike.

    One statement besides the index's own.
    """
    return listing_with((), slug=slug, language=language, on=on)[0]


def listing_with(
    more: tuple[str, ...], *, slug: str, language: str, on: date
) -> tuple[ListingInfo, Sequence[Any]]:
    """`listing_public` with the values of further columns, in the same statement.

    more: SQL over `catalog_listing shown`, for what other packages know of a listing; parameters:
    on. Raises NotFound.
    """
    rows = prepared_rows(_listing_sql(language, more), {"on": on, "slug": slug})
    if not rows:
        raise NotFound
    row = rows[0]
    after_goods = _OWN_WIDTH + GOODS_WIDTH
    after_facility = after_goods + facilities.WIDTH
    after_more = after_facility + len(more)
    listing = _listing_of(
        row[:_OWN_WIDTH],
        row[_OWN_WIDTH:after_goods],
        facility_of(row[after_goods:after_facility], on),
        card_of(row[after_more:], language, on),
        language,
    )
    return listing, row[after_facility:after_more]


def _listing_of(
    own: Sequence[Any],
    goods_row: Sequence[Any],
    facility: FacilityInfo,
    card: Card,
    language: str,
) -> ListingInfo:
    published_at, buyer_limit, net_weight_grams, best_before_days, brand_name, unit, *texts = own
    goods = goods_of(goods_row)
    return ListingInfo(
        id=card.listing_id,
        product_id=card.product_id,
        slug=card.slug,
        name=card.name,
        description=goods.paragraphs,
        kind=_kind_line(goods.category_id, language),
        facility=facility,
        unit=unit_of(json.loads(unit)) if unit else None,
        brand_name=brand_name,
        variants=goods.variants,
        price_min=card.price_min,
        price_max=card.price_max,
        stock_state=card.stock_state,
        stock=card.stock,
        lead_time_days=card.lead_time_days,
        delivery=card.delivery,
        buyer_limit=buyer_limit,
        net_weight_grams=net_weight_grams,
        details=_details(texts, best_before_days),
        not_halal=card.not_halal,
        is_flagship=card.is_flagship,
        published_at=published_at,
        adults_only=goods.adults_only,
    )


def _kind_line(category_id: int | None, language: str) -> KindLine:
    """A kind without its counts, for the listing's page."""
    for row in kind_rows():
        if row.id == category_id:
            indonesian = language == "id"
            return KindLine(
                row.id,
                row.slug,
                row.name if indonesian else row.name_en,
                row.description if indonesian else row.description_en,
                0,
                None,
            )
    return KindLine(0, "", "", "", 0, None)


@lru_cache(maxsize=8)
def _beside_sql(language: str, limit: int) -> str:
    # those of the kind may be of the same place as well, and are shown once
    parts = (("facility_id", "true", limit), ("category_id", "false", 2 * limit))
    return " UNION ALL ".join(
        _BESIDE.format(
            is_same_place=is_same_place,
            columns=columns(language),
            open=OPEN,
            group=group,
            limit=most,
        )
        for group, is_same_place, most in parts
    )


def listings_beside(listing: ListingInfo, *, language: str, on: date, limit: int) -> Beside:
    """At most `limit` goods of the same place, and as many others of the same kind.

    Newest first, sold-out ones last. One statement.
    """
    wanted = {
        "on": on,
        "listing_id": listing.id,
        "facility_id": listing.facility.id,
        "category_id": listing.kind.id,
    }
    rows = prepared_rows(_beside_sql(language, limit), wanted)
    same_place = [card_of(row[1:], language, on) for row in rows if row[0]]
    shown = {card.listing_id for card in same_place}
    alike = [card_of(row[1:], language, on) for row in rows if not row[0] and row[1] not in shown]
    return Beside(same_place, alike[:limit])
