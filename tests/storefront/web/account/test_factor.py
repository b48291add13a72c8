"""The second factor: set up, replaced, lost."""

from __future__ import annotations

import base64
import re

import pytest
from django.core import mail
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalog.errors import NotAllowed, NotFound
from catalog.services.memberships import Post, membership_give
from catalog.services.outbox import outbox_sweep
from catalog.types import Role
from storefront.access.factors import second_factor_may_reset, second_factor_reset
from storefront.access.models import RecoveryCodes, Session
from tests.cast import cast_make
from tests.making import SYSTEM
from tests.storefront.web.account.people import (
    PASSWORD,
    code_now,
    code_of,
    is_inside,
    logged_in,
    member,
    step,
)

pytestmark = pytest.mark.django_db

SET_UP, REPLACE = "/akun/pengaman/pasang/", "/akun/pengaman/ganti/"


def half_inside() -> Client:
    """A browser of somebody who has no phone set up yet."""
    client = Client()
    step(client, "auth", username=member(phone=False).email, password=PASSWORD)
    return client


def key_on_page(client: Client, path: str = SET_UP) -> str:
    """The key that is to be typed, in hex."""
    page = client.get(path).content.decode()
    groups = re.findall(r"<span>([A-Z2-7]{4})</span>", page)
    assert len(groups) == 8
    return base64.b32decode("".join(groups)).hex()


def codes_on(page: str) -> list[str]:
    return re.findall(r"<code>([0-9a-z]{4}(?:-[0-9a-z]{4}){3})</code>", page)


def test_set_up_by_picture_or_key() -> None:
    client = half_inside()
    key = key_on_page(client)
    picture = client.get("/akun/pengaman/qr.svg")
    assert picture["Content-Type"].startswith("image/svg+xml")
    assert "no-store" in picture["Cache-Control"]
    assert key_on_page(client) == key  # looking again does not spoil a scanned picture
    wrong = f"{(int(code_now(key)) + 7) % 1_000_000:06d}"
    assert "tidak cocok" in client.post(SET_UP, {"code": wrong}).content.decode()
    assert not TOTPDevice.objects.exists()
    code = code_now(key)
    page = client.post(SET_UP, {"code": f"{code[:3]} {code[3:]}"}).content.decode()
    assert len(codes_on(page)) == 10
    assert is_inside(client)
    # the code that set it up opens no log-in
    device = TOTPDevice.objects.get()
    assert device.key == key and not device.verify_token(code)
    assert key not in str(Session.objects.values_list().get())
    assert client.get("/akun/pengaman/qr.svg").status_code == 404


def test_sent_twice_it_is_set_up_once() -> None:
    client = half_inside()
    code = code_now(key_on_page(client))
    client.post(SET_UP, {"code": code})
    assert client.post(SET_UP, {"code": code})["Location"] == "/akun/pengaman/"
    assert TOTPDevice.objects.count() == RecoveryCodes.objects.count() == 1


def test_codes_are_shown_once_and_counted_after() -> None:
    client = half_inside()
    page = client.post(SET_UP, {"code": code_now(key_on_page(client))}).content.decode()
    codes = codes_on(page)
    for path in ("/akun/", "/akun/pengaman/"):
        page = client.get(path).content.decode()
        assert "Tinggal 10" in page
        assert not [code for code in codes if code in page]
    device = RecoveryCodes.objects.get()
    assert [device.verify_token(code) for code in codes[:7]] == [True] * 7
    assert "Buat yang baru sebelum habis" in client.get("/akun/pengaman/").content.decode()
    page = client.post("/akun/pengaman/kode/", {"present": PASSWORD}).content.decode()
    assert len(codes_on(page)) == 10 and not set(codes_on(page)) & set(codes)


def test_who_has_a_phone_cannot_set_up_another_without_it() -> None:
    person = member()
    client = Client()
    step(client, "auth", username=person.email, password=PASSWORD)
    for method in (client.get, client.post):
        assert method(SET_UP).status_code == 302
        assert method(REPLACE).status_code == 302
    assert TOTPDevice.objects.count() == 1


def test_a_log_in_from_before_the_phone_is_worth_nothing_after() -> None:
    person = member(phone=False)
    early, client = Client(), Client()
    for one in (early, client):
        step(one, "auth", username=person.email, password=PASSWORD)
    client.post(SET_UP, {"code": code_now(key_on_page(client))})
    assert is_inside(client)
    assert early.get(SET_UP)["Location"].startswith("/masuk/")


