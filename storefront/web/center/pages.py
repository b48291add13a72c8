"""Reading pages, which are Saleor's: reached through the adapter alone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.errors import NotFound
from catalog.rich_text import blocks_of, rich_text_of
from catalog.saleor_adapter.pages import PageSheet, page_sheets
from catalog.selectors.history_reference import PAGE
from catalog.services.pages import (
    BODY_LENGTH,
    TITLE_LENGTH,
    PageValues,
    page_change,
    page_values,
    plain_body,
)
from storefront.access.actor import actor_of
from storefront.web.center.fields import line
from storefront.web.center.history import history_address
from storefront.web.center.keeping import KeptForm, Sheet, may_change, sheet_page

CRUMB = (_("Reading pages"), "center:pages")
_HELP = _("“## ” begins a heading, “- ” an entry of a list, “1. ” a step; links: [words](/page/).")


class BodyField(forms.CharField):
    """Plain lines, as they will be kept."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.Textarea(attrs={"rows": 14})
        super().__init__(max_length=BODY_LENGTH, help_text=_HELP, **kwargs)

    def clean(self, value: Any) -> str:
        """Raises ValidationError."""
        return plain_body(str(super().clean(value)))


class PageForm(KeptForm):
    """PageValues."""

    made_of = PageValues
    title = line(_("Title"), TITLE_LENGTH)
    body = BodyField(label=_("Text"))
    title_en = line(_("English title"), TITLE_LENGTH)
    body_en = BodyField(label=_("English text"))


def _one(slug: str) -> PageSheet:
    """Raises NotFound."""
    found = page_sheets(slug)
    if not found:
        raise NotFound
    return found[0]


def _preview(values: PageValues) -> list[dict[str, Any]]:
    return [
        {"lang": lang, "title": title, "blocks": blocks_of(rich_text_of(body.splitlines()))}
        for lang, title, body in (
            ("id", values.title, values.body),
            ("en", values.title_en, values.body_en),
        )
    ]


def urls(site: Any) -> list[URLPattern]:
    """The list, a page, what was done to it."""

    def framed(context: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
        return {**site.each_context(request), "crumb": CRUMB, **context}

    def pages(request: HttpRequest) -> HttpResponse:
        context = framed({"pages": page_sheets(), "title": gettext("Reading pages")}, request)
        return TemplateResponse(request, "center/pages.html", context)

    def page(request: HttpRequest, slug: str) -> HttpResponse:
        sheet_now = _one(slug)
        context: dict[str, Any] = {
            "facts": [(_("Address"), f"/{slug}/")],
            "history_address": history_address(PAGE, sheet_now.id),
            "can_preview": True,
        }
        sheet = Sheet(
            title=sheet_now.title,
            form=PageForm,
            values=page_values(sheet_now),
            keep=lambda form: page_change(
                actor=actor_of(request), slug=slug, wanted=form.wanted, seen=form.seen
            ),
            back=reverse("center:pages"),
            context=context,
        )
        if "preview" in request.POST and may_change(request):
            return _preview_page(request, sheet, framed({}, request))
        return sheet_page(request, sheet, framed({}, request))

    wrap = site.admin_view
    return [
        path("halaman/", wrap(pages), name="pages"),
        path("halaman/<slug:slug>/", wrap(page), name="page"),
    ]


def _preview_page(request: HttpRequest, sheet: Sheet, frame: dict[str, Any]) -> HttpResponse:
    """The form as it was filled in, with what readers would see below; nothing is written."""
    form = PageForm(request.POST)
    form.shown = request.POST.get("_shown", "")
    preview = _preview(form.wanted) if form.is_valid() else []
    context = {
        **frame,
        "sheet": sheet,
        "form": form,
        "title": sheet.title,
        **sheet.context,
        "preview": preview,
    }
    status = 200 if preview else 422
    return TemplateResponse(request, sheet.template, context, status=status)
