"""Starts the demo shop for the browser: a database, the data, pictures, granian; and a worker."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

ROOT = Path(__file__).resolve().parent.parent.parent
_TEMPLATE = "lapak_template"
_PATIENCE = 180.0
_KEY = re.compile(r"/p/[0-9a-f]{2}/([0-9a-f]{64})-")


@dataclass(frozen=True)
class Demo:
    """A demo shop that runs. environment: of its processes."""

    address: str
    environment: Mapping[str, str]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _database() -> Iterator[str]:
    """Address of a fresh copy of the template, gone afterwards."""
    owner = os.environ["DATABASE_OWNER_URL"]
    parts = conninfo_to_dict(owner)
    name = f"lapak_browser_{os.getpid()}"
    with psycopg.connect(make_conninfo(owner, dbname="postgres"), autocommit=True) as c:
        c.execute(f'CREATE DATABASE "{name}" TEMPLATE "{_TEMPLATE}"')
        try:
            yield (
                f"postgresql://{parts['user']}@/{name}?host={parts['host']}"
                + (f"&port={parts['port']}" if "port" in parts else "")
            )
        finally:
            c.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _environment(url: str, folder: Path, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "storefront.settings",
        "LAPAK_MODE": "demo",
        "LAPAK_DATA": str(folder),
        "LAPAK_DB_ROLE": "app",
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": url,
        "SECRET_KEY": "only-for-tests-" + "0123456789abcdef" * 4,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1",
    }


def _django(environment: dict[str, str], *words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "django", *words],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(URLError, ConnectionError), urlopen(f"{address}/healthz"):
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _first_keys(address: str, paths: Sequence[str], most: int) -> list[str]:
    """Pictures that stand first on these pages, each once."""
    keys: dict[str, None] = {}
    for path in paths:
        with urlopen(address + path) as answer:
            found = list(dict.fromkeys(_KEY.findall(answer.read().decode())))
        keys.update(dict.fromkeys(found[:most]))
    return list(keys)


def _render(environment: dict[str, str], keys: Sequence[str]) -> None:
    """In two processes, as the machine that tests has two cores."""
    halves = [keys[0::2], keys[1::2]]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.browser.rendering", *half], cwd=ROOT, env=environment
        )
        for half in halves
    ]
    if any(process.wait() for process in running):
        raise RuntimeError("pictures could not be rendered")


def _end(process: subprocess.Popen[bytes]) -> None:
    """With what it began: a server that ends by itself waits for its clients first."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextlib.contextmanager
def demo_shop(folder: Path, pictures_of: Sequence[str], most: int) -> Iterator[Demo]:
    """The shop while it runs; the first `most` pictures of some pages are rendered."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    with _database() as url:
        environment = _environment(url, folder, port)
        for command in (("referenceload",), ("demoload",), ("collectstatic", "--noinput")):
            _django(environment, *command)
        server = subprocess.Popen(
            [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port),
             "--workers", "1", "storefront.wsgi:application"],
            cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        try:
            _wait(address, server)
            _render(environment, _first_keys(address, pictures_of, most))
            yield Demo(address, environment)
        finally:
            _end(server)


@contextlib.contextmanager
def working(demo: Demo) -> Iterator[None]:
    """A worker with the clock while the block runs; it is killed with what it began."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "storefront", "worker", "--beat"],
        cwd=ROOT, env=dict(demo.environment), stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        yield
    finally:
        _end(worker)
