"""`python3 -m storefront legality-read NUMBER [--kind CODE] [--facility SLUG] [--format json]`,
or `--all [--kind CODE]`, which reads the numbers of recorded papers anew."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from catalog.acting import acting
from catalog.models import Facility
from catalog.paper_numbers import normal_number
from catalog.types import Actor
from legality.number_findings import PART_NAMES
from legality.numbers import About, Numbers, facility_regions
from legality.reading import Reading
from legality.sentences import finding_said
from legality.services.papers_anew import papers_read_anew

ACTOR = Actor.system("legality-read")
LANGUAGE = "id"
NOT_TOLD = gettext_noop("cannot be told")
KIND, WRITTEN, COMPARED = (
    gettext_noop("Kind of paper"),
    gettext_noop("Written"),
    gettext_noop("Compared as"),
)
REFUSED, NOTED = gettext_noop("refused"), gettext_noop("note")
NOTHING_FOUND = gettext_noop("Nothing odd was found.")


class Command(BaseCommand):
    """Show what the reader of numbers understands, and what it finds odd."""

    help = "Read the number of a paper: kind, parts, findings. Ends with 1 when it is refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", nargs="?", default="")
        parser.add_argument(
            "--all", action="store_true", help="read the numbers of all recorded papers anew"
        )
        parser.add_argument("--kind", default="", metavar="CODE", help="said to be of this kind")
        parser.add_argument("--facility", default="", metavar="SLUG", help="of this facility")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: object, **options: Any) -> None:
        if not options["number"] and not options["all"]:
            raise CommandError("Give a number, or --all.")
        numbers = Numbers.now()
        code = options["kind"]
        if code and code not in numbers.kinds:
            known = ", ".join(numbers.kinds)
            raise CommandError(f"There is no kind of paper {code}; there are: {known}.")
        if options["all"]:
            with acting(ACTOR):
                count, changed = papers_read_anew(actor=ACTOR, code=code)
            self.stdout.write(f"{count} papers read, {changed} changed")
            return
        about = About(region=_region(options["facility"]))
        reading = numbers.read(options["number"], code=code or None, about=about)
        with translation.override(LANGUAGE):
            if options["format"] == "json":
                said = json.dumps(_packed(reading, numbers), ensure_ascii=False, indent=2)
                self.stdout.write(said)
            else:
                for line in _lines(reading, numbers):
                    self.stdout.write(line)
        if reading.blocking:
            raise SystemExit(1)


def _region(slug: str) -> str:
    """Where a facility lies. Raises CommandError."""
    if not slug:
        return ""
    facility = Facility.objects.filter(slug=slug).first()
    if facility is None:
        raise CommandError(f"There is no facility {slug}.")
    return facility_regions([facility.pk])[facility.pk]


def _meaning(name: str, value: str, reading: Reading, numbers: Numbers) -> str:
    """What a part's value means, where that is known."""
    if name == "region":
        region = numbers.regions.by_code.get(value)
        return region.name if region else ""
    code = numbers.kinds[reading.code].codes.get(name, {}).get(value)
    return code.name.said(LANGUAGE) if code else ""


def _kind(reading: Reading, numbers: Numbers) -> str:
    kind = numbers.kinds.get(reading.code)
    return kind.label.said(LANGUAGE) if kind else gettext(NOT_TOLD)


def _lines(reading: Reading, numbers: Numbers) -> Iterator[str]:
    rows = [
        (gettext(KIND), _kind(reading, numbers)),
        (gettext(WRITTEN), reading.normal or "-"),
        (gettext(COMPARED), normal_number(reading.normal) or "-"),
    ]
    for name, value in reading.parts.items():
        meaning = _meaning(name, value, reading, numbers)
        rows.append((gettext(PART_NAMES[name]), f"{value}  {meaning}".strip()))
    width = max(len(name) for name, _value in rows)
    for name, value in rows:
        yield f"{name:<{width}}  {value}"
    for finding in reading.findings:
        word = gettext(REFUSED if finding.blocking else NOTED)
        yield f"{word}: {finding_said(finding, LANGUAGE)} [{finding.code}]"
    if not reading.findings:
        yield gettext(NOTHING_FOUND)


def _packed(reading: Reading, numbers: Numbers) -> dict[str, Any]:
    return {
        "raw": reading.raw,
        "normal": reading.normal,
        "compared": normal_number(reading.normal),
        "kind": reading.code,
        "parts": {
            name: {"value": value, "means": _meaning(name, value, reading, numbers)}
            for name, value in reading.parts.items()
        },
        "findings": [
            {"code": one.code, "blocking": one.blocking, "sentence": finding_said(one, LANGUAGE)}
            for one in reading.findings
        ],
    }
