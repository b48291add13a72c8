"""Rows as files that spreadsheets open."""

from __future__ import annotations

import re

# What a spreadsheet would run when a cell begins with it.
LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
# The same after a sign at which a spreadsheet of another country parts the line into cells.
_AFTER_PARTING = re.compile(r"""([,;\t\r\n][\s"']*)(?=[=+\-@|%])""")


def inert(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before what begins like a formula."""
    text = _AFTER_PARTING.sub(r"\1'", text)
    return f"'{text}" if text.startswith(LIVE) else text
