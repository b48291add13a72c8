"""Where somebody is logged in, and what ends it: shown with real log-ins in two browsers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalog.errors import NotAllowed, NotFound
from catalog.types import Actor
from storefront.access.accounts import account_close, password_reset
from storefront.access.factors import second_factor_reset
from storefront.access.links import email_word, reset_word
from storefront.access.models import ApiToken, Session
from storefront.access.tasks import sessions_clear
from tests.cast import actor_again, cast_make, client_of
from tests.conftest import serving_role
from tests.making import SYSTEM
from tests.storefront.web.account.people import (
    OTHER_PASSWORD,
    PASSWORD,
    guess,
    is_inside,
    logged_in,
    member,
    step,
)

pytestmark = pytest.mark.django_db


def test_the_account_page_lists_log_ins_in_words_and_names_no_key() -> None:
    person = member()
    logged_in(person)
    client = logged_in(person)
    page = client.get("/akun/").content.decode()
    assert page.count("Chrome di Android") >= 2
    assert page.count("perangkat ini") == 1
    assert "127.0.0.1" in page
    assert client.cookies["lapak_masuk"].value not in page


def test_what_the_table_holds_opens_nothing() -> None:
    client = logged_in(member())
    row = Session.objects.get()
    key = client.cookies["lapak_masuk"].value
    assert key not in str(Session.objects.values().get())
    thief = Client()
    thief.cookies["lapak_masuk"] = row.session_key
    assert is_inside(client) and not is_inside(thief)


def test_one_log_in_is_ended_and_the_other_goes_on() -> None:
    person = member()
    other, client = logged_in(person), logged_in(person)
    [path] = re.findall(
        r'action="(/akun/keluarkan/[0-9a-f]+/)"', client.get("/akun/").content.decode()
    )
    assert client.post(path).status_code == 302
    assert is_inside(client) and not is_inside(other)
    assert client.post(path).status_code == 404


def test_nobody_ends_the_log_in_of_another() -> None:
    mine, person = logged_in(member()), member()
    logged_in(person)
    theirs = logged_in(person)
    paths = re.findall(
        r'action="(/akun/keluarkan/[0-9a-f]+/)"', theirs.get("/akun/").content.decode()
    )
    assert paths and {mine.post(path).status_code for path in paths} == {404}
    assert is_inside(theirs)


def test_all_others_are_ended_at_once() -> None:
    person = member()
    others, client = [logged_in(person) for _ in range(3)], logged_in(person)
    stranger = logged_in(member())
    page = client.post("/akun/keluarkan/", follow=True).content.decode()
    assert "3 perangkat sudah dikeluarkan" in page
    assert not [one for one in others if is_inside(one)]
    assert is_inside(client) and is_inside(stranger)


def change_password(person: Any, client: Client) -> None:
    typed = {"present": PASSWORD, "new": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    assert client.post("/akun/sandi/", typed)["Location"] == "/akun/"


def change_email(person: Any, client: Client) -> None:
    path = f"/akun/surel/{email_word(person, 'baru@contoh.example')}/"
    assert client.get(path).status_code == 200
    assert client.post(path)["Location"] == "/akun/"


def reset(person: Any, client: Client) -> None:
    password_reset(word=reset_word(person), password=OTHER_PASSWORD)


def close(person: Any, client: Client) -> None:
    account_close(actor=SYSTEM, user_id=person.pk)


def close_by_hand(person: Any, client: Client) -> None:
    get_user_model().objects.filter(pk=person.pk).update(is_active=False)


def lose_phone(person: Any, client: Client) -> None:
    second_factor_reset(actor=SYSTEM, user_id=person.pk)


def leave(person: Any, client: Client) -> None:
    client.post("/akun/keluar/")


@pytest.mark.parametrize(
    ("event", "this_goes_on"),
    [
        *((change_password, True), (change_email, True), (reset, False), (close, False)),
        *((close_by_hand, False), (lose_phone, False)),
    ],
)
def test_what_ends_log_ins_elsewhere(
    event: Callable[[Any, Client], None], this_goes_on: bool
) -> None:
    person = member()
    other, client, stranger = logged_in(person), logged_in(person), logged_in(member())
    thief = Client()
    thief.cookies["lapak_masuk"] = client.cookies["lapak_masuk"].value
    person.refresh_from_db()
    event(person, client)
    assert not is_inside(other)
    assert not is_inside(thief)  # even the key of the session that goes on is another
    assert is_inside(client) == this_goes_on
    assert is_inside(stranger)


@pytest.mark.parametrize("event", [change_password, change_email, reset, close, lose_phone, leave])
def test_all_of_it_goes_with_the_rights_of_app(event: Callable[[Any, Client], None]) -> None:
    head = cast_make().facility_head
    person = get_user_model().objects.get(pk=head.user_id)
    person.set_password(PASSWORD)
    person.save()
    TOTPDevice.objects.create(user=person, name="default")
    key_make(person, head)
    with serving_role(Actor.anonymous()):
        other, client = logged_in(person), logged_in(person)
        person.refresh_from_db()
        event(person, client)
        assert is_inside(other) == (event is leave)
        if event in (change_password, change_email, reset, close):
            assert not ApiToken.objects.filter(revoked_at=None).exists()
        guess(client, person.email)
        client.post("/masuk/lupa/", {"email": person.email})


def test_the_account_page_asks_little_however_many_log_ins_there_are() -> None:
    person = member()
    client = logged_in(person)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as statements:
            client.get("/akun/")
        counts.append(len(statements))
        for _ in range(5):
            logged_in(person)
    assert counts[0] == counts[1] <= 12


def test_leaving_ends_one_device_alone() -> None:
    person = member()
    other, client = logged_in(person), logged_in(person)
    leave(person, client)
    assert is_inside(other) and not is_inside(client)


def key_make(person: Any, actor: Actor) -> ApiToken:
    """A client's key of a facility that the person heads."""
    (facility,) = actor.grants[0].facility_ids or frozenset({0})
    return ApiToken.objects.create(
        user=person,
        facility_id=facility,
        name="kasir",
        digest=b"x" * 32,
        tail="abcd",
        bound=b"x" * 32,
        scopes=["stock.change"],
        expires_at=timezone.now() + timedelta(days=1),
    )


