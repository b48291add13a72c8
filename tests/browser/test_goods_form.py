"""The form of goods in a real browser: kept while typing, without signal, and sent once."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from catalog.kept import forget_all
from catalog.models import Listing, Sketch
from catalog.saleor_adapter.editing import product_sheet
from catalog.saleor_adapter.kinds import kind_save
from galleries.services import picture_add
from tests.browser.pages import PATIENCE
from tests.browser.stopping import Killed
from tests.browser.test_pages import PHONE, RULES, findings
from tests.cast import Cast, cast_make, client_of
from tests.making import draft_listing, picture_bytes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Shop:
    """A server on the test's own database. place: its host and port."""

    def __init__(self) -> None:
        self.server = LiveServer("localhost")
        self.place = self.server.url.removeprefix("http://")
        httpd = self.server.thread.httpd
        self._application: Any = httpd.get_app()
        self._changed, self._running, self._is_over = threading.Condition(), 0, False
        httpd.set_app(self._answer)

    def _answer(self, environ: dict[str, Any], start: Any) -> Any:
        with self._changed:
            if self._is_over:
                raise ConnectionAbortedError
            self._running += 1
        try:
            return self._application(environ, start)
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify()

    def stop(self) -> None:
        """Returns when the last request is answered: what it writes is emptied afterwards."""
        self.server.stop()
        with self._changed:
            self._is_over = True
            assert self._changed.wait_for(lambda: not self._running, PATIENCE / 1000)


@pytest.fixture
def stall(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    # the browser's own loop runs in this thread; nothing here waits for it inside the ORM
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    forget_all()
    kind_save(slug="camilan", name="Camilan", name_en="Snacks", description="", description_en="")
    shop = Shop()
    yield shop
    shop.stop()


@pytest.fixture
def frail(stall: Shop) -> Iterator[Killed]:
    """A server that is killed while somebody types."""
    shop = Killed()
    shop.start()
    yield shop
    shop.stop()


@pytest.fixture
def cast(stall: Shop) -> Cast:
    return cast_make()


@contextlib.contextmanager
def phone_of(
    browser: Browser, client: Client, stall: Shop | Killed, **options: Any
) -> Iterator[Page]:
    """A phone on which somebody is logged in."""
    context: BrowserContext = browser.new_context(
        viewport={"width": PHONE, "height": 740}, is_mobile=True, has_touch=True, **options
    )
    context.set_default_timeout(PATIENCE)
    session = client.cookies["lapak_masuk"].value
    context.add_cookies([{"name": "lapak_masuk", "value": session, "url": f"http://{stall.place}"}])
    yield context.new_page()
    context.close()


def new_of(stall: Shop | Killed, cast: Cast) -> str:
    return f"http://{stall.place}/petugas/{cast.here.slug}/barang/baru/"


def fill(page: Page) -> None:
    page.get_by_label("Nama barang", exact=True).fill("Keripik singkong balado")
    page.get_by_label("Jenis barang").select_option(label="Camilan")
    page.get_by_label("Harga").fill("15rb")
    page.get_by_label("Berat kirim").fill("250 g")
    page.get_by_label("Stok").fill("1200")
    page.get_by_label("Nama barang", exact=True).focus()


KEEPING = "**/barang/draf/"


def nothing_reaches_the_server(page: Page) -> None:
    """Of what is kept while typing; without a signal it would be sent as soon as that is back."""
    page.route(KEEPING, lambda route: route.abort())


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
        page.wait_for_url("**sudah=disimpan*")
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
        nothing_reaches_the_server(page)
        page.get_by_label("Harga").fill("99rb")
        page.get_by_label("Nama barang", exact=True).focus()
        expect(page.locator("#saved")).to_contain_text("Tanpa sinyal")
        page.goto(address)
        assert page.get_by_label("Harga").input_value() in ("99rb", "99.000")
        page.get_by_role("button", name="Simpan", exact=True).click()
        page.wait_for_url("**sudah=disimpan*")
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
        expect(page.locator(".shot-photo canvas")).to_have_count(1)
        expect(page.locator(".shot-waits")).to_contain_text("palsu.jpg")
        page.evaluate(axe_source)
        assert findings(page, RULES) == []
        fill(page)
        expect(page.locator("#saved")).to_contain_text("Tersimpan")
        page.reload()
        expect(page.locator(".shot-photo img")).to_have_count(1)
        page.get_by_role("button", name="Simpan", exact=True).click()
        page.wait_for_url("**sudah=disimpan*")
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


NAME = "Keripik singkong balado"


def name_of(page: Page) -> Any:
    return page.get_by_label("Nama barang", exact=True)


def press_save(page: Page) -> None:
    page.get_by_role("button", name="Simpan", exact=True).click()


def test_a_server_that_stops_while_typing(browser: Browser, frail: Killed, cast: Cast) -> None:
    with phone_of(browser, client_of(cast.sari), frail) as page:
        page.goto(new_of(frail, cast))
        frail.stop()
        fill(page)
        expect(page.locator("#saved")).to_contain_text("Tanpa sinyal")
        frail.start()
        expect(page.locator("#saved")).to_contain_text("Tersimpan")  # by itself, soon
        assert name_of(page).input_value() == NAME
        press_save(page)
        page.wait_for_url("**sudah=disimpan*")
    listing = Listing.objects.get()
    assert product_sheet(listing.product_id).name == NAME


def test_a_phone_that_forgets_the_page_while_the_server_is_stopped(
    browser: Browser, frail: Killed, cast: Cast
) -> None:
    with phone_of(browser, client_of(cast.sari), frail) as page:
        page.goto(new_of(frail, cast))
        frail.stop()
        fill(page)
        with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
            page.reload()
        frail.start()
        page.goto(new_of(frail, cast))
        expect(name_of(page)).to_have_value(NAME)
        expect(page.locator("#saved")).to_contain_text("Tersimpan")
    assert Sketch.objects.get().data["typed"]["name"] == NAME


def test_a_server_that_stops_when_the_form_is_sent(
    browser: Browser, frail: Killed, cast: Cast
) -> None:
    with phone_of(browser, client_of(cast.sari), frail) as page:
        page.goto(new_of(frail, cast))
        fill(page)
        expect(page.locator("#saved")).to_contain_text("Tersimpan")
        page.get_by_label("Harga").fill("19rb")
        frail.stop()
        press_save(page)
        page.wait_for_url("chrome-error://**")
        frail.start()
        page.go_back()
        expect(page.get_by_label("Harga")).to_have_value(re.compile("19(rb|.000)"))
        press_save(page)
        page.wait_for_url("**sudah=disimpan*")
    sheet = product_sheet(Listing.objects.get().product_id)
    assert (sheet.name, int(sheet.variants[0].price)) == (NAME, 19000)


def test_an_answer_that_is_lost_after_the_form_arrived(
    browser: Browser, stall: Shop, cast: Cast
) -> None:
    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)  # the server does it
        route.abort("connectionreset")

    with phone_of(browser, client_of(cast.sari), stall) as page:
        page.goto(new_of(stall, cast))
        fill(page)
        expect(page.locator("#saved")).to_contain_text("Tersimpan")
        page.route("**/barang/**", lose)
        press_save(page)
        page.wait_for_url("chrome-error://**")
        assert Listing.objects.count() == 1
        page.unroute("**/barang/**")
        page.goto(new_of(stall, cast), wait_until="commit")
        page.wait_for_url("**sudah=terkirim*")  # what came back had arrived
        page.goto(new_of(stall, cast))
        assert name_of(page).input_value() == ""
    assert Listing.objects.count() == 1


