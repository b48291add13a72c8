"""/wilayah/antrean/: what facilities handed in, the oldest first."""

from __future__ import annotations

import re
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from legality.regional import places_of
from legality.reviewing import queue
from storefront.web.regions.frame import page, place_asked, place_options, region_of, region_page
from storefront.web.regions.markup import queue_html

TAB = "queue"
ROWS = 30
_CURSOR = re.compile(r"\d{1,18}", re.ASCII)


@require_GET
@region_page
def review_queue(request: HttpRequest) -> HttpResponse:
    """A page of what waits."""
    region = region_of(request)
    places = places_of(actor=region.actor)
    place = place_asked(request, places)
    actor = region.within(place.id if place else None)
    rows = queue(actor=actor, limit=ROWS + 1, before=before_asked(request))
    shown = rows[:ROWS]
    more = shown[-1].review_id if len(rows) > ROWS else 0
    slug = place.slug if place else ""
    waiting = [(one, days_since(one.submitted_at)) for one in shown]
    context = {
        "rows": queue_html(waiting, review=reverse("regions:queue"), tail=region.tail),
        "places": places,
        "place_options": place_options(places, place),
        "place": place,
        "more": region.link("queue", tempat=slug, sesudah=more) if more else "",
        "start": region.link("queue", tempat=slug) if request.GET.get("sesudah") else "",
    }
    return page(request, "regions/queue.html", context, tab=TAB)


def before_asked(request: HttpRequest) -> int | None:
    """The last review of the page before."""
    text = request.GET.get("sesudah", "")
    return int(text) if _CURSOR.fullmatch(text) else None


def days_since(moment: datetime) -> int:
    """Whole days that something has waited."""
    return max(0, (timezone.now() - moment).days)
