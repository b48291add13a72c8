"""Small answers that may be a few seconds old, kept in the process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from functools import wraps
from typing import ParamSpec, TypeVar

MOST_ANSWERS = 256

P = ParamSpec("P")
R = TypeVar("R")

_forget: list[Callable[[], None]] = []


class _Turn:
    """How often all was forgotten: an answer that was begun before that is not given after it."""

    number = 0


def kept(seconds: float) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep a function's answers by their arguments, which must be hashable, for `seconds`.

    For what may lag a little: names of kinds, counts of an unfiltered list. Who asks while somebody
    else finds the answer out waits for it instead of doing the same work. No more than MOST_ANSWERS
    are kept of one function. Where whole pages are kept as well, everything here is
    forgotten when the catalogue's version moves (storefront/cache), so that a page of the new
    version is not made of answers of the old one.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        answers: dict[Hashable, tuple[float, int, R]] = {}
        lock = threading.RLock()

        def fresh(key: Hashable) -> tuple[float, int, R] | None:
            known = answers.get(key)
            if known is None or known[1] != _Turn.number or known[0] <= time.monotonic():
                return None
            return known

        @wraps(function)
        def ask(*args: P.args, **kwargs: P.kwargs) -> R:
            key = (args, tuple(sorted(kwargs.items())))
            known = fresh(key)
            if known is not None:
                return known[2]
            with lock:
                known = fresh(key)
                if known is not None:
                    return known[2]
                turn = _Turn.number
                answer = function(*args, **kwargs)
                if len(answers) >= MOST_ANSWERS:
                    answers.clear()
                answers[key] = (time.monotonic() + seconds, turn, answer)
            return answer

        _forget.append(answers.clear)
        return ask

    return decorate


def forget_with(clear: Callable[[], None]) -> None:
    """Have `clear` called whenever all is forgotten: for what is kept elsewhere than here."""
    _forget.append(clear)


def forget_all() -> None:
    """Drop everything that is kept: when the catalogue has moved, after a load, between tests."""
    _Turn.number += 1
    for clear in _forget:
        clear()
