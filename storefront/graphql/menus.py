"""Menus and their entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import graphene

from catalog.saleor_adapter.api_groups import category_rows, collection_rows
from catalog.saleor_adapter.api_site import MenuItemRow, MenuRow, menu_item_rows, menu_rows
from storefront.graphql.categories import Category
from storefront.graphql.collections import Collection
from storefront.graphql.common import Node, id_field, translation_field
from storefront.graphql.connections import Page as Piece
from storefront.graphql.connections import connection_type, list_page, paged, span_of
from storefront.graphql.enums import MenuItemsSortField, MenuSortField, OrderDirection
from storefront.graphql.ids import key_of
from storefront.graphql.loaders import Item, items_by, items_of, row_value
from storefront.graphql.pages import Page, page_by_id
from storefront.graphql.texts import english_name, name_type

MenuItemTranslation = name_type("MenuItemTranslation")
MenuConnection = connection_type("Menu", "storefront.graphql.menus.Menu")
MenuItemConnection = connection_type("MenuItem", "storefront.graphql.menus.MenuItem")


class MenuFilterInput(graphene.InputObjectType):
    """What a list of menus is narrowed to."""

    search = graphene.String()


class MenuSortingInput(graphene.InputObjectType):
    """How a list of menus is ordered."""

    direction = graphene.Field(OrderDirection, required=True)
    field = graphene.Field(MenuSortField, required=True)


class MenuItemFilterInput(graphene.InputObjectType):
    """What a list of entries is narrowed to."""

    search = graphene.String()


class MenuItemSortingInput(graphene.InputObjectType):
    """How a list of entries is ordered."""

    direction = graphene.Field(OrderDirection, required=True)
    field = graphene.Field(MenuItemsSortField, required=True)


Entry = Item[MenuItemRow]


def _menus(_rows: Sequence[Any]) -> dict[int, Item[MenuRow]]:
    return {item.row.id: item for item in items_of(menu_rows())}


def _parents(rows: Sequence[MenuItemRow]) -> dict[int, Entry]:
    wanted = {row.parent_id for row in rows}
    found = items_of(row for row in menu_item_rows() if row.id in wanted)
    return {item.row.id: item for item in found}


def _children(rows: Sequence[MenuItemRow]) -> list[Entry]:
    above = {row.id for row in rows}
    return items_of(row for row in menu_item_rows() if row.parent_id in above)


def _first_level(rows: Sequence[MenuRow]) -> list[Entry]:
    above = {row.id for row in rows}
    return items_of(row for row in menu_item_rows() if row.menu_id in above and row.level == 0)


def _categories(rows: Sequence[MenuItemRow]) -> Any:
    wanted = {row.category_id for row in rows}
    return items_by((row for row in category_rows() if row.id in wanted), lambda row: row.id)


def _collections(rows: Sequence[MenuItemRow], on: date) -> Any:
    wanted = {row.collection_id for row in rows}
    return items_by((row for row in collection_rows(on) if row.id in wanted), lambda row: row.id)


class MenuItem(graphene.ObjectType):
    """An entry of a menu: leads to an address, a category, a collection or a page."""

    class Meta:
        interfaces = (Node,)
        default_resolver = row_value

    name = graphene.String(required=True)
    menu = graphene.Field("storefront.graphql.menus.Menu", required=True)
    parent = graphene.Field("storefront.graphql.menus.MenuItem")
    category = graphene.Field(Category)
    collection = graphene.Field(Collection)
    page = graphene.Field(Page)
    level = graphene.Int(required=True)
    children = graphene.List("storefront.graphql.menus.MenuItem")
    url = graphene.String()
    translation = translation_field(MenuItemTranslation)

    resolve_id = id_field("MenuItem")
    resolve_translation = staticmethod(english_name)

    @staticmethod
    def resolve_menu(item: Entry, _info: Any) -> Item[MenuRow]:
        return item.once(_menus)[item.row.menu_id]

    @staticmethod
    def resolve_parent(item: Entry, _info: Any) -> Entry | None:
        return item.once(_parents).get(item.row.parent_id or 0)

    @staticmethod
    def resolve_category(item: Entry, _info: Any) -> Any:
        return item.once(_categories).get(item.row.category_id)

    @staticmethod
    def resolve_collection(item: Entry, info: Any) -> Any:
        return item.once(_collections, info.context.on).get(item.row.collection_id)

    @staticmethod
    def resolve_page(item: Entry, info: Any) -> Any:
        return page_by_id(item.row.page_id, info.context.on)

    @staticmethod
    def resolve_children(item: Entry, _info: Any) -> list[Entry]:
        return [one for one in item.once(_children) if one.row.parent_id == item.row.id]


class Menu(graphene.ObjectType):
    """A menu with its entries."""

    class Meta:
        interfaces = (Node,)
        default_resolver = row_value

    name = graphene.String(required=True)
    items = graphene.List(MenuItem)

    resolve_id = id_field("Menu")

    @staticmethod
    def resolve_items(item: Item[MenuRow], _info: Any) -> list[Entry]:
        return [one for one in item.once(_first_level) if one.row.menu_id == item.row.id]


def menu_by_id(key: int | None) -> Item[MenuRow] | None:
    """A menu."""
    rows = [row for row in menu_rows() if row.id == key]
    return items_of(rows)[0] if rows else None


def _number_of_items(row: MenuRow) -> int:
    return sum(entry.menu_id == row.id for entry in menu_item_rows())


def _narrowed(rows: Any, given: Any) -> list[Any]:
    words = ((given or {}).get("search") or "").casefold()
    return [row for row in rows if words in row.name.casefold()]


class MenuQueries:
    """What can be asked of menus."""

    menu = graphene.Field(Menu, id=graphene.ID(), name=graphene.String())
    menus = paged(MenuConnection, sort_by=MenuSortingInput(), filter=MenuFilterInput())
    menu_item = graphene.Field(MenuItem, id=graphene.ID(required=True))
    menu_items = paged(
        MenuItemConnection, sort_by=MenuItemSortingInput(), filter=MenuItemFilterInput()
    )

    @staticmethod
    def resolve_menu(
        _root: Any, _info: Any, id: str | None = None, name: str | None = None
    ) -> Item[MenuRow] | None:
        if id:
            return menu_by_id(key_of("Menu", id))
        rows = [row for row in menu_rows() if row.name == name]
        return items_of(rows)[0] if rows else None

    @staticmethod
    def resolve_menus(_root: Any, _info: Any, **given: Any) -> Piece:
        rows, order = _narrowed(menu_rows(), given.get("filter")), given.get("sort_by")
        if order:
            by_count = order["field"] == "ITEMS_COUNT"
            rows.sort(
                key=lambda row: (_number_of_items(row) if by_count else 0, row.name),
                reverse=order["direction"] == "DESC",
            )
        return list_page(items_of(rows), span_of(given))

    @staticmethod
    def resolve_menu_item(_root: Any, _info: Any, id: str) -> Entry | None:
        key = key_of("MenuItem", id)
        found = items_of(row for row in menu_item_rows() if row.id == key)
        return found[0] if found else None

    @staticmethod
    def resolve_menu_items(_root: Any, _info: Any, **given: Any) -> Piece:
        rows, order = _narrowed(menu_item_rows(), given.get("filter")), given.get("sort_by")
        if order:
            rows.sort(key=lambda row: row.name, reverse=order["direction"] == "DESC")
        return list_page(items_of(rows), span_of(given))
