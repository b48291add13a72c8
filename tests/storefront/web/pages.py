"""Reads what a page shows."""

from __future__ import annotations

import re
from typing import Any


def words_of(response: Any) -> str:
    """The page with every run of blanks as one space."""
    return re.sub(r"\s+", " ", response.content.decode())


def names(response: Any) -> list[str]:
    """The names on the cards, in order."""
    return re.findall(r'class="card-name"><a href="[^"]+">([^<]+)</a>', response.content.decode())
