"""An order's pages on a phone, on a desk and on paper: opened, followed, cancelled, sent back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from catalog.dates import legal_today
from catalog.models import OpeningHours
from storefront.orders.models import FacilityOrder, ReturnRequest, ShopOrder
from storefront.orders.services.returns import ReturnWish, return_ask
from storefront.orders.types import FacilityOrderState, StepKind
from tests.browser.pages import PATIENCE
from tests.browser.test_goods_form import Shop, phone_of, stall  # noqa: F401 # a fixture
from tests.browser.test_pages import RULES, findings
from tests.cast import cast_make, client_of
from tests.making import facility_make, picture_bytes, public_listing
from tests.orders.making import order_paid_up, order_placed, share_rule_make
from tests.storefront.web.buying.orders import moved, parts_of, path_of, step, token_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
S = FacilityOrderState
WIDTHS = [360, 1280]
_A4 = (595, 842)  # points


@contextmanager
def screen(browser: Browser, width: int, *, script: bool = True) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": 740}, java_script_enabled=script
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


class Look:
    """Goes through pages; each is kept as a picture and looked at by axe."""

    def __init__(self, page: Page, place: str, axe: str, pictures: Path, name: str) -> None:
        self.page, self.place, self.axe, self.pictures = page, place, axe, pictures
        self.name, self.steps = name, 0

    def go(self, path: str) -> None:
        self.page.goto(f"http://{self.place}{path}")
        self.look()

    def press(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()
        self.look()

    def follow(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("link", name=name).first.click()
        self.look()

    def look(self) -> None:
        self.page.wait_for_load_state("networkidle")
        self.steps += 1
        picture = self.pictures / f"{self.name}-{self.steps:02d}.png"
        self.page.screenshot(path=picture, full_page=True)
        self.page.evaluate(self.axe)
        assert findings(self.page, RULES) == []
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= self.page.viewport_size["width"]  # type: ignore[index]

    def says(self, words: str) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(words)


def in_all_states() -> ShopOrder:
    """Four parts: sent, ready to be fetched, late and asked to be cancelled, done."""
    share_rule_make(3500, 1500)
    names = (
        *("Keripik pisang kepok balado", "Kursi tamu kayu jati"),
        *("Kemeja batik tulis parang", "Sapu ijuk"),
    )
    order = order_paid_up(
        *[(public_listing(facility_make(), name=name), number + 1)
          for number, name in enumerate(names)]
    )  # fmt: skip
    sent, ready, late, done = parts_of(order)
    moved(sent, S.SHIPPED, promised_on=legal_today() + timedelta(days=3))
    for day in range(5):
        OpeningHours.objects.create(
            facility_id=ready.facility_id,
            weekday=day,
            opens="08:00",
            closes="15:00" if day < 4 else "11:00",
        )
    moved(ready, S.READY, kind="pickup", service_name="", pickup_code="482913")
    step(ready, StepKind.READY)
    moved(
        late,
        S.ACCEPTED,
        produced_by=legal_today() + timedelta(days=12),
        promised_on=legal_today() + timedelta(days=17),
        late_note="Kain batiknya baru datang minggu depan.",
        cancel_asked_at=timezone.now(),
    )
    step(late, StepKind.LATE)
    moved(done, S.DONE)
    return order


@pytest.mark.parametrize("width", WIDTHS)
def test_opened_followed_and_sent_back(
    browser: Browser,
    stall: Shop,  # noqa: F811 # the fixture
    axe_source: str,
    tmp_path: Path,
    width: int,
) -> None:
    order = in_all_states()
    photo = tmp_path / "robek.png"
    photo.write_bytes(picture_bytes())
    with screen(browser, width) as page:
        look = Look(page, stall.place, axe_source, tmp_path, f"paid-{width}")
        look.go("/pesanan/")
        page.get_by_label("Nomor pesanan").fill("LB2611-999999")
        page.get_by_label("4 angka terakhir").fill("0000")
        look.press("Buka pesanan ini")
        look.says("Tidak cocok.")
        look.go(path_of(order))
        expect(page.get_by_role("main")).not_to_contain_text("Keripik")
        page.get_by_label("4 angka terakhir").fill(order.phone[-4:])
        look.press("Buka pesanan ini")
        for words in ("482913", "JNE0012345678", "Kain batiknya baru", "Minta dibatalkan"):
            look.says(words)
        look.follow("Ajukan pengembalian")
        page.get_by_label("Apa yang salah?").fill("Kemasannya robek di sudut.")
        page.get_by_label("Keripik").select_option("0")  # the only piece is chosen by itself
        look.press("Kirim permintaan")
        look.says("Isi berapa buah")
        page.get_by_label("Keripik").select_option("1")
        page.set_input_files("#photos", photo)
        look.press("Kirim permintaan")
        look.says("Pengembalian diminta")
        sheet = page.pdf(format="A4")
    assert ReturnRequest.objects.get().photos.count() == 1
    document = pypdfium2.PdfDocument(BytesIO(sheet))
    pages = len(document)
    for number in range(pages):
        document[number].render(scale=1.2).to_pil().save(tmp_path / f"print-{width}-{number}.png")
    assert pages <= 3
    document.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_unpaid_and_cancelled(
    browser: Browser,
    stall: Shop,  # noqa: F811 # the fixture
    axe_source: str,
    tmp_path: Path,
    width: int,
) -> None:
    share_rule_make(3500, 1500)
    order = order_placed((public_listing(facility_make(), name="Keripik pisang"), 2))
    ShopOrder.objects.filter(pk=order.pk).update(email="")
    with screen(browser, width) as page:
        look = Look(page, stall.place, axe_source, tmp_path, f"unpaid-{width}")
        look.go(path_of(order))
        page.get_by_label("4 angka terakhir").fill(order.phone[-4:])
        look.press("Buka pesanan ini")
        look.says("Simpan alamat halaman ini.")
        expect(page.get_by_role("link", name="Bayar sekarang")).to_be_in_viewport()
        look.follow("Batalkan pesanan")
        look.press("Batalkan sekarang")
        look.says("Dibatalkan")
    assert FacilityOrder.objects.get().state == S.CANCELLED


def test_all_of_it_works_without_script(
    browser: Browser,
    stall: Shop,  # noqa: F811 # the fixture
) -> None:
    order = in_all_states()
    sent = parts_of(order)[0]
    made = {"state": "accepted", "produced_by": legal_today()}
    FacilityOrder.objects.filter(pk=sent.pk).update(**made)
    with screen(browser, 360, script=False) as page:
        page.goto(f"http://{stall.place}{path_of(order)}")
        page.get_by_label("4 angka terakhir").fill(order.email)
        page.get_by_role("button", name="Buka pesanan ini").click()
        page.get_by_role("link", name="Minta dibatalkan").first.click()
        page.get_by_label("Alasan").fill("Terlalu lama")
        page.get_by_role("button", name="Minta dibatalkan").click()
        expect(page.get_by_role("main")).to_contain_text("Permintaan batal sudah sampai")
        page.get_by_role("button", name="Pesan lagi").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Keranjang")
    sent.refresh_from_db()
    assert sent.cancel_asked_at is not None


@pytest.mark.parametrize("width", WIDTHS)
def test_decided_by_a_central_officer(
    browser: Browser,
    stall: Shop,  # noqa: F811 # the fixture
    axe_source: str,
    tmp_path: Path,
    width: int,
) -> None:
    cast = cast_make()
    order = in_all_states()
    done = parts_of(order)[3]
    line: Any = done.lines.get()
    photos = (picture_bytes("#a33", (400, 300)), picture_bytes("#393", (300, 400)))
    wish = ReturnWish({line.pk: 2}, "Gagang sapunya patah waktu sampai.", photos)
    return_ask(order_token=token_of(order), part_id=done.pk, wish=wish)
    client = client_of(cast.central_officer)
    with phone_of(browser, client, stall) as page:
        page.set_viewport_size({"width": width, "height": 740})
        look = Look(page, stall.place, axe_source, tmp_path, f"center-{width}")
        look.go("/pusat/pengembalian/")
        look.follow(done.number)
        page.get_by_label("Sapu ijuk").select_option("1")
        page.get_by_label("Untuk pembeli").fill("Kirim kembali ke alamat lapas.")
        look.press("Setujui dan kembalikan dana")
        look.says("Pengembalian disetujui")
    assert ReturnRequest.objects.get().state == "approved"
