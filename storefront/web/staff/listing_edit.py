"""The form of a listing as it is sent: new goods made, goods changed, nothing typed lost."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.dates import legal_today
from catalog.errors import DomainError, Invalid
from catalog.models import Facility, Listing, Sketch
from catalog.policies.abilities import Act, require
from catalog.saleor_adapter.editing import product_sheet
from catalog.selectors.stall import is_kept, listing_of
from catalog.services.listing_change import listing_begin
from catalog.services.sketches import Sent, sketch_save, sketch_send
from catalog.types import Actor
from galleries.selectors import pictures_of
from galleries.services import PhotoDraft, listing_photos_set
from legality.services.editing import WouldWithdraw
from storefront.access.actor import actor_of
from storefront.orders.services.delivery import packed_size_set
from storefront.web.inside import inside_page
from storefront.web.staff.conflict import (
    EditClash,
    Seen,
    conflict_answer,
    conflict_page,
    listing_edit_together,
    seen_read,
    seen_signed,
)
from storefront.web.staff.frame import facility_of
from storefront.web.staff.listing_fields import (
    MOST_PHOTOS,
    Read,
    Typed,
    means_the_same,
    photo_keys,
    read,
    row_of,
    rows_made,
    says_nothing,
    typed_after,
    typed_of_post,
)
from storefront.web.staff.listing_form import finding_errors
from storefront.web.staff.listing_shown import Shown, form_page, listing_shown, typed_in
from storefront.web.staff.listings import handed_in
from storefront.web.staff.photos import Taken, pictures_taken, with_pictures
from storefront.web.staff.states import ARRIVED, TAB

_FIELD_OF = {
    "category_id": "category", "unit_id": "unit", "brand_id": "brand", "variants": "v-0-name",
    "net_weight_grams": "net_weight",
}  # fmt: skip


class Posted(NamedTuple):
    """A form that was sent. do: which of its buttons; key: made with the form; known: the key that
    its page knows it by."""

    key: uuid.UUID
    known: uuid.UUID
    do: str
    typed: Typed
    taken: Taken

    @property
    def is_meant(self) -> bool:
        """Whether it is to do what it is for, and is not only kept."""
        return self.do in ("save", "submit")


def _posted(request: HttpRequest, actor: Actor, facility: Facility) -> Posted:
    typed = typed_of_post(request.POST)
    room = MOST_PHOTOS - len(photo_keys(typed))
    taken = pictures_taken(request, actor, facility, room)
    key = key_of(request.POST.get("key", ""))
    return Posted(
        key,
        key,
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


# --- New goods


@require_http_methods(["GET", "HEAD", "POST"])
@inside_page()
def listing_new(request: HttpRequest, slug: str) -> HttpResponse:
    """New goods on one screen; nothing is made before "save"."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    require(actor, Act.LISTING_CREATE, facility.pk)
    if request.method != "POST":
        empty = Shown(facility, uuid.uuid4(), {}, {}, rows_more=rows_more(request))
        return form_page(request, empty)
    return _new_sent(request, actor, facility, _posted(request, actor, facility))


def _new_sent(
    request: HttpRequest, actor: Actor, facility: Facility, posted: Posted
) -> HttpResponse:
    wanted = read(posted.typed)
    errors = wanted.errors
    if posted.is_meant and not errors and not posted.taken.refused:
        try:
            sent = sketch_send(
                actor=actor,
                facility_id=facility.pk,
                key=posted.key,
                act=lambda: _made(actor, facility, posted.typed, wanted),
            )
        except Invalid as error:
            errors = _field_errors(error, posted.typed)
        else:
            return _then(request, actor, facility, sent, posted)
    saved = kept_new(actor, facility, posted.key, posted.typed)
    if saved is not None and saved.done_at is not None:
        return redirect(arrived_before(actor, facility, saved, posted.typed, posted.known))
    if posted.do in ("sketch", "row") and not posted.taken.refused:
        if saved is None:
            return redirect(_kept_at("staff:listing_new", posted.do, facility.slug))
        return redirect(_kept_at("staff:sketch", posted.do, facility.slug, posted.key))
    photos = pictures_of(facility_id=facility.pk, picture_ids=photo_keys(posted.typed))
    shown = Shown(
        facility,
        posted.key,
        posted.typed,
        photos,
        saved=saved,
        errors=errors if posted.is_meant else {},
        refused=posted.taken.refused,
    )
    return form_page(request, shown, status=422)


