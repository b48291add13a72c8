"""An order as Saleor's clients know it, with its parts: one for each facility that makes them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

import graphene
from django.utils.translation import gettext, gettext_noop, override

from catalog.errors import NotFound
from storefront.graphql.addresses import Address, AddressRow, recipient_row
from storefront.graphql.checkout_ways import DeliveryKindEnum
from storefront.graphql.common import Node, ObjectWithMetadata
from storefront.graphql.ids import global_id
from storefront.graphql.loaders import Item
from storefront.graphql.money import Amount, Money, Taxed, TaxedMoney, taxed
from storefront.graphql.order_more import OrderMore, PaymentChargeStatusEnum
from storefront.graphql.order_parts import (
    SENT,
    Fulfillment,
    OrderBox,
    OrderLine,
    ParcelOf,
    parcels_of,
)
from storefront.graphql.uuids import Token
from storefront.graphql.visitor import Person, visitor_in
from storefront.orders.services.keys import order_open
from storefront.orders.shown import LineShown, OrderShown, PartShown
from storefront.orders.types import FacilityOrderState, OrderState, RefundState

_OUT = frozenset({FacilityOrderState.SHIPPED, FacilityOrderState.DONE})
_STATUSES = {
    "DRAFT": gettext_noop("Draft"),
    "UNFULFILLED": gettext_noop("Not sent yet"),
    "PARTIALLY_FULFILLED": gettext_noop("Sent in part"),
    "FULFILLED": SENT,
    "CANCELED": gettext_noop("Cancelled"),
}
_CHARGES = {
    "NOT_CHARGED": gettext_noop("Not paid"),
    "PARTIALLY_CHARGED": gettext_noop("Paid in part"),
    "FULLY_CHARGED": gettext_noop("Paid"),
    "PARTIALLY_REFUNDED": gettext_noop("Refunded in part"),
    "FULLY_REFUNDED": gettext_noop("Refunded"),
}
OrderStatus = graphene.Enum("OrderStatus", [(one, one) for one in _STATUSES])
OrderPartStateEnum = graphene.Enum(
    "OrderPartStateEnum", [(one.name, one.value) for one in FacilityOrderState]
)


class PartOf(NamedTuple):
    """A part and its order."""

    box: OrderBox
    row: PartShown


class OrderPart(graphene.ObjectType):
    """What one facility makes, packs and hands over."""

    id = graphene.ID(required=True)
    number = graphene.String(required=True)
    state = graphene.Field(OrderPartStateEnum, required=True)
    facility_id = graphene.ID(required=True)
    facility_name = graphene.String(required=True)
    delivery_kind = graphene.Field(DeliveryKindEnum, required=True)
    shipping_method_name = graphene.String(required=True)
    lines = graphene.List(graphene.NonNull(OrderLine), required=True)
    fulfillments = graphene.List(graphene.NonNull(Fulfillment), required=True)
    total = graphene.Field(TaxedMoney, required=True)
    shipping_price = graphene.Field(TaxedMoney, required=True)
    promised_on = graphene.Date()
    pickup_code = graphene.String(required=True, description="To be shown on fetching.")

    @staticmethod
    def resolve_id(part: PartOf, _info: Any) -> str:
        return global_id("OrderPart", part.row.id)

    @staticmethod
    def resolve_number(part: PartOf, _info: Any) -> str:
        return part.row.number

    @staticmethod
    def resolve_state(part: PartOf, _info: Any) -> str:
        return part.row.state.value

    @staticmethod
    def resolve_facility_id(part: PartOf, _info: Any) -> str:
        return global_id("Facility", part.row.maker.id)

    @staticmethod
    def resolve_facility_name(part: PartOf, _info: Any) -> str:
        return part.row.maker.name

    @staticmethod
    def resolve_delivery_kind(part: PartOf, _info: Any) -> str:
        return part.row.kind.value

    @staticmethod
    def resolve_shipping_method_name(part: PartOf, _info: Any) -> str:
        return part.row.service

    @staticmethod
    def resolve_lines(part: PartOf, _info: Any) -> list[Item[LineShown]]:
        return [part.box.crowd.lines[line.id] for line in part.row.lines]

    @staticmethod
    def resolve_fulfillments(part: PartOf, _info: Any) -> list[ParcelOf]:
        return parcels_of(part.box, [part.row])

    @staticmethod
    def resolve_total(part: PartOf, _info: Any) -> Taxed:
        return taxed(part.row.total, part.row.tax_total)

    @staticmethod
    def resolve_shipping_price(part: PartOf, _info: Any) -> Taxed:
        return taxed(part.row.delivery_price, part.row.delivery_tax)

    @staticmethod
    def resolve_promised_on(part: PartOf, _info: Any) -> Any:
        return part.row.promised_on

    @staticmethod
    def resolve_pickup_code(part: PartOf, _info: Any) -> str:
        return part.row.pickup_code


class Order(OrderMore, graphene.ObjectType):
    """What was ordered."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    created = graphene.DateTime(required=True)
    status = graphene.Field(OrderStatus, required=True)
    user = graphene.Field(
        "storefront.graphql.accounts.User", description="Of whoever asks; null for all others."
    )
    language_code = graphene.String(required=True)
    tracking_client_id = graphene.String(required=True)
    billing_address = graphene.Field(Address)
    shipping_address = graphene.Field(Address)
    shipping_method_name = graphene.String()
    shipping_price = graphene.Field(TaxedMoney)
    token = graphene.String(required=True)
    discount = graphene.Field(Money)
    discount_name = graphene.String()
    translated_discount_name = graphene.String()
    display_gross_prices = graphene.Boolean(required=True)
    customer_note = graphene.String(required=True)
    fulfillments = graphene.List(Fulfillment, required=True)
    lines = graphene.List(OrderLine, required=True)
    number = graphene.String()
    is_paid = graphene.Boolean()
    payment_status = graphene.Field(PaymentChargeStatusEnum)
    payment_status_display = graphene.String()
    total = graphene.Field(TaxedMoney)
    subtotal = graphene.Field(TaxedMoney, description="Goods before discounts.")
    status_display = graphene.String()
    total_authorized = graphene.Field(Money)
    total_captured = graphene.Field(Money)
    total_balance = graphene.Field(Money, required=True)
    user_email = graphene.String()
    is_shipping_required = graphene.Boolean(required=True)
    parts = graphene.List(graphene.NonNull(OrderPart), required=True)
    pay_by = graphene.DateTime(description="Until when it can be paid; null when it is.")

    @staticmethod
    def resolve_id(box: OrderBox, _info: Any) -> str:
        return global_id("Order", box.token)

    @staticmethod
    def resolve_created(box: OrderBox, _info: Any) -> datetime:
        return box.light.placed_at

    @staticmethod
    def resolve_status(box: OrderBox, _info: Any) -> str:
        return _status(box)

    @staticmethod
    def resolve_user(box: OrderBox, info: Any) -> Person | None:
        person = visitor_in(info.context).person
        return person if person and person.id == box.shown.user_id else None

    @staticmethod
    def resolve_language_code(box: OrderBox, _info: Any) -> str:
        return box.shown.language

    @staticmethod
    def resolve_tracking_client_id(_box: OrderBox, _info: Any) -> str:
        return ""  # nobody is followed

    @staticmethod
    def resolve_billing_address(box: OrderBox, info: Any) -> AddressRow | None:
        return Order.resolve_shipping_address(box, info)

    @staticmethod
    def resolve_shipping_address(box: OrderBox, _info: Any) -> AddressRow | None:
        part = next(iter(box.shown.parts), None)
        is_there = part is not None and part.recipient.name
        return recipient_row(f"order-{box.token}", part.recipient) if part and is_there else None

    @staticmethod
    def resolve_shipping_method_name(box: OrderBox, _info: Any) -> str:
        return ", ".join(f"{part.maker.name}: {part.service}" for part in box.shown.parts)

    @staticmethod
    def resolve_shipping_price(box: OrderBox, _info: Any) -> Taxed:
        return taxed(box.shown.delivery_total, box.shown.delivery_tax)

    @staticmethod
    def resolve_discount(box: OrderBox, _info: Any) -> Amount:
        return Amount(box.shown.discount_total)

    @staticmethod
    def resolve_discount_name(box: OrderBox, _info: Any) -> str | None:
        return box.shown.voucher_code or None

    @staticmethod
    def resolve_translated_discount_name(box: OrderBox, _info: Any) -> str | None:
        return box.shown.voucher_code or None

    @staticmethod
    def resolve_display_gross_prices(_box: OrderBox, _info: Any) -> bool:
        return True

    @staticmethod
    def resolve_customer_note(_box: OrderBox, _info: Any) -> str:
        return ""  # the note to the courier stands with the address

    @staticmethod
    def resolve_fulfillments(box: OrderBox, _info: Any) -> list[ParcelOf]:
        return parcels_of(box, box.shown.parts)

    @staticmethod
    def resolve_lines(box: OrderBox, _info: Any) -> list[Item[LineShown]]:
        return box.lines

    @staticmethod
    def resolve_number(box: OrderBox, _info: Any) -> str:
        return box.light.number

    @staticmethod
    def resolve_is_paid(box: OrderBox, _info: Any) -> bool:
        return box.shown.paid_at is not None

    @staticmethod
    def resolve_payment_status(box: OrderBox, _info: Any) -> str:
        return _charge(box.shown)

    @staticmethod
    def resolve_payment_status_display(box: OrderBox, _info: Any) -> str:
        return _said(_CHARGES[_charge(box.shown)], box)

    @staticmethod
    def resolve_total(box: OrderBox, _info: Any) -> Taxed:
        return taxed(box.light.total, box.shown.tax_total if box.row is None else None)

    @staticmethod
    def resolve_subtotal(box: OrderBox, _info: Any) -> Taxed:
        return taxed(box.shown.goods_total)

    @staticmethod
    def resolve_status_display(box: OrderBox, _info: Any) -> str:
        return _said(_STATUSES[_status(box)], box)

    @staticmethod
    def resolve_total_authorized(_box: OrderBox, _info: Any) -> Amount:
        return Amount(Decimal(0))  # what is paid is captured at once

    @staticmethod
    def resolve_total_captured(box: OrderBox, _info: Any) -> Amount:
        return Amount(_captured(box.shown))

    @staticmethod
    def resolve_total_balance(box: OrderBox, _info: Any) -> Amount:
        return Amount(_captured(box.shown) - box.shown.total)

    @staticmethod
    def resolve_user_email(box: OrderBox, _info: Any) -> str | None:
        return box.shown.email or None

    @staticmethod
    def resolve_is_shipping_required(_box: OrderBox, _info: Any) -> bool:
        return True

    @staticmethod
    def resolve_parts(box: OrderBox, _info: Any) -> list[PartOf]:
        return [PartOf(box, part) for part in box.shown.parts]

    @staticmethod
    def resolve_pay_by(box: OrderBox, _info: Any) -> datetime | None:
        return box.shown.pay_by if box.shown.state is OrderState.UNPAID else None


