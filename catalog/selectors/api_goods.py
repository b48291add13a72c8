"""Public goods as Saleor's clients ask for them: any of their filters and orders, forwards and
backwards, for many parents in one statement."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from django.db import connection

from catalog.planned import planned_rows
from catalog.saleor_adapter import api_filters
from catalog.selectors.api_order import GoodsOrder, Key, beyond, keys_of, place_of
from catalog.selectors.open_cards import OPEN
from catalog.types import StockState


class GoodsRow(NamedTuple):
    """A public listing's card in both languages; fields as of CardRow. key: of its parent."""

    product_id: int
    listing_id: int
    slug: str
    name: str
    name_en: str
    price_min: Decimal
    price_max: Decimal
    category_id: int | None
    facility_id: int
    stock: int
    stock_state: StockState
    lead_time_days: int | None
    delivery: str
    not_halal: bool
    flagship: bool
    photo_key: str
    photo_alt: str
    photo_alt_en: str
    photo_widths: list[int]
    is_sold_out: bool
    published_at: datetime
    key: int
    place: tuple[Any, ...]


_COLUMNS = """c.product_id, c.listing_id, c.slug, c.name, c.name_en, c.price_min, c.price_max,
 c.category_id, c.facility_id, c.stock, c.stock_state, c.lead_time_days, c.delivery,
 c.is_not_halal, (c.flagship_from <= %(on)s AND c.flagship_until >= %(on)s) IS TRUE,
 c.photo_key, c.photo_alt, c.photo_alt_en, c.photo_widths, c.is_sold_out, c.published_at"""
_WIDTH = 21  # columns before the parent's key


Fetch = Callable[[str, Mapping[str, Any]], list[tuple[Any, ...]]]


class Parent(StrEnum):
    """Whose goods are asked for."""

    SHOP = "shop"
    CATEGORY = "category"
    COLLECTION = "collection"
    TYPE = "type"
    FACILITY = "facility"
    LISTINGS = "listings"


@dataclass(frozen=True)
class GoodsQuery:
    """What a list is narrowed to. None means "any"; an empty tuple matches nothing.

    values: for each attribute's slug the slugs of values, of which goods have any; ranked: what a
    search found, (listing id, score); price_from, price_to: rupiah, inclusive.
    """

    categories: tuple[int, ...] | None = None
    collections: tuple[int, ...] | None = None
    types: tuple[int, ...] | None = None
    facilities: tuple[int, ...] | None = None
    provinces: tuple[str, ...] | None = None
    offices: tuple[int, ...] | None = None
    papers: tuple[str, ...] | None = None
    products: tuple[int, ...] | None = None
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    has_category: bool | None = None
    is_published: bool | None = None
    in_stock: bool | None = None
    flagship: bool | None = None
    shippable: bool | None = None
    made_to_order: bool | None = None
    price_from: Decimal | None = None
    price_to: Decimal | None = None
    ranked: tuple[tuple[int, int], ...] | None = None
    slug: str | None = None


@dataclass(frozen=True)
class Span:
    """Which piece of a list: `first` after a cursor, or `last` before one."""

    first: int | None = None
    last: int | None = None
    after: str | None = None
    before: str | None = None

    @property
    def is_backwards(self) -> bool:
        """Whether the piece is counted from the end."""
        return self.first is None

    @property
    def size(self) -> int:
        """How many rows at most."""
        return self.first or self.last or 0


@dataclass(frozen=True)
class Parents:
    """Parents of one kind: for each id what a list of it consists of (category ids, listing
    ids; empty where the id says it all)."""

    kind: Parent = Parent.SHOP
    members: dict[int, Sequence[int]] = field(default_factory=lambda: {0: ()})


class GoodsPage(NamedTuple):
    """A piece of one parent's list. has_more: further rows in the direction it was read."""

    rows: list[GoodsRow]
    has_more: bool


_GROUPS = {
    Parent.SHOP: "true",
    Parent.CATEGORY: "c.category_id = ANY({members})",
    Parent.COLLECTION: api_filters.in_collections("c.product_id", "ARRAY[{key}]"),
    Parent.TYPE: api_filters.of_types("c.product_id", "ARRAY[{key}]"),
    Parent.FACILITY: "c.facility_id = {key}",
    Parent.LISTINGS: "c.listing_id = ANY({members})",
}


