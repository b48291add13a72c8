"""The shop's settings, menus and pages in both languages, for Saleor's clients.

They are few: each list is read whole and kept 5 s.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from catalog.kept import kept
from catalog.saleor_adapter.reading import rows


class SiteRow(NamedTuple):
    """The one site. domain: host with its port; weight_unit: kg, g, lb or oz."""

    name: str
    domain: str
    header: str
    about: str
    top_menu_id: int | None
    bottom_menu_id: int | None
    homepage_collection_id: int | None
    prices_include_taxes: bool
    shows_gross_prices: bool
    taxes_on_shipping: bool
    weight_unit: str
    english_id: int | None
    header_en: str | None
    about_en: str | None


class MenuRow(NamedTuple):
    """A menu."""

    id: int
    name: str


class MenuItemRow(NamedTuple):
    """An entry of a menu; it leads to an address, a category, a collection or a page."""

    id: int
    menu_id: int
    parent_id: int | None
    level: int
    name: str
    url: str | None
    category_id: int | None
    collection_id: int | None
    page_id: int | None
    english_id: int | None
    name_en: str | None


class PageTexts(NamedTuple):
    """A page's words in another language. content_json: JSON text."""

    id: int
    title: str
    content: str
    content_json: str
    seo_title: str | None
    seo_description: str | None


class SitePageRow(NamedTuple):
    """A visible page; fields as of PageTexts."""

    id: int
    slug: str
    title: str
    content: str
    content_json: str
    seo_title: str | None
    seo_description: str | None
    publication_date: date | None
    created: datetime
    english: PageTexts | None


@kept(seconds=5)
def site_row() -> SiteRow | None:
    """The site's settings, None before reference data is loaded. One statement when not kept."""
    found = rows(
        "SELECT d.name, d.domain, s.header_text, s.description, s.top_menu_id, s.bottom_menu_id,"
        " s.homepage_collection_id, s.include_taxes_in_prices, s.display_gross_prices,"
        " s.charge_taxes_on_shipping, s.default_weight_unit, t.id, t.header_text, t.description"
        " FROM site_sitesettings s JOIN django_site d ON d.id = s.site_id"
        " LEFT JOIN site_sitesettingstranslation t"
        " ON t.site_settings_id = s.id AND t.language_code = 'en' ORDER BY s.id LIMIT 1"
    )
    return SiteRow(*found[0]) if found else None


@kept(seconds=5)
def menu_rows() -> tuple[MenuRow, ...]:
    """All menus, in the order made. One statement when not kept."""
    return tuple(MenuRow(*row) for row in rows("SELECT id, name FROM menu_menu ORDER BY id"))


@kept(seconds=5)
def menu_item_rows() -> tuple[MenuItemRow, ...]:
    """The entries of all menus, in their order. One statement when not kept."""
    found = rows(
        "SELECT i.id, i.menu_id, i.parent_id, i.level, i.name, i.url, i.category_id,"
        " i.collection_id, i.page_id, t.id, t.name"
        " FROM menu_menuitem i LEFT JOIN menu_menuitemtranslation t"
        " ON t.menu_item_id = i.id AND t.language_code = 'en'"
        " ORDER BY i.menu_id, i.level, i.sort_order, i.id"
    )
    return tuple(MenuItemRow(*row) for row in found)


@kept(seconds=5)
def site_page_rows(on: date) -> tuple[SitePageRow, ...]:
    """Pages published by a date, in the order of their addresses. One statement when not kept."""
    found = rows(
        "SELECT p.id, p.slug, p.title, p.content, p.content_json::text, p.seo_title,"
        " p.seo_description, p.publication_date, p.created, t.id, t.title, t.content,"
        " t.content_json::text, t.seo_title, t.seo_description"
        " FROM page_page p LEFT JOIN page_pagetranslation t"
        " ON t.page_id = p.id AND t.language_code = 'en'"
        " WHERE p.is_published AND (p.publication_date IS NULL OR p.publication_date <= %(on)s)"
        " ORDER BY p.slug",
        {"on": on},
    )
    return tuple(
        SitePageRow(*(*row[:9], PageTexts(*row[9:]) if row[9] is not None else None))
        for row in found
    )
