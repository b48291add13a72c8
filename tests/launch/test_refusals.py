"""What cannot work is refused in one line that says what to do."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from storefront.launch import database
from storefront.launch.places import ROOT
from storefront.launch.problems import Problem
from tests.launch.running import assert_refused, free_port, run, surroundings

NOBODY_LISTENS = "postgresql://app:hidden-word@127.0.0.1:1/lapak"


def test_a_taken_port_is_named_with_another_to_try(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = run(["up", "--port", str(port)], tmp_path)
    assert_refused(answer, str(port), "--port")


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_an_impossible_port_is_refused(tmp_path: Path, port: str) -> None:
    assert_refused(run(["up", f"--port={port}"], tmp_path), port)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    folder = tmp_path / "file" / "data"
    answer = run(["up", "--port", str(free_port())], folder)
    assert_refused(answer, str(folder), "cannot be written", "LAPAK_DATA")


def test_production_without_a_secret_is_refused(tmp_path: Path) -> None:
    answer = run(
        ["up", "--port", str(free_port())],
        tmp_path,
        LAPAK_MODE="production",
        DATABASE_URL=NOBODY_LISTENS,
    )
    assert_refused(answer, "SECRET_KEY is not set")


def test_production_on_the_embedded_server_is_refused(tmp_path: Path) -> None:
    answer = run(
        ["up", "--port", str(free_port())], tmp_path, LAPAK_MODE="production", SECRET_KEY="x" * 60
    )
    assert_refused(answer, "DATABASE_URL is not set")


def test_an_unreachable_database_is_named_without_its_password(tmp_path: Path) -> None:
    answer = run(["up", "--port", str(free_port())], tmp_path, DATABASE_URL=NOBODY_LISTENS)
    assert_refused(answer, "127.0.0.1/lapak", "Check DATABASE_URL")
    assert "hidden-word" not in answer.stdout + answer.stderr


def test_a_database_address_of_another_kind_is_refused(tmp_path: Path) -> None:
    answer = run(["up", "--port", str(free_port())], tmp_path, DATABASE_URL="mysql://x/y")
    assert_refused(answer, "DATABASE_URL must look like postgresql://")


def test_a_command_before_the_first_start_says_what_to_run(tmp_path: Path) -> None:
    assert_refused(run(["backup", str(tmp_path / "x.tar")], tmp_path), "storefront up")


def test_a_wrong_value_in_the_environment_is_one_line(tmp_path: Path) -> None:
    answer = run(["check"], tmp_path, LAPAK_DEBUG="perhaps")
    assert_refused(answer, "LAPAK_DEBUG must be 1 or 0")


@pytest.mark.django_db
def test_a_server_that_is_too_old_is_told_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "OLDEST_SERVER", 99)
    settings = connection.settings_dict
    url = f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}"
    with pytest.raises(Problem, match=r"PostgreSQL \d+; the shop needs 99 or later"):
        database.refuse_unusable(url, "DATABASE_URL")


def test_no_package_index_is_told_in_one_line(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shutil.copytree(
        ROOT / "storefront" / "launch", shop / "storefront" / "launch", ignore=_compiled
    )
    for name in ("__init__.py", "__main__.py", "env.py"):
        shutil.copy(ROOT / "storefront" / name, shop / "storefront" / name)
    for lock in ("requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / lock, shop / lock)
    answer = subprocess.run(
        [getattr(sys, "_base_executable", sys.executable), "-m", "storefront", "environment"],
        cwd=shop,
        env=surroundings(tmp_path / "data", **_OFFLINE),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert_refused(answer, "no package index answered", "environment.log")
    assert "requirements.lock" in (tmp_path / "data" / "log" / "environment.log").read_text()


_OFFLINE = {
    "PIP_NO_INDEX": "1",
    "PIP_FIND_LINKS": "",
    "PIP_CONFIG_FILE": "/dev/null",
    "PIP_NO_CACHE_DIR": "1",
    "UV_OFFLINE": "1",
    "UV_NO_CACHE": "1",
}


def _compiled(_: str, names: list[str]) -> list[str]:
    return [name for name in names if name == "__pycache__"]
