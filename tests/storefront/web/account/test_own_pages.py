"""What buyers see and decide about: orders, addresses, data, the end of the account; and the basket
that comes along at the log-in."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from storefront.orders.acting import as_shop
from storefront.orders.models import Consent, ShopOrder
from storefront.orders.selectors.baskets import basket_read
from storefront.orders.selectors.buyers import book_of, consents_of
from storefront.orders.services.addresses import book_add
from storefront.orders.services.baskets import basket_add
from storefront.web.basket_cookie import COOKIE, basket_key, basket_key_set
from tests.making import public_listing
from tests.orders.making import basket_with, order_paid_up, variant_of
from tests.orders.places import ADDRESS, places_make
from tests.storefront.web.account.people import PASSWORD, member, step

pytestmark = pytest.mark.django_db

TYPED = {
    "nama": "Sarifah",
    "telepon": "081234567890",
    "tujuan": "palu barat",
    "dicari": "palu barat",
    "pilih": "72.71.02 94221",
    "alamat": "Jl. Mawar No. 3",
}


def logged_in(person: Any, client: Client | None = None) -> Client:
    """A browser in which a buyer gave the password."""
    client = client or Client()
    answer = step(client, "auth", username=person.email, password=PASSWORD)
    assert answer.status_code == 302, answer.content.decode()
    return client


def a_buyer() -> Any:
    return member(phone=False)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


class TestOrders:
    """/akun/pesanan/"""

    def test_ones_own_are_listed_and_open_without_a_second_key(self) -> None:
        me = a_buyer()
        mine, other = order_paid_up(user_id=me.pk), order_paid_up(user_id=a_buyer().pk)
        client = logged_in(me)
        page = text(client.get("/akun/pesanan/"))
        assert mine.number in page and other.number not in page
        [path] = re.findall(r'href="(/pesanan/[0-9a-f-]+/)"', page)
        assert "Sarifah" in text(client.get(path))
        assert "Sarifah" not in text(Client().get(path))

    def test_anothers_stays_closed(self) -> None:
        other = order_paid_up(user_id=a_buyer().pk)
        client = logged_in(a_buyer())
        page = text(client.get(f"/pesanan/{other.order.token}/"))
        assert "Sarifah" not in page and "Mawar" not in page

    def test_pages_of_twenty(self) -> None:
        me = a_buyer()
        listing = public_listing(stock=100)
        for _each in range(21):
            order_paid_up((listing, 1), user_id=me.pk)
        client = logged_in(me)
        first = text(client.get("/akun/pesanan/"))
        assert first.count('class="tag tag-open"') == 20
        [more] = re.findall(r"\?sebelum=\d+", first)
        assert text(client.get(f"/akun/pesanan/{more}")).count('class="tag tag-open"') == 1

    @pytest.mark.parametrize("asked", ["x", "-1", "9" * 40, "1e3", "", "0"])
    def test_where_no_page_begins(self, asked: str) -> None:
        assert logged_in(a_buyer()).get("/akun/pesanan/", {"sebelum": asked}).status_code == 200


class TestAddresses:
    """/akun/alamat/"""

    @pytest.fixture(autouse=True)
    def places(self) -> None:
        places_make()

    def test_added_changed_made_default_removed(self) -> None:
        me = a_buyer()
        client = logged_in(me)
        assert client.post("/akun/alamat/baru/", TYPED).status_code == 302
        client.post("/akun/alamat/baru/", {**TYPED, "nama": "Ibu"})
        first, second = book_of(me.pk)
        assert "Surel untuk nota" not in text(client.get("/akun/alamat/baru/"))
        client.post(f"/akun/alamat/{second.key}/", {**TYPED, "nama": "Ayah"})
        client.post(f"/akun/alamat/{second.key}/utama/")
        assert [one.shown.name for one in book_of(me.pk)] == ["Ayah", "Sarifah"]
        client.post(f"/akun/alamat/{second.key}/hapus/")
        assert [(one.key, one.is_default) for one in book_of(me.pk)] == [(first.key, True)]
        assert [one.kind for one in consents_of(me.pk)] == ["addresses"]

    def test_errors_keep_what_was_typed(self) -> None:
        client = logged_in(a_buyer())
        answer = client.post("/akun/alamat/baru/", {**TYPED, "nama": "", "pilih": ""})
        page = text(answer)
        assert answer.status_code == 422 and re.search("<title> ?Kesalahan:", page)
        assert "Jl. Mawar No. 3" in page and 'href="#nama"' in page and 'href="#tujuan"' in page

    def test_the_search_works_here_too(self) -> None:
        client = logged_in(a_buyer())
        page = text(client.post("/akun/alamat/baru/", {"tujuan": "94225", "cari": "tujuan"}))
        assert "Tatanga, Kota Palu, Sulawesi Tengah 94225" in page

    def test_anothers_is_not_there(self) -> None:
        me, other = a_buyer(), a_buyer()
        hers = book_add(user_id=other.pk, values=ADDRESS)
        client = logged_in(me)
        assert client.get(f"/akun/alamat/{hers}/").status_code == 404
        for path in (f"{hers}/", f"{hers}/hapus/", f"{hers}/utama/"):
            assert client.post(f"/akun/alamat/{path}", TYPED).status_code == 404
        assert [one.shown.name for one in book_of(other.pk)] == ["Sarifah"]

    def test_an_orders_address_can_be_kept(self) -> None:
        me = a_buyer()
        order = order_paid_up(user_id=me.pk, address=ADDRESS)
        client = logged_in(me)
        page = text(client.get("/akun/alamat/baru/", {"pesanan": str(order.order.token)}))
        assert "Jl. Mawar No. 3, RT 02/RW 05" in page
        assert re.search(r'value="72.71.02 94221"[^>]*checked', page)
        stranger = logged_in(a_buyer())
        answer = stranger.get("/akun/alamat/baru/", {"pesanan": str(order.order.token)})
        assert answer.status_code == 404

    def test_the_default_is_filled_in_at_the_checkout(self) -> None:
        me = a_buyer()
        key = book_add(user_id=me.pk, values=ADDRESS)
        client = browser(basket_add_one(me.pk))
        logged_in(me, client)
        page = text(client.get("/checkout/alamat/"))
        assert "Jl. Mawar No. 3, RT 02/RW 05" in page and me.email in page
        assert "Tidak perlu akun." not in page
        other = logged_in(a_buyer(), browser(basket_add_one(None)))
        assert "Mawar" not in text(other.get("/checkout/alamat/", {"alamat": key}))


def basket_add_one(user_id: int | None) -> Any:
    """A basket without an address."""
    return basket_add(
        token=None, user_id=user_id, variant_id=variant_of(public_listing()), quantity=1
    ).token


def browser(token: Any) -> Client:
    """One that holds a basket."""
    client, response = Client(headers={"sec-fetch-site": "same-origin"}), HttpResponse()
    basket_key_set(response, token)
    client.cookies.update(response.cookies)
    return client


class TestBasket:
    """What a log-in does to baskets."""

    def held(self, answer: Any) -> Any:
        """The basket that the browser holds after an answer."""
        request = HttpRequest()
        request.COOKIES = {COOKIE: answer.cookies[COOKIE].value}
        return basket_key(request)

    def test_a_guests_basket_comes_along(self) -> None:
        me = a_buyer()
        token = basket_add_one(None)
        client = browser(token)
        answer = step(client, "auth", username=me.email, password=PASSWORD)
        assert self.held(answer) == token
        basket = basket_read(token, language="id")
        assert basket is not None and basket.user_id == me.pk

    def test_both_are_brought_together_and_told(self) -> None:
        me = a_buyer()
        own = basket_add_one(me.pk)
        listing = public_listing(name="Kursi rotan")
        guest = basket_add(
            token=None, user_id=None, variant_id=variant_of(listing), quantity=2
        ).token
        client = browser(guest)
        answer = step(client, "auth", username=me.email, password=PASSWORD)
        held = self.held(answer)
        basket = basket_read(held, language="id")
        assert held == own and basket is not None
        assert sorted(item.quantity for item in basket.items) == [1, 2]
        assert "Yang Anda pilih tadi sekarang ada di keranjang: “Kursi rotan" in text(
            client.get("/akun/")
        )

    def test_on_another_device_the_account_brings_its_basket(self) -> None:
        me = a_buyer()
        own = basket_with(user_id=me.pk)
        answer = step(Client(), "auth", username=me.email, password=PASSWORD)
        assert self.held(answer) == own

    def test_who_logs_out_leaves_no_basket_behind(self) -> None:
        me = a_buyer()
        client = logged_in(me, browser(basket_with(user_id=me.pk)))
        answer = client.post("/akun/keluar/")
        assert answer.cookies[COOKIE]["max-age"] == 0


class TestData:
    """/akun/data/ and /akun/tutup/"""

    def test_everything_in_one_file(self) -> None:
        me = a_buyer()
        mine, other = order_paid_up(user_id=me.pk), order_paid_up(user_id=a_buyer().pk)
        answer: Any = logged_in(me).get("/akun/data/unduh/")
        assert answer["Content-Type"] == "application/zip"
        assert "no-store" in answer["Cache-Control"]
        with ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:
            assert sorted(archive.namelist()) == ["data.html", "data.json"]
            kept = json.loads(archive.read("data.json"))
            page = archive.read("data.html").decode()
        assert kept["account"]["email"] == me.email
        assert [one["number"] for one in kept["orders"]] == [mine.number]
        assert kept["log_ins"] and me.email in page and mine.number in page
        assert other.number not in page and other.number not in json.dumps(kept)

    def test_each_order_that_was_agreed_to_is_named(self) -> None:
        me = a_buyer()
        order = order_paid_up(user_id=me.pk)
        with as_shop():
            Consent.objects.create(shop_order=order, kind="terms", version="2026-11-23")
        assert f"Ketentuan sebuah pesanan {order.number}" in text(logged_in(me).get("/akun/data/"))

    def test_withdrawn_addresses_go(self) -> None:
        places_make()
        me, other = a_buyer(), a_buyer()
        client = logged_in(me)
        client.post("/akun/alamat/baru/", TYPED)
        [given] = consents_of(me.pk)
        assert logged_in(other).post(f"/akun/data/setuju/{given.key}/").status_code == 404
        assert book_of(me.pk)
        page = text(client.post(f"/akun/data/setuju/{given.key}/", follow=True))
        assert "Buku alamat sekarang kosong" in page and "dicabut" in page
        assert book_of(me.pk) == ()
        with as_shop():
            assert Consent.objects.get().withdrawn_at

    def test_closed_by_its_password(self) -> None:
        me = a_buyer()
        client = logged_in(me)
        wrong = client.post("/akun/tutup/", {"present": "bukan yang ini"})
        assert wrong.status_code == 200 and re.search("<title> ?Kesalahan:", text(wrong))
        page = text(client.post("/akun/tutup/", {"present": PASSWORD}))
        assert "Akun sudah ditutup" in page
        assert client.get("/akun/")["Location"].startswith("/masuk/")
        again = step(Client(), "auth", username=me.email, password=PASSWORD)
        assert again.status_code == 200 and "tidak" in text(again)

    def test_open_orders_end_first(self) -> None:
        me = a_buyer()
        order = order_paid_up(user_id=me.pk)
        client = logged_in(me)
        page = text(client.get("/akun/tutup/"))
        assert order.number in page and 'name="present"' not in page
        client.post("/akun/tutup/", {"present": PASSWORD})
        me.refresh_from_db()
        assert me.is_active

    def test_a_closed_accounts_order_says_nobody(self) -> None:
        me = a_buyer()
        order = order_paid_up(user_id=me.pk)
        email = order.email
        with as_shop():
            order.facility_orders.update(state="done", done_at=order.placed_at)
            ShopOrder.objects.filter(pk=order.pk).update(state="done", ended_at=order.placed_at)
        logged_in(me).post("/akun/tutup/", {"present": PASSWORD})
        page = text(Client().get(f"/pesanan/{order.order.token}/"))
        assert email not in page and "Mawar" not in page
