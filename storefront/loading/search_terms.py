"""The rows that teach the search its words: `fixtures/reference/search_<use>.json`."""

from __future__ import annotations

import json
from collections.abc import Iterator

from catalog.models import SearchTerm, TermUse
from storefront.loading.files import FIXTURES

_FILES = {
    TermUse.STOP: "stop",
    TermUse.STEM: "stems",
    TermUse.SPELLING: "spellings",
    TermUse.SYNONYM: "synonyms",
    TermUse.MAKER: "makers",
    TermUse.PLACE: "places",
    TermUse.PAPER: "papers",
    TermUse.FLAG: "flags",
}


def search_terms_load() -> None:
    """Add the rows that are missing. What people changed or switched off stays as it is."""
    SearchTerm.objects.bulk_create(_rows(), ignore_conflicts=True)


def _rows() -> Iterator[SearchTerm]:
    for use, name in _FILES.items():
        text = (FIXTURES / "reference" / f"search_{name}.json").read_text(encoding="utf-8")
        known: dict[str, str | list[str]] = json.loads(text)
        for phrase, meaning in known.items():
            for means in [meaning] if isinstance(meaning, str) else meaning:
                yield SearchTerm(use=use, phrase=phrase, means=means)
