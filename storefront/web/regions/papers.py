"""/wilayah/surat/: the papers of an office, by what they wait for."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from catalog.dates import legal_today
from legality.regional import (
    SOON_DAYS,
    Papers,
    PapersAsked,
    paper_counts,
    papers_of,
    places_of,
)
from legality.selectors import paper_words
from storefront.web.context import language_of
from storefront.web.regions.frame import (
    Region,
    page,
    place_asked,
    place_options,
    region_of,
    region_page,
)
from storefront.web.regions.states import paper_state

TAB = "papers"
# Within how many days papers may be asked to end.
DAYS = (7, 30, SOON_DAYS)
_CURSOR = re.compile(r"(\d{1,9})\.(\d{1,18})", re.ASCII)


@require_GET
@region_page
def paper_list(request: HttpRequest) -> HttpResponse:
    """A page of papers."""
    region, on, language = region_of(request), legal_today(), language_of()
    places = places_of(actor=region.actor)
    place = place_asked(request, places)
    kinds = paper_words(language)
    asked = _asked(request, kinds, place.id if place else None)
    rows, has_more = papers_of(actor=region.actor, asked=asked, on=on, language=language)
    chosen = {"tempat": place.slug if place else "", "jenis": asked.kind}
    here = {**chosen, "keadaan": asked.which, "hari": asked.days if _is_narrow(asked) else ""}
    last = f"{rows[-1].order}.{rows[-1].id}" if has_more else ""
    context = {
        "rows": [(row, paper_state(row.state, row.expires_on, on)) for row in rows],
        "asked": asked,
        "tabs_of_papers": _tabs(
            region, asked, paper_counts(actor=region.actor, asked=asked, on=on), chosen
        ),
        "days": _days(region, asked, chosen),
        "places": places,
        "place_options": place_options(places, place),
        "place": place,
        "kinds": list(kinds.items()),
        "kind": asked.kind,
        "hidden": [("keadaan", asked.which.value), ("hari", here["hari"])],
        "is_narrowed": bool(place or asked.kind),
        "more": region.link("papers", **here, sesudah=last) if last else "",
        "start": region.link("papers", **here) if asked.after else "",
    }
    return page(request, "regions/papers.html", context, tab=TAB)


def _is_narrow(asked: PapersAsked) -> bool:
    return asked.days != SOON_DAYS


def _asked(request: HttpRequest, kinds: dict[str, str], facility_id: int | None) -> PapersAsked:
    """What the address asks for; what it cannot ask for is as if it did not."""
    which, days = request.GET.get("keadaan", ""), request.GET.get("hari", "")
    kind = request.GET.get("jenis", "")
    cursor = _CURSOR.fullmatch(request.GET.get("sesudah", ""))
    return PapersAsked(
        which=Papers(which) if which in set(Papers) else Papers.WAITING,
        days=int(days) if days in map(str, DAYS) else SOON_DAYS,
        kind=kind if kind in kinds else "",
        facility_id=facility_id,
        after=(int(cursor[1]), int(cursor[2])) if cursor else None,
    )


def _tabs(
    region: Region, asked: PapersAsked, counts: dict[Papers, int], chosen: dict[str, str]
) -> list[dict[str, Any]]:
    labels = {
        Papers.WAITING: _("Not checked"),
        Papers.SOON: _("End soon"),
        Papers.IN_FORCE: _("In force"),
        Papers.ENDED: _("Ended"),
        Papers.REVOKED: _("Revoked"),
    }
    return [
        {
            "label": label,
            "number": counts[which],
            "address": region.link("papers", **chosen, keadaan=which),
            "is_on": which is asked.which,
        }
        for which, label in labels.items()
    ]


def _days(region: Region, asked: PapersAsked, chosen: dict[str, str]) -> list[dict[str, Any]]:
    if asked.which is not Papers.SOON:
        return []
    return [
        {
            "number": days,
            "address": region.link("papers", **chosen, keadaan=Papers.SOON, hari=days),
            "is_on": days == asked.days,
        }
        for days in DAYS
    ]
