"""The web server: granian, whose workers are forked from a process that has loaded the shop.

So the shop is imported once, its memory is shared, and a worker that died is back at once.
"""

from __future__ import annotations

import ctypes
import gc
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

import structlog
from django.db import Error, connection
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from catalog.dates import legal_today
from catalog.selectors.facet_index import index_now
from storefront.checks import refuse_unsafe_start
from storefront.launch.kinship import die_with_parent
from storefront.launch.replacing import Server
from storefront.web.ready import pages_ready
from storefront.wsgi import application

log = structlog.get_logger(__name__)

# Requests in one worker at a time. Python runs one of them; the other may wait for PostgreSQL.
_THREADS = 2
_STOP_SECONDS = 3
# New objects until Python looks for cycles, and how often it looks among older ones. A page makes
# some thousands of objects and hardly a cycle: Python's own 700 looks several times a page.
_COLLECT = (5_000, 20, 20)


def serve(host: str, port: int, workers: int) -> None:
    """Load the shop, then fork the workers. Raises ImproperlyConfigured: not safe to serve."""
    refuse_unsafe_start()
    pages_ready()
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
    threading.Thread(target=_count_ahead, name="count-ahead", daemon=True).start()
    return application


def _count_ahead() -> None:
    """Read the cards that filters count, so that the first visitor does not wait for it.

    Beside the requests, and for them alone: without a database the worker starts all the same,
    and the first page that counts reads them.
    """
    try:
        index_now(legal_today())
    except Error as error:
        log.warning("cards_not_read_ahead", error=str(error).split("\n", 1)[0])
    finally:
        connection.close()
        _give_back()


def _give_back() -> None:
    """Return memory that is free again to the system, which glibc does only when it is told to."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
