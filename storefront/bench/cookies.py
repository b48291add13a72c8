"""Log-ins of synthetic people: each with a second factor, recovery codes and three devices.

Run as `python -m storefront.bench.cookies` with a shop's environment and accounts' keys as JSON on
standard input; what each one's browser sends comes back as JSON, by key.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django_otp import DEVICE_ID_SESSION_KEY

_DEVICES = 3
_AGENT = "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"


def cookie_of(user_id: int) -> str:
    """Log somebody in anew on all devices; the cookie of the last."""
    user, device = _ready(user_id)
    cookie = ""
    for _device in range(_DEVICES):
        cookie = f"{settings.SESSION_COOKIE_NAME}={_session(user, device)}"
    return cookie


def _ready(user_id: int) -> tuple[Any, Any]:
    """The account without log-ins, and its phone."""
    user = apps.get_model("account.User").objects.get(pk=user_id)
    apps.get_model("access.Session").objects.filter(user_id=user_id).delete()
    codes = apps.get_model("access.RecoveryCodes").objects
    codes.get_or_create(user=user, defaults={"digests": ["0" * 64] * 8})
    devices = apps.get_model("otp_totp.TOTPDevice").objects
    return user, devices.get_or_create(user=user, name="default")[0]


def _session(user: Any, device: Any) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session["address"], session["agent"] = "192.0.2.7", _AGENT
    session.create()
    return str(session.session_key)


def main() -> None:
    """Log in and write."""
    django.setup()
    json.dump({key: cookie_of(key) for key in json.load(sys.stdin)}, sys.stdout)


if __name__ == "__main__":
    main()
