"""What is typed is kept: saved while typing, found again, thrown away only by its author."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from catalog.errors import DomainError, NotFound
from catalog.selectors.stall import sketch_of
from catalog.services.sketches import sketch_drop, sketch_save
from storefront.access.actor import actor_of
from storefront.web import formats
from storefront.web.context import language_of
from storefront.web.inside import inside_page
from storefront.web.staff.frame import facility_of
from storefront.web.staff.listing_edit import (
    arrived_before,
    goods_at,
    kept_new,
    key_of,
    rows_more,
)
from storefront.web.staff.listing_fields import key_in, typed_of_post
from storefront.web.staff.listing_shown import form_page, sketch_shown
from storefront.web.staff.states import ARRIVED


@require_POST
@inside_page()
def sketch_autosave(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a form as it is typed: {"saved": "14.32 WITA"}, "" for a form that says nothing yet; or
    {"sentence"} and 400; {"address"} of its goods when the form had arrived, though its page never
    heard of it."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    listing = request.POST.get("listing", "")
    listing_id = key_in(listing)
    typed = typed_of_post(request.POST)
    if listing and listing_id is None:
        raise NotFound
    key = key_of(request.POST.get("key", ""))
    try:
        if listing_id is None:
            sketch = kept_new(actor, facility, key, typed)
        else:
            sketch = sketch_save(
                actor=actor,
                facility_id=facility.pk,
                key=key,
                data={"typed": typed, "seen": request.POST.get("seen", "")},
                listing_id=listing_id,
            )
        if sketch is None:
            return JsonResponse({"saved": ""})
        if sketch.done_at is not None:
            address = arrived_before(actor, facility, sketch, typed, key)
            return JsonResponse({"address": address})
    except DomainError as error:
        return JsonResponse({"sentence": error.sentence}, status=400)
    zone = facility.regency.province.zone
    return JsonResponse({"saved": formats.clock(sketch.saved_at, zone, language_of())})


@require_safe
@inside_page()
def sketch_page(request: HttpRequest, slug: str, key: uuid.UUID) -> HttpResponse:
    """New goods that were begun; once sent, the goods themselves."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    sketch = sketch_of(actor=actor, key=key, facility_id=facility.pk)
    if sketch.done_at is not None:
        return redirect(goods_at(facility, sketch.listing_id, ARRIVED, key))
    if sketch.listing_id is not None:
        return redirect("staff:listing", facility.slug, sketch.listing_id)
    return form_page(request, sketch_shown(facility, sketch, rows_more(request)))


@require_POST
@inside_page()
def sketch_discard(request: HttpRequest, slug: str, key: uuid.UUID) -> HttpResponse:
    """Throw away what was typed; leads to the goods, or to where one begins anew."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    sketch = sketch_of(actor=actor, key=key, facility_id=facility.pk)
    if sketch.done_at is None:
        sketch_drop(actor=actor, key=key)
    if sketch.listing_id is not None:
        return redirect("staff:listing", facility.slug, sketch.listing_id)
    return redirect("staff:today_of", facility.slug)
