"""Every public page at both widths, light and dark; what it weighs; what works without scripts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Route, expect
from playwright.sync_api import Page as Tab

from tests.browser.pages import FOCUS_SEEN, MEASURED, PAGES, PATIENCE, Page

pytestmark = pytest.mark.browser

PHONE, DESKTOP, WIDE = 360, 1280, 600
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHIFT = 0.02
_OBSERVE = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
_PAINTED = "performance.getEntriesByName('first-contentful-paint').length > 0"
_FACTS = """() => ({
  headings: document.querySelectorAll("h1").length,
  sideways: document.documentElement.scrollWidth - window.innerWidth,
  first: [...document.querySelectorAll("[fetchpriority=high]")].map((i) => i.loading),
  bare: [...document.images].filter((i) => !i.hasAttribute("alt") || !i.getAttribute("width")
    || !i.getAttribute("height")).map((i) => i.outerHTML.slice(0, 120)),
  shifted: window.shifted,
  title: document.title,
})"""


@contextmanager
def tab_of(browser: Browser, width: int, **options: Any) -> Iterator[Tab]:
    """A fresh tab: a phone at 360, a desktop at 1280."""
    is_phone = width < WIDE
    context = browser.new_context(
        viewport={"width": width, "height": 740 if is_phone else 900},
        is_mobile=is_phone,
        has_touch=is_phone,
        device_scale_factor=2 if is_phone else 1,
        **options,
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def findings(tab: Tab, rules: list[str]) -> list[str]:
    """What axe finds, a line each."""
    answer = tab.evaluate("(rules) => axe.run(document, { runOnly: rules })", rules)
    return [
        f"{found['id']}: {node['html'][:140]}"
        for found in answer["violations"]
        for node in found["nodes"][:3]
    ]


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_is_clean(
    browser: Browser, shop: str, axe_source: str, page: Page, width: int
) -> None:
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and f"status of {page.status}" not in message.text:
            said.append(message.text)

    with tab_of(browser, width, color_scheme="light") as tab:
        tab.add_init_script(_OBSERVE)
        tab.on("console", hear)
        tab.on("pageerror", lambda error: said.append(str(error)))
        answer = tab.goto(shop + page.path)
        assert answer and answer.status == page.status
        tab.wait_for_timeout(150)
        facts = tab.evaluate(_FACTS)
        tab.evaluate(axe_source)
        light = findings(tab, RULES)
        tab.emulate_media(color_scheme="dark")
        dark = findings(tab, RULES)

    assert said == []
    assert facts["headings"] == 1
    assert facts["sideways"] <= 0
    assert facts["bare"] == []
    assert facts["title"].endswith("· Lapak Binaan")
    assert facts["shifted"] <= SHIFT
    assert len(facts["first"]) <= 1 and "lazy" not in facts["first"]
    assert light == []
    assert dark == []


@pytest.mark.parametrize("page", MEASURED, ids=lambda page: page.name)
def test_page_keeps_its_budget(browser: Browser, shop: str, page: Page) -> None:
    assert page.budget
    loaded, requests = Counter[str](), Counter[str]()
    kinds: dict[str, str] = {}

    def count(event: dict[str, Any]) -> None:
        kind = kinds.get(event["requestId"], "Other")
        loaded[kind] += event["encodedDataLength"]
        requests[kind] += 1

    with tab_of(browser, PHONE) as tab:
        wire = tab.context.new_cdp_session(tab)
        wire.send("Network.enable")
        wire.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
        wire.on("Network.loadingFinished", count)
        tab.goto(shop + page.path, wait_until="load")
        tab.wait_for_timeout(600)
        first = tab.locator("[fetchpriority=high]").count()

    assert loaded["Document"] <= page.budget.html
    assert loaded["Stylesheet"] <= page.budget.css
    assert loaded["Script"] <= page.budget.script
    assert loaded["Font"] <= page.budget.fonts
    assert loaded["Image"] <= page.budget.pictures
    assert requests.total() <= page.budget.requests
    assert first <= 1


_LOW = """() => [...document.querySelectorAll(
    "a[href],button,summary,select,input,label:has(input)")]
  .filter((at) => {
    const style = getComputedStyle(at), box = at.getBoundingClientRect();
    const isInText = style.display === "inline"; // links in sentences may be as low as their line
    const isGiven = at.matches("input") && at.closest("label"); // its label is touched instead
    const isCard = getComputedStyle(at, "::after").position === "absolute";
    return box.width && box.height && box.height < 43.5 && box.right > 0 && box.bottom > 0
      && !isInText && !isGiven && !isCard && at.checkVisibility({ visibilityProperty: true });
  })
  .map((at) => at.outerHTML.slice(0, 120) + " " + at.getBoundingClientRect().height)"""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_touched_is_44_pixels_high(browser: Browser, shop: str, page: Page) -> None:
    with tab_of(browser, PHONE) as tab:
        tab.goto(shop + page.path)
        low = tab.evaluate(_LOW)

    assert low == []


@pytest.mark.parametrize("width", [320, PHONE, 412])
@pytest.mark.parametrize("path", ["/", "/en/", "/surat/"])
def test_the_head_of_a_phone_is_two_slim_rows(
    browser: Browser, shop: str, path: str, width: int
) -> None:
    with tab_of(browser, width) as tab:
        tab.goto(shop + path)
        height = "(name) => document.querySelector(name).getBoundingClientRect().height"
        assert tab.evaluate(height, ".head-bar") <= 96
        assert tab.evaluate(height, ".sample-strip") <= 26


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_late_fonts_move_little(browser: Browser, shop: str, page: Page, width: int) -> None:
    waiting: list[Route] = []
    is_late = False

    def hold(route: Route) -> None:
        if is_late:
            route.continue_()
        else:
            waiting.append(route)

    with tab_of(browser, width) as tab:
        tab.add_init_script(_OBSERVE)
        tab.route("**/*.woff2", hold)
        tab.goto(shop + page.path, wait_until="domcontentloaded")
        for _look in range(PATIENCE // 50):
            if waiting and tab.evaluate(_PAINTED):
                break
            tab.wait_for_timeout(50)
        assert waiting
        is_late = True  # what is seen until now is in the fallback fonts
        for route in waiting:
            route.continue_()
        tab.evaluate("document.fonts.ready.then(() => true)")
        tab.wait_for_timeout(300)
        shifted = tab.evaluate("window.shifted")

    assert shifted <= SHIFT


@pytest.mark.parametrize("page", MEASURED, ids=lambda page: page.name)
def test_page_fits_320_pixels_and_double_text(browser: Browser, shop: str, page: Page) -> None:
    with tab_of(browser, 320) as tab:
        tab.goto(shop + page.path)
        narrow = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        tab.set_viewport_size({"width": 640, "height": 740})
        tab.evaluate("document.documentElement.style.fontSize = '200%'")
        large = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")

    assert narrow <= 0
    assert large <= 0


@pytest.mark.parametrize("path", ["/katalog/?stok=ya", "/produk/bawang-goreng-palu/"])
def test_what_has_the_focus_is_never_covered(browser: Browser, shop: str, path: str) -> None:
    with tab_of(browser, PHONE) as tab:
        tab.goto(shop + path)
        covered = []
        for _ in range(60):
            tab.keyboard.press("Tab")
            answer = tab.evaluate(FOCUS_SEEN)
            if answer == "end":
                break
            if answer:
                covered.append(answer)

    assert covered == []


def test_goods_are_found_and_ordered_without_scripts(browser: Browser, shop: str) -> None:
    with tab_of(browser, PHONE, java_script_enabled=False) as tab:
        tab.goto(f"{shop}/katalog/")
        tab.get_by_role("link", name=re.compile("^Saring")).click()
        tab.locator("#f-jenis-more summary").click()
        tab.get_by_role("checkbox", name=re.compile("^Bumbu dan sambal")).check()
        tab.get_by_role("checkbox", name=re.compile("^Halal")).check()
        tab.get_by_role("button", name="Tampilkan").click()
        expect(tab).to_have_url(f"{shop}/katalog/?jenis=bumbu-sambal&surat=halal")
        tab.get_by_role("link", name="Bawang goreng Palu", exact=True).click()
        expect(tab).to_have_url(f"{shop}/produk/bawang-goreng-palu/")
        price = tab.locator(".goods-price")
        assert price.inner_text().split("\n") == ["Rp28.000", "Rp28.000 per 100 g"]
        tab.get_by_role("radio", name=re.compile("Toples 250 g")).check()
        assert price.inner_text().split("\n") == ["Rp62.000", "Rp24.800 per 100 g"]
        tab.get_by_role("link", name="Pesan lewat WhatsApp").click()
        tab.wait_for_url(f"{shop}/contoh/kontak/?kepada=Lapas+Palu*")
        assert "62.000" in tab.content()


def test_ticks_apply_at_once_on_wide_screens(browser: Browser, shop: str) -> None:
    with tab_of(browser, DESKTOP) as tab:
        tab.goto(f"{shop}/katalog/")
        before = tab.locator("#jumlah").inner_text()
        tab.get_by_role("checkbox", name=re.compile("^Camilan")).check()
        tab.wait_for_url(f"{shop}/katalog/?jenis=camilan")
        expect(tab.locator("#jumlah")).not_to_have_text(before)
        expect(tab.get_by_role("checkbox", name=re.compile("^Camilan"))).to_be_focused()
        expect(tab.get_by_role("link", name="Hapus saringan Camilan")).to_have_count(1)
        tab.locator("#urut").select_option("termurah")
        tab.wait_for_url(f"{shop}/katalog/?jenis=camilan&urut=termurah")
        tab.go_back()
        tab.wait_for_url(f"{shop}/katalog/?jenis=camilan")


def test_more_goods_are_added_below(browser: Browser, shop: str) -> None:
    with tab_of(browser, DESKTOP) as tab:
        tab.goto(f"{shop}/katalog/")
        tab.get_by_role("link", name="Muat 24 lagi").click()
        expect(tab.locator("#barang > li")).to_have_count(48)
        assert tab.url == f"{shop}/katalog/"  # so that Back and reload bring the whole list
        expect(tab.locator(".card:focus-within")).to_have_count(1)


def test_filters_open_in_a_sheet_that_back_closes(browser: Browser, shop: str) -> None:
    with tab_of(browser, PHONE) as tab:
        tab.goto(f"{shop}/katalog/")
        tab.get_by_role("link", name=re.compile("^Saring")).tap()
        sheet = tab.locator("dialog[open]")
        sheet.get_by_role("checkbox", name=re.compile("^Halal")).check()
        tab.wait_for_url(f"{shop}/katalog/saring/?surat=halal")
        words = sheet.get_by_role("button", name=re.compile("^Tampilkan [0-9]+ barang"))
        words.wait_for()
        tab.go_back()
        expect(tab.locator("dialog[open]")).to_have_count(0)
        expect(tab).to_have_url(f"{shop}/katalog/")
