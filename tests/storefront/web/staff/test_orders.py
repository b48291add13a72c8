"""A facility's orders on its pages: the queue, one order with its acts, what is printed."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.dates import legal_today
from catalog.models import Listing
from storefront.orders.acting import as_shop
from storefront.orders.models import (
    FacilityOrder,
    FacilityOrderLine,
    OrderStep,
    Parcel,
    Refund,
)
from storefront.orders.services.buyer_acts import part_cancel_by_buyer
from storefront.orders.services.fulfilling import part_accept, part_pack
from storefront.orders.types import FacilityOrderState
from storefront.web.staff.order_forms import ACTS
from tests.cast import Cast, cast_make, client_of
from tests.making import public_listing
from tests.orders.making import order_paid_up, order_placed, stock_there
from tests.storefront.web.buying.orders import being_made, moved, parts_of, token_of

pytestmark = pytest.mark.django_db
S = FacilityOrderState
MOST_STATEMENTS = 12


@pytest.fixture
def cast() -> Cast:
    return cast_make()


@pytest.fixture
def goods(cast: Cast) -> Listing:
    return public_listing(cast.here, name="Keripik tempe sagu")


def part_paid(*goods: tuple[Listing, int]) -> FacilityOrder:
    return parts_of(order_paid_up(*goods))[0]


def path_of(cast: Cast, part: FacilityOrder | None = None) -> str:
    return f"/petugas/{cast.here.slug}/pesanan/" + (f"{part.number}/" if part else "")


def text_of(response: Any) -> str:
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", main).split()))


def form_of(client: Client, path: str, act: str) -> dict[str, str]:
    """What the page's form of an act holds."""
    html = client.get(path).content.decode()
    forms = re.findall(r"<form.*?</form>", html, re.DOTALL)
    form = next(one for one in forms if f'name="do" value="{act}"' in one)
    inputs = [tag for tag in re.findall(r"<input[^>]*>", form) if 'type="checkbox"' not in tag]
    found = {}
    for tag in inputs:
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name:
            found[name[1]] = unescape(value[1]) if value else ""
    return found


def act(client: Client, path: str, name: str, **typed: str) -> Any:
    return client.post(path, {**form_of(client, path, name), **typed})


def state_of(part: FacilityOrder) -> str:
    part.refresh_from_db()
    return part.state


def ready_to_go(cast: Cast, goods: Listing, pieces: int = 3) -> FacilityOrder:
    part = part_paid((goods, pieces))
    part_accept(actor=cast.sari, facility_order_id=part.pk)
    part_pack(actor=cast.sari, facility_order_id=part.pk)
    return part


