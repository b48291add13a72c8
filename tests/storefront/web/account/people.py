"""A person with password, phone and recovery codes, and browsers that log in through the pages."""

from __future__ import annotations

import re
import time
from typing import Any

from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.cast import person_make

PASSWORD = "kayu jati dari Blora"
OTHER_PASSWORD = "tenun ikat dari Sikka"
AGENT = "Mozilla/5.0 (Linux; Android 9) AppleWebKit/537.36 Chrome/99.0 Mobile Safari/537.36"


def code_of(person: Any) -> str:
    """What the person's phone shows now, and which was not given yet."""
    device = TOTPDevice.objects.get(user=person)
    # each code opens once; in a test there is no time to wait for the next
    TOTPDevice.objects.filter(pk=device.pk).update(last_t=-1, throttling_failure_count=0)
    return code_now(device.key)


def code_now(key: str) -> str:
    """What a phone with this key (hex) shows now."""
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time()
    return f"{totp.token():06d}"


def member(email: str = "", *, password: str = PASSWORD, phone: bool = True) -> Any:
    """An account; phone: whether a second factor is set up."""
    person = person_make(email, password=password)
    if phone:
        TOTPDevice.objects.create(user=person, name="default")
    return person


def step(client: Client, name: str, /, *, path: str = "/masuk/", **typed: str) -> Any:
    """One step of the log-in. name: auth, token or backup."""
    fields = {f"{name}-{field}": text for field, text in typed.items()}
    data = {"login_view-current_step": name, **fields}
    return client.post(path, data, headers={"user-agent": AGENT})


def guess(client: Client, email: str, password: str = "salah sekali") -> Any:
    """The first step with a wrong password."""
    return step(client, "auth", username=email, password=password)


def logged_in(person: Any, password: str = PASSWORD) -> Client:
    """A browser in which the person went through both steps."""
    client = Client()
    answer = step(client, "auth", username=person.email, password=password)
    assert answer.status_code == 200, answer.content.decode()
    answer = step(client, "token", otp_token=code_of(person))
    assert answer.status_code == 302, answer.content.decode()
    return client


def is_inside(client: Client) -> bool:
    """Whether the browser is still logged in."""
    return bool(client.get("/akun/").status_code == 200)


def without_token(answer: Any) -> bytes:
    """The page without what is drawn anew for each: the token against forged forms."""
    found: bytes = re.sub(rb'(csrfmiddlewaretoken" value=")[^"]+', rb"\1", answer.content)
    return found
