"""Goods saved for later: on the device, out of the basket, and back in it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from catalog.models import Facility, Listing
from storefront.web.later_cookie import COOKIE, MOST_LATER
from tests.cast import cast_make, client_of
from tests.conftest import rights_of_app
from tests.making import draft_listing, facility_make, public_listing
from tests.orders.baskets_making import stock_set, variant_of
from tests.orders.making import basket_with
from tests.storefront.web.buying.test_basket import line_of, post, put, shown
from tests.storefront.web.pages import words_of

pytestmark = pytest.mark.django_db

WORDS = "Disimpan untuk nanti"


@pytest.fixture
def buyer() -> Client:
    return Client()


def save(client: Client) -> Any:
    """The first line of the basket."""
    return post(client, "nanti", baris=line_of(client))


def saved(page: str) -> list[tuple[int, int]]:
    """Variant and pieces of what can be put back."""
    part = page.partition("basket-later")[2]
    pairs = re.findall(
        r'name="pilihan" value="(\d+)"> ?<input[^>]*name="jumlah" value="(\d+)"', part
    )
    return [(int(variant), int(pieces)) for variant, pieces in pairs]


def test_goods_leave_the_basket_stay_on_the_device_and_come_back(buyer: Client) -> None:
    listing = public_listing(name="Keripik balado")
    put(buyer, listing, 3)
    assert "Simpan untuk nanti: Keripik balado" in shown(buyer)
    answer = save(buyer)
    variant_id = variant_of(listing)
    assert answer["Location"] == f"/keranjang/?nanti={variant_id}"
    kept = answer.cookies[COOKIE]
    assert kept["httponly"] and kept["samesite"] == "Lax"
    page = shown(buyer, answer["Location"])
    assert "Keranjang Anda kosong." in page
    assert "Disimpan untuk nanti: Keripik balado" in page
    assert saved(page) == [(variant_id, 3)]
    post(buyer, "tambah", pilihan=variant_id, jumlah=3)
    page = shown(buyer)
    assert WORDS not in page and "Jumlah: Keripik balado" in page
    assert COOKIE not in buyer.cookies or not buyer.cookies[COOKIE].value


def test_what_is_saved_last_stands_first_beside_what_is_in_the_basket(buyer: Client) -> None:
    listings = [public_listing() for _turn in range(3)]
    for listing in listings:
        put(buyer, listing)
    first, second, third = map(variant_of, listings)
    save(buyer)
    save(buyer)
    page = shown(buyer)
    assert saved(page) == [(second, 1), (first, 1)]
    assert page.count('name="baris"') and f"/{third}" not in page.partition("basket-later")[2]
    post(buyer, "nanti", buang=second)
    assert saved(shown(buyer)) == [(first, 1)]
    assert "Saved for later" in shown(buyer, "/en/keranjang/")


def test_what_is_sold_out_or_not_on_sale_waits_and_says_so(buyer: Client) -> None:
    out, shut = public_listing(name="Sabun sereh"), public_listing(name="Kopi tumbuk")
    for listing in (out, shut):
        put(buyer, listing)
        save(buyer)
    stock_set(out, 0)
    Facility.objects.filter(pk=shut.facility_id).update(is_open=False)
    page = shown(buyer)
    assert saved(page) == [] and "Sedang habis" in page and "Sabun sereh" in page
    assert "1 barang lagi yang Anda simpan sedang tidak dijual" in page
    assert "Kopi tumbuk" not in page
    Facility.objects.filter(pk=shut.facility_id).update(is_open=True)
    assert saved(shown(buyer)) == [(variant_of(shut), 1)]


def test_as_many_come_back_as_can_be_had(buyer: Client) -> None:
    few, limited = public_listing(stock=9), public_listing(stock=9)
    for listing in (limited, few):
        put(buyer, listing, 3)
        save(buyer)
    stock_set(few, 2)
    Listing.objects.filter(pk=limited.pk).update(buyer_limit=1)
    page = shown(buyer)
    assert saved(page) == [(variant_of(few), 2), (variant_of(limited), 1)]
    assert "Paling banyak 2 yang dapat dipesan." in page and page.count("3 barang") == 2
    for variant_id, pieces in saved(page):
        post(buyer, "tambah", pilihan=variant_id, jumlah=pieces)
    assert "basket-later" not in shown(buyer) and "3 barang" in shown(buyer)


@pytest.mark.parametrize("written", ["1-0", "1-1.x", "-1-1", "1e3-1", "1-99999", "12345678-1"])
def test_what_somebody_else_wrote_is_nothing(buyer: Client, written: str) -> None:
    buyer.cookies[COOKIE] = written
    assert "basket-later" not in shown(buyer)


def test_nothing_is_learnt_of_what_is_not_shown_to_all(buyer: Client) -> None:
    hidden = draft_listing(facility_make(), name="Rahasia kami")
    buyer.cookies[COOKIE] = f"{variant_of(hidden)}-1"
    with rights_of_app():
        page = shown(buyer)
    assert "Rahasia kami" not in page and "1 barang lagi" in page


def test_a_full_list_and_anothers_line_change_nothing(buyer: Client) -> None:
    put(buyer, public_listing())
    full = ".".join(f"{9_000_000 + place}-1" for place in range(MOST_LATER))
    buyer.cookies[COOKIE] = full
    answer = save(buyer)
    assert answer.status_code == 422 and COOKIE not in answer.cookies
    assert f"Paling banyak {MOST_LATER} barang" in words_of(answer)
    assert line_of(buyer)
    every = [part.split("-")[0] for part in full.split(".")]
    assert re.findall(r'name="buang" value="(\d+)"', shown(buyer)) == every
    post(buyer, "nanti", buang=every)
    assert "basket-later" not in shown(buyer)
    basket_with((public_listing(), 1))
    for line in ("", "x", "0", str(int(line_of(buyer)) + 1)):
        answer = post(buyer, "nanti", baris=line)
        assert answer.status_code == 404 and COOKIE not in answer.cookies, line
    assert line_of(buyer)


def test_who_logs_out_leaves_none_on_the_device() -> None:
    client = client_of(cast_make().sari)
    put(client, public_listing())
    save(client)
    client.post("/akun/keluar/")
    assert not client.cookies[COOKIE].value
