"""Two ways that people go on a phone, page by page: into the portal for the first time, and back in
when the log-in is locked."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect

from catalog.models import Listing, Membership
from catalog.services.memberships import Post
from catalog.services.outbox import outbox_sweep
from catalog.types import ListingState, Role
from storefront.access.invitations import invitation_make
from tests.browser.test_goods_form import Shop, stall  # noqa: F401 # a fixture
from tests.browser.test_log_in_ended import clean, phone
from tests.cast import Cast, cast_make
from tests.making import picture_bytes
from tests.storefront.web.account.people import (
    OTHER_PASSWORD,
    PASSWORD,
    code_now,
    code_of,
    member,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEW = "tini@contoh.example"
_SECRET = re.compile(r"[A-Z2-7]+")
_LINK = re.compile(r"https?://[^/\s]+(/masuk/\S+)")


@pytest.fixture
def cast(stall: Shop) -> Cast:  # noqa: F811 # the fixture
    return cast_make()


class Walk:
    """A phone on its way; every page is looked at."""

    def __init__(self, page: Page, place: str, axe_source: str, pictures: Path) -> None:
        self.page, self.place = page, place
        self._axe, self._pictures, self._steps = axe_source, pictures, 0

    def go(self, path: str) -> None:
        self.page.goto(f"http://{self.place}{path}")
        self.look()

    def press(self, name: str) -> None:
        """A button, and the page behind it: what is kept while typing changes the address too."""
        with self.page.expect_event("load"):
            self.page.get_by_role("button", name=name, exact=True).click()
        self.look()

    def follow(self, name: str) -> None:
        """A link, and the page behind it."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()
        self.look()

    def look(self) -> None:
        self._steps += 1
        self.page.screenshot(path=self._pictures / f"{self._steps:02d}.png", full_page=True)
        clean(self.page, self._axe, script=True)

    def says(self, words: str) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(words)


def mailed() -> str:
    """The path of the link in the last mail."""
    outbox_sweep()
    found = _LINK.search(str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]


def test_from_the_invitation_to_goods_handed_in(
    browser: Browser,
    stall: Shop,  # noqa: F811 # the fixture
    cast: Cast,
    axe_source: str,
    tmp_path: Path,
) -> None:
    photo = tmp_path / "keripik.png"
    photo.write_bytes(picture_bytes())
    post = Post(Role.FACILITY_OPERATOR, facility_id=cast.here.pk)
    invitation_make(actor=cast.facility_head, email=NEW, post=post)
    with phone(browser, script=True) as page:
        walk = Walk(page, stall.place, axe_source, tmp_path)
        walk.go(mailed())
        page.get_by_label("Nama").fill("Tini")
        page.get_by_label("Kata sandi").fill(PASSWORD)
        walk.press("Terima")
        key = "".join(_SECRET.findall(page.locator(".setup-key").inner_text()))
        page.get_by_label("Kode").fill(code_now(_hex(key)))
        walk.press("Pasang")
        assert page.locator(".codes li").count() >= 8
        walk.follow("Sudah saya simpan")
        walk.follow("Barang baru")
        page.get_by_label("Nama barang", exact=True).fill("Keripik singkong balado")
        page.set_input_files("#files", photo)
        expect(page.locator(".shot-photo canvas")).to_have_count(1)
        page.get_by_label("Jenis barang").select_option(label="Camilan")
        page.get_by_label("Harga").fill("15rb")
        page.get_by_label("Berat kirim").fill("250 g")
        page.get_by_label("Stok").fill("40")
        walk.press("Ajukan ke Kanwil")  # what is still missing is said, and nothing typed is lost
        walk.says("bahasa Inggris")
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
        page.locator("[name=name_en]").fill("Spicy cassava crisps")
        page.locator("[name=description]").fill("Renyah, pedas manis.")
        page.locator("[name=description_en]").fill("Crisp, sweet and hot.")
        walk.press("Ajukan ke Kanwil")
        walk.says("enunggu")
    made = Listing.objects.get()
    assert (made.facility, made.photos.count()) == (cast.here, 1)
    assert Membership.objects.get(user__email=NEW).facility == cast.here
    assert made.state == ListingState.SUBMITTED


def _hex(key: str) -> str:
    """A key as an app is told it, as `code_now` wants it."""
    return base64.b32decode(key + "=" * (-len(key) % 8)).hex()


def test_locked_out_and_the_way_back(
    browser: Browser,
    stall: Shop,  # noqa: F811 # the fixture
    axe_source: str,
    tmp_path: Path,
) -> None:
    person = member("sari.baru@contoh.example")
    with phone(browser, script=True) as page:
        walk = Walk(page, stall.place, axe_source, tmp_path)
        walk.go("/masuk/")
        for _guess in range(5):
            page.get_by_label("Surel").fill(person.email)
            page.get_by_label("Kata sandi").fill("bukan ini sandinya")
            walk.press("Lanjut")
        page.goto(f"http://{stall.place}/masuk/")
        page.get_by_label("Surel").fill(person.email)
        page.get_by_label("Kata sandi").fill(PASSWORD)  # right, and not even looked at
        walk.press("Lanjut")
        walk.says("Tunggu sebentar")
        walk.follow("Buat kata sandi baru")
        page.get_by_label("Surel").fill(person.email)
        walk.press("Kirim tautan")
        walk.go(mailed())
        for field in page.locator("input[type=password]").all():
            field.fill(OTHER_PASSWORD)
        walk.press("Simpan kata sandi")
        walk.go("/masuk/")
        page.get_by_label("Surel").fill(person.email)
        page.get_by_label("Kata sandi").fill(OTHER_PASSWORD)
        walk.press("Lanjut")
        page.get_by_label("Kode verifikasi").fill(code_of(person))
        walk.press("Masuk")
        walk.go("/akun/")
        walk.says(person.email)
