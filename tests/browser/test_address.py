"""The address page and a buyer's own pages: on a phone and on a desk, with a script and without."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from django.http import HttpResponse
from playwright.sync_api import Browser, Page, Route, expect

from storefront.orders.selectors.baskets import basket_read
from storefront.orders.services.addresses import book_add
from storefront.orders.services.buyers import consent_give
from storefront.web.basket_cookie import COOKIE, basket_key_set
from tests.browser.pages import PATIENCE
from tests.browser.test_goods_form import Shop, stall
from tests.browser.test_pages import RULES, findings
from tests.making import facility_make, public_listing
from tests.orders.making import order_paid_up, variant_of
from tests.orders.places import ADDRESS, basket_make, places_make
from tests.storefront.web.account.people import PASSWORD, member

__all__ = ["stall"]  # a fixture
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (360, 1280)


@contextmanager
def screen(
    browser: Browser, shop: Shop, width: int, token: UUID | None, *, script: bool = True
) -> Iterator[Page]:
    """A browser that holds a basket."""
    context = browser.new_context(
        viewport={"width": width, "height": 760}, java_script_enabled=script
    )
    context.set_default_timeout(PATIENCE)
    if token is not None:
        response = HttpResponse()
        basket_key_set(response, token)
        value = response.cookies[COOKIE].value
        context.add_cookies([{"name": COOKIE, "value": value, "url": f"http://{shop.place}"}])
    yield context.new_page()
    context.close()


def clean(page: Page, axe_source: str) -> None:
    """No finding of axe, and nothing sideways."""
    page.evaluate(axe_source)
    assert findings(page, RULES) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def shot(page: Page, folder: Path, name: str) -> None:
    page.screenshot(path=str(folder / f"{name}.png"), full_page=True)


def fill(page: Page) -> None:
    page.get_by_label("Nama penerima").fill("Sarifah")
    page.get_by_label("Nomor HP penerima (WhatsApp)").fill("0812-3456-7890")
    page.get_by_label("Alamat lengkap").fill("Jl. Mawar No. 3\nRT 02/RW 05")


def saved(token: UUID) -> str:
    """The address that the basket has now."""
    basket = basket_read(token, language="id")
    assert basket is not None and basket.address is not None
    shown = basket.address
    return f"{shown.name}, {shown.district} {shown.postal_code}, {shown.phone}"


@pytest.mark.parametrize("width", WIDTHS)
def test_without_a_script(
    browser: Browser,
    stall: Shop,
    tmp_path: Path,
    width: int,
) -> None:
    """Every step is a page: searched, listed, refused, saved."""
    places_make()
    token = basket_make()
    with screen(browser, stall, width, token, script=False) as page:
        page.goto(f"http://{stall.place}/checkout/alamat/")
        fill(page)
        page.get_by_label("Kecamatan atau kode pos tujuan").fill("palu brt")
        page.get_by_role("button", name="Cari", exact=True).last.click()
        expect(page.get_by_label("Nama penerima")).to_have_value("Sarifah")
        shot(page, tmp_path, f"address-{width}-found")
        page.get_by_label("Nomor HP penerima (WhatsApp)").fill("12")
        page.get_by_role("button", name="Lanjut ke pengiriman").last.click()
        expect(page).to_have_title("Kesalahan: Alamat pengiriman · Lapak Binaan")
        shot(page, tmp_path, f"address-{width}-wrong")
        page.get_by_role("link", name="Pilih tujuan dari jawaban pencarian.").click()
        page.get_by_label("Palu Barat, Kota Palu, Sulawesi Tengah 94221").check()
        page.get_by_label("Nomor HP penerima (WhatsApp)").fill("62 812 3456 7890")
        page.get_by_role("button", name="Lanjut ke pengiriman").last.click()
        page.wait_for_url("**/checkout/pengiriman/")
    assert saved(token) == "Sarifah, Palu Barat 94221, +6281234567890"


def test_by_the_lists_without_a_script(
    browser: Browser,
    stall: Shop,
    tmp_path: Path,
) -> None:
    places_make()
    token = basket_make()
    with screen(browser, stall, 360, token, script=False) as page:
        page.goto(f"http://{stall.place}/checkout/alamat/")
        fill(page)
        page.get_by_role("button", name="Tidak ketemu?").click()
        page.get_by_label("Provinsi").select_option(label="Sulawesi Tengah")
        page.get_by_role("button", name="Tampilkan kab/kotanya").click()
        page.get_by_label("Kab/kota").select_option(label="Kota Palu")
        page.get_by_role("button", name="Tampilkan kecamatannya").click()
        page.get_by_label("Kecamatan", exact=True).select_option(label="Palu Timur")
        shot(page, tmp_path, "address-360-lists")
        page.get_by_role("button", name="Pakai kecamatan ini").click()
        page.get_by_label("Palu Timur, Kota Palu, Sulawesi Tengah 94111").check()
        page.get_by_role("button", name="Lanjut ke pengiriman").last.click()
        page.wait_for_url("**/checkout/pengiriman/")
    assert saved(token) == "Sarifah, Palu Timur 94111, +6281234567890"


@pytest.mark.parametrize("width", WIDTHS)
def test_with_a_script(
    browser: Browser,
    stall: Shop,
    axe_source: str,
    tmp_path: Path,
    width: int,
) -> None:
    """Found while typing, said on leaving a field, gone when it is right."""
    places_make()
    token = basket_make()
    with screen(browser, stall, width, token) as page:
        page.goto(f"http://{stall.place}/checkout/alamat/")
        clean(page, axe_source)
        shot(page, tmp_path, f"address-{width}-empty")
        phone = page.get_by_label("Nomor HP penerima (WhatsApp)")
        phone.fill("12")
        expect(page.locator("#telepon-error")).to_have_count(0)
        phone.blur()
        expect(page.locator("#telepon-error")).to_contain_text("Ini bukan nomor telepon Indonesia")
        clean(page, axe_source)
        phone.fill("081234567890")
        expect(page.locator("#telepon-error")).to_have_count(0)
        fill(page)
        field = page.get_by_label("Kecamatan atau kode pos tujuan")
        field.press_sequentially("palu barat")
        row = page.get_by_label("Palu Barat, Kota Palu, Sulawesi Tengah 94221")
        expect(row).to_be_visible()
        expect(field).to_be_focused()
        expect(field).to_have_value("palu barat")
        row.check()
        note = page.get_by_label("Patokan atau catatan untuk kurir (boleh kosong)")
        note.fill("Pagar hijau")
        expect(page.locator(".field-left")).to_have_text("11/140")
        clean(page, axe_source)
        shot(page, tmp_path, f"address-{width}-filled")
        page.get_by_role("button", name="Lanjut ke pengiriman").last.click()
        page.wait_for_url("**/checkout/pengiriman/")
    assert saved(token) == "Sarifah, Palu Barat 94221, +6281234567890"


def test_a_place_that_is_chosen_while_the_search_goes_on_stays_chosen(
    browser: Browser, stall: Shop
) -> None:
    places_make()
    token = basket_make()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    with screen(browser, stall, 360, token) as page:
        page.goto(f"http://{stall.place}/checkout/alamat/")
        fill(page)
        field = page.get_by_label("Kecamatan atau kode pos tujuan")
        field.fill("palu")
        row = page.get_by_label("Palu Barat, Kota Palu, Sulawesi Tengah 94221")
        expect(row).to_be_visible()
        search = page.locator("#dest").get_attribute("data-search")
        page.route(f"**{search}", hold)
        with page.expect_request(f"**{search}"):
            field.fill("palu barat")
        row.check()
        with page.expect_response(f"**{search}"):
            (route,) = held
            route.continue_()
        expect(row).to_be_checked()
        page.get_by_role("button", name="Lanjut ke pengiriman").last.click()
        page.wait_for_url("**/checkout/pengiriman/")
    assert saved(token) == "Sarifah, Palu Barat 94221, +6281234567890"


def test_errors_take_the_focus(
    browser: Browser,
    stall: Shop,
    axe_source: str,
) -> None:
    places_make()
    with screen(browser, stall, 360, basket_make()) as page:
        page.goto(f"http://{stall.place}/checkout/alamat/")
        page.get_by_role("button", name="Lanjut ke pengiriman").last.click()
        expect(page.locator("#wrong")).to_be_focused()
        clean(page, axe_source)
        page.locator("#wrong a").first.click()
        expect(page.get_by_label("Nama penerima")).to_be_focused()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_buyers_own_pages(
    browser: Browser,
    stall: Shop,
    axe_source: str,
    tmp_path: Path,
    width: int,
) -> None:
    places_make()
    me = member("sari@contoh.example", phone=False)
    listing = public_listing(facility_make())
    for _each in range(2):
        order_paid_up((listing, 1), user_id=me.pk)
    key = book_add(user_id=me.pk, values=ADDRESS)
    consent_give(user_id=me.pk, kind="addresses")
    assert variant_of(listing)
    with screen(browser, stall, width, None) as page:
        page.goto(f"http://{stall.place}/masuk/")
        page.get_by_label("Surel").fill(me.email)
        page.get_by_label("Kata sandi").fill(PASSWORD)
        page.get_by_role("button", name="Lanjut").click()
        page.wait_for_url("**/akun/")
        for path in ("", "pesanan/", "alamat/", f"alamat/{key}/", "data/", "tutup/"):
            page.goto(f"http://{stall.place}/akun/{path}")
            clean(page, axe_source)
            shot(page, tmp_path, f"own-{width}-{path.replace('/', '-') or 'home'}")
        page.context.clear_cookies()
        for path in ("daftar/", "daftar/terkirim/"):
            page.goto(f"http://{stall.place}/akun/{path}")
            clean(page, axe_source)
            shot(page, tmp_path, f"own-{width}-{path.replace('/', '-')}")