def conditions_of(query: GoodsQuery, on: date) -> tuple[str, dict[str, Any]]:
    """The query as SQL over `catalog_card c`, visibility included, and its parameters."""
    parts = [OPEN]
    parameters: dict[str, Any] = {"on": on}
    for name, sql in _LISTS.items():
        ids = getattr(query, name)
        if ids is not None:
            parts.append(sql)
            parameters[name] = list(ids)
    for name, (yes, no) in _FLAGS.items():
        flag = getattr(query, name)
        if flag is not None:
            parts.append(yes if flag else no)
    for name, sql in _SINGLE.items():
        value = getattr(query, name)
        if value is not None:
            parts.append(sql)
            parameters[name] = value
    for number, (attribute, values) in enumerate(query.values):
        slug, chosen = f"attribute{number}", f"chosen{number}"
        parts.append(api_filters.having_values("c.product_id", f"%({slug})s", f"%({chosen})s"))
        parameters |= {slug: attribute, chosen: list(values)}
    if query.ranked is not None:
        parts.append("c.listing_id = ANY(%(ranked)s)")
        parameters["ranked"] = [listing_id for listing_id, _score in query.ranked]
        parameters["scores"] = json.dumps({str(key): score for key, score in query.ranked})
    return " AND ".join(parts), parameters


_LISTS = {
    "categories": "c.category_id = ANY(%(categories)s)",
    "collections": api_filters.in_collections("c.product_id", "%(collections)s"),
    "types": api_filters.of_types("c.product_id", "%(types)s"),
    "facilities": "c.facility_id = ANY(%(facilities)s)",
    "provinces": "c.province_code = ANY(%(provinces)s)",
    "offices": (
        "c.facility_id IN"
        " (SELECT f.id FROM catalog_facility f WHERE f.office_id = ANY(%(offices)s))"
    ),
    "papers": (
        "EXISTS (SELECT 1 FROM catalog_cardpaper paper WHERE paper.card_id = c.listing_id"
        " AND paper.code = ANY(%(papers)s) AND (paper.until IS NULL OR paper.until >= %(on)s))"
    ),
    "products": "c.product_id = ANY(%(products)s)",
}
_FLAGSHIP = "(c.flagship_from <= %(on)s AND c.flagship_until >= %(on)s)"
_FLAGS = {
    "has_category": ("c.category_id IS NOT NULL", "c.category_id IS NULL"),
    "is_published": ("true", "false"),
    "in_stock": ("c.stock > 0", "c.stock <= 0"),
    "flagship": (_FLAGSHIP, f"{_FLAGSHIP} IS NOT TRUE"),
    "shippable": ("c.delivery = 'parcel'", "c.delivery <> 'parcel'"),
    "made_to_order": ("c.stock_state = 3", "c.stock_state <> 3"),
}
_SINGLE = {
    "price_from": "c.price_min >= %(price_from)s",
    "price_to": "c.price_min <= %(price_to)s",
    "slug": "c.slug = %(slug)s",
}


def _select(keys: list[Key], where: str, limit: str, backwards: bool) -> str:
    """A piece of one list. Columns of the order stand behind the card's as s0, s1, ...

    A list by price is read as two, in stock and sold out, because the index begins with that.
    """
    order = ", ".join(
        f"s{number} {'DESC' if key.descending != backwards else 'ASC'}"
        for number, key in enumerate(keys)
    )
    ends = "".join(f", {key.sql} AS s{number}" for number, key in enumerate(keys))

    def one(more: str) -> str:
        return (
            f"SELECT {_COLUMNS}{ends} FROM catalog_card c WHERE {where}{more}"
            f" ORDER BY {order} {limit}"
        )

    if keys[0].sql != "c.price_min":
        return one("")
    halves = f"({one(' AND NOT c.is_sold_out')}) UNION ALL ({one(' AND c.is_sold_out')})"
    return f"SELECT * FROM ({halves}) halves ORDER BY {order} {limit}"


