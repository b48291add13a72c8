"""The form of a listing as it is sent: new goods made, goods changed, nothing typed lost."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.dates import legal_today
from catalog.errors import DomainError, Invalid
from catalog.models import Facility, Listing, Sketch
from catalog.policies.abilities import Act, can, require
from catalog.saleor_adapter.editing import ProductSheet, product_sheet
from catalog.selectors.stall import listing_of, sketch_of_listing, values_of
from catalog.services.listing_change import listing_begin
from catalog.services.sketches import sketch_save, sketch_send
from catalog.types import Actor, ListingState
from galleries.selectors import photos_edited, pictures_of
from galleries.services import PhotoDraft, listing_photos_set
from galleries.types import Photo
from legality.errors import PublicationBlocked
from legality.services.editing import WouldWithdraw, verdict_shown
from legality.services.publication import listing_submit
from legality.types import Finding
from storefront.access.actor import actor_of
from storefront.web.inside import inside_page
from storefront.web.staff.conflict import (
    EditClash,
    Seen,
    conflict_page,
    listing_edit_together,
    seen_read,
    seen_signed,
    words_of,
)
from storefront.web.staff.frame import facility_of, page
from storefront.web.staff.listing_fields import (
    MOST_PHOTOS,
    Read,
    Typed,
    photo_keys,
    read,
    typed_of,
    typed_of_post,
)
from storefront.web.staff.listing_form import (
    FormPage,
    finding_errors,
    needs_of_findings,
    needs_of_typed,
    stocks_of,
)
from storefront.web.staff.photos import Taken, pictures_taken, with_pictures
from storefront.web.staff.states import ACTS, TAB, did_words, state_shown

_FIELD_OF = {
    "category_id": "category", "unit_id": "unit", "brand_id": "brand", "price": "v-0-price",
    "weight": "v-0-weight", "stock": "v-0-stock", "variants": "v-0-name",
    "net_weight_grams": "net_weight",
}  # fmt: skip


class Posted(NamedTuple):
    """A form that was sent. do: which of its buttons; key: made with the form."""

    key: uuid.UUID
    do: str
    typed: Typed
    taken: Taken


def _posted(request: HttpRequest, actor: Actor, facility: Facility) -> Posted:
    typed = typed_of_post(request.POST)
    room = MOST_PHOTOS - len(photo_keys(typed))
    taken = pictures_taken(request, actor, facility, room)
    return Posted(
        key_of(request.POST.get("key", "")),
        request.POST.get("do", "save"),
        with_pictures(typed, taken),
        taken,
    )


def key_of(text: str) -> uuid.UUID:
    """The key of a form; a new one for what is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


@dataclass(frozen=True)
class Shown:
    """What a form page shows beside what was typed. listing, sheet: None for new goods."""

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


def _form(request: HttpRequest, shown: Shown, status: int = 200) -> HttpResponse:
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
    needs = needs_of_findings(_open(shown)) if listing else needs_of_typed(form)
    context = {
        "form": form,
        "shown": shown,
        "listing": listing,
        "needs": needs,
        "met": sum(need.is_met for need in needs),
        "state": state_shown(ListingState(listing.state)) if listing else None,
        "may_change": can(actor, Act.LISTING_CHANGE, facility.pk)
        and (listing is None or listing.state != ListingState.ARCHIVED),
        "acts": _acts(actor, listing),
        "did": did_words(request.GET.get("sudah", ""), listing),
        "zone": facility.regency.province.zone,
        "name": shown.sheet.name if shown.sheet else "",
    }
    return page(
        request, "staff/listing_form.html", context, facility=facility, tab=TAB, status=status
    )


def _open(shown: Shown) -> tuple[Finding, ...]:
    if shown.findings or shown.listing is None or shown.sheet is None:
        return shown.findings
    count = len(shown.photos)
    return verdict_shown(shown.listing, shown.sheet, count, legal_today()).findings


