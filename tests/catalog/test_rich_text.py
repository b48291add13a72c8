"""Plain lines become safe blocks; nothing a page holds can become markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rich_text import blocks_of, plain_of, rich_text_of


def test_lines_become_headings_items_and_links() -> None:
    lines = ["## Judul", "", "Lihat [katalog](/katalog/) & lain.", "- butir", "1. langkah"]
    content = rich_text_of(lines)
    assert [(block.kind, block.html) for block in blocks_of(content)] == [
        ("h2", "Judul"),
        ("p", 'Lihat <a href="/katalog/">katalog</a> &amp; lain.'),
        ("li", "butir"),
        ("step", "langkah"),
    ]
    assert plain_of(content) == "Judul\n\nLihat katalog & lain.\n\nbutir\n\nlangkah"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example/x", "http://x/", "data:x"])
def test_an_unsafe_address_is_words_only(url: str) -> None:
    (block,) = blocks_of(rich_text_of([f"a [b]({url}) c"]))
    assert "<a" not in block.html


@given(st.lists(st.text(max_size=60), max_size=5))
def test_no_text_becomes_markup(lines: list[str]) -> None:
    for block in blocks_of(rich_text_of(lines)):
        bare = block.html.replace("</a>", "").split('<a href="')
        assert all("<" not in part for part in bare)
