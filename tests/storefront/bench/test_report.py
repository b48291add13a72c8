"""Ratios, tables and profiles: the arithmetic of what a run says."""

from __future__ import annotations

from typing import Any

import pytest

from storefront.bench.pace import Outcome
from storefront.bench.profile import top_of
from storefront.bench.report import aligned, growth, load_line, load_report, table
from storefront.bench.rows import BARE, LIST, Row, Server
from storefront.bench.run import Bench, Round, growth_of, ratio
from storefront.bench.wire import Request


def round_of(application: float, postgres: float = 0.0, **more: Any) -> Round:
    figures: dict[str, Any] = {
        "requests_a_second": 100.0,
        "milliseconds": [1.0, 2.0],
        "kilobytes": 9.0,
        "lost": 0,
        "wrong": [],
    }
    return Round(application, postgres, **{**figures, **more})


def bench_of(found: dict[str, list[Round]]) -> Bench:
    return Bench({}, 0, 3, 1.0, {"catalogue": 1}, found)


def row(name: str, server: Server, peer: str = "") -> Row:
    return Row(name, server, [Request("/")], 5, 6, peer)


def test_a_ratio_is_the_median_of_ratios_inside_a_round() -> None:
    # the second round fell into a busy minute, for both alike
    ours = [round_of(4, 1), round_of(40, 10), round_of(5, 0)]
    theirs = [round_of(90, 10), round_of(900, 100), round_of(150, 0)]

    assert ratio(theirs, ours) == pytest.approx(20)


def test_nothing_is_no_ratio() -> None:
    assert ratio([round_of(1)], [round_of(0)]) is None


def test_a_row_is_its_median_round_and_all_its_times() -> None:
    rounds = [
        round_of(9, 1, milliseconds=[9.0], requests_a_second=10.0),
        round_of(4, 1, milliseconds=[1.0, 2.0], requests_a_second=30.0, lost=1, wrong=[503]),
        round_of(5, 2, milliseconds=[3.0], requests_a_second=20.0),
    ]
    found = {"catalogue": rounds, LIST: [round_of(70)] * 3}

    measured = bench_of(found)._measured(row("catalogue", Server.MADE, LIST))

    assert (measured.cpu_ms, measured.application_ms, measured.postgres_ms) == (7, 5, 2)
    assert measured.requests_a_second == 20
    assert (measured.p50_ms, measured.p99_ms) == (3.0, 9.0)
    assert (measured.lost, measured.wrong, measured.statements) == (1, [503], 1)
    assert measured.times_peer == pytest.approx(10)
    assert measured.times_bare is None


def test_kept_rows_are_compared_with_the_bare_page() -> None:
    found = {"catalogue, kept": [round_of(0.12)] * 3, BARE: [round_of(0.06)] * 3}

    measured = bench_of(found)._measured(row("catalogue, kept", Server.KEPT))

    assert measured.times_bare == pytest.approx(2)


def result(listings: int, **cpu: float) -> dict[str, Any]:
    found = {name: [round_of(ms)] for name, ms in cpu.items()}
    rows = [bench_of(found)._measured(row(name, Server.MADE)).as_json() for name in cpu]
    return {
        "listings": listings,
        "rounds": 1,
        "seconds": 1.0,
        "machine_load": 0.5,
        "pss_mb": 200.0,
        "first_page_ms": 70.0,
        "rows": rows,
    }


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_table_has_a_line_a_row_and_leaves_empty_ratios_out() -> None:
    lines = table(result(10_000, catalogue=4.2, product=3.0)).splitlines()

    assert cells(lines[0])[:5] == ["page", "SQL", "CPU ms", "app", "PG"]
    assert "Saleor : ours" not in lines[0]
    assert cells(lines[2])[:4] == ["catalogue", "1", "4.20", "4.20"]
    assert len({len(line) for line in lines[:4]}) == 1
    assert lines[-1].startswith("10,000 listings; two workers, 200 MB PSS")


def test_growth_is_the_median_of_ratios_inside_a_round() -> None:
    small = [round_of(2.0), round_of(4.0), round_of(1.0)]
    large = [round_of(2.5), round_of(8.0), round_of(1.0)]
    rows = [growth_of("a", small, large)]
    text = growth(
        {
            "listings": [10_000, 200_000],
            "rounds": 3,
            "seconds": 2.0,
            "machine_load": 1.0,
            "rows": rows,
        }
    )
    lines = [cells(line) for line in text.splitlines()]

    assert lines[0] == ["page", "10,000", "200,000", "times"]
    assert lines[2] == ["a", "2.00", "2.50", "1.25×"]


def test_columns_stand_in_line() -> None:
    assert aligned([["page", "ms"], ["a", "1"], ["long name", "100"]]).splitlines() == [
        "| page      |  ms |",
        "|-----------|----:|",
        "| a         |   1 |",
        "| long name | 100 |",
    ]


def test_a_fixed_rates_report() -> None:
    times = [float(number) for number in range(1, 100)]
    report = load_report(Outcome(2.0, times, 1, 900.0, [503]), rate=50, seconds=2)

    assert (report["asked"], report["lost"], report["wrong"]) == (100, 1, [503])
    assert (report["p50_ms"], report["p99_ms"], report["max_ms"]) == (50.0, 99.0, 99.0)
    assert "100 requests at 50 a second for 2 s" in load_line(report)


def test_of_stacks_the_largest_functions() -> None:
    top = top_of(["serve;page;card 4", "serve;page 2", "serve;page;card;price 1", "serve;log 3"])

    assert top.samples == 10
    assert [(one.name, one.share) for one in top.own[:2]] == [("card", 0.4), ("log", 0.3)]
    # serve is in every stack and page in seven of ten: they only wrap the rest
    assert [(one.name, one.share) for one in top.within] == [
        ("card", 0.5),
        ("log", 0.3),
        ("price", 0.1),
    ]
