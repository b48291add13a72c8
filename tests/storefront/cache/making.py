"""A front before an application of the tests, with a clock that they move."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from wsgiref.types import StartResponse

from catalog.selectors.version import Marks
from storefront.cache.clock import Clock
from storefront.cache.front import Front
from storefront.cache.keys import Environ, Keys
from storefront.cache.memory import Memory
from storefront.cache.shared import Shared

PAGE = "<p>halaman</p>" * 200
HTML = ("Content-Type", "text/html; charset=utf-8")


class Hands:
    """The hands of a clock, moved by the test. marks: what the database would say."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.day = date(2026, 11, 22)
        self.marks = Marks("a", "1")
        self.asked = self.forgotten = 0
        self.fault: Exception | None = None

    def clock(self) -> Clock:
        """A clock with these hands."""
        return Clock(
            self._ask, now=lambda: self.seconds, today=lambda: self.day, forget=self._forget
        )

    def _ask(self) -> Marks:
        self.asked += 1
        if self.fault:
            raise self.fault
        return self.marks

    def _forget(self) -> None:
        self.forgotten += 1


@dataclass
class Application:
    """Answers every request alike, counts them, and says which it was.

    answer: called with the number of the request; before: runs in the request.
    """

    status: str = "200 OK"
    headers: list[tuple[str, str]] = field(default_factory=lambda: [HTML])
    body: Callable[[int], str] = lambda number: f"{number}{PAGE}"
    before: Callable[[], object] = lambda: None
    seen: list[Environ] = field(default_factory=list)
    _lock: Any = field(default_factory=threading.Lock)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        with self._lock:
            self.seen.append(environ)
            number = len(self.seen)
        self.before()
        body = self.body(number).encode()
        own = [("Content-Length", str(len(body))), ("X-Request-ID", f"made-{number:08}")]
        start_response(self.status, [*self.headers, *own])
        return [body]

    @property
    def made(self) -> int:
        """How many requests came through."""
        return len(self.seen)


@dataclass(frozen=True)
class Got:
    """What a client got."""

    status: str
    headers: dict[str, str]
    body: bytes

    @property
    def how(self) -> str:
        """How the cache answered."""
        return self.headers.get("X-Cache", "")


def front_of(
    application: Any, hands: Hands, *, most_bytes: int = 1_000_000, shared: Shared | None = None
) -> Front:
    """A front with the test's clock."""
    return Front(
        application,
        keys=Keys(session="sessionid", forwarded=""),
        clock=hands.clock(),
        memory=Memory(most_bytes),
        shared=shared,
    )


def environ_of(
    path: str = "/", *, query: str = "", method: str = "GET", body: bytes = b"", **more: str
) -> Environ:
    """What a server hands over. more: headers as their variables."""
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": "shop.test",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        **({"CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": "application/json"} if body else {}),
        **more,
    }


def get(front: Any, path: str = "/", **how: Any) -> Got:
    """Ask for something."""
    begun: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
        begun.append((status, headers))

    body = b"".join(front(environ_of(path, **how), start))
    status, headers = begun[-1]
    assert len({name.lower() for name, _ in headers}) == len(headers), headers
    return Got(status, dict(headers), body)
