"""What officers say about the shop itself: on every page for visitors, in both languages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from catalog.dates import legal_today
from catalog.kept import forget_all
from catalog.models import AuditEntry, ShopSettings
from catalog.selectors.shop_settings import SettingsValues, settings_now
from catalog.selectors.version import catalogue_marks
from catalog.services.shop_settings import settings_change
from tests.cast import Cast, client_of
from tests.storefront.web.center.making import filled_in, send, shop_make
from tests.storefront.web.staff.test_history import text_of

pytestmark = pytest.mark.django_db

PATH = "/pusat/setelan/"
HOURS = {"hours": "Setiap hari, 07.00–20.00 WIB", "hours_en": "Every day, 07:00–20:00 WIB"}
NOTICE = {"notice_is_on": "on", "notice": "Libur Idulfitri", "notice_en": "Closed for Eid"}


@pytest.fixture
def cast() -> Cast:
    return shop_make()


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.central_officer)


def saved(client: Client, **changes: Any) -> None:
    answer = send(client, PATH, **changes)
    assert answer.status_code == 302, answer.content.decode()
    forget_all()


def public(path: str = "/tentang/") -> str:
    return Client().get(path).content.decode()


def test_visitors_read_it_in_both_languages(client: Client) -> None:
    before = public(), public("/en/tentang/")
    assert "Senin–Jumat" in before[0] or "08.00" in before[0]
    saved(
        client, **HOURS, whatsapp="0812 3456 7890", mail="tanya@toko.go.id",
        address="Jalan Veteran 11, Jakarta", line="Toko kita.", line_en="Our shop.",
    )  # fmt: skip
    shown, english = public(), public("/en/tentang/")
    for text in (shown, english):
        for one in ("0812-3456-7890", "tanya@toko.go.id", "Jalan Veteran 11, Jakarta"):
            assert one in text
            assert one not in before[0]
        assert "6281234567890" in text
    assert HOURS["hours"] in shown and "<p>Toko kita.</p>" in shown
    assert HOURS["hours_en"] in english and "<p>Our shop.</p>" in english
    row = ShopSettings.objects.get()
    assert row.whatsapp == "+6281234567890"


def test_what_is_empty_is_as_the_environment_says(client: Client, settings: Any) -> None:
    settings.SHOP_MAIL, settings.SHOP_WHATSAPP = "env@toko.go.id", "+6281100000000"
    saved(client, mail="tanya@toko.go.id")
    assert "tanya@toko.go.id" in public() and "0811-0000-0000" in public()
    saved(client, mail="")
    assert "env@toko.go.id" in public()


@pytest.mark.parametrize(
    ("first", "last", "is_shown"),
    [(None, None, True), (0, 0, True), (-3, -1, False), (1, 3, False), (-1, None, True),
     (None, 0, True), (1, None, False)],
)  # fmt: skip
def test_an_announcement_stands_from_its_first_to_its_last_day(
    client: Client, first: int | None, last: int | None, is_shown: bool
) -> None:
    days = {
        name: "" if ahead is None else (legal_today() + timedelta(ahead)).isoformat()
        for name, ahead in (("notice_from", first), ("notice_until", last))
    }
    saved(client, **NOTICE, **days)
    assert ("Libur Idulfitri" in public()) is is_shown
    assert ("Closed for Eid" in public("/en/tentang/")) is is_shown
    saved(client, notice_is_on=None)
    assert 'class="notice"' not in public()
    assert ShopSettings.objects.get().notice == "Libur Idulfitri"


def test_none_is_shown_before_anybody_wrote_one() -> None:
    assert 'class="notice"' not in public("/")


def test_hostile_text_is_text(client: Client) -> None:
    evil = '"><script>alert(1)</script>\u202e'
    saved(client, **{**NOTICE, "notice": evil, "notice_en": evil}, address=evil)
    for path in ("/tentang/", "/en/tentang/", "/"):
        shown = public(path)
        assert "<script>alert" not in shown and "\u202e" not in shown
        assert shown.count("&quot;&gt;&lt;script&gt;") == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"whatsapp": "javascript:alert(1)"}, "whatsapp"), ({"whatsapp": "123"}, "whatsapp"),
     ({"mail": "bukan surel"}, "mail"), ({"hours": "Selalu"}, "hours_en"),
     ({"line_en": "Only English"}, "line"), ({"notice_is_on": "on"}, "notice"),
     ({"notice_from": "2026-12-02", "notice_until": "2026-12-01"}, "notice_until"),
     ({"notice_from": "besok"}, "notice_from"), ({"address": "x" * 201}, "address"),
     ({"address": "a\0b"}, "address")],
)  # fmt: skip
def test_what_makes_no_sense_is_named_beside_its_field(
    client: Client, changes: dict[str, str], field: str
) -> None:
    answer = send(client, PATH, **changes)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not ShopSettings.objects.exclude(whatsapp="", address="").exists()


def test_the_second_of_two_editors_sees_what_the_first_saved(cast: Cast, client: Client) -> None:
    form = filled_in(client, PATH)
    saved(client, mail="satu@toko.go.id", address="Jalan Satu")
    answer = client.post(PATH, {**form, "mail": "dua@toko.go.id"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "satu@toko.go.id" in html and 'value="Jalan Satu"' in html  # asked; taken over
    assert ShopSettings.objects.get().mail == "satu@toko.go.id"


def test_it_is_written_down_once_and_moves_the_version(cast: Cast, client: Client) -> None:
    with connection.cursor() as cursor:  # which the fixture's own transaction moved
        cursor.execute("SELECT set_config('catalog.moved_words', '', true)")
    marks = catalogue_marks()
    saved(client, **HOURS)
    assert catalogue_marks().words != marks.words
    saved(client)  # the same again
    entry = AuditEntry.objects.get(action="settings.changed")
    assert entry.detail["changes"]["hours"] == ["", HOURS["hours"]]
    text = text_of(client, "/pusat/riwayat/setelan/1/")
    assert HOURS["hours"] in text and "Setelan diubah" in text and "Setelan toko" in text


def test_they_are_asked_for_once_in_a_while(client: Client, django_assert_num_queries: Any) -> None:
    saved(client, **HOURS, **NOTICE)
    settings_now()
    with django_assert_num_queries(0):
        assert settings_now().hours == HOURS["hours"]


def test_who_may_only_look_changes_nothing(cast: Cast) -> None:
    page = client_of(cast.auditor).get(PATH).content.decode()
    assert "disabled" in page and 'name="save"' not in page
    answer = client_of(cast.auditor).post(PATH, {"_shown": "{}", "mail": "x@y.id"})
    assert answer.status_code == 403
    assert not ShopSettings.objects.exists()


def test_a_service_call_reads_days_like_the_form(cast: Cast) -> None:
    wanted = SettingsValues(notice_from="20261201")
    settings_change(actor=cast.central_officer, wanted=wanted, seen=SettingsValues())
    assert str(ShopSettings.objects.get().notice_from) == "2026-12-01"
