"""What the sample shop's regional offices have before them: goods handed in, sent back, held back.

Who hands in and who decides are sample people's names without their accounts: those are made anew
at every start, what was decided stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from catalog.dates import legal_today
from catalog.models import Facility, Listing
from catalog.selectors.stall import values_of
from catalog.services.listing_change import listing_change
from catalog.services.listings import listing_withdraw
from catalog.types import Actor, Grant, Role
from legality.models import RecipeHold, Review, Suspension
from legality.services.editing import listing_edit
from legality.services.publication import listing_submit
from legality.services.reviews import review_approve, review_send_back
from legality.services.suspensions import listing_suspend
from legality.verdicts import verdict_of
from storefront.loading.files import Row

_OPERATOR, _OFFICER = "Sari Wulandari", "Ratna Lestari"


def operator_of(facility_id: int) -> Actor:
    """Somebody of a facility, who hands in."""
    return Actor(_OPERATOR, (Grant(Role.FACILITY_OPERATOR, frozenset({facility_id})),))


def officer_of(facility: Facility) -> Actor:
    """Somebody of its regional office, who decides."""
    keys = frozenset({facility.pk})
    return Actor(_OFFICER, (Grant(Role.REGIONAL_OFFICER, keys, office_id=facility.office_id),))


def hand_in(listing: Listing, *, days_ago: int) -> Review:
    """Hand a listing in, so many days ago."""
    operator = operator_of(listing.facility_id)
    done = listing_submit(actor=operator, listing_id=listing.pk, on=legal_today())
    assert done.review_id is not None
    Review.objects.filter(pk=done.review_id).update(submitted_at=_past(days_ago))
    return Review.objects.get(pk=done.review_id)


def _past(days: int) -> Any:
    return timezone.now() - timedelta(days=days)


def office_row(row: Row, base: Row) -> Row:
    """The listing of a row: as another of the sample, with what differs."""
    return {**base, **row["with"], "slug": row["slug"]}


def office_work(row: Row, listing: Listing) -> None:
    """Bring a listing to where its row says that it stands with the office."""
    _WAYS[row["way"]](row, listing, legal_today())


def _waiting(row: Row, listing: Listing, _on: date) -> None:
    hand_in(listing, days_ago=row["days_ago"])


def _approved(row: Row, listing: Listing, on: date) -> Listing:
    """Handed in and approved some time ago."""
    days = row["approved_days_ago"]
    review = hand_in(listing, days_ago=days + 1)
    officer = officer_of(listing.facility)
    review_approve(actor=officer, review_id=review.pk, digest=review.digest, on=on)
    Review.objects.filter(pk=review.pk).update(decided_at=_past(days))
    Listing.objects.filter(pk=listing.pk).update(published_at=_past(days))
    return Listing.objects.select_related("facility").get(pk=listing.pk)


def _again(row: Row, listing: Listing, on: date) -> None:
    """Approved once, changed since and handed in anew."""
    listing = _approved(row, listing, on)
    operator = operator_of(listing.facility_id)
    listing_withdraw(actor=operator, listing_id=listing.pk)
    listing.refresh_from_db()
    seen = values_of(listing)
    dearer = tuple(replace(one, price=Decimal(row["price"])) for one in seen.variants)
    wanted = replace(seen, **_edit(row), variants=dearer)
    listing_change(actor=operator, listing_id=listing.pk, wanted=wanted, seen=seen)
    hand_in(listing, days_ago=row["days_ago"])


def _edit(row: Row) -> Mapping[str, Any]:
    edit: Mapping[str, Any] = row["edit"]
    return edit


def _sent_back(row: Row, listing: Listing, on: date) -> None:
    """Each answer goes to the finding that is about the paper named."""
    review = hand_in(listing, days_ago=row["days_ago"])
    asked = verdict_of(listing.pk, on=on).asked
    codes = {paper: one.rule for one in asked if not one.is_met for paper in one.papers}
    review_send_back(
        actor=officer_of(listing.facility),
        review_id=review.pk,
        digest=review.digest,
        note=row["note"],
        answers={codes[paper]: text for paper, text in row["answers"].items()},
    )
    Review.objects.filter(pk=review.pk).update(decided_at=_past(row["days_ago"] - 2))


def _suspended(row: Row, listing: Listing, on: date) -> None:
    listing = _approved(row, listing, on)
    officer = officer_of(listing.facility)
    listing_suspend(actor=officer, listing_id=listing.pk, reason=row["reason"])
    rows = Suspension.objects.filter(listing=listing, ended_at__isnull=True)
    rows.update(begun_at=_past(row["days_ago"]))


def _recipe(row: Row, listing: Listing, on: date) -> None:
    """Its papers hold while the recipe is unchanged, and its recipe was changed."""
    listing = _approved(row, listing, on)
    seen = values_of(listing)
    listing_edit(
        actor=operator_of(listing.facility_id),
        listing_id=listing.pk,
        wanted=replace(seen, **_edit(row)),
        seen=seen,
        on=on,
        may_withdraw=True,
    )
    past = {"begun_at": _past(row["days_ago"])}
    RecipeHold.objects.filter(listing=listing, ended_at__isnull=True).update(**past)
    Suspension.objects.filter(listing=listing, ended_at__isnull=True).update(**past)


_WAYS: Mapping[str, Callable[[Row, Listing, date], None]] = {
    "waiting": _waiting,
    "again": _again,
    "sent_back": _sent_back,
    "suspended": _suspended,
    "recipe": _recipe,
}
