"""Guessing: five failures an account, twenty an address, whatever is tried to get round them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from catalog.models import OutboxRow
from storefront.access.models import Session
from tests.storefront.web.account.people import (
    PASSWORD,
    code_of,
    guess,
    is_inside,
    logged_in,
    member,
    step,
)

pytestmark = pytest.mark.django_db


def at(address: str, **headers: Any) -> Client:
    """A browser at an address of the network."""
    return Client(REMOTE_ADDR=address, **headers)


def test_an_account_locks_over_many_addresses_and_however_it_is_written() -> None:
    person = member("sari@contoh.example")
    spelled = ["sari@contoh.example", "Sari@contoh.example", " SARI@CONTOH.EXAMPLE "]
    statuses = [guess(at(f"10.0.0.{n}"), spelled[n % 3]).status_code for n in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    answer = step(at("10.0.1.1"), "auth", username=person.email, password=PASSWORD)
    assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    assert "15 menit" in answer.content.decode()
    assert not Session.objects.exists()


def test_an_address_locks_over_many_accounts_and_others_go_on() -> None:
    person = member()
    statuses = [guess(at("10.0.0.1"), f"a{n}@contoh.example").status_code for n in range(22)]
    assert statuses == [200] * 19 + [429] * 3
    right = {"username": person.email, "password": PASSWORD}
    assert step(at("10.0.0.1"), "auth", **right).status_code == 429
    assert step(at("10.0.0.2"), "auth", **right).status_code == 200


def test_neighbors_in_one_ipv6_network_are_one_address() -> None:
    for n in range(20):
        guess(at(f"2001:db8:0:1::{n + 1:x}"), f"a{n}@contoh.example")
    assert guess(at("2001:db8:0:1:ffff::1"), "b@contoh.example").status_code == 429
    assert guess(at("2001:db8:0:2::1"), "b@contoh.example").status_code == 200


def test_a_lock_opens_by_itself_and_is_not_held_shut_from_outside() -> None:
    person = member()
    for n in range(5):
        guess(at(f"10.0.0.{n}"), person.email)
    earlier = timezone.now() - timedelta(minutes=15, seconds=1)
    AccessAttempt.objects.update(attempt_time=earlier + timedelta(seconds=5))
    assert guess(at("10.0.0.9"), person.email).status_code == 429
    # what was tried while it was shut counts for nothing
    assert AccessAttempt.objects.count() == 5
    AccessAttempt.objects.update(attempt_time=earlier)
    answer = step(at("10.0.0.9"), "auth", username=person.email, password=PASSWORD)
    assert answer.status_code == 200 and "auth-password" not in answer.content.decode()


def test_wrong_codes_count_like_wrong_passwords() -> None:
    person = member()
    client = Client()
    step(client, "auth", username=person.email, password=PASSWORD)
    statuses = []
    for _ in range(5):
        wrong = f"{(int(code_of(person)) + 1) % 1_000_000:06d}"
        statuses.append(step(client, "token", otp_token=wrong).status_code)
    assert statuses == [200, 200, 200, 200, 429]
    assert step(client, "token", otp_token=code_of(person)).status_code == 429
    assert not is_inside(client)
    again = step(Client(), "auth", username=person.email, password=PASSWORD)
    assert again.status_code == 429


def test_a_right_code_too_soon_after_a_wrong_one_is_asked_for_again_and_not_counted() -> None:
    person = member()
    client = Client()
    step(client, "auth", username=person.email, password=PASSWORD)
    code = code_of(person)
    step(client, "token", otp_token=f"{(int(code) + 1) % 1_000_000:06d}")
    answer = step(client, "token", otp_token=code)
    assert "Tunggu beberapa detik" in answer.content.decode()
    assert AccessAttempt.objects.get().failures_since_start == 1


def test_a_log_in_forgets_the_failures_of_its_account_alone() -> None:
    person = member()
    client = at("10.0.0.1")
    for n in range(17):
        guess(client, f"a{n}@contoh.example")
    guess(client, person.email)
    guess(client, person.email)
    # 17 + 2: the twentieth would lock; whoever has one account may not guess on at others
    assert step(client, "auth", username=person.email, password=PASSWORD).status_code == 200
    assert step(client, "token", otp_token=code_of(person)).status_code == 302
    statuses = [guess(at("10.0.0.1"), f"b{n}@contoh.example").status_code for n in range(3)]
    assert statuses == [200, 200, 429]


def test_a_forged_forwarding_header_is_not_read(settings: Any) -> None:
    assert settings.SECURE_PROXY_SSL_HEADER is None
    for n in range(20):
        client = at("10.0.0.1", HTTP_X_FORWARDED_FOR=f"10.9.9.{n}")
        guess(client, f"a{n}@contoh.example")
    assert guess(at("10.0.0.1"), "b@contoh.example").status_code == 429
    assert guess(at("10.0.0.2"), "b@contoh.example").status_code == 200


@pytest.mark.parametrize(("proxies", "seen"), [(1, "10.1.1.1"), (2, "10.2.2.2")])
def test_behind_proxies_what_ours_wrote_counts(settings: Any, proxies: int, seen: str) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.PROXY_COUNT = proxies
    for n in range(20):
        header = f"10.9.9.{n}, 10.2.2.2, 10.1.1.1"
        guess(at("192.0.2.1", HTTP_X_FORWARDED_FOR=header), f"a{n}@contoh.example")
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {seen}
    other = at("192.0.2.1", HTTP_X_FORWARDED_FOR="10.9.9.1, 10.3.3.3, 10.3.3.3")
    assert guess(other, "b@contoh.example").status_code == 200


def test_guesses_at_the_password_inside_count_too() -> None:
    person = member()
    client = logged_in(person)
    forms: list[tuple[str, dict[str, str]]] = [
        ("/akun/sandi/", {"new": "rotan dari Banjar 7", "again": "rotan dari Banjar 7"}),
        ("/akun/surel/", {"email": "baru@contoh.example"}),
        ("/akun/pengaman/kode/", {}),
        ("/akun/pengaman/ganti/", {"code": "123456"}),
        ("/akun/sandi/", {"new": "rotan dari Banjar 7", "again": "rotan dari Banjar 7"}),
    ]
    answers = [client.post(path, {**typed, "present": "salah sekali"}) for path, typed in forms]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert "Ini bukan kata sandi Anda sekarang" in answers[0].content.decode()
    path, typed = forms[0]
    assert client.post(path, {**typed, "present": PASSWORD}).status_code == 429
    assert person.check_password(PASSWORD)
    assert is_inside(client)  # who is inside stays there: only guessing stops


def test_questions_for_a_new_password_fill_the_address_alone() -> None:
    person = member()
    client = at("10.0.0.1")
    statuses = [client.post("/masuk/lupa/", {"email": person.email}).status_code for _ in range(21)]
    assert statuses == [302] * 20 + [429]
    assert OutboxRow.objects.filter(task="access.mail_reset").count() == 1
    assert at("10.0.0.2").post("/masuk/lupa/", {"email": person.email}).status_code == 302
    right = step(at("10.0.0.2"), "auth", username=person.email, password=PASSWORD)
    assert right.status_code == 200


def test_questions_of_an_hour_ago_count_for_nothing() -> None:
    client = at("10.0.0.1")
    for _ in range(19):
        client.post("/masuk/lupa/", {"email": "a@contoh.example"})
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(hours=1))
    for _ in range(3):
        assert client.post("/masuk/lupa/", {"email": "a@contoh.example"}).status_code == 302
    assert AccessAttempt.objects.get().failures_since_start == 3


@pytest.mark.django_db(transaction=True)
def test_of_forty_questions_at_once_twenty_are_answered() -> None:
    def one(_n: int) -> int:
        try:
            answer = at("10.0.0.1").post("/masuk/lupa/", {"email": "a@contoh.example"})
            return int(answer.status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(one, range(40)))
    assert sorted(statuses) == [302] * 20 + [429] * 20


def everything_written() -> Iterator[str]:
    """Every text that the database holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name FROM information_schema.columns c"
            " JOIN information_schema.tables t USING (table_schema, table_name)"
            " WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"
            " AND c.data_type IN ('text', 'character varying', 'character', 'jsonb', 'json',"
            " 'ARRAY', 'bytea', 'tsvector')"
        )
        columns = cursor.fetchall()
        assert len(columns) > 300
        for table, column in columns:
            cursor.execute(
                f'SELECT coalesce(string_agg("{column}"::text, chr(10)), \'\') FROM "{table}"'
            )
            yield cursor.fetchone()[0]


