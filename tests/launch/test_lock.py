"""One command at a time runs the embedded server of a data folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from storefront.launch.lock import holder_of, locked
from storefront.launch.places import ROOT
from storefront.launch.problems import Problem

HOLDER = (
    "import sys, time; from pathlib import Path; from storefront.launch.lock import locked\n"
    "with locked(Path(sys.argv[1]), 'up', 'http://localhost:8000'): print('held', flush=True); "
    "time.sleep(60)"
)


@pytest.fixture
def held(tmp_path: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock as `up`."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "lock")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_free_lock_has_no_holder(tmp_path: Path) -> None:
    assert holder_of(tmp_path / "lock") is None
    with locked(tmp_path / "lock", "backup"):
        pass
    assert holder_of(tmp_path / "lock") is None


def test_a_second_up_is_told_where_the_shop_runs(
    tmp_path: Path, held: subprocess.Popen[str]
) -> None:
    with (
        pytest.raises(Problem, match=rf"runs at http://localhost:8000 \(process {held.pid}\)"),
        locked(tmp_path / "lock", "up"),
    ):
        pass
    held.kill()
    held.wait()


def test_a_killed_holder_holds_nothing(tmp_path: Path, held: subprocess.Popen[str]) -> None:
    assert holder_of(tmp_path / "lock") is not None
    held.kill()
    held.wait()
    assert holder_of(tmp_path / "lock") is None
    with locked(tmp_path / "lock", "up"):
        pass
