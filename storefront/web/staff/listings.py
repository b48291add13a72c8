"""/petugas/<facility>/barang/: a facility's goods in a list, and what is done with each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog.dates import legal_today
from catalog.errors import NotAllowed, WrongState
from catalog.models import Listing
from catalog.policies.abilities import Act, can
from catalog.selectors.stall import FEW, OUT, StallLine, listing_of, stall_page
from catalog.services.listings import listing_close, listing_restore, listing_withdraw
from catalog.types import Actor, ListingState
from legality.errors import PublicationBlocked
from legality.models import ReviewState
from legality.paper_reading import lacks_by_listing, last_answers
from legality.selectors import paper_words
from legality.services.publication import listing_submit
from storefront.access.actor import actor_of
from storefront.web.context import language_of
from storefront.web.inside import inside_page
from storefront.web.staff.frame import facility_of, page
from storefront.web.staff.listing_markup import StallRow, lines_html
from storefront.web.staff.paper_words import wanted_short
from storefront.web.staff.states import DID, HANDED_IN, TAB, did_words


@inside_page()
def listing_list(request: HttpRequest, slug: str) -> HttpResponse:
    """All goods of a facility."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    state, words = request.GET.get("keadaan", ""), request.GET.get("q", "").strip()[:100]
    found = stall_page(
        facility_id=facility.pk, state=state, words=words, page=number_asked(request)
    )
    context = {
        "found": found,
        "lines": _lines(found.lines, facility.slug),
        "filters": _filters(found.counts, state, words),
        "words": words,
        "state": state,
        "may_create": can(actor, Act.LISTING_CREATE, facility.pk),
    }
    return page(request, "staff/listings.html", context, facility=facility, tab=TAB)


def _lines(lines: Sequence[StallLine], slug: str) -> SafeString:
    """Lines with their states, what of papers they lack, and whether the office sent them back."""
    language = language_of()
    words = paper_words(language)
    ids = [line.id for line in lines if line.state != ListingState.ARCHIVED]
    lacks = lacks_by_listing(ids, on=legal_today())
    drafts = [line.id for line in lines if line.state == ListingState.DRAFT]
    answers = last_answers(drafts) if drafts else {}
    rows = []
    for line in lines:
        of = [lack for lack in lacks.get(line.id, ()) if lack.finding.blocking]
        is_back = answers.get(line.id) in (ReviewState.SENT_BACK, ReviewState.REFUSED)
        rows.append(StallRow(line, wanted_short(of, words), is_back))
    return lines_html(rows, slug=slug, language=language)


def number_asked(request: HttpRequest) -> int:
    """The page of a list that is asked for, from 1."""
    text = request.GET.get("hal", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < len("10000") else 1


def _filters(counts: dict[str, int], state: str, words: str) -> list[dict[str, Any]]:
    labels = {
        "": _("All"),
        "draft": _("Draft"),
        "submitted": _("Submitted"),
        "published": _("On sale"),
        "suspended": _("Suspended"),
        OUT: _("Sold out"),
        FEW: _("Few left"),
        "archived": _("Archived"),
    }
    return [
        {"value": value, "label": label, "count": counts[value or "all"], "is_on": value == state}
        for value, label in labels.items()
        if counts[value or "all"] or value == state or not value
    ]


@require_POST
@inside_page()
def listing_act(request: HttpRequest, slug: str, listing_id: int, act: str) -> HttpResponse:
    """Put on sale, withdraw, archive, bring back; each can be undone by another."""
    actor = actor_of(request)
    listing = listing_of(actor=actor, listing_id=listing_id, facility_slug=slug)
    try:
        did = _done(actor, listing, act)
    except WrongState:
        did = _done_before(listing.pk, act)
    return redirect(f"{reverse('staff:listing', args=[slug, listing_id])}?sudah={did}")


def _done(actor: Actor, listing: Listing, act: str) -> str:
    """Do it; what was done, as the address says it."""
    if act == "tarik":
        listing_withdraw(actor=actor, listing_id=listing.pk)
    elif act == "arsip":
        _archive(actor, listing)
    elif act == "pulihkan":
        former = listing_restore(actor=actor, listing_id=listing.pk)
        if former == ListingState.PUBLISHED:
            return handed_in(actor, listing.pk)
    elif act == "ajukan":
        return handed_in(actor, listing.pk)
    else:
        raise Http404
    return DID[act]


def _done_before(listing_id: int, act: str) -> str:
    """What is said of an act that its state no longer allows: a button pressed twice did what it is
    for the first time, else somebody was quicker."""
    now = Listing.objects.get(pk=listing_id)
    likely = (DID[act], DID["ajukan"], HANDED_IN)
    return next((said for said in likely if did_words(said, now)), "lain")


def _archive(actor: Actor, listing: Listing) -> None:
    if not can(actor, Act.LISTING_SUBMIT, listing.facility_id):
        raise NotAllowed
    listing_close(
        actor=actor, listing_id=listing.pk, state=ListingState.ARCHIVED, reason="facility"
    )


def handed_in(actor: Actor, listing_id: int) -> str:
    """Hand goods in; what became of it, as the address says it. Twice is once."""
    try:
        done = listing_submit(actor=actor, listing_id=listing_id, on=legal_today())
    except PublicationBlocked:
        return "kurang"
    except WrongState:
        return _done_before(listing_id, "ajukan")
    return DID["ajukan"] if done.clearance else HANDED_IN
