"""HTTP/1.1 at the least cost: requests as bytes made once, answers read no further than needed.

The load shares two cores with what it measures, so what it spends itself must be little.
"""

from __future__ import annotations

import selectors
import socket
from collections.abc import Sequence
from typing import NamedTuple

NOT_MODIFIED = 304
_GONE = 0  # the status of a request whose connection broke


class Request(NamedTuple):
    """One request: body None is a GET. wanted: the status that is right."""

    path: str
    body: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    wanted: int = 200

    def encoded(self) -> bytes:
        """As it goes over the wire."""
        lines = [
            f"{'GET' if self.body is None else 'POST'} {self.path} HTTP/1.1",
            "Host: localhost",
            "Accept-Encoding: gzip",
            *(f"{name}: {value}" for name, value in self.headers),
        ]
        body = (self.body or "").encode()
        if self.body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body


class Answer(NamedTuple):
    """status, 0 when the connection broke; size: bytes of the body as sent; head: as sent."""

    status: int
    size: int
    head: bytes


class Reading:
    """One answer that comes in pieces."""

    def __init__(self) -> None:
        self._seen = bytearray()
        self._head = b""
        self._length: int | None = None  # of the body; None while unknown, or sent in chunks

    def feed(self, piece: bytes) -> Answer | None:
        """The answer, once it is whole."""
        self._seen += piece
        if not self._head and not self._head_read():
            return None
        if self._length is None:
            return self._of_chunks()
        return self._whole(self._length) if len(self._seen) >= self._length else None

    def _head_read(self) -> bool:
        end = self._seen.find(b"\r\n\r\n")
        if end < 0:
            return False
        self._head = bytes(self._seen[: end + 2])
        del self._seen[: end + 4]
        self._length = self._length_said()
        return True

    def _length_said(self) -> int | None:
        if self._status == NOT_MODIFIED:
            return 0
        said = header_of(self._head, "content-length")
        return int(said) if said else None

    @property
    def _status(self) -> int:
        return int(self._head[9:12])

    def _of_chunks(self) -> Answer | None:
        if not self._seen.endswith(b"\r\n0\r\n\r\n") and self._seen != b"0\r\n\r\n":
            return None
        return self._whole(len(self._seen))

    def _whole(self, size: int) -> Answer:
        return Answer(self._status, size, self._head)


def header_of(head: bytes, name: str) -> str:
    """A header's value, "" when it is not there. name: in small letters."""
    for line in head.split(b"\r\n")[1:]:
        found, _colon, value = line.partition(b":")
        if found.lower() == name.encode():
            return value.strip().decode()
    return ""


class Done(NamedTuple):
    """An answer to the request that was sent with this number."""

    number: int
    answer: Answer


class Lines:
    """Kept-alive connections; each has at most one request under way."""

    def __init__(self, port: int, requests: Sequence[Request], connections: int) -> None:
        self._port = port
        self._sent = [request.encoded() for request in requests]
        self._wanted = [request.wanted for request in requests]
        self._selector = selectors.DefaultSelector()
        self._free = [self._connect() for _connection in range(connections)]
        self._busy: dict[socket.socket, tuple[int, Reading]] = {}

    def _connect(self) -> socket.socket:
        line = socket.create_connection(("127.0.0.1", self._port), timeout=30)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._selector.register(line, selectors.EVENT_READ)
        return line

    def free(self) -> bool:
        """Whether a connection is idle."""
        return bool(self._free)

    def busy(self) -> int:
        """Requests under way."""
        return len(self._busy)

    def is_right(self, done: Done) -> bool:
        """Whether the status is the one that its request wants."""
        return done.answer.status == self._wanted[done.number % len(self._wanted)]

    def send(self, number: int) -> None:
        """Ask for request `number`, counted round and round, on an idle connection."""
        line = self._free.pop()
        self._busy[line] = (number, Reading())
        line.sendall(self._sent[number % len(self._sent)])

    def wait(self, seconds: float) -> list[Done]:
        """What was answered, or whose connection broke; after so many seconds maybe nothing."""
        found = [self._read(key.fileobj) for key, _events in self._selector.select(seconds)]  # type: ignore[arg-type]
        return [done for done in found if done]

    def _read(self, line: socket.socket) -> Done | None:
        try:
            piece = line.recv(262_144)
        except OSError:
            piece = b""
        if not piece:
            return self._broken(line)
        number, reading = self._busy[line]
        answer = reading.feed(piece)
        if answer is None:
            return None
        del self._busy[line]
        self._free.append(line)
        return Done(number, answer)

    def _broken(self, line: socket.socket) -> Done | None:
        """Open another in its place; what was under way on it is lost."""
        self._selector.unregister(line)
        line.close()
        under_way = self._busy.pop(line, None)
        if under_way is None:
            self._free.remove(line)
        self._free.append(self._connect())
        return Done(under_way[0], Answer(_GONE, 0, b"")) if under_way else None

    def close(self) -> None:
        """Close all connections."""
        for line in [*self._free, *self._busy]:
            line.close()
        self._selector.close()
