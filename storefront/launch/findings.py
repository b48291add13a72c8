"""What `doctor` finds."""

from __future__ import annotations

from dataclasses import dataclass

OK, WARN, BAD = "ok", "warn", "bad"


@dataclass(frozen=True)
class Finding:
    """One line. level: ok, warn (should be known), bad (production would not be safe)."""

    level: str
    name: str
    text: str
