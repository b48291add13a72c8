"""A form that arrived, whose sender never heard of it: what is typed after that is not lost."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from catalog.kept import forget_all
from catalog.models import Listing, Sketch
from catalog.saleor_adapter.editing import product_sheet
from tests.cast import Cast, cast_make, client_of
from tests.making import draft_listing
from tests.storefront.web.staff.test_listings import form_of, new_goods, new_of, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    forget_all()
    return cast_make()


@pytest.fixture
def sari(cast: Cast) -> Client:
    return client_of(cast.sari)


def only() -> tuple[Listing, Any]:
    """The one listing there is, with its goods."""
    listing = Listing.objects.get()
    return listing, product_sheet(listing.product_id)


def test_new_goods_sent_again_with_other_text_have_the_other_text(cast: Cast, sari: Client) -> None:
    form = new_goods()
    sari.post(new_of(cast.here), form)
    again = form | {"name": "Keripik pisang manis", "v-0-price": "17rb", "care": "Simpan kering"}
    for _time in range(2):
        assert "?sudah=disimpan&" in sari.post(new_of(cast.here), again)["Location"]
    listing, sheet = only()
    assert (sheet.name, listing.care) == ("Keripik pisang manis", "Simpan kering")
    assert [(int(one.price), one.stock) for one in sheet.variants] == [(17000, 12)]


def test_and_a_third_time(cast: Cast, sari: Client) -> None:
    form = new_goods()
    for price in ("15rb", "16rb", "17rb", "14rb"):
        sari.post(new_of(cast.here), form | {"v-0-price": price, "size": f"untuk {price}"})
    listing, sheet = only()
    assert int(sheet.variants[0].price) == 14000
    assert listing.size == "untuk 14rb"


def test_choices_are_not_made_twice(cast: Cast, sari: Client) -> None:
    more = {"v-0-name": "250 g", "v-1-name": "500 g", "v-1-price": "28rb", "v-1-weight": "500 g"}
    form = new_goods(**more)
    sari.post(new_of(cast.here), form)
    third = {"v-2-name": "1 kg", "v-2-price": "50rb", "v-2-weight": "1 kg"}
    sari.post(new_of(cast.here), form | {"v-1-price": "29rb"} | third)
    _listing, sheet = only()
    found = [(one.name, int(one.price)) for one in sheet.variants]
    assert found == [("250 g", 15000), ("500 g", 29000), ("1 kg", 50000)]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(cast: Cast, sari: Client) -> None:
    form = new_goods(care="Simpan")
    sari.post(new_of(cast.here), form)
    listing, _sheet = only()
    head = client_of(cast.facility_head)
    other = form_of(head, listing) | {"care": "Simpan kering", "v-0-price": "20rb"}
    head.post(page_of(listing), other)
    answer = sari.post(new_of(cast.here), form | {"v-0-price": "17rb", "size": "Besar"})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert re.findall(r'type="radio"\s+name="([^"]+)"', html) == ["v-0-price"] * 2
    listing.refresh_from_db()
    assert (listing.care, listing.size) == ("Simpan kering", "")
    assert 'name="size" value="Besar"' in html and 'name="care" value="Simpan kering"' in html


def test_typing_goes_on_after_a_lost_answer(cast: Cast, sari: Client) -> None:
    form = new_goods()
    sari.post(new_of(cast.here), form)
    keep = f"/petugas/{cast.here.slug}/barang/draf/"
    same = sari.post(keep, form).json()["address"]
    assert "?sudah=terkirim&" in same and form["key"] in same
    for name in ("Keripik pisang m", "Keripik pisang manis"):
        told = sari.post(keep, form | {"name": name}).json()
        assert "saved" not in told and "?sudah=lagi&" in told["address"]
    page = sari.get(told["address"]).content.decode()
    assert 'value="Keripik pisang manis"' in page and f'data-done="{form["key"]}"' in page
    listing, sheet = only()
    assert sheet.name == "Keripik pisang"
    sari.post(page_of(listing), form_of(sari, listing) | {"do": "save"})
    assert only()[1].name == "Keripik pisang manis"
    assert not Sketch.objects.filter(done_at=None).exists()


def test_a_stock_that_was_typed_after_it_arrived_is_said(cast: Cast, sari: Client) -> None:
    form = new_goods()
    sari.post(new_of(cast.here), form)
    told = sari.post(f"/petugas/{cast.here.slug}/barang/draf/", form | {"v-0-stock": "40"}).json()
    page = sari.get(told["address"]).content.decode()
    assert "mengetik stok 40" in page
    assert only()[1].variants[0].stock == 12


def test_changes_sent_again_with_other_text_have_the_other_text(cast: Cast, sari: Client) -> None:
    listing = draft_listing(cast.here)
    form = form_of(sari, listing)
    row = {"v-1-name": "1 kg", "v-1-price": "50rb", "v-1-weight": "1 kg"}
    sari.post(page_of(listing), form | row | {"name": "Bawang"})
    answer = sari.post(page_of(listing), form | row | {"name": "Bawang goreng gurih"})
    assert "?sudah=disimpan&" in answer["Location"]
    _listing, sheet = only()
    assert sheet.name == "Bawang goreng gurih"
    assert [one.name for one in sheet.variants] == ["Pilihan 0", "1 kg"]


@pytest.mark.django_db(transaction=True)
def test_the_same_form_from_two_tabs_at_the_same_moment_is_one_listing() -> None:
    forget_all()
    cast = cast_make()
    form = new_goods()

    def send(client: Client) -> str:
        try:
            return str(client.post(new_of(cast.here), form)["Location"])
        finally:
            connection.close()

    tabs = [client_of(cast.sari) for _tab in range(6)]
    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(send, tabs))) == 1
    assert Listing.objects.count() == 1
