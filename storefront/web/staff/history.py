"""/petugas/<facility>/riwayat/: who changed what, from what to what, when and from where."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext

from catalog.errors import NotFound
from catalog.models import Facility
from catalog.policies.people import can_see_people
from catalog.selectors.history import history_page, people_of
from catalog.selectors.history_parts import CATALOG
from catalog.selectors.history_types import GOODS, PEOPLE, PLACE, Asked, Page, Sources
from catalog.types import Actor
from galleries.history import ALBUMS, GALLERIES
from legality.history import LEGALITY, OF_LISTING, PAPERS
from storefront.access.actor import actor_of
from storefront.access.history import ACCESS
from storefront.orders.history import OF_FACILITY
from storefront.web.components.history import asked_before, blocks_of, older_than
from storefront.web.components.history_words import GROUPS
from storefront.web.inside import inside_page
from storefront.web.staff.frame import facility_of, page

# Groups as they stand in addresses.
WORDS = {GOODS: "barang", PLACE: "profil", PAPERS: "surat", ALBUMS: "album", PEOPLE: "orang"}
_GROUPS = {word: group for group, word in WORDS.items()}
SOURCES = CATALOG + LEGALITY + GALLERIES + ACCESS + OF_FACILITY
_OF_ONE = SOURCES + Sources((OF_LISTING,))
_ANY = "apa"  # stands in an address for the group
_KEY = re.compile(r"\d{1,18}", re.ASCII)


@inside_page()
def facility_history(request: HttpRequest, slug: str) -> HttpResponse:
    """The facility's latest changes, of one group and one person if asked."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    group = _GROUPS.get(request.GET.get("jenis", ""), "")
    if group == PEOPLE and not can_see_people(actor, facility.pk):
        group = ""
    person = request.GET.get("orang", "")
    asked = Asked(
        facility.pk,
        group=group,
        person=int(person) if _KEY.fullmatch(person) else None,
        before=asked_before(request),
    )
    found = history_page(actor=actor, asked=asked, sources=SOURCES)
    chosen = {"jenis": WORDS.get(group, ""), "orang": "" if asked.person is None else person}
    context = {
        "groups": _choices(actor, facility, group),
        "people": [
            {"key": key, "name": name, "is_chosen": key == asked.person}
            for key, name in people_of(facility.pk)
        ],
        "is_filtered": any(chosen.values()),
        **_shown(found, facility, SOURCES, chosen),
    }
    return page(request, "staff/history.html", context, facility=facility, tab="history")


@inside_page()
def object_history(request: HttpRequest, slug: str, word: str, key: int) -> HttpResponse:
    """The changes of one listing, paper, album or role, or of the profile."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    group = _GROUPS.get(word, "")
    if not group or not _KEY.fullmatch(str(key)):
        raise NotFound
    asked = Asked(facility.pk, group=group, key=str(key), before=asked_before(request))
    found = history_page(actor=actor, asked=asked, sources=_OF_ONE)
    shown = _shown(found, facility, _OF_ONE, {})
    about = next((block.title for block in shown["blocks"]), "") or gettext(GROUPS[group])
    context = {"about": about, "one": True, **shown}
    return page(request, "staff/history.html", context, facility=facility, tab="history")


def _shown(
    found: Page, facility: Facility, sources: Sources, chosen: dict[str, str]
) -> dict[str, Any]:
    language = "en" if get_language() == "en" else "id"
    zone = facility.regency.province.zone
    own = reverse("staff:object_history", args=[facility.slug, _ANY, 0])
    blocks = blocks_of(
        found,
        sources,
        zone=zone,
        language=language,
        link=lambda group, home: own.replace(f"/{_ANY}/0/", f"/{WORDS[group]}/{int(home)}/"),
    )
    return {"blocks": blocks, "older": older_than(found, chosen)}


def _choices(actor: Actor, facility: Facility, chosen: str) -> list[dict[str, Any]]:
    seen = can_see_people(actor, facility.pk)
    return [
        {"value": word, "label": gettext(GROUPS[group]), "is_chosen": group == chosen}
        for group, word in WORDS.items()
        if seen or group != PEOPLE
    ]
