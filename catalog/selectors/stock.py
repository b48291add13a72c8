"""What a facility has and what it costs, as its people see it, and the ledger behind it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from catalog.types import FEW_LEFT, CardPhoto, ListingState, StockReason

ROWS = 50
MOVES = 50
MONTHS = 12
DOWNLOAD = 50_000
ZONE = "Asia/Jakarta"
_PEOPLE_AMONG = 5_000


class StockLine(NamedTuple):
    """A variant in the table. price: rupiah; quantity: pieces there; promised: of these, to
    orders; the words are the shop's own language, Indonesian."""

    variant_id: int
    listing_id: int
    listing_slug: str
    state: ListingState
    sku: str
    name: str
    choice: str
    kind: str
    price: Decimal
    quantity: int
    promised: int
    photo: CardPhoto | None

    @property
    def left(self) -> int:
        """What can still be sold."""
        return self.quantity - self.promised


class StockCounts(NamedTuple):
    """How many variants each filter shows."""

    every: int
    low: int
    out: int
    drafts: int


@dataclass(frozen=True)
class TableQuery:
    """What of the table is asked for. show: "", "low", "out" or "drafts"; page: from 1."""

    show: str = ""
    text: str = ""
    page: int = 1


class TablePage(NamedTuple):
    """One page of the table. found: how many variants the filter and the words leave in all."""

    lines: list[StockLine]
    found: int


class MoveLine(NamedTuple):
    """A move of the ledger. name: of the goods, the SKU when they are gone; note: as written."""

    id: int
    variant_id: int
    name: str
    reason: StockReason
    change: int
    balance: int
    note: str
    user_id: int | None
    actor_name: str
    at: datetime
    is_undone: bool


@dataclass(frozen=True)
class MoveQuery:
    """Moves of one variant or of a facility. since, until: days there, ends included; person: the
    key of an account; before: only moves with smaller keys."""

    facility_id: int
    variant_id: int | None = None
    since: date | None = None
    until: date | None = None
    reason: StockReason | None = None
    person: int | None = None
    before: int | None = None
    zone: str = ZONE


_LEFT = """s.quantity - coalesce((SELECT sum(a.quantity_allocated) FROM warehouse_allocation a
 WHERE a.stock_id = s.id), 0)"""
_FROM = """FROM catalog_listing l JOIN product_product p ON p.id = l.product_id
JOIN product_productvariant v ON v.product_id = p.id
JOIN warehouse_stock s ON s.product_variant_id = v.id
LEFT JOIN product_category k ON k.id = p.category_id
LEFT JOIN catalog_card c ON c.listing_id = l.id
WHERE l.facility_id = %(facility)s AND l.state <> 'archived'"""
_COLUMNS = """v.id, l.id, l.slug, l.state, v.sku, p.name, v.name, coalesce(k.name, ''),
 coalesce(v.price_override_amount, p.price_amount), s.quantity,
 coalesce((SELECT sum(a.quantity_allocated) FROM warehouse_allocation a
  WHERE a.stock_id = s.id), 0)::int,
 c.photo_key, c.photo_width, c.photo_height, c.photo_alt, c.photo_widths"""
_SHOWN = {
    "": "",
    "low": f" AND {_LEFT} BETWEEN 1 AND {FEW_LEFT}",
    "out": f" AND {_LEFT} <= 0",
    "drafts": " AND l.state = 'draft'",
}
SHOWS = tuple(_SHOWN)
_WORDS = " AND (p.name || ' ' || v.name || ' ' || v.sku) ILIKE %(words)s"
_COUNTS = f"""SELECT count(*), count(*) FILTER (WHERE pieces BETWEEN 1 AND {FEW_LEFT}),
 count(*) FILTER (WHERE pieces <= 0), count(*) FILTER (WHERE state = 'draft')
FROM (SELECT l.state, {_LEFT} AS pieces {_FROM}) t"""


def stock_counts(facility_id: int) -> StockCounts:
    """One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"facility": facility_id})
        return StockCounts(*cursor.fetchone())


def stock_table(facility_id: int, query: TableQuery) -> TablePage:
    """A page of ROWS variants, by name. One statement; archived listings are left out."""
    where = _FROM + _SHOWN[query.show] + (_WORDS if query.text else "")
    words = "".join(f"\\{sign}" if sign in "%_\\" else sign for sign in query.text)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS}, count(*) OVER () {where}"
            " ORDER BY lower(p.name), l.id, v.id LIMIT %(rows)s OFFSET %(skip)s",
            {
                "facility": facility_id,
                "words": f"%{words}%",
                "rows": ROWS,
                "skip": (query.page - 1) * ROWS,
            },
        )
        rows = cursor.fetchall()
    return TablePage([_line(row) for row in rows], rows[0][-1] if rows else 0)


def stock_lines(facility_id: int, variant_ids: Collection[int]) -> list[StockLine]:
    """Some of a facility's variants, by name; archived ones too. One statement."""
    where = _FROM.replace("AND l.state <> 'archived'", "AND v.id = ANY (%(keys)s)")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} {where} ORDER BY lower(p.name), l.id, v.id",
            {"facility": facility_id, "keys": list(variant_ids)},
        )
        return [_line(row) for row in cursor.fetchall()]


