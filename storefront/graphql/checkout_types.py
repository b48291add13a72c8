"""A checkout as Saleor's clients know it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import graphene

from storefront.graphql.addresses import Address, AddressRow
from storefront.graphql.checkout_parts import (
    CHECKOUT,
    Box,
    CheckoutChange,
    CheckoutLine,
    CheckoutPart,
    PartOf,
    box_of,
)
from storefront.graphql.checkout_ways import (
    PaymentGateway,
    ShippingMethod,
    WayOf,
    way_shown,
    ways_of,
)
from storefront.graphql.common import Node, ObjectWithMetadata
from storefront.graphql.ids import global_id
from storefront.graphql.loaders import Item
from storefront.graphql.money import Amount, Money, Taxed, TaxedMoney, taxed
from storefront.graphql.uuids import Token
from storefront.graphql.visitor import Person, visitor_in
from storefront.orders.baskets import BasketChange
from storefront.orders.providers.base import Method
from storefront.orders.services.choosing import methods_to_choose
from storefront.orders.services.quoting import QuoteLine


class Checkout(graphene.ObjectType):
    """What a buyer put together. Its token is the key to it: keep it as such."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    created = graphene.DateTime(required=True)
    last_change = graphene.DateTime(required=True)
    user = graphene.Field(
        "storefront.graphql.accounts.User", description="Of whoever asks; null for all others."
    )
    token = graphene.Field(Token, required=True)
    quantity = graphene.Int(required=True)
    billing_address = graphene.Field(Address, description="Where the goods go: the shop has one.")
    shipping_address = graphene.Field(Address)
    shipping_method = graphene.Field(ShippingMethod, description="Of the first part.")
    note = graphene.String(required=True)
    discount = graphene.Field(Money)
    discount_name = graphene.String()
    translated_discount_name = graphene.String()
    voucher_code = graphene.String()
    available_shipping_methods = graphene.List(
        ShippingMethod, required=True, description="Of all parts; each id names its facility."
    )
    available_payment_gateways = graphene.List(graphene.NonNull(PaymentGateway), required=True)
    email = graphene.String(required=True)
    is_shipping_required = graphene.Boolean(required=True)
    lines = graphene.List(CheckoutLine)
    shipping_price = graphene.Field(TaxedMoney)
    subtotal_price = graphene.Field(TaxedMoney, description="Goods before discounts.")
    total_price = graphene.Field(TaxedMoney)
    parts = graphene.List(graphene.NonNull(CheckoutPart), required=True)
    changes = graphene.List(graphene.NonNull(CheckoutChange), required=True)
    changes_digest = graphene.String(
        required=True, description="What checkoutChangesAccept takes: of the changes as shown."
    )
    digest = graphene.String(
        required=True, description="Of all that is to be paid: checkoutComplete can hold to it."
    )
    problems = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="Why it cannot be completed as it stands.",
    )

    @staticmethod
    def resolve_id(box: Box, _info: Any) -> str:
        return global_id(CHECKOUT, box.token)

    @staticmethod
    def resolve_created(box: Box, _info: Any) -> datetime:
        return box.times[0]

    @staticmethod
    def resolve_last_change(box: Box, _info: Any) -> datetime:
        return box.times[1]

    @staticmethod
    def resolve_user(box: Box, info: Any) -> Person | None:
        if box.basket.user_id is None:
            return None
        person = visitor_in(info.context).person
        return person if person and person.id == box.basket.user_id else None

    @staticmethod
    def resolve_quantity(box: Box, _info: Any) -> int:
        return box.basket.quantity

    @staticmethod
    def resolve_billing_address(box: Box, info: Any) -> AddressRow | None:
        return Checkout.resolve_shipping_address(box, info)

    @staticmethod
    def resolve_shipping_address(box: Box, _info: Any) -> AddressRow | None:
        shown = box.basket.address
        return AddressRow(f"checkout-{box.token}", shown) if shown else None

    @staticmethod
    def resolve_shipping_method(box: Box, _info: Any) -> WayOf | None:
        part = next(iter(box.quote.parts), None)
        return way_shown(part.basket, part.offer) if part and part.offer else None

    @staticmethod
    def resolve_note(_box: Box, _info: Any) -> str:
        return ""  # the note to the courier stands with the address

    @staticmethod
    def resolve_discount(box: Box, _info: Any) -> Amount:
        return Amount(box.quote.discount_total)

    @staticmethod
    def resolve_discount_name(box: Box, _info: Any) -> str | None:
        return box.basket.voucher_code or None

    @staticmethod
    def resolve_translated_discount_name(box: Box, _info: Any) -> str | None:
        return box.basket.voucher_code or None

    @staticmethod
    def resolve_voucher_code(box: Box, _info: Any) -> str | None:
        return box.basket.voucher_code or None

    @staticmethod
    def resolve_available_shipping_methods(box: Box, _info: Any) -> list[WayOf]:
        return [way for part in box.quote.parts for way in ways_of(part)]

    @staticmethod
    def resolve_available_payment_gateways(box: Box, _info: Any) -> tuple[Method, ...]:
        return methods_to_choose(box.quote, language=box.language)

    @staticmethod
    def resolve_email(box: Box, _info: Any) -> str:
        return box.basket.email

    @staticmethod
    def resolve_is_shipping_required(_box: Box, _info: Any) -> bool:
        return True

    @staticmethod
    def resolve_lines(box: Box, _info: Any) -> list[Item[QuoteLine]]:
        return list(box.lines.values())

    @staticmethod
    def resolve_shipping_price(box: Box, _info: Any) -> Taxed:
        return taxed(box.quote.delivery_total, box.quote.delivery_tax)

    @staticmethod
    def resolve_subtotal_price(box: Box, _info: Any) -> Taxed:
        return taxed(box.quote.goods_total)

    @staticmethod
    def resolve_total_price(box: Box, _info: Any) -> Taxed:
        return taxed(box.quote.total, box.quote.tax_total)

    @staticmethod
    def resolve_parts(box: Box, _info: Any) -> list[PartOf]:
        return [PartOf(box, item) for item in box.parts]

    @staticmethod
    def resolve_changes(box: Box, _info: Any) -> list[BasketChange]:
        return list(box.basket.changes)

    @staticmethod
    def resolve_changes_digest(box: Box, _info: Any) -> str:
        return box.basket.digest

    @staticmethod
    def resolve_digest(box: Box, _info: Any) -> str:
        return box.quote.digest

    @staticmethod
    def resolve_problems(box: Box, _info: Any) -> list[str]:
        return [problem.sentence for problem in box.quote.problems]


class CheckoutQueries:
    """What can be asked of checkouts: one, by its token."""

    checkout = graphene.Field(Checkout, token=graphene.Argument(Token))

    @staticmethod
    def resolve_checkout(_root: Any, info: Any, token: Any = None) -> Box | None:
        return box_of(token, info.context, visitor_in(info.context).language)
