"""A new password: by the old one, or by a link of a mail that opens one door once."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings as shop_settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import AuditEntry, OutboxRow
from catalog.services.outbox import outbox_sweep
from storefront.access.links import email_word, reset_word
from storefront.access.models import Session
from storefront.access.passwords import SHORTEST
from tests.cast import cast_make, client_of
from tests.storefront.graphql.own import key_give
from tests.storefront.web.account.people import (
    OTHER_PASSWORD,
    PASSWORD,
    guess,
    is_inside,
    logged_in,
    member,
    step,
    without_token,
)

pytestmark = pytest.mark.django_db

NEW = {"new": OTHER_PASSWORD, "again": OTHER_PASSWORD}


def link_in_mail() -> str:
    """The path of the one link in the one mail."""
    [message] = mail.outbox
    [path] = re.findall(r"http://localhost:8000(/\S+/\S+/)", str(message.body))
    return str(path)


def test_changed_by_the_old_one() -> None:
    person = member("sari@contoh.example")
    client = logged_in(person)
    page = client.post("/akun/sandi/", {"present": PASSWORD, **NEW}, follow=True).content.decode()
    assert "Kata sandi sudah diganti" in page
    logged_in(person, OTHER_PASSWORD)
    outbox_sweep()
    [message] = mail.outbox
    assert (message.to, message.subject) == (
        ["sari@contoh.example"],
        "Kata sandi Anda sudah diganti",
    )
    assert "http://localhost:8000/masuk/lupa/" in message.body
    entry = AuditEntry.objects.get(action="password.set")
    assert (entry.subject_id, entry.detail) == (str(person.pk), {})


def test_who_has_keys_for_programs_is_told_that_they_end() -> None:
    cast = cast_make()
    head = get_user_model().objects.get(pk=cast.facility_head.user_id)
    head.set_password(PASSWORD)
    head.save()
    words = "Kunci program yang Anda buat juga"
    client = client_of(cast.facility_head)
    head.refresh_from_db()
    pages = ["/akun/sandi/", f"/masuk/sandi/{reset_word(head)}/"]
    pages.append(f"/akun/surel/{email_word(head, 'baru@contoh.example')}/")
    assert [words in client.get(path).content.decode() for path in pages] == [False] * 3
    key_give(cast.facility_head, cast.here)
    assert [words in client.get(path).content.decode() for path in pages] == [True] * 3
    client.post("/akun/sandi/", {"present": PASSWORD, **NEW})
    outbox_sweep()
    client.post("/akun/sandi/", {"present": OTHER_PASSWORD, "new": PASSWORD, "again": PASSWORD})
    outbox_sweep()
    # the second time none was left
    assert [words in letter.body for letter in mail.outbox] == [True, False]


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("pendek 7", "terlalu pendek"),
        ("password123", "terlalu umum"),
        ("82736455019", "seluruhnya terdiri dari angka"),
        ("rahasia2026!", "terlalu mudah ditebak"),
        ("Lapas_123456", "terlalu mudah ditebak"),
        ("sayangsayang", "terlalu mudah ditebak"),
        ("budi.santoso", "terlalu mirip"),
        ("x" * 201, "terlalu panjang"),
    ],
)
def test_weak_ones_are_refused_in_a_sentence(new: str, said: str) -> None:
    person = member("budi.santoso@contoh.example")
    client = logged_in(person)
    answer = client.post("/akun/sandi/", {"present": PASSWORD, "new": new, "again": new})
    assert said in answer.content.decode()
    assert new not in answer.content.decode()
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    # a rule that is not kept costs no guess at the present password
    assert not AccessAttempt.objects.exists()


def test_typed_twice_alike() -> None:
    client = logged_in(member())
    answer = client.post(
        "/akun/sandi/", {"present": PASSWORD, "new": "satu dua tiga", "again": "x"}
    )
    assert "Kedua kata sandi berbeda" in answer.content.decode()


def test_the_rules_stand_on_the_page() -> None:
    page = logged_in(member()).get("/akun/sandi/").content.decode()
    assert "Paling sedikit 10 huruf" in page and "rahasia" in page
    rules: list[Any] = shop_settings.AUTH_PASSWORD_VALIDATORS
    [length] = [one["OPTIONS"] for one in rules if "MinimumLength" in one["NAME"]]
    assert length == {"min_length": SHORTEST}


def test_lost_and_found_by_mail() -> None:
    person = member("sari@contoh.example")
    logged_in(person)
    for _ in range(5):
        guess(Client(), person.email)
    client = Client()
    page = client.post("/masuk/lupa/", {"email": " SARI@contoh.example"}, follow=True)
    assert "Jika alamat itu milik sebuah akun" in page.content.decode()
    row = OutboxRow.objects.get(task="access.mail_reset")
    assert "link" not in row.arguments and "word" not in row.arguments
    outbox_sweep()
    path = link_in_mail()
    assert client.get(path).status_code == 200
    answer = client.post(path, NEW, follow=True)
    assert "Kata sandi baru sudah tersimpan" in answer.content.decode()
    # it logs nobody in, leaves the second step, and opens the lock
    assert not Session.objects.exists()
    answer = step(client, "auth", username=person.email, password=OTHER_PASSWORD)
    assert answer.status_code == 200 and "one-time-code" in answer.content.decode()
    assert not is_inside(client)
    for method in (client.get, client.post):
        assert method(path, NEW).status_code == 410


def ask(email: str) -> tuple[bytes, str, int]:
    client = Client()
    with CaptureQueriesContext(connection) as statements:
        answer = client.post("/masuk/lupa/", {"email": email})
    return without_token(answer), answer["Location"], len(statements)


def test_who_has_an_account_is_not_told() -> None:
    known, closed, invited = member(), member(), member()
    closed.is_active = False
    closed.save()
    invited.set_unusable_password()
    invited.save()
    emails = [known.email, "tak-ada@contoh.example", closed.email, invited.email]
    ask("erst@contoh.example")  # the row of the address is there from now on
    assert len({ask(email) for email in emails}) == 1
    outbox_sweep()
    assert [message.to for message in mail.outbox] == [[known.email]]


def test_asked_again_and_again_few_mails_go_out() -> None:
    person = member()
    client = Client()
    for _ in range(8):
        for _ in range(2):
            client.post("/masuk/lupa/", {"email": person.email})
        outbox_sweep()
    assert len(mail.outbox) == 5


def test_a_mail_that_the_server_refused_goes_out_later_and_once(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    person = member()
    Client().post("/masuk/lupa/", {"email": person.email})
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert outbox_sweep() == 0
    row = OutboxRow.objects.get(task="access.mail_reset")
    assert row.failure and row.done_at is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    OutboxRow.objects.update(due_at=row.made_at)
    assert (outbox_sweep(), outbox_sweep()) == (1, 0)
    assert len(mail.outbox) == 1


def uses(person: Any) -> None:
    client = Client()
    assert client.post(f"/masuk/sandi/{reset_word(person)}/", NEW).status_code == 302


def changes_email(person: Any) -> None:
    get_user_model().objects.filter(pk=person.pk).update(email="lain@contoh.example")


def changes_password(person: Any) -> None:
    person.set_password("gula aren dari Rejang")
    person.save()


def logs_in(person: Any) -> None:
    logged_in(person)


def is_closed(person: Any) -> None:
    get_user_model().objects.filter(pk=person.pk).update(is_active=False)


@pytest.mark.parametrize("event", [uses, changes_email, changes_password, logs_in, is_closed])
def test_a_link_is_of_one_state(event: Any) -> None:
    person = member()
    path = f"/masuk/sandi/{reset_word(person)}/"
    assert Client().get(path).status_code == 200
    event(person)
    for method in (Client().get, Client().post):
        answer = method(path, NEW)
        assert answer.status_code == 410
        assert "Tautan ini tidak berlaku" in answer.content.decode()


def test_a_link_is_of_one_person() -> None:
    """CVE-2026-35407 was a word that opened any account; this one opens one."""
    mine, theirs = member(), member()
    _key, _dot, token = reset_word(mine).partition(".")
    key = reset_word(theirs).partition(".")[0]
    for word in (
        f"{key}.{token}",
        token,
        f".{token}",
        f"{key}.",
        "zzzzzzzzzzzzzz.a-b",
        f"-1.{token}",
    ):
        assert Client().post(f"/masuk/sandi/{word}/", NEW).status_code == 410, word
    theirs.refresh_from_db()
    assert theirs.check_password(PASSWORD)


def test_a_link_holds_for_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"/masuk/sandi/{reset_word(member())}/"
    real = PasswordResetTokenGenerator._now
    for minutes, expected in ((59, 200), (61, 410)):
        later = timedelta(minutes=minutes)

        def now(self: PasswordResetTokenGenerator, later: timedelta = later) -> datetime:
            return real(self) + later

        monkeypatch.setattr(PasswordResetTokenGenerator, "_now", now)
        assert Client().get(path).status_code == expected


def test_a_weak_one_is_refused_by_link_too_and_the_link_stays() -> None:
    path = f"/masuk/sandi/{reset_word(member())}/"
    answer = Client().post(path, {"new": "1", "again": "1"})
    assert "terlalu pendek" in answer.content.decode()
    assert Client().post(path, NEW).status_code == 302


def test_a_whole_address_is_asked_for() -> None:
    answer = Client().post("/masuk/lupa/", {"email": "sari@"})
    page = answer.content.decode()
    assert "Isi surel lengkap" in page and 'value="sari@"' in page
    assert not OutboxRow.objects.exists()
