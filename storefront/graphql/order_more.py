"""What else Saleor's clients ask an order for: payments, events, its voucher, how it is brought."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

import graphene
from django.utils.translation import gettext, gettext_noop, override

from storefront.graphql.checkout_ways import ShippingMethod, WayChosen, WayOf
from storefront.graphql.common import Node
from storefront.graphql.ids import global_id
from storefront.graphql.money import Amount, Money
from storefront.graphql.order_parts import FulfillmentLine, OrderBox, ParcelLineOf, parcels_of
from storefront.orders.selectors.order_payments import PaymentOfOrder
from storefront.orders.shown import PartShown, StepShown
from storefront.orders.types import AttemptState, StepKind
from storefront.orders.voucher_terms import VoucherTerms

PaymentChargeStatusEnum = graphene.Enum(
    "PaymentChargeStatusEnum",
    [
        (one, one)
        for one in (
            *("NOT_CHARGED", "PARTIALLY_CHARGED", "FULLY_CHARGED"),
            *("PARTIALLY_REFUNDED", "FULLY_REFUNDED"),
        )
    ],
)
VoucherTypeEnum = graphene.Enum(
    "VoucherTypeEnum", [(one, one) for one in ("SHIPPING", "ENTIRE_ORDER", "SPECIFIC_PRODUCT")]
)
DiscountValueTypeEnum = graphene.Enum(
    "DiscountValueTypeEnum", [(one, one) for one in ("FIXED", "PERCENTAGE")]
)
OrderEventsEnum = graphene.Enum(
    "OrderEventsEnum",
    [
        (one, one)
        for one in (
            *("DRAFT_CREATED", "DRAFT_ADDED_PRODUCTS", "DRAFT_REMOVED_PRODUCTS", "PLACED"),
            *("PLACED_FROM_DRAFT", "OVERSOLD_ITEMS", "CANCELED", "ORDER_MARKED_AS_PAID"),
            *("ORDER_FULLY_PAID", "UPDATED_ADDRESS", "EMAIL_SENT", "PAYMENT_CAPTURED"),
            *("PAYMENT_REFUNDED", "PAYMENT_VOIDED", "PAYMENT_FAILED", "FULFILLMENT_CANCELED"),
            *("FULFILLMENT_RESTOCKED_ITEMS", "FULFILLMENT_FULFILLED_ITEMS", "TRACKING_UPDATED"),
            *("NOTE_ADDED", "OTHER"),
        )
    ],
)
_EVENTS: Mapping[StepKind, str] = {
    StepKind.PLACED: "PLACED",
    StepKind.PAID: "ORDER_FULLY_PAID",
    StepKind.SHIPPED: "FULFILLMENT_FULFILLED_ITEMS",
    StepKind.PICKED_UP: "FULFILLMENT_FULFILLED_ITEMS",
    StepKind.CANCELLED: "CANCELED",
    StepKind.REFUNDED: "PAYMENT_REFUNDED",
}
# Of steps that Saleor has no word for, and whose `message` says what they are.
_OTHERS: Mapping[StepKind, str] = {
    StepKind.ACCEPTED: gettext_noop("Accepted"),
    StepKind.LATE: gettext_noop("Will take longer"),
    StepKind.PACKED: gettext_noop("Packed"),
    StepKind.UNPACKED: gettext_noop("Not packed after all"),
    StepKind.READY: gettext_noop("Ready to be fetched"),
    StepKind.DELIVERED: gettext_noop("Has arrived"),
    StepKind.CANCEL_ASKED: gettext_noop("The buyer asked to cancel"),
    StepKind.CANCEL_DECLINED: gettext_noop("Cancelling was declined"),
    StepKind.REFUND_BEGUN: gettext_noop("Money goes back to the buyer"),
    StepKind.RETURN_ASKED: gettext_noop("The buyer wants to send goods back"),
    StepKind.RETURN_DECIDED: gettext_noop("The return was decided"),
}
_GOING = (AttemptState.NEW, AttemptState.OPEN, AttemptState.PAID)


class PaymentOf(NamedTuple):
    """An attempt to pay, and its order."""

    box: OrderBox
    row: PaymentOfOrder


class Payment(graphene.ObjectType):
    """A try to pay an order. What its provider was told and told stays inside."""

    class Meta:
        interfaces = (Node,)

    gateway = graphene.String(required=True)
    is_active = graphene.Boolean(required=True, description="Paid, or can be.")
    created = graphene.DateTime(required=True)
    modified = graphene.DateTime(required=True)
    token = graphene.String(required=True, description="The provider's name for it.")
    order = graphene.Field("storefront.graphql.order_types.Order")
    charge_status = graphene.Field(PaymentChargeStatusEnum, required=True)
    total = graphene.Field(Money)
    captured_amount = graphene.Field(Money)

    @staticmethod
    def resolve_id(one: PaymentOf, _info: Any) -> str:
        return global_id("Payment", one.row.id)

    @staticmethod
    def resolve_gateway(one: PaymentOf, _info: Any) -> str:
        return f"{one.row.provider}:{one.row.method}"

    @staticmethod
    def resolve_is_active(one: PaymentOf, _info: Any) -> bool:
        return one.row.state in _GOING

    @staticmethod
    def resolve_created(one: PaymentOf, _info: Any) -> datetime:
        return one.row.made_at

    @staticmethod
    def resolve_modified(one: PaymentOf, _info: Any) -> datetime:
        return one.row.ended_at or one.row.made_at

    @staticmethod
    def resolve_token(one: PaymentOf, _info: Any) -> str:
        return one.row.reference

    @staticmethod
    def resolve_order(one: PaymentOf, _info: Any) -> OrderBox:
        return one.box

    @staticmethod
    def resolve_charge_status(one: PaymentOf, _info: Any) -> str:
        row = one.row
        if not row.captured:
            return "NOT_CHARGED"
        if row.back:
            return "FULLY_REFUNDED" if row.back >= row.captured else "PARTIALLY_REFUNDED"
        return "FULLY_CHARGED" if row.captured >= row.amount else "PARTIALLY_CHARGED"

    @staticmethod
    def resolve_total(one: PaymentOf, _info: Any) -> Amount:
        return Amount(one.row.amount)

    @staticmethod
    def resolve_captured_amount(one: PaymentOf, _info: Any) -> Amount:
        return Amount(one.row.captured - one.row.back)


class EventOf(NamedTuple):
    """A step, its order, and the part that it is of."""

    box: OrderBox
    part: PartShown | None
    row: StepShown


class OrderEvent(graphene.ObjectType):
    """A step of an order or of a facility's part. Who did it is not said."""

    class Meta:
        interfaces = (Node,)

    date = graphene.DateTime()
    type = graphene.Field(OrderEventsEnum)
    message = graphene.String(description="What was said; of OTHER what it is.")
    amount = graphene.Float()
    quantity = graphene.Int()
    order_number = graphene.String(description="The part's, of a step of a part.")
    fulfilled_items = graphene.List(FulfillmentLine)

    @staticmethod
    def resolve_id(event: EventOf, _info: Any) -> str:
        return global_id("OrderEvent", event.row.id)

    @staticmethod
    def resolve_date(event: EventOf, _info: Any) -> datetime:
        return event.row.at

    @staticmethod
    def resolve_type(event: EventOf, _info: Any) -> str:
        return _EVENTS.get(event.row.kind, "OTHER")

    @staticmethod
    def resolve_message(event: EventOf, _info: Any) -> str | None:
        with override(event.box.language):
            what = gettext(_OTHERS[event.row.kind]) if event.row.kind in _OTHERS else ""
        return ": ".join(text for text in (what, event.row.note) if text) or None

    @staticmethod
    def resolve_amount(event: EventOf, _info: Any) -> float | None:
        said = str(event.row.data.get("amount", ""))
        return float(Decimal(said)) if said.isdecimal() else None

    @staticmethod
    def resolve_quantity(event: EventOf, info: Any) -> int | None:
        items = OrderEvent.resolve_fulfilled_items(event, info)
        return sum(one.pieces for one in items) if items else None

    @staticmethod
    def resolve_order_number(event: EventOf, _info: Any) -> str:
        return event.part.number if event.part else event.box.light.number

    @staticmethod
    def resolve_fulfilled_items(event: EventOf, _info: Any) -> list[ParcelLineOf] | None:
        parcels = parcels_of(event.box, [event.part]) if event.part else []
        wanted = event.row.data.get("parcel")
        return next(
            (
                [ParcelLineOf(parcel, line, pieces) for line, pieces in parcel.row.lines]
                for parcel in parcels
                if parcel.row.id == wanted
            ),
            None,
        )


