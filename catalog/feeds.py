"""Rows as files that others read: spreadsheets, and the feeds of goods that search engines and
marketplaces fetch (RSS 2.0 with Google's names, which Meta reads as well:
https://support.google.com/merchants/answer/7052112)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from xml.sax.saxutils import escape

# What a spreadsheet would run when a cell begins with it.
LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
# The same after a sign at which a spreadsheet of another country parts the line into cells.
_AFTER_PARTING = re.compile(r"""([,;\t\r\n][\s"']*)(?=[=+\-@|%])""")


def inert(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before what begins like a formula."""
    text = _AFTER_PARTING.sub(r"\1'", text)
    return f"'{text}" if text.startswith(LIVE) else text


# --- Feeds of goods

# What XML 1.0 has no way to write: controls, halves of pairs, and two that are no letters.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FEED_END = "</channel>\n</rss>\n"


class FeedHead(NamedTuple):
    """What a feed says of itself. link: the page of what is in it; itself: its own address; both
    absolute. language: "id" or "en"."""

    title: str
    link: str
    description: str
    language: str
    itself: str


def _text(text: str) -> str:
    return escape(_UNWRITABLE.sub("", text))


def feed_begin(head: FeedHead) -> str:
    """All that stands before the first goods."""
    itself = escape(head.itself, {'"': "&quot;"})
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"'
        ' xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        f"<title>{_text(head.title)}</title><link>{_text(head.link)}</link>"
        f"<description>{_text(head.description)}</description>"
        f"<language>{head.language}</language>"
        f'<atom:link href="{itself}" rel="self" type="application/rss+xml"/>\n'
    )


def feed_item(fields: Iterable[tuple[str, str]]) -> str:
    """One thing that can be bought. fields: Google's names with their values, in order; those
    without a value are left out, a name may stand several times."""
    said = "".join(f"<g:{name}>{_text(value)}</g:{name}>" for name, value in fields if value)
    return f"<item>{said}</item>\n"
