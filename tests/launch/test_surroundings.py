"""What the shop's processes are told."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from storefront.launch import surroundings
from storefront.launch.database import Database
from storefront.launch.places import Places
from storefront.launch.upoptions import up_options


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A new shop in an environment that says nothing."""
    for name in ("SECRET_KEY", "SECRET_KEY_FILE", "LAPAK_MODE", "PUBLIC_URL", "ALLOWED_HOSTS"):
        monkeypatch.delenv(name, raising=False)
    return Places(tmp_path, tmp_path / ".data")


def test_the_secret_is_made_once_for_its_owner_alone(places: Places) -> None:
    surroundings.ensure_secret(places)
    first = places.secret.read_text()
    surroundings.ensure_secret(places)
    assert places.secret.read_text() == first
    assert len(first) >= 50
    assert stat.S_IMODE(places.secret.stat().st_mode) == 0o600


def test_a_secret_that_others_could_read_is_closed(places: Places) -> None:
    surroundings.ensure_secret(places)
    places.secret.chmod(0o644)
    surroundings.ensure_secret(places)
    assert stat.S_IMODE(places.secret.stat().st_mode) == 0o600


def test_two_shops_have_two_secrets(places: Places, tmp_path: Path) -> None:
    other = Places(tmp_path, tmp_path / "other")
    surroundings.ensure_secret(places)
    surroundings.ensure_secret(other)
    assert places.secret.read_text() != other.secret.read_text()


def test_the_secret_of_the_environment_is_used(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "brought along")
    environment = surroundings.base_environment(places)
    assert environment["SECRET_KEY"] == "brought along"
    assert not places.secret.exists()


def test_commands_run_in_demo_mode_unless_told(places: Places) -> None:
    assert surroundings.base_environment(places)["LAPAK_MODE"] == "demo"


def test_what_a_person_has_set_stays(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://lapak.example.id")
    monkeypatch.setenv("ALLOWED_HOSTS", "lapak.example.id")
    environment = surroundings.with_address(
        surroundings.base_environment(places), up_options(["--port", "81"])
    )
    assert environment["PUBLIC_URL"] == "https://lapak.example.id"
    assert environment["ALLOWED_HOSTS"] == "lapak.example.id"


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::", "10.0.0.7", "fe80::1"])
def test_hosts_are_named_and_never_wild(host: str) -> None:
    names = surroundings.host_names(host)
    assert "localhost" in names
    assert not any("*" in name or name.startswith(".") or not name for name in names)
    assert "0.0.0.0" not in names


def test_database_files_of_the_environment_do_not_win(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL_FILE", "/run/secrets/other")
    database = Database("postgresql://app@/a", "postgresql://owner@/a", is_embedded=True)
    environment = surroundings.with_database(surroundings.base_environment(places), database)
    assert "DATABASE_URL_FILE" not in environment
    assert environment["DATABASE_URL"] == "postgresql://app@/a"


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ([], "http://localhost:8000"),
        (["--port", "81", "--host", "0.0.0.0"], "http://localhost:81"),
        (["--host", "10.0.0.7"], "http://10.0.0.7:8000"),
        (["--host", "fe80::1"], "http://[fe80::1]:8000"),
    ],
)
def test_the_address_is_what_a_browser_opens(words: list[str], address: str) -> None:
    assert up_options(words).address == address
