"""A Python without the shims."""

from __future__ import annotations

import subprocess
import sys


def run_bare(code: str) -> str:
    """What the code prints in a process of its own; of an error, the last line.

    Nothing of the shop is imported there unless the code does it.
    """
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    return (done.stdout if done.returncode == 0 else done.stderr).strip().rpartition("\n")[2]