def _line(row: tuple[Any, ...]) -> StockLine:
    key, width, height, alt, widths = row[11:16]
    photo = CardPhoto(key, width, height, alt, tuple(widths)) if key else None
    listing, goods = row[:3], row[4:11]
    return StockLine._make((*listing, ListingState(row[3]), *goods, photo))


_LAST = """SELECT v.id, (SELECT max(m.id) FROM catalog_stockmove m WHERE m.variant_id = v.id),
 coalesce(v.price_override_amount, p.price_amount)
FROM product_productvariant v JOIN product_product p ON p.id = v.product_id WHERE v.id = ANY (%s)"""


def last_moves(variant_ids: Collection[int]) -> dict[int, tuple[int | None, Decimal]]:
    """The latest move of the ledger and the price, by variant; gone ones are left out. One
    statement."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [list(variant_ids)])
        return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


_MOVE = """SELECT m.id, m.variant_id, coalesce(concat_ws(', ', p.name, nullif(v.name, '')), m.sku),
 m.reason, m.change, m.balance, m.note, m.user_id, m.actor_name, m.at,
 EXISTS (SELECT 1 FROM catalog_stockmove u WHERE u.variant_id = m.variant_id AND u.id > m.id
  AND u.reason = 'undone' AND u.note = '#' || m.id)
FROM (SELECT * FROM catalog_stockmove m WHERE {where} ORDER BY m.id DESC LIMIT %(rows)s) m
LEFT JOIN product_productvariant v ON v.id = m.variant_id
LEFT JOIN product_product p ON p.id = v.product_id ORDER BY m.id DESC"""
_SUMS = """SELECT date_trunc('month', m.at AT TIME ZONE %(zone)s)::date, m.reason,
 sum(m.change)::bigint FROM catalog_stockmove m WHERE {where}
 AND m.at >= date_trunc('month', now() AT TIME ZONE %(zone)s) AT TIME ZONE %(zone)s
  - %(months)s * interval '1 month'
GROUP BY 1, 2 ORDER BY 1 DESC"""


def _moves_where(query: MoveQuery) -> tuple[str, dict[str, Any]]:
    parts = {
        "m.facility_id = %(facility)s": query.facility_id,
        "m.variant_id = %(variant)s": query.variant_id,
        "m.at >= %(since)s::timestamp AT TIME ZONE %(zone)s": query.since,
        "m.at < (%(until)s::timestamp + interval '1 day') AT TIME ZONE %(zone)s": query.until,
        "m.reason = %(reason)s": query.reason,
        "m.user_id = %(person)s": query.person,
        "m.id < %(before)s": query.before,
    }
    where = " AND ".join(part for part, value in parts.items() if value is not None)
    return where, {
        "facility": query.facility_id,
        "variant": query.variant_id,
        "since": query.since,
        "until": query.until,
        "reason": query.reason.value if query.reason else None,
        "person": query.person,
        "before": query.before,
        "zone": query.zone,
    }


def moves(query: MoveQuery, *, most: int = MOVES) -> list[MoveLine]:
    """The latest moves, newest first. One statement."""
    where, values = _moves_where(query)
    with connection.cursor() as cursor:
        cursor.execute(_MOVE.format(where=where), {**values, "rows": most})
        return [
            MoveLine._make((*row[:3], StockReason(row[3]), *row[4:])) for row in cursor.fetchall()
        ]


def month_sums(query: MoveQuery) -> list[tuple[date, StockReason, int]]:
    """Pieces that came and went, by month (its first day) and reason, the last MONTHS; newest month
    first. One statement."""
    where, values = _moves_where(query)
    with connection.cursor() as cursor:
        cursor.execute(_SUMS.format(where=where), {**values, "months": MONTHS - 1})
        return [(row[0], StockReason(row[1]), int(row[2])) for row in cursor.fetchall()]


def ledger_people(facility_id: int) -> list[tuple[int, str]]:
    """Who wrote among the latest moves: account and name, by name. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (user_id) user_id, actor_name FROM"
            " (SELECT id, user_id, actor_name FROM catalog_stockmove WHERE facility_id = %s"
            "  ORDER BY id DESC LIMIT %s) m WHERE user_id IS NOT NULL ORDER BY user_id, id DESC",
            [facility_id, _PEOPLE_AMONG],
        )
        return sorted(cursor.fetchall(), key=lambda row: str(row[1]).casefold())
