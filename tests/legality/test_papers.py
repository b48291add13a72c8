"""A paper is shown only when verified and in force on the legal date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from catalog.dates import legal_today
from catalog.models import AuditEntry, Brand, CardPaper, CardRow, Listing
from catalog.paper_numbers import normal_number
from catalog.types import Actor, ListingState
from legality.models import Certificate, CertificateCover, CertificateState
from legality.proof import proofs
from legality.selectors import papers_of_facility, papers_of_listing
from legality.services.certificates import (
    CertificateDraft,
    Covers,
    certificate_record,
)
from legality.services.expiry import certificate_expire_due, papers_begun_show
from legality.services.publication import listing_submit
from tests.making import (
    SYSTEM,
    certificate_kind,
    draft_listing,
    facility_make,
    paper_make,
    photo_give,
    public_listing,
    rule_make,
)

pytestmark = pytest.mark.django_db

TODAY = legal_today()
DAY = timedelta(days=1)


@pytest.mark.parametrize("state", list(CertificateState))
def test_only_a_verified_paper_is_shown(state: CertificateState) -> None:
    listing = public_listing()
    paper_make(listing, state=state)
    shown = state is CertificateState.VERIFIED
    assert bool(papers_of_listing(listing_id=listing.pk, language="id", on=TODAY)) is shown
    assert bool(CardRow.objects.get(pk=listing.pk).papers) is shown


@pytest.mark.parametrize(
    ("issued", "expires", "shown"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (TODAY + DAY, None, False),
        (None, TODAY - DAY, False),
        (TODAY - DAY, TODAY + DAY, True),
    ],
)
def test_both_days_count(issued: date | None, expires: date | None, shown: bool) -> None:
    listing = public_listing()
    paper_make(listing, issued_on=issued, expires_on=expires)
    found = papers_of_listing(listing_id=listing.pk, language="en", on=TODAY)
    assert bool(found) is shown


def test_the_legal_date_is_jakartas() -> None:
    with time_machine.travel("2026-11-20T17:30:00+00:00", tick=False):
        assert legal_today() == date(2026, 11, 21)
    with time_machine.travel("2026-11-20T16:59:00+00:00", tick=False):
        assert legal_today() == date(2026, 11, 20)


def test_a_person_who_holds_a_paper_is_never_named() -> None:
    listing = public_listing()
    paper_make(listing, holder_is_person=True)
    (paper,) = papers_of_listing(listing_id=listing.pk, language="id", on=TODAY)
    assert paper.holder == ""


def test_a_brands_paper_covers_all_goods_of_the_brand() -> None:
    facility = facility_make()
    brand = Brand.objects.create(facility=facility, slug="merek-a", name="Merek A")
    listings = [public_listing(facility) for _n in range(2)]
    Listing.objects.filter(pk__in=[row.pk for row in listings]).update(brand=brand)
    certificate_kind("merek", "haki")
    certificate_record(
        actor=SYSTEM,
        draft=CertificateDraft(
            facility_id=facility.pk,
            kind_code="merek",
            number="IDM000639902",
            holder_name="Koperasi",
            state=CertificateState.VERIFIED,
            verified_on=TODAY,
        ),
        covers=Covers(brand_ids=(brand.pk,)),
    )
    for listing in listings:
        assert len(papers_of_listing(listing_id=listing.pk, language="id", on=TODAY)) == 1
        assert CardRow.objects.get(pk=listing.pk).papers[0]["code"] == "merek"


def test_of_two_papers_of_a_kind_the_card_says_the_one_that_holds_longer() -> None:
    listing = public_listing()
    paper_make(listing, expires_on=TODAY + DAY)
    paper_make(listing, expires_on=TODAY + 9 * DAY)
    badges = CardRow.objects.get(pk=listing.pk).papers
    assert [badge["until"] for badge in badges] == [(TODAY + 9 * DAY).isoformat()]


def test_a_paper_that_was_checked_before_it_began_comes_to_the_card_on_its_day() -> None:
    listing = public_listing()
    paper_make(listing, issued_on=TODAY + DAY)
    assert CardRow.objects.get(pk=listing.pk).papers == []
    paper_make(listing, code="halal", issued_on=TODAY)
    # as it stood until yesterday
    CardPaper.objects.filter(card_id=listing.pk).delete()
    CardRow.objects.filter(pk=listing.pk).update(papers=[])
    assert papers_begun_show(on=TODAY) == 1
    assert [paper["code"] for paper in CardRow.objects.get(pk=listing.pk).papers] == ["halal"]
    assert CardPaper.objects.get(card_id=listing.pk).code == "halal"


def test_a_number_is_recorded_once_however_it_is_typed() -> None:
    listing = public_listing()
    paper_make(listing, number="P-IRT No. 2063510010243-26")
    with pytest.raises(ValidationError):
        paper_make(listing, number="pirt 206351001024326")
    assert normal_number("P-IRT No. 2063510010243-26") == "206351001024326"
    (found,) = proofs(number="2063510010243 26", language="id", on=TODAY)
    assert found.paper.number == "P-IRT No. 2063510010243-26"


def test_a_facilitys_paper_says_which_goods_it_covers_and_which_office_looked() -> None:
    listing = public_listing(name="Keripik pisang")
    hidden = draft_listing(listing.facility, name="Rahasia")
    paper = paper_make(listing)
    CertificateCover.objects.create(certificate=paper, listing=hidden)
    Certificate.objects.update(verified_by="sulawesi-tengah")
    (found,) = papers_of_facility(facility_id=listing.facility_id, language="en", on=TODAY)
    assert found.goods == ("Keripik pisang (en)",)
    assert found.verified_by == "Central Sulawesi office"


def test_a_cover_names_exactly_one_thing() -> None:
    listing = public_listing()
    paper = paper_make(listing)
    for extra in ({}, {"listing": listing, "facility": listing.facility}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CertificateCover.objects.create(certificate=paper, **extra)


def test_a_clearance_lasts_as_long_as_the_papers_it_rests_on() -> None:
    rule_make("pirt")
    listing = draft_listing(facility_make())
    photo_give(listing)
    food = paper_make(listing, expires_on=TODAY + 5 * DAY)
    paper_make(listing, code="merek", group="haki", expires_on=TODAY + DAY)
    clearance = listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY).clearance
    assert clearance is not None
    assert clearance.valid_until == TODAY + 5 * DAY
    assert clearance.certificate_ids == (food.pk,)


def test_overnight_a_paper_ends_and_its_goods_close_once() -> None:
    rule_make("pirt")
    listing = draft_listing(facility_make())
    photo_give(listing)
    paper_make(listing, expires_on=TODAY)
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    tomorrow = TODAY + DAY
    assert certificate_expire_due(actor=Actor.system("nightly"), on=TODAY) == 0
    assert certificate_expire_due(actor=Actor.system("nightly"), on=tomorrow) == 1
    assert certificate_expire_due(actor=Actor.system("nightly"), on=tomorrow) == 0
    listing.refresh_from_db()
    assert listing.state == ListingState.SUSPENDED
    assert Certificate.objects.get().state == CertificateState.EXPIRED
    assert not CardRow.objects.get(pk=listing.pk).is_open
    assert AuditEntry.objects.filter(action="listing.suspended").count() == 1
