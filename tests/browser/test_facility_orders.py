"""A facility's orders on a phone and on a desk: accepted, packed, sent; fetched; late; not to be
had. With the script and without."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from storefront.orders.models import FacilityOrder, Parcel
from storefront.orders.types import FacilityOrderState
from tests.browser.pages import PATIENCE
from tests.browser.test_goods_form import Shop, cast, phone_of, stall  # noqa: F401 # fixtures
from tests.browser.test_order import Look
from tests.cast import Cast, client_of
from tests.making import public_listing
from tests.orders.making import order_paid_up, share_rule_make
from tests.storefront.web.buying.orders import moved, parts_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
S = FacilityOrderState
WIDTHS = [360, 1280]


def several(cast: Cast) -> list[FacilityOrder]:  # noqa: F811 # the fixture's value
    """A new order, one of several goods, one that waits to be fetched."""
    share_rule_make(3500, 1500)
    names = ("Keripik pisang kepok balado", "Kemeja batik tulis parang")
    goods = [public_listing(cast.here, name=name) for name in names]
    first = order_paid_up(*[(one, 3) for one in goods])
    second, third = order_paid_up((goods[1], 2)), order_paid_up((goods[0], 1))
    fetched = parts_of(third)[0]
    moved(fetched, S.READY, kind="pickup", service_name="", pickup_code="482913")
    return [parts_of(first)[0], parts_of(second)[0], fetched]


class Walk(Look):
    """Looks with nothing of the page behind the bar that stays at the bottom."""

    def look(self) -> None:
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        super().look()


@contextmanager
def desk_of(browser: Browser, client: Client, place: str, width: int) -> Iterator[Page]:
    """A browser of that width on which somebody is logged in."""
    context = browser.new_context(viewport={"width": width, "height": 740})
    context.set_default_timeout(PATIENCE)
    session = client.cookies["lapak_masuk"].value
    context.add_cookies([{"name": "lapak_masuk", "value": session, "url": f"http://{place}"}])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_accepted_packed_and_sent(  # noqa: PLR0917 # fixtures
    browser: Browser,
    stall: Shop,  # noqa: F811
    cast: Cast,  # noqa: F811
    axe_source: str,
    tmp_path: Path,
    width: int,
) -> None:
    first, second, fetched = several(cast)
    with desk_of(browser, client_of(cast.sari), stall.place, width) as page:
        look = Walk(page, stall.place, axe_source, tmp_path, f"orders-{width}")
        look.go(f"/petugas/{cast.here.slug}/")
        look.says("pesanan baru")
        look.go(f"/petugas/{cast.here.slug}/pesanan/")
        page.get_by_label(f"Centang {second.number}").check(force=True)
        look.press("Jalankan")
        look.says("1 pesanan diterima.")
        look.follow(first.number)
        for button in ("Terima", "Sudah dikemas"):
            expect(page.get_by_role("button", name=button, exact=True)).to_be_in_viewport()
            look.press(button)
        page.get_by_label("Nomor resi").fill("?")
        page.get_by_label("Keripik").first.fill("2")
        look.press("Kirim")
        look.says("Tulis nomor resi")
        expect(page.get_by_label("Keripik").first).to_have_value("2")
        page.get_by_label("Nomor resi").fill("jx 0012 3456")
        look.press("Kirim")
        look.says("JX00123456")
        page.get_by_label("Nomor resi").first.fill("JX00123457")
        look.press("Kirim")
        look.press("Sudah sampai")
        look.go(f"/petugas/{cast.here.slug}/pesanan/{fetched.number}/")
        page.get_by_label("Kode ambil").fill("111111")
        look.press("Sudah diambil")
        look.says("Ini bukan kode pesanan ini.")
        look.go(f"/petugas/{cast.here.slug}/pesanan/{second.number}/")
        page.get_by_text("Tidak bisa dikirim", exact=True).click()
        page.locator("#f-batal").get_by_label("Alasannya").fill("Kainnya sobek")
        page.locator("#f-batal").get_by_label("Kemeja").fill("1")
        look.press("Batalkan barang ini")
        look.says("Ini tidak bisa diurungkan")
        look.press("Ya, batalkan dan kembalikan uangnya")
        look.says("Sebagian tidak bisa dikirim")
    first.refresh_from_db()
    assert first.state == S.DONE and Parcel.objects.count() == 2


def test_it_works_without_script(
    browser: Browser,
    stall: Shop,  # noqa: F811
    cast: Cast,  # noqa: F811
) -> None:
    part = several(cast)[0]
    client = client_of(cast.sari)
    with phone_of(browser, client, stall, java_script_enabled=False) as page:
        page.goto(f"http://{stall.place}/petugas/{cast.here.slug}/pesanan/")
        page.get_by_role("link", name=part.number).click()
        page.get_by_role("button", name="Terima", exact=True).click()
        page.get_by_role("button", name="Sudah dikemas").click()
        page.get_by_label("Nomor resi").fill("JX00123456")
        page.get_by_role("button", name="Kirim", exact=True).click()
        expect(page.get_by_role("main")).to_contain_text("Dikirim. Pembeli sudah diberi tahu.")
    part.refresh_from_db()
    assert part.state == S.SHIPPED