def kept_new(actor: Actor, facility: Facility, key: uuid.UUID, typed: Typed) -> Sketch | None:
    """Keep new goods as they are typed; None for a form that says nothing and was not kept
    before. Raises as `sketch_save` does."""
    if says_nothing(typed) and not is_kept(actor=actor, key=key):
        return None
    return sketch_save(actor=actor, facility_id=facility.pk, key=key, data={"typed": typed})


def _kept_at(name: str, do: str, *args: object) -> str:
    """Where a form that is only kept is found again."""
    more = f"?{MORE}=1#choices" if do == "row" else ""
    return reverse(name, args=args) + more


# In the address of a form: with an empty row for one more choice.
MORE = "baris"


def rows_more(request: HttpRequest) -> int:
    """How many empty rows an address asks for."""
    return 1 if request.GET.get(MORE) == "1" else 0


def _made(
    actor: Actor, facility: Facility, typed: Typed, wanted: Read
) -> tuple[int, dict[str, Any]]:
    listing = listing_begin(actor=actor, facility_id=facility.pk, values=wanted.values)
    if wanted.photos:
        drafts = tuple(PhotoDraft(one.picture_id, one.alt, one.alt_en) for one in wanted.photos)
        listing_photos_set(actor=actor, listing_id=listing.pk, photos=drafts)
    if wanted.packed:
        packed_size_set(actor=actor, listing_id=listing.pk, size=wanted.packed)
    return int(listing.pk), {"typed": _with_keys(listing, typed)}


def _with_keys(listing: Listing, typed: Typed) -> Typed:
    """A form that was just taken, with the keys of the variants that it made."""
    return rows_made(typed, [variant.id for variant in product_sheet(listing.product_id).variants])


def _field_errors(error: Invalid, typed: Typed) -> dict[str, str]:
    """A refusal of the domain beside the field that it is about."""
    name = str(error.params.get("field", ""))
    if "variant" in error.params:
        name = f"v-{row_of(typed, error.params['variant'])}-{name}"
    return {_FIELD_OF.get(name, name): _(str(error.params.get("reason", "")))}


def _then(
    request: HttpRequest,
    actor: Actor,
    facility: Facility,
    sent: Sent,
    posted: Posted,
    *,
    withdrew: bool = False,
) -> HttpResponse:
    """Where a form that was taken leads: to its goods, handed in where that was asked."""
    later = None if sent.is_new else later_of(sent.sketch, posted.typed)
    if later is not None:
        listing = listing_of(actor=actor, listing_id=sent.listing_id, facility_slug=facility.slug)
        posted = posted._replace(key=later.key, typed=later.typed)
        return _edit_sent(request, actor, listing, posted, later.token)
    did = "ditarik" if withdrew else "disimpan"
    if posted.do == "submit":
        did = handed_in(actor, sent.listing_id)
    return redirect(goods_at(facility, sent.listing_id, did, posted.known))


def goods_at(facility: Facility, listing_id: int | None, did: str, known: uuid.UUID) -> str:
    """The goods' page, told what was done with which form: the browser may forget its text."""
    address = reverse("staff:listing", args=[facility.slug, listing_id])
    return f"{address}?sudah={did}&dari={known}"


class Later(NamedTuple):
    """A form that came once more and says something else by now, as changes of what was made of the
    first. key: of these changes; token: what they are compared with, the first."""

    key: uuid.UUID
    typed: Typed
    token: str


def later_of(sent: Sketch, typed: Typed) -> Later | None:
    """What a form says beyond what it was sent as; None where it says the same."""
    first = typed_in(sent)
    typed = typed_after(first, typed)
    if means_the_same(first, typed):
        return None
    was = read(first)
    token = seen_signed(sent.listing_id or 0, Seen(was.values, was.photos))
    return Later(uuid.uuid5(sent.pk, "later"), typed, token)


def arrived_before(
    actor: Actor, facility: Facility, sent: Sketch, typed: Typed, known: uuid.UUID
) -> str:
    """Where a form leads that had arrived, though its sender never heard of it: to its goods. What
    it says beyond that is kept. known: the key that its page knows it by."""
    later = later_of(sent, typed)
    if later is None:
        return goods_at(facility, sent.listing_id, ARRIVED, known)
    kept = sketch_save(
        actor=actor,
        facility_id=facility.pk,
        key=later.key,
        listing_id=sent.listing_id,
        data={"typed": later.typed, "seen": later.token},
    )
    if kept.done_at is not None:  # that was sent too, and now the old page once more
        return arrived_before(actor, facility, kept, later.typed, known)
    return goods_at(facility, sent.listing_id, "lagi", known)


