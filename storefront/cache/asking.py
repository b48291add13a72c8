"""Asks Django, and has its answer in hand instead of on the wire."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from wsgiref.types import WSGIApplication

from storefront.cache.answers import Headers, header_of, is_text
from storefront.cache.keys import Environ

# What is decided here and not in the application: the encoding, and whether the reader has it.
_OURS = ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")


@dataclass(frozen=True, slots=True)
class Said:
    """Django's answer. body: None for files and streams, which `rest` still holds."""

    status: str
    headers: Headers
    body: bytes | None
    rest: Iterable[bytes]

    @property
    def request_id(self) -> str:
        """The id under which the log has it."""
        return header_of(self.headers, "x-request-id")


def ask(application: WSGIApplication, environ: Environ) -> Said:
    """Ask for the whole answer, uncompressed; a HEAD as if it were a GET."""
    asked = {name: value for name, value in environ.items() if name not in _OURS}
    if asked["REQUEST_METHOD"] == "HEAD":
        asked["REQUEST_METHOD"] = "GET"
    begun: list[tuple[str, Headers]] = []

    def start(status: str, headers: Headers, _error: Any = None, /) -> Any:
        begun.append((status, headers))

    rest = application(asked, start)
    status, headers = begun[-1]
    if not is_text(headers) or getattr(rest, "streaming", False):
        return Said(status, headers, None, rest)
    try:
        body = b"".join(rest)
    finally:
        close(rest)
    return Said(status, headers, body, ())


def close(rest: Iterable[bytes]) -> None:
    """Tell the application that its answer was read."""
    end = getattr(rest, "close", None)
    if end is not None:
        end()
