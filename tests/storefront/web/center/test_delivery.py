"""Couriers, services, kinds and the rate table in the central office."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.models import AuditEntry
from catalog.saleor_adapter.kinds import kind_sheets
from storefront.orders.models import Courier, CourierService, KindDelivery, ShippingRate
from storefront.orders.services.rates import COLUMNS
from tests.cast import Cast, client_of
from tests.orders.delivery_making import rate_make, service_make
from tests.storefront.web.center.making import filled_in, send, shop_make

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return shop_make()


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.central_officer)


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_a_courier_is_added_changed_and_its_history_shown(client: Client) -> None:
    answer = send(client, "/pusat/kurir/tambah/", code="ab", name="AB Kirim", divisor="5000")
    assert answer["Location"] == "/pusat/kurir/"
    address = "https://ab.example/{number}"
    answer = send(client, "/pusat/kurir/ab/", tracking_url=address, round_up_from="500")
    assert answer.status_code == 302
    courier = Courier.objects.get()
    assert (courier.divisor, courier.round_up_from, courier.tracking_url) == (5000, 500, address)
    assert acts()[-2:] == ["courier.added", "courier.changed"]
    page = client.get("/pusat/riwayat/kurir/ab/").content.decode()
    assert "AB Kirim" in page and "500" in page


@pytest.mark.parametrize(
    "values",
    [
        *({"code": "AB"}, {"code": "a b"}, {"divisor": "0"}, {"round_up_from": "1001"}),
        *({"tracking_url": "http://x/{number}"}, {"tracking_url": "https://x/"}, {"name": ""}),
        *({"tracking_url": "https://[{number}"}, {"divisor": "6.5"}, {"divisor": "1e3"}),
    ],
)
def test_values_that_no_courier_has(client: Client, values: dict[str, str]) -> None:
    given = {"code": "ab", "name": "AB", **values}
    assert send(client, "/pusat/kurir/tambah/", **given).status_code == 422
    assert not Courier.objects.exists()


@pytest.mark.parametrize("typed", ["5000", "5.000", "5,000", " 5000 "])
def test_thousands_are_typed_with_or_without_a_point(client: Client, typed: str) -> None:
    service_make("ab-reg")
    assert send(client, "/pusat/kurir/ab/", divisor=typed).status_code == 302
    assert Courier.objects.get().divisor == 5_000
    assert send(client, "/pusat/layanan-kurir/ab-reg/", most_grams=typed).status_code == 302
    assert CourierService.objects.get().most_grams == 5_000


def test_a_code_that_is_there_is_said_so_and_nothing_typed_is_lost(client: Client) -> None:
    service_make("ab-reg")
    said = "Sudah ada yang memakai kode ini."
    page = send(client, "/pusat/kurir/tambah/", code="ab", name="Lain").content.decode()
    assert said in page and 'value="Lain"' in page
    given = {"code": "ab-reg", "courier": "ab", "name": "Lain", "name_en": "Other"}
    page = send(client, "/pusat/layanan-kurir/tambah/", **given).content.decode()
    assert said in page and 'value="Lain"' in page


def test_a_service_of_a_courier(client: Client) -> None:
    service_make("ab-reg")
    given = {"name": "Kargo", "name_en": "Cargo", "courier": "ab", "most_grams": "50000"}
    assert send(client, "/pusat/layanan-kurir/tambah/", code="kargo", **given).status_code == 422
    assert send(client, "/pusat/layanan-kurir/tambah/", code="ab-kargo", **given).status_code == 302
    assert CourierService.objects.get(pk="ab-kargo").most_grams == 50_000
    assert send(client, "/pusat/layanan-kurir/ab-kargo/", most_grams="").status_code == 302
    assert CourierService.objects.get(pk="ab-kargo").most_grams is None
    assert "AB Kargo" in client.get("/pusat/ongkir/").content.decode()


def test_what_a_second_officer_saved_meanwhile(client: Client) -> None:
    service_make("ab-reg")
    data = filled_in(client, "/pusat/kurir/ab/")
    Courier.objects.update(divisor=5000)
    answer = client.post("/pusat/kurir/ab/", {**data, "divisor": "4000"})
    assert answer.status_code == 409
    assert Courier.objects.get().divisor == 5000


def test_how_a_kind_may_leave(client: Client) -> None:
    wanted = {"way": "local_courier", "within_province": "on", "crosses_with": "pirt"}
    assert send(client, "/pusat/pengiriman/camilan/", **wanted).status_code == 422  # no reason
    wanted |= {"reason": "Mudah hancur.", "reason_en": "Fragile."}
    assert send(client, "/pusat/pengiriman/camilan/", **wanted).status_code == 302
    kind = next(use.kind.id for use in kind_sheets() if use.kind.slug == "camilan")
    row = KindDelivery.objects.get()
    assert (row.kind_id, row.way, row.within_province) == (kind, "local_courier", True)
    assert acts()[-1] == "kind_delivery.set"
    assert client.get("/pusat/pengiriman/tidak-ada/").status_code == 404
    page = client.get(f"/pusat/riwayat/jenis/{kind}/").content.decode()
    assert "Mudah hancur." in page


def upload(client: Client, text: str) -> tuple[int, str]:
    file = SimpleUploadedFile("ongkir.csv", text.encode())
    answer = client.post("/pusat/ongkir/", {"sheet": file}, follow=True)
    return answer.status_code, answer.content.decode()


def test_a_sheet_is_loaded_by_upload_and_given_back(client: Client) -> None:
    service_make("ab-reg")
    sheet = ",".join(COLUMNS) + "\nab-reg,72,,30000,20000,2,4\n"
    status, page = upload(client, sheet)
    assert status == 200 and "Rp30.000" in page
    assert ShippingRate.objects.count() == 1 and acts()[-1] == "rates.loaded"
    assert client.get("/pusat/ongkir/tabel.csv").content.decode() == sheet
    count = len(acts())
    assert upload(client, sheet)[0] == 200
    assert len(acts()) == count


def test_wrong_lines_are_told_and_nothing_is_loaded(client: Client) -> None:
    service_make("ab-reg")
    head = ",".join(COLUMNS)
    status, page = upload(client, f"{head}\nab-reg,72,,1,1,1,1\nxx-reg,72,,1,1,1,1\n")
    assert status == 422 and "xx-reg" in page
    assert not ShippingRate.objects.exists()
    assert client.post("/pusat/ongkir/").status_code == 422


def test_an_auditor_looks_and_changes_nothing(cast: Cast) -> None:
    service_make("ab-reg")
    rate_make("72", "")
    auditor = client_of(cast.auditor)
    for path in ("kurir/", "kurir/ab/", "layanan-kurir/ab-reg/", "ongkir/", "pengiriman/camilan/"):
        assert auditor.get(f"/pusat/{path}").status_code == 200
    assert upload(auditor, "x")[0] == 403
