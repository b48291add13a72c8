"""From what was read, planned and written to the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from catalog.mapping.asking import Asked, Question, key_of
from catalog.mapping.goods import GoodsRead
from catalog.mapping.headings import Field, Heading
from catalog.mapping.prices import rupiah
from catalog.mapping.reading import Lexicon, letter_of, unused
from catalog.mapping.tables import Parsed, Table
from catalog.mapping.values import text_of
from catalog.mapping.weights import weight_said
from storefront.mapping.planning import Match, Plan
from storefront.mapping.returned import returned_bytes
from storefront.mapping.sentences import (
    DIFFERENCES,
    FIELDS,
    LEFT_OUT,
    NOTES,
    QUESTIONS,
    REASONS,
    WAITS,
    said,
)
from storefront.mapping.taken import Reading, Request
from storefront.mapping.types import (
    KEPT_OUT,
    ColumnResult,
    MappingReport,
    Outcome,
    QuestionResult,
    Reason,
    RowResult,
    SheetResult,
)
from storefront.mapping.verdicts import Judge
from storefront.mapping.writing import Written

MOST_EXAMPLES = 3
_LONGEST_EXAMPLE = 60
Places = dict[tuple[str, int], tuple[Outcome, Match | None]]


@dataclass(frozen=True)
class Done:
    """All that an import did, from bytes to rows."""

    reading: Reading
    plan: Plan
    written: Written
    asked: Asked
    lexicon: Lexicon
    judge: Judge


def report_of(done: Done, *, request: Request, name: str) -> MappingReport:
    """The report in the active language, with the sheet given back."""
    reading, plan, written, asked = done.reading, done.plan, done.written, done.asked
    outcomes = _outcomes(plan, update=request.update)
    before = plan.listing_ids()
    rows = tuple(
        replace(
            _row(row, reading, outcomes, written),
            needs=done.judge.needs(row, before.get((row.sheet, row.line))),
        )
        for row in reading.goods
    )
    form = request.returned_form or reading.book.form
    kept_out = [row for row in rows if row.outcome in KEPT_OUT]
    return MappingReport(
        file=name,
        form=reading.book.form,
        is_dry=request.dry_run,
        sheets=tuple(_sheet(parsed, reading, done.lexicon) for parsed in reading.parsed),
        rows=rows,
        questions=tuple(map(_question, asked.questions.values())),
        notes=tuple(_notes(reading, plan)),
        papers=written.papers,
        answers_unused=tuple(sorted({*asked.unknown, *asked.refused})),
        returned=returned_bytes(reading, kept_out, form) if kept_out else b"",
    )


def _outcomes(plan: Plan, *, update: bool) -> Places:
    outcomes: Places = {}
    for listing in plan.new:
        outcomes.update({(row.sheet, row.line): (Outcome.NEW, None) for row in listing.rows})
    for row, _there in plan.added:
        outcomes[row.sheet, row.line] = (Outcome.ADDED, None)
    for match in plan.matched:
        outcome = Outcome.SAME
        if match.differences:
            outcome = Outcome.UPDATED if update and match.is_free else Outcome.DIFFERS
        outcomes[match.row.sheet, match.row.line] = (outcome, match)
    return outcomes


def _row(row: GoodsRead, reading: Reading, outcomes: Places, written: Written) -> RowResult:
    place = (row.sheet, row.line)
    if row.is_good:
        outcome, match = outcomes[place]
        differences = tuple(_differences(match)) if match else ()
        listing_id = written.listings.get(place) or (match.there.listing_id if match else None)
        return RowResult(row.sheet, row.line, outcome, row.name, listing_id, (), differences)
    texts = reading.sources[place][0].columns.texts
    reasons = [
        Reason(column, texts.get(column, ""), said(REASONS, found.code, found.params))
        for column, found in row.flaws
    ]
    for column, doubt in row.doubts:
        question = said(QUESTIONS, doubt.code, doubt.params)
        waits = gettext(WAITS) % {"question": question, "key": key_of(doubt)}
        reasons.append(Reason(column, texts.get(column, ""), waits, is_question=True))
    outcome = Outcome.RETURNED if row.flaws else Outcome.ASKED
    return RowResult(row.sheet, row.line, outcome, row.name, None, tuple(reasons))


def _differences(match: Match) -> Iterable[str]:
    for code, params in match.differences:
        yield said(DIFFERENCES, code, params)
    if match.differences and not match.is_free:
        yield said(DIFFERENCES, "touched" if match.there.is_touched else "on_sale")


def _question(question: Question) -> QuestionResult:
    sheet, line, column = question.first
    where = f"{sheet}!{letter_of(column) if column >= 0 else ''}{line}"
    return QuestionResult(
        question.key,
        said(QUESTIONS, question.code, question.params),
        tuple((choice.value, choice.label) for choice in question.choices),
        len(question.rows),
        where,
        question.is_free,
        question.blocks,
    )


def _notes(reading: Reading, plan: Plan) -> Iterable[tuple[str, int]]:
    """Each note once, with how many lines or sheets it is about."""
    counted: Counter[str] = Counter()
    for note in reading.notes:
        counted[said(NOTES, note.code, note.params)] += 1
    for row in reading.goods:
        for note in row.notes:
            counted[said(NOTES, note.code, note.params)] += 1
        if any(paper.holder_is_person for paper in row.papers):
            counted[said(NOTES, "holder_person")] += 1
    if verified := len(plan.verified):
        counted[said(NOTES, "paper_verified_there")] = verified
    return counted.items()


def _sheet(parsed: Parsed, reading: Reading, lexicon: Lexicon) -> SheetResult:
    name = parsed.sheet.name
    goods = {row.line: row for row in reading.goods if row.sheet == name}
    columns = [
        _column(table, place, goods, lexicon)
        for table in parsed.tables
        for place in sorted(table.columns.texts)
    ]
    return SheetResult(
        name,
        tuple(number for table in parsed.tables for number in table.heads),
        tuple(dict.fromkeys(columns)),
        sum(len(table.records) for table in parsed.tables),
        tuple((said(LEFT_OUT, why), count) for why, count in sorted(parsed.left_out.items())),
    )


def _column(
    table: Table, place: int, goods: dict[int, GoodsRead], lexicon: Lexicon
) -> ColumnResult:
    heading = table.columns.meant.get(place)
    filled = [record for record in table.records if record.line.at(place) is not None]
    bad = sum(
        any(column == place for column, _why in [*row.flaws, *row.doubts])
        for record in filled
        if (row := goods.get(record.line.number))
    )
    examples: tuple[str, ...] = ()
    if heading is not None and not unused(heading):
        shown = (
            _example(text_of(record.line.at(place)), heading, goods[record.line.number], lexicon)
            for record in filled
        )
        examples = tuple(dict.fromkeys(shown))[:MOST_EXAMPLES]
    return ColumnResult(
        letter_of(place),
        table.columns.texts[place],
        said(FIELDS, heading.field) if heading and heading.field in FIELDS else "",
        len(filled),
        len(filled) - bad if not unused(heading) else 0,
        examples,
    )


def _example(text: str, heading: Heading, row: GoodsRead, lexicon: Lexicon) -> str:
    """A cell and what was made of it, where that is not the same."""
    if heading.field in {Field.HOLDER}:
        return "…"
    made = {
        Field.PRICE: rupiah(row.price) if row.price is not None else "",
        Field.WEIGHT: weight_said(row.weight_grams) if row.weight_grams else "",
        Field.KIND: lexicon.kinds.labels.get(row.kind, ""),
        Field.FACILITY: lexicon.places.labels.get(row.facility_id or 0, ""),
        Field.STOCK: "" if row.stock is None else str(row.stock),
        Field.PAPER: ", ".join(paper.code for paper in row.papers),
    }.get(heading.field, "")
    text = text[:_LONGEST_EXAMPLE]
    return f"{text} → {made}" if made and made != text else text
