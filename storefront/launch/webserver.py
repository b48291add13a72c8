"""The web server: granian, whose workers are forked from a process that has loaded the shop.

So the shop is imported once, its memory is shared, and a worker that died is back at once.
"""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable
from typing import Any

from django.urls import get_resolver
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from storefront.checks import refuse_unsafe_start
from storefront.launch.kinship import die_with_parent
from storefront.wsgi import application

# Requests in one worker at a time. Python runs one of them; the other may wait for PostgreSQL.
_THREADS = 2
_STOP_SECONDS = 3
# New objects until Python looks for cycles, and how often it looks among older ones. A page makes
# some thousands of objects and hardly a cycle: Python's own 700 looks several times a page.
_COLLECT = (5_000, 20, 20)


def serve(host: str, port: int, workers: int) -> None:
    """Load the shop, then fork the workers. Raises ImproperlyConfigured: not safe to serve."""
    refuse_unsafe_start()
    get_resolver().url_patterns  # noqa: B018 # reading it imports the views
    gc.collect()
    gc.freeze()  # so that collecting in a worker does not copy the shared pages
    Server(
        "storefront.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=_THREADS,
        backpressure=64,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_SECONDS,
    ).serve(target_loader=_for_worker, wrap_loader=False)


def _for_worker() -> Callable[..., Any]:
    """What a forked worker runs first: it must not outlive the process that forked it."""
    die_with_parent(signal.SIGKILL)
    gc.set_threshold(*_COLLECT)
    return application