class Voucher(graphene.ObjectType):
    """A voucher, as whoever used it may know it."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String()
    type = graphene.Field(VoucherTypeEnum, required=True)
    code = graphene.String(required=True)
    start_date = graphene.DateTime(required=True)
    end_date = graphene.DateTime()
    apply_once_per_order = graphene.Boolean(required=True)
    apply_once_per_customer = graphene.Boolean(required=True)
    discount_value_type = graphene.Field(DiscountValueTypeEnum, required=True)
    discount_value = graphene.Float(required=True)
    min_spent = graphene.Field(Money)
    min_checkout_items_quantity = graphene.Int()

    @staticmethod
    def resolve_id(terms: VoucherTerms, _info: Any) -> str:
        return global_id("Voucher", terms.id)

    @staticmethod
    def resolve_type(terms: VoucherTerms, _info: Any) -> str:
        return terms.kind.value.upper()

    @staticmethod
    def resolve_start_date(terms: VoucherTerms, _info: Any) -> datetime:
        return terms.starts

    @staticmethod
    def resolve_end_date(terms: VoucherTerms, _info: Any) -> datetime | None:
        return terms.ends

    @staticmethod
    def resolve_apply_once_per_customer(terms: VoucherTerms, _info: Any) -> bool:
        return terms.once_per_customer

    @staticmethod
    def resolve_discount_value_type(terms: VoucherTerms, _info: Any) -> str:
        return "PERCENTAGE" if terms.is_percent else "FIXED"

    @staticmethod
    def resolve_discount_value(terms: VoucherTerms, _info: Any) -> float:
        return float(terms.value)

    @staticmethod
    def resolve_min_spent(terms: VoucherTerms, _info: Any) -> Amount | None:
        return Amount(terms.min_spent) if terms.min_spent is not None else None

    @staticmethod
    def resolve_min_checkout_items_quantity(terms: VoucherTerms, _info: Any) -> int | None:
        return terms.min_quantity


class OrderMore:
    """Further fields of Order."""

    payments = graphene.List(Payment, description="Every try to pay, the oldest first.")
    events = graphene.List(OrderEvent, description="Of the order and its parts, the oldest first.")
    voucher = graphene.Field(Voucher, description="Null once it is gone.")
    shipping_method = graphene.Field(
        ShippingMethod, description="Of an order of one facility; null with several."
    )
    shipping_methods = graphene.List(
        graphene.NonNull(ShippingMethod), required=True, description="One a facility."
    )

    @staticmethod
    def resolve_payments(box: OrderBox, _info: Any) -> list[PaymentOf]:
        return [PaymentOf(box, row) for row in box.crowd.payments.get(box.shown.id, ())]

    @staticmethod
    def resolve_events(box: OrderBox, _info: Any) -> list[EventOf]:
        found = [EventOf(box, None, step) for step in box.shown.steps]
        found += [EventOf(box, part, step) for part in box.shown.parts for step in part.steps]
        return sorted(found, key=lambda one: one.row.id)

    @staticmethod
    def resolve_voucher(box: OrderBox, _info: Any) -> VoucherTerms | None:
        return box.crowd.vouchers.get(box.shown.voucher_code)

    @staticmethod
    def resolve_shipping_method(box: OrderBox, _info: Any) -> WayOf | None:
        ways = OrderMore.resolve_shipping_methods(box, _info)
        return ways[0] if len(ways) == 1 else None

    @staticmethod
    def resolve_shipping_methods(box: OrderBox, _info: Any) -> list[WayOf]:
        return [_way(part) for part in box.shown.parts]


def _way(part: PartShown) -> WayOf:
    """The way that was chosen, as one that can be chosen is shown."""
    chosen = WayChosen(
        part.kind, part.service_code, part.service, part.delivery_price, *part.days,
        arrives_to=part.promised_on,
    )  # fmt: skip
    return WayOf(part.maker.id, part.maker.name, chosen)
