"""The report of every line as CSV: what became of it, which papers its goods need and have."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext, gettext_noop

from catalog.feeds import inert
from storefront.mapping.types import MappingReport, Outcome, RowResult

HEAD = (
    gettext_noop("Sheet"),
    gettext_noop("Line"),
    gettext_noop("Goods"),
    gettext_noop("What became of it"),
    gettext_noop("Papers that it must carry"),
    gettext_noop("Checked"),
    gettext_noop("Recorded, to be checked"),
    gettext_noop("Missing"),
    gettext_noop("Advised, and not there"),
    gettext_noop("Why"),
)
OUTCOMES = {
    Outcome.NEW: gettext_noop("new"),
    Outcome.ADDED: gettext_noop("variant added"),
    Outcome.SAME: gettext_noop("the same"),
    Outcome.DIFFERS: gettext_noop("differs"),
    Outcome.UPDATED: gettext_noop("updated"),
    Outcome.ASKED: gettext_noop("waits for an answer"),
    Outcome.RETURNED: gettext_noop("given back"),
}


def report_csv(report: MappingReport) -> bytes:
    """UTF-8 with its mark and semicolons, as Indonesian Excel opens it; nothing in it is run."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow([gettext(one) for one in HEAD])
    writer.writerows(_lines(report.rows))
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8")


def _lines(rows: Iterable[RowResult]) -> Iterator[list[str]]:
    for row in rows:
        must = [one for one in row.needs if one.blocks]
        by_state = (
            _papers(one.papers for one in must if one.state == state)
            for state in ("met", "recorded", "missing")
        )
        advised = _papers(
            one.papers for one in row.needs if not one.blocks and one.state == "missing"
        )
        reasons = [reason.sentence for reason in row.reasons]
        why = " ".join([*reasons, *(one.sentence for one in must if one.sentence)])
        yield [
            inert(row.sheet), str(row.line), inert(row.name), gettext(OUTCOMES[row.outcome]),
            _papers(one.papers for one in must), *by_state, advised, inert(why),
        ]  # fmt: skip


def _papers(words: Iterable[str]) -> str:
    return inert(", ".join(dict.fromkeys(words)))
