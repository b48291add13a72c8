"""Saleor's prices of variants, read and written for the price table."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from catalog.saleor_adapter.bulk import cheapest_settle


class PriceRow(NamedTuple):
    """A variant's price in rupiah, and what it is called. name: of the goods and the choice."""

    variant_id: int
    product_id: int
    price: Decimal
    name: str


_LOCK = """SELECT v.id FROM product_productvariant v WHERE v.id = ANY (%s)
ORDER BY v.id FOR NO KEY UPDATE"""
_ROWS = """SELECT v.id, v.product_id, coalesce(v.price_override_amount, p.price_amount),
 concat_ws(', ', p.name, nullif(v.name, ''))
FROM product_productvariant v JOIN product_product p ON p.id = v.product_id
WHERE v.id = ANY (%s)"""
# a variant that costs what the product does says nothing of its own, as Saleor keeps it
_WRITE = """UPDATE product_productvariant v SET price_override_amount =
 nullif(wanted.price, p.price_amount)
FROM unnest(%s::int[], %s::numeric[]) AS wanted(variant, price), product_product p
WHERE v.id = wanted.variant AND p.id = v.product_id RETURNING v.product_id"""


def prices_lock(variant_ids: Collection[int]) -> dict[int, PriceRow]:
    """The prices of variants by variant, locked until the transaction ends. Two statements."""
    keys = list(variant_ids)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [keys])
        cursor.execute(_ROWS, [keys])
        return {row[0]: PriceRow(*row) for row in cursor.fetchall()}


def prices_write(prices: Mapping[int, Decimal]) -> None:
    """Set variants' prices. Two statements."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [list(prices), list(prices.values())])
        products = {row[0] for row in cursor.fetchall()}
    cheapest_settle(products)
