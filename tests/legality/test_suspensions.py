"""Goods that are off sale although nobody of the facility wished it, and how they come back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from catalog.dates import legal_today
from catalog.errors import Invalid, NotAllowed, NotFound, WrongState
from catalog.models import CardRow, Facility, Listing, OutboxRow
from catalog.services.listings import listing_withdraw
from catalog.types import Actor, ListingState
from legality.errors import PublicationBlocked
from legality.handed_in import digest_of, values_of
from legality.models import (
    Certificate,
    CertificateState,
    ClearanceRecord,
    RequirementRule,
    Suspension,
    SuspensionCause,
)
from legality.services.publication import listing_submit, listings_reconcile, listings_resume
from legality.services.suspensions import listing_reopen, listing_suspend
from tests.cast import Cast, cast_make
from tests.conftest import serving_role
from tests.making import SYSTEM, paper_make, public_listing, ready_listing, rule_make

pytestmark = pytest.mark.django_db

TODAY = legal_today()
DAY = timedelta(days=1)
NIGHTLY = Actor.system("nightly")


@pytest.fixture
def cast() -> Cast:
    return cast_make()


def state_of(listing: Listing) -> str:
    return Listing.objects.get(pk=listing.pk).state


def held(listing: Listing) -> Suspension:
    return Suspension.objects.get(listing=listing, ended_at__isnull=True)


def on_sale_by(facility: Facility, **paper: Any) -> tuple[Listing, Certificate]:
    """Goods on sale that rest on one paper."""
    rule_make("pirt", code="perlu_pirt")
    listing = ready_listing(facility)
    certificate = paper_make(listing, **paper)
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    return listing, certificate


def test_an_officer_takes_goods_off_sale_and_lets_them_back(cast: Cast) -> None:
    listing = public_listing(cast.here)
    with serving_role(cast.regional_officer):
        listing_suspend(actor=cast.regional_officer, listing_id=listing.pk, reason=" Cek foto. ")
    row = held(listing)
    assert (row.cause, row.reason) == (SuspensionCause.OFFICER, "Cek foto.")
    assert row.begun_by == cast.regional_officer.name
    assert (state_of(listing), CardRow.objects.get(pk=listing.pk).is_open) == ("suspended", False)
    mail = OutboxRow.objects.get(task="legality.suspension_mail")
    assert mail.arguments == {"suspension_id": row.pk}
    assert listings_reconcile(actor=NIGHTLY, on=TODAY).resumed == ()
    with pytest.raises(WrongState):
        listing_suspend(actor=cast.regional_head, listing_id=listing.pk, reason="Lagi")
    before = ClearanceRecord.objects.filter(listing=listing).count()
    with serving_role(cast.regional_officer):
        listing_reopen(actor=cast.regional_officer, listing_id=listing.pk, on=TODAY)
    assert ClearanceRecord.objects.filter(listing=listing).count() == before + 1
    row.refresh_from_db()
    assert row.ended_by == cast.regional_officer.name and row.ended_at is not None
    assert CardRow.objects.get(pk=listing.pk).is_open


def test_it_takes_an_officer_and_a_reason(cast: Cast) -> None:
    listing = public_listing(cast.here)
    for reason in ("", " \n", "x" * 1001):
        with pytest.raises(Invalid):
            listing_suspend(actor=cast.regional_officer, listing_id=listing.pk, reason=reason)
    for refused in (cast.sari, cast.facility_head, cast.auditor):
        with pytest.raises(NotAllowed):
            listing_suspend(actor=refused, listing_id=listing.pk, reason="x")
    with pytest.raises(NotFound):
        listing_suspend(actor=cast.other_regional_officer, listing_id=listing.pk, reason="x")
    with pytest.raises(WrongState):
        listing_suspend(
            actor=cast.regional_officer, listing_id=ready_listing(cast.here).pk, reason="x"
        )
    assert state_of(listing) == "published"


def test_what_was_suspended_and_handed_in_since_is_its_reviews_to_decide(cast: Cast) -> None:
    listing = public_listing(cast.here)
    listing_suspend(actor=cast.regional_officer, listing_id=listing.pk, reason="x")
    listing_submit(actor=cast.sari, listing_id=listing.pk, on=TODAY)
    with pytest.raises(WrongState):
        listing_reopen(actor=cast.regional_officer, listing_id=listing.pk, on=TODAY)
    assert held(listing).cause == SuspensionCause.OFFICER


def test_nothing_is_reopened_that_the_rules_block(cast: Cast) -> None:
    listing, certificate = on_sale_by(cast.here)
    listing_suspend(actor=cast.regional_officer, listing_id=listing.pk, reason="x")
    Certificate.objects.filter(pk=certificate.pk).update(state=CertificateState.REVOKED)
    with pytest.raises(PublicationBlocked):
        listing_reopen(actor=cast.regional_officer, listing_id=listing.pk, on=TODAY)
    assert state_of(listing) == "suspended" and held(listing)


CAUSES: list[tuple[str, dict[str, Any], int, SuspensionCause]] = [
    ("ended by its date", {}, 2, SuspensionCause.EXPIRY),
    ("marked as ended", {"state": "expired"}, 0, SuspensionCause.EXPIRY),
    ("revoked", {"state": "revoked"}, 0, SuspensionCause.REVOCATION),
    ("on hold", {"state": "on_hold"}, 0, SuspensionCause.RECIPE),
    ("unchecked again", {"state": "unverified"}, 0, SuspensionCause.RECONCILED),
]


@pytest.mark.parametrize(("name", "change", "days", "cause"), CAUSES, ids=[c[0] for c in CAUSES])
def test_the_night_says_what_goods_were_closed_for_and_lets_them_back_with_it(
    cast: Cast, name: str, change: dict[str, Any], days: int, cause: SuspensionCause
) -> None:
    listing, certificate = on_sale_by(cast.here, expires_on=TODAY + DAY)
    paper, on = Certificate.objects.filter(pk=certificate.pk), TODAY + days * DAY
    paper.update(**change)
    assert listings_reconcile(actor=NIGHTLY, on=on).closed == (listing.pk,)
    row = held(listing)
    assert row.cause == cause
    is_of_paper = cause is not SuspensionCause.RECONCILED
    assert row.certificate_id == (certificate.pk if is_of_paper else None)
    assert listings_reconcile(actor=NIGHTLY, on=on).resumed == ()
    paper.update(state="verified", expires_on=on + 9 * DAY)
    assert listings_reconcile(actor=NIGHTLY, on=on).resumed == (listing.pk,)
    assert listings_reconcile(actor=NIGHTLY, on=on).resumed == ()
    assert state_of(listing) == "published"
    assert CardRow.objects.get(pk=listing.pk).cleared_until == on + 9 * DAY
    row.refresh_from_db()
    assert row.ended_by == "nightly"


def test_a_rule_that_began_is_the_cause_of_what_it_closes(cast: Cast) -> None:
    rule_make("halal", in_force_from=TODAY + DAY)
    listing = public_listing(cast.here)
    listings_reconcile(actor=NIGHTLY, on=TODAY + DAY)
    assert held(listing).cause == SuspensionCause.RULES


def test_what_was_changed_while_it_was_off_sale_waits_for_a_person(cast: Cast) -> None:
    listing, certificate = on_sale_by(cast.here)
    paper = Certificate.objects.filter(pk=certificate.pk)
    paper.update(state=CertificateState.REVOKED)
    listings_reconcile(actor=NIGHTLY, on=TODAY)
    Listing.objects.filter(pk=listing.pk).update(care="Lain.")
    paper.update(state=CertificateState.VERIFIED)
    assert listings_reconcile(actor=NIGHTLY, on=TODAY).resumed == ()
    Listing.objects.filter(pk=listing.pk).update(care="")
    assert listings_resume(actor=NIGHTLY, listing_ids=[listing.pk], on=TODAY) == (listing.pk,)


def test_what_the_facility_took_back_to_a_draft_does_not_come_back_by_itself(cast: Cast) -> None:
    listing, certificate = on_sale_by(cast.here)
    paper = Certificate.objects.filter(pk=certificate.pk)
    paper.update(state=CertificateState.REVOKED)
    listings_reconcile(actor=NIGHTLY, on=TODAY)
    listing_withdraw(actor=cast.sari, listing_id=listing.pk)
    paper.update(state=CertificateState.VERIFIED)
    assert listings_reconcile(actor=NIGHTLY, on=TODAY).resumed == ()
    assert state_of(listing) == ListingState.DRAFT
    for state in (ListingState.DRAFT, ListingState.SUBMITTED):  # whoever asks for it
        Listing.objects.filter(pk=listing.pk).update(state=state)
        assert listings_resume(actor=NIGHTLY, listing_ids=[listing.pk], on=TODAY) == ()
        assert state_of(listing) == state


def test_a_closed_facilitys_goods_come_back_when_it_opens(cast: Cast) -> None:
    listing = public_listing(cast.here)
    Facility.objects.filter(pk=cast.here.pk).update(is_open=False)
    assert listings_reconcile(actor=NIGHTLY, on=TODAY).closed == (listing.pk,)
    assert held(listing).cause == SuspensionCause.RECONCILED
    Facility.objects.filter(pk=cast.here.pk).update(is_open=True)
    assert listings_reconcile(actor=NIGHTLY, on=TODAY).resumed == (listing.pk,)


def test_stock_that_was_sold_is_no_change_of_the_listing(cast: Cast) -> None:
    listing, certificate = on_sale_by(cast.here)
    paper = Certificate.objects.filter(pk=certificate.pk)
    paper.update(state=CertificateState.REVOKED)
    listings_reconcile(actor=NIGHTLY, on=TODAY)
    stocks = apps.get_model("warehouse.Stock").objects
    stocks.filter(product_variant__product_id=listing.product_id).update(quantity=3)
    paper.update(state=CertificateState.VERIFIED)
    assert listings_reconcile(actor=NIGHTLY, on=TODAY).resumed == (listing.pk,)


def test_what_an_officer_took_off_sale_comes_back_by_nobody_else(cast: Cast) -> None:
    """Two fences: its values are not kept, and if they were it would wait all the same."""
    listing = public_listing(cast.here)
    listing_suspend(actor=cast.regional_officer, listing_id=listing.pk, reason="Cek foto.")
    row = held(listing)
    assert row.values_digest == ""
    row.values_digest = digest_of(values_of(listing))
    row.save()
    # what was held back for something else before, and came back
    Suspension.objects.create(
        listing=listing, facility=cast.here, cause=SuspensionCause.RULES, reason="x",
        values_digest=row.values_digest, ended_at=row.begun_at, ended_by="nightly",
    )  # fmt: skip
    assert listings_resume(actor=NIGHTLY, listing_ids=[listing.pk], on=TODAY) == ()
    assert state_of(listing) == "suspended"


def test_many_come_back_by_sets(cast: Cast, django_assert_num_queries: Any) -> None:
    rule_make("pirt")
    listings = [ready_listing(cast.here) for _n in range(4)]
    for one in listings:
        paper_make(one)
        listing_submit(actor=SYSTEM, listing_id=one.pk, on=TODAY)
    papers = Certificate.objects.filter(covers__listing__in=listings)
    papers.update(state=CertificateState.REVOKED)
    assert len(listings_reconcile(actor=NIGHTLY, on=TODAY).closed) == 4
    papers.update(state=CertificateState.VERIFIED)
    changed, *others = listings
    Listing.objects.filter(pk=changed.pk).update(care="Lain.")
    for some in (others[:1], others[1:]):
        ids = [one.pk for one in some]
        with django_assert_num_queries(23):
            done = listings_resume(actor=NIGHTLY, listing_ids=[changed.pk, *ids, 0], on=TODAY)
        assert done == tuple(ids)
        for one in some:
            row = CardRow.objects.get(pk=one.pk)
            assert (state_of(one), row.is_open) == ("published", True)
            record = ClearanceRecord.objects.filter(listing=one).latest("pk")
            assert (record.given_by, record.valid_until) == ("nightly", row.cleared_until)
    assert state_of(changed) == "suspended"
    assert not Suspension.objects.filter(listing__in=others, ended_at=None).exists()


def test_the_facility_does_not_let_its_goods_back_itself(cast: Cast) -> None:
    listing = public_listing(cast.here)
    listing_suspend(actor=cast.regional_officer, listing_id=listing.pk, reason="Label keliru.")
    for who in (cast.sari, cast.facility_head, cast.auditor):
        with pytest.raises(NotAllowed):
            listing_reopen(actor=who, listing_id=listing.pk, on=TODAY)
    assert state_of(listing) == "suspended"


def test_what_was_set_off_sale_by_hand_is_not_reopened(cast: Cast) -> None:
    listing = public_listing(cast.here)
    Listing.objects.filter(pk=listing.pk).update(state=ListingState.SUSPENDED)
    with pytest.raises(WrongState):
        listing_reopen(actor=cast.regional_officer, listing_id=listing.pk, on=TODAY)


def test_of_many_those_come_back_that_the_rules_clear(cast: Cast) -> None:
    ends = TODAY + DAY
    first, renewed = on_sale_by(cast.here, expires_on=ends)
    second = ready_listing(cast.here)
    paper_make(second, number="CONTOH-2", expires_on=ends)
    listing_submit(actor=SYSTEM, listing_id=second.pk, on=TODAY)
    both = (first.pk, second.pk)
    assert listings_reconcile(actor=NIGHTLY, on=ends + DAY).closed == both
    Certificate.objects.filter(pk=renewed.pk).update(expires_on=ends + 400 * DAY)
    back = listings_resume(actor=NIGHTLY, listing_ids=both, on=ends + DAY)
    assert (back, state_of(first), state_of(second)) == (both[:1], "published", "suspended")


def test_a_switched_off_rule_lets_back_what_it_closed(cast: Cast) -> None:
    listings = [public_listing(cast.here) for _n in range(3)]
    rule = rule_make("pirt")
    listings_reconcile(actor=NIGHTLY, on=TODAY)
    listing_suspend(actor=cast.regional_officer, listing_id=listings[0].pk, reason="x")
    assert Suspension.objects.filter(listing=listings[0]).count() == 2
    RequirementRule.objects.filter(pk=rule.pk).update(is_on=False)
    resumed = listings_reconcile(actor=NIGHTLY, on=TODAY).resumed
    assert resumed == (listings[1].pk, listings[2].pk)
    assert held(listings[0]).cause == SuspensionCause.OFFICER
