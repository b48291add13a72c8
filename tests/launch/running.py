"""Runs the commands as a person would: a process of their own, a data folder of their own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from storefront.launch.places import ROOT

_FOREIGN = ("LAPAK_", "DATABASE_", "SECRET_", "DJANGO_", "PYTEST_", "ALLOWED_HOSTS", "PUBLIC_URL")

_HANGING = 900  # seconds; no test asserts a time, and the machine may be busy


def surroundings(data: Path, **more: str) -> dict[str, str]:
    """This process's environment without what the test run has set, and what the test sets."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    return {**kept, "LAPAK_DATA": str(data), **more}


def run(words: list[str], data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m storefront WORDS` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "storefront", *words],
        cwd=ROOT,
        env=surroundings(data, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def assert_refused(answer: subprocess.CompletedProcess[str], *words: str) -> None:
    """It ended with 1 and one line that holds the words; nothing of Python's inside."""
    assert answer.returncode == 1, answer.stdout + answer.stderr
    lines = answer.stderr.strip().splitlines()
    assert len(lines) == 1, answer.stderr
    assert lines[0].startswith("error: ")
    for word in words:
        assert word in lines[0]


def free_port() -> int:
    """A port that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(holds: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Whether it comes to hold in that time; looked at until it does, and not once more."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
