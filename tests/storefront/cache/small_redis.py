"""Enough of Redis' language for the shop's client, so that its tests need no server."""

from __future__ import annotations

import socketserver
import threading
import time
from typing import Any

_NIL = b"$-1\r\n"


class _Talk(socketserver.StreamRequestHandler):
    """One client's connection."""

    server: SmallRedis

    def handle(self) -> None:
        while line := self.rfile.readline():
            words = [self._word() for _ in range(int(line[1:]))]
            self.wfile.write(self.server.say([words[0].upper(), *words[1:]]))

    def _word(self) -> bytes:
        size = int(self.rfile.readline()[1:])
        return self.rfile.read(size + 2)[:size]


class SmallRedis(socketserver.ThreadingTCPServer):
    """PING, SELECT, GET, SET with NX, EX and PX, DEL; every other command is unknown to it."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Talk)
        self._values: dict[bytes, tuple[bytes, float]] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> SmallRedis:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.shutdown()
        self.server_close()

    def say(self, words: list[bytes]) -> bytes:
        """The answer to a command."""
        with self._lock:
            if words[0] in (b"PING", b"SELECT"):
                return b"+OK\r\n" if words[0] == b"SELECT" else b"+PONG\r\n"
            if words[0] == b"GET":
                return self._get(words[1])
            if words[0] == b"SET":
                return self._set(words[1], words[2], [word.upper() for word in words[3:]])
            if words[0] == b"DEL":
                return b":%d\r\n" % (self._values.pop(words[1], None) is not None)
        return b"-ERR unknown command\r\n"

    def _get(self, name: bytes) -> bytes:
        value, until = self._values.get(name, (b"", 0.0))
        if until < time.monotonic():
            return _NIL
        return b"$%d\r\n%s\r\n" % (len(value), value)

    def _set(self, name: bytes, value: bytes, how: list[bytes]) -> bytes:
        if b"NX" in how and self._get(name) != _NIL:
            return _NIL
        seconds = float("inf")
        if b"EX" in how:
            seconds = float(how[how.index(b"EX") + 1])
        if b"PX" in how:
            seconds = float(how[how.index(b"PX") + 1]) / 1000
        self._values[name] = (value, time.monotonic() + seconds)
        return b"+OK\r\n"
