"""Answers in this process, bounded by bytes.

In two halves: what was asked once, and what was asked again. What a stranger asks only once, be it
of a million addresses, never drives out what visitors ask for.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

from storefront.cache.answers import Answer
from storefront.cache.keys import Question

_ONCE = 4  # the part of the room for what was asked once: one in so many


class Memory:
    """Answers by question, the least lately asked going first."""

    def __init__(self, most_bytes: int) -> None:
        self._rooms = (most_bytes // _ONCE, most_bytes - most_bytes // _ONCE)
        self._once: OrderedDict[Question, Answer] = OrderedDict()
        self._again: OrderedDict[Question, Answer] = OrderedDict()
        self._sizes = [0, 0]
        self._lock = threading.Lock()

    def get(self, question: Question) -> Answer | None:
        """The answer as it was put, which may be old by now."""
        with self._lock:
            answer = self._again.get(question)
            if answer is not None:
                self._again.move_to_end(question)
                return answer
            answer = self._once.pop(question, None)
            if answer is not None:
                self._sizes[0] -= answer.counted
                self._keep(1, question, answer)
            return answer

    def put(self, question: Question, answer: Answer) -> None:
        """Keep it in place of what was there."""
        with self._lock:
            place = 1 if question in self._again else 0
            gone = (self._once, self._again)[place].pop(question, None)
            if gone is not None:
                self._sizes[place] -= gone.counted
            self._keep(place, question, answer)

    def grown(self, question: Question) -> None:
        """Its answer has got another encoding: count it anew."""
        with self._lock:
            for place, part in enumerate((self._once, self._again)):
                if question in part:
                    self._sizes[place] += part[question].recount()
                    self._make_room(place)

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return sum(self._sizes)

    def __len__(self) -> int:
        return len(self._once) + len(self._again)

    def _keep(self, place: int, question: Question, answer: Answer) -> None:
        answer.recount()
        (self._once, self._again)[place][question] = answer
        self._sizes[place] += answer.counted
        self._make_room(place)

    def _make_room(self, place: int) -> None:
        part = (self._once, self._again)[place]
        while self._sizes[place] > self._rooms[place] and part:
            _question, gone = part.popitem(last=False)
            self._sizes[place] -= gone.counted
