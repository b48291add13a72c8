"""Announce work: a row in the outbox, in the transaction that makes the work necessary.

Nothing else queues anything. The broker is only told to look, after the commit, and may be down:
the timetable sweeps the outbox every few seconds anyway.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime

from celery import current_app
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from catalog.message import written_together
from catalog.models import OutboxRow

SWEEP = "catalog.outbox_sweep"
_BATCH = 1000

log = logging.getLogger(__name__)


def announce(
    task: str,
    *,
    key: str,
    due_at: datetime | None = None,
    can_wait: bool = False,
    **arguments: object,
) -> None:
    """Have `task` run with these arguments once the transaction has committed.

    task: a registered task's name; key: while a row with the same task and key waits untouched,
    another announcement adds nothing; can_wait: for long work, which lets mails go first;
    arguments: values that JSON can hold.
    """
    announce_many(task, [(key, arguments)], due_at=due_at, can_wait=can_wait)


def announce_many(
    task: str,
    told: Iterable[tuple[str, Mapping[str, object]]],
    *,
    due_at: datetime | None = None,
    can_wait: bool = False,
) -> None:
    """The same of many at once. told: pairs of key and arguments."""
    due_at = due_at or timezone.now()
    rows = [
        OutboxRow(task=task, key=key, arguments=dict(said), due_at=due_at, can_wait=can_wait)
        for key, said in told
    ]
    with written_together() as message:
        for begin in range(0, len(rows), _BATCH):
            message.insert(rows[begin : begin + _BATCH], skip_known=True)
    connection = transaction.get_connection()
    # one wake-up a transaction is enough, however much it announces
    if not any(getattr(entry[1], "__name__", "") == "wake" for entry in connection.run_on_commit):
        transaction.on_commit(wake)


def wake() -> None:
    """Tell a worker to sweep now; a broker that is down only makes it later."""
    try:
        current_app.send_task(SWEEP, ignore_result=True, retry=False)
    except (OperationalError, OSError) as error:
        log.warning("broker not reached, the sweep will find the work: %s", error)
