"""Jobs of the catalogue; each only fetches and calls a service."""

from __future__ import annotations

from celery import shared_task

from catalog.services.outbox import outbox_sweep as sweep


@shared_task(name="catalog.outbox_sweep", ignore_result=True)  # type: ignore[untyped-decorator]
def outbox_sweep() -> int:
    """Do what waits in the outbox; how many rows were done."""
    return sweep()
