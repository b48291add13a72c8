"""A checkout read and priced once, its lines, and its parts: one for each facility that sends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

import graphene

from catalog.saleor_adapter.api_products import VariantRow, variants_among
from catalog.selectors.api_goods import public_products
from storefront.graphql import crowd
from storefront.graphql.checkout_ways import ShippingMethod, WayOf, way_shown, ways_of
from storefront.graphql.common import Node
from storefront.graphql.ids import global_id, text_key
from storefront.graphql.loaders import Asking, Item, items_by, items_of
from storefront.graphql.money import Amount, Money, Taxed, TaxedMoney, taxed
from storefront.orders.baskets import BasketChange
from storefront.orders.selectors.baskets import Basket
from storefront.orders.services.quoting import Quote, QuoteLine, QuotePart, quote

CHECKOUT = "Checkout"


class Box:
    """A checkout: read and priced at once, and only where somebody asks for it. seen: what an act
    has just made of it."""

    def __init__(
        self, token: UUID, asking: Asking, language: str, seen: Quote | None = None
    ) -> None:
        self.token, self.asking, self.language = token, asking, language
        if seen is not None:
            self.__dict__["found"] = seen

    @cached_property
    def found(self) -> Quote | None:
        """What it holds and costs, None when there is none."""
        return quote(self.token, on=self.asking.on, language=self.language)

    @property
    def quote(self) -> Quote:
        """The same of one that is there."""
        assert self.found is not None
        return self.found

    @property
    def basket(self) -> Basket:
        """What it holds."""
        return self.quote.basket

    @property
    def times(self) -> tuple[datetime, datetime]:
        """When it was made and when it was changed last."""
        return self.basket.made_at, self.basket.changed_at

    @cached_property
    def lines(self) -> dict[int, Item[QuoteLine]]:
        """All lines as siblings, by their keys."""
        rows = [line for part in self.quote.parts for line in part.lines]
        return {item.row.item.line_id: item for item in items_of(rows, self.language)}

    @cached_property
    def parts(self) -> list[Item[QuotePart]]:
        """All parts as siblings."""
        return items_of(self.quote.parts, self.language)


def box_of(
    token: UUID | None, asking: Asking, language: str, seen: Quote | None = None
) -> Box | None:
    """A checkout, None when there is none. One message, none where it was just `seen`."""
    box = Box(token, asking, language, seen) if token else None
    return box if box and box.found else None


def token_of(given: str | None) -> UUID | None:
    """The token in a checkout's id; None for an id of another type, or none at all."""
    try:
        return UUID(text_key(CHECKOUT, given) or "")
    except ValueError:
        return None


class PartOf(NamedTuple):
    """A part and its checkout."""

    box: Box
    item: Item[QuotePart]

    @property
    def row(self) -> QuotePart:
        """The part alone."""
        return self.item.row


def _variants(rows: Sequence[QuoteLine], asking: Asking) -> dict[int, Item[VariantRow]]:
    """The public variants of lines, by their keys. One statement."""
    products, parameters = public_products(asking.on)
    ids = [row.item.variant_id for row in rows]
    found: dict[int, Item[VariantRow]] = items_by(
        variants_among(products, parameters, ids=ids), lambda row: row.id
    )
    return found


class CheckoutLine(graphene.ObjectType):
    """Pieces of one variant. A line of goods that left the shop is null; `changes` names it."""

    class Meta:
        interfaces = (Node,)

    variant = graphene.Field("storefront.graphql.variants.ProductVariant", required=True)
    quantity = graphene.Int(required=True)
    total_price = graphene.Field(TaxedMoney)
    requires_shipping = graphene.Boolean()

    @staticmethod
    def resolve_id(line: Item[QuoteLine], _info: Any) -> str:
        return global_id("CheckoutLine", line.row.item.line_id)

    @staticmethod
    def resolve_variant(line: Item[QuoteLine], info: Any) -> Any:
        return line.once(_variants, info.context)[line.row.item.variant_id]

    @staticmethod
    def resolve_quantity(line: Item[QuoteLine], _info: Any) -> int:
        return line.row.item.quantity

    @staticmethod
    def resolve_total_price(line: Item[QuoteLine], _info: Any) -> Taxed:
        return taxed(line.row.goods)

    @staticmethod
    def resolve_requires_shipping(_line: Item[QuoteLine], _info: Any) -> bool:
        return True


