"""Rows measured in interleaved rounds: a busy minute of the machine falls on all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, NamedTuple

from storefront.bench.cost import cpu_ms, family
from storefront.bench.load import load
from storefront.bench.pace import share
from storefront.bench.rows import BARE, Row, Server
from storefront.bench.servers import Running

_WARM_SECONDS = 0.5
Say = Callable[[str], None]


class Round(NamedTuple):
    """One row in one round: CPU milliseconds a request, and what came back."""

    application_ms: float
    postgres_ms: float
    requests_a_second: float
    milliseconds: list[float]
    kilobytes: float
    lost: int
    wrong: list[int]

    @property
    def cpu_ms(self) -> float:
        """Application and PostgreSQL together."""
        return self.application_ms + self.postgres_ms


@dataclass(frozen=True)
class Measured:
    """A row's figures: CPU and requests a second of the median round, p50 and p99 of all rounds.

    Milliseconds; kilobytes as sent (gzip); lost: requests without the answer they want, wrong:
    statuses that came instead (0: the connection broke). times_peer and times_bare: how many
    times as much CPU stock Saleor's row takes, and this row takes of the bare page; medians of
    the rounds' ratios.
    """

    name: str
    server: str
    application_ms: float
    postgres_ms: float
    requests_a_second: float
    p50_ms: float
    p99_ms: float
    statements: int | None
    kilobytes: float
    lost: int
    wrong: list[int]
    aim_ms: float | None
    limit_ms: float | None
    times_peer: float | None
    times_bare: float | None

    @property
    def cpu_ms(self) -> float:
        """Application and PostgreSQL together."""
        return self.application_ms + self.postgres_ms

    def as_json(self) -> dict[str, Any]:
        """For --json."""
        return {**vars(self), "cpu_ms": self.cpu_ms}


def ratio(above: Sequence[Round], below: Sequence[Round]) -> float | None:
    """Median over the rounds of one row's CPU over another's; None when there is nothing to say."""
    parts = [a.cpu_ms / b.cpu_ms for a, b in zip(above, below, strict=True) if b.cpu_ms]
    return median(parts) if parts else None


def growth_of(name: str, small: Sequence[Round], large: Sequence[Round]) -> dict[str, Any]:
    """A row in two shops: CPU milliseconds of the median rounds, and how many times as much it is
    in the larger one: the median of the rounds' ratios."""
    cpu_small, cpu_large = (median(one.cpu_ms for one in rounds) for rounds in (small, large))
    times = ratio(large, small)
    return {"name": name, "small_ms": cpu_small, "large_ms": cpu_large, "times": times}


@dataclass
class Bench:
    """servers: who answers which rows; postgres: the process of the database server they share;
    seconds: of load for a row in a round; statements: a request's, by row."""

    servers: Mapping[Server, Running]
    postgres: int
    rounds: int
    seconds: float
    statements: Mapping[str, int]
    found: dict[str, list[Round]] = field(default_factory=dict)

    def measure(self, rows: Sequence[Row], say: Say = lambda line: None) -> list[Measured]:
        """All rows after one warming up, as often in turn as there are rounds."""
        self.warm(rows)
        for number in range(self.rounds):
            for row in rows:
                self.once(row)
            say(f"round {number + 1} of {self.rounds}")
        return [self._measured(row) for row in rows]

    def warm(self, rows: Sequence[Row]) -> None:
        """Ask for all rows a little; nothing is counted yet."""
        self.found = {row.name: [] for row in rows}
        for row in rows:
            load(self.servers[row.server].port, row.requests, seconds=_WARM_SECONDS)

    def once(self, row: Row) -> None:
        """One more round of one row."""
        self.found[row.name].append(self._round(row))

    def _cpu(self, server: Running) -> tuple[float, float]:
        return cpu_ms(family(server.pid)), cpu_ms(family(self.postgres))

    def _round(self, row: Row) -> Round:
        server = self.servers[row.server]
        before = self._cpu(server)
        outcome = load(server.port, row.requests, seconds=self.seconds)
        after = self._cpu(server)
        asked = max(1, len(outcome.milliseconds) + outcome.lost)
        return Round(
            application_ms=(after[0] - before[0]) / asked,
            postgres_ms=(after[1] - before[1]) / asked,
            requests_a_second=asked / outcome.seconds,
            milliseconds=outcome.milliseconds,
            kilobytes=outcome.size / 1024,
            lost=outcome.lost,
            wrong=outcome.wrong,
        )

    def _measured(self, row: Row) -> Measured:
        rounds = self.found[row.name]
        middle = sorted(rounds, key=lambda one: one.cpu_ms)[len(rounds) // 2]
        times = sorted(time for one in rounds for time in one.milliseconds)
        bare = self.found.get(BARE) if row.server is Server.KEPT else None
        return Measured(
            name=row.name,
            server=row.server.value,
            application_ms=middle.application_ms,
            postgres_ms=middle.postgres_ms,
            requests_a_second=median(one.requests_a_second for one in rounds),
            p50_ms=share(times, 0.5),
            p99_ms=share(times, 0.99),
            statements=self.statements.get(row.name),
            kilobytes=middle.kilobytes,
            lost=sum(one.lost for one in rounds),
            wrong=sorted({status for one in rounds for status in one.wrong}),
            aim_ms=row.aim,
            limit_ms=row.limit,
            times_peer=ratio(self.found[row.peer], rounds) if row.peer in self.found else None,
            times_bare=ratio(rounds, bare) if bare else None,
        )
