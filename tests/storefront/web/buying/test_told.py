"""What a newcomer is told before they ask: costs, sums, what ends, what is still to come."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Listing
from storefront.orders.acting import as_shop
from storefront.orders.models import FacilityOrder, FacilityOrderLine
from storefront.orders.services.payments import payment_begin
from storefront.orders.types import FacilityOrderState
from storefront.web.buying.basket_place import COOKIE
from tests.making import facility_make, public_listing
from tests.orders.baskets_making import variant_of
from tests.orders.delivery_making import places_make, rate_make, service_make
from tests.orders.making import (
    account_make,
    attempt_of,
    order_paid_up,
    order_placed,
    share_rule_make,
)
from tests.storefront.web.buying.orders import (
    client_with_key,
    handed_over,
    html,
    moved,
    parts_of,
    path_of,
    post,
)

pytestmark = pytest.mark.django_db
S = FacilityOrderState


@pytest.fixture(autouse=True)
def shared() -> None:
    share_rule_make(3500, 1500)


class TestBasketsPlace:
    @pytest.fixture
    def buyer(self) -> Client:
        """With goods of two facilities in the basket, and a rate of 30.000 to everywhere."""
        places_make()
        service_make()
        rate_make(first=30_000, days=(2, 4))
        client = Client()
        for _each in range(2):
            self._put(client, public_listing(facility_make(), stock=5))
        return client

    @staticmethod
    def _put(client: Client, listing: Listing) -> None:
        given = {"pilihan": variant_of(listing), "jumlah": 1}
        assert post(client, "/keranjang/tambah/", **given).status_code == 302

    def test_a_province_shows_what_each_delivery_costs(self, buyer: Client) -> None:
        page = html(buyer.get("/keranjang/"))
        assert "Pilih provinsi" in page and page.count("Setelah alamat diisi") == 3
        with CaptureQueriesContext(connection) as statements:
            page = html(buyer.get("/keranjang/?tujuan=31"))
        assert len(statements) <= 12, [one["sql"] for one in statements]
        assert "Ongkir dihitung ke DKI Jakarta." in page
        assert len(re.findall(r"mulai\s+Rp30\.000", page)) == 2
        assert len(re.findall(r"mulai\s+Rp60\.000", page)) == 1
        # it is remembered, and a change of the basket does not lose it
        assert buyer.cookies[COOKIE].value == "31" and buyer.cookies[COOKIE]["httponly"]
        assert "Ongkir dihitung ke DKI Jakarta." in html(buyer.get("/keranjang/"))

    @pytest.mark.parametrize("asked", ["99", "31.71", "x", "31'--", ""])
    def test_what_is_no_province_counts_as_none(self, buyer: Client, asked: str) -> None:
        buyer.cookies[COOKIE] = asked
        answer = buyer.get("/keranjang/", {"tujuan": asked})
        assert answer.status_code == 200
        assert "Setelah alamat diisi" in html(answer) and COOKIE not in answer.cookies

    def test_a_guess_keeps_nobody_from_going_on(self) -> None:
        places_make()
        client = Client()
        self._put(client, public_listing(facility_make(), stock=5))
        page = html(client.get("/keranjang/?tujuan=31"))  # there is no rate to anywhere
        assert "Tidak dapat dikirim" in page and "Lanjut ke pengiriman" in page

    def test_an_empty_voucher_is_asked_for(self, buyer: Client) -> None:
        answer = post(buyer, "/keranjang/voucher/", kode=" ")
        assert answer.status_code == 422 and "Isi kode vouchernya." in html(answer)


class TestOrdersPage:
    def test_what_is_sent_in_part_says_what_is_still_to_come(self) -> None:
        order = order_paid_up((public_listing(facility_make(), name="Keripik"), 3))
        part = moved(parts_of(order)[0], S.PACKED)
        with as_shop():
            parcel = handed_over(part)
            parcel.lines.update(quantity=1)
            FacilityOrderLine.objects.filter(facility_order=part).update(handed_over=1)
        client = client_with_key(order)
        page = html(client.get(path_of(order)))
        assert "1 buah sudah dikirim, 2 buah menyusul" in page
        assert re.search(r"Isi paket ini</dt>\s*<dd>\s*1 × Keripik", page)
        with as_shop():
            FacilityOrderLine.objects.filter(facility_order=part).update(handed_over=3)
        assert "menyusul" not in html(client.get(path_of(order)))

    def test_what_is_fetched_has_no_courier_and_our_words_in_both_languages(self) -> None:
        order = order_paid_up((public_listing(facility_make(), name="Keripik"), 1))
        moved(parts_of(order)[0], S.DONE, kind="pickup", service_name="Ambil di tempat")
        client = client_with_key(order)
        page = html(client.get(path_of(order)))
        assert "Ambil di tempat" in page and ">Kurir<" not in page
        english = html(client.get(path_of(order, language="/en")))
        assert "Pick up at the facility" in english and "Ambil di tempat" not in english

    def test_what_would_end_is_named_and_an_end_without_money_says_so(self) -> None:
        order = order_placed((public_listing(facility_make(), name="Keripik pisang"), 2))
        client = client_with_key(order)
        asking = html(client.get(path_of(order, "batal/")))
        assert "Keripik pisang" in asking and "2 ×" in asking
        post(client, path_of(order, "batal/"))
        assert "Tidak ada yang dibayar, dan Anda tidak berutang apa pun." in html(
            client.get(path_of(order))
        )

    def test_the_only_piece_is_chosen_and_what_is_wrong_stands_at_its_field(self) -> None:
        order = order_paid_up((public_listing(facility_make(), name="Keripik"), 1))
        moved(parts_of(order)[0], S.DONE)
        client = client_with_key(order)
        form = html(client.get(path_of(order, "1/kembali/")))
        assert re.search(r'<option value="1"\s+selected', form)
        line = FacilityOrder.objects.get().lines.get()
        answer = post(client, path_of(order, "1/kembali/"), **{f"baris-{line.pk}": 0})
        assert answer.status_code == 422 and 'id="pieces-wrong"' in html(answer)
        answer = post(client, path_of(order, "1/kembali/"), **{f"baris-{line.pk}": 1})
        assert answer.status_code == 422 and 'id="reason-wrong"' in html(answer)


class TestPaying:
    def test_a_payment_that_failed_leaves_the_sum_in_sight(self) -> None:
        order = order_placed(method="practice:")
        payment_begin(shop_order_id=order.pk)
        client = Client()
        post(client, f"/bayar/latihan/{attempt_of(order).key}/", act="fail")
        page = html(client.get(f"/bayar/{_token(order)}/"))
        assert "Belum dibayar" in page and "Yang harus dibayar: Rp" in page

    def test_a_missing_proof_is_said_at_its_field(self) -> None:
        account_make()
        order = order_placed(method="transfer:")
        payment_begin(shop_order_id=order.pk)
        answer = post(Client(), f"/bayar/{_token(order)}/bukti/")
        assert answer.status_code == 422
        assert re.search(r'id="bukti-salah">Pilih gambar', html(answer))
        assert re.search(r'role="alert"><a href="#bukti">Pilih gambar', html(answer))


def _token(order: Any) -> str:
    return str(order.order.token)
