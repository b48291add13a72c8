"""What one step of buying costs, asked in this process; then orders that nobody pays, ended.

Run as `python -m storefront.bench.steps` with a shop's environment and a plan as JSON on standard
input: goods (variants), baskets (how many lines), adds, expiring (orders), postgres (the server's
process). Figures come back as JSON.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import django
from django.db import connection
from django.test.utils import CaptureQueriesContext

from storefront.bench.buying import Answer, Wire, WrongAnswer, by_graphql, by_pages
from storefront.bench.cost import cpu_ms, family

# The first of each is not counted. The second time its statements are, and its CPU is not: while
# statements are logged they go one by one, each with its values in place.
_TIMES = 5


class _Inside(Wire):
    """The same browser without a server: requests are answered in this process."""

    def __init__(self, number: int) -> None:
        super().__init__(0, number)
        self._client = _test_client()(
            headers={"Sec-Fetch-Site": "same-origin"},
            HTTP_HOST="localhost",
            REMOTE_ADDR=f"10.1.{number >> 8 & 255}.{number & 255}",
        )
        self._client.handler.load_middleware()  # which a server has done before it is asked

    def ask(self, path: str, body: str | None = None, kind: str = "") -> Answer:
        kind = kind or "application/x-www-form-urlencoded"
        client = self._client
        answer = client.get(path) if body is None else client.post(path, body, content_type=kind)
        if answer.status_code >= 400:  # noqa: PLR2004
            raise WrongAnswer(f"{answer.status_code} {path}: {answer.text[:200]}")
        location = str(answer.headers.get("Location", ""))
        return Answer(answer.status_code, location, answer.text)


def _test_client() -> Any:
    """Imported here, for it reads the settings."""
    return importlib.import_module("django.test").Client


class _Meter:
    """Statements and CPU of named steps."""

    def __init__(self, postgres: int) -> None:
        self._postgres = postgres
        self._warm: set[str] = set()
        self.statements: dict[str, int] = {}
        self.found: dict[str, list[tuple[float, float]]] = {}

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        if name not in self._warm:
            self._warm.add(name)
            yield
            return
        if name not in self.statements:
            with CaptureQueriesContext(connection) as seen:
                yield
            self.statements[name] = len(seen)
            return
        server = cpu_ms(family(self._postgres))
        began = time.process_time()
        yield
        spent = (time.process_time() - began) * 1000
        # what the server spent meanwhile on others is in it too: the run is alone with it
        figures = (spent, cpu_ms(family(self._postgres)) - server)
        self.found.setdefault(name, []).append(figures)

    def rows(self) -> list[dict[str, Any]]:
        """The statements of the second time, the median CPU of those after it."""
        return [_row(name, self.statements[name], seen) for name, seen in self.found.items()]


def _row(name: str, statements: int, seen: Sequence[tuple[float, float]]) -> dict[str, Any]:
    application, postgres = sorted(seen, key=sum)[len(seen) // 2]
    return {
        "name": name,
        "statements": statements,
        "application_ms": application,
        "postgres_ms": postgres,
    }


def _journeys(meter: _Meter, goods: Sequence[int]) -> None:
    ids = importlib.import_module("storefront.graphql.ids")
    for number in range(_TIMES):
        variant = goods[number]
        pages = _named(meter, "pages")
        by_pages(_Inside(1_000 + number), pages, str(variant), 1_000 + number)
        asked = _named(meter, "graphql")
        key = ids.global_id("ProductVariant", variant)
        by_graphql(_Inside(2_000 + number), asked, key, 2_000 + number)


def _named(meter: _Meter, way: str) -> Any:
    return lambda name: meter(f"{way}: {name}")


def _adding(meter: _Meter, goods: Sequence[int], lines: int, adds: int) -> None:
    """One piece more, put into a basket of so many lines: the pages of it and none before."""
    wire = _Inside(3_000 + lines)
    for variant in goods[:lines]:
        wire.form("/keranjang/tambah/", {"pilihan": str(variant), "jumlah": "1"})
    for _each in range(adds):
        with meter(f"one more into a basket of {lines}"):
            wire.form("/keranjang/tambah/", {"pilihan": str(goods[0]), "jumlah": "1"})


def _expired(goods: Sequence[int], orders: int, postgres: int) -> dict[str, Any]:
    """Place so many orders, let their time pass, and end them by one call."""
    making = importlib.import_module("storefront.bench.unpaid")
    for number in range(orders):
        making.order_unpaid(goods[number % len(goods)], number)
    now = making.timezone.now() + timedelta(days=30)
    server, began = cpu_ms(family(postgres)), time.process_time()
    with CaptureQueriesContext(connection) as seen:
        ended = making.orders_expire(now=now)
    spent, theirs = time.process_time() - began, (cpu_ms(family(postgres)) - server) / 1000
    return {
        "orders": ended,
        "statements": len(seen),
        "application_s": spent,
        "postgres_s": theirs,
        "cpu_s": spent + theirs,
    }


def main() -> None:
    """Measure and write."""
    django.setup()
    plan: Mapping[str, Any] = json.load(sys.stdin)
    connection.queries_limit = 100_000
    meter = _Meter(plan["postgres"])
    _journeys(meter, plan["goods"])
    for lines in plan["baskets"]:
        _adding(meter, plan["goods"], lines, plan["adds"])
    expired = _expired(plan["goods"], plan["expiring"], plan["postgres"])
    json.dump({"steps": meter.rows(), "expired": expired}, sys.stdout)


if __name__ == "__main__":
    main()
