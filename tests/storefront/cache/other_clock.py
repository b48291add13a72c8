"""`python -m tests.storefront.cache.other_clock SECONDS WORDS`: `python -m storefront WORDS` in a
process whose clock goes so many seconds ahead. The forked web workers have it with them.

The shop knows nothing of it: Python's own functions are changed, before the shop is loaded.
"""

from __future__ import annotations

import runpy
import sys
from datetime import UTC, datetime, timedelta

import time_machine


def main() -> None:
    """Move the clock, then be the shop."""
    ahead = timedelta(seconds=float(sys.argv[1]))
    time_machine.travel(datetime.now(UTC) + ahead, tick=True).start()
    sys.argv[:2] = ["storefront"]
    runpy.run_module("storefront", run_name="__main__")


if __name__ == "__main__":
    main()
