"""The environment is made from the lock, and only when the lock changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storefront.launch import environment
from storefront.launch.places import Places
from storefront.launch.problems import Problem


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A source tree with two locks and an environment that was never filled."""
    (tmp_path / "requirements.lock").write_text("django==5.2 \\\n    --hash=sha256:00\n")
    (tmp_path / "requirements-dev.lock").write_text("django==5.2\npytest==9.2\n")
    (tmp_path / ".venv").mkdir()
    return Places(tmp_path, tmp_path / "data")


def stamp(places: Places, kind: environment.Kind) -> None:
    """As after an installation of that kind."""
    environment._write_stamp(places, kind)


def test_an_environment_without_a_stamp_is_not_current(places: Places) -> None:
    assert not environment.is_current(places, "runtime")
    assert not environment.is_current(places, "dev")


def test_the_runtime_set_does_not_hold_the_tools(places: Places) -> None:
    stamp(places, "runtime")
    assert environment.is_current(places, "runtime")
    assert not environment.is_current(places, "dev")


def test_the_development_set_holds_the_runtime(places: Places) -> None:
    stamp(places, "dev")
    assert environment.is_current(places, "runtime")
    assert environment.is_current(places, "dev")


def test_a_changed_lock_is_installed_again(places: Places) -> None:
    stamp(places, "runtime")
    (places.root / "requirements.lock").write_text("django==5.2.1\n")
    assert not environment.is_current(places, "runtime")


def test_a_damaged_stamp_counts_as_none(places: Places) -> None:
    (places.venv / "lapak-lock.json").write_text("{")
    assert not environment.is_current(places, "runtime")


def test_a_missing_lock_never_matches(places: Places) -> None:
    (places.root / "requirements-dev.lock").unlink()
    (places.venv / "lapak-lock.json").write_text(json.dumps({"runtime": "something"}))
    assert not environment.is_current(places, "runtime")


def test_a_current_environment_installs_nothing(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp(places, "runtime")
    monkeypatch.setattr(environment, "_install", pytest.fail)
    environment.ensure(places, "runtime")
    assert not places.data.exists()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "hash that the lock names"),
        ("error: Hash mismatch for `django==5.2`", "hash that the lock names"),
        ("ERROR: No matching distribution found for uv", "no package index answered"),
        ("error: Failed to fetch: `...` dns error", "no package index answered"),
        ("gcc: command not found", "could not be installed"),
    ],
)
def test_what_an_installer_said_becomes_one_line(places: Places, said: str, told: str) -> None:
    problem = environment._explained(places, environment.InstallFailed(said))
    assert isinstance(problem, Problem)
    assert told in str(problem)
    assert "environment.log" in str(problem)
    assert "\n" not in str(problem)
