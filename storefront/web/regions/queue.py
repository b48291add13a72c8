"""/wilayah/antrean/: what facilities handed in, the oldest first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from galleries.selectors import photos_by_listing
from galleries.types import Photo
from legality.regional import places_of
from legality.reviewing import Waiting, queue
from storefront.web.context import language_of
from storefront.web.regions.frame import page, place_asked, place_options, region_of, region_page

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
    photos = photos_by_listing(
        listing_ids=[one.listing_id for one in shown], language=language_of()
    )
    context = {
        "rows": [_row(one, photos.get(one.listing_id, ())) for one in shown],
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


def _row(one: Waiting, photos: Sequence[Photo]) -> dict[str, Any]:
    photo = photos[0] if photos else None
    return {"one": one, "days": days_since(one.submitted_at), "photo": photo}
