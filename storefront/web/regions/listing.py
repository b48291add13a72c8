"""/wilayah/barang/<n>/: one listing: held back, put on sale again, its recipe confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.dates import legal_today
from catalog.errors import Invalid, NotFound, WrongState
from catalog.models import Listing
from catalog.plain_text import plain
from catalog.policies.abilities import Act, can, require
from catalog.policies.scope import listings_managed_by
from catalog.saleor_adapter.editing import product_sheet
from catalog.selectors.stall import values_of as as_edited
from catalog.types import ListingState
from galleries.selectors import photos_of_listing
from legality.errors import EditedMeanwhile, PublicationBlocked
from legality.handed_in import changes_between, packed
from legality.models import RecipeHold, Review, ReviewState, Suspension
from legality.rules.verdict import evaluate
from legality.sentences import finding_said
from legality.services.recipes import NOTE_MOST, recipe_confirm
from legality.services.suspensions import REASON_MOST, listing_reopen, listing_suspend
from legality.types import Change
from legality.verdicts import facts_shown, rule_book_shown
from storefront.web.context import language_of
from storefront.web.regions.changes import Teller
from storefront.web.regions.frame import Region, page, region_of, region_page
from storefront.web.regions.goods import TAB
from storefront.web.regions.states import cause_words, goods_state

REOPEN, CONFIRM = "jual", "resep"


@require_http_methods(["GET", "HEAD", "POST"])
@region_page
def listing(request: HttpRequest, listing_id: int) -> HttpResponse:
    """How a listing stands with the office, and what it may do."""
    region = region_of(request)
    row = _listing(region, listing_id)
    if request.method != "POST":
        return _page(request, region, row, {})
    require(region.actor, Act.LISTING_REVIEW, row.facility_id)
    do, note = request.POST.get("do", ""), plain(request.POST.get("catatan", "")[: NOTE_MOST * 2])
    try:
        _act(region, row, do, note, request.POST.get("seen", ""))
    except WrongState:  # also a button pressed twice
        return _twice(request, region, row, do)
    except EditedMeanwhile as error:
        said = {"note": note, "changed": error.sentence}
        return _page(request, region, row, said, status=409)
    except PublicationBlocked as error:
        blocked = " ".join(finding_said(finding) for finding in error.findings)
        return _page(request, region, row, {"blocked": blocked}, status=422)
    except Invalid as error:
        said = {"note": note, "error": _(str(error.params.get("reason", "")))}
        return _page(request, region, row, said, status=422)
    if do in (REOPEN, CONFIRM):
        messages.success(request, _did(do) % {"name": row.card.name})
    return redirect(region.link("listing", row.pk))


def _act(region: Region, row: Listing, do: str, note: str, seen: str) -> None:
    on = legal_today()
    if do == REOPEN:
        listing_reopen(actor=region.actor, listing_id=row.pk, on=on)
    elif do == CONFIRM:
        # forms send lines as CRLF, whatever was in them
        known = seen.replace("\r\n", "\n")
        recipe_confirm(actor=region.actor, listing_id=row.pk, note=note, on=on, seen=known)


def _did(do: str) -> str:
    return {
        REOPEN: _("%(name)s is on sale again."),
        CONFIRM: _("%(name)s: the recipe is confirmed; its papers count again."),
    }[do]


def _twice(request: HttpRequest, region: Region, row: Listing, do: str) -> HttpResponse:
    now = _listing(region, row.pk)
    is_held = RecipeHold.objects.filter(listing=now, ended_at__isnull=True).exists()
    is_done = now.state == ListingState.PUBLISHED if do == REOPEN else not is_held
    if is_done and do in (REOPEN, CONFIRM):
        messages.success(request, _did(do) % {"name": row.card.name})
    else:
        messages.warning(request, _("Its state has changed meanwhile; look again."))
    return redirect(region.link("listing", row.pk))


def _listing(region: Region, listing_id: int) -> Any:
    """The listing with the keys of what keeps it off sale and of the hold on its recipe."""
    found = (
        Listing.objects.filter(listings_managed_by(region.actor), pk=listing_id)
        .select_related("facility", "card", "unit", "brand")
        .annotate(held=_open_one(Suspension), recipe=_open_one(RecipeHold))
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _open_one(model: Any) -> Subquery:
    """The key of what is not ended of a listing: mostly there is none to be read."""
    rows = model.objects.filter(listing_id=OuterRef("pk"), ended_at__isnull=True)
    return Subquery(rows.values("pk")[:1])


def _page(
    request: HttpRequest, region: Region, row: Any, said: Mapping[str, str], status: int = 200
) -> HttpResponse:
    language, on = language_of(), legal_today()
    sheet, photo = product_sheet(row.product_id), row.card.photo_key or ""
    held = Suspension.objects.get(pk=row.held) if row.held else None
    hold = RecipeHold.objects.get(pk=row.recipe) if row.recipe else None
    approved = _approved(row)
    values = packed(as_edited(row, sheet), photo)
    changes = changes_between(approved.values, values) if approved else ()
    teller = Teller.of(row, language, changes)
    facts = facts_shown(row, sheet, int(bool(photo)))
    findings = evaluate(facts, rule_book_shown(), on).findings
    may = can(region.actor, Act.LISTING_REVIEW, row.facility_id)
    state = ListingState(row.state)
    recipe = Change("composition", hold.before, row.composition) if hold else None
    context: dict[str, Any] = {
        "row": row,
        "name": row.card.name if language == "id" else row.card.name_en or row.card.name,
        "state": goods_state(state),
        "photos": photos_of_listing(listing_id=row.pk, language=language),
        "held": held,
        "cause": cause_words(held.cause) if held else "",
        "hold": hold,
        "recipe": teller.lines([recipe]) if recipe else [],
        "approved": approved,
        "lines": teller.lines(changes),
        "findings": [(finding_said(one), one.blocking, one.certificate_id) for one in findings],
        "is_blocked": any(one.blocking for one in findings),
        "waiting": _waiting(row) if state is ListingState.SUBMITTED else None,
        "is_public": state is ListingState.PUBLISHED,
        "may_suspend": may and state is ListingState.PUBLISHED,
        "may_reopen": may and state is ListingState.SUSPENDED and held is not None,
        "may_confirm": may and hold is not None,
        "said_form": said,
        "action": region.link("listing", row.pk),
        "note_most": NOTE_MOST,
    }
    return page(request, "regions/listing.html", context, tab=TAB, status=status)


def _approved(row: Listing) -> Review | None:
    """The last time that it was approved."""
    rows = Review.objects.filter(listing=row, state=ReviewState.APPROVED)
    return rows.order_by("-pk").first()


def _waiting(row: Listing) -> int | None:
    rows = Review.objects.filter(listing=row, state=ReviewState.WAITING)
    return rows.values_list("pk", flat=True).first()


@require_http_methods(["GET", "HEAD", "POST"])
@region_page
def suspend(request: HttpRequest, listing_id: int) -> HttpResponse:
    """Take goods off sale, with a reason and after being asked once more."""
    region = region_of(request)
    row = _listing(region, listing_id)
    require(region.actor, Act.LISTING_REVIEW, row.facility_id)
    back = region.link("listing", row.pk)
    if row.state == ListingState.SUSPENDED:  # also a form sent twice
        messages.success(request, _("%(name)s is off sale.") % {"name": row.card.name})
        return redirect(back)
    reason, error = "", ""
    if request.method == "POST":
        reason = plain(request.POST.get("alasan", "")[: REASON_MOST * 2])
        try:
            listing_suspend(actor=region.actor, listing_id=row.pk, reason=reason)
        except Invalid as refusal:
            error = _(str(refusal.params.get("reason", "")))
        else:
            messages.success(request, _("%(name)s is off sale.") % {"name": row.card.name})
            return redirect(back)
    context = {
        "row": row,
        "reason": reason,
        "error": error,
        "reason_most": REASON_MOST,
        "back": back,
        "action": region.link("listing_suspend", row.pk),
    }
    return page(request, "regions/suspend.html", context, tab=TAB, status=422 if error else 200)
