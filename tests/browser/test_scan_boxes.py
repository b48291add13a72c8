"""A scan is made ready for everybody on a phone: boxes drawn with a finger, or typed."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Browser

from catalog.storage import public_read, public_scan_name
from legality.models import Certificate, CertificateState
from legality.services.evidence import evidence_add
from tests.browser.test_goods_form import Shop, phone_of, stall  # noqa: F401 # a fixture
from tests.browser.test_pages import PHONE, RULES, findings
from tests.cast import Cast, cast_make, client_of
from tests.legality.scan_files import pdf_of, saved
from tests.making import SYSTEM, draft_listing, paper_make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(stall: Shop) -> Cast:  # noqa: F811 # the fixture
    return cast_make()


@pytest.mark.parametrize("script", [True, False])
def test_what_is_drawn_or_typed_is_black_for_everybody(
    browser: Browser,
    stall: Shop,  # noqa: F811 # the fixture
    cast: Cast,
    axe_source: str,
    script: bool,
) -> None:
    paper = paper_make(draft_listing(cast.here), state=CertificateState.UNVERIFIED)
    scan = evidence_add(
        actor=SYSTEM, certificate_id=paper.pk, name="surat.pdf", content=saved(pdf_of())
    )
    address = f"http://{stall.place}/wilayah/surat/{paper.pk}/gambar/{scan.pk}/"
    officer = client_of(cast.regional_officer)
    with phone_of(browser, officer, stall, java_script_enabled=script) as page:
        page.goto(address)
        if script:
            picture = page.locator("[data-boxes-picture]")
            for width in (1280, PHONE):  # what is drawn stands where it is burned in
                page.set_viewport_size({"width": width, "height": 740})
                drawing, image = (
                    page.locator(f"[data-boxes-picture] {part}").bounding_box()
                    for part in ("svg", "img")
                )
                assert drawing == pytest.approx(image, abs=1), width
            picture.scroll_into_view_if_needed()
            edge = picture.bounding_box()
            assert edge is not None
            left, top = edge["x"], edge["y"]
            page.mouse.move(left + 2, top + 2)
            page.mouse.down()
            page.mouse.move(left + edge["width"] / 2, top + 60, steps=3)
            page.mouse.move(left + edge["width"] - 1, top + edge["height"] * 0.3, steps=3)
            page.mouse.up()
            assert page.locator("[data-boxes-picture] rect").count() == 1
            page.evaluate(axe_source)
            assert findings(page, RULES) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
        else:
            for label, text in (("Dari kiri", "0"), ("Dari atas", "0"), ("Lebar", "100"),
                                ("Tinggi", "30")):  # fmt: skip
                page.get_by_label(label).first.fill(text)
        page.get_by_role("button", name="Tampilkan untuk umum").click()
        page.wait_for_url(f"**/wilayah/surat/{paper.pk}/")
    key = Certificate.objects.get(pk=paper.pk).public_scan
    shown = Image.open(io.BytesIO(public_read(public_scan_name(key)))).convert("L")
    covered = shown.crop((8, 8, shown.width - 8, int(shown.height * 0.28)))
    below = shown.crop((0, int(shown.height * 0.4), shown.width, shown.height))
    assert ImageStat.Stat(covered).extrema[0][1] < 40
    assert ImageStat.Stat(below).extrema[0][0] > 220
