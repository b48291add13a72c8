"""Menus that clients of the API show, which are Saleor's: reached through the adapter alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.errors import NotFound
from catalog.saleor_adapter.pages import MENU_TABLE, MenuSheet, menu_sheets
from catalog.services.pages import MENU_MOST, MenuValues, menu_change, menu_values
from storefront.access.actor import actor_of
from storefront.web.center.acts import acts_page
from storefront.web.center.keeping import KeptForm, Sheet, sheet_page

CRUMB = (_("Menus"), "center:menus")
_NAMES = {"navbar": _("Menu at the top"), "footer": _("Menu at the bottom")}
_PARTS = 3


class ItemsField(forms.CharField):
    """One entry a line: name | English name | address."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.Textarea(attrs={"rows": 8})
        super().__init__(max_length=10_000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Entries as lines."""
        return value if isinstance(value, str) else lines_of_items(value or [])

    def clean(self, value: Any) -> Any:
        """Lines as entries. Raises ValidationError naming the line."""
        items = []
        lines = [one for one in str(super().clean(value)).splitlines() if one.strip()]
        for number, one in enumerate(lines[: MENU_MOST + 1], start=1):
            parts = tuple(part.strip() for part in one.split("|"))
            if len(parts) != _PARTS:
                said = gettext("Line %(number)s: write name | English name | address.")
                raise forms.ValidationError(said % {"number": number})
            items.append(parts)
        return items


def lines_of_items(items: Any) -> str:
    """Entries, one a line."""
    return "\n".join(" | ".join(item) for item in items)


class MenuForm(KeptForm):
    """MenuValues."""

    made_of = MenuValues
    items = ItemsField(
        label=_("Entries"),
        help_text=_("One a line, in their order: name | English name | address."),
    )

    def asked_as(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Entries as lines again."""
        return {**data, "items": lines_of_items(data["items"])}


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
    """The list, a menu, what was done to it."""

    def framed(context: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
        return {**site.each_context(request), "crumb": CRUMB, **context}

    def menus(request: HttpRequest) -> HttpResponse:
        found = [(menu_title(one.name), one) for one in menu_sheets()]
        context = framed({"menus": found, "title": gettext("Menus")}, request)
        return TemplateResponse(request, "center/menus.html", context)

    def menu(request: HttpRequest, name: str) -> HttpResponse:
        sheet = Sheet(
            title=str(menu_title(name)),
            form=MenuForm,
            values=menu_values(_one(name)),
            keep=lambda form: menu_change(
                actor=actor_of(request), name=name, wanted=form.wanted, seen=form.seen
            ),
            back=reverse("center:menus"),
            context={"history_address": reverse("center:menu_history", args=[name])},
        )
        return sheet_page(request, sheet, framed({}, request))

    def history(request: HttpRequest, name: str) -> HttpResponse:
        found = _one(name)
        return acts_page(
            request,
            table=MENU_TABLE,
            key=str(found.id),
            title=gettext("What was done: %(row)s") % {"row": menu_title(name)},
            back=(str(menu_title(name)), reverse("center:menu", args=[name])),
            frame=framed({}, request),
        )

    wrap = site.admin_view
    return [
        path("menu/", wrap(menus), name="menus"),
        path("menu/<slug:name>/", wrap(menu), name="menu"),
        path("menu/<slug:name>/riwayat/", wrap(history), name="menu_history"),
    ]
