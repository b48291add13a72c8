"""Paying by QRIS or into a virtual account, on a phone and on a desk: what the page of ours shows
while it waits for Midtrans, with scripts and without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from storefront.orders.models import PaymentAttempt, ShopOrder
from storefront.orders.services.payments import payment_begin
from storefront.web.formats import rupiah
from tests.browser.test_goods_form import Shop, stall  # noqa: F401 # a fixture
from tests.browser.test_order import WIDTHS, Look, screen
from tests.browser.test_pages import RULES, findings
from tests.orders.making import attempt_of, order_placed
from tests.outside.replaying import Replay, replaying
from tests.storefront.web.buying.orders import token_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# As long as the text of a real code, and so with as many modules.
QR_TEXT = (
    "00020101021226650013CO.CONTOH.WWW01189360001110000000010215ID10200000000010303UMI"
    "51440014ID.CO.QRIS.WWW0215ID10200000000010303UMI520459995303360540576000"
    "5802ID5913LAPAK BINAAN 6013JAKARTA PUSAT61051011062150111A1234567890630447B2"
)
ANSWERS: dict[str, dict[str, Any]] = {
    "qris": {"qr_string": QR_TEXT},
    "va_bca": {"va_numbers": [{"bank": "bca", "va_number": "12345678901234567"}]},
    "va_mandiri": {"bill_key": "990000000260", "biller_code": "70012"},
}


@pytest.fixture
def midtrans(settings: Any) -> Iterator[Replay]:
    with replaying() as replay:
        settings.MIDTRANS_SERVER_KEY = "SB-Mid-server-only-for-tests"
        settings.MIDTRANS_API_BASE = settings.MIDTRANS_SNAP_BASE = replay.address
        yield replay


def waiting(midtrans: Replay, method: str) -> ShopOrder:
    """An order whose page says how to pay it this way."""
    order = order_placed(method=f"midtrans:{method}")
    attempt = attempt_of(order)
    said = {
        "status_code": "201",
        "transaction_id": f"t-{attempt.key}",
        "order_id": str(attempt.key),
        "gross_amount": f"{attempt.amount}.00",
        "currency": "IDR",
        "transaction_status": "pending",
        **ANSWERS[method],
    }
    midtrans.answers["POST /v2/charge"] = (200, said)
    midtrans.answers[f"GET /v2/{attempt.key}/status"] = (200, {**said, "status_code": "200"})
    payment_begin(shop_order_id=order.pk)
    return order


@pytest.fixture(params=WIDTHS)
def look(
    request: Any,
    browser: Browser,
    stall: Shop,  # noqa: F811 # the fixture
    axe_source: str,
    tmp_path: Path,
) -> Iterator[Look]:
    """A phone, or a desk."""
    with screen(browser, request.param) as page:
        yield Look(page, stall.place, axe_source, tmp_path, f"pay-{request.param}")


on_a_phone = pytest.mark.parametrize("look", [360], indirect=True)


def clean_in_the_dark(look: Look) -> None:
    look.page.emulate_media(color_scheme="dark")
    assert findings(look.page, RULES) == []


def test_a_code_to_scan_is_large_and_says_what_it_is_for(midtrans: Replay, look: Look) -> None:
    order = waiting(midtrans, "qris")
    total = rupiah(order.total, "id")
    look.go(f"/bayar/{token_of(order)}/")
    look.says(f"Bayar {total}")
    look.says("menit lagi)")
    clean_in_the_dark(look)
    code = look.page.get_by_role("img", name=f"Kode QRIS untuk {total}")
    box = code.locator("svg").bounding_box()
    assert box and min(box["width"], box["height"]) >= 260
    # most who see it hold the phone that they pay with
    expect(look.page.get_by_text("Ambil tangkapan layar")).to_be_visible()


@pytest.mark.parametrize(
    ("method", "number", "words"),
    [
        ("va_bca", "1234 5678 9012 3456 7", ("Pilih Transfer", "lalu konfirmasi")),
        ("va_mandiri", "9900 0000 0260", ("Ketik kode perusahaan", "lalu konfirmasi")),
    ],
)
def test_an_account_is_read_in_fours_and_says_what_to_do(
    midtrans: Replay, look: Look, method: str, number: str, words: tuple[str, ...]
) -> None:
    order = waiting(midtrans, method)
    look.go(f"/bayar/{token_of(order)}/")
    look.says("jam lagi)")
    clean_in_the_dark(look)
    shown = look.page.locator("#nomor")
    assert " ".join(shown.locator("span").all_inner_texts()) == number
    assert shown.text_content() == number.replace(" ", "")  # what is copied
    assert look.page.locator("#jumlah").text_content() == str(order.total)
    facts = look.page.locator(".pay-facts")
    expect(facts).to_contain_text(rupiah(order.total, "id"))
    copies = facts.get_by_role("button", name="Salin")
    assert copies.count() == facts.locator("output").count() >= 2
    for word in words:
        expect(look.page.get_by_role("listitem").filter(has_text=word)).to_be_visible()


@pytest.mark.parametrize("method", ANSWERS)
def test_without_scripts_nothing_is_missing(
    browser: Browser,
    stall: Shop,  # noqa: F811 # the fixture
    midtrans: Replay,
    method: str,
) -> None:
    order = waiting(midtrans, method)
    with screen(browser, 360, script=False) as page:
        page.goto(f"http://{stall.place}/bayar/{token_of(order)}/")
        how = ".pay-code svg" if method == "qris" else "#nomor"
        expect(page.locator(how)).to_be_visible()
        expect(page.get_by_role("button", name="Salin")).to_have_count(0)
        expect(page.get_by_role("button", name="Cek sekarang")).to_be_visible()
        expect(page.locator("noscript meta[http-equiv=refresh]")).to_have_count(1)


@on_a_phone
def test_the_time_left_goes_on_while_the_page_waits(midtrans: Replay, look: Look) -> None:
    order = waiting(midtrans, "qris")
    look.go(f"/bayar/{token_of(order)}/")
    look.says("menit lagi)")
    later = timezone.now() + timedelta(minutes=7, seconds=30)
    PaymentAttempt.objects.filter(shop_order=order).update(pay_by=later)
    look.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    look.says("(7 menit lagi)")
