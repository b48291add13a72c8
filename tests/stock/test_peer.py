"""Stock Saleor serves as a peer: it makes its tables, answers, and ends when told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
import requests

from tests.stock.database import address_of, empty_database

DATABASE = "test_stock_peer"
SECONDS = 120


@pytest.fixture
def port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def peer(db: None, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Stock Saleor on a port, on an empty database of its own."""
    command = [sys.executable, "-m", "tests.stock.peer", "--workers=1", "--make-tables"]
    with empty_database(DATABASE):
        environment = {**os.environ, "DATABASE_URL": address_of(DATABASE)}
        with subprocess.Popen([*command, f"--port={port}"], env=environment) as process:
            yield process
            process.kill()


def _answer(port: int, process: subprocess.Popen[bytes]) -> requests.Response:
    """The first answer, waited for as long as the server is starting."""
    address = f"http://127.0.0.1:{port}/graphql/"
    deadline = time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            return requests.post(address, json={"query": "{ shop { name } }"}, timeout=SECONDS)
        except requests.ConnectionError:
            time.sleep(0.2)
    pytest.fail("the peer did not answer")


@pytest.mark.slow
def test_a_peer_answers_and_ends_when_told_to(peer: subprocess.Popen[bytes], port: int) -> None:
    answer = _answer(port, peer)
    peer.send_signal(signal.SIGTERM)

    assert answer.json()["data"]["shop"]["name"]
    assert peer.wait(SECONDS) == 0


@pytest.mark.slow
def test_a_peer_without_a_database_says_so() -> None:
    environment = {**os.environ, "DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, "-m", "tests.stock.peer"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "DATABASE_URL is not set" in done.stderr
