"""Another e-mail: asked with the password, confirmed from the new address by who asked."""

from __future__ import annotations

import re
import time

import pytest
from django.contrib.auth import get_user_model
from django.core import mail, signing
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from catalog.models import AuditEntry
from catalog.services.outbox import outbox_sweep
from storefront.access.links import email_word, reset_word
from tests.cast import person_make
from tests.storefront.web.account.people import (
    PASSWORD,
    is_inside,
    logged_in,
    member,
    without_token,
)

pytestmark = pytest.mark.django_db

NEW = "baru@contoh.example"


def email_of(person: object) -> str:
    return str(get_user_model().objects.get(pk=person.pk).email)  # type: ignore[attr-defined]


def test_asked_confirmed_and_told_to_the_old_address() -> None:
    person = member("lama@contoh.example")
    client = logged_in(person)
    page = client.post("/akun/surel/", {"email": " BARU@contoh.example ", "present": PASSWORD})
    assert NEW in page.content.decode()
    assert email_of(person) == "lama@contoh.example"
    outbox_sweep()
    [asked] = mail.outbox
    assert asked.to == [NEW]
    [path] = re.findall(r"http://localhost:8000(/akun/surel/\S+/)", str(asked.body))
    assert "Pastikan surel baru" in client.get(path).content.decode()
    assert email_of(person) == "lama@contoh.example"  # mail programs open links: that is no yes
    page = client.post(path, follow=True)
    assert "Surel Anda sudah diganti" in page.content.decode()
    assert email_of(person) == NEW
    outbox_sweep()
    told = mail.outbox[1]
    assert (told.to, told.subject) == (["lama@contoh.example"], "Surel Anda sudah diganti")
    assert NEW not in told.body
    assert AuditEntry.objects.get(action="email.changed").subject_id == str(person.pk)
    # sent twice it happens once
    assert client.post(path).status_code == 410
    person.refresh_from_db()
    assert is_inside(logged_in(person))


def test_whether_an_address_is_taken_is_not_told() -> None:
    """CVE-2026-39851 told it to everybody who asked for a change."""
    person, other = member(), member("ada@contoh.example")
    client = logged_in(person)
    answers = []
    for new in (other.email, "kosong@contoh.example"):
        with CaptureQueriesContext(connection) as statements:
            answer = client.post("/akun/surel/", {"email": new, "present": PASSWORD})
        page = without_token(answer).replace(new.encode(), b"@")
        answers.append((answer.status_code, page, len(statements)))
    assert answers[0][:2] == answers[1][:2]
    outbox_sweep()
    subjects = {message.to[0]: message.subject for message in mail.outbox}
    assert subjects == {
        other.email: "Surel ini sudah punya akun",
        "kosong@contoh.example": "Pastikan surel baru Anda",
    }
    assert person.email not in mail.outbox[0].body


def test_a_link_of_another_person_opens_nothing() -> None:
    """CVE-2026-35407: the word was not bound to who asked."""
    person, other = member(), member()
    path = f"/akun/surel/{email_word(other, NEW)}/"
    client = logged_in(person)
    for method in (client.get, client.post):
        assert method(path).status_code == 410
    assert NEW not in {email_of(person), email_of(other)}


def test_a_link_is_of_one_state_one_kind_and_unforged() -> None:
    person = member()
    client = logged_in(person)
    person.refresh_from_db()
    word = email_word(person, NEW)
    move = signing.loads(word, salt="access.email")
    forged = [
        *(word[:-1] + ("a" if word[-1] != "a" else "b"), "x", reset_word(person)),
        signing.dumps(move, salt="another"),
        signing.dumps([*move[:3], "x"], salt="access.email"),
        signing.dumps(move[:2], salt="access.email"),
        signing.dumps({"u": 1}, salt="access.email"),
    ]
    for one in forged:
        assert client.post(f"/akun/surel/{one}/").status_code == 410, one
    person.set_password("gula aren dari Rejang")
    person.save()
    again = logged_in(person, "gula aren dari Rejang")
    assert again.post(f"/akun/surel/{word}/").status_code == 410
    assert email_of(person) == person.email


def test_a_link_holds_for_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    person = member()
    client = logged_in(person)
    person.refresh_from_db()
    path = f"/akun/surel/{email_word(person, NEW)}/"
    real = time.time
    for seconds, expected in ((3540, 200), (3660, 410)):
        monkeypatch.setattr(time, "time", lambda later=seconds: real() + later)
        assert client.get(path).status_code == expected


def test_an_address_that_got_an_account_in_between_stays_with_it() -> None:
    person = member()
    client = logged_in(person)
    person.refresh_from_db()
    path = f"/akun/surel/{email_word(person, NEW)}/"
    person_make(NEW)
    assert client.post(path).status_code == 410
    assert email_of(person) == person.email
    assert is_inside(client)


def test_who_is_not_logged_in_logs_in_first_and_comes_back() -> None:
    person = member()
    path = f"/akun/surel/{email_word(person, NEW)}/"
    answer = logged_in(member()).__class__().get(path)
    assert answer["Location"] == f"/masuk/?next={path.replace(':', '%3A')}"


def test_ones_own_address_is_no_change() -> None:
    person = member()
    answer = logged_in(person).post("/akun/surel/", {"email": person.email, "present": PASSWORD})
    assert "Ini sudah surel Anda" in answer.content.decode()


def test_the_database_knows_one_way_of_writing_an_address() -> None:
    person_make("sari@contoh.example")
    for email in ("Sari@contoh.example", "Baru@contoh.example"):
        with pytest.raises(IntegrityError), transaction.atomic():
            person_make(email)
