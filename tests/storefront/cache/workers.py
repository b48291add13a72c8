"""Real workers on the test's own database: each a process with a port of its own."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from tests.launch.running import free_port

PATIENCE = 180.0


class Answered(NamedTuple):
    """What a worker said. how: of the cache, empty when it went past it."""

    status: int
    how: str
    body: str


class Worker:
    """One worker and a connection to it."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def close(self) -> None:
        """Let it go: a server waits for its clients before it ends."""
        self._connection.close()

    def ask(self, path: str, body: str = "", cookie: str = "") -> Answered:
        """GET, or POST of JSON. cookie: as a browser would send it."""
        headers = {"Content-Type": "application/json"} if body else {}
        if cookie:
            headers["Cookie"] = cookie
        try:
            got = self._got(path, body, headers)
        except ConnectionError:  # a server lets go of a connection on which it was asked nothing
            self._connection.close()
            got = self._got(path, body, headers)
        text = got.read().decode("utf-8", "replace")
        return Answered(got.status, got.headers.get("X-Cache", ""), text)

    def _got(self, path: str, body: str, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        self._connection.request("POST" if body else "GET", path, body.encode() or None, headers)
        return self._connection.getresponse()


def _database_url() -> str:
    """The address of the database that this test process uses."""
    known = connection.settings_dict
    options = f"?host={quote(str(known['HOST']))}&port={known['PORT'] or 5432}"
    return f"postgresql://{known['USER']}@/{known['NAME']}{options}"


def _environment(folder: Path, **more: str) -> dict[str, str]:
    """A shop's, with the cache that tests are otherwise without."""
    url = _database_url()
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",  # static files from their sources
        "LAPAK_MODE": "test",
        "LAPAK_TEST_DATA": str(folder),
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": url,
        "ALLOWED_HOSTS": "127.0.0.1",
        "PUBLIC_URL": "http://127.0.0.1",
        "CACHE_URL": "memory",
        **more,
    }


SHOP = ("-m", "storefront")


@contextmanager
def workers(
    count: int, folder: Path, start: Sequence[str] = SHOP, **more: str
) -> Iterator[Sequence[Worker]]:
    """So many workers while the block runs. start: Python's words before the shop's own; more: of
    the environment."""
    with ExitStack() as running:
        environment = _environment(folder, **more)
        ports = [running.enter_context(_worker(start, environment)) for _ in range(count)]
        for port in ports:
            _wait(port)
        found = [Worker(port) for port in ports]
        yield found
        for worker in found:
            worker.close()


@contextmanager
def _worker(start: Sequence[str], environment: dict[str, str]) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, *start, "web", "--workers", "1", "--port", str(port)]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    try:
        yield port
    finally:
        process.terminate()
        process.wait(60)


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with closing(Worker(port)) as worker:
                if worker.ask("/healthz").status == http.client.OK:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"nothing answers on port {port}")
