"""SAFETY 1, Accounts: what stock Saleor lets through, tried at the shop's own doors.

`tests/stock/test_log_ins.py` and `test_accounts.py` show each flaw on stock Saleor, and
`tests/storefront/graphql/test_refused.py` sends the very bytes to the shop, which knows none of
these fields. Here the same is done to what the shop has instead: log-in, sessions, keys.
"""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.utils import timezone
from time_machine import travel

from catalog.services.outbox import outbox_sweep
from catalog.types import Actor
from storefront.access.accounts import password_change
from storefront.access.models import ApiToken, Session
from tests.cast import Cast, cast_make, person_make
from tests.stock.attempts import ATTEMPTS, LINES, REDIRECTS, attempt
from tests.stock.messages import Targets
from tests.storefront.graphql.own import key_give, said
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

# Every flaw of the design note under "Accounts", by what it is called in tests/stock/attempts.py.
ACCOUNTS = (
    "token-age",
    "token-password",
    "no-throttle",
    "CVE-2026-39851",  # reset and registration tell who has an account
    "weak-password",
    "redirect",
    "cookie",
)
ME = "{ myFacilities(first: 1) { totalCount } }"


@pytest.fixture
def cast() -> Cast:
    return cast_make()


def test_every_flaw_of_accounts_has_its_attempt_on_stock() -> None:
    assert set(ACCOUNTS) <= set(LINES)
    assert set(ACCOUNTS) <= {each.line for each in ATTEMPTS}


def test_a_session_and_a_key_past_their_date_open_nothing(cast: Cast) -> None:
    client = logged_in(member())
    secret = key_give(cast.facility_head, cast.here)
    assert is_inside(client) and said(secret, ME).status == 200
    with travel(timezone.now() + timedelta(days=366)):
        assert not is_inside(client)
        assert said(secret, ME).status == 401


def test_no_session_and_no_key_outlives_the_password(cast: Cast) -> None:
    user = get_user_model().objects.get(pk=cast.facility_head.user_id)
    secret = key_give(cast.facility_head, cast.here)
    person = member()
    client, thief = logged_in(person), logged_in(person)
    for one in (user, person):
        password_change(actor=Actor.system("x"), user_id=one.pk, password=OTHER_PASSWORD, this="")
    assert not is_inside(client) and not is_inside(thief)
    assert not Session.objects.filter(user=person).exists()
    assert said(secret, ME).status == 401
    assert ApiToken.objects.get(user=user).revoked_at is not None


def test_of_a_hundred_guesses_five_are_looked_at_and_the_right_one_is_none_of_them() -> None:
    person = member()
    statuses = [
        guess(Client(), person.email, f"guess {number}").status_code for number in range(99)
    ]
    right = step(Client(), "auth", username=person.email, password=PASSWORD)
    assert statuses == [200] * 4 + [429] * 95
    assert right.status_code == 429
    assert not Session.objects.exists()


def test_a_hundred_log_ins_in_one_request_are_no_request_here() -> None:
    targets = Targets(email=member().email, password=PASSWORD)
    message = attempt("log-ins-of-100").make(targets)
    answer = Client().post("/graphql/", message.body, content_type=message.content_type)
    assert answer.status_code == 400 and "token" not in answer.json()
    assert not Session.objects.exists()


def test_who_has_an_account_is_told_neither_by_answer_nor_by_mail() -> None:
    person = member()
    pages = [
        Client().post("/masuk/lupa/", {"email": email}, follow=True)
        for email in (person.email, "nobody@contoh.example")
    ]
    assert {page.redirect_chain[-1] for page in pages} == {("/masuk/lupa/terkirim/", 302)}
    assert without_token(pages[0]) == without_token(pages[1])
    wrong = [
        guess(Client(REMOTE_ADDR=f"10.0.0.{number}"), email)
        for number, email in enumerate((person.email, "nobody@contoh.example"))
    ]
    assert without_token(wrong[0]).replace(person.email.encode(), b"x") == without_token(
        wrong[1]
    ).replace(b"nobody@contoh.example", b"x")
    # and there is no page where a stranger could register: people are invited
    assert {Client().get(path).status_code for path in ("/daftar/", "/masuk/daftar/")} == {404}


@pytest.mark.parametrize("weak", ["1", "12345678", "password12", "rahasia2026"])
def test_no_door_takes_a_weak_password(weak: str) -> None:
    person = member()
    client = logged_in(person)
    typed = {"present": PASSWORD, "new": weak, "again": weak}
    assert client.post("/akun/sandi/", typed).status_code in {400, 422, 200}
    person.refresh_from_db()
    assert person.check_password(PASSWORD) and not person.check_password(weak)


@pytest.mark.parametrize("target", REDIRECTS.values())
def test_no_mail_and_no_log_in_leads_where_a_stranger_says(target: str) -> None:
    person = person_make(password=PASSWORD)
    names = ("redirectUrl", "redirect_url", "next", "to")
    asked = dict.fromkeys(names, target)
    Client().post(f"/masuk/lupa/?{urlencode(asked)}", {"email": person.email, **asked})
    outbox_sweep()
    assert len(mail.outbox) == 1
    addresses = re.findall(r"\S*//\S+", str(mail.outbox[0].body))
    assert addresses and all(one.startswith(settings.PUBLIC_URL) for one in addresses)
    path = f"/masuk/?{urlencode({'next': target})}"
    answer = step(Client(), "auth", path=path, username=person.email, password=PASSWORD)
    assert answer["Location"] == "/akun/"


def test_a_cookie_says_nothing_to_the_api_and_a_form_of_another_site_nothing_to_a_page(
    cast: Cast,
) -> None:
    secret = key_give(cast.facility_head, cast.here)
    client = logged_in(member())
    client.cookies["JWT"] = secret
    message = attempt("form-of-another-site").make(Targets())
    evil = {"origin": "https://jahat.example"}
    answers = [
        client.post("/graphql/", message.body, content_type=message.content_type, headers=evil),
        client.post("/graphql/", {"query": ME}, headers=evil),
        client.post(
            "/graphql/", f'{{"query": "{ME}"}}', content_type="application/json", headers=evil
        ),
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 401]
    assert all("data" not in answer.json() for answer in answers)
    checking = Client(enforce_csrf_checks=True)
    checking.cookies = client.cookies
    assert is_inside(checking)
    for path in ("/akun/keluarkan/", "/akun/sandi/", "/akun/keluar/", "/masuk/"):
        assert checking.post(path, {"new": "x"}, headers=evil).status_code == 403, path
    assert is_inside(checking)
