"""Log-in in two steps: who comes in, what is counted, what is kept."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalog.services.memberships import Post, membership_give
from catalog.types import Role
from storefront.access.factors import recovery_codes_make
from storefront.access.hashing import Argon2
from storefront.access.locks import account_key
from storefront.access.models import RecoveryCodes, Session
from tests.cast import actor_again, cast_make
from tests.making import SYSTEM, facility_make
from tests.storefront.web.account.people import (
    OTHER_PASSWORD,
    PASSWORD,
    code_of,
    guess,
    is_inside,
    logged_in,
    member,
    step,
    without_token,
)

pytestmark = pytest.mark.django_db


def test_password_and_code_open_the_door() -> None:
    person = member("sari@contoh.example")
    client = Client()
    answer = step(client, "auth", username=" Sari@CONTOH.example ", password=PASSWORD)
    assert answer.status_code == 200
    assert 'autocomplete="one-time-code"' in answer.content.decode()
    assert not is_inside(client)
    code = code_of(person)
    answer = step(client, "token", otp_token=f" {code[:3]} {code[3:]} ")
    assert (answer.status_code, answer["Location"]) == (302, "/akun/")
    assert is_inside(client)
    row = Session.objects.get(user=person)
    assert (row.address, row.agent[:11]) == ("127.0.0.1", "Mozilla/5.0")


def test_who_holds_a_role_comes_to_the_portal_and_who_wanted_a_page_to_that() -> None:
    sari = get_user_model().objects.get(pk=cast_make().sari.user_id)
    sari.set_password(PASSWORD)
    sari.save()
    TOTPDevice.objects.create(user=sari, name="default")
    for path, expected in (("/masuk/", "/petugas/"), ("/masuk/?next=/akun/sandi/", "/akun/sandi/")):
        client = Client()
        step(client, "auth", path=path, username=sari.email, password=PASSWORD)
        answer = step(client, "token", path=path, otp_token=code_of(sari))
        assert answer["Location"] == expected
        assert client.get(path)["Location"] == expected


@pytest.mark.parametrize(
    "target",
    [
        *("https://jahat.example/", "//jahat.example/", "/\\jahat.example", "javascript:alert(1)"),
        *("///jahat.example", "https:jahat.example", "http://testserver@jahat.example/", "\t//x.y"),
    ],
)
def test_nobody_is_sent_to_another_site(target: str) -> None:
    person = member()
    client = Client()
    path = "/masuk/?" + "next=" + target.replace("\t", "%09").replace("\\", "%5C")
    step(client, "auth", path=path, username=person.email, password=PASSWORD)
    answer = step(client, "token", path=path, otp_token=code_of(person))
    assert answer["Location"] == "/akun/"


def test_nothing_is_kept_before_a_password_was_right() -> None:
    person = member()
    client = Client()
    with CaptureQueriesContext(connection) as statements:
        client.get("/masuk/")
    assert len(statements) == 0
    guess(client, person.email)
    assert set(client.cookies) == {"csrftoken"}
    assert not Session.objects.exists()
    step(client, "auth", username=person.email, password=PASSWORD)
    assert "lapak_masuk" in client.cookies
    assert Session.objects.get().user is None


def test_the_second_step_alone_opens_nothing() -> None:
    person = member()
    client = Client()
    answer = step(client, "token", otp_token=code_of(person))
    assert 'name="auth-password"' in answer.content.decode()
    assert not is_inside(client)


def test_a_code_opens_once() -> None:
    person = member()
    code = code_of(person)
    for expected in (302, 200):
        client = Client()
        step(client, "auth", username=person.email, password=PASSWORD)
        assert step(client, "token", otp_token=code).status_code == expected


def test_what_is_no_code_is_told_and_not_counted() -> None:
    person = member()
    client = Client()
    step(client, "auth", username=person.email, password=PASSWORD)
    for _ in range(6):
        answer = step(client, "token", otp_token="12345")
        assert answer.status_code == 200
        assert "Kodenya 6 angka" in answer.content.decode()
    assert step(client, "token", otp_token=code_of(person)).status_code == 302


def test_the_second_step_waits_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    person = member()
    client = Client()
    step(client, "auth", username=person.email, password=PASSWORD)
    code, real = code_of(person), time.time
    monkeypatch.setattr(time, "time", lambda: real() + 601)
    page = step(client, "token", otp_token=code).content.decode()
    assert "Sudah lewat 10 menit" in page and 'name="auth-password"' in page
    assert not is_inside(client)


def test_a_recovery_code_opens_once_however_it_is_typed() -> None:
    person = member()
    actor = actor_again(person.pk)
    codes = recovery_codes_make(actor=actor, user_id=person.pk)
    assert len(set(codes)) == 10
    typed = codes[0].replace("-", " ").upper().replace("1", "L").replace("0", "O")
    for expected in (302, 200):
        client = Client()
        step(client, "auth", username=person.email, password=PASSWORD)
        client.post("/masuk/", {"login_view-current_step": "token", "wizard_goto_step": "backup"})
        assert step(client, "backup", otp_token=typed).status_code == expected
        assert is_inside(client) == (expected == 302)
    assert len(RecoveryCodes.objects.get(user=person).digests) == 9
    kept = str(RecoveryCodes.objects.filter(user=person).values_list().get())
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]


def test_new_recovery_codes_end_the_old_ones() -> None:
    person = member()
    actor = actor_again(person.pk)
    old = recovery_codes_make(actor=actor, user_id=person.pk)
    new = recovery_codes_make(actor=actor, user_id=person.pk)
    device = RecoveryCodes.objects.get(user=person)
    assert not device.verify_token(old[0])
    assert device.verify_token(new[0]) and not device.verify_token(new[0])


def test_without_a_phone_the_password_leads_to_its_set_up_and_nowhere_else() -> None:
    """Of who holds a role; buyers need none (test_register)."""
    person = member(phone=False)
    post = Post(Role.FACILITY_OPERATOR, facility_id=facility_make().pk)
    membership_give(actor=SYSTEM, user_id=person.pk, post=post)
    client = Client()
    answer = step(client, "auth", username=person.email, password=PASSWORD)
    assert answer.status_code == 302
    for path in ("/akun/", "/akun/sandi/", "/akun/surel/", "/akun/pengaman/", "/petugas/"):
        assert client.get(path)["Location"] == "/akun/pengaman/pasang/", path


def answers(email: str) -> tuple[bytes, int, int]:
    """Page, status and statements of one wrong guess by a new browser."""
    client = Client()
    client.get("/masuk/")
    with CaptureQueriesContext(connection) as statements:
        answer = guess(client, email)
    return without_token(answer).replace(email.encode(), b"@"), answer.status_code, len(statements)


def test_known_unknown_closed_and_invited_accounts_answer_alike() -> None:
    known, closed, invited = member("a@contoh.example"), member("b@contoh.example"), member()
    closed.is_active = False
    closed.save()
    invited.set_unusable_password()
    invited.save()
    emails = [known.email, "tak-ada@contoh.example", closed.email, invited.email]
    found = [answers(email) for email in emails]
    assert found[0][1] == 200 and "Surel atau kata sandi" in found[0][0].decode()
    # the rule about the clearing of rows that are over makes no difference either
    assert found[1:] == found[:1] * 3
    for _ in range(3):
        for email in emails:
            assert answers(email)[1] == 200
    found = [answers(email) for email in emails]
    assert found[0][1] == 429
    assert found[1:] == found[:1] * 3


def test_the_right_password_of_a_closed_account_says_nothing_more() -> None:
    person = member()
    person.is_active = False
    person.save()
    right = step(Client(), "auth", username=person.email, password=PASSWORD)
    wrong = step(Client(), "auth", username=person.email, password=OTHER_PASSWORD)
    assert without_token(right) == without_token(wrong)


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[str]:
    """What Argon2 was asked to do, in a shop that hashes as in production."""
    settings.PASSWORD_HASHERS = ["storefront.access.hashing.Argon2"]
    asked: list[str] = []
    for name in ("encode", "verify"):

        def counted(self: Argon2, *args: str, name: str = name) -> Any:
            asked.append(name)
            return getattr(Argon2PasswordHasher, name)(self, *args)

        monkeypatch.setattr(Argon2, name, counted)
    return asked


def test_every_guess_costs_one_hash(hashed: list[str]) -> None:
    known, closed, invited = member(), member(), member()
    closed.is_active = False
    closed.save()
    invited.set_unusable_password()
    invited.save()
    for email in (known.email, closed.email, invited.email, "tak-ada@contoh.example"):
        hashed.clear()
        guess(Client(), email)
        assert len(hashed) == 1, email
    assert get_user_model().objects.get(pk=known.pk).password.startswith("argon2$argon2id$")


def test_a_password_changed_between_the_steps_ends_the_log_in() -> None:
    person = member()
    client = Client()
    step(client, "auth", username=person.email, password=PASSWORD)
    person.set_password(OTHER_PASSWORD)
    person.save()
    page = step(client, "token", otp_token=code_of(person)).content.decode()
    assert 'name="auth-password"' in page
    assert not is_inside(client)


def test_a_first_step_is_of_whom_it_names_whoever_began_before() -> None:
    mine, other = member("a@contoh.example"), member("b@contoh.example")
    client = Client()
    step(client, "auth", username=mine.email, password=PASSWORD)
    with CaptureQueriesContext(connection) as statements:
        guess(client, other.email)
    # guesses at the other account wait for each other, not for mine
    waits = "".join(one["sql"] for one in statements if "pg_advisory" in one["sql"])
    keys = [account_key(HttpRequest(), {"username": one.email}) for one in (mine, other)]
    assert [key in waits for key in keys] == [False, True]
    step(client, "auth", username=mine.email, password=PASSWORD)
    step(client, "auth", username=other.email, password=PASSWORD)
    assert step(client, "token", otp_token=code_of(mine)).status_code == 200
    assert not is_inside(client)
    assert step(client, "token", otp_token=code_of(other)).status_code == 302
    assert other.email in client.get("/akun/").content.decode()


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"auth-username": "a\0b@contoh.example", "auth-password": "a\0"}, 200),
        ({"auth-username": "\ud800".encode("utf-8", "surrogatepass")}, 200),
        ({"auth-username": "x" * 70_000, "auth-password": "y" * 70_000}, 200),
        ({"challenge_device": "otp_totp.totpdevice/1"}, 400),
        ({"wizard_goto_step": "token"}, 200),
        ({"wizard_goto_step": "backup"}, 200),
        ({"login_view-current_step": "token", "token-otp_token": "1" * 5000}, 200),
        ({"login_view-current_step": "nothing"}, 200),
        ({"login_view-current_step": "\0"}, 400),
    ],
)
@pytest.mark.parametrize("is_begun", [False, True])
def test_no_nonsense_breaks_a_step(typed: dict[str, Any], status: int, is_begun: bool) -> None:
    person = member()
    client = Client()
    if is_begun:
        step(client, "auth", username=person.email, password=PASSWORD)
    answer = client.post("/masuk/", {"login_view-current_step": "auth", **typed})
    assert answer.status_code == status
    assert not is_inside(client)


def test_forged_forms_are_refused() -> None:
    person = member()
    inside = logged_in(person)
    client = Client(enforce_csrf_checks=True)
    client.cookies = inside.cookies
    assert is_inside(client)
    for path in ("/masuk/", "/masuk/lupa/", "/akun/keluar/", "/akun/sandi/", "/akun/keluarkan/"):
        assert client.post(path, {}).status_code == 403, path
    assert is_inside(client)


def test_leaving_takes_a_post_and_ends_the_session() -> None:
    client = logged_in(member())
    assert client.get("/akun/keluar/").status_code == 405
    assert is_inside(client)
    assert client.post("/akun/keluar/")["Location"] == "/masuk/"
    assert not is_inside(client)
    assert not Session.objects.exists()


def test_a_session_key_from_before_the_log_in_is_worth_nothing_after() -> None:
    person = member()
    client = Client()
    step(client, "auth", username=person.email, password=PASSWORD)
    early = client.cookies["lapak_masuk"].value
    step(client, "token", otp_token=code_of(person))
    other = Client()
    other.cookies["lapak_masuk"] = early
    assert is_inside(client) and not is_inside(other)


def test_public_pages_ask_nobody_and_set_no_cookie() -> None:
    client = logged_in(member())
    for path in ("/", "/katalog/", "/fasilitas/"):
        counts = []
        for visitor in (Client(), client):
            visitor.get(path)
            with CaptureQueriesContext(connection) as statements:
                answer = visitor.get(path)
            assert not answer.cookies, path
            assert not [one for one in statements if "access_session" in one["sql"]]
            counts.append(len(statements))
        assert counts[0] == counts[1] <= 4, path
