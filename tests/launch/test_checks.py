"""What production refuses to start with."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from storefront import checks

GOOD = {
    "SECRET_KEY": "aB3-dE6_gH9jK2mN5pQ8rS1tU4vW7xY0zC-fI_lO3uR6wZ9bD2eG5hJ8",
    "ALLOWED_HOSTS": ["lapak.example.id"],
    "DEBUG": False,
    "PUBLIC_URL": "https://lapak.example.id",
    "MODE": "production",
    "PAYMENTS": ["stripe", "midtrans", "transfer", "pickup"],
    "STRIPE_API_KEY": "",
    "STRIPE_WEBHOOK_SECRET": "",
}


@pytest.fixture
def production(settings: Any) -> Any:
    """Settings that production may start with."""
    for name, value in GOOD.items():
        setattr(settings, name, value)
    return settings


def codes() -> list[str]:
    return [danger.code for danger in checks.dangers_of_settings()]


def test_good_settings_are_no_danger(production: Any) -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("SECRET_KEY", "", "secret-missing"),
        ("SECRET_KEY", "aB3-dE6_gH9jK2mN5pQ8", "secret-short"),
        ("SECRET_KEY", "ab" * 40, "secret-short"),
        ("SECRET_KEY", f"django-insecure-{GOOD['SECRET_KEY']}", "secret-known"),
        ("SECRET_KEY", f"CHANGE-ME-{GOOD['SECRET_KEY']}", "secret-known"),
        ("ALLOWED_HOSTS", ["*"], "hosts-wild"),
        ("ALLOWED_HOSTS", [".example.id"], "hosts-wild"),
        ("ALLOWED_HOSTS", ["lapak.example.id", "*"], "hosts-wild"),
        ("ALLOWED_HOSTS", [], "hosts-wild"),
        ("DEBUG", True, "debug"),
        ("PAYMENTS", ["transfer", "practice"], "practice-payments"),
        ("STRIPE_API_KEY", "sk_live_x", "stripe-unsigned"),
        ("PUBLIC_URL", "http://lapak.example.id", "no-https"),
    ],
)
def test_a_danger_is_found_and_stops_the_start(
    production: Any, name: str, value: object, code: str
) -> None:
    setattr(production, name, value)
    assert codes() == [code]
    with pytest.raises(ImproperlyConfigured, match="production would not be safe"):
        checks.refuse_unsafe_start()
    assert [message.id for message in checks.check_safe_for_production(None)] == [f"lapak.{code}"]


def test_other_modes_start_all_the_same(production: Any) -> None:
    production.MODE, production.DEBUG = "demo", True
    checks.refuse_unsafe_start()


@pytest.mark.django_db
def test_a_serving_role_that_owns_tables_stops_the_start(production: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match="owns .* tables"):
        checks.refuse_unsafe_start()


@pytest.mark.django_db
def test_the_serving_role_may_start(production: Any, as_app: None) -> None:
    checks.refuse_unsafe_start()


def test_a_database_that_does_not_answer_stops_the_start(
    production: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable() -> list[checks.Danger]:
        raise OperationalError

    monkeypatch.setattr(checks, "dangers_of_database", unreachable)
    monkeypatch.setattr(checks, "_PATIENCE", 0.0)
    with pytest.raises(ImproperlyConfigured, match="does not answer"):
        checks.refuse_unsafe_start()
