"""The night's work on papers: what ends, what begins, who is told, what may not stay on sale."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import timezone

from catalog.announce import announce
from catalog.types import Actor
from legality.services.expiry import certificates_expire, papers_begun_show
from legality.services.publication import listings_reconcile
from legality.services.reminders import night_of, reminders_make

NIGHT = "legality.night_run"
REMINDED, EXPIRED, BEGUN = "reminded", "expired", "begun"

log = logging.getLogger(__name__)


class NightFailed(Exception):
    """Some steps of the night did not come to their end; the others did. It is run again."""


def night_announce(*, on: date) -> None:
    """Have the night's work of a legal date done: at 00:05, and whenever a worker starts."""
    announce(NIGHT, key=str(on), on=str(on))


def night_run(*, actor: Actor, on: date) -> dict[str, int]:
    """Do the night's work of a legal date; how many rows each step changed, by its name.

    Running it twice, late or on two machines at once changes nothing more. Each step is tried
    whatever becomes of the others. Reminders come first: they tell also of papers whose last day
    went by while the machine was off, which the next step marks as ended. Raises NightFailed.
    """
    steps: tuple[tuple[str, Callable[[], dict[str, int]]], ...] = (
        ("reminders", lambda: {REMINDED: reminders_make(on=on)}),
        ("expiry", lambda: {EXPIRED: certificates_expire(actor=actor, on=on)}),
        ("beginning", lambda: {BEGUN: papers_begun_show(on=on)}),
        ("reconciling", lambda: _reconciled(actor, on)),
    )
    done: dict[str, int] = {}
    failed: list[str] = []
    for name, step in steps:
        try:
            done |= step()
        except Exception:
            log.exception("the night's %s failed", name)
            failed.append(name)
    _write_down(on, done, is_over=not failed)
    if failed:
        raise NightFailed(", ".join(failed))
    log.info("the night of %s: %s", on, done)
    return done


def _reconciled(actor: Actor, on: date) -> dict[str, int]:
    found = listings_reconcile(actor=actor, on=on)
    return {name: len(ids) for name, ids in found._asdict().items()}


@transaction.atomic
def _write_down(on: date, done: dict[str, int], *, is_over: bool) -> None:
    run = night_of(on)
    run.counts = {name: run.counts.get(name, 0) + done.get(name, 0) for name in run.counts | done}
    run.ended_at = timezone.now() if is_over else run.ended_at
    run.save(update_fields=["counts", "ended_at"])
