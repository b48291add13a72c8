"""`python3 -m storefront legality-check [--on DATE] [--facility SLUG] [--format csv]`."""

from __future__ import annotations

import csv
import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from catalog.dates import legal_today
from catalog.feeds import inert
from catalog.models import Facility, Listing
from catalog.types import ListingState
from legality.sentences import finding_said
from legality.types import Finding, Verdict
from legality.verdicts import verdicts

_STATES = {
    ListingState.DRAFT: gettext_noop("Draft"),
    ListingState.SUBMITTED: gettext_noop("Handed in"),
    ListingState.PUBLISHED: gettext_noop("Published"),
    ListingState.SUSPENDED: gettext_noop("Suspended"),
    ListingState.ARCHIVED: gettext_noop("Archived"),
}
_WIDEST = 44


class Line(NamedTuple):
    """A listing with what the rules say of it."""

    facility: str
    listing: str
    name: str
    state: str
    verdict: Verdict


class Command(BaseCommand):
    """Say of every listing whether the rules clear it, until when, and what is missing."""

    help = "Print what the rules say of every listing on a legal date, in Indonesian."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=_day, default=None, metavar="DATE", help="2026-12-31")
        parser.add_argument("--facility", default="", metavar="SLUG", help="its goods alone")
        parser.add_argument("--format", choices=("table", "csv", "json"), default="table")

    def handle(self, *args: object, **options: Any) -> None:
        on = options["on"] or legal_today()
        with translation.override("id"):
            lines = list(_lines(options["facility"], on))
            if options["format"] == "json":
                self.stdout.write(json.dumps(list(map(_object, lines)), ensure_ascii=False))
            elif options["format"] == "csv":
                csv.writer(self.stdout, delimiter=";").writerows(_cells(lines))
            else:
                for text in _table(lines, on):
                    self.stdout.write(text)


def _day(text: str) -> date:
    """Raises ArgumentTypeError for what is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no day as 2026-12-31") from error


def _lines(facility: str, on: date) -> Iterator[Line]:
    """Listings by facility and address. Raises CommandError for an unknown facility."""
    rows = Listing.objects.order_by("facility__slug", "slug")
    if facility:
        if not Facility.objects.filter(slug=facility).exists():
            raise CommandError(f"there is no facility {facility!r}")
        rows = rows.filter(facility__slug=facility)
    known = list(rows.values_list("pk", "facility__slug", "slug", "card__name", "state"))
    found = verdicts([row[0] for row in known], on=on)
    for pk, slug, listing, name, state in known:
        yield Line(slug, listing, name, gettext(_STATES[ListingState(state)]), found[pk])


def _outcome(verdict: Verdict) -> str:
    return gettext("Clear") if verdict.is_clear else gettext("Not clear")


def _until(verdict: Verdict) -> str:
    return verdict.valid_until.isoformat() if verdict.valid_until else ""


def _heads() -> tuple[str, ...]:
    return (
        gettext("Facility"), gettext("Address"), gettext("Name"), gettext("State"),
        gettext("Verdict"), gettext("Clear until"), gettext("What blocks"), gettext("Notes"),
    )  # fmt: skip


def _cells(lines: Iterable[Line]) -> Iterator[list[str]]:
    """Rows of text that no spreadsheet runs: an apostrophe before what begins like a formula."""
    yield list(_heads())
    for line in lines:
        row = (
            *line[:4],
            _outcome(line.verdict),
            _until(line.verdict),
            _said(line.verdict, blocking=True),
            _said(line.verdict, blocking=False),
        )
        yield list(map(inert, row))


def _said(verdict: Verdict, *, blocking: bool) -> str:
    return " ".join(map(finding_said, _some(verdict, blocking=blocking)))


def _some(verdict: Verdict, *, blocking: bool) -> list[Finding]:
    return [finding for finding in verdict.findings if finding.blocking is blocking]


def _table(lines: list[Line], on: date) -> Iterator[str]:
    heads = _heads()[:6]
    cells = [
        (*(_plain(text) for text in line[:4]), _outcome(line.verdict), _until(line.verdict))
        for line in lines
    ]
    widths = [
        min(_WIDEST, max(map(len, column))) for column in zip(heads, *cells, strict=True)
    ]  # fmt: skip
    yield _row(heads, widths)
    for line, row in zip(lines, cells, strict=True):
        yield _row(row, widths)
        for finding in line.verdict.findings:
            yield f"    {'!' if finding.blocking else '-'} {_plain(finding_said(finding))}"
    clear = sum(line.verdict.is_clear for line in lines)
    said = gettext("%(on)s: %(clear)s of %(all)s listings are clear.")
    yield said % {"on": on.isoformat(), "clear": clear, "all": len(lines)}


def _plain(text: str) -> str:
    """Text that moves no terminal's cursor."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _row(cells: Iterable[str], widths: list[int]) -> str:
    shown = (f"{cell[:width]:<{width}}" for cell, width in zip(cells, widths, strict=True))
    return "  ".join(shown).rstrip()


def _object(line: Line) -> dict[str, Any]:
    verdict = line.verdict
    return {
        "facility": line.facility,
        "listing": line.listing,
        "name": line.name,
        "state": line.state,
        "is_clear": verdict.is_clear,
        "valid_until": _until(verdict) or None,
        "ruleset": verdict.ruleset,
        "certificate_ids": list(verdict.certificate_ids),
        "findings": [
            {
                "code": finding.code,
                "blocking": finding.blocking,
                "message": finding_said(finding, "id"),
                "message_en": finding_said(finding, "en"),
            }
            for finding in verdict.findings
        ],
        "rules": [
            {
                "code": one.rule,
                "need": one.need.value,
                "blocks": one.blocks,
                "papers": list(one.papers),
                "is_met": one.is_met,
            }
            for one in verdict.asked
        ],
    }
