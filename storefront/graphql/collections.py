"""Collections: goods that somebody chose and ordered."""

from __future__ import annotations

from datetime import date
from typing import Any

import graphene

from catalog.saleor_adapter.api_groups import CollectionRow, collection_rows
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
from storefront.graphql.enums import CollectionPublished, CollectionSortField, OrderDirection
from storefront.graphql.lists import background, in_order, matching, one_of
from storefront.graphql.loaders import Item, items_of, row_value
from storefront.graphql.products import ProductConnection
from storefront.graphql.texts import english_texts, texts_type

CollectionItem = Item[CollectionRow]

CollectionTranslation = texts_type("CollectionTranslation")
CollectionConnection = connection_type("Collection", "storefront.graphql.collections.Collection")


class CollectionFilterInput(graphene.InputObjectType):
    """What a list of collections is narrowed to."""

    published = graphene.Field(CollectionPublished)
    search = graphene.String()
    ids = graphene.List(graphene.ID)


class CollectionSortingInput(graphene.InputObjectType):
    """How a list of collections is ordered."""

    direction = graphene.Field(OrderDirection, required=True)
    field = graphene.Field(CollectionSortField, required=True)


class Collection(graphene.ObjectType):
    """Goods that somebody chose and ordered."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)
        default_resolver = row_value

    seo_title = graphene.String()
    seo_description = graphene.String()
    name = graphene.String(required=True)
    description = graphene.String(required=True)
    description_json = graphene.Field(JSONString, required=True)
    publication_date = graphene.Date()
    is_published = graphene.Boolean(required=True)
    slug = graphene.String(required=True)
    products = paged(ProductConnection)
    background_image = graphene.Field(Image, size=graphene.Int())
    translation = translation_field(CollectionTranslation)

    resolve_id = id_field("Collection")
    resolve_translation = staticmethod(english_texts)
    resolve_background_image = staticmethod(background)

    @staticmethod
    def resolve_is_published(_item: CollectionItem, _info: Any) -> bool:
        return True  # nothing else can be asked for

    @staticmethod
    def resolve_products(item: CollectionItem, info: Any, **given: Any) -> Page:
        return item.once(crowd.goods_in_collections, info.context, span_of(given))[item.row.id]


def _matching(given: Any, on: date) -> list[CollectionRow]:
    given = given or {}
    if given.get("published") == "HIDDEN":
        return []
    return matching(collection_rows(on), given, "Collection", lambda row: (row.name, row.slug))


def _sorted(rows: list[CollectionRow], given: Any, on: date) -> list[CollectionRow]:
    """In the order asked for, by name within it; all that is seen is available alike."""
    if not given:
        return rows
    numbers: dict[int, int] = {}
    if given["field"] == "PRODUCT_COUNT":
        parents = Parents(Parent.COLLECTION, {row.id: () for row in rows})
        numbers = goods_counts(GoodsQuery(), parents=parents, on=on)
    return in_order(rows, given, numbers)


def collection_by_id(key: int | None, on: date) -> CollectionItem | None:
    """A visible collection."""
    rows = [row for row in collection_rows(on) if row.id == key]
    return items_of(rows)[0] if rows else None


class CollectionQueries:
    """What can be asked of collections."""

    collection = graphene.Field(Collection, id=graphene.ID(), slug=graphene.String())
    collections = paged(
        CollectionConnection, filter=CollectionFilterInput(), sort_by=CollectionSortingInput()
    )

    @staticmethod
    def resolve_collection(
        _root: Any, info: Any, id: str | None = None, slug: str | None = None
    ) -> CollectionItem | None:
        return one_of(collection_rows(info.context.on), "Collection", id, slug)

    @staticmethod
    def resolve_collections(_root: Any, info: Any, **given: Any) -> Page:
        rows = _matching(given.get("filter"), info.context.on)
        rows = _sorted(rows, given.get("sort_by"), info.context.on)
        return list_page(items_of(rows), span_of(given))
