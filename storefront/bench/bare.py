"""The same server with nothing behind it but one page in memory: how fast it can be at all.

Run as `python -m storefront.bench.bare --port N --page FILE`; the file holds the page's headers
as JSON in its first line and its bytes behind it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

WORKERS, THREADS = 2, 2
_OF_THE_SERVER = frozenset({"date", "server", "connection", "transfer-encoding"})


def page_write(path: Path, headers: Iterable[tuple[str, str]], body: bytes) -> None:
    """Keep an answer for `page_application`; what a server adds itself is left out."""
    kept = [pair for pair in headers if pair[0].lower() not in _OF_THE_SERVER]
    path.write_bytes(json.dumps(kept).encode() + b"\n" + body)


def page_application(path: Path) -> Callable[..., list[bytes]]:
    """A WSGI application that gives that page to whoever asks for whatever."""
    said, _line, body = path.read_bytes().partition(b"\n")
    headers = [(name, value) for name, value in json.loads(said)]
    answer = [body]

    def application(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", headers)
        return answer

    return application


def main(arguments: list[str]) -> None:
    """Serve until told to stop; the numbers are those of the shop's own server."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--page", type=Path, required=True)
    options = parser.parse_args(arguments)
    application = page_application(options.page)
    Server(
        "bare:application",
        address="127.0.0.1",
        port=options.port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        backpressure=64,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=3,
    ).serve(target_loader=lambda: application, wrap_loader=False)


if __name__ == "__main__":
    main(sys.argv[1:])
