"""Saleor's checkouts and their lines as baskets read them: statements, and what their rows are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from catalog.saleor_adapter.products import goods_join
from catalog.together import Asked, rows_together
from catalog.types import CardPhoto, Delivery
from storefront.orders.baskets import BasketItem


class Head(NamedTuple):
    """A checkout. address_id: of shipping; phone, method: as `BasketBuyer` has them."""

    token: UUID
    user_id: int | None
    quantity: int
    email: str
    voucher_code: str
    address_id: int | None
    phone: str
    method: str
    changed_at: datetime
    made_at: datetime


class Place(NamedTuple):
    """Where a line's goods come from."""

    facility_id: int
    facility_slug: str
    facility_name: str
    province_name: str
    regency_code: str
    zone: str
    warehouse_id: UUID


_HEAD = """SELECT c.token, c.user_id, c.quantity, c.email, coalesce(c.voucher_code, ''),
 c.shipping_address_id, coalesce(b.phone, ''), coalesce(b.method, ''), c.last_change, c.created
FROM checkout_checkout c LEFT JOIN orders_basketbuyer b ON b.checkout_id = c.token
{where}"""

STOCK = """coalesce((SELECT sum(s.quantity - coalesce((SELECT sum(a.quantity_allocated)
  FROM warehouse_allocation a WHERE a.stock_id = s.id), 0))
 FROM warehouse_stock s WHERE s.product_variant_id = v.id), 0)::int"""
IS_OPEN = """(f.is_open AND c.is_open IS TRUE
 AND (c.cleared_until IS NULL OR c.cleared_until >= %(on)s))"""
_GONE = """CASE WHEN {is_open} THEN '' ELSE coalesce((SELECT s.cause FROM legality_suspension s
  WHERE s.listing_id = l.id AND s.ended_at IS NULL),
  CASE WHEN l.state = 'published' AND f.is_open THEN 'expiry' ELSE '' END) END"""
PRICE = "coalesce(v.price_override_amount, p.price_amount)::numeric(12, 0)"

_LINES = """SELECT line.id, v.id, l.id, p.id, l.slug, coalesce(nullif(t.name, ''), p.name),
 coalesce(nullif(vt.name, ''), v.name), v.sku, line.quantity, {price},
 coalesce(seen.unit_price, {price}), {stock}, l.lead_time_days, l.buyer_limit,
 coalesce(round(coalesce(v.weight, p.weight)::numeric), 0)::int,
 size.length, size.width, size.height, coalesce(p.category_id, 0), l.delivery, {is_open},
 c.photo_key, c.photo_width, c.photo_height, {alt}, c.photo_widths, {gone},
 f.id, f.slug, f.short_name, province.{province}, f.regency_id, province.zone, f.warehouse_id
FROM checkout_checkoutline line
JOIN product_productvariant v ON v.id = line.variant_id
JOIN product_product p ON p.id = v.product_id {texts}
LEFT JOIN product_productvarianttranslation vt
 ON vt.product_variant_id = v.id AND vt.language_code = '{language}'
JOIN catalog_listing l ON l.product_id = p.id
JOIN catalog_facility f ON f.id = l.facility_id
JOIN catalog_regency regency ON regency.code = f.regency_id
JOIN catalog_province province ON province.code = regency.province_id
LEFT JOIN catalog_card c ON c.listing_id = l.id
LEFT JOIN orders_basketline seen ON seen.line_id = line.id
LEFT JOIN orders_packedsize size ON size.listing_id = l.id
WHERE line.checkout_id = %(token)s ORDER BY line.id"""
_CHOSEN = """SELECT facility_id, kind, service FROM orders_basketdelivery
WHERE checkout_id = %(token)s"""
_LOCK = " FOR NO KEY UPDATE OF c"


def head_asked(token: UUID, *, lock: bool = False) -> Asked:
    """Ask for a checkout. lock: until the transaction ends."""
    sql = _HEAD.format(where="WHERE c.token = %(token)s") + (_LOCK if lock else "")
    return sql, {"token": token}


def head_from(rows: Sequence[Any]) -> Head | None:
    """The checkout of these rows, None when there is none."""
    return Head(*rows[0]) if rows else None


def head_of(token: UUID, *, lock: bool = False) -> Head | None:
    """A checkout, None when there is none. lock: until the transaction ends. One statement."""
    return head_from(rows_together([head_asked(token, lock=lock)])[0])


def heads_of_user(user_id: int, token: UUID | None) -> list[Head]:
    """The checkouts of a person and the one with this token, locked in the order of their tokens:
    two log-ins at once wait for each other instead of crossing. One statement."""
    where = "WHERE c.user_id = %(user)s OR c.token = %(token)s ORDER BY c.token"
    asked = _HEAD.format(where=where) + _LOCK, {"user": user_id, "token": token}
    return [Head(*row) for row in rows_together([asked])[0]]


@lru_cache(maxsize=4)
def _lines_sql(language: str) -> str:
    end = "" if language == "id" else "_en"
    return _LINES.format(
        price=PRICE,
        stock=STOCK,
        is_open=IS_OPEN,
        gone=_GONE.format(is_open=IS_OPEN),
        alt=f"c.photo_alt{end}",
        province=f"name{end}",
        texts=goods_join(language),
        language=language,
    )


def lines_asked(token: UUID, *, language: str, on: date) -> Asked:
    """Ask for all lines with where they come from, in the order they were added.

    on: the legal date on which papers have to be in force.
    """
    return _lines_sql(language), {"token": token, "on": on}


def lines_from(rows: Iterable[Sequence[Any]]) -> list[tuple[Place, BasketItem]]:
    """The lines of these rows."""
    return [(Place(*row[-7:]), _item(row)) for row in rows]


def photo_from(row: Sequence[Any]) -> CardPhoto | None:
    """A card's photo of its five columns: key, width, height, words, widths."""
    key, width, height, words, widths = row
    return CardPhoto(key, width, height, words, tuple(widths)) if key else None


def _item(row: Sequence[Any]) -> BasketItem:
    stock, lead_time_days, delivery = row[11], row[12], Delivery(row[19])
    most = None if lead_time_days is not None else max(stock, 0)
    size = (row[15], row[16], row[17]) if row[15] else None
    photo = photo_from(row[21:26])
    known = (most, stock, row[13], row[14], size, row[18], delivery, lead_time_days, photo)
    return BasketItem(*(*row[:11], *known, row[20], row[26]))


def chosen_asked(token: UUID) -> Asked:
    """Ask for the ways of delivery as chosen."""
    return _CHOSEN, {"token": token}


def chosen_from(rows: Iterable[Sequence[Any]]) -> Mapping[int, tuple[str, str]]:
    """Kind and service by facility."""
    return {facility: (kind, service) for facility, kind, service in rows}
