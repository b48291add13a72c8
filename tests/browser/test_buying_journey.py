"""Goods of three facilities bought on a phone, followed, in part cancelled, and the money back:
from the product's page to the centre's books, in the demo shop with its worker. Bought once more
without a script, and once without a mouse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.browser.pages import FOCUS_SEEN, PATIENCE
from tests.browser.screens import logged_in
from tests.browser.server import Demo, working
from tests.browser.test_pages import PHONE, RULES, findings

pytestmark = pytest.mark.browser

# By parcel, by parcel, and by the facility's own courier or fetched; each by its facility.
GOODS = {
    "lapas-palu": "bawang-goreng-palu",
    "lapas-narkotika-samarinda": "kaus-sablon-motif-dayak-samarinda",
    "lapas-semarang": "sapu-ijuk-gagang-jati-semarang",
}
SENT, CANCELLED, FETCHED = GOODS
TRACKING, TRACKED_AT = "CTH00123456789", "https://kurir.contoh.example/lacak"
OPERATOR, OFFICER = "sari@contoh.example", "dewi@contoh.example"
_LOOKS = 180  # times, a second apart, until a worker has done what waits
_RUPIAH = re.compile(r"(−?)Rp([\d.]+)")


class Walk:
    """A phone on its way. Every page is looked at: axe in light and dark, nothing sideways, nothing
    said in the console. axe_source: "" where no script runs."""

    def __init__(self, page: Page, demo: Demo, axe_source: str, pictures: Path) -> None:
        self.page, self.demo = page, demo
        self.axe, self.pictures, self._steps = axe_source, pictures, 0
        self.said: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.said.append(f"{self.page.url}: {message.text}")

    def go(self, path: str) -> None:
        answer = self.page.goto(f"{self.demo.address}{path}")
        assert answer and answer.ok, (path, answer)
        self.look()

    def press(self, name: str | re.Pattern[str], *, within: str = "main") -> None:
        """A button, and the page behind it."""
        button = self.page.locator(within).get_by_role("button", name=name)
        with self.page.expect_navigation():
            button.locator("visible=true").first.click()
        self.look()

    def follow(self, name: str, *, within: str = "main") -> None:
        """A link, and the page behind it."""
        with self.page.expect_navigation():
            self.page.locator(within).get_by_role("link", name=name).first.click()
        self.look()

    def look(self) -> None:
        self._steps += 1
        page, name = self.page, f"{self._steps:02d}.png"
        page.wait_for_load_state("networkidle")
        page.screenshot(path=self.pictures / name, full_page=True)
        assert self.said == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        for scheme in ("dark", "light") if self.axe else ():
            page.emulate_media(color_scheme=scheme)
            page.evaluate(self.axe)
            assert findings(page, RULES) == []

    def says(self, words: str) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(words)

    def until(self, words: str) -> None:
        """Look again until a page says it: somebody else works on it."""
        for _look in range(_LOOKS):
            if words in self.page.get_by_role("main").inner_text():
                return self.look()
            self.page.wait_for_timeout(1000)
            self.page.reload()
        raise AssertionError(f"never said: {words}")


class Desk:
    """Where somebody of the shop works, on a phone too. name: of the folder of its pictures."""

    def __init__(self, browser: Browser, walk: Walk, email: str, name: str) -> None:
        self.browser, self.walk = browser, walk
        self._session = logged_in(browser, walk.demo.address, email)
        self._pictures = walk.pictures / name

    @contextmanager
    def at(self, place: str) -> Iterator[Walk]:
        """Open, at one of its pages."""
        walk, folder = self.walk, self._pictures / place
        folder.mkdir(parents=True)
        with walking(
            self.browser, walk.demo, walk.axe, folder, storage_state=self._session
        ) as there:
            yield there


@contextmanager
def walking(
    browser: Browser, demo: Demo, axe_source: str, pictures: Path, **options: Any
) -> Iterator[Walk]:
    context = browser.new_context(
        viewport={"width": PHONE, "height": 740}, reduced_motion="reduce", **options
    )
    context.set_default_timeout(PATIENCE)
    yield Walk(context.new_page(), demo, axe_source, pictures)
    context.close()


def rupiah(shown: Locator) -> Decimal:
    """The first amount that can be read in it."""
    found = _RUPIAH.search(shown.inner_text())
    assert found, shown
    sign, digits = found.groups()
    return Decimal(digits.replace(".", "")) * (-1 if sign else 1)


def sum_of(page: Page, name: str) -> Decimal:
    """A row of the sums, by how it begins; 0 where there is none."""
    rows = page.locator(".sums div", has=page.locator(f"dt:text-matches('^\\\\s*{name}')"))
    return rupiah(rows.last.locator("dd")) if rows.count() else Decimal(0)


# --- From the goods to the money


def put_in(walk: Walk, slug: str, *, script: bool) -> Decimal:
    """Into the basket, from the goods' own page; what one costs."""
    walk.go(f"/produk/{slug}/")
    price = rupiah(walk.page.locator(".goods-price"))
    if not script:
        walk.press("+ Keranjang")
        walk.says("Masuk keranjang: 1 ×")
        return price
    walk.page.get_by_role("button", name="+ Keranjang").locator("visible=true").click()
    expect(walk.page.locator("#beli-kabar")).to_contain_text("Sudah di keranjang.")
    walk.look()
    return price


