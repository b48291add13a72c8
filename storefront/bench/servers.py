"""Servers, each a process of its own with two workers, and what they are asked first."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from storefront.bench.cost import family, pss_mb
from storefront.bench.wire import Request
from storefront.launch.places import ROOT

_PATIENCE = 300  # seconds; stock Saleor makes its tables first, and the machine may be busy
HEALTH = Request("/healthz")


class Running(NamedTuple):
    """A server that answers. pid: of the process that started its workers."""

    port: int
    pid: int

    @property
    def memory_mb(self) -> float:
        """All its processes, PSS."""
        return pss_mb(family(self.pid))


class Page(NamedTuple):
    """An answer in full."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def free_port() -> int:
    """A port that nobody uses at the moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def ask(port: int, request: Request) -> Page:
    """One request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    headers = {"Host": "localhost", "Accept-Encoding": "gzip", **dict(request.headers)}
    if request.body is None:
        connection.request("GET", request.path, headers=headers)
    else:
        headers["Content-Type"] = "application/json"
        connection.request("POST", request.path, request.body.encode(), headers)
    answer = connection.getresponse()
    page = Page(answer.status, answer.getheaders(), answer.read())
    connection.close()
    return page


@contextmanager
def serving(
    words: Sequence[str], environment: Mapping[str, str], ready: Request = HEALTH
) -> Iterator[Running]:
    """`python WORDS --port N` from its first right answer to `ready` until the block ends."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, *words, "--port", str(port)],
        env=dict(environment),
        cwd=ROOT,
        stdout=sys.stderr,
    )
    try:
        _wait(port, process, ready)
        yield Running(port, process.pid)
    finally:
        _stop(process)


def _wait(port: int, process: subprocess.Popen[bytes], ready: Request) -> None:
    """Raises RuntimeError when the server ends or does not answer rightly."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            if ask(port, ready).status == ready.wanted:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"the server on port {port} did not answer: {process.args!r}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
