"""A facility's page says which papers its goods need, and which are only advised."""

from __future__ import annotations

import pytest

from catalog.kept import forget_all
from catalog.models import Listing
from catalog.types import ListingState
from tests.cast import Cast, cast_make, client_of
from tests.making import draft_listing, paper_make, photo_give, rule_make

pytestmark = pytest.mark.django_db

REQUIRED, ADVISED = "Keripik perlu P-IRT.", "Merek dianjurkan."


@pytest.fixture
def cast() -> Cast:
    forget_all()
    return cast_make()


def test_the_page_tells_what_is_required_and_what_is_advised(cast: Cast) -> None:
    rule_make("pirt", reason=REQUIRED)
    rule_make("merek", need="advised", reason=ADVISED)
    listing = draft_listing(cast.here)
    photo_give(listing)
    client = client_of(cast.sari)
    path = f"/petugas/{cast.here.slug}/barang/{listing.pk}/"
    html = client.get(path).content.decode()
    assert REQUIRED in html
    assert "Dianjurkan, tidak wajib" in html
    assert ADVISED in html
    client.post(f"{path}ajukan/")
    assert Listing.objects.get(pk=listing.pk).state == ListingState.DRAFT
    paper_make(listing)
    html = client.get(path).content.decode()
    assert REQUIRED not in html
    assert ADVISED in html
    client.post(f"{path}ajukan/")
    assert Listing.objects.get(pk=listing.pk).state == ListingState.PUBLISHED
