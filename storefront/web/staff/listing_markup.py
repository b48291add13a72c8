"""A facility's list of goods as HTML: joined here, as a page has fifty."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from catalog.selectors.stall import StallLine
from storefront.web import formats
from storefront.web.components.picture import small_photo
from storefront.web.staff.states import state_html, state_shown

_NOTHING = 0  # no goods have this key: where their page would be, the others' are
_PHOTO = 72  # pixels


class StallRow(NamedTuple):
    """Goods in their facility's list. lacks: papers in a few words, "" for none; is_back: the
    office sent them back."""

    line: StallLine
    lacks: str
    is_back: bool


class _Words(NamedTuple):
    """What every line says, in the page's language and as HTML."""

    stock: str
    made_to_order: str
    sold_out: str
    sent_back: str
    papers: str


def lines_html(rows: Sequence[StallRow], *, slug: str, language: str) -> SafeString:
    """List items."""
    words = _Words(
        stock=escape(gettext("Stock")),
        made_to_order=escape(gettext("Made to order")),
        sold_out=f"<b>{escape(gettext('Sold out'))}</b>",
        sent_back=f"<b>{escape(gettext('Sent back by the regional office.'))}</b>",
        papers=escape(gettext("Papers to settle:")),
    )
    goods = reverse("staff:listing", args=[slug, _NOTHING]).removesuffix(f"{_NOTHING}/")
    return mark_safe("".join(_line(row, words, goods, language) for row in rows))


def _line(row: StallRow, words: _Words, goods: str, language: str) -> str:
    line = row.line
    price = formats.rupiah_range(line.price_min, line.price_max, language)
    return (
        f'<li class="stall-line"><div class="stall-photo">{small_photo(line.photo, _PHOTO)}</div>'
        f'<h2><a href="{goods}{line.id}/">{escape(line.name)}</a></h2>\n'
        f'<p class="stall-facts"><b>{price}</b> · {_left(line, words, language)}</p>\n'
        f'<p class="stall-state">{state_html(state_shown(line.state))}</p>\n'
        f"{_wrong(row, words)}</li>\n"
    )


def _left(line: StallLine, words: _Words, language: str) -> str:
    if line.stock > 0:
        return f"{words.stock} {formats.number(line.stock, language)}"
    return words.made_to_order if line.lead_time_days else words.sold_out


def _wrong(row: StallRow, words: _Words) -> str:
    said = [words.sent_back] if row.is_back else []
    if row.lacks:
        said.append(f"{words.papers} {escape(row.lacks)}")
    return f'<p class="stall-lacks">{" ".join(said)}</p>\n' if said else ""
