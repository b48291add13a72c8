"""The table that a person reads."""

from __future__ import annotations

from storefront.bench.run import Measured

HEAD = ("what", "CPU ms", "app", "PG", "aim", "req/s", "p50", "p99", "SQL", "KB")


def table(rows: list[Measured], *, listings: int, memory: float) -> str:
    """Markdown, aligned."""
    lines = [
        HEAD,
        *(
            (
                row.name,
                f"{row.cpu_ms:.2f}",
                f"{row.application_ms:.2f}",
                f"{row.postgres_ms:.2f}",
                f"{row.aim_ms:g}" if row.aim_ms else "",
                f"{row.requests_a_second:.0f}",
                f"{row.p50_ms:.1f}",
                f"{row.p99_ms:.1f}",
                str(row.statements),
                f"{row.kilobytes:.1f}",
            )
            for row in rows
        ),
    ]
    wide = [max(len(line[place]) for line in lines) for place in range(len(HEAD))]
    text = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, wide, strict=True)) + " |"
        for line in lines
    ]
    text.insert(1, "|" + "|".join("-" * (width + 2) for width in wide) + "|")
    foot = f"{listings:,} listings; two workers, {memory:.0f} MB PSS; KB as sent (gzip)."
    return "\n".join([*text, "", foot])
