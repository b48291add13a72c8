"""Prices, as Saleor shows them. Rupiah; what stands on a card is what the buyer pays."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

import graphene

CURRENCY = "IDR"


class Amount(NamedTuple):
    """A sum of money."""

    amount: Decimal
    currency: str = CURRENCY


class Taxed(NamedTuple):
    """A sum with its tax."""

    gross: Amount
    net: Amount
    tax: Amount
    currency: str = CURRENCY


class Range(NamedTuple):
    """From the cheapest to the dearest."""

    start: Any
    stop: Any


class Pricing(NamedTuple):
    """What a product costs."""

    price_range: Range


class VariantPricing(NamedTuple):
    """What a variant costs."""

    price: Taxed


NOTHING = Amount(Decimal(0))


def taxed(amount: Decimal, contained: Decimal | None = None) -> Taxed:
    """A price. Facilities' prices are final: no tax is added. contained: the PPN within it, which
    is told apart where somebody owes it."""
    if not contained:
        return Taxed(Amount(amount), Amount(amount), NOTHING)
    return Taxed(Amount(amount), Amount(amount - contained), Amount(contained))


def rupiah(amount: Decimal) -> str:
    """As Indonesians write it: "Rp28.000"."""
    return f"Rp{amount:,.0f}".replace(",", ".")


class Money(graphene.ObjectType):
    """A sum of money."""

    currency = graphene.String(required=True)
    amount = graphene.Float(required=True)
    localized = graphene.String(
        required=True, deprecation_reason="Clients format prices in their own language."
    )

    @staticmethod
    def resolve_localized(money: Amount, _info: Any) -> str:
        return rupiah(money.amount)


class TaxedMoney(graphene.ObjectType):
    """A sum of money with its tax."""

    currency = graphene.String(required=True)
    gross = graphene.Field(Money, required=True)
    net = graphene.Field(Money, required=True)
    tax = graphene.Field(Money, required=True)


class TaxedMoneyRange(graphene.ObjectType):
    """From the cheapest variant to the dearest."""

    start = graphene.Field(TaxedMoney)
    stop = graphene.Field(TaxedMoney)


class ProductPricingInfo(graphene.ObjectType):
    """What a product costs. The shop has no sales: nothing is discounted."""

    on_sale = graphene.Boolean()
    discount = graphene.Field(TaxedMoney)
    discount_local_currency = graphene.Field(TaxedMoney)
    price_range = graphene.Field(TaxedMoneyRange)
    price_range_undiscounted = graphene.Field(TaxedMoneyRange)
    price_range_local_currency = graphene.Field(TaxedMoneyRange)

    @staticmethod
    def resolve_on_sale(_pricing: Pricing, _info: Any) -> bool:
        return False

    @staticmethod
    def resolve_price_range_undiscounted(pricing: Pricing, _info: Any) -> Range:
        return pricing.price_range


class VariantPricingInfo(graphene.ObjectType):
    """What a variant costs. The shop has no sales: nothing is discounted."""

    on_sale = graphene.Boolean()
    discount = graphene.Field(TaxedMoney)
    discount_local_currency = graphene.Field(TaxedMoney)
    price = graphene.Field(TaxedMoney)
    price_undiscounted = graphene.Field(TaxedMoney)
    price_local_currency = graphene.Field(TaxedMoney)

    @staticmethod
    def resolve_on_sale(_pricing: VariantPricing, _info: Any) -> bool:
        return False

    @staticmethod
    def resolve_price_undiscounted(pricing: VariantPricing, _info: Any) -> Taxed:
        return pricing.price
