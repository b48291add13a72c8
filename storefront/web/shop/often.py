"""How often one address may ask for what costs much. For one process; nothing of it is kept."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

_MOST_KNOWN = 10_000  # addresses


class Often:
    """Lets each address in so many times within so many seconds."""

    def __init__(self, allowed: int, within: float) -> None:
        self._allowed, self._within = allowed, within
        self._lock = threading.Lock()
        self._seen: OrderedDict[str, list[float]] = OrderedDict()

    def may(self, address: str, now: float | None = None) -> bool:
        """Count one visit of an address; whether it is within the limit."""
        now = time.monotonic() if now is None else now
        with self._lock:
            times = [at for at in self._seen.pop(address, []) if at > now - self._within]
            is_within = len(times) < self._allowed
            self._seen[address] = [*times, now] if is_within else times
            while len(self._seen) > _MOST_KNOWN:
                self._seen.popitem(last=False)
            return is_within
