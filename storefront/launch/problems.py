"""What stops a command on purpose."""

from __future__ import annotations


class Problem(Exception):
    """The command cannot go on; the text is one line that says why and what to do."""
