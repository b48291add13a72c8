"""The table of prices and stocks in a real browser, on a phone: counting after a market day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_goods_form import Shop, cast, phone_of, stall
from tests.browser.test_pages import RULES, findings
from tests.cast import Cast, client_of
from tests.catalog.test_stock import stock_of
from tests.catalog.test_stock_table import variants_of
from tests.making import draft_listing

__all__ = ["cast", "stall"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def keys(cast: Cast) -> list[int]:
    """Three variants."""
    return variants_of(draft_listing(cast.here, prices=(28000, 30000, 32000)))


@pytest.fixture
def table(browser: Browser, stall: Shop, cast: Cast, keys: list[int]) -> Iterator[Page]:
    """The page, opened by an operator."""
    with phone_of(browser, client_of(cast.sari), stall) as page:
        page.goto(f"http://{stall.place}/petugas/{cast.here.slug}/stok/")
        yield page


def paste(page: Page, cell: str, text: str) -> None:
    """Paste a text into a cell."""
    page.locator(f"#{cell}").focus()
    page.evaluate(
        """([id, text]) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          document.getElementById(id).dispatchEvent(new ClipboardEvent("paste",
            { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [cell, text],
    )


def test_a_tapped_number_is_typed_anew(table: Page, keys: list[int]) -> None:
    table.locator(f"#stock-{keys[0]}").tap()
    table.keyboard.type("7")
    table.locator("#stok-simpan").click()
    table.wait_for_url("**tersimpan=*")
    assert stock_of(keys[0]) == 7


def test_numbers_typed_without_signal_come_back(table: Page, keys: list[int]) -> None:
    address = table.url
    table.locator(f"#stock-{keys[0]}").fill("7")
    table.locator(f"#price-{keys[1]}").fill("31rb")
    table.goto("about:blank")
    table.goto(address)
    expect(table.locator("p.note")).to_contain_text("2 angka yang tadi Anda ketik")
    assert table.locator(f"#stock-{keys[0]}").input_value() == "7"
    expect(table.locator("#stok-simpan")).to_have_text("Simpan 2 perubahan")
    table.locator("#stok-simpan").click()
    table.wait_for_url("**tersimpan=*")
    table.goto(address)
    expect(table.locator("p.note")).to_have_count(0)
    expect(table.locator("#stok-simpan")).to_have_text("Simpan")
    assert stock_of(keys[0]) == 7


def test_a_block_of_a_spreadsheet_fills_prices_and_stocks(table: Page, keys: list[int]) -> None:
    lines = ["21.000\t3", "22.000\t", "23rb\t5", *(f"{n}\t{n}" for n in range(3000))]
    paste(table, f"price-{keys[0]}", "\r\n".join(lines) + "\r\n")
    values = [table.locator(f"#price-{key}").input_value() for key in keys]
    assert values == ["21.000", "22.000", "23.000"]
    assert [table.locator(f"#stock-{key}").input_value() for key in keys] == ["3", "10", "5"]
    expect(table.locator("#stok-kabar")).to_contain_text("3000 baris")
    table.locator("#stok-simpan").click()
    table.wait_for_url("**tersimpan=*")
    assert [stock_of(key) for key in keys] == [3, 10, 5]


def test_every_way_is_on_the_screen(table: Page, stall: Shop, cast: Cast, axe_source: str) -> None:
    for path in ("stok/", "riwayat/", "stok/simpanan/"):
        table.goto(f"http://{stall.place}/petugas/{cast.here.slug}/{path}")
        width = table.viewport_size
        assert width
        for link in table.locator(".staff-tabs a").all():
            box = link.bounding_box()
            assert box and box["x"] >= 0 and box["x"] + box["width"] <= width["width"]
        table.evaluate(axe_source)
        assert findings(table, RULES) == []
