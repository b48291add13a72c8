"""Variants: what is bought of a product."""

from __future__ import annotations

from typing import Any

import graphene
from django.conf import settings

from catalog.errors import Invalid
from catalog.saleor_adapter.api_products import (
    VariantRow,
    variants_among,
    variants_count,
)
from catalog.selectors.api_goods import Span, public_products
from storefront.graphql import crowd
from storefront.graphql.attributes import selected
from storefront.graphql.common import (
    Node,
    ObjectWithMetadata,
    Weight,
    WeightOf,
    id_field,
    translation_field,
    weight_of,
)
from storefront.graphql.connections import NO_PLACE, Page, connection_type, paged, span_of
from storefront.graphql.enums import CountryCode
from storefront.graphql.ids import global_id, key_of, keys_of
from storefront.graphql.lists import few
from storefront.graphql.loaders import Asking, Item, items_of, row_value
from storefront.graphql.money import VariantPricing, VariantPricingInfo, taxed
from storefront.graphql.products import ProductImage, weight_unit
from storefront.graphql.texts import english_name, name_type

HOME = "ID"


ProductVariantTranslation = name_type("ProductVariantTranslation")


class ProductVariant(graphene.ObjectType):
    """What is bought of a product. Of stock only what can still be had is told, never more than
    one order may take."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)
        default_resolver = row_value

    name = graphene.String(required=True)
    sku = graphene.String(required=True)
    product = graphene.Field("storefront.graphql.products.Product", required=True)
    track_inventory = graphene.Boolean(required=True)
    weight = graphene.Field(Weight)
    stock_quantity = graphene.Int(
        required=True, deprecation_reason="Use the `quantityAvailable` field."
    )
    pricing = graphene.Field(VariantPricingInfo)
    is_available = graphene.Boolean(deprecation_reason="Use the `quantityAvailable` field.")
    attributes = graphene.List(
        graphene.NonNull("storefront.graphql.attributes.SelectedAttribute"), required=True
    )
    images = graphene.List(ProductImage)
    translation = translation_field(ProductVariantTranslation)
    quantity_available = graphene.Int(required=True, country_code=graphene.Argument(CountryCode))

    resolve_id = id_field("ProductVariant")
    resolve_translation = staticmethod(english_name)

    @staticmethod
    def resolve_product(item: Item[VariantRow], info: Any) -> Any:
        return item.once(crowd.products_of_variants, info.context)[item.row.product_id]

    @staticmethod
    def resolve_weight(item: Item[VariantRow], _info: Any) -> WeightOf | None:
        return weight_of(item.row.weight, weight_unit())

    @staticmethod
    def resolve_stock_quantity(item: Item[VariantRow], _info: Any) -> int:
        return _available(item.row)

    @staticmethod
    def resolve_pricing(item: Item[VariantRow], _info: Any) -> VariantPricing:
        return VariantPricing(taxed(item.row.price))

    @staticmethod
    def resolve_is_available(item: Item[VariantRow], _info: Any) -> bool:
        return item.row.stock > 0

    @staticmethod
    def resolve_attributes(item: Item[VariantRow], _info: Any) -> list[Any]:
        values = item.once(crowd.variant_values).get(item.row.id, {})
        return selected(item, values, item.row.type_id, of_variants=True)

    @staticmethod
    def resolve_images(_item: Item[VariantRow], _info: Any) -> list[Any]:
        return []  # pictures are of listings; none is of one variant

    @staticmethod
    def resolve_quantity_available(
        item: Item[VariantRow], _info: Any, country_code: str = HOME
    ) -> int:
        return _available(item.row) if country_code == HOME else 0


def _available(row: VariantRow) -> int:
    return min(row.stock, settings.MAX_CHECKOUT_LINE_QUANTITY)


ProductVariantConnection = connection_type(
    "ProductVariant", "storefront.graphql.variants.ProductVariant"
)


def _cursor(item: Item[VariantRow]) -> str:
    return global_id("ProductVariant", item.row.id)


def _place(cursor: str | None) -> int | None:
    """The variant that a cursor names. Raises Invalid for a cursor of another list."""
    if not cursor:
        return None
    key = key_of("ProductVariant", cursor)
    if key is None:
        raise Invalid(field="cursor", reason=NO_PLACE)
    return key


def _read(asking: Asking, span: Span, ids: tuple[int, ...] | None) -> list[VariantRow]:
    """One row more than asked for, as far as there is one."""
    products, parameters = public_products(asking.on)
    return variants_among(
        products,
        parameters,
        ids=ids,
        after=_place(span.after),
        before=_place(span.before),
        limit=span.size + 1,
        backwards=span.is_backwards,
    )


def _page(asking: Asking, span: Span, ids: tuple[int, ...] | None) -> Page:
    rows = _read(asking, span, ids)
    more = len(rows) > span.size
    kept = (rows[1:] if span.is_backwards else rows[:-1]) if more else rows
    products, parameters = public_products(asking.on)
    return Page(
        items=items_of(kept),
        has_next=bool(span.before) if span.is_backwards else more,
        has_previous=more if span.is_backwards else bool(span.after),
        cursor_of=_cursor,
        total=lambda: variants_count(products, parameters, ids=ids),
    )


class VariantQueries:
    """What can be asked of variants; only those of public goods are there."""

    product_variant = graphene.Field(ProductVariant, id=graphene.ID(required=True))
    product_variants = paged(ProductVariantConnection, ids=graphene.List(graphene.ID))

    @staticmethod
    def resolve_product_variant(_root: Any, info: Any, id: str) -> Item[VariantRow] | None:
        page = _page(info.context, Span(first=1), keys_of("ProductVariant", [id]))
        return page.items[0] if page.items else None

    @staticmethod
    def resolve_product_variants(
        _root: Any, info: Any, ids: list[str] | None = None, **given: Any
    ) -> Page:
        wanted = None if ids is None else keys_of("ProductVariant", few("ids", ids))
        return _page(info.context, span_of(given), wanted)