def _acts(actor: Actor, listing: Listing | None) -> list[dict[str, str]]:
    """What can be done with a listing as it stands, by the actor."""
    if listing is None or not can(actor, Act.LISTING_SUBMIT, listing.facility_id):
        return []
    return [
        {"act": one.name, "label": _(one.label)}
        for one in ACTS
        if listing.state in one.starts and one.name != "ajukan"
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@inside_page()
def listing_new(request: HttpRequest, slug: str) -> HttpResponse:
    """New goods on one screen; nothing is made before "save"."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    require(actor, Act.LISTING_CREATE, facility.pk)
    if request.method != "POST":
        return _form(request, Shown(facility, uuid.uuid4(), {}, {}))
    return _new_sent(request, actor, facility, _posted(request, actor, facility))


def _new_sent(
    request: HttpRequest, actor: Actor, facility: Facility, posted: Posted
) -> HttpResponse:
    wanted = read(posted.typed)
    errors = wanted.errors
    if posted.do in ("save", "submit") and not errors and not posted.taken.refused:
        try:
            listing_id, _fresh = sketch_send(
                actor=actor,
                facility_id=facility.pk,
                key=posted.key,
                data={"typed": posted.typed},
                act=lambda: _made(actor, facility, wanted),
            )
        except Invalid as error:
            errors = _field_errors(error)
        else:
            return _then(actor, facility, listing_id, submit=posted.do == "submit")
    saved = sketch_save(
        actor=actor, facility_id=facility.pk, key=posted.key, data={"typed": posted.typed}
    )
    if posted.do == "sketch" and not posted.taken.refused:
        return redirect("staff:sketch", facility.slug, posted.key)
    is_asked = posted.do in ("save", "submit")
    shown = Shown(
        facility,
        posted.key,
        posted.typed,
        pictures_of(facility_id=facility.pk, picture_ids=photo_keys(posted.typed)),
        saved=saved,
        errors=errors if is_asked else {},
        refused=posted.taken.refused,
        rows_more=1 if posted.do == "row" else 0,
    )
    return _form(request, shown, status=422 if is_asked or posted.taken.refused else 200)


def sketch_form(request: HttpRequest, facility: Facility, sketch: Sketch) -> HttpResponse:
    """New goods as somebody left them."""
    typed = {str(name): str(text) for name, text in sketch.data.get("typed", {}).items()}
    photos = pictures_of(facility_id=facility.pk, picture_ids=photo_keys(typed))
    return _form(request, Shown(facility, sketch.pk, typed, photos, saved=sketch))


def _made(actor: Actor, facility: Facility, wanted: Read) -> int:
    listing = listing_begin(actor=actor, facility_id=facility.pk, values=wanted.values)
    if wanted.photos:
        drafts = tuple(PhotoDraft(one.picture_id, one.alt, one.alt_en) for one in wanted.photos)
        listing_photos_set(actor=actor, listing_id=listing.pk, photos=drafts)
    return int(listing.pk)


def _field_errors(error: Invalid) -> dict[str, str]:
    name = str(error.params.get("field", ""))
    return {_FIELD_OF.get(name, name): _(str(error.params.get("reason", "")))}


def _then(
    actor: Actor, facility: Facility, listing_id: int, *, submit: bool, withdrew: bool = False
) -> HttpResponse:
    """Where a form that was taken leads: to its goods, handed in where that was asked."""
    did = "ditarik" if withdrew else "disimpan"
    if submit:
        try:
            listing_submit(actor=actor, listing_id=listing_id, on=legal_today())
            did = "terbit"
        except PublicationBlocked:
            did = "kurang"
    return redirect(f"{reverse('staff:listing', args=[facility.slug, listing_id])}?sudah={did}")


@require_http_methods(["GET", "HEAD", "POST"])
@inside_page()
def listing_page(request: HttpRequest, slug: str, listing_id: int) -> HttpResponse:
    """One listing: its form for those who may change it."""
    actor = actor_of(request)
    listing = listing_of(actor=actor, listing_id=listing_id, facility_slug=slug)
    facility = listing.facility
    if request.method == "POST":
        require(actor, Act.LISTING_CHANGE, facility.pk)
        return _edit_sent(request, actor, facility, listing)
    return _form(request, _as_it_is(actor, facility, listing))


def _as_it_is(actor: Actor, facility: Facility, listing: Listing) -> Shown:
    """A listing's form, with what the person had begun to type."""
    sheet = product_sheet(listing.product_id)
    photos = photos_edited(listing_id=listing.pk)
    by_key = {one.picture_id: one.photo for one in photos}
    sketch = sketch_of_listing(actor=actor, listing_id=listing.pk)
    if sketch is not None:
        typed = {str(name): str(text) for name, text in sketch.data.get("typed", {}).items()}
        missing = [key for key in photo_keys(typed) if key not in by_key]
        by_key |= pictures_of(facility_id=facility.pk, picture_ids=missing)
        seen = str(sketch.data.get("seen", ""))
        return Shown(facility, sketch.pk, typed, by_key, listing, sheet, seen, sketch)
    values = values_of(listing, sheet)
    seen = seen_signed(listing.pk, Seen(values, words_of(photos)))
    return Shown(facility, uuid.uuid4(), typed_of(values, photos), by_key, listing, sheet, seen)


def _edit_sent(
    request: HttpRequest, actor: Actor, facility: Facility, listing: Listing
) -> HttpResponse:
    posted = _posted(request, actor, facility)
    token = request.POST.get("seen", "")
    seen = seen_read(listing.pk, token)
    wanted = read(posted.typed)
    may_withdraw = request.POST.get("withdraw") == "ya"
    errors = wanted.errors
    refusal: DomainError | None = None
    if posted.do in ("save", "submit") and not errors and not posted.taken.refused:
        withdrew: list[bool] = []
        try:
            sketch_send(
                actor=actor,
                facility_id=facility.pk,
                key=posted.key,
                listing_id=listing.pk,
                data={"typed": posted.typed, "seen": token},
                act=lambda: _edited(
                    actor=actor,
                    listing=listing,
                    wanted=wanted,
                    seen=seen,
                    may_withdraw=may_withdraw,
                    withdrew=withdrew,
                ),
            )
        except (EditClash, WouldWithdraw, Invalid) as error:
            refusal = error
        else:
            return _then(
                actor,
                facility,
                listing.pk,
                submit=posted.do == "submit",
                withdrew=bool(withdrew),
            )
    sketch_save(
        actor=actor,
        facility_id=facility.pk,
        key=posted.key,
        listing_id=listing.pk,
        data={"typed": posted.typed, "seen": token},
    )
    return _edit_again(
        request, actor, facility, listing, posted=posted, errors=errors, refusal=refusal
    )


def _edited(
    *,
    actor: Actor,
    listing: Listing,
    wanted: Read,
    seen: Seen,
    may_withdraw: bool,
    withdrew: list[bool],
) -> int:
    if listing_edit_together(
        actor=actor,
        listing=listing,
        wanted=wanted,
        seen=seen,
        on=legal_today(),
        may_withdraw=may_withdraw,
    ):
        withdrew.append(True)
    return int(listing.pk)


def _edit_again(
    request: HttpRequest,
    actor: Actor,
    facility: Facility,
    listing: Listing,
    *,
    posted: Posted,
    errors: dict[str, str],
    refusal: DomainError | None,
) -> HttpResponse:
    """The form once more, with why; or what two people want side by side."""
    if isinstance(refusal, EditClash):
        context = {
            "asked": conflict_page(refusal.both, listing, facility),
            "listing": listing,
            "key": posted.key,
            "do": posted.do,
            "zone": facility.regency.province.zone,
        }
        return page(
            request, "staff/listing_conflict.html", context, facility=facility, tab=TAB, status=409
        )
    if posted.do in ("sketch", "row") and not posted.taken.refused:
        address = reverse("staff:listing", args=[facility.slug, listing.pk])
        return redirect(address + ("?baris=1" if posted.do == "row" else ""))
    base = _as_it_is(actor, facility, listing)
    if isinstance(refusal, Invalid):
        errors = _field_errors(refusal)
    findings = refusal.findings if isinstance(refusal, WouldWithdraw) else ()
    shown = Shown(
        facility, posted.key, posted.typed, base.photos, listing, base.sheet, base.seen,
        base.saved, errors | finding_errors(findings), posted.taken.refused, findings,
        asks_withdraw=isinstance(refusal, WouldWithdraw),
    )  # fmt: skip
    return _form(request, shown, status=422)
