"""Reading pages and menus are Saleor's rows."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q
from saleor.menu.models import Menu, MenuItem, MenuItemTranslation
from saleor.page.models import Page, PageTranslation

from catalog.rich_text import plain_of


class PageRow(NamedTuple):
    """A page in one language; content in DraftJS."""

    slug: str
    title: str
    content: dict[str, Any]


def page_row(slug: str, language: str) -> PageRow | None:
    """A visible page, or None. One statement, two in English."""
    page = Page.objects.filter(slug=slug, is_published=True).first()
    if page is None:
        return None
    if language != "id":
        other = PageTranslation.objects.filter(page=page, language_code=language).first()
        if other is not None:
            return PageRow(slug, other.title, other.content_json)
    return PageRow(slug, page.title, page.content_json)


def page_save(
    *,
    slug: str,
    title: str,
    title_en: str,
    content: dict[str, Any],
    content_en: dict[str, Any],
    since: date,
) -> None:
    """Make or change a page in both languages."""
    page, _made = Page.objects.update_or_create(
        slug=slug,
        defaults={
            "title": title,
            "content": plain_of(content),
            "content_json": content,
            "is_published": True,
            "publication_date": since,
        },
    )
    PageTranslation.objects.update_or_create(
        page=page,
        language_code="en",
        defaults={
            "title": title_en,
            "content": plain_of(content_en),
            "content_json": content_en,
        },
    )


def menu_save(name: str, items: list[tuple[str, str, str]]) -> None:
    """Make or change a flat menu. items: name, English name, address; addresses name an item."""
    menu, _made = Menu.objects.get_or_create(name=name)
    MenuItem.objects.filter(menu=menu).exclude(url__in=[url for *_names, url in items]).delete()
    for position, (label, label_en, url) in enumerate(items):
        item, _made = MenuItem.objects.update_or_create(
            menu=menu, url=url, defaults={"name": label, "sort_order": position}
        )
        MenuItemTranslation.objects.update_or_create(
            menu_item=item, language_code="en", defaults={"name": label_en}
        )


PAGE_TABLE, MENU_TABLE = Page._meta.db_table, Menu._meta.db_table


class PageSheet(NamedTuple):
    """A page in both languages; contents in DraftJS. since: when it was first shown."""

    id: int
    slug: str
    title: str
    title_en: str
    content: dict[str, Any]
    content_en: dict[str, Any]
    since: date | None


def page_sheets(slug: str = "", *, lock: bool = False) -> list[PageSheet]:
    """All pages, or one, by address. Two statements."""
    pages = Page.objects.order_by("slug")
    if slug:
        pages = pages.filter(slug=slug)
    if lock:
        pages = pages.select_for_update()
    found = list(pages)
    english = {
        row.page_id: row
        for row in PageTranslation.objects.filter(language_code="en", page__in=found)
    }
    return [_sheet(page, english.get(page.pk)) for page in found]


def _sheet(page: Page, english: PageTranslation | None) -> PageSheet:
    return PageSheet(
        page.pk,
        page.slug,
        page.title,
        english.title if english else "",
        page.content_json or {},
        (english.content_json or {}) if english else {},
        page.publication_date,
    )


class MenuSheet(NamedTuple):
    """A menu. items: name, English name, address; in their order."""

    id: int
    name: str
    items: tuple[tuple[str, str, str], ...]


def menu_sheets(name: str = "", *, lock: bool = False) -> list[MenuSheet]:
    """All menus, or one. Two statements."""
    menus = Menu.objects.order_by("pk")
    if name:
        menus = menus.filter(name=name)
    if lock:
        menus = menus.select_for_update()
    found = list(menus)
    items: dict[int, list[tuple[str, str, str]]] = {menu.pk: [] for menu in found}
    english = FilteredRelation("translations", condition=Q(translations__language_code="en"))
    rows = MenuItem.objects.filter(menu__in=found).annotate(english=english)
    columns = ("menu_id", "name", "english__name", "url")
    for menu_id, label, label_en, url in rows.order_by("sort_order", "pk").values_list(*columns):
        items[menu_id].append((label, label_en or "", url or ""))
    return [MenuSheet(menu.pk, menu.name, tuple(items[menu.pk])) for menu in found]
