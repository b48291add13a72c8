"""Saleor's checkouts and their lines, read and written for baskets.

Whoever changes a basket locks its checkout first, so that two browsers of one buyer, a log-in and
the placing of an order follow each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from saleor.account.models import Address
from saleor.checkout.models import Checkout

from catalog.saleor_adapter.products import goods_join
from catalog.together import Asked
from storefront.orders.baskets import GoodsOnSale
from storefront.orders.saleor_adapter.basket_rows import IS_OPEN, PRICE, STOCK, photo_from


class Offered(NamedTuple):
    """A variant as it can be added. taken: pieces of its listing in the basket already; mine: of
    itself; lines: of the basket; line_id: its own line, None while there is none."""

    facility_id: int
    is_open: bool
    price: Decimal
    stock: int
    lead_time_days: int | None
    buyer_limit: int | None
    taken: int
    mine: int
    lines: int
    listing_id: int
    line_id: int | None


_OFFERED = """SELECT l.facility_id, {is_open}, {price}, {stock}, l.lead_time_days,
 l.buyer_limit, coalesce(had.taken, 0)::int, coalesce(had.mine, 0)::int,
 coalesce(had.lines, 0)::int, l.id, had.line_id
FROM product_productvariant v JOIN product_product p ON p.id = v.product_id
JOIN catalog_listing l ON l.product_id = p.id JOIN catalog_facility f ON f.id = l.facility_id
LEFT JOIN catalog_card c ON c.listing_id = l.id
LEFT JOIN LATERAL (SELECT count(*) AS lines,
  min(line.id) FILTER (WHERE line.variant_id = v.id) AS line_id,
  sum(line.quantity) FILTER (WHERE line.variant_id = v.id) AS mine,
  sum(line.quantity) FILTER (WHERE line.variant_id IN
   (SELECT one.id FROM product_productvariant one WHERE one.product_id = p.id)) AS taken
 FROM checkout_checkoutline line WHERE line.checkout_id = %(token)s) had ON true
WHERE v.id = %(variant)s"""

# A basket of sixty lines is changed as quickly as one of a single line.
_COUNT = """UPDATE checkout_checkout SET last_change = now(), quantity = coalesce((SELECT
 sum(line.quantity) FROM checkout_checkoutline line WHERE line.checkout_id = %(token)s), 0)
WHERE token = %(token)s RETURNING quantity"""
_SET = """UPDATE checkout_checkoutline line SET quantity = wanted.quantity
FROM unnest(%s::int[], %s::int[]) AS wanted(line_id, quantity)
WHERE line.id = wanted.line_id AND line.checkout_id = %s"""
_FORGET = """DELETE FROM orders_basketline seen USING checkout_checkoutline line
WHERE line.id = seen.line_id AND line.id = ANY (%s) AND line.checkout_id = %s"""
_REMOVE = (
    "DELETE FROM checkout_checkoutline line WHERE line.id = ANY (%s) AND line.checkout_id = %s"
)
_ACCEPT = """UPDATE orders_basketline seen SET unit_price = wanted.price
FROM unnest(%s::int[], %s::numeric[]) AS wanted(line_id, price)
WHERE seen.line_id = wanted.line_id"""

_MISSING = """SELECT coalesce(nullif(t.name, ''), p.name) FROM checkout_checkoutline line
JOIN product_productvariant v ON v.id = line.variant_id
JOIN product_product p ON p.id = v.product_id {texts}
WHERE line.checkout_id = %s AND NOT EXISTS (SELECT FROM checkout_checkoutline own
 WHERE own.checkout_id = %s AND own.variant_id = line.variant_id AND own.quantity >= line.quantity)
ORDER BY line.id"""
_ON_SALE = """SELECT v.id, l.slug, coalesce(nullif(t.name, ''), p.name),
 coalesce(nullif(vt.name, ''), v.name), {price},
 least(CASE WHEN l.lead_time_days IS NULL THEN greatest({stock}, 0) END, l.buyer_limit),
 c.photo_key, c.photo_width, c.photo_height, {alt}, c.photo_widths
FROM product_productvariant v JOIN product_product p ON p.id = v.product_id {texts}
LEFT JOIN product_productvarianttranslation vt
 ON vt.product_variant_id = v.id AND vt.language_code = '{language}'
JOIN catalog_listing l ON l.product_id = p.id JOIN catalog_facility f ON f.id = l.facility_id
JOIN catalog_card c ON c.listing_id = l.id
WHERE v.id = ANY (%(variants)s) AND {is_open}"""
# Of several baskets with the same variant: the larger number, the price seen last.
_MERGE = (
    """INSERT INTO checkout_checkoutline (checkout_id, variant_id, quantity, data)
SELECT %(token)s, variant_id, max(quantity), '{}' FROM checkout_checkoutline
WHERE checkout_id = ANY (%(others)s) GROUP BY variant_id ORDER BY min(id)
ON CONFLICT (checkout_id, variant_id, data)
DO UPDATE SET quantity = greatest(checkout_checkoutline.quantity, excluded.quantity)""",
    """INSERT INTO orders_basketline (line_id, facility_id, unit_price, added_at)
SELECT DISTINCT ON (mine.id) mine.id, seen.facility_id, seen.unit_price, seen.added_at
FROM checkout_checkoutline mine
JOIN checkout_checkoutline other ON other.variant_id = mine.variant_id
 AND other.checkout_id = ANY (%(others)s)
JOIN orders_basketline seen ON seen.line_id = other.id
WHERE mine.checkout_id = %(token)s ORDER BY mine.id, seen.added_at DESC
ON CONFLICT (line_id) DO NOTHING""",
    """INSERT INTO orders_basketdelivery (checkout_id, facility_id, kind, service)
