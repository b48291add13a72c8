"""A server in a process of its own, on the test's database: it can be killed and started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time

from django.db import connection

from tests.browser.server import ROOT

_PATIENCE = 180.0


def _address() -> str:
    """Of the test's own database, for another process."""
    made = connection.settings_dict
    port = f"&port={made['PORT']}" if made["PORT"] else ""
    return f"postgresql://{made['USER']}@/{made['NAME']}?host={made['HOST']}{port}"


class Killed:
    """place: its host and port, the same every time."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.place = f"localhost:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers."""
        words = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        words += ["--port", str(self.port), "--workers", "1", "storefront.wsgi:application"]
        self.process = subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "DATABASE_URL": _address(),
                "DATABASE_OWNER_URL": _address(),
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + _PATIENCE
        while not self._answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError("the server did not start")
            time.sleep(0.1)

    def stop(self) -> None:
        """Kill it with all that it began, as a power cut does: connections break at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
        deadline = time.monotonic() + _PATIENCE
        while self._answers():
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False
