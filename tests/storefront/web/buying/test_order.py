"""An order's page: what its address alone shows, what its second key opens, in every state."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from catalog.dates import legal_today
from catalog.models import Facility
from storefront.orders.models import FacilityOrder, KeyGuess, Refund, ShopOrder, TransferProof
from storefront.orders.rules.timeline import StageKind, stages
from storefront.orders.selectors.orders import order_shown
from storefront.orders.services import keys
from storefront.orders.services.buyer_acts import part_cancel_by_buyer
from storefront.orders.services.refund_asking import refund_ask
from storefront.orders.types import FacilityOrderState, StepKind
from storefront.web.buying.frame import limits_forget
from storefront.web.buying.order_cards import stage_lines
from storefront.web.formats import rupiah
from tests.cast import person_make
from tests.making import facility_make, public_listing
from tests.orders.making import attempt_of, basket_mixed, order_paid_up, order_placed, place
from tests.orders.money_making import transfer_with_proof
from tests.storefront.web.buying.orders import (
    client_with_key,
    html,
    moved,
    parts_of,
    path_of,
    post,
    step,
    token_of,
)

pytestmark = pytest.mark.django_db
S = FacilityOrderState


@pytest.fixture
def order() -> ShopOrder:
    """Paid, of two facilities."""
    return order_paid_up(
        (public_listing(facility_make("lapas-melati"), name="Keripik pisang"), 2),
        (public_listing(facility_make("lapas-kenanga"), name="Sapu ijuk"), 1),
    )


def test_its_amounts_add_up_and_it_says_where_the_rest_goes() -> None:
    """Where the first part is fetched, and a voucher is of delivery."""
    order = ShopOrder.objects.get(pk=place(basket_mixed()).shop_order_id)
    page = html(client_with_key(order).get(path_of(order)))
    amounts = re.findall(r'order-amount">\s*(Rp[\d.]+|Gratis)', page)
    assert amounts == ["Rp25.200", "Gratis", "Rp28.000", "Rp5.000"]
    assert rupiah(order.total, "id") == "Rp58.200"
    street = parts_of(order)[1].street
    assert street and street in page


def test_what_a_transfer_had_beyond_its_total_is_in_the_sums() -> None:
    order = order_paid_up((public_listing(), 1), method="transfer:")
    paid = attempt_of(order).amount
    part = parts_of(order)[0]
    part_cancel_by_buyer(order_token=token_of(order), part_id=part.pk, note="")
    back = Refund.objects.get(shop_order=order).amount
    page = re.sub(r"<[^>]+>|\s+", " ", html(client_with_key(order).get(path_of(order))))
    page = re.sub(r" +", " ", page)
    assert back == paid > order.total
    assert f"Kode unik transfer {rupiah(paid - order.total, 'id')}" in page
    assert "Tetap dibayar Rp0" in page


def test_what_was_fetched_keeps_the_time_when_it_was_ready(order: ShopOrder) -> None:
    part = parts_of(order)[0]
    step(part, StepKind.READY)
    moved(part, S.DONE, kind="pickup", handed_over_at=timezone.now() + timedelta(hours=5))
    shown = order_shown(token_of(order), language="id")
    assert shown is not None
    times = {stage.kind: stage.at for stage in stages(shown, shown.parts[0])}
    ready = next(one for one in shown.parts[0].steps if one.kind is StepKind.READY)
    assert times[StageKind.READY] == ready.at


def test_until_when_it_is_to_be_paid_is_told_in_one_zone() -> None:
    """That of where it goes, though the facility lies elsewhere."""
    unpaid = order_placed()
    shown = order_shown(token_of(unpaid), language="id")
    assert shown is not None and shown.parts[0].maker.zone == "WITA"
    told = stage_lines(replace(shown, zone="WIB"), shown.parts[0], "id")[0].time
    assert "WIB" in told


def test_a_local_courier_is_promised_to_be_packed_and_no_more(order: ShopOrder) -> None:
    FacilityOrder.objects.filter(pk=parts_of(order)[0].pk).update(kind="local", service="")
    shown = order_shown(token_of(order), language="id")
    assert shown is not None
    days = {stage.kind: stage.until_day for stage in stages(shown, shown.parts[0])}
    assert days[StageKind.PACKED] == shown.parts[0].promised_on is not None
    assert days[StageKind.DONE] is None


class TestKeys:
    def test_the_address_alone_shows_states_and_nothing_of_the_buyer(
        self, order: ShopOrder
    ) -> None:
        response = Client().get(path_of(order))
        page = html(response)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert page.count("Menunggu diterima lapas") >= 2
        part = parts_of(order)[0]
        for secret in (
            *(order.email, order.phone, order.name, part.street),
            *("Keripik pisang", "Lapas Melati", "Rp", "nota.pdf", "batal/"),
        ):
            assert secret not in page, secret
        said = strip_tags(page[page.index("<main") : page.index("</main>")])
        assert order.phone[-4:] not in re.findall(r"\d+", said)  # a colour may hold them by chance

    @pytest.mark.parametrize("key", ["email", "EMAIL", "digits", "phone", "local"])
    def test_either_key_opens_it_and_stays_given(self, order: ShopOrder, key: str) -> None:
        said = {
            "email": order.email,
            "EMAIL": f" {order.email.upper()} ",
            "digits": order.phone[-4:],
            "phone": order.phone,
            "local": "0" + order.phone.removeprefix("+62"),
        }[key]
        client = Client()
        assert post(client, path_of(order), kunci=said).status_code == 302
        page = html(client.get(path_of(order)))
        assert "Keripik pisang" in page
        assert order.name in page

    @pytest.mark.parametrize("key", ["", "0000", "x@contoh.id", "----", "12", "१२३४"])
    def test_a_wrong_key_opens_nothing(self, order: ShopOrder, key: str) -> None:
        client = Client()
        answer = post(client, path_of(order), kunci=key)
        assert answer.status_code == 422
        assert "Keripik pisang" not in html(answer) + html(client.get(path_of(order)))

    def test_the_key_of_one_order_opens_no_other(self, order: ShopOrder) -> None:
        other = order_paid_up()
        client = client_with_key(order)
        assert order.name not in html(client.get(path_of(other)))
        for rest in ("batal/", "1/batal/", "1/kembali/", "nota.pdf"):
            assert client.get(path_of(other, rest)).status_code == 404
            assert Client().get(path_of(other, rest)).status_code == 404
        assert post(client, path_of(other, "lagi/")).status_code == 404
        assert post(client, path_of(other, "1/batal/")).status_code == 404
        assert parts_of(other)[0].state == S.TO_ACCEPT

    def test_a_cookie_that_we_did_not_sign_opens_nothing(self, order: ShopOrder) -> None:
        client = client_with_key(order)
        client.cookies["pesanan"] = token_of(order)
        assert "Keripik pisang" not in html(client.get(path_of(order)))

    def test_whose_account_placed_it_sees_it(self) -> None:
        user: Any = person_make("pembeli")
        order = order_paid_up(user_id=user.pk)
        client = Client()
        client.force_login(user)
        assert parts_of(order)[0].recipient in html(client.get(path_of(order)))
        stranger: Any = person_make("orang")
        client.force_login(stranger)
        assert parts_of(order)[0].recipient not in html(client.get(path_of(order)))

    def test_posts_of_other_sites_are_refused(self, order: ShopOrder) -> None:
        answer = Client().post(
            path_of(order), {"kunci": order.email}, HTTP_SEC_FETCH_SITE="cross-site"
        )
        assert answer.status_code == 403

    def test_no_order_is_the_same_as_none(self) -> None:
        assert Client().get(f"/pesanan/{uuid4()}/").status_code == 404


class TestFinding:
    def test_number_and_key_lead_to_the_page(self, order: ShopOrder) -> None:
        client = Client()
        answer = post(client, "/pesanan/", nomor=f" {order.number.lower()} ", kunci=order.email)
        assert answer.headers["Location"] == path_of(order)
        assert "Keripik pisang" in html(client.get(path_of(order)))

    def test_wrong_numbers_and_wrong_keys_are_answered_alike(self, order: ShopOrder) -> None:
        said = [
            post(Client(), "/pesanan/", nomor=number, kunci=key)
            for number, key in (
                (order.number, "0000"),
                ("LB2611-999999", order.email),
                ("LB", "-"),
                ("'; DROP", "x" * 400),
            )
        ]
        plain = {re.sub(r'value="[^"]*"', "", html(answer)) for answer in said}
        assert {answer.status_code for answer in said} == {422}
        assert len(plain) == 1

    def test_an_empty_field_is_named_and_nothing_typed_is_lost(self, order: ShopOrder) -> None:
        number, key = "Isi nomor pesanan", "Isi surel pesanan ini"
        for typed, said, unsaid in (
            ({"nomor": "", "kunci": ""}, (number, key), ()),
            ({"nomor": order.number, "kunci": " "}, (key, order.number), (number,)),
            ({"nomor": "", "kunci": order.email}, (number, order.email), (key,)),
        ):
            answer = post(Client(), "/pesanan/", **typed)
            page = html(answer)
            assert answer.status_code == 422 and "Kesalahan:" in page
            assert all(words in page for words in said)
            assert not any(words in page for words in unsaid)
            assert re.search(r'<form class="order-form"[^>]*novalidate', page)
        answer = post(Client(), path_of(order), kunci="")
        assert answer.status_code == 422 and key in html(answer)
        assert not KeyGuess.objects.exists()

    def test_guesses_are_limited_by_the_order_from_many_addresses(self, order: ShopOrder) -> None:
        statuses = [
            Client()
            .post(
                "/pesanan/",
                {"nomor": order.number, "kunci": f"{guess:04}"},
                REMOTE_ADDR=f"10.0.{guess}.1",
                HTTP_SEC_FETCH_SITE="same-origin",
            )
            .status_code
            for guess in range(keys.MOST_AT_NUMBER + 3)
        ]
        assert statuses == [422] * keys.MOST_AT_NUMBER + [429] * 3
        # its own address still opens it, and another's number is not closed
        client_with_key(order)
        other = order_paid_up()
        assert post(Client(), "/pesanan/", nomor=other.number, kunci=other.email).status_code == 302

    def test_guesses_are_limited_by_the_address_they_come_from(self, order: ShopOrder) -> None:
        for guess in range(keys.MOST_FROM_ADDRESS):
            limits_forget()
            post(Client(), "/pesanan/", nomor=f"LB2611-{guess:06}", kunci="0000")
        limits_forget()
        # over the limit the right key opens nothing either
        assert post(Client(), path_of(order), kunci=order.email).status_code == 429
        elsewhere = Client(REMOTE_ADDR="10.9.9.9")
        assert post(elsewhere, path_of(order), kunci=order.email).status_code == 302

    def test_right_keys_cost_nothing_and_nothing_typed_is_kept(self, order: ShopOrder) -> None:
        for _again in range(keys.MOST_FROM_ADDRESS + 5):
            limits_forget()
            assert post(Client(), path_of(order), kunci=order.email).status_code == 302
        rows = list(KeyGuess.objects.values_list("what", "failures"))
        assert all(failures == 0 for _what, failures in rows)
        assert all(re.fullmatch(r"[0-9a-f]{64}", what) for what, _failures in rows)

    def test_one_address_asks_only_so_often_a_minute(self) -> None:
        statuses = [
            post(Client(), "/pesanan/", nomor="x", kunci="y").status_code for _ in range(12)
        ]
        assert statuses[-1] == 429

    def test_counts_are_forgotten_by_the_night(self, order: ShopOrder) -> None:
        post(Client(), path_of(order), kunci="0000")
        keys.guesses_clear(now=timezone.now())
        assert KeyGuess.objects.exists()
        keys.guesses_clear(now=timezone.now() + timedelta(days=2))
        assert not KeyGuess.objects.exists()


def stage_words(page: str, place: int = 1) -> list[tuple[str, str]]:
    """State and word of a part's stages."""
    part = page.split(f'id="bagian-{place}"')[1].split("</ol>", maxsplit=1)[0]
    return re.findall(r'class="stage is-(\w+)".*?<b>([^<]+)</b>', part, re.S)


