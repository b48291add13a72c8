"""Requests to send goods back, at the central office: list, sheet, photos, both decisions."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from storefront.orders.models import Refund, ReturnRequest, ShopOrder
from storefront.orders.services.returns import ReturnWish, return_ask
from storefront.orders.types import FacilityOrderState
from tests.cast import Cast, cast_make, client_of
from tests.making import facility_make, picture_bytes, public_listing
from tests.orders.making import order_paid_up, share_rule_make
from tests.storefront.web.buying.orders import html, moved, parts_of, token_of

pytestmark = pytest.mark.django_db
WHY = "Kemasannya <b>robek</b> di sudut."


@pytest.fixture
def cast() -> Cast:
    return cast_make()


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.central_officer)


@pytest.fixture
def asked() -> ReturnRequest:
    """Two of three pieces, with a photo."""
    share_rule_make(3500, 1500)
    order = order_paid_up(
        (public_listing(facility_make(), name="Keripik pisang", prices=(10000,)), 3)
    )
    part = moved(parts_of(order)[0], FacilityOrderState.DONE)
    line: Any = part.lines.get()
    wish = ReturnWish({line.pk: 2}, WHY, (picture_bytes(),))
    key = return_ask(order_token=token_of(order), part_id=part.pk, wish=wish)
    return ReturnRequest.objects.get(pk=key)


def line_of(asked: ReturnRequest) -> str:
    line: Any = asked.lines.get()
    return f"line-{line.line_id}"


def path(asked: ReturnRequest) -> str:
    return f"/pusat/pengembalian/{asked.pk}/"


def test_what_waits_is_listed_and_found_from_the_front_page(
    client: Client, asked: ReturnRequest
) -> None:
    front = html(client.get("/pusat/"))
    assert 'href="/pusat/pengembalian/"' in front and "1 menunggu jawaban" in front
    page = html(client.get("/pusat/pengembalian/"))
    assert "(1)</h2>" in page
    assert path(asked) in page
    assert "&lt;b&gt;robek" in page


def test_the_sheet_says_what_is_wrong_and_nothing_of_the_buyer(
    client: Client, asked: ReturnRequest
) -> None:
    page = html(client.get(path(asked)))
    order = ShopOrder.objects.get()
    part = parts_of(order)[0]
    for word in ("Keripik pisang", "&lt;b&gt;robek", "Rp20.000", f"{path(asked)}foto/1/"):
        assert word in page, word
    for secret in (order.email, order.phone, part.recipient, part.street):
        assert secret not in page


def test_photos_open_alone_and_run_nothing(client: Client, asked: ReturnRequest) -> None:
    photo = client.get(f"{path(asked)}foto/1/")
    assert photo["Content-Type"] == "image/webp"
    assert "sandbox" in photo["Content-Security-Policy"]
    assert "no-store" in photo["Cache-Control"]
    assert client.get(f"{path(asked)}foto/2/").status_code == 404
    assert Client().get(f"{path(asked)}foto/1/").status_code == 302


def test_agreeing_pays_back_and_shows_under_decided(client: Client, asked: ReturnRequest) -> None:
    answer = client.post(path(asked), {line_of(asked): "1", "note": "Kirim.", "agree": ""})
    assert answer.headers["Location"] == "/pusat/pengembalian/"
    page = html(client.get("/pusat/pengembalian/"))
    assert "Pengembalian disetujui" in page
    assert Refund.objects.get().amount == 10000
    assert "Kirim." in html(client.get(path(asked)))
    assert client.post(path(asked), {line_of(asked): "1", "agree": ""}).status_code == 409
    assert Refund.objects.count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"agree": ""},
        {"agree": "", "line": "3"},
        {"agree": "", "line": "-1"},
        {"agree": "", "line": "1e3"},
        {"agree": "", "line": "9" * 30},
        {"refuse": "", "note": "  "},
        {"agree": "", "line": "1", "note": "x" * 501},
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_done(
    client: Client, asked: ReturnRequest, sent: dict[str, str]
) -> None:
    fields = {line_of(asked) if name == "line" else name: text for name, text in sent.items()}
    answer = client.post(path(asked), fields)
    assert answer.status_code == 422
    assert 'role="alert"' in html(answer)
    assert ReturnRequest.objects.get().state == "asked"
    assert not Refund.objects.exists()


def test_what_became_of_it_stands_in_its_history(
    client: Client, cast: Cast, asked: ReturnRequest
) -> None:
    client.post(path(asked), {line_of(asked): "2", "note": "Sudah <i>dipakai</i>.", "refuse": ""})
    assert "menunggu jawaban" not in html(client.get("/pusat/"))
    assert "(0)" not in html(client.get("/pusat/pengembalian/"))
    address = f"/pusat/riwayat/pengembalian/{asked.pk}/"
    assert f'href="{address}"' in html(client.get(path(asked)))
    page = html(client.get(address))
    for words in (
        *("Pengembalian diminta", "Pengembalian diputuskan", "Menunggu jawaban", "Ditolak"),
        *("Sudah &lt;i&gt;dipakai&lt;/i&gt;.", "&lt;b&gt;robek", asked.facility_order.number),
        cast.central_officer.name,
    ):
        assert words in page, words
    assert address in html(client.get("/pusat/riwayat/?jenis=pengembalian"))
    assert client_of(cast.auditor).get(address).status_code == 200
    assert client_of(cast.facility_head).get(address).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_number_that_no_row_can_have_is_not_there(client: Client) -> None:
    for key in (0, 2**63 - 1, 2**63, 10**25):
        path = f"/pusat/pengembalian/{key}/"
        assert client.get(path).status_code == 404
        assert client.post(path, {"agree": ""}).status_code == 404
        assert client.get(f"{path}foto/1/").status_code == 404


def test_refusing_says_why(client: Client, asked: ReturnRequest) -> None:
    client.post(path(asked), {line_of(asked): "2", "note": "Sudah dipakai.", "refuse": ""})
    assert ReturnRequest.objects.get().state == "refused"
    assert not Refund.objects.exists()
    assert "Sudah dipakai." in html(client.get(path(asked)))


def test_who_only_looks_decides_nothing(cast: Cast, asked: ReturnRequest) -> None:
    auditor = client_of(cast.auditor)
    page = html(auditor.get(path(asked)))
    assert 'name="agree"' not in page
    assert auditor.post(path(asked), {line_of(asked): "1", "agree": ""}).status_code == 403
    assert client_of(cast.facility_head).get(path(asked)).status_code == 404
