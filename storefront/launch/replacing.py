"""granian that replaces every worker that dies, however often one does.

Its own takes a second death within 5.5 s for a fault of what is loaded, and ends itself: all
workers go, with what they were doing. Ours are forked from a process that has loaded the shop.
"""

from __future__ import annotations

import time
from typing import Any

from granian.server.mp import MPServer

_PAUSE = 0.1  # seconds; where no worker can live, that is how fast it is tried


class Server(MPServer):
    """The same, which goes on."""

    def _respawn_workers(self, workers: list[int], *args: Any, **kwargs: Any) -> None:
        time.sleep(_PAUSE)
        # one that dies while granian is told of another is not in its list
        dead = {worker.idx for worker in self.wrks if not worker.inner.is_alive()}
        super()._respawn_workers(sorted(dead.union(workers)), *args, **kwargs)
        self.respawned_wrks.clear()