def test_what_is_typed_after_a_form_arrived_is_kept(
    browser: Browser, stall: Shop, cast: Cast
) -> None:
    with phone_of(browser, client_of(cast.sari), stall) as page:
        page.goto(new_of(stall, cast))
        fill(page)
        expect(page.locator("#saved")).to_contain_text("Tersimpan")
        page.evaluate(
            """async () => { // what the button sends; the page never hears of it
              const form = document.getElementById("goods-form"), body = new FormData(form);
              body.set("do", "save");
              await fetch(form.action, { method: "POST", body, redirect: "manual" });
            }"""
        )
        assert Listing.objects.count() == 1
        page.get_by_label("Harga").fill("21rb")
        name_of(page).focus()
        page.wait_for_url("**sudah=lagi*")
        assert page.get_by_label("Harga").input_value() in ("21rb", "21.000")
        press_save(page)
        page.wait_for_url("**sudah=disimpan*")
        page.goto(new_of(stall, cast))
        assert name_of(page).input_value() == ""
    assert int(product_sheet(Listing.objects.get().product_id).variants[0].price) == 21000


def test_a_page_loaded_again_after_its_form_arrived_still_has_what_was_typed(
    browser: Browser, stall: Shop, cast: Cast
) -> None:
    with phone_of(browser, client_of(cast.sari), stall) as page:
        page.goto(new_of(stall, cast))
        fill(page)
        expect(page.locator("#saved")).to_contain_text("Tersimpan")
        sketch = Sketch.objects.get()
        form = {**sketch.data["typed"], "key": str(sketch.pk), "do": "save"}
        client_of(cast.sari).post(new_of(stall, cast).partition(stall.place)[2], form)
        nothing_reaches_the_server(page)
        page.get_by_label("Harga").fill("23rb")
        page.unroute(KEEPING)
        page.reload(wait_until="commit")  # leads to the goods
        page.wait_for_url("**sudah=lagi*")
        assert page.get_by_label("Harga").input_value() in ("23rb", "23.000")
    assert int(product_sheet(Listing.objects.get().product_id).variants[0].price) == 15000


