"""Reading the files under fixtures/."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

FIXTURES = settings.BASE_DIR / "fixtures"

Row = dict[str, Any]


def rows_of(name: str) -> list[Row]:
    """The rows of one file, e.g. "demo/facilities"."""
    rows: list[Row] = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    return rows


def picture_of(name: str) -> bytes:
    """One of the drawings."""
    return (FIXTURES / "pictures" / f"{name}.webp").read_bytes()


def has_picture(name: str) -> bool:
    """Whether the drawing is there."""
    return (FIXTURES / "pictures" / f"{name}.webp").exists()