class CheckoutChange(graphene.ObjectType):
    """Something that is no longer as the buyer saw it: nothing is ordered until it is accepted."""

    line_id = graphene.ID(description="Null where it is about the voucher.")
    what = graphene.String(required=True, description="price, stock, limit, gone or voucher.")
    before = graphene.String(required=True, description="Rupiah, pieces, or the voucher's code.")
    after = graphene.String(required=True)

    @staticmethod
    def resolve_line_id(row: BasketChange, _info: Any) -> str | None:
        return global_id("CheckoutLine", row.line_id) if row.line_id else None

    @staticmethod
    def resolve_what(row: BasketChange, _info: Any) -> str:
        return row.what

    @staticmethod
    def resolve_before(row: BasketChange, _info: Any) -> str:
        return row.before

    @staticmethod
    def resolve_after(row: BasketChange, _info: Any) -> str:
        return row.after


class CheckoutPart(graphene.ObjectType):
    """What one facility sends."""

    facility = graphene.Field("storefront.graphql.facilities.Facility")
    facility_id = graphene.ID(required=True)
    facility_name = graphene.String(required=True)
    lines = graphene.List(CheckoutLine, required=True)
    available_shipping_methods = graphene.List(graphene.NonNull(ShippingMethod), required=True)
    shipping_method = graphene.Field(
        ShippingMethod, description="As chosen, else the cheapest; null while none can be gone."
    )
    refusals = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="Why further ways cannot be gone.",
    )
    subtotal_price = graphene.Field(TaxedMoney, required=True)
    shipping_price = graphene.Field(TaxedMoney, required=True)
    discount = graphene.Field(Money, required=True)
    total_price = graphene.Field(TaxedMoney, required=True)

    @staticmethod
    def resolve_facility(part: PartOf, _info: Any) -> Any:
        rows = part.item.once(_facilities, part.box.language)
        return rows.get(part.row.facility_id)

    @staticmethod
    def resolve_facility_id(part: PartOf, _info: Any) -> str:
        return global_id("Facility", part.row.facility_id)

    @staticmethod
    def resolve_facility_name(part: PartOf, _info: Any) -> str:
        return part.row.basket.facility_name

    @staticmethod
    def resolve_lines(part: PartOf, _info: Any) -> list[Item[QuoteLine]]:
        return [part.box.lines[line.item.line_id] for line in part.row.lines]

    @staticmethod
    def resolve_available_shipping_methods(part: PartOf, _info: Any) -> list[WayOf]:
        return ways_of(part.row)

    @staticmethod
    def resolve_shipping_method(part: PartOf, _info: Any) -> WayOf | None:
        return way_shown(part.row.basket, part.row.offer) if part.row.offer else None

    @staticmethod
    def resolve_refusals(part: PartOf, _info: Any) -> list[str]:
        return [offer.refused for offer in part.row.offers if offer.refused]

    @staticmethod
    def resolve_subtotal_price(part: PartOf, _info: Any) -> Taxed:
        return taxed(part.row.goods_total)

    @staticmethod
    def resolve_shipping_price(part: PartOf, _info: Any) -> Taxed:
        return taxed(part.row.delivery_price, part.row.delivery_tax)

    @staticmethod
    def resolve_discount(part: PartOf, _info: Any) -> Amount:
        return Amount(part.row.discount_total)

    @staticmethod
    def resolve_total_price(part: PartOf, _info: Any) -> Taxed:
        return taxed(part.row.total, part.row.tax_total)


def _facilities(rows: Sequence[QuotePart], language: str) -> Any:
    return crowd.facilities_of([row.facility_id for row in rows], language)