# --- Goods that are there


@require_http_methods(["GET", "HEAD", "POST"])
@inside_page()
def listing_page(request: HttpRequest, slug: str, listing_id: int) -> HttpResponse:
    """One listing: its form for those who may change it."""
    actor = actor_of(request)
    listing = listing_of(actor=actor, listing_id=listing_id, facility_slug=slug)
    facility = listing.facility
    if request.method == "POST":
        require(actor, Act.LISTING_CHANGE, facility.pk)
        posted, token = _posted(request, actor, facility), request.POST.get("seen", "")
        return _edit_sent(request, actor, listing, posted, token)
    return form_page(request, listing_shown(actor, facility, listing, rows_more(request)))


def _edit_sent(
    request: HttpRequest, actor: Actor, listing: Listing, posted: Posted, token: str
) -> HttpResponse:
    facility = listing.facility
    wanted = read(posted.typed)
    errors = wanted.errors
    refusal: DomainError | None = None
    if posted.is_meant and not errors and not posted.taken.refused:
        edit = _Edit(actor, listing, wanted, token, request.POST.get("withdraw") == "ya")
        try:
            sent = sketch_send(
                actor=actor,
                facility_id=facility.pk,
                key=posted.key,
                listing_id=listing.pk,
                act=lambda: edit.done(posted.typed),
            )
        except (EditClash, WouldWithdraw, Invalid) as error:
            refusal = error
        else:
            return _then(request, actor, facility, sent, posted, withdrew=edit.withdrew)
    saved = sketch_save(
        actor=actor,
        facility_id=facility.pk,
        key=posted.key,
        listing_id=listing.pk,
        data={"typed": posted.typed, "seen": token},
    )
    if saved.done_at is not None:
        return redirect(arrived_before(actor, facility, saved, posted.typed, posted.known))
    return _edit_again(request, actor, listing, posted=posted, errors=errors, refusal=refusal)


class _Edit:
    """Changes of a listing on their way. token: what the person saw; withdrew: whether they took it
    off sale."""

    def __init__(
        self, actor: Actor, listing: Listing, wanted: Read, token: str, may_withdraw: bool
    ) -> None:
        self.actor, self.listing, self.wanted = actor, listing, wanted
        self.token, self.may_withdraw = token, may_withdraw
        self.withdrew = False

    def done(self, typed: Typed) -> tuple[int, dict[str, Any]]:
        """Write them; the listing's key, and what is kept of the form."""
        self.withdrew = listing_edit_together(
            actor=self.actor,
            listing=self.listing,
            wanted=self.wanted,
            seen=seen_read(self.listing.pk, self.token),
            on=legal_today(),
            may_withdraw=self.may_withdraw,
        )
        if self.wanted.says_packed:
            packed_size_set(actor=self.actor, listing_id=self.listing.pk, size=self.wanted.packed)
        return int(self.listing.pk), {"typed": _with_keys(self.listing, typed)}


def _edit_again(
    request: HttpRequest,
    actor: Actor,
    listing: Listing,
    *,
    posted: Posted,
    errors: dict[str, str],
    refusal: DomainError | None,
) -> HttpResponse:
    """The form once more, with why; or what two people want side by side."""
    facility = listing.facility
    if isinstance(refusal, EditClash):
        context = {
            "asked": conflict_page(refusal.both, listing, facility),
            "key": posted.key,
            "action": reverse("staff:listing", args=[facility.slug, listing.pk]),
            "do": posted.do,
        }
        return conflict_answer(request, facility, context, tab=TAB)
    if posted.do in ("sketch", "row") and not posted.taken.refused:
        return redirect(_kept_at("staff:listing", posted.do, facility.slug, listing.pk))
    if isinstance(refusal, Invalid):
        errors = _field_errors(refusal, posted.typed)
    findings = refusal.findings if isinstance(refusal, WouldWithdraw) else ()
    shown = replace(
        listing_shown(actor, facility, listing),  # with what was kept just now
        errors=errors | finding_errors(findings) if posted.is_meant else {},
        refused=posted.taken.refused,
        findings=findings,
        asks_withdraw=isinstance(refusal, WouldWithdraw),
    )
    return form_page(request, shown, status=422)
