"""The form of goods in a real browser: kept while typing, without signal, and sent once."""

from __future__ import annotations

import contextlib
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from catalog.kept import forget_all
from catalog.models import Listing, Sketch
from catalog.saleor_adapter.editing import product_sheet
from catalog.saleor_adapter.kinds import kind_save
from tests.browser.test_pages import PHONE, RULES, findings
from tests.cast import Cast, cast_make, client_of
from tests.making import draft_listing, picture_bytes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Shop:
    """A server on the test's own database. place: its host and port."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.place = f"localhost:{probe.getsockname()[1]}"
        self.server = LiveServer(self.place)

    def stop(self) -> None:
        self.server.stop()


@pytest.fixture
def stall(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    # the browser's own loop runs in this thread; nothing here waits for it inside the ORM
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    expect.set_options(timeout=20_000)
    forget_all()
    kind_save(slug="camilan", name="Camilan", name_en="Snacks", description="", description_en="")
    shop = Shop()
    yield shop
    shop.stop()


@pytest.fixture
def cast(stall: Shop) -> Cast:
    return cast_make()


@contextlib.contextmanager
def phone_of(browser: Browser, client: Client, stall: Shop, **options: Any) -> Iterator[Page]:
    """A phone on which somebody is logged in."""
    context: BrowserContext = browser.new_context(
        viewport={"width": PHONE, "height": 740}, is_mobile=True, has_touch=True, **options
    )
    context.set_default_timeout(20_000)
    session = client.cookies["lapak_masuk"].value
    context.add_cookies([{"name": "lapak_masuk", "value": session, "url": f"http://{stall.place}"}])
    yield context.new_page()
    context.close()


def new_of(stall: Shop, cast: Cast) -> str:
    return f"http://{stall.place}/petugas/{cast.here.slug}/barang/baru/"


def fill(page: Page) -> None:
    page.get_by_label("Nama barang", exact=True).fill("Keripik singkong balado")
    page.get_by_label("Jenis barang").select_option(label="Camilan")
    page.get_by_label("Harga").fill("15rb")
    page.get_by_label("Berat kirim").fill("250 g")
    page.get_by_label("Stok").fill("1200")
    page.get_by_label("Nama barang", exact=True).focus()


def test_typing_is_saved_on_leaving_a_field(browser: Browser, stall: Shop, cast: Cast) -> None:
    with phone_of(browser, client_of(cast.sari), stall) as page:
        page.goto(new_of(stall, cast))
        fill(page)
        expect(page.locator("#saved")).to_contain_text("Tersimpan")
        assert page.get_by_label("Harga").input_value() == "15.000"
        assert page.get_by_label("Stok").input_value() == "1.200"
    typed = Sketch.objects.get().data["typed"]
    assert typed["name"] == "Keripik singkong balado"
    assert not Listing.objects.exists()


def test_a_dropped_connection_loses_nothing(browser: Browser, stall: Shop, cast: Cast) -> None:
    with phone_of(browser, client_of(cast.sari), stall) as page:
        page.goto(new_of(stall, cast))
        page.context.set_offline(True)
        fill(page)
        expect(page.locator("#saved")).to_contain_text("Tanpa sinyal")
        page.context.set_offline(False)
        page.reload()
        expect(page.get_by_label("Nama barang", exact=True)).to_have_value(
            "Keripik singkong balado"
        )
        assert page.get_by_label("Harga").input_value() in ("15rb", "15.000")
        expect(page.locator("#saved")).to_contain_text("Tersimpan")
        page.get_by_role("button", name="Simpan", exact=True).click()
        page.wait_for_url("**sudah=disimpan")
        page.goto(new_of(stall, cast))
        assert page.get_by_label("Nama barang", exact=True).input_value() == ""
    listing = Listing.objects.get()
    sheet = product_sheet(listing.product_id)
    assert (sheet.name, int(sheet.variants[0].price)) == ("Keripik singkong balado", 15000)


def test_who_was_logged_out_keeps_what_was_typed(browser: Browser, stall: Shop, cast: Cast) -> None:
    with phone_of(browser, client_of(cast.sari), stall) as page:
        page.goto(new_of(stall, cast))
        page.context.clear_cookies(name="lapak_masuk")
        fill(page)
        expect(page.locator("#saved")).to_contain_text("Sudah keluar")
        session = client_of(cast.sari).cookies["lapak_masuk"].value
        page.context.add_cookies(
            [{"name": "lapak_masuk", "value": session, "url": f"http://{stall.place}"}]
        )
        page.goto(new_of(stall, cast))
        expect(page.get_by_label("Nama barang", exact=True)).to_have_value(
            "Keripik singkong balado"
        )


def test_changes_of_goods_come_back_too(browser: Browser, stall: Shop, cast: Cast) -> None:
    listing = draft_listing(cast.here)
    address = f"http://{stall.place}/petugas/{cast.here.slug}/barang/{listing.pk}/"
    with phone_of(browser, client_of(cast.sari), stall) as page:
        page.goto(address)
        page.context.set_offline(True)
        page.get_by_label("Harga").fill("99rb")
        page.get_by_label("Nama barang", exact=True).focus()
        expect(page.locator("#saved")).to_contain_text("Tanpa sinyal")
        page.context.set_offline(False)
        page.goto(address)
        assert page.get_by_label("Harga").input_value() in ("99rb", "99.000")
        page.get_by_role("button", name="Simpan", exact=True).click()
        page.wait_for_url("**sudah=disimpan")
        assert page.get_by_label("Harga").input_value() == "99.000"
    assert int(product_sheet(listing.product_id).variants[0].price) == 99000


def test_pictures_go_one_by_one_and_bad_ones_say_why(
    browser: Browser, stall: Shop, cast: Cast, tmp_path: Path, axe_source: str
) -> None:
    good, bad = tmp_path / "baik.png", tmp_path / "palsu.jpg"
    good.write_bytes(picture_bytes())
    bad.write_bytes(b"<svg onload=alert(1)></svg>")
    with phone_of(browser, client_of(cast.sari), stall) as page:
        page.goto(new_of(stall, cast))
        page.set_input_files("#files", [good, bad])
        expect(page.locator(".shot-photo img")).to_have_count(1)
        expect(page.locator(".shot-waits")).to_contain_text("palsu.jpg")
        page.evaluate(axe_source)
        assert findings(page, RULES) == []
        fill(page)
        expect(page.locator("#saved")).to_contain_text("Tersimpan")
        page.reload()
        expect(page.locator(".shot-photo img")).to_have_count(1)
        page.get_by_role("button", name="Simpan", exact=True).click()
        page.wait_for_url("**sudah=disimpan")
    assert Listing.objects.get().photos.count() == 1


def test_without_scripts_a_draft_is_kept_by_its_button(
    browser: Browser, stall: Shop, cast: Cast
) -> None:
    with phone_of(browser, client_of(cast.sari), stall, java_script_enabled=False) as page:
        page.goto(new_of(stall, cast))
        page.get_by_label("Nama barang", exact=True).fill("Keripik")
        page.get_by_role("button", name="Simpan draf").click()
        page.wait_for_url("**/barang/draf/**")
        page.goto(f"http://{stall.place}/petugas/")
        page.get_by_role("link", name=re.compile(r"Lanjutkan\s*: Keripik")).click()
        assert page.get_by_label("Nama barang", exact=True).input_value() == "Keripik"
