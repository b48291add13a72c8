"""Papers of a facility in a real browser: on a phone, by keyboard, and without a script."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from catalog.dates import legal_today
from catalog.models import Listing
from legality.models import Certificate, CertificateState, Evidence, RequirementRule
from legality.services.certificates import certificate_return
from legality.services.publication import listing_submit
from legality.services.reviews import review_send_back
from storefront.loading.reference import reference_load
from tests.browser.test_goods_form import Shop, cast, phone_of, stall
from tests.browser.test_pages import RULES, findings
from tests.cast import Cast, client_of
from tests.making import draft_listing, paper_make, photo_give, picture_bytes, rule_make

__all__ = ["cast", "stall"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PIRT = "2067271010001-30"
WIDTHS = (360, 1280)


class World(NamedTuple):
    """Goods that lack a paper, goods that were sent back, and papers that say most."""

    lacking: Listing
    back: Listing
    returned: Certificate
    held: Certificate


@pytest.fixture
def world(cast: Cast) -> World:
    """A facility with some of everything."""
    reference_load()
    RequirementRule.objects.all().delete()
    rule_make("pirt", reason="Keripik dalam kemasan perlu P-IRT.")
    rule_make("merek", need="advised", reason="Merek melindungi nama barang.")
    lacking = draft_listing(cast.here, name="Keripik singkong balado")
    photo_give(lacking)
    back = draft_listing(cast.here, name="Abon ikan tuna", kind="lauk")
    photo_give(back, "#884422")
    held = paper_make(back, expires_on=legal_today() + timedelta(days=30))
    returned = paper_make(lacking, code="halal", state=CertificateState.UNVERIFIED)
    certificate_return(
        actor=cast.regional_officer,
        certificate_id=returned.pk,
        note="Pindaian halaman dua buram. Foto lagi, semua sudut masuk gambar.",
    )
    handed = listing_submit(actor=cast.sari, listing_id=back.pk, on=legal_today())
    digest = back.reviews.get(pk=handed.review_id or 0).digest
    review_send_back(
        actor=cast.regional_officer,
        review_id=handed.review_id or 0,
        digest=digest,
        note="Tulis daftar bahannya.",
        answers={},
    )
    return World(lacking, back, returned, held)


def pages_of(cast: Cast, world: World) -> dict[str, str]:
    """Every page of papers, by a name."""
    own = f"/petugas/{cast.here.slug}"
    return {
        "list": f"{own}/surat/",
        "new": f"{own}/surat/baru/?jenis=pirt&barang={world.lacking.pk}",
        "one": f"{own}/surat/{world.returned.pk}/",
        "change": f"{own}/surat/{world.held.pk}/ubah/",
        "goods": f"{own}/barang/",
        "goods-lacking": f"{own}/barang/{world.lacking.pk}/",
        "goods-back": f"{own}/barang/{world.back.pk}/",
        "today": f"{own}/",
    }


def test_pages_are_clean(
    browser: Browser, stall: Shop, cast: Cast, world: World, axe_source: str
) -> None:
    sideways = "document.documentElement.scrollWidth - window.innerWidth"
    with phone_of(browser, client_of(cast.sari), stall) as page:
        for name, path in pages_of(cast, world).items():
            page.goto(f"http://{stall.place}{path}")
            page.evaluate(axe_source)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 740})
                assert page.evaluate(sideways) <= 0, name
                assert findings(page, RULES) == [], name


def add(page: Page, stall: Shop, cast: Cast, world: World, folder: Path) -> None:
    """Fill a new paper's form in."""
    scan = folder / "surat.png"
    scan.write_bytes(picture_bytes("#fffdf5", (800, 1100)))
    page.goto(f"http://{stall.place}/petugas/{cast.here.slug}/surat/baru/")
    page.get_by_label("Nomor surat").fill(f"p-irt no. {PIRT}")
    page.get_by_label("Pemegang", exact=True).fill("Koperasi Lapas")
    page.get_by_label("Berlaku sampai").fill("01-06-2030")
    page.get_by_label("Keripik singkong balado").check()
    page.locator("#scans-files").set_input_files(str(scan))


def test_a_number_is_read_as_soon_as_it_is_typed(
    browser: Browser, stall: Shop, cast: Cast, world: World, tmp_path: Path
) -> None:
    with phone_of(browser, client_of(cast.sari), stall) as page:
        add(page, stall, cast, world, tmp_path)
        expect(page.locator("#number-said")).to_contain_text("Golongan pangan")
        expect(page.get_by_label("Jenis surat")).to_have_value("pirt")
        expect(page.locator(".scan-chosen")).to_have_text("surat.png")
        page.get_by_label("Nomor surat").fill("2063510010243-30")
        page.keyboard.press("Enter")
        expect(page.locator("#number-said .wrong")).to_contain_text("Kota Palu")
        page.get_by_label("Nomor surat").fill(PIRT)
        page.get_by_role("button", name="Simpan").click()
        page.wait_for_url("**sudah=disimpan")
        expect(page.locator(".scan")).to_have_count(1)
    paper = Certificate.objects.get(number_norm="206727101000130")
    assert Evidence.objects.filter(certificate=paper).count() == 1


def test_it_works_without_a_script(
    browser: Browser, stall: Shop, cast: Cast, world: World, tmp_path: Path
) -> None:
    with phone_of(browser, client_of(cast.sari), stall, java_script_enabled=False) as page:
        add(page, stall, cast, world, tmp_path)
        page.get_by_role("button", name="Periksa nomor").click()
        expect(page.locator("#number-said")).to_contain_text("Bentuk nomornya benar")
        expect(page.get_by_label("Pemegang", exact=True)).to_have_value("Koperasi Lapas")
        assert page.get_by_label("Keripik singkong balado").is_checked()
        page.get_by_label("Pemegang", exact=True).fill("")
        page.get_by_role("button", name="Simpan").click()
        expect(page.locator("#wrong")).to_contain_text("pemegang")
        page.get_by_label("Pemegang", exact=True).fill("Koperasi")
        page.get_by_role("button", name="Simpan").click()
        page.wait_for_url("**sudah=disimpan")
    assert Certificate.objects.filter(number_norm="206727101000130").exists()
