"""A log-in that ends while somebody types, in a real browser: what was typed is found again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from catalog.models import ProductionUnit
from storefront.access.models import Session
from tests.browser.pages import PATIENCE
from tests.browser.test_goods_form import Shop, stall  # noqa: F401 # a fixture
from tests.browser.test_pages import PHONE, RULES, findings
from tests.cast import Cast, cast_make
from tests.storefront.web.account.people import PASSWORD, code_of
from tests.storefront.web.account.test_unsent import person_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(stall: Shop) -> Cast:  # noqa: F811 # the fixture
    return cast_make()


@contextlib.contextmanager
def phone(browser: Browser, *, script: bool) -> Iterator[Page]:
    """A phone that is logged in nowhere."""
    context = browser.new_context(
        viewport={"width": PHONE, "height": 740}, java_script_enabled=script
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def through(page: Page, email: str, code: str) -> None:
    """Both steps of the log-in, from its page on."""
    page.get_by_label("Surel").fill(email)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("Kode verifikasi").fill(code)
    page.get_by_role("button", name="Masuk").click()


@pytest.mark.parametrize("script", [False, True])
def test_what_was_typed_is_found_after_the_next_log_in_and_sent(
    browser: Browser,
    stall: Shop,  # noqa: F811 # the fixture
    cast: Cast,
    axe_source: str,
    script: bool,
) -> None:
    head = person_of(cast.facility_head)
    with phone(browser, script=script) as page:
        page.goto(f"http://{stall.place}/petugas/{cast.here.slug}/unit/baru/")
        through(page, head.email, code_of(head))
        page.locator("[name=kind]").select_option("workshop")
        page.locator("[name=name]").fill("Bengkel jati")
        page.locator("[name=skill]").fill("Rotan & jati <ukir>")
        Session.objects.all().delete()  # on another device, say
        page.get_by_role("button", name="Simpan", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("masih tersimpan")
        clean(page, axe_source, script=script)
        through(page, head.email, code_of(head))
        expect(page.get_by_role("main")).to_contain_text("Rotan & jati <ukir>")
        clean(page, axe_source, script=script)
        page.get_by_role("button", name="Kirim sekarang").click()
        page.wait_for_url("**/unit/?*")
    made = ProductionUnit.objects.get(name="Bengkel jati")
    assert (made.facility, made.skill) == (cast.here, "Rotan & jati <ukir>")


def clean(page: Page, axe_source: str, *, script: bool) -> None:
    """Nothing wider than the phone; without a finding where a script can look."""
    if script:
        page.evaluate(axe_source)
        assert findings(page, RULES) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
