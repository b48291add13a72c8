"""What mutations of goods take."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import graphene
from graphene.types.scalars import Scalar
from graphql.language import ast

from catalog.errors import NotFound
from catalog.listing_rules import NUMBERS
from catalog.types import Delivery
from storefront.graphql.ids import key_of
from storefront.graphql.products import DeliveryEnum

# As JSON and people write sums; no exponent, so that a few letters are never a long number.
_AMOUNT = re.compile(r"-?\d{1,20}(\.\d{1,10})?", re.ASCII)


class Rupiah(Scalar):
    """An exact number, as a number or as text: 28000 or "28000"."""

    class Meta:
        name = "Decimal"  # Saleor's

    @staticmethod
    def serialize(value: Any) -> str:
        return str(value)

    @staticmethod
    def parse_literal(node: Any) -> Decimal | None:
        """None, which no argument takes, for what is no number."""
        known = isinstance(node, ast.StringValue | ast.IntValue | ast.FloatValue)
        return _amount(node.value) if known else None

    @staticmethod
    def parse_value(value: Any) -> Decimal:
        """Raises ValueError."""
        found = None if isinstance(value, bool) else _amount(str(value))
        if found is None:
            raise ValueError(value)
        return found


def _amount(text: str) -> Decimal | None:
    return Decimal(text) if _AMOUNT.fullmatch(text) else None


_RUPIAH = "Whole rupiah."
_EMPTY = "Empty text takes it away."
_ZERO = "0 takes it away."


class ProductInput(graphene.InputObjectType):
    """What is said of goods; what is left out stays as it is."""

    name = graphene.String()
    name_en = graphene.String()
    description = graphene.String(description="Paragraphs, with an empty line between them.")
    description_en = graphene.String()
    category = graphene.ID()
    unit = graphene.ID(description=f"The workshop, a ProductionUnit. {_EMPTY}")
    delivery = graphene.Field(DeliveryEnum)
    lead_time_days = graphene.Int(description=_ZERO)
    buyer_limit = graphene.Int(description=_ZERO)
    net_weight_grams = graphene.Int(description=_ZERO)
    best_before_days = graphene.Int(description=_ZERO)
    not_halal = graphene.Boolean()
    adults_only = graphene.Boolean()
    size = graphene.String()
    size_en = graphene.String()
    composition = graphene.String()
    composition_en = graphene.String()
    allergens = graphene.String()
    allergens_en = graphene.String()
    storage = graphene.String()
    storage_en = graphene.String()
    care = graphene.String()
    care_en = graphene.String()


class ProductCreateInput(ProductInput):
    """New goods with one variant."""

    facility = graphene.ID(description="The key's own when left out.")
    slug = graphene.String(description="A wish for the address; made of the name when left out.")
    base_price = Rupiah(description=_RUPIAH)
    weight_grams = graphene.Int(description="Packed.")
    stock = graphene.Int(description="Pieces there at the beginning.")


class ProductVariantInput(graphene.InputObjectType):
    """What is said of a variant; what is left out stays as it is."""

    name = graphene.String()
    name_en = graphene.String()
    price_override = Rupiah(description=_RUPIAH)
    weight_grams = graphene.Int(description="Packed.")


class ProductVariantCreateInput(ProductVariantInput):
    """A new variant of goods that are there."""

    product = graphene.ID(required=True)
    stock = graphene.Int(description="Pieces there at the beginning.")


# Words of the input beside the domain's.
_RENAMED = {"not_halal": "is_not_halal"}
_APART = ("category", "unit", "facility", "slug", "base_price", "weight_grams", "stock")


def values_given(asked: dict[str, Any]) -> dict[str, Any]:
    """What an input says of goods, by the fields of `catalog.listing_values.ListingValues`.

    Raises NotFound for a unit that is none.
    """
    given = {_RENAMED.get(name, name): value for name, value in asked.items() if name not in _APART}
    for name in NUMBERS.keys() & given.keys():
        given[name] = given[name] or None
    if "delivery" in given:
        given["delivery"] = Delivery(given["delivery"])
    if "category" in asked:
        given["category_id"] = _category(asked["category"])
    if "unit" in asked:
        given["unit_id"] = _unit(asked["unit"])
    return given


def _category(given: str) -> int:
    """0 for an id of something else, which is no kind of goods."""
    return key_of("Category", given) or 0


def _unit(given: str) -> int | None:
    if not given:
        return None
    key = key_of("ProductionUnit", given)
    if key is None:
        raise NotFound
    return key


def price_given(asked: dict[str, Any], name: str) -> Decimal:
    """A price; 0, which the domain refuses, when none is said."""
    return Decimal(asked.get(name) or 0)