class TestQueue:
    def test_what_is_to_be_done_stands_first_with_its_time(
        self, cast: Cast, goods: Listing
    ) -> None:
        packed = ready_to_go(cast, goods)
        made = part_paid((goods, 1))
        part_accept(actor=cast.sari, facility_order_id=made.pk)
        new = part_paid((goods, 2))
        soon = timezone.now() + timedelta(hours=5, minutes=30)
        FacilityOrder.objects.filter(pk=new.pk).update(accept_by=soon)
        unpaid = parts_of(order_placed((goods, 1)))[0]
        part_paid((public_listing(cast.elsewhere), 1))
        page = client_of(cast.sari).get(path_of(cast))
        said = text_of(page)
        assert said.index(new.number) < said.index(made.number) < said.index(packed.number)
        assert unpaid.number not in said
        assert "Perlu dikerjakan 3" in said and "Terima sebelum" in said and "(5 jam lagi)" in said
        html = page.content.decode()
        assert 'Pesanan <b class="tab-count">3</b>' in html
        assert len(re.findall('name="id"', html)) == 3

    def test_it_is_found_by_number_recipient_and_sku(self, cast: Cast, goods: Listing) -> None:
        part, other = part_paid((goods, 1)), part_paid((goods, 1))
        FacilityOrder.objects.filter(pk=part.pk).update(recipient="Wahyuni Rahmawati")
        sku = FacilityOrderLine.objects.filter(facility_order=part).get().sku
        client = client_of(cast.sari)
        for words, both in ((part.number, False), ("wahyuni", False), (sku, True)):
            said = text_of(client.get(path_of(cast), {"q": words}))
            assert part.number in said
            assert (other.number in said) is both
        assert "Tidak ada pesanan seperti ini" in text_of(client.get(path_of(cast), {"q": "%"}))

    def test_pages_follow_each_other_without_gaps(
        self, cast: Cast, goods: Listing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("storefront.orders.selectors.facility_orders.ROWS", 2)
        parts = [part_paid((goods, 1)) for _ in range(5)]
        for part in parts[:2]:
            part_accept(actor=cast.sari, facility_order_id=part.pk)
        client, seen, address = client_of(cast.sari), [], path_of(cast)
        while address:
            html = client.get(address).content.decode()
            seen += re.findall(r'name="id"\s+value="(\d+)"', html)
            more = re.search(r'rel="next"\s+href="([^"]+)"', html)
            address = path_of(cast) + unescape(more[1]) if more else ""
        ranked = [*parts[2:], *parts[:2]]
        assert seen == [str(part.pk) for part in ranked]

    def test_several_are_accepted_at_once(self, cast: Cast, goods: Listing) -> None:
        parts = [part_paid((goods, 1)) for _ in range(3)]
        gone = moved(part_paid((goods, 1)), S.SHIPPED)
        client = client_of(cast.sari)
        foreign = part_paid((public_listing(cast.elsewhere), 1))
        keys = [part.pk for part in parts]
        response = client.post(path_of(cast), {"do": "terima", "id": [*keys, gone.pk]}, follow=True)
        assert "3 pesanan diterima. Yang lain" in text_of(response)
        assert {state_of(part) for part in parts} == {S.ACCEPTED}
        again = client.post(path_of(cast), {"do": "terima", "id": keys}, follow=True)
        assert again.status_code == 200
        assert OrderStep.objects.filter(kind="accepted").count() == 3
        assert client.post(path_of(cast), {"do": "terima", "id": [foreign.pk]}).status_code == 404
        none = client.post(path_of(cast), {"do": "terima"})
        assert none.status_code == 422 and "Centang dulu" in text_of(none)

    def test_the_first_page_says_what_to_do(self, cast: Cast, goods: Listing) -> None:
        part_paid((goods, 1))
        asked = part_paid((goods, 1))
        part_accept(actor=cast.sari, facility_order_id=asked.pk)
        being_made(asked)
        ready_to_go(cast, goods)
        part_cancel_by_buyer(
            order_token=token_of(asked.shop_order), part_id=asked.pk, note="berubah"
        )
        said = text_of(client_of(cast.sari).get(f"/petugas/{cast.here.slug}/"))
        for words in (
            "1 pesanan baru Terima",
            "1 pembeli minta dibatalkan Jawab",
            "1 pesanan perlu dikemas Kemas",
            "1 pesanan dikemas, belum dikirim Kirim",
        ):
            assert words in said, said

    def test_statements_do_not_grow(self, cast: Cast, goods: Listing) -> None:
        def asked(path: str) -> int:
            client.get(path)
            with CaptureQueriesContext(connection) as statements:
                assert client.get(path).status_code == 200
            return len(statements)

        client = client_of(cast.sari)
        small = part_paid((goods, 1))
        paths = (path_of(cast), path_of(cast, small), f"/petugas/{cast.here.slug}/")
        before = [asked(path) for path in paths]
        many = [(public_listing(cast.here), 1) for _ in range(4)]
        large = ready_to_go(cast, goods)
        part_paid(*many)
        act(client, path_of(cast, large), "kirim", tracking_number="AA11")
        after = [asked(path) for path in (paths[0], path_of(cast, large), paths[2])]
        print("statements", before, after)
        assert max(*before, *after) <= MOST_STATEMENTS, (before, after)


class TestWho:
    def test_an_auditor_looks_and_changes_nothing(self, cast: Cast, goods: Listing) -> None:
        part = part_paid((goods, 1))
        client = client_of(cast.auditor)
        page = client.get(path_of(cast, part))
        assert page.status_code == 200 and 'name="do"' not in page.content.decode()
        for name in ACTS:
            answer = client.post(path_of(cast, part), {"do": name, "seen": "0"})
            assert answer.status_code == 403
        queue = client.post(path_of(cast), {"do": "terima", "id": [part.pk]})
        assert queue.status_code == 403
        assert state_of(part) == S.TO_ACCEPT

    def test_for_others_nothing_is_there(self, cast: Cast, goods: Listing) -> None:
        part = part_paid((goods, 1))
        waiting = parts_of(order_placed((goods, 1)))[0]
        sheet = f"{path_of(cast)}cetak/label.pdf?id={part.pk}"
        for who in ("regional_head", "regional_officer", "board_editor", "board_viewer", "budi"):
            client = client_of(getattr(cast, who))
            for path in (path_of(cast), path_of(cast, part), sheet):
                assert client.get(path).status_code == 404, (who, path)
            assert client.post(path_of(cast, part), {"do": "terima"}).status_code == 404
        assert client_of(cast.sari).get(path_of(cast, waiting)).status_code == 404
        own = client_of(cast.budi).get(f"/petugas/{cast.elsewhere.slug}/pesanan/{part.number}/")
        assert own.status_code == 404

    def test_what_was_forgotten_is_said_to_be_gone(self, cast: Cast, goods: Listing) -> None:
        part = moved(part_paid((goods, 1)), S.DONE)
        FacilityOrder.objects.filter(pk=part.pk).update(
            recipient="", phone="", street="", forgotten_at=timezone.now()
        )
        client = client_of(cast.sari)
        page = client.get(path_of(cast, part))
        assert "sudah dihapus: pesanan ini selesai" in text_of(page)
        assert "wa.me" not in page.content.decode() and "tel:" not in page.content.decode()
        told = client.get(f"{path_of(cast)}cetak/label.pdf?id={part.pk}", follow=True)
        assert "Tidak ada yang dicetak" in text_of(told)


class TestActs:
    def test_from_new_to_arrived(self, cast: Cast, goods: Listing) -> None:
        there, _promised = stock_there(goods)
        part = part_paid((goods, 3))
        client, path = client_of(cast.sari), path_of(cast, part)
        page = client.get(path)
        html = page.content.decode()
        assert f'href="tel:{part.phone}"' in html and "https://wa.me/62" in html
        assert part.recipient in text_of(page) and part.postal_code in text_of(page)
        for name in ("terima", "kemas"):
            assert act(client, path, name).status_code == 302
        wrong = act(client, path, "kirim", tracking_number="?")
        assert wrong.status_code == 422
        assert "Tulis nomor resi" in text_of(wrong) and 'value="?"' in wrong.content.decode()
        line = FacilityOrderLine.objects.get(facility_order=part)
        many = act(client, path, "kirim", tracking_number="JX1234", **{f"pieces-{line.pk}": "9"})
        assert many.status_code == 422 and "Sisanya tidak sebanyak itu" in text_of(many)
        assert 'value="JX1234"' in many.content.decode() and 'value="9"' in many.content.decode()
        assert Parcel.objects.count() == 0
        some = act(client, path, "kirim", tracking_number="jx 1234", **{f"pieces-{line.pk}": "1"})
        assert some.status_code == 302 and state_of(part) == S.PACKED
        assert act(client, path, "kirim", tracking_number="JX1235").status_code == 302
        assert state_of(part) == S.SHIPPED
        assert stock_there(goods) == (there - 3, 0)
        first = Parcel.objects.order_by("pk")[0]
        assert act(client, path, "resi", tracking_number="JX9999").status_code == 302
        first.refresh_from_db()
        assert first.tracking_number == "JX9999"
        assert "sudah diberi tahu" in text_of(client.get(path, {"sudah": "resi"}))
        assert act(client, path, "sampai").status_code == 302
        assert state_of(part) == S.DONE

    @pytest.mark.parametrize("name", ["terima", "lama", "batal"])
    def test_a_form_sent_twice_acts_once(self, cast: Cast, goods: Listing, name: str) -> None:
        part = part_paid((goods, 3))
        client, path = client_of(cast.sari), path_of(cast, part)
        line = FacilityOrderLine.objects.get(facility_order=part)
        day = (part.promised_on or legal_today()) + timedelta(days=3)
        form = form_of(client, path, name)
        form |= {"promised_on": str(day), "note": "Hujan terus"}
        if name == "batal":
            form |= {f"pieces-{line.pk}": "1"}
            asked = client.post(path, form)
            assert "Ini tidak bisa diurungkan" in text_of(asked)
            assert not Refund.objects.exists()
            form["sure"] = re.findall(r'name="sure"\s+value="(\w+)"', asked.content.decode())[0]
        answers = [client.post(path, form) for _twice in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        assert answers[0]["Location"] == answers[1]["Location"]
        line.refresh_from_db()
        assert line.cancelled == (1 if name == "batal" else 0)
        kinds = list(OrderStep.objects.filter(facility_order=part).values_list("kind", flat=True))
        assert len(kinds) == len(set(kinds))
        assert Refund.objects.count() == (1 if name == "batal" else 0)

    def test_pieces_sent_twice_by_the_local_courier_leave_once(
        self, cast: Cast, goods: Listing
    ) -> None:
        part = ready_to_go(cast, goods)
        FacilityOrder.objects.filter(pk=part.pk).update(kind="local", service="")
        client, path = client_of(cast.sari), path_of(cast, part)
        line = FacilityOrderLine.objects.get(facility_order=part)
        form = form_of(client, path, "kirim") | {f"pieces-{line.pk}": "1"}
        assert [client.post(path, form).status_code for _twice in range(2)] == [302, 302]
        line.refresh_from_db()
        assert (line.handed_over, Parcel.objects.count()) == (1, 1)

    def test_what_is_confirmed_is_just_what_was_asked(self, cast: Cast, goods: Listing) -> None:
        part = part_paid((goods, 3))
        client, path = client_of(cast.sari), path_of(cast, part)
        line = FacilityOrderLine.objects.get(facility_order=part)
        none = act(client, path, "batal", note="Pecah")
        assert none.status_code == 422 and "Pilih paling sedikit satu" in text_of(none)
        form = form_of(client, path, "batal") | {"note": "Pecah", f"pieces-{line.pk}": "1"}
        mark = re.findall(r'name="sure"\s+value="(\w+)"', client.post(path, form).content.decode())
        form |= {f"pieces-{line.pk}": "3", "sure": mark[0]}
        assert "Ini tidak bisa diurungkan" in text_of(client.post(path, form))
        line.refresh_from_db()
        assert line.cancelled == 0

    def test_the_second_of_two_sees_what_changed(self, cast: Cast, goods: Listing) -> None:
        part = part_paid((goods, 3))
        path = path_of(cast, part)
        head, sari = client_of(cast.facility_head), client_of(cast.sari)
        form = form_of(sari, path, "lama")
        assert act(head, path, "terima").status_code == 302
        day = (part.promised_on or legal_today()) + timedelta(days=9)
        answer = sari.post(path, form | {"promised_on": str(day), "note": "Kayu basah"})
        said = text_of(answer)
        assert answer.status_code == 409
        assert "tidak ada yang dilakukan" in said and f"Diterima, {cast.facility_head.name}" in said
        assert 'value="Kayu basah"' in answer.content.decode()
        part.refresh_from_db()
        assert part.late_note == ""

    def test_a_wish_to_cancel_is_answered(self, cast: Cast, goods: Listing) -> None:
        client = client_of(cast.sari)
        for name in ("setuju", "tolak"):
            part = part_paid((goods, 1))
            path = path_of(cast, part)
            act(client, path, "terima")
            being_made(part)
            token = token_of(part.shop_order)
            part_cancel_by_buyer(order_token=token, part_id=part.pk, note="salah")
            assert "Pembeli minta dibatalkan" in text_of(client.get(path))
            if name == "tolak":
                assert act(client, path, name, note=" ").status_code == 422
            assert act(client, path, name, note="Sudah dipotong").status_code == 302
            assert state_of(part) == (S.CANCELLED if name == "setuju" else S.ACCEPTED)
            assert part.cancel_asked_at is None or name == "setuju"

    def test_what_is_fetched_needs_code_and_payment(self, cast: Cast, goods: Listing) -> None:
        part = part_paid((goods, 1))
        FacilityOrder.objects.filter(pk=part.pk).update(kind="pickup", service="")
        client, path = client_of(cast.sari), path_of(cast, part)
        for name in ("terima", "kemas", "siap"):
            assert act(client, path, name).status_code == 302
        part.refresh_from_db()
        assert part.pickup_code not in client.get(path).content.decode()
        wrong = act(client, path, "ambil", code="x" + part.pickup_code[1:])
        assert wrong.status_code == 422 and "bukan kode" in text_of(wrong)
        code = f"{part.pickup_code[:3]} {part.pickup_code[3:]}"
        assert act(client, path, "ambil", code=code).status_code == 302
        assert state_of(part) == S.DONE

    def test_forged_forms_do_nothing(self, cast: Cast, goods: Listing) -> None:
        part = part_paid((goods, 1))
        other = ready_to_go(cast, goods)
        client, path = client_of(cast.sari), path_of(cast, part)
        assert client.post(path, {"do": "jual"}).status_code == 400
        assert client.post(path, {"do": "kemas", "seen": "x"}).status_code == 409
        form = form_of(client, path, "terima") | {"do": "resi", "parcel": "1"}
        assert client.post(path, form).status_code == 422
        assert client.get(f"{path_of(cast)}{10**30}/").status_code == 404
        assert client.get(f"{path_of(cast)}{part.pk}/").status_code == 200
        line = FacilityOrderLine.objects.get(facility_order=part)
        form = form_of(client, path_of(cast, other), "kirim")
        mixed = client.post(path_of(cast, other), form | {f"pieces-{line.pk}": "1"})
        assert mixed.status_code == 422
        assert (state_of(part), Parcel.objects.count()) == (S.TO_ACCEPT, 0)


class TestSheets:
    def text(self, response: Any) -> list[str]:
        document = pypdfium2.PdfDocument(BytesIO(response.content))
        pages = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
        document.close()
        return pages

    def test_each_sheet_says_what_it_is_for(self, cast: Cast, goods: Listing) -> None:
        parts = [part_paid((goods, number)) for number in (1, 1, 2, 2, 3)]
        with as_shop():
            FacilityOrder.objects.filter(pk=parts[0].pk).update(
                recipient='Budi #"[x]$ <b>', courier_note="Pagar hijau"
            )
        client = client_of(cast.sari)
        keys = [part.pk for part in parts]
        for sheet, pages, words in (
            ("ambil", 1, ("9", parts[4].number, "Keripik tempe sagu")),
            ("isi", 5, ("Isi paket", parts[0].number, 'Budi #"[x]$ <b>')),
            ("label", 2, ("Pagar hijau", parts[0].postal_code, "Kepada", cast.here.official_name)),
            ("label-a6", 5, ('Budi #"[x]$ <b>', "0812")),
        ):
            asked = client.post(path_of(cast), {"do": sheet, "id": keys})
            response = client.get(asked["Location"])
            assert response["Content-Type"] == "application/pdf"
            assert "no-store" in response["Cache-Control"]
            found = self.text(response)
            assert len(found) == pages, sheet
            for one in words:
                assert one in " ".join(found), (sheet, one, found)

    def test_a_sheet_of_nothing_is_not_there(self, cast: Cast, goods: Listing) -> None:
        client = client_of(cast.sari)
        foreign = part_paid((public_listing(cast.elsewhere), 1))
        for query in ("", "?id=x", f"?id={foreign.pk}"):
            assert client.get(f"{path_of(cast)}cetak/label.pdf{query}").status_code == 404
        own = part_paid((goods, 1))
        assert client.get(f"{path_of(cast)}cetak/lain.pdf?id={own.pk}").status_code == 404
