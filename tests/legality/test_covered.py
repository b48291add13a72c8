"""Papers read many at once are the papers read one by one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from catalog.dates import legal_today
from catalog.kept import forget_all
from catalog.models import Brand, Listing
from legality.covered import (
    listing_ids_by_certificate,
    papers_of_facilities,
    papers_of_listings,
)
from legality.models import Certificate, CertificateCover, CertificateState
from legality.selectors import papers_of_facility, papers_of_listing
from tests.making import facility_make, paper_make, public_listing

pytestmark = pytest.mark.django_db

TODAY = legal_today()
DAYS = [TODAY + timedelta(days=days) for days in (-2, -1, 0, 1, 2)]


@pytest.fixture
def listings() -> list[Listing]:
    """Three listings of two facilities with papers in every state and at every edge, and one that
    somebody had cover goods of the other facility too."""
    forget_all()
    facility = facility_make()
    found = [public_listing(facility), public_listing(facility), public_listing()]
    for number, state in enumerate(CertificateState):
        paper_make(found[number % 3], code=f"kind-{number % 3}", state=state)
    one = timedelta(days=1)
    paper_make(found[0], code="halal", issued_on=TODAY, expires_on=TODAY, holder_is_person=True)
    paper_make(found[0], code="pirt", issued_on=TODAY + one)
    paper_make(found[1], code="pirt", issued_on=TODAY - one, expires_on=TODAY - one)
    branded = paper_make(found[0], code="merek", expires_on=TODAY + one)
    strange = paper_make(found[2], code="merek")
    brand = Brand.objects.create(facility=facility, slug="merek", name="Merek")
    Listing.objects.filter(pk__in=[found[0].pk, found[1].pk]).update(brand=brand)
    for paper in (branded, strange):
        CertificateCover.objects.create(certificate=paper, brand=brand)
    CertificateCover.objects.create(certificate=branded, listing=found[2])
    return found


@pytest.mark.parametrize("language", ["id", "en"])
def test_of_listings(listings: list[Listing], language: str) -> None:
    ids = [listing.pk for listing in listings]
    for day in DAYS:
        found = papers_of_listings(ids, language=language, on=day)
        for listing_id in ids:
            alone = papers_of_listing(listing_id=listing_id, language=language, on=day)
            assert tuple(found.get(listing_id, ())) == alone
    assert any(papers_of_listings(ids, language=language, on=TODAY).values())


@pytest.mark.parametrize("language", ["id", "en"])
def test_of_facilities(listings: list[Listing], language: str) -> None:
    ids = sorted({listing.facility_id for listing in listings})
    for day in DAYS:
        found = papers_of_facilities(ids, language=language, on=day)
        for facility_id in ids:
            alone = papers_of_facility(facility_id=facility_id, language=language, on=day)
            assert tuple(found.get(facility_id, ())) == alone


def test_the_listings_of_papers(listings: list[Listing]) -> None:
    """Asked from the other side: which listings does one cover lead to, which does its brand?"""
    wanted: dict[int, set[int]] = {}
    own = dict(Listing.objects.values_list("pk", "facility_id"))
    for cover in CertificateCover.objects.select_related("certificate"):
        branded = Listing.objects.filter(brand=cover.brand) if cover.brand else []
        named = {cover.listing_id} if cover.listing_id else {one.pk for one in branded}
        ids = {pk for pk in named if own[pk] == cover.certificate.facility_id}
        wanted.setdefault(cover.certificate_id, set()).update(ids)

    found = listing_ids_by_certificate(list(Certificate.objects.values_list("pk", flat=True)))

    assert {key: set(ids) for key, ids in found.items()} == wanted
    assert all(ids == sorted(set(ids)) for ids in found.values())
    assert {listings[0].pk, listings[1].pk} in wanted.values()  # the paper with the brand
    assert {listings[2].pk} in wanted.values()  # the one that names strange goods
    assert listing_ids_by_certificate([0]) == {}
