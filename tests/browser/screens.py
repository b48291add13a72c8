"""Takes the README's screenshots from a running shop: `python -m tests.browser.screens URL`.

The demo shop of `python3 -m storefront up` is meant; wait until its worker has made the pictures.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import chromium_path

FOLDER = Path(__file__).parent / "screens"
PAGES = {
    "home": "/",
    "catalog": "/katalog/",
    "product": "/produk/bawang-goreng-palu/",
    "facility": "/fasilitas/lapas-palu/",
    "gallery": "/galeri/lapas-palu/sehari-di-dapur-bawang/",
    "search": "/cari/?q=kripik+pisang+halal+dari+sulteng",
}
SIZES = ((360, 740), (1280, 860))
SCHEMES = ("light", "dark")
COLORS = 200


def shoot(browser: Browser, address: str, target: Path, size: tuple[int, int], dark: bool) -> None:
    """One page as it first stands on the screen, as a small PNG."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
    )
    page = context.new_page()
    # the second visit: text in the shop's own letter waits for no page, so it is there by then
    for _visit in range(2):
        page.goto(address, wait_until="networkidle")
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLORS, dither=Image.Dither.NONE).save(target, optimize=True)
    context.close()


def main(base: str) -> None:
    """All pages at both widths, light and dark."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        for name, path in PAGES.items():
            for size in SIZES:
                for scheme in SCHEMES:
                    target = FOLDER / f"{name}-{size[0]}-{scheme}.png"
                    shoot(browser, base + path, target, size, scheme == "dark")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
