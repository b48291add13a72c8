"""/pusat/riwayat/: who changed what the shop rests on, from what to what, when and from where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext

from catalog.errors import NotFound
from catalog.selectors.history import history_page, people_of
from catalog.selectors.history_reference import (
    FACILITY,
    KIND,
    MENU,
    OFFICE,
    PAGE,
    PARTNER,
    PROVINCE,
    REFERENCE,
    REGENCY,
    SETTINGS,
    TERM,
)
from catalog.selectors.history_types import Asked, Page
from legality.history import ANSWER, FORMER_REGION, OF_THE_SHOP, PAPER_KIND, RULE, TRAIT
from storefront.access.actor import actor_of
from storefront.orders import history as orders
from storefront.web.components.history import asked_before, blocks_of, older_than
from storefront.web.components.history_words import GROUPS

# Groups as they stand in addresses.
WORDS = {
    FACILITY: "fasilitas", OFFICE: "kanwil", PROVINCE: "provinsi", REGENCY: "kabkota",
    PARTNER: "mitra", KIND: "jenis", PAPER_KIND: "surat", RULE: "aturan", TRAIT: "penanda",
    FORMER_REGION: "kode-lama", ANSWER: "jawaban", TERM: "kata",
    PAGE: "halaman", MENU: "menu", SETTINGS: "setelan",
    orders.COURIER: "kurir", orders.SERVICE: "layanan-kurir",
    orders.SHARE_RULE: "pembagian", orders.TAX_RATE: "ppn", orders.TAXPAYER: "pkp",
    orders.TRANSFER_ACCOUNT: "rekening", orders.RETURN: "pengembalian",
}  # fmt: skip
_GROUPS = {word: group for group, word in WORDS.items()}
_BY_CODE = frozenset(
    {
        *(PROVINCE, REGENCY, PAPER_KIND, RULE, TRAIT, FORMER_REGION, ANSWER),
        *(orders.COURIER, orders.SERVICE),
    }
)
SOURCES = REFERENCE + OF_THE_SHOP + orders.OF_THE_SHOP
_KEY = re.compile(r"\d{1,18}", re.ASCII)
_CODE = re.compile(r"[a-z0-9_.-]{1,40}", re.ASCII)
ZONE = "WIB"  # the central office is in Jakarta


def history_address(group: str, key: object) -> str:
    """The page of one thing's changes."""
    return reverse("center:object_history", args=[WORDS[group], key])


def urls(site: Any) -> list[URLPattern]:
    """All changes, and those of one thing, which may be gone."""

    def everything(request: HttpRequest) -> HttpResponse:
        group = _GROUPS.get(request.GET.get("jenis", ""), "")
        person = request.GET.get("orang", "")
        asked = Asked(
            None,
            group=group,
            person=int(person) if _KEY.fullmatch(person) else None,
            before=asked_before(request),
        )
        chosen = {"jenis": WORDS.get(group, ""), "orang": "" if asked.person is None else person}
        context = {
            "title": gettext("History"),
            "groups": [
                {"value": word, "label": gettext(GROUPS[one]), "is_chosen": one == group}
                for one, word in WORDS.items()
            ],
            "people": [
                {"key": key, "name": name, "is_chosen": key == asked.person}
                for key, name in people_of(None)
            ],
            "is_filtered": any(chosen.values()),
        }
        return answer(request, asked, context, chosen)

    def one(request: HttpRequest, word: str, key: str) -> HttpResponse:
        group = _GROUPS.get(word, "")
        if not group or not (_CODE if group in _BY_CODE else _KEY).fullmatch(key):
            raise NotFound
        asked = Asked(None, group=group, key=key, before=asked_before(request))
        return answer(request, asked, {"one": True}, {})

    def answer(
        request: HttpRequest, asked: Asked, context: dict[str, Any], chosen: Mapping[str, str]
    ) -> HttpResponse:
        found = history_page(actor=actor_of(request), asked=asked, sources=SOURCES)
        if asked.key:
            context["title"] = _title(found, asked)
        language = "en" if get_language() == "en" else "id"
        blocks = blocks_of(found, SOURCES, zone=ZONE, language=language, link=history_address)
        shown = {"blocks": blocks, "older": older_than(found, chosen)}
        frame = {**site.each_context(request), **context, **shown}
        return TemplateResponse(request, "center/history.html", frame)

    return [
        path("riwayat/", site.admin_view(everything), name="history"),
        path("riwayat/<slug:word>/<str:key>/", site.admin_view(one), name="object_history"),
    ]


def _title(found: Page, asked: Asked) -> str:
    """What the thing is called; its kind where nothing was changed."""
    target = SOURCES.homes[asked.group][1]
    about = found.names.get((target, asked.key)) or gettext(GROUPS[asked.group])
    return gettext("History of %(about)s") % {"about": about}
