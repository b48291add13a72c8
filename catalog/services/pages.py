"""Keeping the reading pages and the menus that clients of the API show."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_noop

from catalog.dates import legal_today
from catalog.errors import Invalid, NotFound
from catalog.rich_text import is_safe_address, lines_of, rich_text_of, unsafe_links
from catalog.saleor_adapter.pages import (
    MENU_TABLE,
    PAGE_TABLE,
    MenuSheet,
    PageSheet,
    menu_save,
    menu_sheets,
    page_save,
    page_sheets,
)
from catalog.services.reference import (
    differences,
    filled,
    keeper_require,
    kept_down,
    texts_require,
)
from catalog.types import Actor

PAGE_CHANGED, MENU_CHANGED = "page.changed", "menu.changed"
TITLE_LENGTH, BODY_LENGTH, MENU_NAME_LENGTH, MENU_MOST, ADDRESS_LENGTH = 120, 40_000, 80, 20, 200

SAME_ADDRESS = gettext_noop("Two entries have the same address.")


@dataclass(frozen=True)
class PageValues:
    """Of a page. body: plain lines as catalog.rich_text reads them, a blank line between."""

    title: str
    title_en: str
    body: str
    body_en: str


@dataclass(frozen=True)
class MenuValues:
    """Of a menu. items: name, English name, address; in their order."""

    items: tuple[tuple[str, str, str], ...]


def page_values(sheet: PageSheet) -> PageValues:
    """As it is."""
    return PageValues(sheet.title, sheet.title_en, _body(sheet.content), _body(sheet.content_en))


def _body(content: dict[str, object]) -> str:
    return "\n\n".join(lines_of(content))


def plain_body(text: str) -> str:
    """A body as it will be kept: browsers end lines in two ways, people leave empty ones."""
    return _body(rich_text_of(text.splitlines()))


@transaction.atomic
def page_change(*, actor: Actor, slug: str, wanted: PageValues, seen: PageValues) -> None:
    """Raises NotFound, NotAllowed, Invalid, Stale."""
    keeper_require(actor)
    sheets = page_sheets(slug, lock=True)
    if not sheets:
        raise NotFound
    changes = differences(page_values(sheets[0]), wanted, seen)
    _page_check(wanted)
    if changes:
        page_save(
            slug=slug,
            title=wanted.title,
            title_en=wanted.title_en,
            content=rich_text_of(wanted.body.splitlines()),
            content_en=rich_text_of(wanted.body_en.splitlines()),
            since=sheets[0].since or legal_today(),
        )
        kept_down(actor, PAGE_CHANGED, PAGE_TABLE, sheets[0].id, changes)


def _page_check(wanted: PageValues) -> None:
    filled(wanted, "title", "title_en", "body", "body_en")
    for name, text in vars(wanted).items():
        if len(text) > (TITLE_LENGTH if name.startswith("title") else BODY_LENGTH):
            raise Invalid(field=name, reason=gettext_noop("This is too long."))
        if name.startswith("body") and unsafe_links(text.splitlines()):
            reason = gettext_noop("A link leads to /a page/ of ours or to an https:// address.")
            raise Invalid(field=name, reason=reason)


def menu_values(sheet: MenuSheet) -> MenuValues:
    """As it is."""
    return MenuValues(sheet.items)


@transaction.atomic
def menu_change(*, actor: Actor, name: str, wanted: MenuValues, seen: MenuValues) -> None:
    """Raises NotFound, NotAllowed, Invalid (field is "items"), Stale."""
    keeper_require(actor)
    sheets = menu_sheets(name, lock=True)
    if not sheets:
        raise NotFound
    changes = differences(menu_values(sheets[0]), wanted, seen)
    _menu_check(wanted)
    if changes:
        menu_save(name, list(wanted.items))
        kept_down(actor, MENU_CHANGED, MENU_TABLE, sheets[0].id, changes)


def _menu_check(wanted: MenuValues) -> None:
    texts_require(wanted)
    if not 0 < len(wanted.items) <= MENU_MOST:
        raise Invalid(field="items", reason=gettext_noop("A menu has 1 to 20 entries."))
    for fault in map(entry_fault, wanted.items):
        if fault:
            raise Invalid(field="items", reason=fault)
    if len({address for *_names, address in wanted.items}) < len(wanted.items):
        raise Invalid(field="items", reason=SAME_ADDRESS)


def entry_fault(item: tuple[str, str, str]) -> str:
    """What is wrong with an entry of a menu, as a sentence to be translated; "" where nothing."""
    name, name_en, address = item
    if not 0 < len(name) <= MENU_NAME_LENGTH or not 0 < len(name_en) <= MENU_NAME_LENGTH:
        return gettext_noop("Each entry has a name in both languages, up to 80 letters.")
    if not is_safe_address(address) or address.startswith("#") or len(address) > ADDRESS_LENGTH:
        return gettext_noop("A link leads to /a page/ of ours or to an https:// address.")
    return ""
