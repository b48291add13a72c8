"""What orders are made of: lines, parcels, and how they are paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

import graphene
from django.utils.translation import gettext, gettext_noop

from catalog.errors import NotFound
from catalog.saleor_adapter.api_products import VariantRow, variants_among
from catalog.selectors.api_goods import public_products
from storefront.graphql import crowd
from storefront.graphql.common import Image, ImageOf, Node, ObjectWithMetadata
from storefront.graphql.ids import global_id
from storefront.graphql.loaders import Asking, Item, items_by
from storefront.graphql.money import Amount, Money, Taxed, TaxedMoney, taxed
from storefront.graphql.order_crowd import OrderCrowd
from storefront.graphql.products import THUMBNAIL, Product
from storefront.orders.selectors.buyers import OrderRow
from storefront.orders.selectors.payments import AttemptSeen, PaySeen, pay_seen
from storefront.orders.shown import LineShown, OrderShown, ParcelShown, PartShown
from storefront.orders.types import FacilityOrderState

SENT = gettext_noop("Sent")
FulfillmentStatus = graphene.Enum(
    "FulfillmentStatus", [("FULFILLED", "FULFILLED"), ("CANCELED", "CANCELED")]
)


class OrderBox:
    """An order: read whole only where somebody asks for more than its row in a list tells.

    row: of the list it stands in; crowd: those that it is asked for with; pay_at: where it is paid,
    as its provider just said.
    """

    def __init__(
        self,
        token: str,
        language: str,
        *,
        row: OrderRow | None = None,
        crowd: OrderCrowd | None = None,
        pay_at: str = "",
    ) -> None:
        self.token, self.language, self.row, self.pay_at = token, language, row, pay_at
        self.crowd = crowd or OrderCrowd([token], language)

    @property
    def shown(self) -> OrderShown:
        """All of it, read with all of its crowd. Raises NotFound."""
        found = self.crowd.shown.get(self.token)
        if found is None:
            raise NotFound
        return found

    @property
    def light(self) -> OrderRow | OrderShown:
        """What tells token, number, placed_at, total and state, as cheap as it is there."""
        return self.row or self.shown

    @property
    def states(self) -> tuple[FacilityOrderState, ...]:
        """Of its parts."""
        return self.row.states if self.row else tuple(part.state for part in self.shown.parts)

    @property
    def lines(self) -> list[Item[LineShown]]:
        """Its lines, which are siblings of all those of its crowd."""
        return [self.crowd.lines[line.id] for part in self.shown.parts for line in part.lines]

    @cached_property
    def seen(self) -> PaySeen:
        """How it is paid. Five statements."""
        return pay_seen(self.token)


class OrderPayment(graphene.ObjectType):
    """How an order is paid: the buyer goes to `url`, pays there, and comes back to the shop."""

    url = graphene.String(required=True, description="The provider's page, or the shop's own.")
    gateway = graphene.String(required=True)
    amount = graphene.Field(Money, required=True, description="Of a transfer, to the last digit.")
    pay_by = graphene.DateTime(required=True, description="After that the order is cancelled.")

    @staticmethod
    def resolve_url(box: OrderBox, _info: Any) -> str:
        return box.pay_at

    @staticmethod
    def resolve_gateway(box: OrderBox, _info: Any) -> str:
        attempt = box.seen.attempt
        return f"{attempt.provider}:{attempt.method}" if attempt else ""

    @staticmethod
    def resolve_amount(box: OrderBox, _info: Any) -> Amount:
        attempt: AttemptSeen | None = box.seen.attempt
        return Amount(attempt.amount if attempt else box.seen.total)

    @staticmethod
    def resolve_pay_by(box: OrderBox, _info: Any) -> datetime:
        attempt = box.seen.attempt
        return attempt.pay_by if attempt else box.seen.pay_by


def _variants(rows: Sequence[LineShown], asking: Asking) -> dict[int, Item[VariantRow]]:
    """The variants of lines that are public today, by their keys. One statement."""
    products, parameters = public_products(asking.on)
    ids = [row.variant_id for row in rows if row.variant_id]
    found: dict[int, Item[VariantRow]] = items_by(
        variants_among(products, parameters, ids=ids), lambda row: row.id
    )
    return found


class OrderLine(graphene.ObjectType):
    """Pieces of one variant, as they were ordered."""

    class Meta:
        interfaces = (Node,)

    product_name = graphene.String(required=True)
    variant_name = graphene.String(required=True)
    product_sku = graphene.String(required=True)
    is_shipping_required = graphene.Boolean(required=True)
    quantity = graphene.Int(required=True)
    quantity_fulfilled = graphene.Int(required=True)
    tax_rate = graphene.Float(required=True, description="Percent of PPN within the price.")
    thumbnail = graphene.Field(Image, size=graphene.Int())
    unit_price = graphene.Field(TaxedMoney)
    variant = graphene.Field(
        "storefront.graphql.variants.ProductVariant",
        description="Null once it cannot be bought any more.",
    )
    translated_product_name = graphene.String(required=True)
    translated_variant_name = graphene.String(required=True)
    discount = graphene.Field(Money, required=True, description="Off all pieces of the line.")
    total_price = graphene.Field(TaxedMoney, required=True)

    @staticmethod
    def resolve_id(line: Item[LineShown], _info: Any) -> str:
        return global_id("OrderLine", line.row.id)

    @staticmethod
    def resolve_product_name(line: Item[LineShown], _info: Any) -> str:
        return line.row.name

    @staticmethod
    def resolve_variant_name(line: Item[LineShown], _info: Any) -> str:
        return line.row.variant_name

    @staticmethod
    def resolve_product_sku(line: Item[LineShown], _info: Any) -> str:
        return line.row.sku

    @staticmethod
    def resolve_is_shipping_required(_line: Item[LineShown], _info: Any) -> bool:
        return True

    @staticmethod
    def resolve_quantity(line: Item[LineShown], _info: Any) -> int:
        return line.row.quantity

    @staticmethod
    def resolve_quantity_fulfilled(line: Item[LineShown], _info: Any) -> int:
        return line.row.handed_over

    @staticmethod
    def resolve_tax_rate(line: Item[LineShown], _info: Any) -> float:
        net = line.row.total - line.row.tax
        return float(round(line.row.tax / net * 100, 2)) if net else 0.0

    @staticmethod
    def resolve_thumbnail(
        line: Item[LineShown], info: Any, size: int = THUMBNAIL
    ) -> ImageOf | None:
        variant = OrderLine.resolve_variant(line, info)
        if variant is None:
            return None
        goods = variant.once(crowd.products_of_variants, info.context)
        item = goods.get(variant.row.product_id)
        found: ImageOf | None = Product.resolve_thumbnail(item, info, size) if item else None
        return found

    @staticmethod
    def resolve_unit_price(line: Item[LineShown], _info: Any) -> Taxed:
        return taxed(line.row.unit_price)

    @staticmethod
    def resolve_variant(line: Item[LineShown], info: Any) -> Item[VariantRow] | None:
        return line.once(_variants, info.context).get(line.row.variant_id or 0)

    @staticmethod
    def resolve_translated_product_name(line: Item[LineShown], _info: Any) -> str:
        return line.row.name

    @staticmethod
    def resolve_translated_variant_name(line: Item[LineShown], _info: Any) -> str:
        return line.row.variant_name

    @staticmethod
    def resolve_discount(line: Item[LineShown], _info: Any) -> Amount:
        return Amount(line.row.discount)

    @staticmethod
    def resolve_total_price(line: Item[LineShown], _info: Any) -> Taxed:
        return taxed(line.row.total, line.row.tax)


class ParcelOf(NamedTuple):
    """A parcel. number: 1, 2, ... in its order."""

    number: int
    row: ParcelShown
    box: OrderBox


class ParcelLineOf(NamedTuple):
    """Pieces of a line in a parcel."""

    parcel: ParcelOf
    line_id: int
    pieces: int


class FulfillmentLine(graphene.ObjectType):
    """Pieces of a line that are in a parcel."""

    class Meta:
        interfaces = (Node,)

    quantity = graphene.Int(required=True)
    order_line = graphene.Field(OrderLine)

    @staticmethod
    def resolve_id(one: ParcelLineOf, _info: Any) -> str:
        return global_id("FulfillmentLine", f"{one.parcel.row.id}-{one.line_id}")

    @staticmethod
    def resolve_quantity(one: ParcelLineOf, _info: Any) -> int:
        return one.pieces

    @staticmethod
    def resolve_order_line(one: ParcelLineOf, _info: Any) -> Item[LineShown] | None:
        return one.parcel.box.crowd.lines.get(one.line_id)


class Fulfillment(graphene.ObjectType):
    """A parcel on its way."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    fulfillment_order = graphene.Int(required=True)
    status = graphene.Field(FulfillmentStatus, required=True)
    tracking_number = graphene.String(required=True)
    created = graphene.DateTime(required=True)
    lines = graphene.List(FulfillmentLine)
    status_display = graphene.String()
    service = graphene.String(required=True)
    tracking_url = graphene.String(required=True, description="Of the courier; empty without one.")
    delivered_at = graphene.DateTime()

    @staticmethod
    def resolve_id(parcel: ParcelOf, _info: Any) -> str:
        return global_id("Fulfillment", parcel.row.id)

    @staticmethod
    def resolve_fulfillment_order(parcel: ParcelOf, _info: Any) -> int:
        return parcel.number

    @staticmethod
    def resolve_status(_parcel: ParcelOf, _info: Any) -> str:
        return "FULFILLED"

    @staticmethod
    def resolve_tracking_number(parcel: ParcelOf, _info: Any) -> str:
        return parcel.row.number

    @staticmethod
    def resolve_created(parcel: ParcelOf, _info: Any) -> datetime:
        return parcel.row.handed_over_at

    @staticmethod
    def resolve_lines(parcel: ParcelOf, _info: Any) -> list[ParcelLineOf]:
        return [ParcelLineOf(parcel, line, pieces) for line, pieces in parcel.row.lines]

    @staticmethod
    def resolve_status_display(_parcel: ParcelOf, _info: Any) -> str:
        return gettext(SENT)

    @staticmethod
    def resolve_service(parcel: ParcelOf, _info: Any) -> str:
        return parcel.row.service

    @staticmethod
    def resolve_tracking_url(parcel: ParcelOf, _info: Any) -> str:
        return parcel.row.address

    @staticmethod
    def resolve_delivered_at(parcel: ParcelOf, _info: Any) -> datetime | None:
        return parcel.row.delivered_at


def parcels_of(box: OrderBox, parts: Sequence[PartShown]) -> list[ParcelOf]:
    rows = sorted((row for part in parts for row in part.parcels), key=lambda row: row.id)
    return [ParcelOf(number, row, box) for number, row in enumerate(rows, start=1)]
