"""Attributes of goods and their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import graphene

from catalog.kept import kept
from catalog.saleor_adapter.api_attributes import (
    AttributeRow,
    ValueRow,
    attribute_rows,
    type_ids_of,
    values_in_use,
)
from catalog.saleor_adapter.api_groups import TypeRow, category_members, type_rows
from catalog.selectors.api_goods import GoodsQuery, conditions_of, public_products
from storefront.graphql.common import Node, ObjectWithMetadata, id_field, translation_field
from storefront.graphql.connections import Page, connection_type, list_page, paged, span_of
from storefront.graphql.enums import (
    AttributeInputTypeEnum,
    AttributeSortField,
    AttributeValueType,
    OrderDirection,
)
from storefront.graphql.ids import key_of, keys_of
from storefront.graphql.lists import matching, one_of
from storefront.graphql.loaders import Asking, Item, items_of, lists_of, row_value
from storefront.graphql.texts import english_name, name_type

AttributeItem = Item[AttributeRow]

AttributeTranslation = name_type("AttributeTranslation")
AttributeValueTranslation = name_type("AttributeValueTranslation")
AttributeConnection = connection_type("Attribute", "storefront.graphql.attributes.Attribute")
ProductTypeConnection = connection_type(
    "ProductType", "storefront.graphql.product_types.ProductType"
)


class Chosen(NamedTuple):
    """An attribute with the values that one thing has of it."""

    attribute: AttributeItem
    values: list[Item[ValueRow]]


class AttributeValue(graphene.ObjectType):
    """A value of an attribute."""

    class Meta:
        interfaces = (Node,)
        default_resolver = row_value

    name = graphene.String()
    slug = graphene.String()
    type = graphene.Field(AttributeValueType)
    translation = translation_field(AttributeValueTranslation)

    resolve_id = id_field("AttributeValue")
    resolve_translation = staticmethod(english_name)

    @staticmethod
    def resolve_type(item: Item[ValueRow], _info: Any) -> str:
        """What kind of value stands beside the name, as Saleor tells them apart."""
        value = item.row.value
        if value.startswith("#") or (value.startswith("rgb(") and value.endswith(")")):
            return "COLOR"
        if "gradient(" in value:
            return "GRADIENT"
        return "URL" if "://" in value else "STRING"


class Attribute(graphene.ObjectType):
    """What goods differ by. Its values are those that public goods have, a hundred at most."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)
        default_resolver = row_value

    product_types = paged(ProductTypeConnection, required=True)
    product_variant_types = paged(ProductTypeConnection, required=True)
    input_type = graphene.Field(AttributeInputTypeEnum)
    name = graphene.String()
    slug = graphene.String()
    values = graphene.List(AttributeValue)
    translation = translation_field(AttributeTranslation)

    resolve_id = id_field("Attribute")
    resolve_translation = staticmethod(english_name)

    @staticmethod
    def resolve_product_types(item: AttributeItem, _info: Any, **given: Any) -> Page:
        return _types_page(item, item.row.type_ids, given)

    @staticmethod
    def resolve_product_variant_types(item: AttributeItem, _info: Any, **given: Any) -> Page:
        return _types_page(item, item.row.variant_type_ids, given)

    @staticmethod
    def resolve_input_type(item: AttributeItem, _info: Any) -> str:
        return item.row.input_type.upper()

    @staticmethod
    def resolve_values(item: AttributeItem, info: Any) -> list[Any]:
        return item.once(_values, info.context).get(item.row.id, [])


class SelectedAttribute(graphene.ObjectType):
    """An attribute with the values that one product or variant has."""

    attribute = graphene.Field(Attribute, required=True)
    values = graphene.List(AttributeValue, required=True)


class AttributeFilterInput(graphene.InputObjectType):
    """What a list of attributes is narrowed to."""

    value_required = graphene.Boolean()
    is_variant_only = graphene.Boolean()
    visible_in_storefront = graphene.Boolean()
    filterable_in_storefront = graphene.Boolean()
    filterable_in_dashboard = graphene.Boolean()
    available_in_grid = graphene.Boolean()
    search = graphene.String()
    ids = graphene.List(graphene.ID)
    in_collection = graphene.ID()
    in_category = graphene.ID()


class AttributeSortingInput(graphene.InputObjectType):
    """How a list of attributes is ordered."""

    direction = graphene.Field(OrderDirection, required=True)
    field = graphene.Field(AttributeSortField, required=True)


def _all_types(_rows: Sequence[Any]) -> list[Item[TypeRow]]:
    return items_of(type_rows())


def _types_page(item: AttributeItem, ids: tuple[int, ...], given: dict[str, Any]) -> Page:
    types = [one for one in item.once(_all_types) if one.row.id in ids]
    return list_page(types, span_of(given))


