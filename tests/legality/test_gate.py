"""The gate cannot be passed: by hand, at once, late, early, or with another's paper."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from catalog.dates import LEGAL_ZONE, legal_today
from catalog.errors import NotFound, WrongState
from catalog.kept import forget_all
from catalog.models import CardRow, Listing, Province
from catalog.saleor_adapter.kinds import kind_save
from catalog.selectors.listing import listing_public
from catalog.types import Actor, ListingState
from legality.errors import DecidedMeanwhile, PublicationBlocked
from legality.models import (
    CertificateCover,
    ClearanceRecord,
    Review,
    ReviewState,
    Suspension,
    SuspensionCause,
)
from legality.reviewing import queue
from legality.services import publication
from legality.services.publication import (
    Reconciled,
    listing_submit,
    listings_reconcile,
    review_ensure,
)
from legality.services.reviews import review_approve, review_refuse, review_take_back
from legality.services.suspensions import listing_suspend
from tests.cast import Cast, cast_make
from tests.conftest import serving_role
from tests.making import (
    SYSTEM,
    facility_make,
    paper_make,
    public_listing,
    ready_listing,
    rule_make,
    waiting_review,
)
from tests.together import at_once

pytestmark = pytest.mark.django_db

TODAY = legal_today()
DAY = timedelta(days=1)
NIGHTLY = Actor.system("nightly")


def products() -> Any:
    """Saleor's own products, as its dashboard and its shell write them."""
    return apps.get_model("product.Product").objects


def is_sold(listing: Listing, client: Client, on: date = TODAY) -> bool:
    """Whether buyers can see the goods; the page and the selector have to agree."""
    try:
        listing_public(slug=listing.slug, language="id", on=on)
        is_there = True
    except NotFound:
        is_there = False
    assert (client.get(f"/produk/{listing.slug}/").status_code == 200) is is_there
    return is_there


def state_of(listing: Listing) -> str:
    return Listing.objects.get(pk=listing.pk).state


def reconciled(on: date = TODAY) -> Any:
    return listings_reconcile(actor=NIGHTLY, on=on)


@pytest.mark.parametrize("state", ["draft", "submitted", "suspended", "archived"])
def test_showing_the_product_in_saleor_sells_nothing_and_is_found(
    client: Client, state: str
) -> None:
    listing = public_listing()
    Listing.objects.filter(pk=listing.pk).update(state=state)
    product = products().get(pk=listing.product_id)
    product.is_published, product.publication_date = True, TODAY
    product.save()
    assert not is_sold(listing, client)
    assert not CardRow.objects.get(pk=listing.pk).is_open
    assert reconciled().hidden == (listing.product_id,)
    assert not products().get(pk=listing.product_id).is_published
    assert reconciled().hidden == ()


def test_a_product_of_no_listing_is_found_too() -> None:
    listing = ready_listing()
    product_id = listing.product_id
    Listing.objects.filter(pk=listing.pk).delete()
    products().filter(pk=product_id).update(is_published=True)
    assert reconciled().hidden == (product_id,)
    assert not products().get(pk=product_id).is_published


def test_another_kind_given_in_saleor_is_judged_by_the_night(client: Client) -> None:
    rule_make("nkv", code="perlu_nkv", kinds=["telur"])
    listing = public_listing(kind="camilan")
    eggs = kind_save(slug="telur", name="Telur", name_en="Eggs", description="", description_en="")
    products().filter(pk=listing.product_id).update(category_id=eggs)
    assert reconciled().closed == (listing.pk,)
    assert not is_sold(listing, client)


def test_a_state_set_by_hand_is_no_clearance(client: Client) -> None:
    """Goods that nobody ever cleared are closed and stay so until somebody hands them in."""
    listing = ready_listing()
    Listing.objects.filter(pk=listing.pk).update(state="published", published_at=timezone.now())
    products().filter(pk=listing.product_id).update(is_published=True)
    assert reconciled().closed == (listing.pk,)
    row = Suspension.objects.get(listing=listing)
    assert (row.cause, row.values_digest) == (SuspensionCause.RECONCILED, "")
    assert not is_sold(listing, client)
    assert reconciled() == Reconciled((), ())


