"""Children die with their parent, even when the parent is killed outright.

Linux only (prctl PR_SET_PDEATHSIG); elsewhere the next `up` ends what is left (`leftovers`).
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
# Loaded here, since nothing may be imported between fork and exec.
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(number: signal.Signals) -> None:
    """Have the kernel send this process the signal when the parent's thread ends."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(number))


def child_setup(number: signal.Signals, niceness: int = 0) -> Callable[[], None]:
    """What a new child does before its program is loaded.

    After the change of user, which would clear the death signal. Ends the child at once when the
    parent has died in between.
    """
    parent = os.getpid()

    def prepare() -> None:
        die_with_parent(number)
        if niceness:
            os.nice(niceness)
        if os.getppid() != parent:
            os._exit(1)

    return prepare
