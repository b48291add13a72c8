"""Acts from an order's page: cancelling, ordering again, sending back."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.models import Listing
from storefront.orders.acting import as_shop
from storefront.orders.models import BasketLine, FacilityOrder, Refund, ReturnPhoto, ReturnRequest
from storefront.orders.types import FacilityOrderState
from storefront.web.formats import rupiah
from tests.making import facility_make, picture_bytes, public_listing
from tests.orders.making import order_paid_up, order_placed, share_rule_make
from tests.storefront.web.buying.orders import (
    client_with_key,
    html,
    moved,
    parts_of,
    path_of,
    post,
)

pytestmark = pytest.mark.django_db
S = FacilityOrderState
WHY = "Kemasannya robek di sudut."


@pytest.fixture(autouse=True)
def shared() -> None:
    share_rule_make(3500, 1500)


def listing_of(name: str, **given: object) -> Listing:
    return public_listing(facility_make(), name=name, **given)


class TestCancelling:
    def test_an_unpaid_order_is_asked_once_more_and_ends(self) -> None:
        order = order_placed((listing_of("Keripik"), 1))
        client = client_with_key(order)
        page = html(client.get(path_of(order, "batal/")))
        assert "tidak berutang apa pun" in page
        answer = post(client, path_of(order, "batal/"), alasan="Salah pilih")
        assert answer.headers["Location"] == path_of(order, "?ok=batal")
        assert "Dibatalkan" in html(client.get(path_of(order, "?ok=batal")))
        assert FacilityOrder.objects.get().state == S.CANCELLED

    def test_a_paid_part_ends_alone_and_its_money_is_said_to_come_back(self) -> None:
        order = order_paid_up((listing_of("Keripik"), 1), (listing_of("Sapu"), 1))
        client = client_with_key(order)
        assert "batal/" in html(client.get(path_of(order)))
        asked = html(client.get(path_of(order, "2/batal/")))
        post(client, path_of(order, "2/batal/"))
        assert [part.state for part in parts_of(order)] == [S.TO_ACCEPT, S.CANCELLED]
        assert "sedang dikembalikan kepada Anda" in html(client.get(path_of(order)))
        back = rupiah(Refund.objects.get().amount, "id")
        assert f"Yang dikembalikan: {back}" in asked

    def test_once_packed_the_page_says_so_and_nothing_happens(self) -> None:
        order = order_paid_up((listing_of("Keripik"), 1))
        moved(parts_of(order)[0], S.PACKED)
        client = client_with_key(order)
        assert "Sudah tidak bisa dibatalkan" in html(client.get(path_of(order, "1/batal/")))
        assert post(client, path_of(order, "1/batal/")).status_code == 409
        assert "1/batal/" not in html(client.get(path_of(order)))

    @pytest.mark.parametrize("place", ["0", "3", "99"])
    def test_a_part_that_is_not_there_is_not_found(self, place: str) -> None:
        order = order_paid_up((listing_of("Keripik"), 1))
        client = client_with_key(order)
        assert client.get(path_of(order, f"{place}/batal/")).status_code == 404
        assert client.get(path_of(order, f"{place}/kembali/")).status_code == 404


class TestAgain:
    def test_what_is_on_sale_is_in_the_basket_and_the_rest_is_named(self) -> None:
        there, gone = listing_of("Keripik", stock=9), listing_of("Sapu ijuk", stock=1)
        order = order_paid_up((there, 2), (gone, 1))
        client = client_with_key(order)
        page = html(post(client, path_of(order, "lagi/")))
        assert "Sapu ijuk" in page
        assert 'href="/keranjang/"' in page
        with as_shop():
            line = BasketLine.objects.select_related("line").get()
        assert line.line.quantity == 2
        assert "Keripik" in html(client.get("/keranjang/"))

    def test_all_of_it_leads_to_the_basket(self) -> None:
        order = order_paid_up((listing_of("Keripik", stock=9), 2))
        client = client_with_key(order)
        answer = post(client, path_of(order, "lagi/"))
        assert answer.headers["Location"] == "/keranjang/"

    def test_as_many_as_there_are_when_fewer_are_left(self) -> None:
        order = order_paid_up((listing_of("Keripik", stock=3), 2))
        page = html(post(client_with_key(order), path_of(order, "lagi/")))
        with as_shop():
            assert BasketLine.objects.get().line.quantity == 1
        assert "paling banyak 1" in page.lower()


class TestSendingBack:
    def done(self) -> tuple[Client, str, str]:
        order = order_paid_up((listing_of("Keripik"), 2))
        part = moved(parts_of(order)[0], S.DONE)
        return client_with_key(order), path_of(order, "1/kembali/"), f"baris-{part.lines.get().pk}"

    def test_it_is_asked_with_photos_and_shown(self) -> None:
        client, path, field = self.done()
        files = [SimpleUploadedFile(f"{n}.jpg", picture_bytes()) for n in range(2)]
        answer = post(client, path, **{field: "1", "alasan": WHY, "foto": files})
        assert "ok=kembali" in answer.headers["Location"]
        assert ReturnPhoto.objects.count() == 2
        page = html(client.get(answer.headers["Location"]))
        assert "Pengembalian diminta" in page
        assert "1/kembali/" not in page

    @pytest.mark.parametrize(
        ("field", "sent", "said"),
        [
            ("pieces", {"count": "0"}, "Isi berapa buah"),
            ("pieces", {"count": "1e3"}, "lebih banyak dari yang Anda terima"),
            ("pieces", {"count": "-1"}, "lebih banyak dari yang Anda terima"),
            ("reason", {"alasan": "rusak"}, "10 sampai 1.000"),
            ("photos", {"foto": SimpleUploadedFile("x.png", b"<svg/>")}, "JPEG, PNG"),
            (
                "photos",
                {"foto": [SimpleUploadedFile(f"{n}.png", picture_bytes()) for n in range(5)]},
                "paling banyak empat foto",
            ),
        ],
    )
    def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
        self, field: str, sent: dict[str, object], said: str
    ) -> None:
        client, path, line = self.done()
        given = {"count": "1", "alasan": WHY, **sent}
        given[line] = given.pop("count")
        answer = post(client, path, **given)
        page = html(answer)
        assert answer.status_code == 422
        assert said in page
        assert f'href="#{field}"' in page
        assert str(given["alasan"]) in page
        assert not ReturnRequest.objects.exists()

    def test_what_is_under_way_to_be_made_cannot_come_back(self) -> None:
        order = order_paid_up((listing_of("Keripik"), 1))
        client = client_with_key(order)
        assert client.get(path_of(order, "1/kembali/")).status_code == 404
        part = parts_of(order)[0]
        fields = {f"baris-{part.lines.get().pk}": "1", "alasan": WHY}
        assert post(client, path_of(order, "1/kembali/"), **fields).status_code == 409
