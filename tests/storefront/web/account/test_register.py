"""Accounts of buyers: asked for, confirmed, logged in without a second factor."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.utils import timezone

from catalog.models import AuditEntry, OutboxRow
from catalog.services.outbox import outbox_sweep
from storefront.access.models import SignUp
from storefront.access.signup import signups_clear
from storefront.orders.acting import as_shop
from storefront.orders.models import Consent
from tests.storefront.web.account.people import PASSWORD, member, step

pytestmark = pytest.mark.django_db

EMAIL = "sari@contoh.example"
TYPED = {"email": " SARI@contoh.example ", "password": PASSWORD, "agree": "on"}


def asked(**given: str) -> Any:
    """What asking for an account answers."""
    return Client().post("/akun/daftar/", {**TYPED, **given})


def link_mailed() -> str:
    """The path in the last mail."""
    outbox_sweep()
    [path] = re.findall(r"http://localhost:8000(/akun/daftar/\S+/)", str(mail.outbox[-1].body))
    return str(path)


def account() -> Any:
    return get_user_model().objects.filter(email=EMAIL).first()


def test_a_sample_shop_leads_to_the_mail_that_it_does_not_send(settings: Any) -> None:
    for mode, is_there in (("demo", True), ("test", False)):
        settings.MODE = mode
        for path in ("/akun/daftar/terkirim/", "/masuk/lupa/terkirim/"):
            page = Client().get(path).content.decode()
            assert ('href="/contoh/surel/"' in page) is is_there, (mode, path)


def test_what_is_missing_is_said_by_us_and_not_by_the_browser() -> None:
    page = Client().get("/akun/daftar/").content.decode()
    assert re.search(r'<form method="post" class="form" novalidate', page)
    page = Client().post("/akun/daftar/", {"email": ""}).content.decode()
    for sentence in ("Isi surel Anda.", "Isi kata sandi.", "Tanpa persetujuan ini"):
        assert sentence in page


def test_asked_confirmed_and_logged_in() -> None:
    answer = asked()
    assert answer["Location"] == "/akun/daftar/terkirim/"
    assert account() is None
    path = link_mailed()
    client = Client()
    assert EMAIL in client.get(path).content.decode()
    assert account() is None  # mail programs open links: that is no yes
    answer = client.post(path, {"password": PASSWORD}, follow=True)
    page = answer.content.decode()
    assert "Akun Anda siap." in page and "Pesanan saya" in page
    assert not account().is_staff and not SignUp.objects.exists()
    with as_shop():
        [given] = Consent.objects.filter(user=account())
    assert (given.kind, given.withdrawn_at) == ("privacy", None)
    assert AuditEntry.objects.get(action="account.made").subject_id == str(account().pk)
    assert client.post(path, {"password": PASSWORD}).status_code == 410


def test_a_buyer_needs_no_second_factor() -> None:
    member(EMAIL, phone=False)
    client = Client()
    answer = step(client, "auth", username=EMAIL, password=PASSWORD)
    assert answer["Location"] == "/akun/"
    for page in ("/akun/", "/akun/pesanan/", "/akun/alamat/", "/akun/data/", "/akun/sandi/"):
        assert client.get(page).status_code == 200, page


def test_who_has_one_is_asked_for_it() -> None:
    member(EMAIL, phone=True)
    client = Client()
    answer = step(client, "auth", username=EMAIL, password=PASSWORD)
    assert answer.status_code == 200
    assert client.get("/akun/")["Location"].startswith("/masuk/")


def test_known_and_unknown_addresses_are_answered_alike() -> None:
    unknown = asked()
    pages = [Client().get(unknown["Location"]).content]
    member("punya@contoh.example")
    known = asked(email="punya@contoh.example")
    pages.append(Client().get(known["Location"]).content)
    assert (unknown.status_code, unknown["Location"]) == (known.status_code, known["Location"])
    assert dict(unknown.cookies) == dict(known.cookies)
    assert pages[0] == pages[1]
    assert SignUp.objects.count() == 2 == OutboxRow.objects.count()


def test_an_address_with_an_account_gets_the_ways_into_it() -> None:
    person = member(EMAIL)
    before = person.password
    asked(password="kata yang lain sekali")
    outbox_sweep()
    [told] = mail.outbox
    assert told.to == [EMAIL]
    assert "/masuk/" in told.body and "/akun/daftar/" not in told.body
    person.refresh_from_db()
    assert person.password == before and not SignUp.objects.exists()


def test_who_typed_anothers_address_gets_no_account_by_their_click() -> None:
    asked()
    path = link_mailed()
    page = Client().post(path, {"password": "tebakan pemilik surel"})
    assert page.status_code == 200 and account() is None
    assert "Ini bukan kata sandi yang dipilih" in page.content.decode()


def test_guesses_at_a_link_are_locked() -> None:
    asked()
    path = link_mailed()
    answers = [
        Client().post(path, {"password": "salah sekali ini"}).status_code for _each in range(6)
    ]
    assert answers == [200, 200, 200, 200, 429, 429]
    assert Client().post(path, {"password": PASSWORD}).status_code == 429
    assert account() is None


def test_asked_again_the_earlier_link_is_dead() -> None:
    asked()
    early = link_mailed()
    asked(password="kata yang lain sekali")
    late = link_mailed()
    assert Client().get(early).status_code == 410
    assert Client().post(early, {"password": PASSWORD}).status_code == 410
    client = Client()
    assert client.post(late, {"password": "kata yang lain sekali"}).status_code == 302
    assert account() is not None


def test_a_link_holds_for_a_day_and_its_row_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    asked()
    path = link_mailed()
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 25 * 3600)
    assert Client().get(path).status_code == 410
    assert signups_clear() == 0
    SignUp.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert (signups_clear(), signups_clear()) == (1, 0)


@pytest.mark.parametrize("word", ["x", "WzEsImEiXQ:abc:def", "%F0%9F%98%80"])
def test_words_that_nobody_was_given_open_nothing(word: str) -> None:
    assert Client().get(f"/akun/daftar/{word}/").status_code == 410


def test_an_account_made_meanwhile_wins() -> None:
    asked()
    path = link_mailed()
    member(EMAIL)
    assert Client().post(path, {"password": PASSWORD}).status_code == 410


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"email": "sari@"}, "surel"),
        ({"password": "pendek"}, "10"),
        ({"password": "sari@contoh.example"}, "mirip"),
        ({"password": "rahasia2026"}, "banyak orang"),
        ({"agree": ""}, "Tanpa persetujuan"),
    ],
)
def test_rules_are_those_of_every_account(given: dict[str, str], said: str) -> None:
    answer = asked(**given)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert said in page and "<title>Kesalahan:" in " ".join(page.split()).replace("> ", ">")
    assert not SignUp.objects.exists() and not OutboxRow.objects.exists()


def test_asking_is_limited() -> None:
    codes = [asked(email=f"sari{number}@contoh.example").status_code for number in range(21)]
    assert codes == [302] * 20 + [429]
    assert SignUp.objects.count() == 20


def test_no_sixth_mail_within_an_hour() -> None:
    for _each in range(7):
        asked()
        outbox_sweep()
    assert len(mail.outbox) == 5


def test_nothing_of_the_password_waits_in_the_outbox() -> None:
    asked()
    [row] = OutboxRow.objects.all()
    assert set(row.arguments) == {"signup_id", "language"}
