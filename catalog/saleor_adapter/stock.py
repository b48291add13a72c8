"""Saleor's stock rows, read and written for the ledger."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection

from catalog.together import rows_together
from catalog.types import StockReason


class StockRow(NamedTuple):
    """What a facility has of a variant. quantity: pieces there; promised: of these, to orders."""

    variant_id: int
    stock_id: int
    listing_id: int
    facility_id: int
    sku: str
    quantity: int
    promised: int


_LOCK = """SELECT s.id FROM warehouse_stock s WHERE s.product_variant_id = ANY (%(variants)s::int[])
ORDER BY s.id FOR NO KEY UPDATE"""
# The cards follow every write, row by row: held in one order before, two writers never cross.
_LOCK_CARDS = """SELECT c.listing_id FROM catalog_card c WHERE c.product_id IN
 (SELECT v.product_id FROM product_productvariant v WHERE v.id = ANY (%(variants)s::int[]))
ORDER BY c.listing_id FOR UPDATE"""
_ROWS = """SELECT v.id, s.id, l.id, l.facility_id, v.sku, s.quantity,
 coalesce((SELECT sum(a.quantity_allocated) FROM warehouse_allocation a
  WHERE a.stock_id = s.id), 0)::int
FROM warehouse_stock s JOIN product_productvariant v ON v.id = s.product_variant_id
JOIN catalog_listing l ON l.product_id = v.product_id
WHERE v.id = ANY (%(variants)s::int[]) ORDER BY s.id"""
_SAY = (
    "SELECT set_config('lapak.stock_reason', %s, true), set_config('lapak.stock_notes', %s, true)"
)
_WRITE = """UPDATE warehouse_stock s SET quantity = wanted.quantity
FROM unnest(%s::int[], %s::int[]) AS wanted(variant, quantity)
WHERE s.product_variant_id = wanted.variant"""


def stock_lock(variant_ids: Collection[int]) -> dict[int, StockRow]:
    """The stock of variants by variant, locked until the transaction ends. Three statements
    in one message.

    Locked before it is read: what is promised must be summed after the lock is held.
    """
    given = {"variants": list(variant_ids)}
    *_locked, rows = rows_together([(sql, given) for sql in (_LOCK, _LOCK_CARDS, _ROWS)])
    return {row[0]: StockRow(*row) for row in rows}


@contextmanager
def stock_said(reason: StockReason, notes: Mapping[int, str] | None = None) -> Iterator[None]:
    """What is written inside, in an open transaction, is for this reason; notes: by variant.

    What follows in the transaction is for no reason again.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SAY, [reason.value, json.dumps(notes) if notes else ""])
        yield
        cursor.execute(_SAY, ["", ""])


def stocks_write(
    quantities: Mapping[int, int], reason: StockReason, notes: Mapping[int, str]
) -> None:
    """Set what is there of variants; the database adds the moves to the ledger at once."""
    with stock_said(reason, notes), connection.cursor() as cursor:
        cursor.execute(_WRITE, [list(quantities), list(quantities.values())])


def stock_write(variant_id: int, quantity: int, reason: StockReason, note: str) -> None:
    """Set what is there of one variant."""
    stocks_write({variant_id: quantity}, reason, {variant_id: note})