def _status(box: OrderBox) -> str:
    if box.light.state is OrderState.CANCELLED:
        return "CANCELED"
    going = [state for state in box.states if state is not FacilityOrderState.CANCELLED]
    out = sum(1 for state in going if state in _OUT)
    if not going:
        return "CANCELED"
    if not out:
        return "UNFULFILLED"
    return "FULFILLED" if out == len(going) else "PARTIALLY_FULFILLED"


def _back(shown: OrderShown) -> Decimal:
    """Rupiah that went back of what its parts cost: what came twice or too late went back whole,
    and is no part of what was captured for it."""
    of_parts = (one for one in shown.refunds if one.part_id is not None)
    done = (one.amount for one in of_parts if one.state is RefundState.DONE)
    return sum(done, Decimal(0))


def _captured(shown: OrderShown) -> Decimal:
    return shown.total - _back(shown) if shown.paid_at else Decimal(0)


def _charge(shown: OrderShown) -> str:
    if shown.paid_at is None:
        return "NOT_CHARGED"
    back = _back(shown)
    if not back:
        return "FULLY_CHARGED"
    return "FULLY_REFUNDED" if back >= shown.total else "PARTIALLY_REFUNDED"


def _said(text: str, box: OrderBox) -> str:
    with override(box.language):
        return gettext(text)


class OrderQueries:
    """What can be asked of orders: one, by its token and its second key."""

    order_by_token = graphene.Field(
        Order,
        token=graphene.Argument(Token, required=True),
        email=graphene.String(description="The order's, or the last four digits of its phone."),
        description="Null without the right e-mail, and for an order that there is not.",
    )

    @staticmethod
    def resolve_order_by_token(
        _root: Any, info: Any, token: Any, email: str = ""
    ) -> OrderBox | None:
        visitor = visitor_in(info.context)
        try:
            opened = order_open(
                second=(email or "")[:254], address=visitor.address, order_token=token
            )
        except NotFound:
            return None
        return OrderBox(opened, visitor.language)
