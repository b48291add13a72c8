"""Ways in which a part of a checkout can reach its buyer, and ways of paying."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import graphene

from storefront.graphql.common import Node, Weight
from storefront.graphql.ids import global_id, text_key
from storefront.graphql.money import Amount, Money
from storefront.orders.baskets import BasketPart
from storefront.orders.providers.base import Method
from storefront.orders.selectors.delivery import Offer
from storefront.orders.services.quoting import QuotePart
from storefront.orders.types import DeliveryKind

SHIPPING_METHOD = "ShippingMethod"
ShippingMethodTypeEnum = graphene.Enum(
    "ShippingMethodTypeEnum", [("PRICE", "price"), ("WEIGHT", "weight")]
)
DeliveryKindEnum = graphene.Enum(
    "DeliveryKindEnum", [(one.name, one.value) for one in DeliveryKind]
)


class WayChosen(NamedTuple):
    """A way that an order goes, in the words of an offer."""

    kind: DeliveryKind
    service: str
    name: str
    price: Decimal
    days_min: int
    days_max: int
    arrives_from: date | None = None
    arrives_to: date | None = None
    goods_discount: Decimal = Decimal(0)
    note: str = ""


class WayOf(NamedTuple):
    """A way of delivery of a facility's part."""

    facility_id: int
    facility_name: str
    offer: Offer | WayChosen


def way_id(facility_id: int, kind: str, service: str) -> str:
    """The id of a way of delivery: it names the facility, so one choice is of one part."""
    return global_id(SHIPPING_METHOD, f"{facility_id}:{kind}:{service}")


def way_of(given: str) -> tuple[int, str, str] | None:
    """What `way_id` was made of."""
    facility, _, way = (text_key(SHIPPING_METHOD, given) or "").partition(":")
    kind, _, service = way.partition(":")
    is_number = facility.isascii() and facility.isdigit() and len(facility) <= 9  # noqa: PLR2004
    return (int(facility), kind, service) if is_number and kind in set(DeliveryKind) else None


class ShippingMethod(graphene.ObjectType):
    """A way in which one facility's part can reach the buyer."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String(required=True, description="With the facility's name before it.")
    price = graphene.Field(Money)
    minimum_order_price = graphene.Field(Money)
    maximum_order_price = graphene.Field(Money)
    minimum_order_weight = graphene.Field(Weight)
    maximum_order_weight = graphene.Field(Weight)
    type = graphene.Field(ShippingMethodTypeEnum)
    facility_id = graphene.ID(required=True, description="Whose part it is of.")
    facility_name = graphene.String(required=True)
    kind = graphene.Field(DeliveryKindEnum, required=True)
    days_min = graphene.Int(required=True, description="On the way.")
    days_max = graphene.Int(required=True)
    arrives_from = graphene.Date()
    arrives_to = graphene.Date()
    goods_discount = graphene.Field(
        Money, required=True, description="Off the goods, for fetching."
    )
    note = graphene.String(required=True)

    @staticmethod
    def resolve_id(way: WayOf, _info: Any) -> str:
        return way_id(way.facility_id, way.offer.kind.value, way.offer.service)

    @staticmethod
    def resolve_name(way: WayOf, _info: Any) -> str:
        return f"{way.facility_name}: {way.offer.name}"

    @staticmethod
    def resolve_price(way: WayOf, _info: Any) -> Amount:
        return Amount(way.offer.price)

    @staticmethod
    def resolve_type(way: WayOf, _info: Any) -> str:
        return "weight" if way.offer.kind is DeliveryKind.COURIER else "price"

    @staticmethod
    def resolve_facility_id(way: WayOf, _info: Any) -> str:
        return global_id("Facility", way.facility_id)

    @staticmethod
    def resolve_facility_name(way: WayOf, _info: Any) -> str:
        return way.facility_name

    @staticmethod
    def resolve_kind(way: WayOf, _info: Any) -> str:
        return way.offer.kind.value

    @staticmethod
    def resolve_days_min(way: WayOf, _info: Any) -> int:
        return way.offer.days_min

    @staticmethod
    def resolve_days_max(way: WayOf, _info: Any) -> int:
        return way.offer.days_max

    @staticmethod
    def resolve_arrives_from(way: WayOf, _info: Any) -> Any:
        return way.offer.arrives_from

    @staticmethod
    def resolve_arrives_to(way: WayOf, _info: Any) -> Any:
        return way.offer.arrives_to

    @staticmethod
    def resolve_goods_discount(way: WayOf, _info: Any) -> Amount:
        return Amount(way.offer.goods_discount)

    @staticmethod
    def resolve_note(way: WayOf, _info: Any) -> str:
        return way.offer.note


def way_shown(part: BasketPart, offer: Offer) -> WayOf:
    """A way in which a part of a basket can go."""
    return WayOf(part.facility_id, part.facility_name, offer)


def ways_of(part: QuotePart) -> list[WayOf]:
    """The ways that can be gone."""
    return [way_shown(part.basket, offer) for offer in part.offers if not offer.refused]


class GatewayConfigLine(graphene.ObjectType):
    """Something to know of a way of paying."""

    field = graphene.String(required=True)
    value = graphene.String()


class ConfigOf(NamedTuple):
    """The same."""

    field: str
    value: str


class PaymentGateway(graphene.ObjectType):
    """A way of paying. Its id is what checkoutComplete takes as `gateway`."""

    name = graphene.String(required=True)
    id = graphene.ID(required=True)
    config = graphene.List(graphene.NonNull(GatewayConfigLine), required=True)

    @staticmethod
    def resolve_id(method: Method, _info: Any) -> str:
        return method.code

    @staticmethod
    def resolve_config(method: Method, _info: Any) -> list[ConfigOf]:
        return [ConfigOf("note", method.note), ConfigOf("fee", str(method.fee))]
