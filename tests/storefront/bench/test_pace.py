"""The load: how requests are paced, and that none is forgiven its waiting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from storefront.bench.pace import at_rate, back_to_back, share
from storefront.bench.wire import Answer, Done


@dataclass
class Clock:
    """Time that only passes when somebody waits."""

    seconds: float = 100.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class FakeLines:
    """Connections to a server whose answer to a request takes `takes(now)` seconds."""

    clock: Clock
    connections: int
    takes: Callable[[float], float]
    status: Callable[[int], int] = lambda number: 200
    sent_at: list[float] = field(default_factory=list)
    _under_way: dict[int, float] = field(default_factory=dict)

    def free(self) -> bool:
        return len(self._under_way) < self.connections

    def busy(self) -> int:
        return len(self._under_way)

    def send(self, number: int) -> None:
        self.sent_at.append(self.clock.seconds)
        self._under_way[number] = self.clock.seconds + self.takes(self.clock.seconds)

    def wait(self, seconds: float) -> list[Done]:
        until = self.clock.seconds + seconds
        first = min([until, *self._under_way.values()])
        self.clock.seconds = max(self.clock.seconds, first)
        ready = [n for n, at in self._under_way.items() if at <= self.clock.seconds]
        for number in ready:
            del self._under_way[number]
        return [Done(number, Answer(self.status(number), 1000, b"")) for number in ready]

    def is_right(self, done: Done) -> bool:
        return done.answer.status == 200


def test_requests_leave_at_the_rate_whatever_the_answers_take() -> None:
    clock = Clock()
    lines = FakeLines(clock, connections=8, takes=lambda now: 0.015)

    outcome = at_rate(lines, 100, 2.0, clock)

    assert len(outcome.milliseconds) == 200 and outcome.lost == 0
    due = [100.0 + number / 100 for number in range(200)]
    assert lines.sent_at == pytest.approx(due, abs=1e-6)
    assert share(outcome.milliseconds, 0.99) == pytest.approx(15)


def test_a_second_of_standing_still_makes_all_that_were_due_in_it_late() -> None:
    clock = Clock()
    # what reaches the server in the second from 101 on is answered when that second is over
    lines = FakeLines(clock, 4, lambda now: 102 - now if 101 <= now < 102 else 0.001)

    outcome = at_rate(lines, 100, 3.0, clock)

    late = [time for time in outcome.milliseconds if time > 10]
    # only four requests were ever under way in it; a hundred were due
    assert len(late) == pytest.approx(100, abs=8)
    assert max(late) == pytest.approx(1000, abs=20)
    assert min(late) < 30


def test_wrong_answers_are_lost_and_named() -> None:
    clock = Clock()
    lines = FakeLines(clock, 8, lambda now: 0.001, status=lambda n: 503 if n % 10 == 0 else 200)

    outcome = at_rate(lines, 100, 1.0, clock)

    assert outcome.lost == 10
    assert outcome.wrong == [503]
    assert len(outcome.milliseconds) == 90


def test_what_is_never_answered_is_lost_and_does_not_hold_the_run_up() -> None:
    clock = Clock()
    lines = FakeLines(clock, 8, lambda now: 1e9 if now >= 100.5 else 0.001)

    outcome = at_rate(lines, 100, 1.0, clock)

    assert outcome.lost == pytest.approx(50, abs=1)
    assert outcome.seconds < 60


def test_back_to_back_keeps_every_connection_busy_until_the_time_is_over() -> None:
    clock = Clock()
    lines = FakeLines(clock, 8, lambda now: 0.1)

    outcome = back_to_back(lines, 2.0, clock)

    assert len(outcome.milliseconds) == pytest.approx(160, abs=8)
    assert outcome.milliseconds[0] == pytest.approx(100)
    assert outcome.size == 1000
    assert outcome.seconds == pytest.approx(2.0, abs=0.11)


def test_a_row_slower_than_its_time_is_asked_once_a_connection() -> None:
    clock = Clock()
    outcome = back_to_back(FakeLines(clock, 8, lambda now: 30.0), 1.0, clock)

    assert len(outcome.milliseconds) == 8


@pytest.mark.parametrize(("part", "value"), [(0.0, 1.0), (0.5, 51.0), (0.99, 100.0), (1.0, 100.0)])
def test_a_share_of_sorted_values(part: float, value: float) -> None:
    assert share([float(number) for number in range(1, 101)], part) == value


def test_of_nothing_there_is_no_share() -> None:
    assert share([], 0.99) == 0.0
