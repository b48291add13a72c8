"""The publication door refuses what does not fit it."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.dates import legal_today
from catalog.errors import Blocked, NotAllowed, NotFound, WrongState
from catalog.models import AuditEntry, Listing
from catalog.services import publication
from catalog.services.listings import listing_submit_state
from catalog.services.publication import listings_publish, listings_reclear
from catalog.types import Clearance
from tests.cast import cast_make
from tests.conftest import serving_role
from tests.making import SYSTEM, draft_listing, facility_make

pytestmark = pytest.mark.django_db

TODAY = legal_today()


def test_a_clearance_opens_its_own_listing_alone() -> None:
    mine, other = draft_listing(facility_make()), draft_listing(facility_make())
    for one in (mine, other):
        listing_submit_state(actor=SYSTEM, listing_id=one.pk)
    listings_publish(actor=SYSTEM, clearances=[Clearance(other.pk, "basic/1", (), None)], on=TODAY)
    states = dict(Listing.objects.values_list("pk", "state"))
    assert states == {mine.pk: "submitted", other.pk: "published"}


def test_a_clearance_that_has_ended_opens_nothing_of_what_is_given_with_it() -> None:
    ended, other = draft_listing(facility_make()), draft_listing(facility_make())
    for one in (ended, other):
        listing_submit_state(actor=SYSTEM, listing_id=one.pk)
    clearances = [
        Clearance(other.pk, "basic/1", (), TODAY),
        Clearance(ended.pk, "basic/1", (), TODAY - timedelta(days=1)),
    ]
    with pytest.raises(Blocked):
        listings_publish(actor=SYSTEM, clearances=clearances, on=TODAY)
    assert set(Listing.objects.values_list("state", flat=True)) == {"submitted"}


def test_a_draft_does_not_go_through() -> None:
    listing = draft_listing(facility_make())
    with pytest.raises(WrongState):
        listings_publish(
            actor=SYSTEM, clearances=[Clearance(listing.pk, "basic/1", (), None)], on=TODAY
        )


def test_what_may_be_seen_and_not_changed_does_not_go_through() -> None:
    """The database lets nobody lock it, whatever the service were to say."""
    cast = cast_make()
    listing = draft_listing(cast.here)
    listing_submit_state(actor=SYSTEM, listing_id=listing.pk)
    for actor, refusal in (
        (cast.auditor, NotAllowed), (cast.budi, NotFound), (cast.anonymous, NotFound),
    ):  # fmt: skip
        clearance = Clearance(listing.pk, "basic/1", (), None)
        for role in (serving_role(actor), nullcontext()):  # with the database's guard, and without
            with role, pytest.raises(refusal):
                listings_publish(actor=actor, clearances=[clearance], on=TODAY)
    assert Listing.objects.get(pk=listing.pk).state == "submitted"


def test_the_database_asks_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that let the wrong person through opens nothing, and writes nothing down."""
    cast = cast_make()
    listing = draft_listing(cast.here)
    listing_submit_state(actor=SYSTEM, listing_id=listing.pk)
    monkeypatch.setattr(publication, "_may_publish", lambda actor, facility_id: None)
    clearance = Clearance(listing.pk, "basic/1", (), None)
    with serving_role(cast.auditor), pytest.raises(NotAllowed):
        listings_publish(actor=cast.auditor, clearances=[clearance], on=TODAY)
    assert not AuditEntry.objects.filter(action="listing.published").exists()


def test_another_last_day_is_given_to_what_is_on_sale_alone() -> None:
    cast = cast_make()
    listing = draft_listing(cast.here)
    clearance = Clearance(listing.pk, "basic/1", (), TODAY)
    with pytest.raises(WrongState):
        listings_reclear(actor=SYSTEM, clearances=[clearance])
    Listing.objects.filter(pk=listing.pk).update(state="published", published_at=timezone.now())
    for actor, refusal in ((cast.auditor, NotAllowed), (cast.budi, NotFound)):
        with pytest.raises(refusal):
            listings_reclear(actor=actor, clearances=[clearance])
    assert Listing.objects.get(pk=listing.pk).cleared_until is None
    listings_reclear(actor=SYSTEM, clearances=[clearance])
    assert Listing.objects.get(pk=listing.pk).cleared_until == TODAY
