"""Lists of goods. They read the card table and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from catalog.prepared import prepared_rows
from catalog.saleor_adapter.kinds import kind_rows
from catalog.selectors.facet_places import places_now
from catalog.selectors.facilities import facility_ids
from catalog.selectors.list_order import Page, Spot, sort_of, spot_cursor, spot_of
from catalog.selectors.open_cards import OPEN
from catalog.selectors.regions import province_codes, province_names
from catalog.types import (
    Card,
    CardPage,
    CardPhoto,
    CatalogQuery,
    Delivery,
    Sort,
    StockState,
)

PAGE = 24
_FEW = 60  # of the best, for a page of 24: sold-out goods stand behind the others there already
_SANK = -4  # the column that says whether a card counts as sold out
MOST = 100

_COLUMNS = """c.listing_id, c.product_id, c.slug, {name}, c.price_min, c.price_max,
 c.facility_slug, c.facility_name, c.province_name, c.stock_state, c.stock, c.lead_time_days,
 c.delivery, c.papers, c.is_not_halal,
 (c.flagship_from <= %(on)s AND c.flagship_until >= %(on)s) IS TRUE,
 c.photo_key, c.photo_width, c.photo_height, {alt}, c.photo_widths,
 c.is_sold_out, c.published_at"""


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
        "offices": (bool(query.offices), "c.facility_id = ANY(%(offices)s)"),
        "papers": (
            bool(query.papers),
            "EXISTS (SELECT 1 FROM catalog_cardpaper paper WHERE paper.card_id = c.listing_id"
            " AND paper.code = ANY(%(papers)s)"
            " AND (paper.until IS NULL OR paper.until >= %(on)s))",
        ),
        "in_stock": (query.in_stock, "c.stock > 0"),
        "flagship": (query.flagship, "c.flagship_from <= %(on)s AND c.flagship_until >= %(on)s"),
        "shippable": (query.shippable, "c.delivery = 'parcel'"),
        "made_to_order": (query.made_to_order, "c.stock_state = 3"),
        "price_from": (query.price_from is not None, "c.price_min >= %(price_from)s"),
        "price_to": (query.price_to is not None, "c.price_min <= %(price_to)s"),
        "without": (bool(query.without), "c.listing_id <> ALL(%(without)s)"),
        "only": (bool(query.only), "c.listing_id = ANY(%(only)s)"),
        "ranked": (query.ranked is not None, "true"),
    }
    parameters: dict[str, Any] = {
        "on": on,
        "kinds": _values(kinds, query.kinds),
        "provinces": _values(codes, query.provinces),
        "facilities": _values(facilities, query.facilities),
        "offices": list(places_now().of_offices(query.offices)) if query.offices else [],
        "papers": list(query.papers),
        "price_from": query.price_from,
        "price_to": query.price_to,
        "without": list(query.without),
        "only": list(query.only),
        "found_ids": [listing_id for listing_id, _score in query.ranked or ()],
        "found_scores": [score for _listing_id, score in query.ranked or ()],
    }
    return {group: sql for group, (wanted, sql) in asked.items() if wanted}, parameters


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

    after: the cursor of the page before. Raises Invalid for a cursor of another list. See
    `list_order` for what holds while stock changes between pages.
    """
    groups, parameters = conditions(query, on)
    limit = max(1, min(limit, MOST))
    sort = sort_of(query)
    spot = spot_of(query, after) if after else None
    page = Page(
        columns(language),
        _source(query),
        " AND ".join((OPEN, *groups.values())),
        sort,
        spot,
        limit + 1,
    )
    if spot is not None:
        parameters |= spot.parameters()
    if sort is Sort.NEAREST:
        parameters |= _tiers(query.near)
    if sort is Sort.BEST:
        rows = _best_rows(page, parameters, query)
    else:
        rows = _rows(page, parameters, is_plain=not groups)
    shown = rows[:limit]
    cursor = _cursor_of(query, shown[-1], spot) if len(rows) > limit else None
    return CardPage([card_of(row, language, on) for row in shown], cursor)


def listing_slugs(facility_slug: str, *, on: date, limit: int) -> list[str]:
    """Of a facility's public goods, newest first, sold-out ones last. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT c.slug FROM catalog_card c WHERE {OPEN} AND c.facility_id = %(facility)s"
            " ORDER BY c.is_sold_out, c.published_at DESC, c.listing_id DESC LIMIT %(limit)s",
            {"on": on, "facility": facility_ids().get(facility_slug), "limit": limit},
        )
        return [slug for (slug,) in cursor.fetchall()]


def _source(query: CatalogQuery) -> str:
    if query.ranked is None:
        return "catalog_card c"
    return (
        "unnest(%(found_ids)s::bigint[], %(found_scores)s::bigint[]) found(listing_id, score)"
        " JOIN catalog_card c USING (listing_id)"
    )


def _tiers(near: str) -> dict[str, Any]:
    return {f"tier{n}": list(tier) for n, tier in enumerate(places_now().tiers(near))}


def _best_rows(page: Page, parameters: dict[str, Any], query: CatalogQuery) -> list[Any]:
    """Rows of the best first: looked for among the next few, as a page seldom needs all.

    Those few are enough when they fill the page with goods that did not count as sold out.
    """
    if page.spot is not None and page.spot.half:
        return _rows(page, parameters, is_plain=False)
    ranked = sorted((-score, listing_id) for listing_id, score in query.ranked or ())
    if page.spot is not None:
        ranked = [place for place in ranked if place > (page.spot.value, page.spot.listing_id)]
    few = ranked[:_FEW]
    chosen = {
        "found_ids": [listing_id for _score, listing_id in few],
        "found_scores": [-score for score, _listing_id in few],
    }
    rows = _rows(page, parameters | chosen, is_plain=False)
    is_full = len(rows) == page.limit and not rows[-1][_SANK]
    is_all = page.spot is None and len(few) < _FEW
    return rows if is_full or is_all else _rows(page, parameters, is_plain=False)


def _rows(page: Page, parameters: dict[str, Any], *, is_plain: bool) -> list[Any]:
    """The list that nothing narrows is asked for all the time, so it is planned once."""
    if is_plain and page.spot is None and page.sort is not Sort.NEAREST:
        wanted = {name: parameters[name] for name in ("on",)}
        return prepared_rows(page.sql(), wanted)
    with connection.cursor() as cursor:
        cursor.execute(page.sql(), parameters)
        found: list[Any] = cursor.fetchall()
        return found


def _cursor_of(query: CatalogQuery, row: Sequence[Any], spot: Spot | None) -> str:
    """The place of a card, in the list as its first page saw it."""
    half, tier, value, snapshot = row[-4:]
    return spot_cursor(query, Spot(half, tier, value, row[0], spot.snapshot if spot else snapshot))
