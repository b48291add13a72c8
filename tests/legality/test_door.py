"""The publication door refuses what does not fit it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from catalog.dates import legal_today
from catalog.errors import Blocked, WrongState
from catalog.services.listings import listing_submit_state
from catalog.services.publication import listing_publish
from catalog.types import Clearance
from tests.making import SYSTEM, draft_listing, facility_make

pytestmark = pytest.mark.django_db

TODAY = legal_today()


def test_a_clearance_of_another_listing_opens_nothing() -> None:
    mine, other = draft_listing(facility_make()), draft_listing(facility_make())
    listing_submit_state(actor=SYSTEM, listing_id=mine.pk)
    with pytest.raises(Blocked):
        listing_publish(
            actor=SYSTEM,
            listing_id=mine.pk,
            clearance=Clearance(other.pk, "basic/1", (), None),
            on=TODAY,
        )


def test_a_clearance_that_has_ended_opens_nothing() -> None:
    listing = draft_listing(facility_make())
    listing_submit_state(actor=SYSTEM, listing_id=listing.pk)
    ended = Clearance(listing.pk, "basic/1", (), TODAY - timedelta(days=1))
    with pytest.raises(Blocked):
        listing_publish(actor=SYSTEM, listing_id=listing.pk, clearance=ended, on=TODAY)


def test_a_draft_does_not_go_through() -> None:
    listing = draft_listing(facility_make())
    with pytest.raises(WrongState):
        listing_publish(
            actor=SYSTEM,
            listing_id=listing.pk,
            clearance=Clearance(listing.pk, "basic/1", (), None),
            on=TODAY,
        )
