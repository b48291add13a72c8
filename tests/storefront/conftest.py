"""What searches need."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from catalog.kept import forget_all
from storefront.loading.search_terms import search_terms_load


@pytest.fixture
def terms(db: None) -> Iterator[None]:
    """Stop words, spellings and synonyms as they are loaded, and nothing kept of before."""
    search_terms_load()
    forget_all()
    yield
    forget_all()
