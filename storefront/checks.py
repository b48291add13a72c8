"""What production must not start with: told by `doctor`, refused by the web server itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

_LEAST_SECRET, _LEAST_DIFFERENT = 50, 12  # characters; different ones among them
# Words that stand in examples: a key with one of them has been read by others.
_KNOWN = ("django-insecure-", "change-me", "changeme", "example", "only-for-tests-", "secret-key")
_PATIENCE = 30.0  # seconds for a database that is still starting

_OWNS = """
SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
       (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE pg_has_role(current_user, c.relowner, 'USAGE')
           AND n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm'))
"""

# Sample people: how one logs in as them stood on a page for everybody.
_SAMPLE_PEOPLE = """
SELECT count(*) FROM account_user WHERE is_active AND email LIKE '%@contoh.example'
"""


@dataclass(frozen=True)
class Danger:
    """A reason not to serve. code: short name; text: one sentence that says what to do."""

    code: str
    text: str


def dangers_of_settings() -> list[Danger]:
    """What in the settings is unsafe for production; pure reading."""
    found = [_secret(), _hosts(), _debug(), _https(), _payments()]
    return [danger for danger in found if danger]


def dangers_of_database() -> list[Danger]:
    """What is unsafe about the serving role. Raises DatabaseError when it cannot be asked."""
    with connection.cursor() as cursor:
        cursor.execute(_OWNS)
        is_superuser, owned = cursor.fetchone()
    found = _sample_people()
    if is_superuser:
        found.append(
            Danger("role-superuser", "DATABASE_URL names a superuser; name the role `app` there.")
        )
    if owned:
        found.append(
            Danger(
                "role-owns",
                f"the role of DATABASE_URL owns {owned} tables, so it could rewrite the audit; "
                "serve with `app` and migrate with DATABASE_OWNER_URL.",
            )
        )
    return found


def _sample_people() -> list[Danger]:
    """Accounts of the sample shop that are open: they have no place where real people work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.account_user')")
        if cursor.fetchone()[0] is None:
            return []
        cursor.execute(_SAMPLE_PEOPLE)
        count = cursor.fetchone()[0]
    if not count or settings.MODE == "demo":
        return []
    text = (
        f"{count} sample people (…@contoh.example) have open accounts; this database was a sample "
        "shop's. Take a new one, or close their accounts."
    )
    return [Danger("sample-people", text)]


def refuse_unsafe_start() -> None:
    """In production, refuse to serve when it would not be safe; elsewhere do nothing.

    Raises ImproperlyConfigured that names every reason, and when the database does not answer
    within half a minute: an unknown role is not a safe one.
    """
    if settings.MODE != "production":
        return
    dangers = dangers_of_settings() or _patiently(dangers_of_database)
    connection.close()
    if dangers:
        raise ImproperlyConfigured(
            "production would not be safe: " + " ".join(danger.text for danger in dangers)
        )


@checks.register(checks.Tags.security, deploy=True)
def check_safe_for_production(app_configs: Any, **_: Any) -> Iterable[checks.CheckMessage]:
    """The same for `check --deploy`."""
    return [
        checks.Error(danger.text, id=f"lapak.{danger.code}") for danger in dangers_of_settings()
    ]


def _secret() -> Danger | None:
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's own way of saying that it is empty
        return Danger("secret-missing", "SECRET_KEY is empty; production needs its own.")
    if any(word in key.lower() for word in _KNOWN):
        return Danger("secret-known", "SECRET_KEY is an example that others have read; make one.")
    if len(key) < _LEAST_SECRET or len(set(key)) < _LEAST_DIFFERENT:
        return Danger("secret-short", f"SECRET_KEY needs {_LEAST_SECRET} random characters.")
    return None


def _hosts() -> Danger | None:
    hosts = settings.ALLOWED_HOSTS
    wild = [host for host in hosts if "*" in host or host.startswith(".")]
    if wild or not hosts:
        return Danger(
            "hosts-wild", "ALLOWED_HOSTS must name each host of the shop, without * or a first dot."
        )
    return None


def _debug() -> Danger | None:
    if not settings.DEBUG:
        return None
    return Danger("debug", "LAPAK_DEBUG is on: its pages show the inside of the shop.")


def _https() -> Danger | None:
    if settings.PUBLIC_URL.startswith("https://"):
        return None
    return Danger("no-https", "PUBLIC_URL must be the shop's https:// address.")


def _payments() -> Danger | None:
    if "practice" in settings.PAYMENTS:
        return Danger("practice-payments", "PAYMENTS names practice: goods would go out unpaid.")
    if settings.STRIPE_API_KEY and not settings.STRIPE_WEBHOOK_SECRET:
        return Danger(
            "stripe-unsigned", "STRIPE_WEBHOOK_SECRET is empty: nothing that Stripe tells is heard."
        )
    return None


def _patiently(ask: Callable[[], list[Danger]]) -> list[Danger]:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return ask()
        except DatabaseError:
            connection.close()
            if time.monotonic() >= deadline:
                return [Danger("database", "the database of DATABASE_URL does not answer.")]
            time.sleep(1.0)
