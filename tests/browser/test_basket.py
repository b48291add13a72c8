"""From goods to a basket that is as its buyer wants it, on a phone: with a script and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from storefront.web.buying.frame import limits_forget
from tests.browser.test_goods_form import Shop, stall  # noqa: F401 # a fixture
from tests.browser.test_log_in_ended import phone
from tests.browser.test_pages import RULES, findings
from tests.making import facility_make, public_listing
from tests.orders.baskets_making import CHECKOUTS, price_set, voucher_make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Walk:
    """A phone; each page it stops at is looked at."""

    def __init__(self, page: Page, place: str, axe_source: str, folder: Path) -> None:
        """axe_source: "" where no script runs."""
        self.page, self.place = page, place
        self._axe, self._folder = axe_source, folder

    def go(self, path: str) -> None:
        self.page.goto(f"http://{self.place}{path}")

    def press(self, name: str) -> None:
        """A button, and the page behind it."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).first.click()

    def look(self, name: str) -> None:
        """No finding of axe, nothing sideways."""
        self.page.screenshot(path=self._folder / f"{name}.png", full_page=True)
        if self._axe:
            self.page.evaluate(self._axe)
            assert findings(self.page, RULES) == []
        assert self.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    def says(self, words: str) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(words)


@pytest.mark.parametrize("script", [False, True])
def test_from_goods_to_an_accepted_change(
    browser: Browser,
    stall: Shop,  # noqa: F811 # the fixture
    axe_source: str,
    tmp_path: Path,
    script: bool,
) -> None:
    limits_forget()
    voucher_make("HEMAT10")
    first = public_listing(facility_make(), name="Bawang goreng", stock=9)
    other = public_listing(facility_make(), name="Kemeja", stock=9, prices=(90_000, 95_000))
    with phone(browser, script=script) as page:
        walk = Walk(page, stall.place, axe_source if script else "", tmp_path)
        walk.go("/keranjang/")
        walk.look("empty")
        put_in(walk, first.slug, script=script)
        put_in(walk, other.slug, script=script)
        walk.go("/keranjang/")
        walk.says("Dikirim dari 2 tempat")
        walk.look("basket")
        page.get_by_label("Jumlah: Bawang goreng").fill("3")
        with page.expect_navigation():
            page.get_by_label("Jumlah: Bawang goreng").press("Enter")
        walk.says("Rp174.000")  # 3 x 28.000 and 90.000
        walk.press("Kurangi satu: Bawang goreng")
        walk.says("Rp146.000")
        price_set(first, 30_000)
        page.reload()
        walk.says("Harga berubah dari Rp28.000 menjadi Rp30.000.")
        walk.look("changed")
        walk.press("Setujui perubahan")
        walk.says("Rp150.000")
        use_voucher(walk)
        walk.press("Simpan untuk nanti: Kemeja")
        walk.says("Disimpan untuk nanti: Kemeja.")
        walk.look("saved")
        walk.press("Masukkan ke keranjang: 1 × Kemeja")
        walk.press("Hapus: Kemeja")
        walk.look("taken-out")
        walk.press("Urungkan")
        walk.says("Rp135.000")  # ten percent off 150.000
        with page.expect_navigation():
            page.get_by_role("link", name="Lanjut ke pengiriman").click()
        expect(page).to_have_url(f"http://{stall.place}/checkout/alamat/")
    assert CHECKOUTS.get().quantity == 3


def put_in(walk: Walk, slug: str, *, script: bool) -> None:
    """From the goods' page; with a script it stays there."""
    walk.go(f"/produk/{slug}/")
    page = walk.page
    height = page.locator(".buy-bar").evaluate("bar => bar.getBoundingClientRect().height")
    assert height <= 68
    walk.look(f"goods-{slug}")
    button = page.get_by_role("button", name="+ Keranjang").locator("visible=true")
    if script:
        before = page.url
        button.click()
        expect(page.locator("#beli-kabar")).to_contain_text("Sudah di keranjang.")
        assert page.url == before
        expect(page.get_by_role("link", name="Keranjang, ")).to_be_visible()
        return
    with page.expect_navigation():
        button.click()
    walk.says("Masuk keranjang: 1 ×")


def use_voucher(walk: Walk) -> None:
    """A wrong one, then the right one."""
    walk.page.get_by_text("Punya voucher").click()
    walk.page.get_by_label("Kode voucher").fill("salah")
    walk.press("Pakai")
    walk.says("Voucher ini tidak dikenal.")
    walk.look("voucher-wrong")
    walk.page.get_by_label("Kode voucher").fill("hemat 10")
    walk.press("Pakai")
    walk.says("Voucher HEMAT10 dipakai.")
    walk.look("voucher")


def test_the_basket_stays_when_the_browser_is_closed(
    browser: Browser,
    stall: Shop,  # noqa: F811 # the fixture
    axe_source: str,
    tmp_path: Path,
) -> None:
    limits_forget()
    listing = public_listing(facility_make(), name="Bawang goreng", stock=9)
    with phone(browser, script=True) as page:
        put_in(Walk(page, stall.place, axe_source, tmp_path), listing.slug, script=True)
        kept = page.context.storage_state()
    assert all(one["expires"] > 0 for one in kept["cookies"])  # none ends with the browser
    context = browser.new_context(viewport={"width": 360, "height": 740}, storage_state=kept)
    walk = Walk(context.new_page(), stall.place, axe_source, tmp_path)
    walk.go("/katalog/")
    expect(walk.page.locator(".head-basket b")).to_have_text("1")
    walk.go("/keranjang/")
    walk.says("Bawang goreng")
    walk.press("Hapus: Bawang goreng")
    walk.press("Urungkan")
    walk.press("Hapus: Bawang goreng")
    walk.says("Terakhir dilihat di perangkat ini")
    context.close()