def goods_pages(
    query: GoodsQuery, order: GoodsOrder, span: Span, *, parents: Parents, on: date
) -> dict[int, GoodsPage]:
    """The same piece of every parent's list of public goods, by the parent's id. One statement.

    Raises Invalid for a cursor of another list.
    """
    keys = keys_of(order)
    where, parameters = conditions_of(query, on)
    parts = [where, _GROUPS[parents.kind]]
    for name, cursor, before in (("after", span.after, False), ("before", span.before, True)):
        if cursor:
            values = place_of(keys, cursor)
            parameters |= {f"{name}{number}": value for number, value in enumerate(values)}
            parts.append(beyond(keys, name, backwards=before))
    parameters |= {"order_attribute": order.attribute_id, "most": span.size + 1}
    sql = _select(keys, " AND ".join(parts), "LIMIT %(most)s::int", span.is_backwards)
    pages: dict[int, list[GoodsRow]] = {key: [] for key in parents.members}
    # goods that are known by their keys alone: one text, asked all the time
    by_keys = query.products is not None and query == GoodsQuery(products=query.products)
    fetch = planned_rows if by_keys and parents.kind is Parent.SHOP else _fetch
    for row in _run(sql, parameters, parents, fetch):
        pages[row.key].append(row)
    return {key: _page(found, span) for key, found in pages.items()}


def _page(rows: list[GoodsRow], span: Span) -> GoodsPage:
    """Rows as they were read, one too many, as the piece asked for."""
    kept = rows[: span.size]
    return GoodsPage(kept[::-1] if span.is_backwards else kept, len(rows) > span.size)


def _run(sql: str, parameters: dict[str, Any], parents: Parents, fetch: Fetch) -> list[GoodsRow]:
    """The statement for one parent as it is, for many once for each of them."""
    if len(parents.members) == 1:
        key, members = next(iter(parents.members.items()))
        parameters |= {"key": key, "members": list(members)}
        sql = sql.replace("{key}", "%(key)s").replace("{members}", "%(members)s::int[]")
        found = fetch(sql, parameters)
        return [_row(row, key, row[_WIDTH:]) for row in found]
    parameters |= {
        "keys": list(parents.members),
        "lists": [f"{{{','.join(map(str, ids))}}}" for ids in parents.members.values()],
    }
    sql = sql.replace("{key}", "k.key").replace("{members}", "k.members::int[]")
    found = _fetch(
        "SELECT card.*, k.key FROM unnest(%(keys)s::int[], %(lists)s::text[]) k(key, members)"
        f" CROSS JOIN LATERAL (SELECT numbered.*, row_number() OVER () AS n FROM ({sql}) numbered)"
        " card ORDER BY k.key, card.n",
        parameters,
    )
    return [_row(row, row[-1], row[_WIDTH:-2]) for row in found]


def _fetch(sql: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _row(row: tuple[Any, ...], key: int, place: tuple[Any, ...]) -> GoodsRow:
    return GoodsRow(*(*row[:_WIDTH], key, place))


def goods_counts(query: GoodsQuery, *, parents: Parents, on: date) -> dict[int, int]:
    """How many public goods every parent's list has, by the parent's id. One statement."""
    where, parameters = conditions_of(query, on)
    parameters |= {
        "keys": list(parents.members),
        "lists": [f"{{{','.join(map(str, ids))}}}" for ids in parents.members.values()],
    }
    group = _GROUPS[parents.kind].replace("{key}", "k.key")
    found = _fetch(
        "SELECT k.key, (SELECT count(*) FROM catalog_card c"
        f" WHERE {where} AND {group.replace('{members}', 'k.members::int[]')})"
        " FROM unnest(%(keys)s::int[], %(lists)s::text[]) k(key, members)",
        parameters,
    )
    return dict(found)


def public_products(on: date) -> tuple[str, dict[str, Any]]:
    """A sub-select of the ids of public products, and its parameters."""
    return f"SELECT c.product_id FROM catalog_card c WHERE {OPEN}", {"on": on}
