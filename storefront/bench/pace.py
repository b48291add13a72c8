"""Two ways to ask: as fast as answers come, or at a fixed rate whatever the answers do."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from storefront.bench.wire import Done

_PATIENCE = 30.0  # seconds after the last request is due; what is not answered then is lost
Now = Callable[[], float]


class Connections(Protocol):
    """What is asked over (`wire.Lines`, or something that tells of itself in a test)."""

    def free(self) -> bool:
        """Whether something can be sent now."""

    def busy(self) -> int:
        """Requests under way."""

    def send(self, number: int) -> None:
        """Send request `number`."""

    def wait(self, seconds: float) -> list[Done]:
        """What was answered within so many seconds."""

    def is_right(self, done: Done) -> bool:
        """Whether the answer is the one that was wanted."""


class Outcome(NamedTuple):
    """milliseconds: sorted, of right answers; lost: never answered, or wrongly; sizes: bytes."""

    seconds: float
    milliseconds: list[float]
    lost: int
    size: float
    wrong: list[int]


class _Tally:
    """Adds answers up."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.wrong: list[int] = []
        self._bytes = 0

    @property
    def answered(self) -> int:
        return len(self.times) + len(self.wrong)

    def add(self, done: Done, seconds: float, *, right: bool) -> None:
        if not right:
            self.wrong.append(done.answer.status)
            return
        self.times.append(seconds * 1000)
        self._bytes += done.answer.size

    def outcome(self, seconds: float, asked: int) -> Outcome:
        lost = asked - len(self.times)
        size = self._bytes / max(1, len(self.times))
        return Outcome(seconds, sorted(self.times), lost, size, sorted(set(self.wrong)))


def back_to_back(lines: Connections, seconds: float, now: Now) -> Outcome:
    """Each connection asks again as soon as it is answered, until the time is over."""
    tally, began, number = _Tally(), dict[int, float](), 0
    start = now()
    while True:
        while lines.free() and (now() < start + seconds or not number):
            began[number] = now()
            lines.send(number)
            number += 1
        if not lines.busy():
            return tally.outcome(now() - start, number)
        for done in lines.wait(1.0):
            tally.add(done, now() - began.pop(done.number), right=lines.is_right(done))


def at_rate(lines: Connections, rate: float, seconds: float, now: Now) -> Outcome:
    """Request n is due at n / rate seconds, and its time counts from then.

    When all connections wait for a slow server, the requests that pile up behind them are not
    forgiven their waiting: a server that stands still for a second has all that were due in it
    late.
    """
    tally, asked, number = _Tally(), int(rate * seconds), 0
    start = now()
    while tally.answered < asked and now() < start + seconds + _PATIENCE:
        while number < asked and lines.free() and start + number / rate <= now():
            lines.send(number)
            number += 1
        next_due = start + number / rate - now() if number < asked and lines.free() else 1.0
        for done in lines.wait(max(0.0, min(next_due, 1.0))):
            late = now() - (start + done.number / rate)
            tally.add(done, late, right=lines.is_right(done))
    return tally.outcome(now() - start, asked)


def share(sorted_values: list[float], part: float) -> float:
    """The value below which `part` (0 to 1) of them lie; 0 of none."""
    if not sorted_values:
        return 0.0
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * part))]
