"""A facility's own goods in every state, as those who keep them read them through the API."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from catalog.policies.abilities import Act, facilities_where
from catalog.types import Actor, ListingState


class OwnGoods(NamedTuple):
    """A listing in any state. name_en, description_en: empty where nothing is said; is_published:
    buyers see it."""

    listing_id: int
    product_id: int
    facility_id: int
    slug: str
    state: str
    name: str
    name_en: str
    description: str
    description_en: str
    category_id: int | None
    delivery: str
    lead_time_days: int | None
    buyer_limit: int | None
    net_weight_grams: int | None
    best_before_days: int | None
    not_halal: bool
    is_published: bool
    published_at: datetime | None
    cleared_until: Any
    created_at: datetime
    updated_at: datetime | None
    has_picture: bool


class OwnVariant(NamedTuple):
    """A variant. quantity: pieces there; promised: of these, to orders; weight_grams: 0 unknown."""

    id: int
    product_id: int
    listing_id: int
    facility_id: int
    sku: str
    name: str
    name_en: str
    price: Decimal
    weight_grams: int
    quantity: int
    promised: int


class OwnMove(NamedTuple):
    """A change of a variant's stock; fields as of StockMove."""

    id: int
    variant_id: int
    reason: str
    change: int
    balance: int
    note: str
    by: str
    at: datetime


class OwnPlace(NamedTuple):
    """A facility in an actor's scope. goods: how many listings by state."""

    id: int
    slug: str
    short_name: str
    official_name: str
    is_open: bool
    goods: dict[str, int]


@dataclass(frozen=True)
class OwnQuery:
    """What a list is narrowed to; None is any. search: part of a name, an address or a SKU;
    before, after: keys of listings, both left out, in the order of the list: the newest first."""

    states: tuple[ListingState, ...] | None = None
    products: tuple[int, ...] | None = None
    search: str = ""
    after: int | None = None
    before: int | None = None


_COLUMNS = """SELECT l.id, l.product_id, l.facility_id, l.slug, l.state, p.name,
 coalesce(t.name, ''), p.description, coalesce(t.description, ''), p.category_id, l.delivery,
 l.lead_time_days, l.buyer_limit, l.net_weight_grams, l.best_before_days, l.is_not_halal,
 c.is_open, l.published_at, l.cleared_until, l.created_at, p.updated_at, c.photo_key <> ''"""
_FROM = """ FROM catalog_listing l JOIN product_product p ON p.id = l.product_id
 JOIN catalog_card c ON c.listing_id = l.id
 LEFT JOIN product_producttranslation t ON t.product_id = p.id AND t.language_code = 'en'"""
_SEARCH = """(p.name ILIKE %(like)s OR t.name ILIKE %(like)s OR l.slug ILIKE %(like)s
 OR EXISTS (SELECT 1 FROM product_productvariant v
  WHERE v.product_id = p.id AND v.sku ILIKE %(like)s))"""


def own_goods(
    actor: Actor, query: OwnQuery, *, limit: int, backwards: bool = False
) -> list[OwnGoods]:
    """Listings of the actor's scope, the newest first; `limit` of them from the beginning, from the
    end when backwards. One statement."""
    where, parameters = _where(actor, query)
    order = "l.id" if backwards else "l.id DESC"
    sql = f"{_COLUMNS}{_FROM} WHERE {where} ORDER BY {order} LIMIT {limit:d}"
    found = [OwnGoods(*row) for row in _rows(sql, parameters)]
    return found[::-1] if backwards else found


def own_goods_count(actor: Actor, query: OwnQuery) -> int:
    """How many there are, wherever the piece begins. One statement."""
    everywhere = OwnQuery(query.states, query.products, query.search)
    where, parameters = _where(actor, everywhere)
    return int(_rows(f"SELECT count(*){_FROM} WHERE {where}", parameters)[0][0])


