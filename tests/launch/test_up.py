"""The whole command, as a person uses and mistreats it."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest

from storefront.launch.embedded import servers_of
from storefront.launch.places import ROOT
from storefront.launch.surroundings import RUN_MARK
from tests.launch.running import assert_refused, eventually, free_port, run, surroundings

pytestmark = pytest.mark.slow
START_SECONDS = 300.0


class Running:
    """One `up` under test."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        self.log = data.parent / "up.log"
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "storefront", "up", "--no-demo", f"--port={self.port}"],
                cwd=ROOT,
                env=surroundings(self.data),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def again(self) -> None:
        self.process = self._start()

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def said(self) -> str:
        return self.log.read_text()

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.said()
        return "Ctrl-C stops the shop" in self.said() and self.answers()

    def children(self) -> list[psutil.Process]:
        """Everything of this folder that runs, whoever is its parent."""
        return [process for process in psutil.process_iter() if self._is_ours(process)] + [
            *servers_of(self.data / "pg")
        ]

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            return bool(process.environ().get(RUN_MARK) == str(self.data))
        except psutil.Error:
            return False

    def child(self, word: str) -> psutil.Process | None:
        """The direct child that lives and has this word in its command."""
        for process in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.Error):  # it may have ended just now
                if any(word in part for part in process.cmdline()):
                    return process
        return None

    def web_workers(self) -> set[int]:
        """The numbers of the processes that answer requests."""
        found = self.child("web")
        with contextlib.suppress(psutil.Error):  # it may have ended just now
            return {one.pid for one in found.children()} if found else set()
        return set()

    def is_replaced(self, word: str, old: psutil.Process) -> bool:
        new = self.child(word)
        return new is not None and new.pid != old.pid

    def living(self, word: str) -> psutil.Process:
        found = self.child(word)
        assert found is not None, self.said()
        return found


@pytest.fixture(scope="module")
def up() -> Iterator[Running]:
    """A shop that runs. One for all of the tests, which follow each other."""
    # not among pytest's own folders: another run closes these to the server's user
    with TemporaryDirectory(prefix="lapak-up-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # the server's user passes through
        running = Running(Path(folder) / "data")
        try:
            assert eventually(running.is_ready, START_SECONDS), running.said()
            yield running
        finally:
            if running.process.poll() is None:
                running.process.terminate()
                running.process.wait(120)


def test_it_says_each_step_and_then_the_address(up: Running) -> None:
    said = up.said()
    steps = ("Database", "Schema", "Migrations", "Reference", "Static files", "Web server")
    positions = [said.index(f"  {name}") for name in steps]
    assert positions == sorted(positions)
    assert f"http://localhost:{up.port}" in said[positions[-1] :]


def test_the_secret_is_closed_to_others(up: Running) -> None:
    assert (up.data / "secret_key").stat().st_mode & 0o777 == 0o600
    assert (up.data / "pg").stat().st_mode & 0o077 == 0


def test_a_second_up_is_told_where_the_shop_runs(up: Running) -> None:
    answer = run(["up", "--port", str(free_port())], up.data)
    assert_refused(answer, f"already runs at http://localhost:{up.port}", str(up.process.pid))
    assert up.answers()


def test_the_doctor_finds_nothing_bad(up: Running) -> None:
    answer = run(["doctor"], up.data)
    assert answer.returncode == 0, answer.stdout
    assert "serves without owning a table" in answer.stdout
    assert "\nbad " not in answer.stdout


def test_a_machine_that_was_off_at_midnight_makes_up_for_it_at_its_start(up: Running) -> None:
    assert eventually(lambda: "last night's run: " in run(["doctor"], up.data).stdout, 120), run(
        ["doctor"], up.data
    ).stdout


@pytest.mark.parametrize("word", ["web", "worker", "/postgres"])
def test_a_part_that_is_killed_comes_back(up: Running, word: str) -> None:
    before = up.living(word)
    before.kill()
    assert eventually(lambda: up.is_replaced(word, before), 120), up.said()
    assert eventually(up.answers, 120)


def test_a_web_worker_that_is_killed_comes_back(up: Running) -> None:
    assert eventually(lambda: len(up.web_workers()) == 2, 120), up.said()
    before = up.web_workers()
    for number in before:
        os.kill(number, signal.SIGKILL)
    assert eventually(lambda: bool(up.web_workers() - before), 120), up.said()
    assert eventually(up.answers, 120)


def test_a_killed_up_leaves_nothing_and_the_next_one_recovers(up: Running) -> None:
    up.process.kill()
    up.process.wait()
    assert eventually(lambda: not up.children(), 120), up.children()
    up.log.write_text("")
    up.again()
    assert eventually(up.is_ready, START_SECONDS), up.said()
    assert "  Schema" not in up.said()
    assert "nothing to do" in up.said()


def test_ending_it_leaves_nothing_running_and_the_data_in_place(up: Running) -> None:
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(120) == 0
    assert up.children() == []
    assert (up.data / "pg" / "PG_VERSION").exists()
    assert not (up.data / "pg" / "postmaster.pid").exists()
    assert not up.answers()