@pytest.mark.parametrize("event", [change_password, change_email, reset, close])
def test_the_keys_of_clients_end_with_the_log_ins(event: Callable[[Any, Client], None]) -> None:
    cast = cast_make()
    head = get_user_model().objects.get(pk=cast.facility_head.user_id)
    head.set_password(PASSWORD)
    head.save()
    client = client_of(cast.facility_head)
    row = key_make(head, cast.facility_head)
    head.refresh_from_db()
    event(head, client)
    row.refresh_from_db()
    assert row.revoked_at is not None


def test_who_may_close_an_account() -> None:
    cast = cast_make()
    sari = cast.sari.user_id or 0
    for actor, error in (
        (cast.facility_head, NotFound),
        (cast.regional_head, NotFound),
        (cast.auditor, NotAllowed),
        (cast.sari, NotFound),
        (cast.anonymous, NotFound),
    ):
        with pytest.raises(error):
            account_close(actor=actor, user_id=sari)
    with pytest.raises(NotAllowed):
        account_close(actor=cast.central_officer, user_id=cast.central_officer.user_id or 0)
    client = client_of(cast.sari)
    assert client.get("/petugas/").status_code == 200
    account_close(actor=cast.central_officer, user_id=sari)
    account_close(actor=cast.central_officer, user_id=sari)
    assert client.get("/petugas/").status_code == 302
    assert actor_again(sari).grants == ()


def test_a_session_in_use_is_written_hourly_and_lives_on() -> None:
    client = logged_in(member())
    row = Session.objects.get()
    with CaptureQueriesContext(connection) as statements:
        client.get("/akun/")
    assert not [one for one in statements if 'UPDATE "access_session"' in one["sql"]]
    day = timedelta(days=1)
    Session.objects.update(seen_at=row.seen_at - day, expire_date=row.expire_date - day)
    assert is_inside(client)
    later = Session.objects.get()
    assert timezone.now() - later.seen_at < timedelta(minutes=1)
    assert later.expire_date >= row.expire_date
    assert (later.begun_at, later.address, later.agent) == (row.begun_at, row.address, row.agent)


def test_a_session_that_is_not_used_for_14_days_is_over() -> None:
    client = logged_in(member())
    assert Session.objects.get().expire_date - timezone.now() > timedelta(days=13, hours=23)
    assert client.cookies["lapak_masuk"]["max-age"] == 14 * 24 * 3600
    assert client.cookies["lapak_masuk"]["httponly"]
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_inside(client)
    assert sessions_clear() == 1
    assert not Session.objects.exists()


def test_a_session_ended_during_a_request_does_not_come_back() -> None:
    person = member()
    client = logged_in(person)
    step(client, "auth", username="x@contoh.example", password="salah sekali")
    Session.objects.all().delete()
    assert not is_inside(client)
    assert not Session.objects.exists()
