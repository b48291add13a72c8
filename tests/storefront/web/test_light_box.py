"""The light box in a real browser: keys, buttons, swipe, Back, focus, and the page without it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route, sync_playwright

from catalog.kept import forget_all
from catalog.storage import public_read
from storefront.web.ahead import RULES_ADDRESS
from tests.storefront.web.places_making import album_make, full_facility

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

HOST = "http://localhost:8000"  # never reached: every request is answered here
ALBUM = "/galeri/lapas-palu/sehari-di-dapur/"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NUMBER = "document.querySelector('[data-count]').textContent"
OPEN = "document.querySelector('[data-box]').open"
FOCUSED = "new URL(document.activeElement.href || location).pathname"


@pytest.fixture
def answers(client: Client) -> dict[str, tuple[bytes, dict[str, str]]]:
    """Pages rendered beforehand with their headers: the browser asks no database."""
    forget_all()
    album_make(full_facility())
    found = {}
    for path in (ALBUM, f"{ALBUM}1/", f"{ALBUM}2/", RULES_ADDRESS):
        response = client.get(path)
        assert response.status_code == 200
        found[path] = (response.content, dict(response.items()))
    return found


@pytest.fixture
def page(chromium: str, answers: dict[str, tuple[bytes, dict[str, str]]]) -> Iterator[Page]:
    """A phone's page that shows the album under the shop's own policy."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path in answers:
            route.fulfill(body=answers[path][0], headers=answers[path][1])
        elif path.startswith("/media/"):
            route.fulfill(body=public_read(path.removeprefix("/media/")), content_type="image/webp")
        elif path.startswith("/static/") and (file := finders.find(path.removeprefix("/static/"))):
            kind = TYPES.get(Path(str(file)).suffix, "application/octet-stream")
            route.fulfill(body=Path(str(file)).read_bytes(), content_type=kind)
        else:
            route.fulfill(status=404)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
        page.route("**/*", answer)
        yield page
        browser.close()


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser's console says: one message of the policy fails a page."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    return said


def open_at(page: Page, index: int) -> None:
    page.goto(HOST + ALBUM)
    page.locator("[data-photo]").nth(index).click()
    assert page.evaluate(OPEN)


def test_keys_and_buttons_walk_through_the_album(page: Page, complaints: list[str]) -> None:
    open_at(page, 0)
    assert page.evaluate(NUMBER) == "1 / 3"
    assert page.locator("[data-words]").inner_text().startswith("Langkah 1.")
    page.keyboard.press("ArrowRight")
    page.locator("[data-on]").click()
    assert page.evaluate(NUMBER) == "3 / 3"
    assert page.locator("[data-on]").is_disabled()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(NUMBER) == "3 / 3"
    page.locator("[data-back]").click()
    assert page.evaluate(NUMBER) == "2 / 3"
    assert complaints == []


def test_a_swipe_turns_and_a_slip_does_not(page: Page) -> None:
    open_at(page, 1)
    stage = page.locator("[data-stage]").bounding_box()
    assert stage
    middle = (stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] / 2)
    for by, number in ((-120, "3 / 3"), (-20, "3 / 3"), (120, "2 / 3")):
        page.mouse.move(*middle)
        page.mouse.down()
        page.mouse.move(middle[0] + by, middle[1])
        page.mouse.up()
        assert page.evaluate(NUMBER) == number


def wait_until(page: Page, expression: str) -> None:
    """Ask until it is so. Not by Playwright's own waiting, which evaluates text inside the page,
    where the shop's Content-Security-Policy may refuse it."""
    for _try in range(1200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never became true: {expression}")


def test_escape_closes_and_focus_returns_to_the_photo_last_seen(page: Page) -> None:
    open_at(page, 0)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    wait_until(page, f"!{OPEN} && !history.state")
    assert page.evaluate(FOCUSED) == f"{ALBUM}2/"


def test_back_closes_and_stays_on_the_album(page: Page) -> None:
    open_at(page, 2)
    page.go_back()
    wait_until(page, f"!{OPEN}")
    assert urlsplit(page.url).path == ALBUM
    assert page.evaluate(FOCUSED) == f"{ALBUM}3/"


def test_twice_the_size_can_be_scrolled(page: Page) -> None:
    open_at(page, 0)
    page.locator("[data-zoom]").click()
    widths = (
        "[...document.querySelectorAll('[data-stage]')].map(e => [e.scrollWidth, e.clientWidth])"
    )
    ((inside, outside),) = page.evaluate(widths)
    assert inside == 2 * outside
    assert page.locator("[data-zoom]").get_attribute("aria-pressed") == "true"


def test_the_open_box_has_no_barrier(page: Page) -> None:
    open_at(page, 0)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")
    assert found["passes"]
    assert [fault["id"] for fault in found["violations"]] == []


def test_without_the_script_a_photo_leads_to_its_page(page: Page) -> None:
    page.route("**/gallery.js", lambda route: route.abort())
    page.goto(HOST + ALBUM)
    page.locator("[data-photo]").nth(1).click()
    assert urlsplit(page.url).path == f"{ALBUM}2/"
    assert "Foto 2 dari 3" in page.locator("h1").inner_text()