@kept(seconds=5)
def _values_in_use(on: date) -> dict[int, list[ValueRow]]:
    """Every attribute's values; finding them looks at all goods. One statement when not kept."""
    products, parameters = public_products(on)
    return values_in_use([row.id for row in attribute_rows()], products, parameters)


def _values(rows: Sequence[AttributeRow], asking: Asking) -> dict[int, list[Item[ValueRow]]]:
    known = _values_in_use(asking.on)
    return lists_of({row.id: known.get(row.id, []) for row in rows})


def _all_attributes(_rows: Sequence[Any]) -> list[AttributeItem]:
    return items_of(attribute_rows())


def attributes_of_type(owner: Item[Any], type_id: int, *, of_variants: bool) -> list[AttributeItem]:
    """The attributes of a product type's goods, or of their variants.

    owner: what asks; the attributes are siblings for all its siblings.
    """
    return [
        item
        for item in owner.once(_all_attributes)
        if type_id in (item.row.variant_type_ids if of_variants else item.row.type_ids)
    ]


def selected(
    owner: Item[Any], values: Mapping[int, list[ValueRow]], type_id: int, *, of_variants: bool
) -> list[Chosen]:
    """Every attribute of the type with the values that one thing has, none where it has none."""
    return [
        Chosen(item, items_of(values.get(item.row.id, ())))
        for item in attributes_of_type(owner, type_id, of_variants=of_variants)
    ]


_FLAGS = {
    "value_required": "value_required",
    "is_variant_only": "is_variant_only",
    "filterable_in_storefront": "is_filterable",
    "filterable_in_dashboard": "is_filterable_inside",
    "available_in_grid": "is_in_grid",
}
_SORTS = {
    "NAME": "name",
    "SLUG": "slug",
    "VALUE_REQUIRED": "value_required",
    "IS_VARIANT_ONLY": "is_variant_only",
    "VISIBLE_IN_STOREFRONT": "name",  # all that is seen is visible alike
    "FILTERABLE_IN_STOREFRONT": "is_filterable",
    "FILTERABLE_IN_DASHBOARD": "is_filterable_inside",
    "STOREFRONT_SEARCH_POSITION": "position",
    "AVAILABLE_IN_GRID": "is_in_grid",
}


def _types_in(given: Mapping[str, Any], asking: Asking) -> set[int] | None:
    """Product types of the public goods of a category or collection; None where none is named."""
    category, collection = given.get("in_category"), given.get("in_collection")
    if not category and not collection:
        return None
    query = GoodsQuery(
        categories=category_members().get(key_of("Category", category) or 0, ())
        if category
        else None,
        collections=keys_of("Collection", [collection]) if collection else None,
    )
    where, parameters = conditions_of(query, asking.on)
    return type_ids_of(f"SELECT c.product_id FROM catalog_card c WHERE {where}", parameters)


def _is_wanted(row: AttributeRow, given: Mapping[str, Any], types: set[int] | None) -> bool:
    if given.get("visible_in_storefront") is False:
        return False  # those that are not are not shown
    flags = all(given.get(name) in (None, getattr(row, column)) for name, column in _FLAGS.items())
    return flags and (types is None or bool(types & {*row.type_ids, *row.variant_type_ids}))


def attributes_page(rows: Sequence[AttributeRow], given: dict[str, Any], asking: Asking) -> Page:
    """A piece of a list of attributes, narrowed and ordered by a field's arguments."""
    wanted, order = given.get("filter") or {}, given.get("sort_by")
    types = _types_in(wanted, asking)
    named = matching(rows, wanted, "Attribute", lambda row: (row.name, row.slug))
    found = [row for row in named if _is_wanted(row, wanted, types)]
    if order:
        column = _SORTS[order["field"]]
        found.sort(
            key=lambda row: (
                (getattr(row, column) or 0, row.name, row.slug)
                if column not in ("name", "slug")
                else (getattr(row, column), row.slug)
            ),
            reverse=order["direction"] == "DESC",
        )
    return list_page(items_of(found), span_of(given))


class AttributeQueries:
    """What can be asked of attributes."""

    attributes = paged(
        AttributeConnection, filter=AttributeFilterInput(), sort_by=AttributeSortingInput()
    )
    attribute = graphene.Field(Attribute, id=graphene.ID(required=True))

    @staticmethod
    def resolve_attributes(_root: Any, info: Any, **given: Any) -> Page:
        return attributes_page(attribute_rows(), given, info.context)

    @staticmethod
    def resolve_attribute(_root: Any, _info: Any, id: str) -> AttributeItem | None:
        return one_of(attribute_rows(), "Attribute", id, None)
