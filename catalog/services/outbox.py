"""Doing what waits in the outbox: each row by one worker, again after a failure, never lost."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from celery import current_app
from django.db import connection, transaction
from django.utils import timezone

from catalog.models import OutboxRow

BATCH = 20
PATIENT = 2  # of long work at a time: what is announced meanwhile goes first
LEASE = timedelta(minutes=5)
GIVE_UP_AFTER = 12
SECONDS_A_SWEEP = 50.0
KEEP_DONE = timedelta(days=7)

log = logging.getLogger(__name__)


def _take() -> list[OutboxRow]:
    """Some due rows, now ours for the length of a lease: a worker that dies loses only time."""
    with transaction.atomic():
        rows = list(
            OutboxRow.objects.select_for_update(skip_locked=True)
            .filter(done_at__isnull=True, due_at__lte=timezone.now(), tries__lt=GIVE_UP_AFTER)
            .order_by("can_wait", "due_at", "id")[:BATCH]
        )
        rows = [row for row in rows if not row.can_wait] or rows[:PATIENT]
        for row in rows:
            row.tries += 1
            row.due_at = timezone.now() + LEASE
        OutboxRow.objects.bulk_update(rows, ["tries", "due_at"])
    return rows


def _do(row: OutboxRow) -> bool:
    """Run one row's task here and write down how it went."""
    try:
        current_app.tasks[row.task](**row.arguments)
    except Exception as error:
        log.exception("outbox: %s failed", row.task, extra={"key": row.key})
        wait = timedelta(seconds=min(3600, 5 * 2**row.tries))
        OutboxRow.objects.filter(pk=row.pk).update(
            failure=f"{type(error).__name__}: {error}"[:2000], due_at=timezone.now() + wait
        )
        return False
    OutboxRow.objects.filter(pk=row.pk).update(done_at=timezone.now(), failure="")
    return True


def outbox_sweep(*, seconds: float = SECONDS_A_SWEEP) -> int:
    """Do due rows until none is left or the time is up; how many were done.

    Several workers may sweep at once: a row is taken by one. A row whose task fails is tried
    again later and later, twelve times in all, and then stays for operators to see.
    """
    until, done = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        rows = _take()
        if not rows:
            break
        for row in rows:
            done += _do(row)
    OutboxRow.objects.filter(done_at__lt=timezone.now() - KEEP_DONE).delete()
    return done


def outbox_waiting() -> tuple[int, float]:
    """How many rows wait, and the age of the oldest in seconds (0 when none)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(extract(epoch FROM now() - min(made_at)), 0)::float"
            " FROM catalog_outboxrow WHERE done_at IS NULL"
        )
        count, age = cursor.fetchone()
    return int(count), float(age)
