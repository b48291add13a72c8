"""The one way in for a mapping sheet: bytes and an actor in, a report out."""

from __future__ import annotations

import logging
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import get_language

from catalog.dates import legal_today
from catalog.mapping.asking import Asked
from catalog.mapping.dates import date_of
from catalog.mapping.headings import Field
from catalog.mapping.kinds import Kinds
from catalog.mapping.names import Gazetteer
from catalog.mapping.opening import book_open
from catalog.mapping.papers import PaperKind
from catalog.mapping.places import Places
from catalog.mapping.reading import Lexicon, TableReader
from catalog.mapping.refusal import SheetRefused
from catalog.mapping.sentences import NO_HEADINGS
from catalog.mapping.tables import Parsed, sheet_parse
from catalog.mapping.values import Book, Choice, Doubt, Sheet, flaw
from catalog.policies.abilities import Act, require_somewhere
from catalog.saleor_adapter.kinds import kind_rows
from catalog.selectors.mapping import NamedFacility, facilities_named
from catalog.services.drafts import imports_one_by_one
from catalog.types import Actor
from legality.patterns import pattern_or_none
from legality.services.papers_import import paper_kinds
from legality.verdicts import rule_book
from storefront.mapping.flagships import DAYS, flagships_chosen
from storefront.mapping.numbers import numbers_settle
from storefront.mapping.planning import Plan, Shop, plan_of
from storefront.mapping.report import Done, report_of
from storefront.mapping.settling import office_check, shop_of, units_settle, words_of
from storefront.mapping.taken import Reading, Request
from storefront.mapping.types import MappingReport
from storefront.mapping.verdicts import Judge, known_of
from storefront.mapping.writing import Written, flagships_write, plan_write

log = logging.getLogger(__name__)
UNTIL = "unggulan.sampai"
READ, SKIP = "baca", "lewati"


def mapping_import(
    *, actor: Actor, source: bytes, name: str, request: Request | None = None
) -> MappingReport:
    """Read a sheet, make drafts of its good lines, say what became of every line.

    All writes are one transaction. A second run of the same sheet writes nothing. name: of the
    file. Raises SheetRefused (nothing of the file is read), NotAllowed, Invalid (unknown office).
    """
    require_somewhere(actor, Act.LISTING_CREATE)
    request = request or Request()
    facilities = facilities_named(actor=actor)
    office_check(request.office)
    asked = Asked(request.answers)
    lexicon = _lexicon(facilities, request.office)
    reading = _read(book_open(source, name), lexicon, asked)
    today = legal_today()
    ends = _until(asked, today)
    with transaction.atomic():
        imports_one_by_one()
        numbers_settle(reading.goods)
        units = units_settle(reading.goods, lexicon.places.labels, asked)
        shop = shop_of(reading.goods)
        plan = plan_of(reading.goods, shop)
        judge = _judge(reading, plan, shop, today)
        chosen = flagships_chosen(plan, asked, lexicon.places.labels, begins=today, ends=ends)
        if chosen.new or chosen.there:
            reading.notes.append(flaw("flagship_until", until=f"{ends:%d-%m-%Y}"))
        written = Written()
        if not request.dry_run:
            words = words_of(reading.goods, facilities, units)
            written = plan_write(actor=actor, plan=plan, words=words, update=request.update)
            forward = [one.listing_id or 0 for one in chosen.new] + chosen.there
            flagships_write(actor=actor, listing_ids=forward, begins=today, ends=ends)
    done = Done(reading, plan, written, asked, lexicon, judge)
    report = report_of(done, request=request, name=name)
    _log(report, plan)
    return report


def _judge(reading: Reading, plan: Plan, shop: Shop, today: date) -> Judge:
    """What judges the lines, by the papers of before the import. Six statements."""
    places = {row.facility_id for row in reading.goods if row.facility_id is not None}
    known = known_of(shop.papers, plan.listing_ids().values(), places)
    return Judge(rule_book(), known, today, get_language() or "id")


def _log(report: MappingReport, plan: Plan) -> None:
    """Numbers alone: a sheet may hold names of people."""
    log.info(
        "mapping sheet: %s lines, %s new listings, %s questions%s",
        len(report.rows),
        len(plan.new),
        len(report.questions),
        ", dry run" if report.is_dry else "",
    )


def _lexicon(facilities: list[NamedFacility], office: str) -> Lexicon:
    inside = frozenset(
        one.id for one in facilities if one.is_managed and office in {"", one.office_slug}
    )
    places = Places(
        Gazetteer.of((one.id, one.klass, one.names) for one in facilities),
        {one.id: one.slug for one in facilities},
        {one.id: one.short_name for one in facilities},
        inside,
    )
    papers = {
        code: PaperKind(code, label, made.compiled if made else None, validity)
        for code, label, pattern, validity in paper_kinds()
        for made in [pattern_or_none(pattern)]
    }
    kinds = Kinds((row.slug, (row.name, row.name_en)) for row in kind_rows())
    return Lexicon(places, kinds, papers)


def _read(book: Book, lexicon: Lexicon, asked: Asked) -> Reading:
    """All visible sheets. Raises SheetRefused when none has headings of goods."""
    reading = Reading(book)
    for sheet in book.sheets:
        if sheet.is_hidden:
            reading.notes.append(flaw("hidden_sheets"))
            continue
        parsed = _parsed(sheet, lexicon, asked)
        if not parsed.tables:
            if sheet.lines:
                reading.notes.append(flaw("empty_sheets"))
            continue
        _read_sheet(reading, parsed, lexicon, asked)
    if not reading.parsed:
        raise SheetRefused(NO_HEADINGS)
    return reading


def _parsed(sheet: Sheet, lexicon: Lexicon, asked: Asked) -> Parsed:
    """A sheet in tables; its hidden lines only when an answer wants them."""
    parsed = sheet_parse(sheet, is_facility=lexicon.places.is_facility)
    if not parsed.left_out["hidden"]:
        return parsed
    choices = (Choice(READ, "dibaca"), Choice(SKIP, "dilewati"))
    params = (("sheet", sheet.name),)
    doubt = Doubt("tersembunyi", sheet.name, "ask_hidden", choices, params)
    answer = asked.answer(doubt)
    if answer == READ:
        return sheet_parse(sheet, is_facility=lexicon.places.is_facility, with_hidden=True)
    if answer is None:
        first = next(line.number for line in sheet.lines if line.is_hidden)
        asked.ask(doubt, sheet=sheet.name, line=first, column=-1, blocks=False)
    return parsed


def _read_sheet(reading: Reading, parsed: Parsed, lexicon: Lexicon, asked: Asked) -> None:
    sheet = parsed.sheet
    reading.parsed.append(parsed)
    lexicon.places.sheet_is(sheet.name, parsed.titles)
    if sheet.formulas:
        reading.notes.append(flaw("formulas"))
    for table in parsed.tables:
        if table.columns.places(Field.PERSON):
            reading.notes.append(flaw("persons"))
        reader = TableReader(sheet.name, table, lexicon, asked)
        for record in table.records:
            goods = reader.read(record)
            reading.goods.append(goods)
            reading.sources[sheet.name, goods.line] = (table, record)


def _until(asked: Asked, today: date) -> date:
    """Until when ticked goods are put forward: a year, or what was answered."""
    given = asked.answers.get(UNTIL)
    day = date_of(given) if given else None
    if given is not None:
        asked.used.add(UNTIL)
    if isinstance(day, date) and day >= today:
        return day
    if given is not None:
        asked.refused.add(UNTIL)
    return today + timedelta(days=DAYS)
