"""Sample people, in a sample shop alone: how one logs in as them.

Their passwords and the keys of their second factor come from the shop's secret, so that they differ
from shop to shop and are written down nowhere. In any other mode there are none, and production
does not start while an account of theirs is open (`storefront.checks`).
"""

from __future__ import annotations

import base64
import time
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.crypto import salted_hmac
from django_otp.oath import totp

from catalog.acting import acting
from catalog.types import Actor
from storefront.access.actor import person_name
from storefront.access.people import roles_held
from storefront.access.roles import place_of, role_name

DOMAIN = "@contoh.example"  # reserved for examples (RFC 2606): no mail reaches anybody
STEP = 30  # seconds that a code holds
_KEY_BYTES = 20
_PASSWORD_SIGNS = 16


class DemoPerson(NamedTuple):
    """Somebody to log in as. role, place: in the active language, place "" for the whole shop;
    code: of the moment; seconds: that it still holds."""

    name: str
    role: str
    place: str
    email: str
    password: str
    code: str
    seconds: int


def is_demo() -> bool:
    """Whether this is a sample shop."""
    return bool(settings.MODE == "demo")


def demo_password(email: str) -> str:
    """The password of a sample person: four groups of four small letters and digits, 80 bits."""
    made = _made("password", email)
    signs = base64.b32encode(made).decode().lower()[:_PASSWORD_SIGNS]
    return "-".join(signs[at : at + 4] for at in range(0, _PASSWORD_SIGNS, 4))


def demo_key(email: str) -> str:
    """The secret of their second factor, in hex."""
    return _made("second factor", email)[:_KEY_BYTES].hex()


def _made(what: str, email: str) -> bytes:
    return salted_hmac(f"access.demo.{what}", email, algorithm="sha256").digest()


def demo_people() -> list[DemoPerson]:
    """The sample people in the order in which they were made; none but in a sample shop. Two
    statements."""
    if not is_demo():
        return []
    users = get_user_model().objects.filter(email__endswith=DOMAIN, is_active=True)
    people = list(users.order_by("pk"))
    with acting(Actor.system("demo")):  # shown to visitors: nobody acts yet
        held = roles_held([user.pk for user in people])
    now = time.time()
    return [
        DemoPerson(
            name=person_name(user),
            role=role_name(held[user.pk][0].role),
            place=place_of(held[user.pk][0]).name,
            email=user.email,
            password=demo_password(user.email),
            code=f"{totp(bytes.fromhex(demo_key(user.email)), step=STEP):06d}",
            seconds=STEP - int(now) % STEP,
        )
        for user in people
        if held[user.pk]
    ]
