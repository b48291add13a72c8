"""Product types: which attributes goods have."""

from __future__ import annotations

from typing import Any

import graphene

from catalog.saleor_adapter.api_groups import TypeRow, type_rows
from storefront.graphql import crowd
from storefront.graphql.attributes import Attribute, ProductTypeConnection, attributes_of_type
from storefront.graphql.common import (
    Node,
    ObjectWithMetadata,
    Weight,
    WeightOf,
    id_field,
    weight_of,
)
from storefront.graphql.connections import Page, list_page, paged, span_of
from storefront.graphql.enums import (
    OrderDirection,
    ProductTypeConfigurable,
    ProductTypeEnum,
    ProductTypeSortField,
)
from storefront.graphql.lists import matching, one_of
from storefront.graphql.loaders import Item, items_of, row_value
from storefront.graphql.products import ProductConnection, weight_unit

TypeItem = Item[TypeRow]


class ProductTypeFilterInput(graphene.InputObjectType):
    """What a list of product types is narrowed to."""

    search = graphene.String()
    configurable = graphene.Field(ProductTypeConfigurable)
    product_type = graphene.Field(ProductTypeEnum)
    ids = graphene.List(graphene.ID)


class ProductTypeSortingInput(graphene.InputObjectType):
    """How a list of product types is ordered."""

    direction = graphene.Field(OrderDirection, required=True)
    field = graphene.Field(ProductTypeSortField, required=True)


class ProductType(graphene.ObjectType):
    """Which attributes goods and their variants have."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)
        default_resolver = row_value

    name = graphene.String(required=True)
    slug = graphene.String(required=True)
    has_variants = graphene.Boolean(required=True)
    is_shipping_required = graphene.Boolean(required=True)
    is_digital = graphene.Boolean(required=True)
    weight = graphene.Field(Weight)
    products = paged(ProductConnection)
    variant_attributes = graphene.List(Attribute)
    product_attributes = graphene.List(Attribute)

    resolve_id = id_field("ProductType")

    @staticmethod
    def resolve_weight(item: TypeItem, _info: Any) -> WeightOf | None:
        return weight_of(item.row.weight, weight_unit())

    @staticmethod
    def resolve_products(item: TypeItem, info: Any, **given: Any) -> Page:
        return item.once(crowd.goods_of_types, info.context, span_of(given))[item.row.id]

    @staticmethod
    def resolve_variant_attributes(item: TypeItem, _info: Any) -> list[Any]:
        return attributes_of_type(item, item.row.id, of_variants=True)

    @staticmethod
    def resolve_product_attributes(item: TypeItem, _info: Any) -> list[Any]:
        return attributes_of_type(item, item.row.id, of_variants=False)


_CONFIGURABLE = {"CONFIGURABLE": True, "SIMPLE": False, None: None}
_COLUMNS = {"DIGITAL": "is_digital", "SHIPPABLE": "is_shipping_required"}
_SORTS = {"NAME": "name", "DIGITAL": "is_digital", "SHIPPING_REQUIRED": "is_shipping_required"}


def _is_wanted(row: TypeRow, given: Any) -> bool:
    configurable = _CONFIGURABLE[given.get("configurable")]
    column = _COLUMNS.get(given.get("product_type"))
    return configurable in (None, row.has_variants) and (column is None or getattr(row, column))


class ProductTypeQueries:
    """What can be asked of product types."""

    product_type = graphene.Field(ProductType, id=graphene.ID(required=True))
    product_types = paged(
        ProductTypeConnection, filter=ProductTypeFilterInput(), sort_by=ProductTypeSortingInput()
    )

    @staticmethod
    def resolve_product_type(_root: Any, _info: Any, id: str) -> TypeItem | None:
        return one_of(type_rows(), "ProductType", id, None)

    @staticmethod
    def resolve_product_types(_root: Any, _info: Any, **given: Any) -> Page:
        order = given.get("sort_by")
        wanted = given.get("filter") or {}
        found = matching(type_rows(), wanted, "ProductType", lambda row: (row.name, row.slug))
        rows = [row for row in found if _is_wanted(row, wanted)]
        if order:
            column = _SORTS[order["field"]]
            rows.sort(
                key=lambda row: (getattr(row, column), row.name, row.slug),
                reverse=order["direction"] == "DESC",
            )
        return list_page(items_of(rows), span_of(given))
