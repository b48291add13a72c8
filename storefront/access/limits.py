"""How often one may ask: counted in this process, so that who asks too often costs no statement.

What matters more (vouchers, second keys) is counted in the database as well, for all processes.
Pages and the API count the same acts together, by the name of what is counted.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque

_MOST_KNOWN = 20_000


class Window:
    """Lets each key in so often within a time. most: times; seconds: the time."""

    def __init__(self, most: int, seconds: float = 60.0) -> None:
        self.most, self.seconds = most, seconds
        self._lock = threading.Lock()
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def may(self, key: str, now: float | None = None, *, acts: int = 1) -> bool:
        """Count so many; whether all are within the limit. What is over it is not counted."""
        now = time.monotonic() if now is None else now
        with self._lock:
            times = self._seen.pop(key, None) or deque()
            while times and times[0] <= now - self.seconds:
                times.popleft()
            is_within = len(times) + acts <= self.most
            if is_within:
                times.extend([now] * acts)
            self._seen[key] = times
            while len(self._seen) > _MOST_KNOWN:
                self._seen.popitem(last=False)
            return is_within

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._seen.clear()


_windows: dict[str, Window] = {}


def window_of(name: str, per_minute: int) -> Window:
    """The window of what is counted together. per_minute: as whoever comes first says it."""
    return _windows.setdefault(name, Window(per_minute))


def windows_forget() -> None:
    """Begin to count anew: each test for itself."""
    for window in _windows.values():
        window.forget()