def _where(actor: Actor, query: OwnQuery) -> tuple[str, dict[str, Any]]:
    scope = facilities_where(actor, Act.FACILITY_SEE)
    wanted = {
        "l.facility_id = ANY(%(scope)s)": None if scope is None else list(scope),
        "l.state = ANY(%(states)s)": _values(query.states),
        "l.product_id = ANY(%(products)s)": _values(query.products),
        "l.id < %(after)s": query.after,
        "l.id > %(before)s": query.before,
    }
    where = [sql for sql, value in wanted.items() if value is not None]
    like = "%" + _escaped(query.search) + "%" if query.search else None
    if like:
        where.append(_SEARCH)
    names = ("scope", "states", "products", "after", "before")
    parameters: dict[str, Any] = dict(zip(names, wanted.values(), strict=True))
    return " AND ".join(where) or "true", {**parameters, "like": like}


def _values(given: Sequence[Any] | None) -> list[Any] | None:
    return None if given is None else [getattr(one, "value", one) for one in given]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


_VARIANTS = """SELECT v.id, v.product_id, l.id, l.facility_id, v.sku, v.name, coalesce(t.name, ''),
 coalesce(v.price_override_amount, p.price_amount),
 coalesce(round(coalesce(v.weight, p.weight)::numeric), 0)::int, coalesce(s.quantity, 0),
 coalesce((SELECT sum(a.quantity_allocated) FROM warehouse_allocation a
  WHERE a.stock_id = s.id), 0)::int
FROM product_productvariant v JOIN product_product p ON p.id = v.product_id
JOIN catalog_listing l ON l.product_id = p.id
LEFT JOIN warehouse_stock s ON s.product_variant_id = v.id
LEFT JOIN product_productvarianttranslation t
 ON t.product_variant_id = v.id AND t.language_code = 'en'"""


def own_variants(product_ids: Sequence[int]) -> dict[int, list[OwnVariant]]:
    """The variants of products that the caller may see, in the order made. One statement."""
    found: dict[int, list[OwnVariant]] = {}
    sql = f"{_VARIANTS} WHERE v.product_id = ANY(%(ids)s) ORDER BY v.id"
    for row in _rows(sql, {"ids": list(product_ids)}):
        found.setdefault(row[1], []).append(OwnVariant(*row))
    return found


def own_variant(actor: Actor, variant_id: int) -> OwnVariant | None:
    """One variant of the actor's scope. One statement."""
    scope = facilities_where(actor, Act.FACILITY_SEE)
    sql = f"{_VARIANTS} WHERE v.id = %(id)s AND (%(all)s OR l.facility_id = ANY(%(scope)s))"
    found = _rows(sql, {"id": variant_id, "all": scope is None, "scope": list(scope or ())})
    return OwnVariant(*found[0]) if found else None


_MOVES = """SELECT m.id, m.variant_id, m.reason, m.change, m.balance, m.note, m.actor_name, m.at
FROM unnest(%(ids)s::int[]) AS asked(id), LATERAL (
 SELECT * FROM catalog_stockmove m WHERE m.variant_id = asked.id ORDER BY m.id DESC LIMIT %(most)s
) m"""


def own_moves(variant_ids: Sequence[int], most: int) -> dict[int, list[OwnMove]]:
    """The last changes of stock of variants that the caller may see, the newest first. One
    statement."""
    found: dict[int, list[OwnMove]] = {}
    for row in _rows(_MOVES, {"ids": list(variant_ids), "most": most}):
        found.setdefault(row[1], []).append(OwnMove(*row))
    return found


def own_move(move_id: int) -> OwnMove | None:
    """One change of stock, whosever it is. One statement."""
    sql = "SELECT id, variant_id, reason, change, balance, note, actor_name, at"
    found = _rows(f"{sql} FROM catalog_stockmove WHERE id = %(id)s", {"id": move_id})
    return OwnMove(*found[0]) if found else None


_PLACES = """SELECT f.id, f.slug, f.short_name, f.official_name, f.is_open,
 coalesce((SELECT jsonb_object_agg(state, n) FROM (SELECT state, count(*) AS n
  FROM catalog_listing WHERE facility_id = f.id GROUP BY state) g), '{}')::text
FROM catalog_facility f WHERE %(all)s OR f.id = ANY(%(scope)s) ORDER BY f.short_name, f.id"""


def own_places(actor: Actor) -> list[OwnPlace]:
    """The facilities of the actor's scope by name. One statement."""
    scope = facilities_where(actor, Act.FACILITY_SEE)
    found = _rows(_PLACES, {"all": scope is None, "scope": list(scope or ())})
    return [OwnPlace(*(*row[:5], json.loads(row[5]))) for row in found]


def _rows(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