SELECT DISTINCT ON (facility_id) %(token)s, facility_id, kind, service FROM orders_basketdelivery
WHERE checkout_id = ANY (%(others)s) ORDER BY facility_id, id DESC
ON CONFLICT (checkout_id, facility_id) DO NOTHING""",
    """INSERT INTO orders_basketbuyer (checkout_id, phone, language, method, consent_at)
SELECT %(token)s, phone, language, method, consent_at FROM orders_basketbuyer
WHERE checkout_id = ANY (%(others)s) ORDER BY consent_at DESC NULLS LAST LIMIT 1
ON CONFLICT (checkout_id) DO NOTHING""",
    """UPDATE checkout_checkout mine SET
 shipping_address_id = coalesce(mine.shipping_address_id, other.shipping_address_id),
 email = coalesce(nullif(mine.email, ''), other.email),
 voucher_code = coalesce(mine.voucher_code, other.voucher_code)
FROM (SELECT shipping_address_id, email, voucher_code FROM checkout_checkout
 WHERE token = ANY (%(others)s) ORDER BY last_change DESC LIMIT 1) other
WHERE mine.token = %(token)s""",
)


# --- Reading


def newest_of(user_id: int) -> UUID | None:
    """The checkout of a person that changed last. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT token FROM checkout_checkout WHERE user_id = %s"
            " ORDER BY last_change DESC, token LIMIT 1",
            [user_id],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def times_of(token: UUID) -> tuple[datetime, datetime] | None:
    """When a checkout was made and when it was changed last. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT created, last_change FROM checkout_checkout WHERE token = %s", [token]
        )
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None


def pieces_of(token: UUID) -> int:
    """How many pieces it has; 0 when there is none. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quantity FROM checkout_checkout WHERE token = %s", [token])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def offered_asked(variant_id: int, token: UUID | None, *, on: date) -> Asked:
    """Ask for a variant as it can be added to a basket."""
    sql = _OFFERED.format(is_open=IS_OPEN, price=PRICE, stock=STOCK)
    return sql, {"variant": variant_id, "token": token, "on": on}


# --- Writing: the checkout is locked, or new


def _checkouts_drop(tokens: Sequence[UUID]) -> None:
    """Take checkouts away with all that is theirs, and where they would have gone unless another
    checkout or an account's book has it now: names and phones stay nowhere that nobody looks."""
    rows = Checkout.objects.filter(token__in=tokens)
    pairs = list(rows.values_list("shipping_address", "billing_address"))
    rows.delete()
    known = Address.objects.filter(pk__in={key for pair in pairs for key in pair if key})
    used = Q(user_addresses__isnull=False)
    for name in ("shipping_address", "billing_address"):
        used |= Q(Exists(Checkout.objects.filter(**{name: OuterRef("pk")})))
    known.exclude(used).delete()


def lines_set(token: UUID, quantities: Mapping[int, int]) -> None:
    """Set pieces of lines; those set to none are taken away. At most three statements."""
    gone = [line_id for line_id, quantity in quantities.items() if quantity < 1]
    kept = {line_id: quantity for line_id, quantity in quantities.items() if quantity >= 1}
    with connection.cursor() as cursor:
        if kept:
            cursor.execute(_SET, [list(kept), list(kept.values()), token])
        if gone:
            cursor.execute(_FORGET, [gone, token])
            cursor.execute(_REMOVE, [gone, token])


def prices_seen(prices: Mapping[int, Decimal]) -> None:
    """Remember that the buyer accepted these prices of lines."""
    with connection.cursor() as cursor:
        cursor.execute(_ACCEPT, [list(prices), list(prices.values())])


def pieces_count(token: UUID) -> int:
    """Count the pieces anew, and mark the checkout as just used; how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"token": token})
        return int(cursor.fetchone()[0])


def line_variant(token: UUID, line_id: int) -> int | None:
    """The variant of a line of this checkout; None when it has no such line."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT variant_id FROM checkout_checkoutline WHERE checkout_id = %s AND id = %s",
            [token, line_id],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def owner_set(token: UUID, user_id: int) -> None:
    """Make it a person's own."""
    Checkout.objects.filter(token=token).update(user_id=user_id)


def code_set(token: UUID, code: str) -> None:
    """Keep a voucher's code with it; "" takes it away."""
    Checkout.objects.filter(token=token).update(voucher_code=code or None)


def names_missing(token: UUID, other: UUID, language: str) -> tuple[str, ...]:
    """Names of goods of which another basket has more than this one."""
    sql = _MISSING.format(texts=goods_join(language))
    with connection.cursor() as cursor:
        cursor.execute(sql, [other, token])
        return tuple(name for (name,) in cursor.fetchall())


def checkouts_merge(token: UUID, others: Sequence[UUID]) -> None:
    """Put all that others hold into one checkout, and take the others away; what this one has
    stays as it is."""
    with connection.cursor() as cursor:
        for statement in _MERGE:
            cursor.execute(statement, {"token": token, "others": list(others)})
    _checkouts_drop(others)


def variants_on_sale(
    variant_ids: Sequence[int], *, on: date, language: str
) -> dict[int, GoodsOnSale]:
    """Those that are on sale, by variant. One statement."""
    sql = _ON_SALE.format(
        price=PRICE,
        stock=STOCK,
        alt="c.photo_alt" if language == "id" else "c.photo_alt_en",
        texts=goods_join(language),
        language=language,
        is_open=IS_OPEN,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, {"variants": list(variant_ids), "on": on})
        return {row[0]: _goods(row) for row in cursor.fetchall()}


def _goods(row: Sequence[Any]) -> GoodsOnSale:
    _variant_id, slug, name, variant_name, price, most, *photo = row
    return GoodsOnSale(slug, name, variant_name, price, most, photo_from(photo))
