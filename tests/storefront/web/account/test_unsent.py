"""What was typed when the log-in had ended: kept for its owner, found again, sent by them."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalog.models import ProductionUnit
from catalog.types import Actor
from storefront.access.models import Session
from storefront.web import unsent
from tests.cast import Cast, cast_make
from tests.storefront.web.account.people import PASSWORD, code_of, logged_in, member, step

pytestmark = pytest.mark.django_db

TEXT = "Bengkel jati & rotan\r\nbuka tiap hari <kerja>"
BROWSER: dict[str, Any] = {"headers": {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}}
_FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def cast() -> Cast:
    return cast_make()


def person_of(actor: Actor) -> Any:
    """The person of an actor, with a password and a phone."""
    user = get_user_model().objects.get(pk=actor.user_id)
    user.set_password(PASSWORD)
    user.save()
    TOTPDevice.objects.get_or_create(user=user, name="default")
    return user


def page_of(cast: Cast) -> str:
    return f"/petugas/{cast.here.slug}/unit/baru/"


def form_at(client: Client, path: str) -> dict[str, str]:
    """The fields of the form on a page, as a browser would send them."""
    page = client.get(path, **BROWSER).content.decode()
    return {name: unescape(value) for name, value in _FIELD.findall(page)}


def typed(client: Client, path: str) -> dict[str, str]:
    """A form of a new workshop as a browser sends it; the place for a note is made up."""
    said = {"kind": "workshop", "name": "Bengkel Jati", "skill": "ukir & anyam", "note": TEXT}
    return form_at(client, path) | said | {"do": "save"}


def log_in(client: Client, person: Any, path: str) -> str:
    """Log in through both steps; where it leads."""
    step(client, "auth", path=path, username=person.email, password=PASSWORD)
    return str(step(client, "token", path=path, otp_token=code_of(person))["Location"])


def kept_page(client: Client, address: str = "/akun/lanjut/") -> tuple[str, str, dict[str, str]]:
    """The page that shows what is kept: its text, where it sends to, and what."""
    page = client.get(address).content.decode()
    [action] = re.findall(r'<form method="post" action="(/petugas/[^"]+)"', page)
    fields = {name: unescape(value) for name, value in _FIELD.findall(page)}
    fields.pop("csrfmiddlewaretoken", None)
    return page, action, fields


def test_after_the_next_log_in_the_text_is_there_and_is_sent_with_one_tap(cast: Cast) -> None:
    head = person_of(cast.facility_head)
    client = logged_in(head)
    form = typed(client, page_of(cast))
    Session.objects.all().delete()  # ended elsewhere, while somebody typed
    answer = client.post(page_of(cast), form, **BROWSER)
    assert answer["Location"] == "/masuk/?next=/akun/lanjut/"
    assert not ProductionUnit.objects.filter(name="Bengkel Jati").exists()
    assert "masih tersimpan" in client.get(answer["Location"]).content.decode()
    assert log_in(client, head, answer["Location"]) == "/akun/lanjut/"
    page, action, fields = kept_page(client)
    assert action == page_of(cast)
    assert "Bengkel Jati" in page and "Bengkel jati &amp; rotan<br>buka" in page
    shown = page.partition("<form")[0]
    assert not [untyped for untyped in (form["key"], ">save<") if untyped in shown]
    assert {name: value for name, value in form.items() if name != "csrfmiddlewaretoken"} == fields
    sent = client.post(action, fields, **BROWSER)
    assert sent.status_code == 302, sent.content.decode()
    assert ProductionUnit.objects.filter(facility=cast.here, name="Bengkel Jati").count() == 1
    # done: nothing waits any more
    assert client.get("/akun/lanjut/")["Location"] == "/akun/"
    assert "masih tersimpan" not in Client(cookies=client.cookies).get("/masuk/").content.decode()


def test_it_is_thrown_away_by_its_owner(cast: Cast) -> None:
    head = person_of(cast.facility_head)
    client = logged_in(head)
    form = typed(client, page_of(cast))
    Session.objects.all().delete()
    client.post(page_of(cast), form, **BROWSER)
    log_in(client, head, "/masuk/?next=/akun/lanjut/")
    assert "Sudah dibuang" in client.post("/akun/lanjut/", follow=True).content.decode()
    assert client.get("/akun/lanjut/")["Location"] == "/akun/"


def test_of_strangers_and_scripts_nothing_is_kept(cast: Cast) -> None:
    known = logged_in(person_of(cast.facility_head))
    Session.objects.all().delete()
    forged = Client()
    forged.cookies["lapak_kenal"] = f"{cast.facility_head.user_id}:1abcde:forged"
    for client, headers in ((Client(), BROWSER), (forged, BROWSER), (known, {})):
        answer = client.post(page_of(cast), {"name": TEXT}, **headers)
        assert answer["Location"] == f"/masuk/?next={page_of(cast)}"
        assert not Session.objects.exists()


def test_another_person_on_the_same_device_finds_nothing(cast: Cast) -> None:
    client = logged_in(person_of(cast.facility_head))
    form = typed(client, page_of(cast))
    Session.objects.all().delete()
    client.post(page_of(cast), form, **BROWSER)
    other = person_of(cast.regional_head)
    assert log_in(client, other, "/masuk/?next=/akun/lanjut/") == "/akun/lanjut/"
    assert client.get("/akun/lanjut/")["Location"] == "/akun/"


def test_passwords_are_never_kept() -> None:
    client = logged_in(member())
    Session.objects.all().delete()
    form = {"present": PASSWORD, "new": "sesuatu yang baru", "again": "sesuatu yang baru"}
    answer = client.post("/akun/sandi/", form, **BROWSER)
    assert answer["Location"] == "/masuk/?next=/akun/sandi/"
    assert not Session.objects.exists()


def test_whoever_leaves_on_purpose_leaves_nothing_behind(cast: Cast) -> None:
    client = logged_in(person_of(cast.facility_head))
    assert client.cookies["lapak_kenal"]["httponly"]
    client.post("/akun/keluar/")
    client.post(page_of(cast), {"name": TEXT}, **BROWSER)
    assert not Session.objects.exists()


def test_very_long_forms_are_not_kept_and_old_ones_not_shown(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = person_of(cast.facility_head)
    client = logged_in(head)
    Session.objects.all().delete()
    long = {"name": "x" * unsent.MOST_SIGNS}
    assert client.post(page_of(cast), long, **BROWSER)["Location"].endswith("/unit/baru/")
    client.post(page_of(cast), {"name": TEXT}, **BROWSER)
    log_in(client, head, "/masuk/")
    assert client.get("/akun/lanjut/").status_code == 200
    later = timezone.now() + timedelta(hours=12, seconds=1)
    monkeypatch.setattr("storefront.web.unsent.timezone.now", lambda: later)
    assert client.get("/akun/lanjut/")["Location"] == "/akun/"


def test_files_are_not_kept_and_the_page_says_so(cast: Cast) -> None:
    sari = person_of(cast.sari)
    client = logged_in(sari)
    Session.objects.all().delete()
    photo = SimpleUploadedFile("foto.jpg", b"x" * 2000, "image/jpeg")
    path = f"/petugas/{cast.here.slug}/barang/baru/"
    client.post(path, {"name": "Keripik", "files": photo}, **BROWSER)
    log_in(client, sari, "/masuk/?next=/akun/lanjut/")
    page, action, fields = kept_page(client)
    assert (action, fields) == (path, {"name": "Keripik"})
    assert "tambahkan lagi" in page


# --- A log-in in another tab: the token of the open page is of before it


def stale(cast: Cast, **headers: str) -> tuple[Client, Any]:
    """A browser whose open form is older than its log-in, and the answer to sending it."""
    client = logged_in(person_of(cast.facility_head))
    form = typed(client, page_of(cast)) | {"csrfmiddlewaretoken": "x" * 64}
    checked = Client(enforce_csrf_checks=True)
    checked.cookies = client.cookies
    accept = BROWSER["headers"]
    return client, checked.post(page_of(cast), form, headers=accept | headers)


def test_a_form_of_before_the_last_log_in_is_kept_and_sent_by_one_tap(cast: Cast) -> None:
    client, answer = stale(cast, origin="http://testserver")
    assert (answer.status_code, answer["Location"]) == (302, "/akun/lanjut/")
    assert not ProductionUnit.objects.filter(name="Bengkel Jati").exists()
    page, action, fields = kept_page(client)
    assert "Bengkel Jati" in page
    assert client.post(action, fields, **BROWSER).status_code == 302
    assert ProductionUnit.objects.filter(name="Bengkel Jati").exists()


@pytest.mark.parametrize("origin", ["https://jahat.example", "null", "http://testserver.jahat.id"])
def test_a_form_of_another_site_is_refused_and_never_shown_again(cast: Cast, origin: str) -> None:
    client, answer = stale(cast, origin=origin)
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "Muat ulang halaman ini" in text and "Bengkel Jati" not in text
    assert client.get("/akun/lanjut/")["Location"] == "/akun/"


def test_a_form_without_a_token_is_refused_in_a_sentence_everywhere() -> None:
    client = Client(enforce_csrf_checks=True)
    for path, words in (("/masuk/", "Muat ulang halaman ini"), ("/katalog/", "Muat ulang")):
        answer = client.post(path, {"x": "1"})
        assert answer.status_code == 403 and words in answer.content.decode()
