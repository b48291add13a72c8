"""What is typed into any form of the portals, when the server is gone: kept, offered, sent once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from catalog.models import Facility, ShopSettings, StockMove
from tests.browser.stopping import Killed
from tests.browser.test_goods_form import Shop, cast, frail, phone_of, stall
from tests.browser.test_pages import PHONE, RULES, findings
from tests.cast import Cast, client_of
from tests.catalog.test_stock import stock_of
from tests.catalog.test_stock_table import variants_of
from tests.making import draft_listing

__all__ = ["cast", "frail", "stall"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OFFER = ".typed-offer"
KEPT = "Object.keys(localStorage).filter((one) => one.startsWith('lapak:isi:'))"


@pytest.fixture
def variant(cast: Cast) -> int:
    return variants_of(draft_listing(cast.here, prices=(28000,)))[0]


def save(page: Page) -> None:
    page.get_by_role("button", name="Simpan", exact=True).first.click()


def fill(page: Page, values: dict[str, str]) -> None:
    for name, value in values.items():
        page.locator(f"main form[method=post] [name={name}]").last.fill(value)


def offered(page: Page, axe_source: str, address: str, values: dict[str, str]) -> None:
    """Open the page again: what was typed is offered, and put back where it stood."""
    page.goto(address)
    offer = page.locator(OFFER)
    expect(offer).to_contain_text("Ada isian yang belum terkirim")
    page.evaluate(axe_source)
    assert findings(page, RULES) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    offer.get_by_role("button", name="Pakai").click()
    for name, value in values.items():
        field = page.locator(f"main form[method=post] [name={name}]").last
        expect(field).to_have_value(value)


def test_a_server_that_dies_loses_no_typed_text(
    browser: Browser, frail: Killed, cast: Cast, variant: int, axe_source: str
) -> None:
    base = f"http://{frail.place}"
    own = f"{base}/petugas/{cast.here.slug}"
    profile = {"story": "Bawang goreng & <lembah> Palu", "craft_line": "Bawang"}
    note, central = {"catatan": "Batch Senin"}, {"address": "Jalan Veteran 11"}
    with (
        phone_of(browser, client_of(cast.facility_head), frail) as head,
        phone_of(browser, client_of(cast.sari), frail) as sari,
        phone_of(browser, client_of(cast.central_officer), frail) as officer,
    ):
        work = (
            (head, f"{own}/profil/", profile),
            (sari, f"{own}/stok/{variant}/", note),
            (officer, f"{base}/pusat/setelan/", central),
        )
        for page, address, values in work:
            page.goto(address)
            if page is sari:
                page.locator("[name=apa]").first.check(force=True)
                page.locator("[name=jumlah]").fill("7")
            fill(page, values)
        frail.stop()
        for page, _address, _values in work:
            save(page)
            page.wait_for_url("chrome-error://**")
        frail.start()
        was = stock_of(variant)
        for page, address, values in work:
            offered(page, axe_source, address, values)
            assert page is not sari or page.locator("[name=jumlah]").input_value() == "7"
            with page.expect_navigation():
                save(page)
            assert page.evaluate(KEPT) == []
            page.goto(address)
            expect(page.locator(OFFER)).to_have_count(0)
    assert Facility.objects.get(pk=cast.here.pk).story == profile["story"]
    assert (stock_of(variant), StockMove.objects.latest("pk").note) == (was + 7, "Batch Senin")
    assert ShopSettings.objects.get().address == "Jalan Veteran 11"


@pytest.fixture
def phone(browser: Browser, stall: Shop, cast: Cast) -> Iterator[Page]:
    with phone_of(browser, client_of(cast.facility_head), stall) as page:
        yield page


def test_an_answer_that_is_lost_is_not_acted_on_twice(
    phone: Page, stall: Shop, cast: Cast, variant: int
) -> None:
    address = f"http://{stall.place}/petugas/{cast.here.slug}/stok/{variant}/"
    was = stock_of(variant)

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    phone.goto(address)
    phone.locator("[name=apa]").first.check(force=True)
    fill(phone, {"jumlah": "7", "catatan": "Batch"})
    phone.route("**/*", lose)
    save(phone)
    phone.wait_for_url("chrome-error://**")
    phone.unroute("**/*")
    phone.context.clear_cookies(name="lapak_sampai")
    phone.goto(address)
    phone.locator(OFFER).get_by_role("button", name="Pakai").click()
    with phone.expect_navigation():
        save(phone)
    assert stock_of(variant) == was + 7
    assert phone.evaluate(KEPT) == []


def test_what_is_refused_stays_kept_and_what_is_thrown_away_is_gone(
    phone: Page, stall: Shop, cast: Cast
) -> None:
    address = f"http://{stall.place}/petugas/{cast.here.slug}/profil/"
    phone.goto(address)
    fill(phone, {"craft_line": "Rotan", "phone": "bukan nomor"})
    with phone.expect_navigation():
        save(phone)
    expect(phone.locator(OFFER)).to_have_count(0)  # it stands in the fields
    phone.goto(address)
    phone.locator(OFFER).get_by_role("button", name="Buang").click()
    expect(phone.locator(OFFER)).to_have_count(0)
    phone.reload()
    expect(phone.locator(OFFER)).to_have_count(0)
    assert phone.evaluate(KEPT) == []


def session_of(page: Page, client: Client, stall: Shop) -> None:
    value = client.cookies["lapak_masuk"].value
    page.context.add_cookies(
        [{"name": "lapak_masuk", "value": value, "url": f"http://{stall.place}"}]
    )


def test_nobody_finds_what_another_typed(phone: Page, stall: Shop, cast: Cast) -> None:
    base = f"http://{stall.place}"
    address = f"{base}/petugas/{cast.here.slug}/profil/"
    phone.goto(address)
    fill(phone, {"craft_line": "Rotan"})
    phone.evaluate("localStorage.setItem('lapak:/petugas/x/stok/', '1')")
    session_of(phone, client_of(cast.central_officer), stall)
    phone.goto(address)
    expect(phone.locator(OFFER)).to_have_count(0)
    assert phone.evaluate("Object.keys(localStorage)") == ["lapak:siapa"]
    fill(phone, {"craft_line": "Besi"})
    phone.goto(f"{base}/akun/")
    phone.get_by_role("button", name="Keluar", exact=True).click()
    phone.wait_for_url("**/masuk/**")
    assert phone.evaluate("Object.keys(localStorage)") == []


def test_no_password_and_no_key_is_kept(phone: Page, stall: Shop, cast: Cast) -> None:
    base = f"http://{stall.place}"
    phone.goto(f"{base}/akun/sandi/")
    for field in phone.locator("input[type=password]").all():
        field.fill("kayu jati dari Blora")
    phone.goto(f"{base}/petugas/{cast.here.slug}/kunci/")
    phone.locator("[name=name]").fill("Kasir")
    assert phone.evaluate(KEPT) == []
