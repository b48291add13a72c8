"""The report as lines of text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from storefront.mapping.types import (
    KEPT_OUT,
    MappingReport,
    Outcome,
    QuestionResult,
    RowResult,
    SheetResult,
)

MOST_ROWS = 40
MOST_QUESTIONS = 40
MOST_CHOICES = 20
STATES = ("met", "recorded", "missing")


def report_lines(report: MappingReport) -> Iterator[str]:
    """What was understood, what became of the lines, what is asked."""
    for sheet in report.sheets:
        yield from _sheet(sheet)
    yield from _counts(report)
    for note, count in report.notes:
        yield f"  {note} ({count})"
    yield from _needs(report)
    yield from _rows(report)
    yield from _questions(report)
    for key in report.answers_unused:
        yield _("Answer not used: %(key)s") % {"key": key}


def _sheet(sheet: SheetResult) -> Iterator[str]:
    lines = ", ".join(map(str, sheet.heads))
    yield _("Sheet “%(name)s”, headings in line %(lines)s, %(goods)s lines of goods") % {
        "name": sheet.name,
        "lines": lines,
        "goods": sheet.goods,
    }
    for column in sheet.columns:
        meaning = column.field or _("not used")
        share = f"{column.read}/{column.filled}" if column.examples else f"{column.filled}"
        examples = "; ".join(column.examples)
        heading = column.heading[:40]
        yield f"  {column.letter:>2}  {heading} = {meaning} [{share}] {examples}".rstrip()
    if sheet.left_out:
        parts = ", ".join(f"{words} {count}" for words, count in sheet.left_out)
        yield "  " + _("Lines left out: %(parts)s") % {"parts": parts}


def _counts(report: MappingReport) -> Iterator[str]:
    words = {
        Outcome.NEW: _("new drafts or variants"),
        Outcome.ADDED: _("variants added to drafts"),
        Outcome.SAME: _("already there, the same"),
        Outcome.DIFFERS: _("already there, differ, not changed"),
        Outcome.UPDATED: _("drafts updated"),
        Outcome.ASKED: _("wait for an answer"),
        Outcome.RETURNED: _("given back"),
    }
    yield ""
    if report.is_dry:
        yield _("Dry run: nothing was written.")
    for outcome, text in words.items():
        if count := report.count(outcome):
            yield f"{count:>7}  {text}"
    if report.papers:
        yield f"{report.papers:>7}  " + _("papers recorded, unverified")


def _needs(report: MappingReport) -> Iterator[str]:
    """How many lines lack which papers that they must carry, or have them yet to be checked."""
    counts: Counter[tuple[str, str]] = Counter(
        (one.papers, one.state) for row in report.rows for one in row.needs if one.blocks
    )
    names = dict.fromkeys(papers for papers, _state in counts)
    if names:
        yield ""
        yield _("Papers that the goods must carry today:")
    for papers in names:
        given = {state: counts[papers, state] for state in STATES}
        yield "  " + _(
            "%(papers)s: %(met)s checked, %(recorded)s to be checked, %(missing)s missing"
        ) % {"papers": papers, **given}


def _rows(report: MappingReport) -> Iterator[str]:
    shown = [row for row in report.rows if row.outcome in KEPT_OUT or row.differences]
    for row in shown[:MOST_ROWS]:
        yield from _row(row)
    if len(shown) > MOST_ROWS:
        yield _("… and %(count)s more lines, all in the sheet given back.") % {
            "count": len(shown) - MOST_ROWS
        }


def _row(row: RowResult) -> Iterator[str]:
    for reason in row.reasons:
        where = f"{reason.heading}: " if reason.heading else ""
        yield f"  {row.sheet}!{row.line}  {where}{reason.sentence}"
    if row.differences:
        yield f"  {row.sheet}!{row.line}  {row.name}: {'; '.join(row.differences)}"


def _questions(report: MappingReport) -> Iterator[str]:
    if not report.questions:
        return
    yield ""
    yield _("Questions; answer with --answer KEY=VALUE and run again:")
    for question in report.questions[:MOST_QUESTIONS]:
        yield from _question(question)
    if len(report.questions) > MOST_QUESTIONS:
        yield _("… and %(count)s more questions.") % {
            "count": len(report.questions) - MOST_QUESTIONS
        }


def _question(question: QuestionResult) -> Iterator[str]:
    count = _("%(rows)s lines, first %(where)s") % {"rows": question.rows, "where": question.where}
    yield f"  {question.key}  {question.sentence} ({count})"
    choices = ", ".join(f"{value} ({label})" for value, label in question.choices[:MOST_CHOICES])
    if choices:
        yield f"      = {choices}"
