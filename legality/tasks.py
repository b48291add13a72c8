"""Jobs of legality; each only calls a service."""

from __future__ import annotations

from datetime import date

from celery import shared_task

from catalog.dates import legal_today
from catalog.types import Actor
from legality.services import nightly


@shared_task(name="legality.night_announce", ignore_result=True)  # type: ignore[untyped-decorator]
def night_announce() -> None:
    """At 00:05 and at every start of a worker: the night's work of today stands in the outbox."""
    nightly.night_announce(on=legal_today())


@shared_task(name=nightly.NIGHT, ignore_result=True)  # type: ignore[untyped-decorator]
def night_run(on: str) -> None:
    """Mark papers that have ended, show those that begin, remind of those that will end, close
    what nothing clears. A row that waited past midnight is of today: what it was for is due still.
    """
    nightly.night_run(actor=Actor.system("nightly"), on=max(date.fromisoformat(on), legal_today()))
