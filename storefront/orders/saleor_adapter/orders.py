"""Saleor's orders, lines and allocations: written in one go, and given back in sets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import connection
from measurement.measures import Weight
from saleor.order.models import Order, OrderLine
from saleor.warehouse.models import Allocation

from catalog.message import Message, written_together
from catalog.together import rows_together
from storefront.orders.saleor_adapter.basket_rows import Head, head_asked, head_from

CURRENCY = "IDR"


@dataclass(frozen=True)
class OrderDraft:
    """An order. Amounts in rupiah with the tax that they contain; address_id: of delivery."""

    checkout: UUID
    user_id: int | None
    email: str
    language: str
    address_id: int | None
    voucher_id: int | None
    voucher_name: str
    discount: Decimal
    delivery: Decimal
    delivery_tax: Decimal
    total: Decimal
    tax: Decimal
    grams: int
    at: datetime


@dataclass(frozen=True)
class LineDraft:
    """A line. unit_price: after discounts, as Saleor has it; tax: PPN contained in a piece's, to
    the hundredth; percent: of it; stock_id: of the row that promises it, None when it is made to
    order."""

    variant_id: int
    sku: str
    name: str
    variant_name: str
    translated_name: str
    quantity: int
    unit_price: Decimal
    tax: Decimal
    percent: Decimal
    stock_id: int | None


class OrderKeys:
    """Keys of an order that is to be written and of its lines, taken by a message."""

    def __init__(self, message: Message, lines: int) -> None:
        self._order = message.keys(Order, 1)
        self._lines = message.keys(OrderLine, lines)

    @property
    def order_id(self) -> int:
        """Of the order."""
        return self._order.value[0]

    @property
    def line_ids(self) -> tuple[int, ...]:
        """Of its lines."""
        return tuple(self._lines.value)


@dataclass(frozen=True)
class OrderWritten:
    """What was written. line_ids: in the order of the drafts."""

    order_id: int
    token: str
    line_ids: tuple[int, ...]


def order_write(draft: OrderDraft, lines: Sequence[LineDraft], keys: OrderKeys) -> OrderWritten:
    """Write an order with its lines and promise their stock: three statements in one message. The
    stock rows are the caller's to lock and to check."""
    order = Order(
        pk=keys.order_id,
        token=str(uuid4()),
        created=draft.at,
        user_id=draft.user_id,
        language_code=draft.language,
        user_email=draft.email,
        currency=CURRENCY,
        shipping_address_id=draft.address_id,
        billing_address_id=draft.address_id,
        shipping_price_net_amount=draft.delivery - draft.delivery_tax,
        shipping_price_gross_amount=draft.delivery,
        checkout_token=str(draft.checkout),
        total_net_amount=draft.total - draft.tax,
        total_gross_amount=draft.total,
        voucher_id=draft.voucher_id,
        discount_amount=draft.discount,
        discount_name=draft.voucher_name,
        weight=Weight(g=draft.grams),
    )
    numbered = list(zip(keys.line_ids, lines, strict=True))
    promises = [
        Allocation(order_line_id=key, stock_id=line.stock_id, quantity_allocated=line.quantity)
        for key, line in numbered
        if line.stock_id is not None
    ]
    with written_together() as message:
        message.insert([order])
        message.insert([_line(key, order.pk, line) for key, line in numbered])
        message.insert(promises)
    return OrderWritten(order.pk, order.token, keys.line_ids)


def _line(key: int, order_id: int, line: LineDraft) -> OrderLine:
    return OrderLine(
        pk=key,
        order_id=order_id,
        variant_id=line.variant_id,
        product_name=line.name,
        variant_name=line.variant_name,
        translated_product_name=line.translated_name,
        product_sku=line.sku,
        is_shipping_required=True,
        quantity=line.quantity,
        currency=CURRENCY,
        unit_price_net_amount=line.unit_price - line.tax,
        unit_price_gross_amount=line.unit_price,
        tax_rate=line.percent,
    )


_VARIANTS = "SELECT DISTINCT variant_id FROM checkout_checkoutline WHERE checkout_id = %(token)s"
# What refers to what is looked at when the transaction ends, so one statement takes all of it.
_REMOVE = """WITH lines AS (DELETE FROM checkout_checkoutline WHERE checkout_id = %(token)s
  RETURNING id),
seen AS (DELETE FROM orders_basketline WHERE line_id IN
  (SELECT id FROM checkout_checkoutline WHERE checkout_id = %(token)s)),
ways AS (DELETE FROM orders_basketdelivery WHERE checkout_id = %(token)s),
buyer AS (DELETE FROM orders_basketbuyer WHERE checkout_id = %(token)s)
DELETE FROM checkout_checkout WHERE token = %(token)s"""


def checkout_held(token: UUID) -> tuple[Head | None, list[int]]:
    """A basket, locked until the transaction ends, None when there is none; and its variants, read
    when the lock was given. One message."""
    asked = [head_asked(token, lock=True), (_VARIANTS, {"token": token})]
    heads, variants = rows_together(asked)
    return head_from(heads), sorted(variant for (variant,) in variants)


def checkout_remove(token: UUID) -> None:
    """Take a basket away with all that is of it, but for the address, which is the order's now.
    One statement."""
    with written_together() as message:
        message.change(_REMOVE, {"token": token})


def allocations_drop(order_line_ids: Collection[int]) -> int:
    """Promise these lines' stock to nobody any more; how many promises there were. The stock rows
    are the caller's to lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM warehouse_allocation WHERE order_line_id = ANY (%s)",
            [list(order_line_ids)],
        )
        return int(cursor.rowcount)
