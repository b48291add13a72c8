"""How many requests were answered how: a line in the log each minute in which there were any."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

import structlog

log = structlog.get_logger(__name__)

EVERY = 60.0


class Tally:
    """Counts of this process. holding: answers and bytes that are kept at the moment."""

    def __init__(
        self, holding: Callable[[], tuple[int, int]], now: Callable[[], float] = time.monotonic
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._holding, self._now = holding, now
        self._since = now()

    def add(self, how: str) -> None:
        """One more. Not locked: one that two threads count as one does no harm."""
        self.counts[how] += 1
        if self._now() - self._since >= EVERY:
            self._say()

    def _say(self) -> None:
        counts, self.counts = self.counts, Counter()
        since, self._since = self._since, self._now()
        answers, size = self._holding()
        log.info(
            "page_cache",
            seconds=round(self._since - since),
            answers=answers,
            bytes=size,
            **dict(sorted(counts.items())),
        )
