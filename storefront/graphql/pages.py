"""Reading pages: about, how to buy, help and the like."""

from __future__ import annotations

from datetime import date
from typing import Any

import graphene

from catalog.saleor_adapter.api_site import PageTexts, SitePageRow, site_page_rows
from storefront.graphql.common import (
    ENGLISH,
    JSONString,
    LanguageDisplay,
    Node,
    id_field,
    translation_field,
)
from storefront.graphql.connections import Page as Piece
from storefront.graphql.connections import connection_type, list_page, paged, span_of
from storefront.graphql.enums import OrderDirection, PageSortField
from storefront.graphql.ids import global_id, key_of
from storefront.graphql.loaders import Item, items_of, row_value
from storefront.graphql.texts import english_texts

PageConnection = connection_type("Page", "storefront.graphql.pages.Page")


class PageTranslation(graphene.ObjectType):
    """A page in another language."""

    class Meta:
        interfaces = (Node,)

    seo_title = graphene.String()
    seo_description = graphene.String()
    title = graphene.String(required=True)
    content = graphene.String(required=True)
    content_json = graphene.Field(JSONString, required=True)
    language = graphene.Field(LanguageDisplay, required=True)

    @staticmethod
    def resolve_id(texts: PageTexts, _info: Any) -> str:
        return global_id("PageTranslation", texts.id)

    @staticmethod
    def resolve_language(_texts: PageTexts, _info: Any) -> Any:
        return ENGLISH


class Page(graphene.ObjectType):
    """A page to read."""

    class Meta:
        interfaces = (Node,)
        default_resolver = row_value

    seo_title = graphene.String()
    seo_description = graphene.String()
    title = graphene.String(required=True)
    content = graphene.String(required=True)
    content_json = graphene.Field(JSONString, required=True)
    publication_date = graphene.Date()
    is_published = graphene.Boolean(required=True)
    slug = graphene.String(required=True)
    created = graphene.DateTime(required=True)
    translation = translation_field(PageTranslation)

    resolve_id = id_field("Page")
    resolve_translation = staticmethod(english_texts)

    @staticmethod
    def resolve_is_published(_item: Item[SitePageRow], _info: Any) -> bool:
        return True  # nothing else can be asked for


class PageFilterInput(graphene.InputObjectType):
    """What a list of pages is narrowed to."""

    search = graphene.String()


class PageSortingInput(graphene.InputObjectType):
    """How a list of pages is ordered."""

    direction = graphene.Field(OrderDirection, required=True)
    field = graphene.Field(PageSortField, required=True)


_SORTS = {
    "TITLE": "title",
    "SLUG": "slug",
    "VISIBILITY": "title",  # all that is seen is visible alike
    "CREATION_DATE": "created",
    "PUBLICATION_DATE": "publication_date",
}


def page_by_id(key: int | None, on: date) -> Item[SitePageRow] | None:
    """A visible page."""
    rows = [row for row in site_page_rows(on) if row.id == key]
    return items_of(rows)[0] if rows else None


class PageQueries:
    """What can be asked of pages."""

    page = graphene.Field(Page, id=graphene.ID(), slug=graphene.String())
    pages = paged(PageConnection, sort_by=PageSortingInput(), filter=PageFilterInput())

    @staticmethod
    def resolve_page(
        _root: Any, info: Any, id: str | None = None, slug: str | None = None
    ) -> Item[SitePageRow] | None:
        if id:
            return page_by_id(key_of("Page", id), info.context.on)
        rows = [row for row in site_page_rows(info.context.on) if row.slug == slug]
        return items_of(rows)[0] if rows else None

    @staticmethod
    def resolve_pages(_root: Any, info: Any, **given: Any) -> Piece:
        words = ((given.get("filter") or {}).get("search") or "").casefold()
        rows = [
            row
            for row in site_page_rows(info.context.on)
            if words in row.title.casefold() or words in row.slug or words in row.content.casefold()
        ]
        order = given.get("sort_by")
        if order:
            column = _SORTS[order["field"]]
            rows.sort(
                key=lambda row: (str(getattr(row, column)), row.slug),
                reverse=order["direction"] == "DESC",
            )
        return list_page(items_of(rows), span_of(given))
