"""Buys in a running sample shop, so that there is something to take pictures of: a basket of three
facilities, an order that waits for a transfer, and one whose first part is on its way."""

from __future__ import annotations

import re
from io import BytesIO
from typing import NamedTuple

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, StorageState

GOODS = (
    "bawang-goreng-palu",
    "kaus-sablon-motif-dayak-samarinda",
    "sapu-ijuk-gagang-jati-semarang",
)
# Where the first of them is made; its head hands the parcel over.
FIRST = "lapas-palu"
_PHONE, _TRACKING = "0812-3456-7890", "CTH00123456789"
_WIDTH = 720  # of a sheet, in pixels


class Bought(NamedTuple):
    """session: of a browser that holds a basket with an address and may see both orders; unpaid,
    sent: paths of the page that says how to pay, and of the order that was paid; receipt: the
    first sheet of its receipt."""

    session: StorageState
    unpaid: str
    sent: str
    receipt: Image.Image


def bought(browser: Browser, base: str, head: StorageState) -> Bought:
    """Buy. head: the session of the head of FIRST."""
    context = browser.new_context()
    page = context.new_page()
    unpaid = _ordered(page, base, "transfer:")
    _ordered(page, base, "practice:")
    page.wait_for_url("**/bayar/latihan/*/")
    page.get_by_role("button", name="Bayar", exact=True).click()
    page.get_by_role("link", name="Ikuti pesanan").click()
    sent = page.url.removeprefix(base)
    number = page.get_by_role("heading", level=1).inner_text().removeprefix("Pesanan ")
    _sent(browser, base, head, f"{number}-1")
    receipt = _sheet(page.request.get(f"{base}{sent}nota.pdf").body())
    _addressed(page, base)
    session = context.storage_state()
    context.close()
    return Bought(session, unpaid, sent, receipt)


def _addressed(page: Page, base: str) -> None:
    """A basket with the goods, and where they go."""
    for slug in GOODS:
        page.goto(f"{base}/produk/{slug}/")
        page.get_by_role("button", name="+ Keranjang").locator("visible=true").click()
        page.get_by_text("Sudah di keranjang.").wait_for()
    page.goto(f"{base}/checkout/alamat/")
    page.get_by_label("Nama penerima").fill("Rina Kusumawardhani")
    page.get_by_label("Nomor HP penerima (WhatsApp)").fill(_PHONE)
    page.get_by_label("Surel untuk nota").fill("rina@contoh.example")
    page.get_by_label("Alamat lengkap").fill("Jalan Melati 1, RT 02/RW 03")
    page.get_by_label("Kecamatan atau kode pos tujuan").fill("banyumanik")
    page.get_by_role("button", name="Cari", exact=True).last.click()
    page.get_by_label("Banyumanik, Kota Semarang, Jawa Tengah 50261").check()
    page.get_by_role("button", name="Lanjut ke pengiriman").last.click()
    page.wait_for_url("**/checkout/pengiriman/")


def _ordered(page: Page, base: str, method: str) -> str:
    """The path of the page that says how to pay it."""
    _addressed(page, base)
    page.locator(f"[name=cara][value^='{method}']").first.check()
    page.get_by_role("button", name="Lanjut periksa pesanan").click()
    page.get_by_label("Saya setuju").check()
    page.get_by_role("button", name=re.compile("^Pesan dan bayar")).click()
    page.wait_for_url(re.compile("/bayar/"))
    return page.url.removeprefix(base).partition("?")[0]


def _sent(browser: Browser, base: str, head: StorageState, number: str) -> None:
    """Accepted, packed and handed to the courier."""
    context = browser.new_context(storage_state=head)
    page = context.new_page()
    page.goto(f"{base}/petugas/{FIRST}/pesanan/{number}/")
    for button in ("Terima", "Sudah dikemas"):
        with page.expect_navigation():
            page.get_by_role("button", name=button, exact=True).click()
    page.get_by_label("Nomor resi").fill(_TRACKING)
    with page.expect_navigation():
        page.get_by_role("button", name="Kirim", exact=True).click()
    context.close()


def _sheet(content: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(BytesIO(content))
    page = document[0]
    picture: Image.Image = page.render(scale=_WIDTH / page.get_width()).to_pil()
    document.close()
    return picture
