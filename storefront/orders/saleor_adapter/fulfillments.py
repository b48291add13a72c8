"""Saleor's fulfillments: what was handed over, taken out of stock by the ledger's door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection
from saleor.order.models import Fulfillment, FulfillmentLine, OrderLine

from catalog.saleor_adapter.stock import stock_said
from catalog.types import StockReason


class HandedOver(NamedTuple):
    """Pieces of a line of Saleor's that leave. variant_id: None when it is no longer there."""

    order_line_id: int
    variant_id: int | None
    pieces: int


# What is promised to the line is what leaves; goods made to order are promised nowhere.
_TAKE = """UPDATE warehouse_stock s SET quantity = s.quantity - taken.pieces
FROM (SELECT a.stock_id, sum(least(a.quantity_allocated, w.pieces))::int AS pieces
  FROM warehouse_allocation a
  JOIN unnest(%(lines)s::int[], %(pieces)s::int[]) AS w(line, pieces) ON w.line = a.order_line_id
  GROUP BY a.stock_id) taken WHERE s.id = taken.stock_id"""
_KEEP = """UPDATE warehouse_allocation a
SET quantity_allocated = greatest(a.quantity_allocated - w.pieces, 0)
FROM unnest(%(lines)s::int[], %(pieces)s::int[]) AS w(line, pieces)
WHERE w.line = a.order_line_id"""
_DROP = """DELETE FROM warehouse_allocation
WHERE order_line_id = ANY (%(lines)s) AND quantity_allocated = 0"""


def stock_take(goods: Sequence[HandedOver], note: str) -> None:
    """Take what leaves out of stock, with its promise. The stock rows are the caller's to lock.
    note: the part's number, for the ledger."""
    notes = {one.variant_id: note for one in goods if one.variant_id}
    given = _given(goods)
    with stock_said(StockReason.ORDER, notes), connection.cursor() as cursor:
        cursor.execute(_TAKE, given)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, given)
        cursor.execute(_DROP, given)


def promise_lower(goods: Sequence[HandedOver]) -> None:
    """Promise these pieces to nobody any more. The stock rows are the caller's to lock."""
    given = _given(goods)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, given)
        cursor.execute(_DROP, given)


def _given(goods: Sequence[HandedOver]) -> dict[str, list[int]]:
    return {
        "lines": [one.order_line_id for one in goods],
        "pieces": [one.pieces for one in goods],
    }


def fulfillment_write(order_id: int, goods: Sequence[HandedOver], tracking_number: str) -> int:
    """Write a fulfillment of an order; its id. Acts of the shop itself alone may: it counts on
    Saleor's lines what was handed over."""
    row = Fulfillment.objects.create(order_id=order_id, tracking_number=tracking_number)
    FulfillmentLine.objects.bulk_create(
        FulfillmentLine(fulfillment=row, order_line_id=one.order_line_id, quantity=one.pieces)
        for one in goods
    )
    lines = OrderLine.objects.in_bulk([one.order_line_id for one in goods])
    for one in goods:
        lines[one.order_line_id].quantity_fulfilled += one.pieces
    OrderLine.objects.bulk_update(lines.values(), ["quantity_fulfilled"])
    return int(row.pk)


def fulfillment_track(fulfillment_id: int, tracking_number: str) -> None:
    """Write another tracking number down."""
    Fulfillment.objects.filter(pk=fulfillment_id).update(tracking_number=tracking_number)
