"""Categories: kinds of goods, a tree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import graphene

from catalog.saleor_adapter.api_groups import CategoryRow, category_members, category_rows
from catalog.selectors.api_goods import GoodsQuery, Parent, Parents, goods_counts
from storefront.graphql import crowd
from storefront.graphql.common import (
    Image,
    JSONString,
    Node,
    ObjectWithMetadata,
    id_field,
    translation_field,
)
from storefront.graphql.connections import Page, connection_type, list_page, paged, span_of
from storefront.graphql.enums import CategorySortField, OrderDirection
from storefront.graphql.lists import background, in_order, matching, one_of
from storefront.graphql.loaders import Item, items_of, row_value
from storefront.graphql.products import ProductConnection
from storefront.graphql.texts import english_texts, texts_type

CategoryItem = Item[CategoryRow]

CategoryTranslation = texts_type("CategoryTranslation")
CategoryConnection = connection_type("Category", "storefront.graphql.categories.Category")


class CategoryFilterInput(graphene.InputObjectType):
    """What a list of categories is narrowed to."""

    search = graphene.String()
    ids = graphene.List(graphene.ID)


class CategorySortingInput(graphene.InputObjectType):
    """How a list of categories is ordered."""

    direction = graphene.Field(OrderDirection, required=True)
    field = graphene.Field(CategorySortField, required=True)


class Category(graphene.ObjectType):
    """A kind of goods."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)
        default_resolver = row_value

    seo_title = graphene.String()
    seo_description = graphene.String()
    name = graphene.String(required=True)
    description = graphene.String(required=True)
    description_json = graphene.Field(JSONString, required=True)
    slug = graphene.String(required=True)
    parent = graphene.Field("storefront.graphql.categories.Category")
    level = graphene.Int(required=True)
    ancestors = paged(CategoryConnection)
    products = paged(ProductConnection)
    url = graphene.String(deprecation_reason="Use the `slug` field.")
    children = paged(CategoryConnection)
    background_image = graphene.Field(Image, size=graphene.Int())
    translation = translation_field(CategoryTranslation)

    resolve_id = id_field("Category")
    resolve_translation = staticmethod(english_texts)
    resolve_background_image = staticmethod(background)

    @staticmethod
    def resolve_parent(item: CategoryItem, _info: Any) -> CategoryItem | None:
        parents = item.once(_parents)
        return next((one for one in parents if one.row.id == item.row.parent_id), None)

    @staticmethod
    def resolve_ancestors(item: CategoryItem, _info: Any, **given: Any) -> Page:
        row = item.row
        above = [
            one
            for one in item.once(_everything)
            if one.row.tree_id == row.tree_id and one.row.lft < row.lft and one.row.rght > row.rght
        ]
        return list_page(above, span_of(given))

    @staticmethod
    def resolve_products(item: CategoryItem, info: Any, **given: Any) -> Page:
        return item.once(crowd.goods_in_categories, info.context, span_of(given))[item.row.id]

    @staticmethod
    def resolve_url(item: CategoryItem, _info: Any) -> str:
        return f"/katalog/?jenis={item.row.slug}"

    @staticmethod
    def resolve_children(item: CategoryItem, _info: Any, **given: Any) -> Page:
        below = [one for one in item.once(_children) if one.row.parent_id == item.row.id]
        return list_page(below, span_of(given))


def _parents(rows: Sequence[CategoryRow]) -> list[CategoryItem]:
    wanted = {row.parent_id for row in rows}
    return items_of(row for row in category_rows() if row.id in wanted)


def _children(rows: Sequence[CategoryRow]) -> list[CategoryItem]:
    above = {row.id for row in rows}
    return items_of(row for row in category_rows() if row.parent_id in above)


def _everything(_rows: Sequence[CategoryRow]) -> list[CategoryItem]:
    return items_of(category_rows())


def _matching(given: Any, level: int | None) -> list[CategoryRow]:
    rows = [row for row in category_rows() if level is None or row.level == level]
    return matching(
        rows, given or {}, "Category", lambda row: (row.name, row.slug, row.description)
    )


def _sorted(rows: list[CategoryRow], given: Any, on: date) -> list[CategoryRow]:
    """In the order asked for, by name within it; that of the tree where none is asked."""
    if not given:
        return rows
    numbers: dict[int, int] = {}
    if given["field"] == "PRODUCT_COUNT":
        members = category_members()
        parents = Parents(Parent.CATEGORY, {row.id: members[row.id] for row in rows})
        numbers = goods_counts(GoodsQuery(), parents=parents, on=on)
    elif given["field"] == "SUBCATEGORY_COUNT":
        above = [row.parent_id for row in category_rows()]
        numbers = {row.id: above.count(row.id) for row in rows}
    return in_order(rows, given, numbers)


class CategoryQueries:
    """What can be asked of categories."""

    categories = paged(
        CategoryConnection,
        filter=CategoryFilterInput(),
        sort_by=CategorySortingInput(),
        level=graphene.Int(),
    )
    category = graphene.Field(Category, id=graphene.ID(), slug=graphene.String())

    @staticmethod
    def resolve_categories(_root: Any, info: Any, **given: Any) -> Page:
        rows = _matching(given.get("filter"), given.get("level"))
        rows = _sorted(rows, given.get("sort_by"), info.context.on)
        return list_page(items_of(rows), span_of(given))

    @staticmethod
    def resolve_category(
        _root: Any, _info: Any, id: str | None = None, slug: str | None = None
    ) -> CategoryItem | None:
        return one_of(category_rows(), "Category", id, slug)