def use_voucher(walk: Walk) -> None:
    walk.page.get_by_text("Punya voucher").click()
    walk.page.get_by_label("Kode voucher").fill("salamkenal")
    walk.press("Pakai")
    walk.says("Voucher SALAMKENAL dipakai.")


def to_semarang(walk: Walk, buyer: int) -> None:
    """The address: found by its kecamatan. buyer: whose, as a voucher counts once for each."""
    page = walk.page
    page.get_by_label("Nama penerima").fill("Rina Kusumawardhani")
    page.get_by_label("Nomor HP penerima (WhatsApp)").fill(f"0812-3456-{buyer:04d}")
    page.get_by_label("Surel untuk nota").fill(f"rina{buyer}@contoh.example")
    page.get_by_label("Alamat lengkap").fill("Jalan Melati 1\nRT 02/RW 03")
    page.get_by_label("Kecamatan atau kode pos tujuan").fill("banyumanik")
    page.get_by_role("button", name="Cari", exact=True).last.click()
    page.get_by_label("Banyumanik, Kota Semarang, Jawa Tengah 50261").check()
    walk.look()
    walk.press("Lanjut ke pengiriman")


def ways(walk: Walk) -> None:
    """Parcels from two places, fetched at the third; paid for practice."""
    page = walk.page
    page.locator(f"#fasilitas-{FETCHED}").get_by_label("Ambil di tempat").check()
    expect(page.locator(f"#fasilitas-{SENT} :checked")).to_have_value(re.compile("^courier:"))
    page.get_by_label("Pembayaran latihan").check()
    walk.look()
    walk.press("Lanjut periksa pesanan")


def order_and_pay(walk: Walk) -> Decimal:
    """From the review to the money; what was paid."""
    page = walk.page
    page.get_by_label("Saya setuju").check()
    total = sum_of(page, "Jumlah")
    walk.press(re.compile("^Pesan dan bayar"))  # and on to the provider's page at once
    page.wait_for_url("**/bayar/latihan/*/")
    walk.look()
    assert rupiah(page.locator(".pay-facts dd").last) == total
    walk.press("Bayar")
    walk.says("Lunas.")
    return total


