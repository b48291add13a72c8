"""What processes cost, from the operating system's own accounting (Linux)."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

_TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
_SCHED = 2  # which of a process's clocks in Linux: the exact one


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parent = int(_stat(int(entry.name))[1])
                children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one, [])
    return found


def _stat(pid: int) -> list[str]:
    """The fields of a process after its name: state, parent, ..."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _own_ms(pid: int) -> float:
    """A process's CPU clock, which is exact where /proc counts hundredths of a second."""
    return time.clock_gettime((~pid << 3) | _SCHED) * 1000


def cpu_ms(pids: list[int]) -> float:
    """CPU time used so far by these processes and by children they have waited for."""
    total = 0.0
    for pid in pids:
        with contextlib.suppress(OSError):
            waited_user, waited_system = _stat(pid)[13:15]
            total += _own_ms(pid) + (int(waited_user) + int(waited_system)) * _TICK_MS
    return total


def pss_mb(pids: list[int]) -> float:
    """Memory, shared pages counted by their share."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024
