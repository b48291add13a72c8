"""One request makes an answer; those that ask the same meanwhile do not."""

from __future__ import annotations

import threading

from storefront.cache.keys import Question


class Flights:
    """Answers that are being made in this process."""

    def __init__(self) -> None:
        self._running: dict[Question, threading.Event] = {}
        self._lock = threading.Lock()

    def begin(self, question: Question) -> threading.Event | None:
        """None for who is to make it now and must `end` it; for others, what tells of the end."""
        with self._lock:
            running = self._running.get(question)
            if running is None:
                self._running[question] = threading.Event()
            return running

    def end(self, question: Question) -> None:
        """It is made, or could not be."""
        with self._lock:
            done = self._running.pop(question)
        done.set()