def bought(walk: Walk, *, buyer: int, script: bool) -> Decimal:
    """All of it, to the order's page; what was paid."""
    prices = [put_in(walk, slug, script=script) for slug in GOODS.values()]
    walk.go("/keranjang/")
    walk.says("Dikirim dari 3 tempat")
    assert sum_of(walk.page, "Barang") == sum(prices)
    use_voucher(walk)
    off = sum_of(walk.page, "Voucher")
    assert off == -sum(prices) / 10
    walk.follow("Lanjut ke pengiriman")
    to_semarang(walk, buyer)
    ways(walk)
    page = walk.page
    goods, delivery = sum_of(page, "Barang"), sum_of(page, "Pengiriman")
    discount, total = sum_of(page, "Potongan"), sum_of(page, "Jumlah")
    assert goods == sum(prices)
    assert discount < off  # fetching is cheaper there, as well
    assert goods + discount + delivery == total == amounts(page.get_by_role("main"))
    paid = order_and_pay(walk)
    assert paid == total
    walk.follow("Ikuti pesanan")
    return paid


# --- After it is paid


def part(page: Page, facility: str) -> Locator:
    """A facility's part on the order's page."""
    return page.locator(".order-part", has=page.locator(f"a[href$='/fasilitas/{facility}/']"))


def amounts(place: Locator) -> Decimal:
    """All amounts of lines and deliveries there."""
    shown = place.locator(".order-amount", has_text="Rp").all()
    return sum((rupiah(one) for one in shown), Decimal(0))


def tracked(officer: Desk) -> None:
    """The centre says where the courier shows its parcels."""
    with officer.at("kurir") as there:
        there.go("/pusat/kurir/")
        there.follow("contoh")
        there.page.get_by_label("Alamat pelacakan paket").fill(f"{TRACKED_AT}/{{number}}")
        there.press("Simpan", within="body")


def sent(operator: Desk, number: str) -> None:
    """Accepted, packed, handed to the courier, by somebody of the facility."""
    with operator.at("pesanan") as there:
        there.go(f"/petugas/{SENT}/pesanan/")
        there.follow(f"{number}-1")
        for button in ("Terima", "Sudah dikemas"):
            there.press(button, within="body")
        there.page.get_by_label("Nomor resi").fill(TRACKING)
        there.press("Kirim", within="body")
        there.says("Dikirim. Pembeli sudah diberi tahu.")


def in_the_books(officer: Desk, number: str) -> list[str]:
    """What the centre reads of its money: each movement's line."""
    with officer.at("uang") as there:
        there.go("/pusat/pembayaran/")
        there.go(f"/pusat/pembayaran/pesanan/{number}/")
        there.says("Dana kembali")
        return there.page.locator(".thing-name").all_inner_texts()


