"""`python3 -m storefront rates-load FILE.csv`: what couriers charge, from where to where."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.types import Actor
from storefront.orders.services.rates import COLUMNS, MOST_BYTES, SheetRefused, rates_load

ACTOR = Actor.system("rates-load")


class Command(BaseCommand):
    """Load a sheet into the rate table; twice changes nothing more."""

    help = f"Load the rates of couriers from a CSV sheet: {', '.join(COLUMNS)}."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                loaded = rates_load(actor=ACTOR, text=file.read(MOST_BYTES + 1))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except SheetRefused as refused:
            lines = [f"line {fault.line}: {fault.sentence}" for fault in refused.faults]
            raise CommandError("\n".join([refused.sentence, *lines])) from refused
        self.stdout.write(
            f"{loaded.lines} lines: {loaded.added} new, {loaded.changed} changed,"
            f" {loaded.removed} taken away"
        )
