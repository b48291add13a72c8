"""A facility's page says which papers its goods need, and which are only advised."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from catalog.dates import legal_today
from catalog.kept import forget_all
from catalog.models import Listing, RegionalOffice
from catalog.types import ListingState
from legality.models import Review
from legality.services.reviews import review_refuse, review_send_back
from legality.services.suspensions import listing_suspend
from tests.cast import Cast, cast_make, client_of
from tests.making import draft_listing, paper_make, photo_give, public_listing, rule_make

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
    assert Listing.objects.get(pk=listing.pk).state == ListingState.SUBMITTED


def test_the_button_says_what_will_come_of_it(cast: Cast) -> None:
    listing = draft_listing(cast.here)
    path = f"/petugas/{cast.here.slug}/barang/{listing.pk}/"
    client = client_of(cast.sari)
    assert "Ajukan ke Kanwil" in client.get(path).content.decode()
    RegionalOffice.objects.update(lets_publish=True)
    assert "Terbitkan sekarang" in client.get(path).content.decode()
    rule_make("pirt", reason=REQUIRED)
    forget_all()  # the page keeps the rules for seconds
    assert "Ajukan ke Kanwil" in client.get(path).content.decode()


def test_goods_that_wait_say_since_when_and_are_taken_back(cast: Cast) -> None:
    listing = draft_listing(cast.here)
    photo_give(listing)
    client = client_of(cast.sari)
    path = f"/petugas/{cast.here.slug}/barang/{listing.pk}/"
    client.post(f"{path}ajukan/")
    html = client.get(path).content.decode()
    assert "Menunggu diperiksa Kanwil sejak" in html and "Tarik kembali" in html
    assert 'value="submit"' not in html
    client.post(f"{path}tarik/")
    assert Listing.objects.get(pk=listing.pk).state == ListingState.DRAFT
    assert "Menunggu diperiksa" not in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("decide", "heading"),
    [(review_send_back, "Kanwil mengembalikannya"), (review_refuse, "Kanwil menolaknya")],
)
def test_what_the_office_said_stands_on_top(cast: Cast, decide: Any, heading: str) -> None:
    rule_make("merek", code="merek", need="advised", reason=ADVISED)
    listing = draft_listing(cast.here)
    photo_give(listing)
    client = client_of(cast.sari)
    path = f"/petugas/{cast.here.slug}/barang/"
    client.post(f"{path}{listing.pk}/ajukan/")
    review = Review.objects.get(listing=listing)
    decide(
        actor=cast.regional_officer,
        review_id=review.pk,
        digest=review.digest,
        note="Ganti <fotonya>.",
        answers={"merek": "Tidak perlu dulu."},
    )
    html = client.get(f"{path}{listing.pk}/").content.decode()
    for words in (heading, "Ganti &lt;fotonya&gt;.", "Tidak perlu dulu.", ADVISED):
        assert words in html
    assert "Dikembalikan Kanwil." in client.get(path).content.decode()
    today = client.get(f"/petugas/{cast.here.slug}/").content.decode()
    assert "barang dikembalikan Kanwil" in today and f"/barang/{listing.pk}/" in today


def test_goods_that_were_taken_off_sale_say_why(cast: Cast) -> None:
    listing = public_listing(cast.here)
    listing_suspend(actor=cast.regional_officer, listing_id=listing.pk, reason="Label salah.")
    html = client_of(cast.sari).get(f"/petugas/{cast.here.slug}/barang/{listing.pk}/")
    said = html.content.decode()
    assert "Kanwil menahan penjualannya" in said and "Label salah." in said


def test_papers_that_end_soon_are_a_task(cast: Cast) -> None:
    for days in (0, 90, 91):
        listing = draft_listing(cast.here)
        paper_make(listing, expires_on=legal_today() + timedelta(days=days))
    html = client_of(cast.sari).get(f"/petugas/{cast.here.slug}/").content.decode()
    assert re.search(r'task-count">2</b> surat berakhir dalam 90 hari', html)
