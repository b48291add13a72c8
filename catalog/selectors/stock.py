"""What a facility has and what it costs, as its people see it, and the ledger behind it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from catalog.errors import NotFound
from catalog.models import StockMove, StockSave
from catalog.planned import planned_rows
from catalog.types import FEW_LEFT, CardPhoto, ListingState, StockReason

ROWS = 50
MOVES = 50
SAVES = 20
MONTHS = 12
DOWNLOAD = 50_000
ZONE = "Asia/Jakarta"


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
    counts: StockCounts


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


_PROMISED = """coalesce((SELECT sum(a.quantity_allocated) FROM warehouse_allocation a
 WHERE a.stock_id = s.id), 0)::int"""
# OFFSET keeps these from being joined otherwise: a facility's variants are found by its listings
# and their stock by its warehouse, not among all there are.
_STOCKED = f"""FROM catalog_listing l CROSS JOIN LATERAL (
 SELECT v.id, v.name, v.sku, v.price_override_amount FROM product_productvariant v
 WHERE v.product_id = l.product_id OFFSET 0
) v JOIN (
 SELECT s.product_variant_id, s.quantity, {_PROMISED} AS promised FROM warehouse_stock s
 WHERE s.warehouse_id = (SELECT warehouse_id FROM catalog_facility WHERE id = %(facility)s) OFFSET 0
) s ON s.product_variant_id = v.id"""
_OF_FACILITY = "WHERE l.facility_id = %(facility)s AND l.state <> 'archived'"
_PHOTO = "c.photo_key, c.photo_width, c.photo_height, c.photo_alt, c.photo_widths"
_COLUMNS = f"""v.id, l.id, l.slug, l.state, v.sku, p.name, v.name, coalesce(k.name, ''),
 coalesce(v.price_override_amount, p.price_amount), s.quantity, {_PROMISED},
 {_PHOTO}"""
_JOINED = """product_productvariant v JOIN product_product p ON p.id = v.product_id
JOIN catalog_listing l ON l.product_id = p.id
JOIN warehouse_stock s ON s.product_variant_id = v.id
LEFT JOIN product_category k ON k.id = p.category_id
LEFT JOIN catalog_card c ON c.listing_id = l.id"""
_SHOWN = {
    "": "true",
    "low": f"pieces BETWEEN 1 AND {FEW_LEFT}",
    "out": "pieces <= 0",
    "drafts": "state = 'draft'",
}
_WORDS = "(p.name || ' ' || v.name || ' ' || v.sku) ILIKE %(words)s"
_COUNTED = ", ".join(f"count(*) FILTER (WHERE {shown})" for shown in _SHOWN.values())
_COUNTS = f"""SELECT {_COUNTED} FROM (
 SELECT l.state, s.quantity - s.promised AS pieces {_STOCKED} {_OF_FACILITY}) stocked"""
# All are looked at once, to be counted; kind and photo are looked up for the rows of the page.
# There is one row at least, that of the counts.
_TABLE = f"""WITH stocked AS MATERIALIZED (
 SELECT v.id, l.id AS listing, l.slug, l.state, v.sku, p.name, v.name AS choice, p.category_id,
  coalesce(v.price_override_amount, p.price_amount) AS price, s.quantity, s.promised,
  s.quantity - s.promised AS pieces, lower(p.name) AS by_name, {{meant}} AS is_meant
 {_STOCKED} JOIN product_product p ON p.id = l.product_id {_OF_FACILITY}
), counts AS (
 SELECT count(*) FILTER (WHERE is_meant AND {{shown}}), {_COUNTED} FROM stocked
), page AS (
 SELECT * FROM stocked WHERE is_meant AND {{shown}}
 ORDER BY by_name, listing, id LIMIT {ROWS} OFFSET %(skip)s
) SELECT counts.*, page.id, listing, page.slug, state, sku, page.name, choice,
 coalesce(k.name, ''), price, quantity, promised, {_PHOTO}
FROM counts LEFT JOIN page ON true LEFT JOIN product_category k ON k.id = page.category_id
LEFT JOIN catalog_card c ON c.listing_id = page.listing ORDER BY by_name, listing, page.id"""
_LINES = f"""SELECT {_COLUMNS} FROM {_JOINED}
WHERE l.facility_id = %(facility)s AND v.id = ANY (%(keys)s) ORDER BY lower(p.name), l.id, v.id"""


_COUNTS_SHOWN = 1 + len(_SHOWN)


def stock_counts(facility_id: int) -> StockCounts:
    """One statement."""
    return StockCounts(*planned_rows(_COUNTS, {"facility": facility_id})[0])


def stock_table(facility_id: int, query: TableQuery) -> TablePage:
    """A page of ROWS variants, by name, and the counts. One statement; archived listings are left
    out."""
    words = "".join(f"\\{sign}" if sign in "%_\\" else sign for sign in query.text)
    rows = planned_rows(
        _TABLE.format(meant=_WORDS if query.text else "true", shown=_SHOWN[query.show]),
        {"facility": facility_id, "words": f"%{words}%", "skip": (query.page - 1) * ROWS},
    )
    found, *counts = rows[0][:_COUNTS_SHOWN]
    lines = [_line(row[_COUNTS_SHOWN:]) for row in rows if row[_COUNTS_SHOWN] is not None]
    return TablePage(lines, found, StockCounts(*counts))


def stock_lines(facility_id: int, variant_ids: Collection[int]) -> list[StockLine]:
    """Some of a facility's variants, by name; archived ones too. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, {"facility": facility_id, "keys": list(variant_ids)})
        return [_line(row) for row in cursor.fetchall()]


