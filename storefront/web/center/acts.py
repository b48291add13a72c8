"""What was done to one thing: who, when, from what to what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.selectors.reference import Act, acts_on
from storefront.web.center.keeping import said

MOST = 50
_VERBS = {
    "opened": _("opened"),
    "registered": _("changed"),
    "changed": _("changed"),
    "added": _("added"),
    "removed": _("removed"),
    "moved": _("moved in the order"),
    "closed": _("closed"),
    "reopened": _("opened again"),
}


def verb(action: str) -> Any:
    """An act in a word, as "facility.closed"; one we have no word for as it is."""
    return _VERBS.get(action.partition(".")[2], action)


def acts_page(
    request: HttpRequest,
    *,
    table: str,
    key: str,
    title: str,
    back: tuple[str, str],
    frame: Mapping[str, Any],
) -> HttpResponse:
    """The page. back: words and address."""
    before = request.GET.get("sebelum", "")
    number = int(before) if before.isdecimal() and len(before) < 19 else None  # noqa: PLR2004
    found = acts_on(table, key, before=number, most=MOST + 1)
    older = found[MOST - 1].key if len(found) > MOST else None
    context = {
        **frame,
        "title": title,
        "back": back,
        "acts": [_shown(act) for act in found[:MOST]],
        "older": older,
    }
    return TemplateResponse(request, "admin/object_history.html", context)


def _shown(act: Act) -> dict[str, Any]:
    return {
        "at": act.at,
        "who": act.who or gettext("the shop itself"),
        "verb": verb(act.action),
        "address": act.address,
        "reason": act.reason,
        "changes": [
            {"name": label_of(name), "before": said(before), "after": said(after)}
            for name, before, after in act.changes
        ],
    }


_LABELS = {
    "name": _("Name"),
    "name_en": _("English name"),
    "zone": _("Time zone"),
    "provinces": _("Provinces"),
    "note": _("Note"),
    "is_confirmed": _("Confirmed by the office"),
    "is_city": _("Is a kota"),
    "official_name": _("Official name"),
    "short_name": _("Short name"),
    "kind": _("Kind"),
    "klass": _("Class"),
    "satker_code": _("Satker code"),
    "regency": _("Kab/kota"),
    "office": _("Regional office"),
    "description": _("Description"),
    "description_en": _("English description"),
    "position": _("Place in the order"),
    "title": _("Title"),
    "title_en": _("English title"),
    "body": _("Text"),
    "body_en": _("English text"),
    "items": _("Entries"),
    "use": _("What the row teaches"),
    "phrase": _("Word or phrase"),
    "means": _("Stands for"),
    "is_on": _("In force"),
    "about": _("About"),
    "about_en": _("About, in English"),
    "slug": _("Address"),
}


def label_of(name: str) -> Any:
    """A field as officers read it; one we have no word for as it is."""
    return _LABELS.get(name, name)
