"""The web server: granian, whose workers are forked from a process that has loaded the shop.

So the shop is imported once, its memory is shared, and a worker that died is back at once.
"""

from __future__ import annotations

import argparse
import gc
import os
import signal
from collections.abc import Callable
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from storefront.launch.kinship import die_with_parent
from storefront.launch.places import Places
from storefront.launch.problems import Problem
from storefront.launch.surroundings import base_environment

_WORKERS = 2
# Requests in one worker at a time. Python runs one of them; the other may wait for PostgreSQL.
_THREADS = 2
_STOP_SECONDS = 4


def main(command: str, rest: list[str], places: Places) -> int:
    """Serve until told to stop; for containers, with everything from the environment."""
    parser = argparse.ArgumentParser(prog=f"python3 -m storefront {command}")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=_WORKERS)
    options = parser.parse_args(rest)
    os.environ.update(base_environment(places))
    serve(options.host, options.port, options.workers)
    return 0


def serve(host: str, port: int, workers: int) -> None:
    """Load the shop, then fork the workers."""
    application = _loaded()
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
    ).serve(target_loader=_for_worker(application), wrap_loader=False)


def _loaded() -> Callable[..., Any]:
    """The WSGI application with every address, view and template tag imported.

    Raises Problem when production would not be safe.
    """
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 # needs the environment
    from django.urls import get_resolver  # noqa: PLC0415

    from storefront.checks import refuse_unsafe_start  # noqa: PLC0415

    try:
        from storefront.wsgi import application  # noqa: PLC0415

        refuse_unsafe_start()
    except ImproperlyConfigured as error:
        raise Problem(str(error)) from error
    get_resolver().url_patterns  # noqa: B018 # reading it imports the views
    gc.collect()
    gc.freeze()  # so that collecting in a worker does not copy the shared pages
    return application


def _for_worker(application: Callable[..., Any]) -> Callable[[], Callable[..., Any]]:
    """What a forked worker runs first: it must not outlive the process that forked it."""

    def load() -> Callable[..., Any]:
        die_with_parent(signal.SIGKILL)
        return application

    return load
