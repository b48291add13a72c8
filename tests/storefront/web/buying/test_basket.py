"""/keranjang/: what it says, what it refuses, and that nothing is silent."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.dates import legal_today
from catalog.models import Listing
from catalog.services.listings import listing_close
from catalog.types import ListingState
from legality.services.certificates import certificate_revoke
from legality.services.publication import listing_submit
from storefront.orders.services.baskets import MOST_TRIES
from storefront.web.basket_cookie import COOKIE
from storefront.web.buying.frame import limits_forget
from tests.making import (
    SYSTEM,
    draft_listing,
    facility_make,
    paper_make,
    public_listing,
    ready_listing,
    rule_make,
)
from tests.orders.baskets_making import (
    CHECKOUTS,
    price_set,
    stock_set,
    variant_of,
    voucher_make,
)
from tests.storefront.web.pages import words_of

pytestmark = pytest.mark.django_db

HERE: dict[str, Any] = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def buyer() -> Client:
    return Client()


def post(client: Client, path: str, **fields: Any) -> HttpResponse:
    answer: Any = client.post(f"/keranjang/{path}/", fields, **HERE)
    return answer  # type: ignore[no-any-return]


def put(client: Client, listing: Listing, quantity: Any = 1, **more: Any) -> HttpResponse:
    return post(client, "tambah", pilihan=variant_of(listing), jumlah=quantity, **more)


def shown(client: Client, path: str = "/keranjang/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store, private"
    return words_of(answer)


def line_of(client: Client) -> str:
    found = re.search(r'name="baris" value="(\d+)"', shown(client))
    assert found
    return found[1]


def digest_of(client: Client) -> str:
    found = re.search(r'name="jejak" value="(\w+)"', shown(client))
    assert found
    return found[1]


def count(client: Client) -> int:
    return int(client.get("/keranjang/jumlah/").json()["count"])


def test_an_empty_basket_leads_on(buyer: Client) -> None:
    page = shown(buyer)
    assert "Keranjang Anda kosong." in page and "/katalog/?unggulan=ya" in page
    assert count(buyer) == 0 and COOKIE not in buyer.cookies
    assert "Your basket is empty." in shown(buyer, "/en/keranjang/")


def test_goods_go_in_and_stand_by_facility(buyer: Client) -> None:
    here, there = facility_make(), facility_make()
    first = public_listing(here, stock=5, name="Bawang goreng")
    answer = put(buyer, first, 2)
    assert answer.status_code == 302
    page = shown(buyer, answer["Location"])
    assert "2 × Bawang goreng" in page
    put(buyer, public_listing(there, stock=5, name="Kemeja"), 1)
    page = shown(buyer)
    assert page.index(here.short_name) < page.index(there.short_name)
    assert "Dikirim dari 2 tempat, jadi ongkir dihitung per tempat." in page
    assert "Rp84.000" in page  # 3 x 28.000
    assert count(buyer) == 3
    cookie = buyer.cookies[COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 60 * 24 * 3600


def test_buying_now_leads_to_the_address(buyer: Client) -> None:
    answer = put(buyer, public_listing(stock=5), lalu="bayar")
    assert answer["Location"] == "/checkout/alamat/"


def test_the_script_gets_the_number(buyer: Client) -> None:
    listing = public_listing(stock=5)
    told = {**HERE, "HTTP_X_REQUESTED_WITH": "fetch"}
    fields = {"pilihan": variant_of(listing), "jumlah": 2}
    answer = buyer.post("/keranjang/tambah/", fields, **told)
    assert answer.json() == {"count": 2, "said": "Sudah di keranjang."}
    answer = buyer.post("/keranjang/tambah/", {**fields, "jumlah": 9}, **told)
    assert answer.status_code == 422
    assert answer.json() == {"wrong": "Paling banyak 5 yang dapat dipesan."}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0", "Isi jumlah barang dengan bilangan bulat, paling sedikit 1."),
        ("-1", "Isi jumlah barang dengan bilangan bulat, paling sedikit 1."),
        ("1e3", "Isi jumlah barang dengan bilangan bulat, paling sedikit 1."),
        ("", "Isi jumlah barang dengan bilangan bulat, paling sedikit 1."),
        ("٣", "Isi jumlah barang dengan bilangan bulat, paling sedikit 1."),
        ("1000000000", "Paling banyak 5 yang dapat dipesan."),
        ("9" * 4000, "Paling banyak 5 yang dapat dipesan."),
    ],
)
def test_numbers_that_are_none_change_nothing(buyer: Client, typed: str, sentence: str) -> None:
    listing = public_listing(stock=5)
    answer = put(buyer, listing, typed)
    assert answer.status_code == 422 and sentence in words_of(answer)
    assert not CHECKOUTS.exists()
    put(buyer, listing, 2)
    line = line_of(buyer)
    answer = post(buyer, "ubah", baris=line, jumlah=typed)
    if typed != "0":
        assert answer.status_code == 422 and sentence in words_of(answer)
        assert count(buyer) == 2


def test_a_line_is_changed_and_taken_out_and_put_back(buyer: Client) -> None:
    listing = public_listing(stock=5, name="Bawang goreng")
    put(buyer, listing, 2)
    line = line_of(buyer)
    assert post(buyer, "ubah", baris=line, jumlah=3)["Location"] == "/keranjang/"
    assert count(buyer) == 3
    answer = post(buyer, "ubah", baris=line, jumlah=0)
    page = shown(buyer, answer["Location"])
    assert "Dikeluarkan: 3 × Bawang goreng." in page and "Urungkan" in page
    assert count(buyer) == 0
    back = dict(re.findall(r'name="(pilihan|jumlah)" value="(\d+)"', page))
    post(buyer, "tambah", **back)
    assert count(buyer) == 3


def test_what_an_address_says_was_done_is_looked_up(buyer: Client) -> None:
    draft = draft_listing(facility_make(), name="Rahasia")
    page = shown(buyer, f"/keranjang/?masuk={variant_of(draft)}&jumlah=2")
    assert "Rahasia" not in page
    for query in ("masuk=x", "hapus=999999999", "masuk=1e3", "jumlah=2"):
        assert "×" not in shown(buyer, f"/keranjang/?{query}")


def test_unknown_and_withdrawn_goods_are_answered_alike(buyer: Client) -> None:
    closed, unseen = public_listing(name="Keripik lama"), draft_listing(facility_make())
    listing_close(actor=SYSTEM, listing_id=closed.pk, state=ListingState.SUSPENDED, reason="x")
    answers = {
        (answer.status_code, words_of(answer))
        for key in (999_999, variant_of(closed), variant_of(unseen))
        for answer in [post(buyer, "tambah", pilihan=key)]
    }
    assert len(answers) == 1
    status, page = answers.pop()
    assert status == 422 and "Barang ini sedang tidak dijual." in page
    assert "Keripik lama" not in shown(buyer, f"/keranjang/?hapus={variant_of(closed)}")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_posts_from_elsewhere_change_nothing(buyer: Client, site: str) -> None:
    listing = public_listing(stock=5)
    fields = {"pilihan": variant_of(listing)}
    for said in (
        {"HTTP_SEC_FETCH_SITE": site},
        {"HTTP_ORIGIN": "https://jahat.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_REFERER": "https://jahat.example/testserver/"},
        {},
    ):
        answer = buyer.post("/keranjang/tambah/", fields, **said)  # type: ignore[arg-type]
        assert answer.status_code == 403
    assert not CHECKOUTS.exists()
    for said in ({"HTTP_ORIGIN": "http://testserver"}, {"HTTP_REFERER": "http://testserver/x"}):
        answer = buyer.post("/keranjang/tambah/", fields, **said)  # type: ignore[arg-type]
        assert answer.status_code == 302


def test_a_key_that_somebody_wrote_opens_nothing(buyer: Client) -> None:
    put(buyer, public_listing(stock=5), 2)
    token = CHECKOUTS.get().token
    stranger = Client()
    for forged in (token.hex, str(token), f"{token.hex}:x:y", uuid4().hex, ""):
        stranger.cookies[COOKIE] = forged
        assert "Keranjang Anda kosong." in shown(stranger)
        assert post(stranger, "ubah", baris=line_of(buyer), jumlah=0).status_code == 404
    assert count(buyer) == 2


def test_another_baskets_line_is_not_there(buyer: Client) -> None:
    listing, stranger = public_listing(stock=5), Client()
    put(buyer, listing, 2)
    put(stranger, listing, 1)
    answer = post(stranger, "ubah", baris=line_of(buyer), jumlah=0)
    assert answer.status_code == 404 and "tidak ada di keranjang Anda" in words_of(answer)
    assert (count(buyer), count(stranger)) == (2, 1)


# --- What changes meanwhile


def test_a_change_is_shown_at_the_line_and_at_the_top_and_accepted(buyer: Client) -> None:
    listing = public_listing(stock=5)
    put(buyer, listing, 4)
    assert "/checkout/alamat/" in shown(buyer)
    price_set(listing, 31_000)
    stock_set(listing, 3)
    page = shown(buyer)
    assert page.count("Harga berubah dari Rp28.000 menjadi Rp31.000.") == 2
    assert page.count("Tinggal 3; di sini ada 4.") == 2
    assert "/checkout/alamat/" not in page
    digest = digest_of(buyer)
    price_set(listing, 32_000)
    answer = post(buyer, "setujui", jejak=digest)
    assert answer.status_code == 409 and "Rp32.000" in words_of(answer)
    assert post(buyer, "setujui", jejak=digest_of(buyer)).status_code == 302
    page = shown(buyer)
    assert "Harga berubah" not in page and "Rp96.000" in page and count(buyer) == 3


def test_goods_whose_paper_was_revoked_say_so_and_cannot_be_ordered(buyer: Client) -> None:
    rule_make("pirt")
    listing = ready_listing(stock=5)
    paper = paper_make(listing)
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=legal_today())
    put(buyer, listing, 2)
    certificate_revoke(
        actor=SYSTEM, certificate_id=paper.pk, on=legal_today(), reason="Dicabut penerbit."
    )
    page = shown(buyer)
    assert page.count("Tidak dijual lagi: suratnya dicabut.") == 2
    assert "/checkout/alamat/" not in page
    assert buyer.get("/checkout/alamat/")["Location"] == "/keranjang/"
    assert put(buyer, listing).status_code == 422
    post(buyer, "setujui", jejak=digest_of(buyer))
    assert "Keranjang Anda kosong." in shown(buyer)


def test_suspended_goods_say_so(buyer: Client) -> None:
    listing = public_listing(stock=5)
    put(buyer, listing)
    listing_close(actor=SYSTEM, listing_id=listing.pk, state=ListingState.SUSPENDED, reason="x")
    assert "Tidak dijual lagi." in shown(buyer)


def test_made_to_order_goods_say_how_long_it_takes(buyer: Client) -> None:
    put(buyer, public_listing(stock=0, lead_time_days=12), 2)
    assert "Dibuat setelah dipesan: 12 hari kerja." in shown(buyer)


def test_the_limit_is_said_before_and_in_the_basket(buyer: Client) -> None:
    listing = public_listing(stock=50)
    Listing.objects.filter(pk=listing.pk).update(buyer_limit=2)
    page = words_of(buyer.get(f"/produk/{listing.slug}/"))
    assert "Maksimal 2 per pembeli." in page and 'max="2"' in page
    put(buyer, listing, 2)
    assert "Maksimal 2 per pembeli." in shown(buyer)
    assert put(buyer, listing, 1).status_code == 422
    assert count(buyer) == 2


# --- Vouchers


def test_a_voucher_is_used_and_taken_out(buyer: Client) -> None:
    voucher_make("HEMAT10")
    put(buyer, public_listing(stock=5), 2)
    assert post(buyer, "voucher", kode=" hemat-10 ").status_code == 302
    page = shown(buyer)
    assert "Voucher HEMAT10" in page and "−Rp5.600" in page and "Rp50.400" in page
    post(buyer, "voucher", buang="1")
    assert "HEMAT10" not in shown(buyer)


def test_a_wrong_voucher_is_a_sentence_and_stays_typed(buyer: Client) -> None:
    put(buyer, public_listing(stock=5), 2)
    answer = post(buyer, "voucher", kode="SALAH")
    page = words_of(answer)
    assert answer.status_code == 422 and 'value="SALAH"' in page
    assert "Voucher ini tidak dikenal." in page
    assert CHECKOUTS.get().voucher_code is None


def test_a_voucher_that_ends_meanwhile_is_said_and_accepted_away(buyer: Client) -> None:
    made = voucher_make("HEMAT10")
    put(buyer, public_listing(stock=5), 2)
    post(buyer, "voucher", kode="HEMAT10")
    made.usage_limit, made.used = 1, 1
    made.save()
    page = shown(buyer)
    assert "Voucher HEMAT10: Voucher ini sudah habis dipakai." in page
    post(buyer, "setujui", jejak=digest_of(buyer))
    assert "HEMAT10" not in shown(buyer)


def test_a_voucher_typed_a_thousand_times_is_stopped(buyer: Client) -> None:
    voucher_make("HEMAT10")
    put(buyer, public_listing(stock=5), 2)
    found: list[int] = []
    for number in range(1000):
        found.append(post(buyer, "voucher", kode=f"TEBAK{number}").status_code)
    assert found.count(422) == MOST_TRIES and found.count(429) == 1000 - MOST_TRIES
    limits_forget()  # another process of the server, or a minute later
    answer = post(buyer, "voucher", kode="HEMAT10")
    assert answer.status_code == 429 and "percobaan" in words_of(answer)
    assert CHECKOUTS.get().voucher_code is None
    # another basket from elsewhere goes on
    other = Client(REMOTE_ADDR="192.0.2.77")
    put(other, public_listing(stock=5))
    assert post(other, "voucher", kode="HEMAT10").status_code == 302


def test_who_posts_too_often_waits(buyer: Client) -> None:
    listing = public_listing(stock=500)
    found = [put(buyer, listing).status_code for _each in range(125)]
    assert found.count(302) == 120 and set(found[120:]) == {429}
    assert count(buyer) == 120


# --- The shop's other pages


def test_the_head_of_every_page_has_the_basket_and_no_number(buyer: Client) -> None:
    put(buyer, public_listing(stock=5), 2)
    page = words_of(buyer.get("/katalog/"))
    assert 'class="head-basket"' in page and 'data-pieces-at="/keranjang/jumlah/"' in page
    assert '<b aria-hidden="true"></b>' in page
    assert "Set-Cookie" not in buyer.get("/katalog/").headers
    assert settings.LANGUAGE_CODE == "id"


def test_a_product_page_offers_basket_and_whatsapp(buyer: Client) -> None:
    listing = public_listing(stock=5)
    page = words_of(buyer.get(f"/produk/{listing.slug}/"))
    assert 'action="/keranjang/tambah/"' in page and "+ Keranjang" in page
    assert "Beli sekarang" in page and "csrf" not in page
    stock_set(listing, 0)
    page = words_of(buyer.get(f"/produk/{listing.slug}/"))
    assert "+ Keranjang" not in page and "Stok habis." in page


@pytest.mark.parametrize("lines", [1, 60])
def test_a_post_costs_the_same_whatever_the_basket_holds(
    buyer: Client, lines: int, counted: Callable[[str], None]
) -> None:
    here = facility_make()
    for _each in range(lines):
        put(buyer, public_listing(here, stock=500))
    listing = public_listing(here, stock=500)
    put(buyer, listing)
    with CaptureQueriesContext(connection) as statements:
        put(buyer, listing)
    asked = len(statements) - 1  # the test's own look for the variant
    assert 5 < asked <= 12, [one["sql"] for one in statements]
    begun = time.process_time()
    for _each in range(20):
        put(buyer, listing)
    each = (time.process_time() - begun) / 20 * 1000
    counted(f"POST beside {lines} lines: {asked} statements, {each:.1f} ms CPU")
    assert each < 15
    with CaptureQueriesContext(connection) as reading:
        shown(buyer)
    counted(f"the page of {lines + 1} lines: {len(reading)} statements")
    assert len(reading) <= 12
