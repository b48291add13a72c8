"""Children are watched, started again, and stopped with all that they started."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from storefront.launch.problems import Problem
from storefront.launch.processes import Child, Watch, spawn
from tests.launch.running import eventually

SLEEPS = "import time; time.sleep(60)"
# A child with a grandchild, which prints the grandchild's number.
FORKS = (
    "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', 'import time; "
    "time.sleep(60)']); print(p.pid, flush=True); time.sleep(60)"
)
# Starts a child the way `up` does, prints its number, waits to be killed.
PARENT = (
    "import os, sys, time; from pathlib import Path\n"
    "from storefront.launch.processes import spawn\n"
    "p = spawn([sys.executable, '-c', 'import time; time.sleep(60)'], cwd=Path('.'),"
    " environment=dict(os.environ), log=None); print(p.pid, flush=True); time.sleep(60)"
)


def child(code: str, log: Path) -> Child:
    def start() -> subprocess.Popen[bytes]:
        return spawn([sys.executable, "-c", code], cwd=Path.cwd(), environment={}, log=log)

    return Child("sleeper", start, log, patience=2.0)


def is_gone(number: int) -> bool:
    """Whether the process has ended, reaped or not."""
    try:
        return bool(psutil.Process(number).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def number_in(log: Path) -> int:
    assert eventually(lambda: log.exists() and log.read_text().strip() != "")
    return int(log.read_text().split()[0])


def test_a_child_that_was_killed_is_started_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watch = Watch()
    watch.add(child(SLEEPS, tmp_path / "log"))
    first = watch.children[0].process
    assert first is not None
    first.kill()
    first.wait()
    watch.look()
    second = watch.children[0].process
    assert second is not None
    assert second.pid != first.pid
    assert second.poll() is None
    assert "sleeper ended by itself (signal 9); started again" in capsys.readouterr().err
    watch.stop_all()
    assert second.poll() is not None


def test_a_child_that_keeps_ending_stops_the_watch(tmp_path: Path) -> None:
    watch = Watch()
    watch.add(child("raise SystemExit(3)", tmp_path / "log"))
    with pytest.raises(Problem, match=r"sleeper keeps ending \(exit code 3\)"):
        for _ in range(3000):
            watch.look()
            time.sleep(0.02)


def test_stopping_ends_what_a_child_has_started(tmp_path: Path) -> None:
    watch = Watch()
    watch.add(child(FORKS, tmp_path / "log"))
    grandchild = number_in(tmp_path / "log")
    watch.stop_all()
    assert eventually(lambda: is_gone(grandchild))


def test_a_child_that_ignores_the_signal_is_ended_all_the_same(tmp_path: Path) -> None:
    code = "import signal; signal.signal(15, signal.SIG_IGN); print(1, flush=True);" + SLEEPS
    watch = Watch()
    watch.add(child(code, tmp_path / "log"))
    number_in(tmp_path / "log")
    watch.stop_all()
    process = watch.children[0].process
    assert process is not None
    assert process.returncode == -signal.SIGKILL


def test_children_that_are_asked_for_are_started_anew(tmp_path: Path) -> None:
    watch = Watch()
    watch.add(child(SLEEPS, tmp_path / "log"))
    before = watch.children[0].process
    watch.asked.add("sleeper")
    watch._restart_asked()
    after = watch.children[0].process
    assert before is not None
    assert after is not None
    assert before.poll() is not None
    assert after.poll() is None
    watch.stop_all()


def test_children_end_when_their_parent_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    number = int(parent.stdout.readline())
    assert not is_gone(number)
    parent.kill()
    parent.wait()
    assert eventually(lambda: is_gone(number))