def test_a_last_day_set_by_hand_is_no_clearance(client: Client) -> None:
    rule_make("pirt")
    listing = ready_listing()
    paper_make(listing, expires_on=TODAY + 5 * DAY)
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    Listing.objects.filter(pk=listing.pk).update(cleared_until=None)
    assert reconciled().closed == (listing.pk,)
    assert not is_sold(listing, client)


def test_an_ended_clearance_shows_nothing_though_no_night_has_run(client: Client) -> None:
    rule_make("pirt")
    listing = ready_listing()
    paper_make(listing, expires_on=TODAY)
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    assert is_sold(listing, client)
    with time_machine.travel(datetime.now(UTC) + DAY, tick=False):
        assert not is_sold(listing, client, on=legal_today())
    assert state_of(listing) == ListingState.PUBLISHED  # nobody has closed it yet
    assert reconciled(TODAY + DAY).closed == (listing.pk,)


def test_a_paper_that_ends_while_it_waits_opens_nothing() -> None:
    cast = cast_make()
    rule_make("pirt")
    listing = ready_listing(cast.here)
    paper_make(listing, expires_on=TODAY)
    review = waiting_review(cast.sari, listing)
    with pytest.raises(PublicationBlocked):
        review_approve(
            actor=cast.regional_officer, review_id=review.pk, digest=review.digest, on=TODAY + DAY
        )
    assert Review.objects.get(pk=review.pk).state == ReviewState.WAITING


def test_another_facilitys_paper_opens_nothing() -> None:
    """Neither one that says that it covers these goods, nor one by a brand that they bear."""
    rule_make("pirt")
    listing, other = ready_listing(), ready_listing(facility_make())
    strange = paper_make(other)
    CertificateCover.objects.create(certificate=strange, listing=listing)
    CertificateCover.objects.create(certificate=strange, facility=listing.facility)
    with pytest.raises(PublicationBlocked):
        listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    paper_make(listing)
    assert listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY).clearance


# the last day of the clearance, 23:59 and 00:00 of it in Jakarta, as every clock says it
_LAST = TODAY + 3 * DAY
_EDGE = datetime.combine(_LAST + DAY, datetime.min.time(), LEGAL_ZONE)


@pytest.mark.parametrize("zone", ["WIB", "WITA", "WIT"])
@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (_EDGE - timedelta(minutes=1), True),  # already tomorrow in Palu and Jayapura
        (_EDGE, False),  # still the last day in London, and for the server's clock
        (_EDGE + timedelta(hours=7), False),
    ],
)
def test_the_day_is_the_laws_not_the_facilitys_nor_the_servers(
    client: Client, zone: str, at: datetime, is_open: bool
) -> None:
    rule_make("pirt")
    listing = ready_listing()
    Province.objects.update(zone=zone)
    paper_make(listing, expires_on=_LAST)
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    with time_machine.travel(at, tick=False):
        assert is_sold(listing, client, on=legal_today()) is is_open
        assert bool(reconciled(legal_today()).closed) is not is_open
    assert (state_of(listing) == "published") is is_open


def test_what_stands_submitted_and_waits_for_nobody_is_put_before_the_office() -> None:
    """Goods handed in before there were reviews, or by a hand in the table."""
    forget_all()  # the rules of the test before
    cast = cast_make()
    rule_make("pirt", code="perlu_pirt")
    listing = ready_listing(cast.here)
    Listing.objects.filter(pk=listing.pk).update(state="submitted")
    assert reconciled().queued == (listing.pk,)
    (waiting,) = queue(actor=cast.regional_officer, limit=9)
    assert (waiting.listing_id, waiting.blocking) == (listing.pk, 1)
    assert reconciled() == Reconciled((), ())


def test_a_night_that_comes_days_late_closes_the_same() -> None:
    rule_make("pirt")
    listing = ready_listing()
    paper_make(listing, expires_on=TODAY)
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    assert reconciled(TODAY + 4 * DAY).closed == (listing.pk,)
    assert reconciled(TODAY + DAY).closed == ()


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_once_decide_once() -> None:
    cast = cast_make()
    for _round in range(3):
        review = waiting_review(cast.sari, ready_listing(cast.here))
        answers = at_once([partial(approve, cast, review), partial(refuse, cast, review)])
        lost = [answer for answer in answers if isinstance(answer, Exception)]
        assert [type(answer) for answer in lost] == [DecidedMeanwhile]
        review.refresh_from_db()
        is_approved = review.state == ReviewState.APPROVED
        assert state_of(review.listing) == ("published" if is_approved else "draft")
        assert ClearanceRecord.objects.filter(listing=review.listing).count() == is_approved
        winner = cast.regional_officer if is_approved else cast.regional_head
        assert review.decided_by_id == winner.user_id and winner.name in str(lost[0])


