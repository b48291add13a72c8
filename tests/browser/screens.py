"""Takes the README's screenshots from a running shop: `python -m tests.browser.screens URL`.

The demo shop of `python3 -m storefront up` is meant; wait until its worker has made the pictures.
Portals are seen by sample people, logged in by what the log-in page says of them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, StorageState, sync_playwright

from tests.browser.screens_buying import Bought, bought
from tests.conftest import chromium_path

FOLDER = Path(__file__).parent / "screens"
PHONE, DESK = (360, 740), (1280, 860)
PAGES = {
    "home": "/",
    "catalog": "/katalog/",
    "product": "/produk/bawang-goreng-palu/",
    "facility": "/fasilitas/lapas-palu/",
    "gallery": "/galeri/lapas-palu/sehari-di-dapur-bawang/",
    "search": "/cari/?q=kripik+pisang+halal+dari+sulteng",
}
# What is said of papers to who looks at them.
PAPERS = {
    "papers": "/produk/bawang-goreng-palu/#surat",
    "proof-valid": "/sertifikat/CONTOHPIRT0001/",
    "proof-expired": "/sertifikat/CONTOHPIRT0017/",
    "proof-revoked": "/sertifikat/CONTOHPIRT0029/",
}
HEAD = "hasan@contoh.example"
OFFICER = "ratna@contoh.example"
STALL = {
    "goods": ("/petugas/lapas-palu/barang/", (PHONE,)),
    "stock": ("/petugas/lapas-palu/stok/", (PHONE, DESK)),
    "history": ("/petugas/lapas-palu/riwayat/", (PHONE,)),
    "paper": ("/petugas/lapas-palu/surat/baru/?jenis=pirt", (PHONE,)),
}
# What a buyer sees on the way: widths by page; the pages of orders are those of `Bought`.
BUYING = {
    "basket": ("/keranjang/", (PHONE, DESK)),
    "delivery": ("/checkout/pengiriman/", (PHONE,)),
}
RECEIPT = "receipt"
QUEUE = "/wilayah/antrean/"
# Goods in the queue that changed since they were approved.
CHANGED = "Keripik pisang madu"
SCHEMES = ("light", "dark")
COLORS = 200


class Shot(NamedTuple):
    """One picture: its file, what it shows, and as who; session None is a visitor's; follow: the
    link of the page that leads on to what is shown."""

    name: str
    path: str
    size: tuple[int, int]
    is_dark: bool = False
    session: StorageState | None = None
    follow: str = ""


def shots(head: StorageState, officer: StorageState, buyer: Bought) -> Iterator[Shot]:
    """The shop's pages at both widths, light and dark; buying; the stall of a facility as its head;
    what waits for an office as its officer."""
    for name, path in PAGES.items():
        for size in (PHONE, DESK):
            for scheme in SCHEMES:
                yield Shot(f"{name}-{size[0]}-{scheme}", path, size, scheme == "dark")
    ways = {**BUYING, "pay": (buyer.unpaid, (PHONE,)), "order": (buyer.sent, (PHONE, DESK))}
    for name, (path, sizes) in ways.items():
        for size in sizes:
            yield Shot(f"{name}-{size[0]}", path, size, session=buyer.session)
    for name, (path, sizes) in STALL.items():
        for size in sizes:
            yield Shot(f"staff-{name}-{size[0]}", path, size, session=head)
    for name, path in PAPERS.items():
        yield Shot(f"{name}-{PHONE[0]}", path, PHONE)
    yield Shot(f"office-queue-{PHONE[0]}", QUEUE, PHONE, session=officer)
    yield Shot(f"office-review-{DESK[0]}", QUEUE, DESK, session=officer, follow=CHANGED)


def logged_in(browser: Browser, base: str, email: str) -> StorageState:
    """The session of a sample person after both steps."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{base}/masuk/")
    said = page.locator("details", has_text=email).locator("code").all_text_contents()
    _email, password, code = (text.strip() for text in said)
    page.fill("[name=auth-username]", email)
    page.fill("[name=auth-password]", password)
    page.click("form.form .btn")
    page.fill("[name=token-otp_token]", code)
    page.click("form.form .btn")
    page.wait_for_url(re.compile(r"/(petugas|wilayah|pusat)/$"))
    session = context.storage_state()
    context.close()
    return session


def shoot(browser: Browser, base: str, shot: Shot) -> None:
    """One page as it first stands on the screen."""
    context = browser.new_context(
        viewport={"width": shot.size[0], "height": shot.size[1]},
        color_scheme="dark" if shot.is_dark else "light",
        storage_state=shot.session,
    )
    page = context.new_page()
    # the second visit: text in the shop's own letter waits for no page, so it is there by then
    page.goto(base + shot.path, wait_until="networkidle")
    answer = page.reload(wait_until="networkidle")
    assert answer and answer.ok, shot
    if shot.follow:
        page.get_by_role("link", name=shot.follow).click()
        page.wait_for_load_state("networkidle")
    keep(Image.open(BytesIO(page.screenshot())), shot.name)
    context.close()


def keep(picture: Image.Image, name: str) -> None:
    """As a small PNG."""
    few = picture.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{name}.png", optimize=True)


def main(base: str) -> None:
    """All of them."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        head, officer = (logged_in(browser, base, email) for email in (HEAD, OFFICER))
        buyer = bought(browser, base, head)
        keep(buyer.receipt, RECEIPT)
        for shot in shots(head, officer, buyer):
            shoot(browser, base, shot)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
