"""Which version the catalogue has, and until when an older one was still seen."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import NamedTuple

import structlog
from django.db import Error, connection

from catalog.dates import legal_today
from catalog.kept import forget_all
from catalog.selectors.version import Marks, catalogue_marks

log = structlog.get_logger(__name__)

# Seconds. BOUND is promised; the others leave it a margin for making and sending an answer.
BOUND = 5.0
ASK_EVERY = 1.0
HELD = 4.0
# How many pieces there are changes with every order: then answers are made anew no sooner than
# this, so that a busy hour does not cost a page an order.
COUNTED = 3.0


class Label(NamedTuple):
    """What an answer was true for. words: version and date; numbers: version of the stock."""

    words: str
    numbers: str


class Age(Enum):
    """How an answer stands now."""

    FRESH = "true as it is"
    OLD = "may be given while another is made"
    GONE = "must not be given"


class Moment(NamedTuple):
    """What a worker knows. at: seconds of its clock; the label was the catalogue's then."""

    label: Label
    at: float


Ask = Callable[[], Marks]


def ask_database() -> Marks:
    """The marks, over this thread's connection, opened anew once when it was cut.

    Raises django.db.Error.
    """
    try:
        return catalogue_marks()
    except Error:
        connection.close()
        return catalogue_marks()


class Clock:
    """Learns the version by asking; knows when each of the last ones was seen."""

    def __init__(
        self,
        ask: Ask = ask_database,
        *,
        now: Callable[[], float] = time.monotonic,
        today: Callable[[], date] = legal_today,
        forget: Callable[[], None] = forget_all,
    ) -> None:
        self._ask, self._now, self._today, self._forget = ask, now, today, forget
        self._asking = threading.Lock()
        self._is_lost = False
        self._next = float("-inf")
        self._moment: Moment | None = None
        self._words: dict[str, float] = {}
        self._numbers: dict[str, float] = {}

    def moment(self) -> Moment | None:
        """What is known now, after asking when a second has passed; None when nothing is.

        One thread asks; the others go on with what was known, as long as that may be trusted.
        """
        now = self._now()
        known = self._moment
        if now >= self._next:
            trusted = known is not None and now - known.at <= HELD
            if self._asking.acquire(timeout=0 if trusted else HELD):
                try:
                    if self._now() >= self._next:
                        self._learn()
                finally:
                    self._asking.release()
            known = self._moment
        if known is None or self._now() - known.at > HELD:
            return None
        return known

    def age(self, label: Label) -> Age:
        """How an answer with this label stands."""
        known = self._moment
        if known is None:
            return Age.GONE
        now = self._now()
        if label == known.label and now - known.at <= HELD:
            return Age.FRESH
        same_words = label.words == known.label.words
        seen = self._numbers.get(label.numbers)
        words_seen = self._words.get(label.words)
        if seen is None or words_seen is None:
            return Age.GONE
        since = now - min(seen, words_seen)
        if same_words and since <= COUNTED:
            return Age.FRESH
        return Age.OLD if since <= HELD else Age.GONE

    def _learn(self) -> None:
        """Ask; on a move, drop what was kept below the pages before the new label is known."""
        at = self._now()
        self._next = at + ASK_EVERY
        try:
            marks = self._ask()
        except Error as error:
            if not self._is_lost:
                log.warning("catalogue_version_unknown", error=str(error).split("\n", 1)[0])
            self._is_lost = True
            return
        self._is_lost = False
        label = Label(f"{marks.words} {self._today().isoformat()}", marks.numbers)
        if self._moment is None or label.words != self._moment.label.words:
            self._forget()
        self._words[label.words] = self._numbers[label.numbers] = at
        self._moment = Moment(label, at)
        for seen in (self._words, self._numbers):
            for gone in [name for name, when in list(seen.items()) if at - when > BOUND]:
                del seen[gone]