def approve(cast: Cast, review: Review) -> None:
    review_approve(actor=cast.regional_officer, review_id=review.pk, digest=review.digest, on=TODAY)


def refuse(cast: Cast, review: Review) -> None:
    review_refuse(
        actor=cast.regional_head, review_id=review.pk, digest=review.digest, note="x", answers={}
    )


@pytest.mark.django_db(transaction=True)
def test_taken_back_and_approved_at_once_is_one_of_both() -> None:
    cast = cast_make()
    for _round in range(3):
        review = waiting_review(cast.sari, ready_listing(cast.here))
        take_back = partial(review_take_back, actor=cast.sari, listing_id=review.listing_id)
        answers = at_once([partial(approve, cast, review), take_back])
        lost = [answer for answer in answers if isinstance(answer, Exception)]
        assert len(lost) == 1 and isinstance(lost[0], WrongState)
        review.refresh_from_db()
        taken = review.state == ReviewState.TAKEN_BACK
        assert state_of(review.listing) == ("draft" if taken else "published")


@pytest.mark.django_db(transaction=True)
def test_handed_in_twice_at_once_waits_once() -> None:
    cast = cast_make()
    listing = ready_listing(cast.here)
    hand_in = partial(listing_submit, actor=cast.sari, listing_id=listing.pk, on=TODAY)
    answers = at_once([hand_in, hand_in])
    assert sum(isinstance(answer, WrongState) for answer in answers) == 1
    assert Review.objects.filter(listing=listing).count() == 1


def test_a_review_is_opened_for_what_waits_for_none_and_was_handed_in() -> None:
    cast = cast_make()
    draft, waiting = ready_listing(cast.here), ready_listing(cast.here)
    listing_submit(actor=cast.sari, listing_id=waiting.pk, on=TODAY)
    for listing in (draft, waiting):
        assert review_ensure(actor=SYSTEM, listing_id=listing.pk, on=TODAY) is None
    assert review_ensure(actor=SYSTEM, listing_id=0, on=TODAY) is None
    assert list(Review.objects.values_list("listing_id", flat=True)) == [waiting.pk]


def test_what_the_door_opened_just_now_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """A night that found a product astray a moment before its listing was published."""
    listing = public_listing()
    monkeypatch.setattr(publication, "products_astray", lambda: [listing.product_id])
    assert listings_reconcile(actor=NIGHTLY, on=TODAY).hidden == ()
    assert CardRow.objects.get(pk=listing.pk).is_open


@pytest.mark.django_db(transaction=True)
def test_two_machines_at_night_close_and_bring_back_once() -> None:
    rule_make("pirt")
    listings = [ready_listing() for _n in range(3)]
    papers = [paper_make(listing) for listing in listings]
    for listing in listings:
        listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    for state in ("revoked", "verified"):
        type(papers[0]).objects.update(state=state)
        done = at_once([reconciled, reconciled])
        assert not [answer for answer in done if isinstance(answer, Exception)]
        moved = [pk for answer in done for pk in (*answer.closed, *answer.resumed)]
        assert sorted(moved) == [listing.pk for listing in listings]
    assert Suspension.objects.count() == 3
    assert not Suspension.objects.filter(ended_at__isnull=True).exists()


def test_one_review_waits_and_one_suspension_holds_whoever_writes() -> None:
    cast = cast_make()
    review = waiting_review(cast.sari, ready_listing(cast.here))
    listing = public_listing(cast.here)
    listing_suspend(actor=cast.regional_officer, listing_id=listing.pk, reason="x")
    for row in (review, Suspension.objects.get(listing=listing)):
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def test_the_serving_role_decides_on_nothing_of_another_office() -> None:
    """The second line: row-level security, whatever a service forgot."""
    cast = cast_make()
    review = waiting_review(cast.sari, ready_listing(cast.here))
    with serving_role(cast.other_regional_officer):
        assert Review.objects.filter(pk=review.pk).update(state="approved") == 0
        assert not Review.objects.exists()
    with serving_role(cast.anonymous), connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_listing SET state = 'published'")
        assert cursor.rowcount == 0
