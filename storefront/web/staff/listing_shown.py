"""The page of a listing's form: what stands in it, and beside it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.dates import legal_today
from catalog.models import Facility, Listing, Sketch
from catalog.policies.abilities import Act, can
from catalog.saleor_adapter.editing import ProductSheet, product_sheet
from catalog.selectors.stall import sketch_of_listing, values_of
from catalog.types import Actor, ListingState
from galleries.selectors import photos_edited, pictures_of
from galleries.types import Photo
from legality.paper_reading import lacks_of
from legality.services.editing import verdict_shown
from legality.types import Finding, Verdict
from storefront.access.actor import actor_of
from storefront.orders.selectors.delivery_rows import packed_size
from storefront.web.staff.conflict import Seen, seen_signed, words_of
from storefront.web.staff.frame import page
from storefront.web.staff.listing_answers import beside, beside_new
from storefront.web.staff.listing_fields import Typed, packed_said, photo_keys, typed_of
from storefront.web.staff.listing_form import (
    FormPage,
    Need,
    needs_of_findings,
    needs_of_typed,
    stocks_of,
)
from storefront.web.staff.states import (
    ACTS,
    ARRIVED,
    TAB,
    did_words,
    state_shown,
)


@dataclass(frozen=True)
class Shown:
    """What a form page shows beside what was typed. listing, sheet: None for new goods; saved: what
    was kept of it; rows_more: empty rows for further choices."""

    facility: Facility
    key: uuid.UUID
    typed: Typed
    photos: dict[int, Photo]
    listing: Listing | None = None
    sheet: ProductSheet | None = None
    seen: str = ""
    saved: Sketch | None = None
    errors: dict[str, str] | None = None
    refused: list[tuple[str, str]] | None = None
    findings: tuple[Finding, ...] = ()
    asks_withdraw: bool = False
    rows_more: int = 0


def form_page(request: HttpRequest, shown: Shown, status: int = 200) -> HttpResponse:
    """The form."""
    actor = actor_of(request)
    facility, listing = shown.facility, shown.listing
    form = FormPage(
        facility,
        shown.typed,
        photos=shown.photos,
        errors=shown.errors or {},
        stocks=stocks_of(shown.sheet) if shown.sheet else {},
        rows_more=shown.rows_more,
    )
    verdict = _verdict(shown)
    findings = shown.findings or (verdict.findings if verdict else ())
    said = (
        beside(listing, verdict, findings)
        if listing and verdict
        else beside_new(facility.office_id)
    )
    needs = _needs(findings) if listing else needs_of_typed(form)
    context = {
        "form": form,
        "shown": shown,
        "listing": listing,
        "needs": needs,
        "met": sum(need.is_met for need in needs),
        "beside": said,
        "may_add": can(actor, Act.CERTIFICATE_RECORD, facility.pk),
        "state": state_shown(ListingState(listing.state)) if listing else None,
        "may_change": can(actor, Act.LISTING_CHANGE, facility.pk)
        and (listing is None or listing.state != ListingState.ARCHIVED),
        "acts": _acts(actor, listing),
        "did": did_words(request.GET.get("sudah", ""), listing),
        # the form that was just sent, whose text the browser may forget: at once, or when it
        # has compared what it keeps with what arrived some time before
        "done": request.GET.get("dari", "")[:36],
        "arrived": request.GET.get("sudah") == ARRIVED,
        "zone": facility.regency.province.zone,
        "name": shown.sheet.name if shown.sheet else "",
    }
    return page(
        request, "staff/listing_form.html", context, facility=facility, tab=TAB, status=status
    )


def _verdict(shown: Shown) -> Verdict | None:
    if shown.listing is None or shown.sheet is None:
        return None
    return verdict_shown(shown.listing, shown.sheet, len(shown.photos), legal_today())


def _needs(findings: tuple[Finding, ...]) -> list[Need]:
    """What a reviewer asks for; papers are one thing, told of beside it."""
    papers = {lack.finding.code for lack in lacks_of(findings)}
    needs = needs_of_findings(one for one in findings if one.code not in papers)
    if any(one.blocking for one in findings if one.code in papers):
        needs.append(Need(_("Papers"), False, "wanted"))
    return needs


def _acts(actor: Actor, listing: Listing | None) -> list[dict[str, str]]:
    """What can be done with a listing as it stands, by the actor."""
    if listing is None or not can(actor, Act.LISTING_SUBMIT, listing.facility_id):
        return []
    waits = listing.state == ListingState.SUBMITTED
    return [
        {"act": one.name, "label": pgettext("goods", "Take back") if waits else _(one.label)}
        for one in ACTS
        if listing.state in one.starts
    ]


def typed_in(sketch: Sketch) -> Typed:
    """What was typed into a form that was kept."""
    return {str(name): str(text) for name, text in sketch.data.get("typed", {}).items()}


def sketch_shown(facility: Facility, sketch: Sketch, rows_more: int = 0) -> Shown:
    """New goods as somebody left them."""
    typed = typed_in(sketch)
    photos = pictures_of(facility_id=facility.pk, picture_ids=photo_keys(typed))
    return Shown(facility, sketch.pk, typed, photos, saved=sketch, rows_more=rows_more)


def listing_shown(actor: Actor, facility: Facility, listing: Listing, rows_more: int = 0) -> Shown:
    """A listing's form, with what the person had begun to type."""
    sheet = product_sheet(listing.product_id)
    photos = photos_edited(listing_id=listing.pk)
    by_key = {one.picture_id: one.photo for one in photos}
    sketch = sketch_of_listing(actor=actor, listing_id=listing.pk)
    if sketch is not None:
        typed, key = typed_in(sketch), sketch.pk
        missing = [one for one in photo_keys(typed) if one not in by_key]
        by_key |= pictures_of(facility_id=facility.pk, picture_ids=missing)
        seen = str(sketch.data.get("seen", ""))
    else:
        values = values_of(listing, sheet)
        packed = {"packed_size": packed_said(packed_size(listing.pk))}
        typed, key = typed_of(values, photos) | packed, uuid.uuid4()
        seen = seen_signed(listing.pk, Seen(values, words_of(photos)))
    return Shown(facility, key, typed, by_key, listing, sheet, seen, sketch, rows_more=rows_more)