def receipt(walk: Walk) -> str:
    """The words of the receipt."""
    address = walk.page.get_by_role("link", name="Nota (PDF)").get_attribute("href")
    answer = walk.page.request.get(f"{walk.page.url}{address}")
    assert answer.headers["content-type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.body())
    return "\n".join(sheet.get_textpage().get_text_range() for sheet in document)


def test_bought_followed_in_part_cancelled_and_refunded(
    browser: Browser, demo: Demo, axe_source: str, tmp_path: Path
) -> None:
    with walking(browser, demo, axe_source, tmp_path) as walk, working(demo):
        officer = Desk(browser, walk, OFFICER, "pusat")
        tracked(officer)
        paid = bought(walk, buyer=1, script=True)
        page, order = walk.page, walk.page.url
        number = page.get_by_role("heading", level=1).inner_text().removeprefix("Pesanan ")
        costs = {facility: amounts(part(page, facility)) for facility in GOODS}
        assert sum(costs.values()) == paid == sum_of(page, "Jumlah")
        assert f"{paid:,.0f}".replace(",", ".") in receipt(walk)

        sent(Desk(browser, walk, OPERATOR, "petugas"), number)
        page.goto(order)
        walk.until(TRACKING)
        track = part(page, SENT).get_by_role("link", name="Lacak kiriman")
        assert track.get_attribute("href") == f"{TRACKED_AT}/{TRACKING}"
        expect(part(page, SENT).locator("[aria-current=step]")).to_contain_text("Dikirim")
        expect(part(page, SENT).get_by_role("link", name="Batalkan")).to_have_count(0)

        with page.expect_navigation():
            part(page, CANCELLED).get_by_role("link", name="Batalkan bagian ini").click()
        walk.look()
        page.get_by_label("Alasan").fill("Salah ukuran")
        walk.press("Batalkan sekarang")
        expect(part(page, CANCELLED).locator(".order-state")).to_have_text("Dibatalkan")
        walk.until("Dana dikembalikan")  # the worker asked the provider, and it answered
        (back,) = part(page, CANCELLED).get_by_text("Dana dikembalikan").all()
        assert rupiah(back) == costs[CANCELLED]
        assert sum_of(page, "Sudah dikembalikan") == -costs[CANCELLED]
        assert sum_of(page, "Tetap dibayar") == costs[SENT] + costs[FETCHED]
        mailed(walk, number)
        lines = in_the_books(officer, number)
    shown = [f"Rp{amount:,.0f}".replace(",", ".") for amount in (paid, costs[CANCELLED])]
    assert f"{shown[0]} masuk" in lines and f"{shown[1]} kembali" in lines, lines


def mailed(walk: Walk, number: str) -> None:
    """What the buyer was told meanwhile, one mail for each."""
    walk.page.goto(f"{walk.demo.address}/contoh/surel/")
    for words in ("dibayar", "dikirim", "dikembalikan"):  # the worker keeps no order
        subject = walk.page.locator("summary b", has_text=number).filter(has_text=words)
        for _look in range(_LOOKS):
            if subject.count():
                break
            walk.page.wait_for_timeout(1000)
            walk.page.reload()
        assert subject.count(), words
    walk.look()


def test_it_is_bought_without_a_script(browser: Browser, demo: Demo, tmp_path: Path) -> None:
    with walking(browser, demo, "", tmp_path, java_script_enabled=False) as walk:
        bought(walk, buyer=2, script=False)
        walk.says("Menunggu diterima lapas")


# --- Without a mouse


class Keys:
    """A keyboard alone; what has the focus can be seen, all the way."""

    def __init__(self, walk: Walk) -> None:
        self.walk, self.page = walk, walk.page

    def to(self, role: Any, name: str | re.Pattern[str]) -> None:
        """Tab on to it."""
        wanted = self.page.get_by_role(role, name=name)
        for _press in range(150):
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(FOCUS_SEEN) in ("", "end")
            if wanted.evaluate_all("all => all.includes(document.activeElement)"):
                return
        raise AssertionError(f"no key leads to {role} {name}")

    def write(self, name: str | re.Pattern[str], text: str) -> None:
        self.to("textbox", name)
        self.page.keyboard.type(text)

    def enter(self) -> None:
        """The page behind what has the focus."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.walk.look()


def test_it_is_bought_by_keyboard_alone(
    browser: Browser, demo: Demo, axe_source: str, tmp_path: Path
) -> None:
    with walking(browser, demo, axe_source, tmp_path) as walk:
        keys, page = Keys(walk), walk.page
        walk.go(f"/produk/{GOODS[FETCHED]}/")
        keys.to("button", "Beli sekarang")
        keys.enter()  # on to the address at once
        keys.write("Nama penerima", "Rina")
        keys.write(re.compile("^Nomor HP"), "081234560003")
        keys.write("Kecamatan atau kode pos tujuan", "50261")
        expect(page.locator("[name=pilih]").first).to_be_visible()  # while typing
        keys.to("radio", re.compile("^Banyumanik"))
        page.keyboard.press("Space")
        keys.write("Alamat lengkap", "Jalan Melati 1")
        keys.to("button", "Lanjut ke pengiriman")
        keys.enter()
        keys.to("radio", re.compile("^Kurir setempat"))
        page.keyboard.press("ArrowDown")
        expect(page.get_by_label("Ambil di tempat")).to_be_checked()
        keys.to("button", "Lanjut periksa pesanan")
        keys.enter()
        keys.to("checkbox", re.compile("^Saya setuju"))
        page.keyboard.press("Space")
        keys.to("button", re.compile("^Pesan dan bayar"))
        keys.enter()
        page.wait_for_url("**/bayar/latihan/*/")
        keys.to("button", "Bayar")
        keys.enter()
        walk.says("Lunas.")
