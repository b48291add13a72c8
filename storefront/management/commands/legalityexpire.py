"""`python3 -m storefront legality-expire [--on DATE]`."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from catalog.dates import legal_today
from catalog.types import Actor
from legality.services import nightly

_SAID = {
    nightly.REMINDED: "papers that people are told of by mail",
    nightly.EXPIRED: "papers marked as ended",
    nightly.BEGUN: "listings shown with papers that have begun",
    "closed": "listings taken off sale",
    "renewed": "listings cleared until another day",
    "resumed": "listings on sale again",
    "hidden": "products hidden that nothing had cleared",
    "queued": "listings that wait for the office again",
}


class Command(BaseCommand):
    """Do the night's work on papers once, as the timetable and every start of a worker do."""

    help = "Run the nightly job of papers once and print what it changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=_day, default=None, metavar="DATE", help="2026-12-31")

    def handle(self, *args: object, **options: Any) -> None:
        today = legal_today()
        on = options["on"] or today
        if on != today and settings.MODE == "production":
            raise CommandError(
                f"{on} is not today ({today}): in production papers end on their own day;"
                " `legality-check --on` shows what will be"
            )
        try:
            done = nightly.night_run(actor=Actor.system("legality-expire"), on=on)
        except nightly.NightFailed as failed:
            raise CommandError(f"failed, see the log: {failed}; the rest was done") from failed
        width = max(len(str(count)) for count in done.values())
        self.stdout.write(f"{on}")
        for name, count in done.items():
            self.stdout.write(f"  {count:>{width}}  {_SAID.get(name, name)}")


def _day(text: str) -> date:
    """Raises ArgumentTypeError for what is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no day as 2026-12-31") from error