def test_another_phone_takes_the_place_of_the_old_one() -> None:
    person = member()
    client, other = logged_in(person), logged_in(person)
    key = key_on_page(client, REPLACE)
    assert TOTPDevice.objects.get().key != key
    refused = client.post(REPLACE, {"code": code_now(key), "present": "salah sekali"})
    assert "Ini bukan kata sandi" in refused.content.decode()
    old = code_of(person)
    page = client.post(REPLACE, {"code": code_now(key), "present": PASSWORD}).content.decode()
    assert len(codes_on(page)) == 10
    assert TOTPDevice.objects.get().key == key
    assert is_inside(client) and not is_inside(other)
    third = Client()
    step(third, "auth", username=person.email, password=PASSWORD)
    assert step(third, "token", otp_token=old).status_code == 200
    outbox_sweep()
    assert [message.subject for message in mail.outbox] == ["HP lain sudah dipasang"]


def test_lost_altogether_a_colleague_above_takes_it_away() -> None:
    cast = cast_make()
    person = member("hilang@contoh.example")
    post = Post(Role.FACILITY_OPERATOR, facility_id=cast.here.pk)
    membership_give(actor=SYSTEM, user_id=person.pk, post=post)
    client = logged_in(person)
    for _ in range(2):
        second_factor_reset(actor=cast.facility_head, user_id=person.pk)
    assert not TOTPDevice.objects.filter(user=person).exists()
    assert not is_inside(client)
    outbox_sweep()
    [message] = mail.outbox
    assert message.to == [person.email] and cast.facility_head.name in message.body
    answer = step(client, "auth", username=person.email, password=PASSWORD)
    assert answer["Location"] == "/petugas/"
    assert client.get("/petugas/")["Location"] == SET_UP


def test_only_those_above_take_it_away() -> None:
    cast = cast_make()
    ids = {name: actor.user_id or 0 for name, actor in cast.everybody().items()}
    table = {
        ("facility_head", "sari"): None,
        ("regional_head", "sari"): None,
        ("regional_head", "facility_head"): None,
        ("central_officer", "regional_head"): None,
        ("board_editor", "board_viewer"): None,
        ("facility_head", "budi"): NotFound,
        ("facility_head", "regional_head"): NotFound,
        ("facility_head", "central_officer"): NotFound,
        ("regional_officer", "sari"): NotAllowed,
        ("auditor", "sari"): NotAllowed,
        ("sari", "facility_head"): NotFound,
        ("facility_head", "facility_head"): NotAllowed,
        ("central_officer", "central_officer"): NotAllowed,
        ("anonymous", "sari"): NotFound,
    }
    for (who, whose), error in table.items():
        actor = cast.everybody()[who]
        assert second_factor_may_reset(actor, ids[whose]) == (error is None), (who, whose)
        TOTPDevice.objects.get_or_create(user_id=ids[whose], name="default")
        if error is None:
            second_factor_reset(actor=actor, user_id=ids[whose])
        else:
            with pytest.raises(error):
                second_factor_reset(actor=actor, user_id=ids[whose])
        assert TOTPDevice.objects.filter(user_id=ids[whose]).exists() == (error is not None)


def test_one_role_below_is_not_enough_where_another_is_not() -> None:
    cast = cast_make()
    head = cast.regional_head.user_id or 0
    post = Post(Role.FACILITY_OPERATOR, facility_id=cast.here.pk)
    membership_give(actor=SYSTEM, user_id=head, post=post)
    with pytest.raises(NotAllowed):
        second_factor_reset(actor=cast.facility_head, user_id=head)


def test_of_who_holds_nothing_now_only_the_center() -> None:
    cast, person = cast_make(), member()
    with pytest.raises(NotFound):
        second_factor_reset(actor=cast.regional_head, user_id=person.pk)
    second_factor_reset(actor=cast.central_officer, user_id=person.pk)
    assert not TOTPDevice.objects.filter(user=person).exists()


def test_who_has_none_is_led_to_set_one_up() -> None:
    client = Client()
    step(client, "auth", username=member(phone=False).email, password=PASSWORD)
    assert client.get("/akun/pengaman/")["Location"] == SET_UP
