"""Reading pages: about, how to buy, help and the like."""

from __future__ import annotations

from catalog.errors import NotFound
from catalog.rich_text import blocks_of
from catalog.saleor_adapter.pages import page_row
from catalog.shown import PageInfo


def page_public(*, slug: str, language: str) -> PageInfo:
    """One page. At most two statements. Raises NotFound."""
    row = page_row(slug, language)
    if row is None:
        raise NotFound
    return PageInfo(row.slug, row.title, blocks_of(row.content))
