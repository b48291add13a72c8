"""A server that answers what it was told to, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Asked(NamedTuple):
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


class Replay:
    """answers: by "METHOD /path", status and body (bytes are sent as they are); what is not there
    is 404 without JSON."""

    def __init__(self) -> None:
        self.address = ""
        self.answers: dict[str, tuple[int, Any]] = {}
        self.asked: list[Asked] = []

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [f"{one.method} {one.path}" for one in self.asked]


@contextmanager
def replaying() -> Iterator[Replay]:
    """One, reachable at `address`."""
    replay = Replay()

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            replay.asked.append(Asked(self.command, self.path, dict(self.headers), body))
            status, said = replay.answers.get(f"{self.command} {self.path}", (404, b"nothing"))
            sent = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = _do

        def log_message(self, *_args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    replay.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield replay
    finally:
        server.shutdown()
        server.server_close()