def _line(row: tuple[Any, ...]) -> StockLine:
    key, width, height, alt, widths = row[11:16]
    photo = CardPhoto(key, width, height, alt, tuple(widths)) if key else None
    listing, goods = row[:3], row[4:11]
    return StockLine._make((*listing, ListingState(row[3]), *goods, photo))


_LAST = """SELECT v.id, (SELECT max(m.id) FROM catalog_stockmove m WHERE m.variant_id = v.id),
 coalesce(v.price_override_amount, p.price_amount)
FROM product_productvariant v JOIN product_product p ON p.id = v.product_id
WHERE v.id = ANY (%(keys)s)"""


def last_moves(variant_ids: Collection[int]) -> dict[int, tuple[int | None, Decimal]]:
    """The latest move of the ledger and the price, by variant; gone ones are left out. One
    statement."""
    rows = planned_rows(_LAST, {"keys": list(variant_ids)})
    return {row[0]: (row[1], row[2]) for row in rows}


def moved_variant(facility_id: int, move_id: int) -> int:
    """The variant that a move of the facility's ledger is of. Raises NotFound. One statement."""
    key = StockMove.objects.filter(pk=move_id, facility_id=facility_id).values_list("variant_id")
    found = key.first()
    if found is None:
        raise NotFound
    return int(found[0])


_MOVE = """SELECT m.id, m.variant_id, coalesce(concat_ws(', ', p.name, nullif(v.name, '')), m.sku),
 m.reason, m.change, m.balance, m.note, m.user_id, m.actor_name, m.at,
 EXISTS (SELECT 1 FROM catalog_stockmove u WHERE u.variant_id = m.variant_id AND u.id > m.id
  AND u.reason = 'undone' AND u.note = '#' || m.id)
FROM (SELECT * FROM catalog_stockmove m WHERE {where} ORDER BY m.id DESC LIMIT %(rows)s) m
LEFT JOIN product_productvariant v ON v.id = m.variant_id
LEFT JOIN product_product p ON p.id = v.product_id ORDER BY m.id DESC"""
# By day first: that takes each move's time but once, and leaves few rows for the months.
_SUMS = """SELECT date_trunc('month', day::timestamp)::date, reason, sum(change)::bigint FROM (
 SELECT (m.at AT TIME ZONE %(zone)s)::date AS day, m.reason, sum(m.change) AS change
 FROM catalog_stockmove m WHERE {where}
 AND m.at >= date_trunc('month', now() AT TIME ZONE %(zone)s) AT TIME ZONE %(zone)s
  - %(months)s * interval '1 month' GROUP BY 1, 2
) days GROUP BY 1, 2 ORDER BY 1 DESC"""


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
    rows = planned_rows(_MOVE.format(where=where), {**values, "rows": most})
    return [MoveLine._make((*row[:3], StockReason(row[3]), *row[4:])) for row in rows]


def saves(facility_id: int, *, before: int | None = None, most: int = SAVES) -> list[StockSave]:
    """Forms of prices and stocks that were taken, the newest first. before: only with smaller keys.
    One statement."""
    rows = StockSave.objects.filter(facility_id=facility_id)
    return list(rows.filter(pk__lt=before)[:most] if before else rows[:most])


def month_sums(query: MoveQuery) -> list[tuple[date, StockReason, int]]:
    """Pieces that came and went, by month (its first day) and reason, the last MONTHS; newest month
    first. One statement."""
    where, values = _moves_where(query)
    rows = planned_rows(_SUMS.format(where=where), {**values, "months": MONTHS - 1})
    return [(row[0], StockReason(row[1]), int(row[2])) for row in rows]


# From one person to the next by the index of people: a ledger has many moves and few who wrote.
_LAST_OF_NEXT = """SELECT user_id, actor_name FROM catalog_stockmove
 WHERE facility_id = %(facility)s AND {person} ORDER BY user_id, id DESC LIMIT 1"""
_WRITERS = f"""WITH RECURSIVE writers AS (
 ({_LAST_OF_NEXT.format(person="user_id IS NOT NULL")})
 UNION ALL SELECT m.* FROM writers w CROSS JOIN LATERAL (
  {_LAST_OF_NEXT.format(person="user_id > w.user_id")}) m
) SELECT user_id, actor_name FROM writers"""


def ledger_people(facility_id: int) -> list[tuple[int, str]]:
    """Who ever wrote: account and name as in their last move, by name. One statement."""
    rows = planned_rows(_WRITERS, {"facility": facility_id})
    return sorted(rows, key=lambda row: str(row[1]).casefold())