class TestTimeline:
    def test_an_unpaid_order_says_until_when_and_where_to_pay(self) -> None:
        order = order_placed()
        page = html(client_with_key(order).get(path_of(order)))
        assert "Menunggu pembayaran" in page
        assert f'href="/bayar/{token_of(order)}/"' in page
        assert re.search(r"paling lambat \w+, \d+ \w{3} \d{4}, \d\d\.\d\d WI[BT]A?", page)
        assert stage_words(page)[0] == ("now", "Menunggu pembayaran")

    def test_each_part_goes_its_own_way_and_the_slowest_counts(self, order: ShopOrder) -> None:
        first, second = parts_of(order)
        moved(first, S.SHIPPED)
        moved(second, S.ACCEPTED, produced_by=legal_today() + timedelta(days=9))
        page = html(client_with_key(order).get(path_of(order)))
        head = page.split('id="bagian-1"')[0]
        assert "Sedang dibuat" in head
        assert "Dikirim" not in head.split("order-state")[1].split("</p>")[0]
        assert stage_words(page, 1) == [
            ("past", "Dibayar"),
            ("past", "Diterima lapas"),
            ("past", "Dikemas"),
            ("now", "Dikirim"),
            ("ahead", "Selesai"),
        ]
        assert stage_words(page, 2)[2] == ("now", "Sedang dibuat")
        assert page.count('aria-current="step"') == 2

    def test_times_stand_in_the_zone_of_the_place(self, order: ShopOrder) -> None:
        page = html(client_with_key(order).get(path_of(order)))
        assert re.search(r"\d\d\.\d\d WITA", page)
        province = Facility.objects.get(slug="lapas-melati").regency.province
        type(province).objects.filter(pk=province.pk).update(zone="WIT")
        assert "WIT<" in html(client_with_key(order).get(path_of(order))).replace(" ", "")

    def test_a_parcel_has_its_number_its_courier_and_a_copy_of_it(self, order: ShopOrder) -> None:
        moved(parts_of(order)[0], S.SHIPPED)
        page = html(client_with_key(order).get(path_of(order)))
        assert ">JNE0012345678</code>" in page
        assert 'href="https://contoh.id/lacak/JNE0012345678"' in page
        assert "data-copy=" in page
        assert "Salin" in page

    def test_a_delay_is_said_with_reason_and_new_date(self, order: ShopOrder) -> None:
        part = parts_of(order)[0]
        moved(part, S.ACCEPTED, late_note="Mesin rusak.", promised_on=legal_today())
        step(part, StepKind.LATE)
        page = html(client_with_key(order).get(path_of(order)))
        assert "Mesin rusak." in page
        assert "Lebih lama dari yang dijanjikan" in page
        assert "Tanggal baru" in page

    def test_the_code_shows_when_it_is_ready_and_to_nobody_else(self, order: ShopOrder) -> None:
        part = parts_of(order)[0]
        FacilityOrder.objects.filter(pk=part.pk).update(kind="pickup", pickup_code="482913")
        client = client_with_key(order)
        assert "482913" not in html(client.get(path_of(order)))
        moved(part, S.READY)
        page = html(client.get(path_of(order)))
        assert "482913" in page
        assert "Siap diambil" in page
        assert "482913" not in html(Client().get(path_of(order)))
        moved(part, S.DONE)
        assert "482913" not in html(client.get(path_of(order)))

    def test_what_is_paid_at_pickup_says_so_where_it_will_be(self) -> None:
        order = order_placed((public_listing(), 1))
        ShopOrder.objects.filter(pk=order.pk).update(method="pickup:", state="due_at_pickup")
        moved(parts_of(order)[0], S.READY, kind="pickup", pickup_code="482913")
        page = html(client_with_key(order).get(path_of(order)))
        assert "saat mengambil barang." in page
        assert [word for _when, word in stage_words(page)] == [
            *("Diterima lapas", "Dikemas", "Siap diambil", "Bayar saat ambil", "Selesai")
        ]
        assert "/bayar/" not in page

    def test_who_sent_a_proof_is_not_asked_to_pay_again(self) -> None:
        order, proof = transfer_with_proof(facility_make())
        path, client = path_of(order), client_with_key(order)
        page = html(client.get(path))
        assert "Transfer Anda sedang diperiksa" in page and "Bayar sekarang" not in page
        for seen in (page, html(Client().get(path))):  # with its key and without
            assert "bukti transfer sedang diperiksa" in seen and "paling lambat" not in seen
        TransferProof.objects.filter(pk=proof.pk).update(state="refused")
        page = html(client.get(path))
        assert "paling lambat" in page and "bukti transfer sedang" not in page
        assert f"Yang harus dibayar: {rupiah(attempt_of(order).amount, 'id')}" in page
        assert "Bayar sekarang" in page

    def test_a_wish_to_cancel_is_a_state_with_what_follows(self, order: ShopOrder) -> None:
        wish = {"produced_by": legal_today(), "cancel_asked_at": timezone.now()}
        moved(parts_of(order)[0], S.ACCEPTED, **wish)
        page = html(client_with_key(order).get(path_of(order)))
        assert "Minta dibatalkan" in page
        assert "menjawab sebelum mengemas" in page

    def test_sums_say_what_goes_back_and_what_stays_paid(self, order: ShopOrder) -> None:
        part, client = parts_of(order)[0], client_with_key(order)
        assert "Tetap dibayar" not in html(client.get(path_of(order)))
        assert post(client, path_of(order, "1/batal/")).status_code == 302
        back = part.goods_total - part.discount_total + part.delivery_price
        for word in ("Sedang dikembalikan", "Sudah dikembalikan"):
            page = re.sub(r"<[^>]+>|\s+", " ", html(client.get(path_of(order))))
            sums = " ".join(page.partition("Rincian jumlah")[2].split())
            assert f"{word} −{rupiah(back, 'id')} " in sums
            assert f"Tetap dibayar {rupiah(order.total - back, 'id')} " in sums
            refund_ask(refund_id=Refund.objects.get().pk)

    def test_without_an_email_the_page_says_to_keep_its_address(self, order: ShopOrder) -> None:
        client = client_with_key(order)
        assert "wa.me" not in html(client.get(path_of(order))).split("order-part")[0]
        ShopOrder.objects.filter(pk=order.pk).update(email="")
        page = html(client.get(path_of(order)))
        assert "Simpan alamat halaman ini." in page
        assert "https://wa.me/?text=" in page
        ShopOrder.objects.filter(pk=order.pk).update(user_id=person_make("pembeli").pk)
        page = html(client.get(path_of(order)))  # an account has it among its orders
        assert "Simpan alamat halaman ini." not in page

    def test_removed_data_are_gone_from_the_page_too(self, order: ShopOrder) -> None:
        client = client_with_key(order)
        ShopOrder.objects.filter(pk=order.pk).update(forgotten_at=timezone.now())
        assert "Keripik" not in html(client.get(path_of(order)))
        assert post(Client(), path_of(order), kunci=order.email).status_code == 422

    def test_it_is_there_in_english(self, order: ShopOrder) -> None:
        client = client_with_key(order)
        page = html(client.get(path_of(order, language="/en")))
        assert "Waiting for the facility to accept" in page
        assert "Receipt (PDF)" in page

    def test_statements_do_not_grow_with_the_order(self) -> None:
        small, large = order_paid_up(), order_paid_up(*[(public_listing(), 1) for _ in range(6)])
        counts = []
        for one in (small, large):
            client = client_with_key(one)
            client.get(path_of(one))
            with CaptureQueriesContext(connection) as statements:
                client.get(path_of(one))
            counts.append(len(statements))
        assert counts[0] == counts[1]
        assert counts[0] <= 20
