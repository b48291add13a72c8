"""Changes as HTML; joined here, as a page has fifty of them with hundreds of fields."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from storefront.web.components.history import Block, Entry, Line

_SHORT = 8  # letters of a request's key: enough to find it in the log


class _Words(NamedTuple):
    """What every change says, in the page's language; arrow: as HTML."""

    arrow: str
    origin: str
    request: str


def changes_html(blocks: Sequence[Block], *, one: bool = False) -> SafeString:
    """Blocks of lines, newest first. one: all are of one thing, whose name stands above already."""
    became = escape(gettext("became"))
    words = _Words(
        f'</span> <span aria-hidden="true">→</span><span class="sr">{became}</span> ',
        gettext("from %(address)s"),
        gettext("request %(request)s"),
    )
    inside = "".join(_block(block, words, one) for block in blocks)
    return mark_safe(f'<div class="history">{inside}</div>')


def _block(block: Block, words: _Words, one: bool) -> str:
    day = f'<h2 class="history-day">{escape(block.day)}</h2>' if block.day else ""
    acts = "".join(f' <span class="history-act">{escape(act)}</span>' for act in block.acts)
    return (
        f'{day}<article class="history-block" id="{block.number}"><p class="history-head">'
        f'<span class="history-clock">{escape(block.clock)}</span>'
        f" <strong>{escape(block.who)}</strong>{acts}</p>{'' if one else _thing(block)}"
        f'<ul class="history-rows">{"".join(_entry(entry, words) for entry in block.entries)}</ul>'
        f"{_origin(block, words)}</article>"
    )


def _thing(block: Block) -> str:
    if not block.title:
        return ""
    title = escape(block.title)
    linked = f'<a href="{escape(block.page)}">{title}</a>' if block.page else title
    return f'<h3 class="history-thing">{linked}</h3>'


def _entry(entry: Entry, words: _Words) -> str:
    title, lines = escape(entry.title), _lines(entry.lines, words)
    note = f'<p class="history-note">{escape(entry.note)}</p>' if entry.note else ""
    if entry.is_folded and lines:
        return f"<li><details><summary>{title}</summary>{lines}</details>{note}</li>"
    return f'<li><p class="history-row">{title}</p>{lines}{note}</li>'


def _lines(lines: Sequence[Line], words: _Words) -> str:
    """What the fields of one row were and are."""
    if not lines:
        return ""
    inside = "".join(
        f"<div><dt>{escape(line.label)}</dt><dd>{_was(line, words)}"
        f'<span class="history-is">{line.after}</span></dd></div>'
        for line in lines
    )
    return f'<dl class="history-lines">{inside}</dl>'


def _was(line: Line, words: _Words) -> str:
    return f'<span class="history-was">{line.before}{words.arrow}' if line.before else ""


def _origin(block: Block, words: _Words) -> str:
    """From where, and of which request."""
    said = [words.origin % {"address": block.address}] if block.address else []
    if block.request:
        said.append(f"· {words.request % {'request': block.request[:_SHORT]}}")
    return f'<p class="history-from">{escape(" ".join(said))}</p>' if said else ""
