"""Tables that a person reads; they are Markdown, with their columns in line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from storefront.bench.pace import Outcome, share
from storefront.bench.profile import Top

_HEAD = ("page", "SQL", "CPU ms", "app", "PG", "KB", "req/s", "p50 ms", "p99 ms", "aim", "limit")
_RATIOS = ("Saleor : ours", "ours : bare")
_FOOT = (
    "{listings:,} listings; two workers, {pss_mb:.0f} MB PSS; first catalogue page of a fresh"
    " server {first_page_ms:.0f} ms; {rounds} rounds of {seconds:g} s a row, 8 connections; load of"
    " the machine {machine_load:.1f}. CPU ms: application and PostgreSQL together, of one request."
    " KB as sent (gzip)."
)

_GROWTH_FOOT = (
    "CPU ms of one request, application and PostgreSQL together: both shops row by row in the same"
    " {rounds} rounds of {seconds:g} s, 8 connections; load of the machine {machine_load:.1f}."
)


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """A table: the first line is its head; all but the first column are numbers."""
    wide = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]

    def written(line: Sequence[str]) -> str:
        first, *rest = line
        cells = [first.ljust(wide[0])]
        cells += [cell.rjust(width) for cell, width in zip(rest, wide[1:], strict=True)]
        return f"| {' | '.join(cells)} |"

    rule = "|".join(["-" * (wide[0] + 2), *("-" * (width + 1) + ":" for width in wide[1:])])
    return "\n".join([written(lines[0]), f"|{rule}|", *map(written, lines[1:])])


def _number(value: float | None, form: str = "{:.2f}") -> str:
    return "" if value is None else form.format(value)


def _line(row: Mapping[str, Any]) -> list[str]:
    return [
        row["name"] + (f" ({row['lost']} lost: {row['wrong']})" if row["lost"] else ""),
        _number(row["statements"], "{}"),
        _number(row["cpu_ms"]),
        _number(row["application_ms"]),
        _number(row["postgres_ms"]),
        _number(row["kilobytes"], "{:.1f}"),
        _number(row["requests_a_second"], "{:,.0f}"),
        _number(row["p50_ms"], "{:.1f}"),
        _number(row["p99_ms"], "{:.1f}"),
        _number(row["aim_ms"], "{:g}"),
        _number(row["limit_ms"], "{:g}"),
        _number(row["times_peer"], "{:.0f}×"),
        _number(row["times_bare"], "{:.1f}×"),
    ]


def table(result: Mapping[str, Any]) -> str:
    """The result of a run (as --json gives it)."""
    lines = [[*_HEAD, *_RATIOS], *(_line(row) for row in result["rows"])]
    kept = [
        place
        for place in range(len(lines[0]))
        if place < len(_HEAD) or any(line[place] for line in lines[1:])
    ]
    shown = [[line[place] for place in kept] for line in lines]
    foot = _FOOT.format(**{key: value for key, value in result.items() if key != "rows"})
    return f"{aligned(shown)}\n\n{foot}"


def growth(result: Mapping[str, Any]) -> str:
    """How many times as much CPU each row takes in the larger of two shops (as --json gives it)."""
    small, large = result["listings"]
    lines = [["page", f"{small:,}", f"{large:,}", "times"]]
    for row in result["rows"]:
        figures = [_number(row[name]) for name in ("small_ms", "large_ms")]
        lines.append([row["name"], *figures, _number(row["times"], "{:.2f}×")])
    return f"{aligned(lines)}\n\n{_GROWTH_FOOT.format(**result)}"


def load_report(outcome: Outcome, *, rate: float, seconds: float) -> dict[str, Any]:
    """What a fixed rate came to, for --json and `load_line`."""
    times = outcome.milliseconds
    return {
        "rate": rate,
        "seconds": seconds,
        "asked": len(times) + outcome.lost,
        "lost": outcome.lost,
        "wrong": outcome.wrong,
        "p50_ms": share(times, 0.5),
        "p99_ms": share(times, 0.99),
        "max_ms": times[-1] if times else 0.0,
    }


def load_line(report: Mapping[str, Any]) -> str:
    """One sentence of `load_report`."""
    return (
        "{asked:,} requests at {rate:g} a second for {seconds:g} s, each timed from when it was"
        " due: {lost} lost; p50 {p50_ms:.1f} ms, p99 {p99_ms:.1f} ms, longest {max_ms:.1f} ms."
    ).format(**report)


def profile_tables(name: str, top: Top) -> str:
    """The ten largest functions of a row, by their own time and with what they call."""
    parts = [f"{name}: {top.samples:,} samples"]
    for title, shares in (("own", top.own), ("with what it calls", top.within)):
        lines = [[f"function, {title}", "share"]]
        lines += [[one.name, f"{one.share:.1%}"] for one in shares]
        parts.append(aligned(lines))
    return "\n\n".join(parts)
