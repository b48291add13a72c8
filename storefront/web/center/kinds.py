"""Kinds of goods, which are Saleor's categories: reached through the adapter alone."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.errors import Blocked, NotFound
from catalog.saleor_adapter.kinds import KindUse, kind_sheets
from catalog.selectors.history_reference import KIND
from catalog.services.kinds import (
    NAME_LENGTH,
    TEXT_LENGTH,
    KindValues,
    kind_add,
    kind_change,
    kind_move,
    kind_take_away,
    kind_values,
)
from storefront.access.actor import actor_of
from storefront.web.center.fields import Slugs, line, text
from storefront.web.center.history import history_address
from storefront.web.center.keeping import KeptForm, Sheet, change_require, sheet_page

_PLACE = re.compile(r"\d{1,4}", re.ASCII)
CRUMB = (_("Kinds of goods"), "center:kinds")


class KindForm(KeptForm):
    """KindValues."""

    made_of = KindValues
    name = line(_("Name"), NAME_LENGTH)
    name_en = line(_("English name"), NAME_LENGTH)
    description = text(_("Description"), TEXT_LENGTH, required=False)
    description_en = text(_("English description"), TEXT_LENGTH, required=False)


class NewKindForm(KindForm):
    """With the address, which stays."""

    extra = ("slug",)
    slug = Slugs()


def _one(slug: str) -> KindUse:
    """Raises NotFound."""
    for use in kind_sheets():
        if use.kind.slug == slug:
            return use
    raise NotFound


def urls(site: Any) -> list[URLPattern]:
    """The list, a kind, adding; moving and removing by buttons."""

    def framed(context: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
        return {**site.each_context(request), "crumb": CRUMB, **context}

    def kinds(request: HttpRequest) -> HttpResponse:
        context = framed({"kinds": kind_sheets(), "title": gettext("Kinds of goods")}, request)
        return TemplateResponse(request, "center/kinds.html", context)

    def kind(request: HttpRequest, slug: str) -> HttpResponse:
        use = _one(slug)
        context = {
            "facts": [(_("Address"), f"/katalog/?jenis={slug}"), (_("Goods"), use.goods)],
            "history_address": history_address(KIND, use.kind.id),
            "after_template": "center/kind_remove.html",
            "use": use,
        }
        sheet = Sheet(
            title=use.kind.name,
            form=KindForm,
            values=kind_values(use),
            keep=lambda form: kind_change(
                actor=actor_of(request), slug=slug, wanted=form.wanted, seen=form.seen
            ),
            back=reverse("center:kinds"),
            context=context,
        )
        return sheet_page(request, sheet, framed({}, request))

    def adding(request: HttpRequest) -> HttpResponse:
        change_require(request)
        sheet = Sheet(
            title=gettext("Add a kind of goods"),
            form=NewKindForm,
            keep=lambda form: kind_add(
                actor=actor_of(request), slug=form.cleaned_data["slug"], wanted=form.wanted
            ),
            back=reverse("center:kinds"),
        )
        return sheet_page(request, sheet, framed({}, request))

    def moving(request: HttpRequest, slug: str) -> HttpResponse:
        change_require(request)
        seen = request.POST.get("seen", "")
        if request.method == "POST" and _PLACE.fullmatch(seen):
            up = "up" in request.POST
            kind_move(actor=actor_of(request), slug=slug, up=up, seen=int(seen))
        return redirect("center:kinds")

    def removing(request: HttpRequest, slug: str) -> HttpResponse:
        change_require(request)
        if request.method != "POST":
            return redirect("center:kind", slug)
        try:
            kind_take_away(actor=actor_of(request), slug=slug)
        except Blocked as refused:
            messages.error(request, gettext(str(refused.params["reasons"])))
            return redirect("center:kind", slug)
        except NotFound:  # the button was pressed twice
            return redirect("center:kinds")
        messages.success(request, _("Removed."))
        return redirect("center:kinds")

    wrap = site.admin_view
    return [
        path("jenis/", wrap(kinds), name="kinds"),
        path("jenis/tambah/", wrap(adding), name="kind_add"),
        path("jenis/<slug:slug>/", wrap(kind), name="kind"),
        path("jenis/<slug:slug>/pindah/", wrap(moving), name="kind_move"),
        path("jenis/<slug:slug>/hapus/", wrap(removing), name="kind_remove"),
    ]
