"""A running demo shop and a browser, once for all browser tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from storefront.web.buying.frame import limits_forget
from tests.browser.pages import MEASURED, PATIENCE
from tests.browser.server import Demo, demo_shop


@pytest.fixture(autouse=True)
def counted_anew() -> None:
    limits_forget()


@pytest.fixture(scope="session")
def demo(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo shop."""
    folder = tmp_path_factory.mktemp("shop")
    with demo_shop(folder, [page.path for page in MEASURED], most=12) as running:
        yield running


@pytest.fixture(scope="session")
def shop(demo: Demo) -> str:
    """Its address."""
    return demo.address


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """The machine's Chromium."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe_source() -> str:
    """axe-core; put in by `evaluate`, as the shop's policy refuses foreign script elements."""
    folder = Path(axe_playwright_python.__file__).parent
    return (folder / "axe.min.js").read_text(encoding="utf-8")