def test_logging_in_again_in_another_tab_goes_on(browser: Browser, stall: Shop, cast: Cast) -> None:
    with phone_of(browser, client_of(cast.sari), stall) as page:
        page.goto(new_of(stall, cast))
        page.context.clear_cookies()
        fill(page)
        expect(page.locator("#saved")).to_contain_text("Sudah keluar")
        session = client_of(cast.sari).cookies["lapak_masuk"].value
        page.context.add_cookies(
            [{"name": "lapak_masuk", "value": session, "url": f"http://{stall.place}"}]
        )
        other = page.context.new_page()
        other.goto(new_of(stall, cast))  # gives the browser another mark against forged forms
        press_save(page)
        page.wait_for_url("**sudah=disimpan*")
    assert product_sheet(Listing.objects.get().product_id).name == NAME


def test_what_is_typed_for_new_goods_outlives_other_goods_being_saved(
    browser: Browser, stall: Shop, cast: Cast
) -> None:
    listing = draft_listing(cast.here)
    with phone_of(browser, client_of(cast.sari), stall) as page:
        page.goto(new_of(stall, cast))
        nothing_reaches_the_server(page)
        fill(page)
        expect(page.locator("#saved")).to_contain_text("Tanpa sinyal")
        page.goto(f"http://{stall.place}/petugas/{cast.here.slug}/barang/{listing.pk}/")
        press_save(page)
        page.wait_for_url("**sudah=disimpan*")
        page.goto(new_of(stall, cast))
        assert name_of(page).input_value() == NAME


def test_the_next_person_at_the_same_phone_begins_anew(
    browser: Browser, stall: Shop, cast: Cast
) -> None:
    with phone_of(browser, client_of(cast.sari), stall) as page:
        page.goto(new_of(stall, cast))
        page.context.set_offline(True)
        fill(page)
        page.context.set_offline(False)
        session = client_of(cast.facility_head).cookies["lapak_masuk"].value
        page.context.add_cookies(
            [{"name": "lapak_masuk", "value": session, "url": f"http://{stall.place}"}]
        )
        page.goto(new_of(stall, cast))
        assert name_of(page).input_value() == ""


def test_enter_leads_to_the_next_field(browser: Browser, stall: Shop, cast: Cast) -> None:
    with phone_of(browser, client_of(cast.sari), stall) as page:
        page.goto(new_of(stall, cast))
        name_of(page).fill("Keripik")
        name_of(page).press("Enter")
        expect(page.get_by_label("Jenis barang")).to_be_focused()
        assert page.url == new_of(stall, cast) or "/draf/" in page.url
        assert name_of(page).input_value() == "Keripik"


def camera_picture(folder: Path) -> Path:
    """A picture as a phone takes it: large, on its side, telling where it was taken."""
    noise = Image.effect_noise((3000, 2250), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "S"
    path = folder / "IMG_0001.jpg"
    noise.save(path, quality=92, exif=exif)
    return path


def test_on_a_slow_link_pictures_are_made_small_and_waited_for(
    browser: Browser, stall: Shop, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = camera_picture(tmp_path)
    sizes: list[int] = []
    arrives = threading.Event()  # a link so slow that typing is done before the picture is there

    def added(**given: Any) -> Any:
        sizes.append(len(given["upload"]))
        arrives.wait(60)
        return picture_add(**given)

    monkeypatch.setattr("storefront.web.staff.photos.picture_add", added)
    with phone_of(browser, client_of(cast.sari), stall) as page:
        page.goto(new_of(stall, cast))
        page.set_input_files("#camera", path)
        fill(page)
        press_save(page)
        expect(page.locator("#saved")).to_contain_text("Menunggu foto")
        assert not Listing.objects.exists()
        arrives.set()
        page.wait_for_url("**sudah=disimpan*")
    picture = Listing.objects.get().photos.get().picture
    assert (picture.width, picture.height) == (1500, 2000)
    assert path.stat().st_size > 2_500_000
    assert 0 < sizes[0] < path.stat().st_size * 0.7
