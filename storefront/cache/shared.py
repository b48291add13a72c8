"""The same answers between machines, in Redis or Valkey; without it everything goes on.

Each worker still asks the database for the version, so what lies here is never trusted by its age,
only by its label. Names begin with a print of the release and the shop, so that another release,
or another shop in the same server, finds nothing of this one's.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from typing import Any

import structlog
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from storefront.cache.answers import Answer
from storefront.cache.keys import Question

log = structlog.get_logger(__name__)

_KEPT_SECONDS = 3600
_CLAIMED_MS = 3000  # a maker that died is waited for no longer
_TIMEOUT = 0.25  # seconds: waiting longer would cost more than making the answer
REST = 5.0  # seconds in which a server that failed is left alone


def server_at(url: str) -> Redis:
    """A client that never waits long. No connection is made yet."""
    return Redis.from_url(
        url,
        socket_timeout=_TIMEOUT,
        socket_connect_timeout=_TIMEOUT,
        retry=Retry(NoBackoff(), 0),
        protocol=2,
    )


class Shared:
    """Answers that another process can use. release: the print of the release and the shop."""

    def __init__(
        self, server: Redis, release: str, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._server, self._release, self._now = server, release, now
        self._resting_until = float("-inf")
        self._lock = threading.Lock()

    def get(self, question: Question) -> Answer | None:
        """The answer as it lies there; its label says what it is worth."""
        packed = self._try(lambda: self._server.get(self._name(question)), None)
        if packed is None:
            return None
        try:
            return Answer.from_bytes(packed)
        except (ValueError, KeyError, TypeError):
            return None

    def put(self, question: Question, answer: Answer) -> None:
        """Leave it for the others, and give back the claim."""
        name, packed = self._name(question), answer.to_bytes()
        self._try(lambda: self._server.set(name, packed, ex=_KEPT_SECONDS), None)
        self.leave(question)

    def claim(self, question: Question) -> bool:
        """Whether this process is to make it: no other is at it, or nobody can tell."""
        name = f"{self._name(question)}:claim"
        return bool(self._try(lambda: self._server.set(name, "1", nx=True, px=_CLAIMED_MS), True))

    def leave(self, question: Question) -> None:
        """Give back the claim."""
        self._try(lambda: self._server.delete(f"{self._name(question)}:claim"), None)

    def _name(self, question: Question) -> str:
        asked = hashlib.sha256(repr(tuple(question)).encode("utf-8", "surrogatepass")).hexdigest()
        return f"lapak:{self._release}:{asked[:40]}"

    def _try(self, act: Callable[[], Any], otherwise: Any) -> Any:
        """What the server says; `otherwise` while it does not answer."""
        if self._now() < self._resting_until:
            return otherwise
        try:
            return act()
        except (RedisError, OSError) as error:
            with self._lock:
                is_news = self._resting_until == float("-inf")
                self._resting_until = self._now() + REST
            if is_news:
                log.warning("shared_cache_unreachable", error=str(error)[:200])
            return otherwise
