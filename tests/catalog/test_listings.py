"""Listings: what can be made, how they move, what the public sees of them."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from catalog.dates import legal_today
from catalog.errors import Blocked, Invalid, NotAllowed, NotFound, WrongState
from catalog.models import AuditEntry, Flagship, Listing
from catalog.selectors.listing import listing_present_address, listing_public
from catalog.selectors.listings import cards
from catalog.services.listings import (
    flagship_set,
    listing_change_address,
    listing_close,
    listing_submit_state,
)
from catalog.types import (
    ALLOWED_MOVES,
    Actor,
    CatalogQuery,
    Grant,
    ListingState,
    Role,
    Sort,
)
from legality.errors import PublicationBlocked
from legality.services.publication import listing_submit
from tests.making import (
    SYSTEM,
    draft_listing,
    facility_make,
    photo_give,
    public_listing,
)

pytestmark = pytest.mark.django_db

TODAY = legal_today()


def seen(query: CatalogQuery | None = None) -> list[int]:
    page = cards(query or CatalogQuery(), language="id", on=legal_today(), limit=100)
    return [card.listing_id for card in page.cards]


def test_a_draft_is_seen_nowhere() -> None:
    listing = draft_listing(facility_make())
    assert seen() == []
    with pytest.raises(NotFound):
        listing_public(slug=listing.slug, language="id", on=TODAY)


def test_a_submitted_listing_that_nothing_blocks_is_public() -> None:
    listing = public_listing()
    assert seen() == [listing.pk]
    info = listing_public(slug=listing.slug, language="en", on=TODAY)
    assert info.name == "Bawang goreng (en)"
    assert info.description == ("One.", "Two.")
    assert AuditEntry.objects.filter(action="listing.published").count() == 1


def test_without_a_picture_it_stays_a_draft_and_says_why() -> None:
    listing = draft_listing(facility_make())
    with pytest.raises(PublicationBlocked) as refused:
        listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    assert [finding.code for finding in refused.value.findings] == ["photo"]
    listing.refresh_from_db()
    assert listing.state == ListingState.DRAFT


def test_a_suspended_listing_is_gone_like_an_unknown_one() -> None:
    listing = public_listing()
    listing_close(actor=SYSTEM, listing_id=listing.pk, state=ListingState.SUSPENDED, reason="test")
    assert seen() == []
    for slug in (listing.slug, "tidak-ada"):
        with pytest.raises(NotFound):
            listing_public(slug=slug, language="id", on=TODAY)


def test_a_listing_whose_clearance_has_ended_is_gone_before_any_job_ran() -> None:
    listing = public_listing()
    Listing.objects.filter(pk=listing.pk).update(cleared_until=TODAY)
    assert seen() == [listing.pk]
    tomorrow = TODAY + timedelta(days=1)
    assert cards(CatalogQuery(), language="id", on=tomorrow).cards == []
    with pytest.raises(NotFound):
        listing_public(slug=listing.slug, language="id", on=tomorrow)


@pytest.mark.parametrize("current", list(ListingState))
@pytest.mark.parametrize("wanted", [ListingState.SUSPENDED, ListingState.ARCHIVED])
def test_closing_follows_the_table_of_moves(current: ListingState, wanted: ListingState) -> None:
    listing = public_listing()
    Listing.objects.filter(pk=listing.pk).update(state=current)
    if wanted in ALLOWED_MOVES[current]:
        listing_close(actor=SYSTEM, listing_id=listing.pk, state=wanted, reason="test")
        listing.refresh_from_db()
        assert listing.state == wanted
    else:
        with pytest.raises(WrongState):
            listing_close(actor=SYSTEM, listing_id=listing.pk, state=wanted, reason="test")


def test_a_visitor_finds_nothing_to_change_and_a_colleague_may_not() -> None:
    listing = draft_listing(facility_make())
    with pytest.raises(NotFound):
        listing_submit_state(actor=Actor.anonymous(), listing_id=listing.pk)
    colleague = Actor(grants=(Grant(Role.AUDITOR, frozenset({listing.facility_id})),))
    with pytest.raises(NotAllowed):
        listing_submit_state(actor=colleague, listing_id=listing.pk)


@pytest.mark.parametrize("prices", [(0,), (-5,), (10**12,), ()])
def test_impossible_prices_are_refused(prices: tuple[int, ...]) -> None:
    with pytest.raises(Invalid):
        draft_listing(facility_make(), prices=prices)
    assert Listing.objects.count() == 0


def test_a_former_address_leads_to_the_present_one() -> None:
    listing = public_listing(slug="bawang-palu")
    listing_change_address(actor=SYSTEM, listing_id=listing.pk, slug="bawang-goreng-palu")
    assert listing_present_address("bawang-palu") == "bawang-goreng-palu"
    assert listing_public(slug="bawang-goreng-palu", language="id", on=TODAY).id == listing.pk
    listing_change_address(actor=SYSTEM, listing_id=listing.pk, slug="bawang-palu")
    assert listing_present_address("bawang-palu") is None
    assert listing_present_address("bawang-goreng-palu") == "bawang-palu"


def test_an_address_that_another_listing_had_is_taken() -> None:
    first, second = public_listing(slug="satu"), public_listing(slug="dua")
    listing_change_address(actor=SYSTEM, listing_id=first.pk, slug="satu-baru")
    with pytest.raises(Invalid):
        listing_change_address(actor=SYSTEM, listing_id=second.pk, slug="satu")


def test_a_third_flagship_of_a_facility_is_refused() -> None:
    facility = facility_make()
    listings = [public_listing(facility) for _n in range(3)]
    ends = TODAY + timedelta(days=10)
    for listing in listings[:2]:
        flagship_set(actor=SYSTEM, listing_id=listing.pk, begins=TODAY, ends=ends)
    with pytest.raises(Blocked):
        flagship_set(actor=SYSTEM, listing_id=listings[2].pk, begins=ends, ends=ends)
    later = ends + timedelta(days=1)
    flagship_set(actor=SYSTEM, listing_id=listings[2].pk, begins=later, ends=later)
    assert set(seen(CatalogQuery(flagship=True))) == {listing.pk for listing in listings[:2]}


def test_the_database_itself_refuses_a_third_flagship_and_a_foreign_facility() -> None:
    facility = facility_make()
    period = DateRange(TODAY, TODAY + timedelta(days=3))
    for slot in (1, 2):
        Flagship.objects.create(
            listing=public_listing(facility), facility=facility, slot=slot, period=period
        )
    for slot in (1, 2, 3):
        with pytest.raises(IntegrityError), transaction.atomic():
            Flagship.objects.create(
                listing=public_listing(facility), facility=facility, slot=slot, period=period
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        Flagship.objects.create(
            listing=public_listing(), facility=facility_make(), slot=1, period=period
        )


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_follow_each_other_without_gap_or_repeat(sort: Sort) -> None:
    facility = facility_make()
    made = {
        public_listing(facility, prices=(1000 * (n % 3 + 1),), stock=n % 2).pk for n in range(7)
    }
    found: list[int] = []
    after: str | None = None
    while True:
        page = cards(CatalogQuery(sort=sort), language="id", on=TODAY, after=after, limit=2)
        found += [card.listing_id for card in page.cards]
        after = page.after
        if after is None:
            break
    assert len(found) == len(made) and set(found) == made
    states = [card.stock for card in cards(CatalogQuery(sort=sort), language="id", on=TODAY).cards]
    assert states == sorted(states, key=lambda stock: stock == 0)


def odd(sort: str, value: object, listing_id: object = 5, **given: object) -> str:
    """A cursor that somebody made up."""
    place = {"start": "", "half": False, "tier": 0, "snapshot": "9:9:"} | given
    values = [sort, place["start"], place["half"], place["tier"], value, listing_id]
    packed = json.dumps([*values, place["snapshot"]])
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


TIME = "2024-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("sort", "cursor"),
    [
        (Sort.CHEAPEST, odd("termurah", "1E-20000")),
        (Sort.CHEAPEST, odd("termurah", "NaN")),
        (Sort.CHEAPEST, odd("termurah", "1_000")),
        (Sort.CHEAPEST, odd("termurah", True)),
        (Sort.NEWEST, odd("terbaru", "0001-01-01T00:00:00+23:59")),
        (Sort.NEWEST, odd("terbaru", "2024-01-01T00:00:00")),
        (Sort.NEWEST, odd("terbaru", TIME, half=0)),
        (Sort.NEWEST, odd("terbaru", TIME, 2**70)),
        (Sort.NEWEST, odd("terbaru", TIME, tier=4)),
        (Sort.NEWEST, odd("terbaru", TIME, start="72")),
        (Sort.NEWEST, odd("terbaru", TIME, snapshot="1:2")),
        (Sort.NEWEST, odd("terbaru", TIME, snapshot="5:3:")),
        (Sort.NEWEST, odd("terbaru", TIME, snapshot="3:9:2")),
        (Sort.NEWEST, odd("terbaru", TIME, snapshot="3:9:5,4")),
        (Sort.NEWEST, odd("terbaru", TIME, snapshot="3:99999999999999999999:")),
        (Sort.NEWEST, odd("terbaru", TIME, snapshot=7)),
        (Sort.NEWEST, odd("termurah", "1000")),
        (Sort.NEWEST, base64.urlsafe_b64encode(b"[" * 5000).decode()),
    ],
)
def test_a_made_up_cursor_is_refused(sort: Sort, cursor: str) -> None:
    with pytest.raises(Invalid):
        cards(CatalogQuery(sort=sort), language="id", on=TODAY, after=cursor)


def test_a_cursor_of_another_time_zone_is_read() -> None:
    cursor = odd("terbaru", "2099-01-01T00:00:00+23:59")
    assert cards(CatalogQuery(), language="id", on=TODAY, after=cursor).cards == []


@pytest.mark.parametrize("snapshot", ["3:9:3,8", f"{2**63 - 1}:{2**63 - 1}:", "1:1:"])
def test_a_snapshot_of_any_server_is_understood(snapshot: str) -> None:
    cursor = odd("terbaru", TIME, snapshot=snapshot)
    assert cards(CatalogQuery(), language="id", on=TODAY, after=cursor).cards == []


@pytest.mark.parametrize("cursor", ["x", "e30", "WyJ0ZXJiYXJ1Il0", "ÿ", "W10=", "a" * 5000])
def test_a_cursor_that_is_none_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid):
        cards(CatalogQuery(), language="id", on=TODAY, after=cursor)


def test_the_card_follows_its_picture() -> None:
    listing = public_listing()
    photo_give(listing, "#112233")
    page = cards(CatalogQuery(), language="en", on=TODAY)
    assert page.cards[0].photo is not None
    assert page.cards[0].photo.alt == "Jar of fried shallots"
