"""The worker and the clock: Celery with the shop's settings."""

from __future__ import annotations

import importlib
import logging
import os
import signal
from typing import Any

from celery.signals import beat_embedded_init, worker_process_init, worker_ready
from django.db import DatabaseError, connections

from catalog.acting import act_always_as_system
from storefront.launch.kinship import die_with_parent
from storefront.launch.places import Places, make_data_folders
from storefront.launch.surroundings import base_environment

# One task at a time: pages come first, and every task can wait. The limits (seconds) are far above
# what a task takes; they end one that hangs.
_WORKER = (
    "worker",
    "--concurrency=1",
    "--soft-time-limit=600",
    "--time-limit=660",
    "--max-memory-per-child=700000",
    "--without-gossip",
    "--without-mingle",
    "--without-heartbeat",
    "--loglevel=WARNING",
)
_BEAT = ("beat", "--loglevel=WARNING")

log = logging.getLogger(__name__)


def main(command: str, rest: list[str], places: Places) -> int:
    """`worker` runs tasks (`worker --beat` also keeps the clock), `beat` keeps the clock alone.

    rest: further words for Celery.
    """
    os.environ.update(base_environment(places))
    make_data_folders(places)
    act_always_as_system("worker")
    for started in (worker_process_init, beat_embedded_init):
        started.connect(_follow_parent, weak=False)
    worker_ready.connect(_make_up, weak=False)
    words = [*(_WORKER if command == "worker" else _BEAT), *rest]
    if command == "beat" or "--beat" in rest:
        words.append(f"--schedule={places.data / 'beat-schedule'}")
    importlib.import_module("storefront.celery").app.start(words)
    return 0


def _follow_parent(**_: Any) -> None:
    """A forked process of the worker must not outlive it: its task would be done twice."""
    die_with_parent(signal.SIGKILL)


def _make_up(**_: Any) -> None:
    """At every start of a worker the night's work stands in the outbox: what a machine that was off
    at midnight has missed; twice is as good as once. So do asking payment providers and ending
    what nobody paid."""
    try:
        importlib.import_module("legality.tasks").night_announce()
        orders = importlib.import_module("storefront.orders.tasks")
        orders.payments_announce()
        orders.expire_announce()
    except DatabaseError as error:
        log.warning("the night's work waits for the timetable: %s", error)
    finally:
        connections.close_all()  # no process that is forked later shares one
