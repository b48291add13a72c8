"""One run: server up, rows measured in interleaved rounds, server down."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from statistics import median
from typing import Any

from storefront.bench.cost import cpu_ms, family, pss_mb
from storefront.bench.load import Request
from storefront.bench.rows import Row

CONNECTIONS = 8
ROUNDS = 3
START_SECONDS = 60


@dataclass(frozen=True)
class Measured:
    """A row's figures: the median round. Milliseconds, bytes as sent (gzip)."""

    name: str
    application_ms: float
    postgres_ms: float
    requests_a_second: float
    p50_ms: float
    p99_ms: float
    statements: int
    kilobytes: float
    aim_ms: float | None

    @property
    def cpu_ms(self) -> float:
        """Application and PostgreSQL together."""
        return self.application_ms + self.postgres_ms

    def as_json(self) -> dict[str, Any]:
        """For --json."""
        return {**asdict(self), "cpu_ms": self.cpu_ms}


@contextmanager
def server(port: int, environment: Mapping[str, str]) -> Iterator[int]:
    """The real server with two workers; the pid of its parent process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "storefront", "web", "--port", str(port)], env=dict(environment)
    )
    try:
        _wait(port, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            if connection.getresponse().status == http.client.OK:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not answer on port {port}")


def _drive(port: int, requests: list[Request]) -> dict[str, Any]:
    """The load, in a process of its own."""
    plan = {"port": port, "connections": CONNECTIONS, "requests": requests}
    done = subprocess.run(
        [sys.executable, "-m", "storefront.bench.load"],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
    )
    result: dict[str, Any] = json.loads(done.stdout)
    if result["bad"]:
        raise RuntimeError(f"answers that were not 200: {sorted(set(result['bad']))}")
    return result


@dataclass(frozen=True)
class Bench:
    """Where to measure: port, the two servers' processes, requests a round, statements a row."""

    port: int
    web: int
    postgres: int
    requests: int
    statements: Mapping[str, int]

    def measure(self, rows: list[Row]) -> list[Measured]:
        """All rows, `ROUNDS` times in turn, after one round to warm up; the median of each."""
        found: dict[str, list[Measured]] = {row.name: [] for row in rows}
        for row in rows:
            _drive(self.port, list(islice(cycle(row.requests), 16)))
        for _round in range(ROUNDS):
            for row in rows:
                found[row.name].append(self._once(row))
        middle = ROUNDS // 2
        return [sorted(rounds, key=lambda one: one.cpu_ms)[middle] for rounds in found.values()]

    def _cpu(self) -> tuple[float, float]:
        return cpu_ms(family(self.web)), cpu_ms(family(self.postgres))

    def _once(self, row: Row) -> Measured:
        before = self._cpu()
        result = _drive(self.port, list(islice(cycle(row.requests), self.requests)))
        after = self._cpu()
        times = result["times"]
        return Measured(
            name=row.name,
            application_ms=(after[0] - before[0]) / self.requests,
            postgres_ms=(after[1] - before[1]) / self.requests,
            requests_a_second=self.requests / result["seconds"],
            p50_ms=median(times),
            p99_ms=times[min(len(times) - 1, int(len(times) * 0.99))],
            statements=self.statements[row.name],
            kilobytes=result["bytes"] / 1024,
            aim_ms=row.aim,
        )


def memory_mb(web: int) -> float:
    """All processes of the web server, PSS."""
    return pss_mb(family(web))
