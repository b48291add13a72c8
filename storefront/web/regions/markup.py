"""Lists of the regional offices' pages, as HTML: joined here, as a page has dozens of items, and
hundreds for those who look at the whole shop."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from legality.regional import Goods, PlaceCounts
from legality.reviewing import Waiting
from storefront.web import formats
from storefront.web.components.picture import small_photo
from storefront.web.context import language_of

ANY = "APA"  # no slug has capitals
SHAPES = {"bad": "■", "warn": "◐", "ok": "●"}


def _said(kind: str, text: str) -> str:
    shape = SHAPES[kind]
    return f'<span class="state state-{kind}"><span aria-hidden="true">{shape}</span> {text}</span>'


# --- What waits


def queue_html(rows: Sequence[tuple[Waiting, int]], *, review: str, tail: str) -> SafeString:
    """Items of what waits, with the days that each has; review: where a review's page is, but for
    its number; tail: the end of its address."""
    nothing = _said("ok", escape(gettext("nothing found")))
    return mark_safe(
        "".join(
            f'<li class="stall-line"><div class="stall-photo">{small_photo(one.photo, 72)}</div>\n'
            f'<h2><a href="{review}{one.review_id}/{escape(tail)}">{escape(one.name)}</a></h2>\n'
            f'<p class="stall-facts">{escape(one.facility_name)}</p>\n'
            f'<p class="stall-state"><span class="region-wait">{_waited(days)}</span>'
            f" {_found(one) or nothing}</p></li>\n"
            for one, days in rows
        )
    )


def _waited(days: int) -> str:
    if not days:
        return escape(gettext("since today"))
    return escape(ngettext("waits %(days)s day", "waits %(days)s days", days) % {"days": days})


def _found(one: Waiting) -> str:
    """What the rules find, "" where that is nothing."""
    said = []
    if number := one.blocking:
        text = ngettext(
            "%(number)s finding holds it back", "%(number)s findings hold it back", number
        )
        said.append(_said("bad", escape(text % {"number": number})))
    if number := one.warnings:
        text = ngettext("%(number)s hint", "%(number)s hints", number)
        said.append(_said("warn", escape(text % {"number": number})))
    return " ".join(said)


# --- Goods by facility


def places_html(
    counted: Sequence[PlaceCounts],
    *,
    words: dict[Goods, str],
    links: dict[Goods, str],
    chosen: PlaceCounts | None,
) -> SafeString:
    """Rows of a table, a facility each. links: by what is counted, a list's address with ANY in
    the facility's place."""
    language = language_of()
    columns = [
        (which, escape(words[which]), escape(links[which]).partition(ANY)) for which in Goods
    ]
    rows = []
    for one in counted:
        name = escape(one.name)
        here = ' aria-current="true"' if chosen is not None and chosen.id == one.id else ""
        cells = "".join(
            _cell(number, f"{link[0]}{one.slug}{link[2]}", label, name, language)
            if (number := one.counts[which])
            else '<td><span class="is-zero">0</span></td>\n'
            for which, label, link in columns
        )
        rows.append(f'<tr{here}><th scope="row">{name}</th>\n{cells}</tr>\n')
    return mark_safe("".join(rows))


def _cell(number: int, address: str, label: str, name: str, language: str) -> str:
    return (
        f'<td><a href="{address}" data-label="{label}">{formats.number(number, language)}'
        f'<span class="sr"> {label}, {name}</span></a></td>\n'
    )
