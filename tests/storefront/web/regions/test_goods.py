"""/wilayah/barang/: at a glance, held back, put on sale again, recipes confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from catalog.dates import legal_today
from catalog.models import Listing
from catalog.selectors.stall import values_of
from catalog.services.listing_change import listing_change
from catalog.types import ListingState
from legality.models import CertificateKind, RecipeHold, Suspension
from legality.services.publication import listing_submit
from legality.services.reviews import review_approve
from tests.cast import Cast, client_of
from tests.making import (
    SYSTEM,
    certificate_kind,
    paper_make,
    public_listing,
    ready_listing,
    waiting_review,
)
from tests.storefront.web.pages import words_of
from tests.storefront.web.regions.reading import hidden_of, statements_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(cast: Cast) -> Listing:
    return public_listing(cast.here, name="Keripik")


def place_of(listing: Listing, tail: str = "") -> str:
    return f"/wilayah/barang/{listing.pk}/{tail}"


def test_counts_lead_to_lists(cast: Cast, officer: Client, listing: Listing) -> None:
    officer.post(place_of(listing, "tahan/"), {"alasan": "Label robek"})
    other = public_listing(cast.here, name="Sambal")
    first = officer.get("/wilayah/barang/").content.decode()
    assert place_of(listing) in first and place_of(other) not in first  # what needs doing
    assert "Label robek" in first
    slug = cast.here.slug
    sold = officer.get(f"/wilayah/barang/?tempat={slug}&keadaan=dijual").content.decode()
    assert place_of(other) in sold and place_of(listing) not in sold
    assert f"?tempat={slug}&amp;keadaan=ditahan" in first


def test_facilities_with_nothing_on_sale_are_named(cast: Cast, officer: Client) -> None:
    page = officer.get("/wilayah/barang/?keadaan=kosong").content.decode()
    assert cast.here.short_name in page and cast.elsewhere.short_name not in page


def test_goods_changed_since_their_approval_are_listed(cast: Cast, officer: Client) -> None:
    review = waiting_review(cast.sari, ready_listing(cast.here, name="Keripik"))
    actor = cast.regional_officer
    review_approve(actor=actor, review_id=review.pk, digest=review.digest, on=legal_today())
    changed = "/wilayah/barang/?keadaan=berubah"
    assert place_of(review.listing) not in officer.get(changed).content.decode()
    seen = values_of(Listing.objects.get(pk=review.listing_id))
    wanted = replace(seen, size="20 cm")
    listing_change(actor=SYSTEM, listing_id=review.listing_id, wanted=wanted, seen=seen)
    before = review.submitted_at - timedelta(hours=1)
    type(review).objects.filter(pk=review.pk).update(decided_at=before)
    assert place_of(review.listing) in officer.get(changed).content.decode()
    page = words_of(officer.get(place_of(review.listing)))
    assert "<small>Sekarang</small>20 cm" in page


def test_goods_are_taken_off_sale_with_a_reason_once(officer: Client, listing: Listing) -> None:
    place = place_of(listing, "tahan/")
    assert officer.get(place).status_code == 200
    assert officer.post(place, {"alasan": ""}).status_code == 422
    for _each in range(2):
        assert officer.post(place, {"alasan": "Label robek"})["Location"] == place_of(listing)
    listing.refresh_from_db()
    assert listing.state == ListingState.SUSPENDED
    assert Suspension.objects.filter(listing=listing).count() == 1


def test_goods_are_put_on_sale_again_once(officer: Client, listing: Listing) -> None:
    officer.post(place_of(listing, "tahan/"), {"alasan": "Label robek"})
    for _each in range(2):
        answer = officer.post(place_of(listing), {"do": "jual"}, follow=True)
        assert "Keripik dijual lagi." in words_of(answer)
    listing.refresh_from_db()
    assert listing.state == ListingState.PUBLISHED


@pytest.fixture
def held(cast: Cast) -> Listing:
    """Goods whose recipe was changed under a paper that holds while it is unchanged."""
    certificate_kind("halal", "halal")
    CertificateKind.objects.filter(pk="halal").update(validity="recipe")
    listing = ready_listing(cast.here, name="Sambal")
    Listing.objects.filter(pk=listing.pk).update(composition="Cabai\ngaram")
    paper_make(listing, code="halal", group="halal")
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=legal_today())
    Listing.objects.filter(pk=listing.pk).update(composition="Cabai\ngaram, terasi")
    return listing


def test_a_changed_recipe_is_compared_and_confirmed(officer: Client, held: Listing) -> None:
    page = officer.get(place_of(held)).content.decode()
    assert "<ins> terasi</ins>" in page or "<ins>garam, terasi</ins>" in page
    form = {"seen": "Cabai\r\ngaram, terasi", "catatan": "Sudah dicek", "do": "resep"}
    for _each in range(2):
        answer = officer.post(place_of(held), form, follow=True)
        assert "resepnya dipastikan" in words_of(answer)
    assert RecipeHold.objects.get(listing=held).note == "Sudah dicek"


def test_another_recipe_than_the_one_seen_is_not_confirmed(officer: Client, held: Listing) -> None:
    form = {"seen": "Cabai", "catatan": "Sudah dicek", "do": "resep"}
    answer = officer.post(place_of(held), form)
    assert answer.status_code == 409 and "Sudah dicek</textarea>" in answer.content.decode()
    assert RecipeHold.objects.get(listing=held).ended_at is None


def test_others_do_not_find_it_and_auditors_change_nothing(
    cast: Cast, auditor: Client, listing: Listing
) -> None:
    other = client_of(cast.other_regional_officer)
    for tail in ("", "tahan/"):
        assert other.get(place_of(listing, tail)).status_code == 404
        assert other.post(place_of(listing, tail), {"alasan": "x"}).status_code == 404
    assert "tahan/" not in auditor.get(place_of(listing)).content.decode()
    assert auditor.post(place_of(listing), {"do": "jual"}).status_code == 403
    assert auditor.post(place_of(listing, "tahan/"), {"alasan": "x"}).status_code == 403


def test_a_listing_takes_few_statements(officer: Client, held: Listing) -> None:
    assert statements_of(officer, place_of(held)) <= 14
    assert hidden_of(officer, place_of(held))