def test_nothing_that_was_typed_is_kept_anywhere() -> None:
    person = member()
    client = Client()
    typed = "Sandi yang Diketik 4711"
    for _ in range(3):
        guess(client, person.email, typed)
    guess(client, typed, typed)  # into the wrong field
    guess(client, "tak-ada@contoh.example", typed)
    step(
        client,
        "auth",
        path=f"/masuk/?next=/{typed.replace(' ', '_')}",
        username=typed,
        password=typed,
    )
    inside = logged_in(person)
    for path in ("/akun/sandi/", "/akun/surel/"):
        inside.post(path, {"present": typed, "new": typed, "again": typed, "email": "a@b.example"})
    assert AccessAttempt.objects.exists()
    for text in everything_written():
        for trace in (
            typed.lower(),
            typed.lower().replace(" ", "_"),
            "tak-ada@contoh",
            typed.encode().hex(),
        ):
            assert trace not in text.lower()


@pytest.mark.django_db(transaction=True)
def test_of_twelve_guesses_at_once_five_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    person = member()
    looked: list[str] = []

    def verify(self: MD5PasswordHasher, password: str, encoded: str) -> bool:
        looked.append(password)
        return False

    monkeypatch.setattr(MD5PasswordHasher, "verify", verify)

    def one(n: int) -> int:
        try:
            return int(guess(at(f"10.0.0.{n}"), person.email).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(12) as pool:
        statuses = sorted(pool.map(one, range(12)))
    assert len(looked) == 5
    assert statuses == [200] * 4 + [429] * 8
