"""Stock Saleor as a server of its own, to compare the shop with: same server, same settings of it.

Run with: DATABASE_URL=postgresql://... python -m tests.stock.peer --port 8100 [--make-tables]
It ends on SIGTERM or Ctrl-C.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

import django
from django.db import connection
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.stock.settings")


def main(arguments: Sequence[str]) -> int:
    """Serve until told to stop.

    --make-tables fills an empty database first. Fails at once when DATABASE_URL is not set.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.stock.peer")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--make-tables", action="store_true")
    options = parser.parse_args(arguments)
    if not os.environ.get("DATABASE_URL"):
        parser.error("DATABASE_URL is not set")
    if options.make_tables:
        _make_tables()
    _serve(options.host, options.port, options.workers)
    return 0


def _make_tables() -> None:
    django.setup()
    from tests.stock.database import make_tables  # noqa: PLC0415 # needs the settings

    make_tables(connection.settings_dict["NAME"])
    connection.close()


def _serve(host: str, port: int, workers: int) -> None:
    """The numbers are those of the shop's own server."""
    Server(
        "tests.stock.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=2,
        backpressure=64,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=4,
    ).serve()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
