"""Lists of goods and one listing in full. Lists read the card table and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext_noop

from catalog.cursors import amount_of, cursor_of, flag_of, key_of, moment_of, values_of
from catalog.errors import Invalid, NotFound
from catalog.models import FormerAddress
from catalog.saleor_adapter.kinds import kind_rows
from catalog.saleor_adapter.products import product_goods
from catalog.selectors.facilities import facility_ids, facility_public, unit_json, unit_of
from catalog.selectors.regions import province_codes, province_names
from catalog.types import (
    Card,
    CardPage,
    CardPhoto,
    CatalogQuery,
    Delivery,
    KindLine,
    ListingInfo,
    Sort,
    StockState,
)

PAGE = 24
MOST = 100

_COLUMNS = """c.listing_id, c.product_id, c.slug, {name}, c.price_min, c.price_max,
 c.facility_slug, c.facility_name, c.province_name, c.stock_state, c.stock, c.lead_time_days,
 c.delivery, c.papers, c.is_not_halal,
 (c.flagship_from <= %(on)s AND c.flagship_until >= %(on)s) IS TRUE,
 c.photo_key, c.photo_width, c.photo_height, {alt}, c.photo_widths,
 c.is_sold_out, c.published_at"""

_ORDER = {
    Sort.NEWEST: "c.is_sold_out, c.published_at DESC, c.listing_id DESC",
    Sort.CHEAPEST: "c.is_sold_out, c.price_min, c.listing_id",
    Sort.DEAREST: "c.is_sold_out, c.price_min DESC, c.listing_id DESC",
}
# What comes after the last card of a page: first the sold-out half, then the value, then the id.
_AFTER = {
    Sort.NEWEST: "(c.published_at, c.listing_id) < (%(after_value)s::timestamptz, %(after_id)s)",
    Sort.CHEAPEST: "(c.price_min, c.listing_id) > (%(after_value)s::numeric, %(after_id)s)",
    Sort.DEAREST: "(c.price_min, c.listing_id) < (%(after_value)s::numeric, %(after_id)s)",
}

OPEN = "c.is_open AND (c.cleared_until IS NULL OR c.cleared_until >= %(on)s)"


def _among(group: str, asked: Sequence[str]) -> str:
    """Equal to one value lets PostgreSQL read an index in its order; any of several does not."""
    return f"= %({group})s" if len(asked) == 1 else f"= ANY(%({group})s)"


def _values(known: Mapping[str, Any], asked: Sequence[str]) -> Any:
    """Keys of the slugs asked for, in the shape that `_among` expects."""
    if len(asked) == 1:
        return known.get(asked[0])
    return [known[slug] for slug in asked if slug in known]


def conditions(query: CatalogQuery, on: date) -> tuple[dict[str, str], dict[str, Any]]:
    """The query as SQL over `catalog_card c`: one condition a group, and their parameters.

    Groups that ask nothing are absent. Unknown slugs match nothing.
    """
    kinds = {row.slug: row.id for row in kind_rows()} if query.kinds else {}
    codes = province_codes() if query.provinces else {}
    facilities = facility_ids() if query.facilities else {}
    asked: dict[str, tuple[bool, str]] = {
        "kinds": (bool(query.kinds), f"c.category_id {_among('kinds', query.kinds)}"),
        "provinces": (
            bool(query.provinces),
            f"c.province_code {_among('provinces', query.provinces)}",
        ),
        "facilities": (
            bool(query.facilities),
            f"c.facility_id {_among('facilities', query.facilities)}",
        ),
        "papers": (
            bool(query.papers),
            "EXISTS (SELECT 1 FROM catalog_cardpaper paper WHERE paper.card_id = c.listing_id"
            " AND paper.code = ANY(%(papers)s)"
            " AND (paper.until IS NULL OR paper.until >= %(on)s))",
        ),
        "in_stock": (query.in_stock, "c.stock > 0"),
        "flagship": (query.flagship, "c.flagship_from <= %(on)s AND c.flagship_until >= %(on)s"),
        "shippable": (query.shippable, "c.delivery = 'parcel'"),
        "price_from": (query.price_from is not None, "c.price_min >= %(price_from)s"),
        "price_to": (query.price_to is not None, "c.price_min <= %(price_to)s"),
        "without": (bool(query.without), "c.listing_id <> ALL(%(without)s)"),
        "only": (bool(query.only), "c.listing_id = ANY(%(only)s)"),
    }
    parameters: dict[str, Any] = {
        "on": on,
        "kinds": _values(kinds, query.kinds),
        "provinces": _values(codes, query.provinces),
        "facilities": _values(facilities, query.facilities),
        "papers": list(query.papers),
        "price_from": query.price_from,
        "price_to": query.price_to,
        "without": list(query.without),
        "only": list(query.only),
    }
    return {group: sql for group, (wanted, sql) in asked.items() if wanted}, parameters


def _cursor_of(sort: Sort, row: Sequence[Any]) -> str:
    """The place of a card in its order."""
    value = row[22] if sort is Sort.NEWEST else row[4]
    return cursor_of([sort.value, row[21], value, row[0]])


def _place_of(sort: Sort, cursor: str) -> dict[str, Any]:
    """What a cursor says. Raises Invalid when it was not made by `_cursor_of` for this order."""
    try:
        order, sold_out, value, listing_id = values_of(cursor, 4)
        if order != sort.value:
            raise ValueError(order)
        return {
            "after_sold_out": flag_of(sold_out),
            "after_value": moment_of(value) if sort is Sort.NEWEST else amount_of(value),
            "after_id": key_of(listing_id),
        }
    except ValueError as error:
        raise Invalid(
            field="setelah", reason=gettext_noop("This place in the list does not exist.")
        ) from error


def card_of(row: Sequence[Any], language: str, on: date) -> Card:
    """One row of `_COLUMNS` as a card; papers that ended before `on` are left out."""
    today = on.isoformat()
    word = "short" if language == "id" else "short_en"
    papers = json.loads(row[13]) if isinstance(row[13], str) else row[13]
    return Card(
        listing_id=row[0],
        product_id=row[1],
        slug=row[2],
        name=row[3],
        price_min=row[4],
        price_max=row[5],
        facility_slug=row[6],
        facility_name=row[7],
        province_name=row[8] if language == "id" else province_names(language)[row[8]],
        stock_state=StockState(row[9]),
        stock=row[10],
        lead_time_days=row[11],
        delivery=Delivery(row[12]),
        papers=tuple(p[word] for p in papers if p["until"] is None or p["until"] >= today),
        not_halal=row[14],
        is_flagship=row[15],
        photo=CardPhoto(row[16], row[17], row[18], row[19], tuple(row[20])) if row[16] else None,
    )


def columns(language: str) -> str:
    """The columns of a card in one language; parameters: on."""
    return _COLUMNS.format(
        name="c.name" if language == "id" else "c.name_en",
        alt="c.photo_alt" if language == "id" else "c.photo_alt_en",
    )


def cards(
    query: CatalogQuery,
    *,
    language: str,
    on: date,
    after: str | None = None,
    limit: int = PAGE,
) -> CardPage:
    """One page of public goods, sold-out ones last. One statement.

    after: the cursor of the page before. Raises Invalid for a cursor of another list.
    """
    groups, parameters = conditions(query, on)
    where = [OPEN, *groups.values()]
    if after:
        parameters |= _place_of(query.sort, after)
        where.append(
            "c.is_sold_out >= %(after_sold_out)s AND (c.is_sold_out > %(after_sold_out)s"
            f" OR {_AFTER[query.sort]})"
        )
    limit = max(1, min(limit, MOST))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns(language)} FROM catalog_card c WHERE {' AND '.join(where)}"
            f" ORDER BY {_ORDER[query.sort]} LIMIT {limit + 1}",
            parameters,
        )
        rows = cursor.fetchall()
    more = len(rows) > limit
    rows = rows[:limit]
    return CardPage(
        [card_of(row, language, on) for row in rows],
        _cursor_of(query.sort, rows[-1]) if more else None,
    )


def listing_present_address(slug: str) -> str | None:
    """The address to which a former one leads. One statement."""
    return FormerAddress.objects.filter(slug=slug).values_list("listing__slug", flat=True).first()


_DETAILS = ("size", "composition", "allergens", "storage", "care")

_LISTING = """SELECT {card}, l.published_at, l.buyer_limit, l.net_weight_grams,
 l.best_before_days, {details}, coalesce(b.name, ''),
 CASE WHEN u.id IS NOT NULL THEN {unit} END
 FROM catalog_card c JOIN catalog_listing l ON l.id = c.listing_id
 LEFT JOIN catalog_brand b ON b.id = l.brand_id
 LEFT JOIN catalog_productionunit u ON u.id = l.unit_id
 WHERE {open} AND c.slug = %(slug)s"""


def _listing_sql(language: str) -> str:
    details = ", ".join(
        f"l.{name}" if language == "id" else f"coalesce(nullif(l.{name}_en, ''), l.{name})"
        for name in _DETAILS
    )
    return _LISTING.format(
        card=columns(language), details=details, unit=unit_json(language), open=OPEN
    )


def _details(texts: Sequence[str], best_before_days: int | None) -> tuple[tuple[str, str], ...]:
    """Label codes and texts of the page's details, in their order; empty ones are left out."""
    found = list(zip(_DETAILS, texts, strict=True))
    if best_before_days:
        found.insert(3, ("best_before_days", str(best_before_days)))
    return tuple((code, text) for code, text in found if text)


def listing_public(*, slug: str, language: str, on: date) -> ListingInfo:
    """One public listing in full. Raises NotFound for absent, draft and closed ones alike.

    Three statements: card and listing; texts and variants; facility.
    """
    with connection.cursor() as cursor:
        cursor.execute(_listing_sql(language), {"on": on, "slug": slug})
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    card = card_of(row, language, on)
    published_at, buyer_limit, net_weight_grams, best_before_days, *rest = row[23:]
    *texts, brand_name, unit = rest
    goods = product_goods(card.product_id, language)
    return ListingInfo(
        id=card.listing_id,
        product_id=card.product_id,
        slug=card.slug,
        name=card.name,
        description=goods.paragraphs,
        kind=_kind_line(goods.category_id, language),
        facility=facility_public(slug=card.facility_slug, language=language, on=on),
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
