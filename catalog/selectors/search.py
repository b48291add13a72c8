"""Finding goods by words."""

from __future__ import annotations

from datetime import date

from catalog.types import CatalogQuery, Searched


def search(text: str, *, language: str, on: date, literal: bool = False) -> Searched:
    """What a text means and which goods it finds. literal: the words as typed, uncorrected."""
    return Searched(text=text, query=CatalogQuery())
