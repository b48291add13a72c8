"""Takes the README's screenshots from a running shop: `python -m tests.browser.screens URL`.

The demo shop of `python3 -m storefront up` is meant; wait until its worker has made the pictures.
Portals are seen by sample people, logged in by what the log-in page says of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, StorageState, sync_playwright

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
HEAD = "hasan@contoh.example"
STALL = {
    "goods": ("/petugas/lapas-palu/barang/", (PHONE,)),
    "stock": ("/petugas/lapas-palu/stok/", (PHONE, DESK)),
    "history": ("/petugas/lapas-palu/riwayat/", (PHONE,)),
}
SCHEMES = ("light", "dark")
COLORS = 200


class Shot(NamedTuple):
    """One picture: its file, what it shows, and as who; session None is a visitor's."""

    name: str
    path: str
    size: tuple[int, int]
    is_dark: bool = False
    session: StorageState | None = None


def shots(head: StorageState) -> Iterator[Shot]:
    """The shop's pages at both widths, light and dark; the stall of a facility as its head."""
    for name, path in PAGES.items():
        for size in (PHONE, DESK):
            for scheme in SCHEMES:
                yield Shot(f"{name}-{size[0]}-{scheme}", path, size, scheme == "dark")
    for name, (path, sizes) in STALL.items():
        for size in sizes:
            yield Shot(f"staff-{name}-{size[0]}", path, size, session=head)


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
    page.wait_for_url("**/petugas/")
    session = context.storage_state()
    context.close()
    return session


def shoot(browser: Browser, base: str, shot: Shot) -> None:
    """One page as it first stands on the screen, as a small PNG."""
    context = browser.new_context(
        viewport={"width": shot.size[0], "height": shot.size[1]},
        color_scheme="dark" if shot.is_dark else "light",
        storage_state=shot.session,
    )
    page = context.new_page()
    # the second visit: text in the shop's own letter waits for no page, so it is there by then
    for _visit in range(2):
        answer = page.goto(base + shot.path, wait_until="networkidle")
        assert answer and answer.ok, shot
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLORS, dither=Image.Dither.NONE).save(
        FOLDER / f"{shot.name}.png", optimize=True
    )
    context.close()


def main(base: str) -> None:
    """All of them."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        for shot in shots(logged_in(browser, base, HEAD)):
            shoot(browser, base, shot)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
