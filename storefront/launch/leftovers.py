"""Processes that outlived the `up` which started them: found by their mark and ended."""

from __future__ import annotations

import contextlib

import psutil

from storefront.launch.database import end_servers
from storefront.launch.places import Places
from storefront.launch.surroundings import RUN_MARK

_SECONDS = 5.0


def end_leftovers(places: Places) -> int:
    """End what an earlier `up` of this folder left running, the server last; how many processes.

    The caller holds the lock, so nobody watches them any more.
    """
    found = _marked(places)
    for process in found:
        with contextlib.suppress(psutil.Error):
            process.terminate()
    left = psutil.wait_procs(found, timeout=_SECONDS)[1]
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(left, timeout=_SECONDS)
    end_servers(places)
    return len(found)


def _marked(places: Places) -> list[psutil.Process]:
    """Processes whose environment carries the mark of this data folder."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get(RUN_MARK) == str(places.data):
                found.append(process)
    return found
