"""Menus that clients of the API show, which are Saleor's: reached through the adapter alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.errors import NotFound
from catalog.saleor_adapter.pages import MenuSheet, menu_sheets
from catalog.selectors.history_reference import MENU
from catalog.services.pages import (
    MENU_MOST,
    SAME_ADDRESS,
    MenuValues,
    entry_fault,
    menu_change,
    menu_values,
)
from storefront.access.actor import actor_of
from storefront.web.center.history import history_address
from storefront.web.center.keeping import KeptForm, Sheet, sheet_page

CRUMB = (_("Menus"), "center:menus")
_NAMES = {"navbar": _("Menu at the top"), "footer": _("Menu at the bottom")}
_COLUMNS = ("name", "name_en", "address")
_BUTTON = re.compile(r"(up|down|remove)-(\d{1,2})|add", re.ASCII)
# Rows that a form brings at all: one more than a menu has is refused by name, not cut off.
_ROWS_MOST = MENU_MOST + 1

Entry = tuple[str, str, str]


class EntriesWidget(forms.Widget):
    """A row of three fields an entry; the page's own template draws it."""

    has_rows = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Entry]:
        """Rows in their order, empty ones too."""
        if not hasattr(data, "getlist"):
            return list(data.get(name, ()))
        columns = [data.getlist(f"{name}-{column}")[:_ROWS_MOST] for column in _COLUMNS]
        return list(zip(*columns, strict=False))


class EntriesField(forms.Field):
    """Entries in their order; rows left empty are none."""

    widget = EntriesWidget

    def prepare_value(self, value: Any) -> list[tuple[int, Entry, bool]]:
        """Rows with their numbers, and whether something is wrong with them."""
        rows = list(value or [])
        faults = _faults(rows)
        return [(place, entry, place in faults) for place, entry in enumerate(rows, start=1)]

    def clean(self, value: Any) -> list[Entry]:
        """Raises ValidationError naming the rows that are not right."""
        said = gettext("Row %(row)s: %(fault)s")
        faults = _faults(value)
        if faults:
            raise forms.ValidationError(
                [said % {"row": place, "fault": gettext(fault)} for place, fault in faults.items()]
            )
        return [entry for entry in map(_plain, value) if any(entry)]


def _plain(entry: Sequence[str]) -> Entry:
    name, name_en, address = (part.strip() for part in entry)
    return name, name_en, address


def _faults(rows: Sequence[Sequence[str]]) -> dict[int, str]:
    """What is wrong with which row; empty rows are fine."""
    found: dict[int, str] = {}
    addresses: set[str] = set()
    for place, entry in enumerate(map(_plain, rows), start=1):
        fault = entry_fault(entry) or (SAME_ADDRESS if entry[2] in addresses else "")
        if any(entry) and fault:
            found[place] = fault
        addresses.add(entry[2])
    return found


class MenuForm(KeptForm):
    """MenuValues."""

    made_of = MenuValues
    items = EntriesField(label=_("Entries"), required=False)

    def arranged(self) -> MenuForm | None:
        """With a row moved, added or taken out, as a button asks; nothing is saved by it."""
        found = _BUTTON.fullmatch(self.data.get("row", ""))
        if found is None:
            return None
        rows = self.fields["items"].widget.value_from_datadict(self.data, {}, "items")
        form = MenuForm(
            initial={"items": arranged_rows(rows, found[1] or "add", int(found[2] or 0))}
        )
        form.shown = self.shown
        return form


def arranged_rows(rows: list[Entry], act: str, place: int) -> list[Entry]:
    """Rows after a button; a place that there is not changes nothing."""
    here = place - 1
    if act == "add":
        return [*rows, ("", "", "")][:MENU_MOST]
    if not 0 <= here < len(rows):
        return rows
    others = [*rows[:here], *rows[here + 1 :]]
    if act == "remove":
        return others
    there = max(0, here + (-1 if act == "up" else 1))
    return [*others[:there], rows[here], *others[there:]]


def menu_title(name: str) -> Any:
    """A menu in words."""
    return _NAMES.get(name, name)


def _one(name: str) -> MenuSheet:
    """Raises NotFound."""
    found = menu_sheets(name)
    if not found:
        raise NotFound
    return found[0]


def urls(site: Any) -> list[URLPattern]:
    """The list and a menu."""

    def framed(context: Mapping[str, Any], request: HttpRequest) -> dict[str, Any]:
        return {**site.each_context(request), "crumb": CRUMB, **context}

    def menus(request: HttpRequest) -> HttpResponse:
        found = [(menu_title(one.name), one) for one in menu_sheets()]
        context = framed({"menus": found, "title": gettext("Menus")}, request)
        return TemplateResponse(request, "center/menus.html", context)

    def menu(request: HttpRequest, name: str) -> HttpResponse:
        found = _one(name)
        sheet = Sheet(
            title=str(menu_title(name)),
            form=MenuForm,
            values=menu_values(found),
            keep=lambda form: menu_change(
                actor=actor_of(request), name=name, wanted=form.wanted, seen=form.seen
            ),
            back=reverse("center:menus"),
            context={"history_address": history_address(MENU, found.id), "most": MENU_MOST},
        )
        return sheet_page(request, sheet, framed({}, request))

    wrap = site.admin_view
    return [
        path("menu/", wrap(menus), name="menus"),
        path("menu/<slug:name>/", wrap(menu), name="menu"),
    ]
