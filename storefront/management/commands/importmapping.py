"""`python3 -m storefront import-mapping FILE.xlsx|csv [--dry-run] [--answer KEY=VALUE]...`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.errors import DomainError
from catalog.mapping.opening import MOST_BYTES
from catalog.types import Actor
from storefront.mapping.intake import mapping_import
from storefront.mapping.printing import report_lines
from storefront.mapping.table import report_csv
from storefront.mapping.taken import Request
from storefront.mapping.types import MappingReport

ACTOR = Actor.system("import-mapping")


class Command(BaseCommand):
    """Bring a mapping sheet of a regional office in."""

    help = "Read a mapping sheet (.xlsx, .csv), make drafts of its good lines, give back the rest."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="read and say, write nothing")
        parser.add_argument("--office", default="", help="slug: its facilities alone")
        parser.add_argument(
            "--answer", action="append", default=[], metavar="KEY=VALUE", help="answer a question"
        )
        parser.add_argument("--answers", type=Path, help="JSON file of answers by key")
        parser.add_argument("--returned", type=Path, help="where the lines given back are written")
        parser.add_argument(
            "--report", type=Path, help="CSV of every line, with the papers that its goods need"
        )
        parser.add_argument(
            "--update", action="store_true", help="let drafts nobody edited take the sheet's values"
        )

    def handle(self, *args: object, **options: Any) -> None:
        path: Path = options["file"]
        returned: Path | None = options["returned"]
        request = Request(
            office=options["office"],
            answers={**_answers_file(options["answers"]), **_answers(options["answer"])},
            update=options["update"],
            dry_run=options["dry_run"],
            returned_form=_form(returned) if returned else "",
        )
        try:
            report = mapping_import(
                actor=ACTOR, source=_source(path), name=path.name, request=request
            )
        except DomainError as error:
            raise CommandError(error.sentence) from error
        for line in report_lines(report):
            self.stdout.write(line)
        if options["report"]:
            options["report"].write_bytes(report_csv(report))
            self.stdout.write(str(options["report"]))
        self._give_back(report, returned, path)

    def _give_back(self, report: MappingReport, returned: Path | None, path: Path) -> None:
        """Write the sheet given back; a dry run writes it only where it was told to."""
        if not report.returned or (report.is_dry and returned is None):
            return
        target = returned or path.with_name(f"{path.stem}-kembali.{report.form}")
        target.write_bytes(report.returned)
        self.stdout.write(str(target))


def _form(path: Path) -> str:
    """Raises CommandError for a name that is neither .xlsx nor .csv."""
    form = path.suffix.lower().lstrip(".")
    if form not in {"xlsx", "csv"}:
        raise CommandError("--returned: .xlsx, .csv")
    return form


def _source(path: Path) -> bytes:
    """The file, one byte more than is read at most: the reader says that it is too large."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error


def _answers_file(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{path}: {error}") from error
    if not isinstance(given, dict):
        raise CommandError(f"{path}: {{}}")
    return {str(key): str(value) for key, value in given.items()}


def _answers(words: list[str]) -> dict[str, str]:
    answers = {}
    for word in words:
        key, sign, value = word.partition("=")
        if not sign:
            raise CommandError(f"--answer {word}: KEY=VALUE")
        answers[key.strip()] = value.strip()
    return answers
