"""Lists of papers and of goods on the pages of papers, as HTML: joined here, as a page has up to
five hundred items."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from html import escape
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from catalog.types import ListingState
from legality.paper_reading import CoveredGoods, PaperLine, Standing
from storefront.web.components.picture import small_photo
from storefront.web.staff.paper_words import Wanted, standing_shown, until_said
from storefront.web.staff.states import StateShown, state_html

_NOTHING = 0  # no row has this key: where its page would be, the others' are


def choices_html(goods: Iterable[CoveredGoods], chosen: Collection[int]) -> SafeString:
    """Items to tick: the goods that a paper is for."""
    return mark_safe("".join(_choice(one, one.id in chosen) for one in goods))


def _choice(one: CoveredGoods, is_chosen: bool) -> str:
    return (
        f'<li class="paper-item"><input type="checkbox" id="item-{one.id}" name="goods"'
        f' value="{one.id}"{" checked" if is_chosen else ""}><label for="item-{one.id}">'
        f'<span class="paper-photo">{small_photo(one.photo)}</span>'
        f"<span>{escape(one.name)}</span></label></li>\n"
    )


# --- The list of papers


class _Words(NamedTuple):
    """What every paper's line says, in the page's language and as HTML."""

    office: str
    whole: str
    brand: str
    goods_in_all: str
    nothing: str
    no_scan: str


def lines_html(lines: Sequence[PaperLine], *, slug: str, on: date) -> SafeString:
    """Items, a paper each."""
    words = _Words(
        office=escape(gettext("The regional office:")),
        whole=escape(gettext("For the whole facility")),
        brand=escape(gettext("Brand")),
        goods_in_all=escape(gettext("… %(count)s goods in all")),
        nothing=escape(gettext("For no goods yet")),
        no_scan=escape(gettext("No scan yet")),
    )
    papers = reverse("staff:paper", args=[slug, _NOTHING]).removesuffix(f"{_NOTHING}/")
    return mark_safe("".join(_line(line, words, papers, on) for line in lines))


def _line(line: PaperLine, words: _Words, papers: str, on: date) -> str:
    until = until_said(line.standing, line.expires_on, on)
    return (
        f'<li class="paper-line"><h2><a href="{papers}{line.id}/"><span>{escape(line.kind)}</span>'
        f" <bdi>{escape(line.number)}</bdi></a></h2>\n"
        f'<p class="paper-state">{state_html(standing_shown(line.standing))}'
        f"{f' <span>{escape(until)}</span>' if until else ''}</p>\n"
        f'{_note(line, words)}<p class="paper-for">{_covered(line, words)}</p>\n'
        f"{'' if line.scans else _about(words.no_scan)}</li>\n"
    )


def _about(text: str) -> str:
    return f'<p class="paper-for">{text}</p>\n'


def _note(line: PaperLine, words: _Words) -> str:
    if line.standing is not Standing.RETURNED:
        return ""
    return f'<p class="paper-note"><b>{words.office}</b> <bdi>{escape(line.note)}</bdi></p>\n'


def _covered(line: PaperLine, words: _Words) -> str:
    if line.whole:
        return words.whole
    if not line.brands and not line.total:
        return words.nothing
    named = [f"{words.brand} <bdi>{escape(name)}</bdi>" for name in line.brands]
    named += [f"<bdi>{escape(name)}</bdi>" for name in line.goods]
    more = words.goods_in_all % {"count": line.total} if line.total > len(line.goods) else ""
    return f"{', '.join(named)} {more}".rstrip()


# --- Goods that lack papers


class Lacking(NamedTuple):
    """Goods with the papers that they need, and those that they are advised to have."""

    goods: CoveredGoods
    needed: Sequence[Wanted]
    advised: Sequence[Wanted]


def lacking_html(
    rows: Iterable[Lacking], *, slug: str, states: dict[ListingState, StateShown], may_add: bool
) -> SafeString:
    """Goods with what they lack. may_add: and where it is added."""
    goods = reverse("staff:listing", args=[slug, _NOTHING]).removesuffix(f"{_NOTHING}/")
    shown = {state: state_html(one) for state, one in states.items()}
    advised = escape(gettext("Advised, not required"))
    wants = _Wants(
        escape(gettext("Needed:")),
        escape(gettext("Advised:")),
        escape(gettext("Add %(name)s")),
        escape(gettext("See this paper")),
        may_add,
    )
    found = []
    for one, needed, further in rows:
        name = escape(one.name)
        found.append(
            f'<div class="lack"><div class="stall-photo">{small_photo(one.photo, 72)}</div>'
            f'<div class="lack-words"><h3><a href="{goods}{one.id}/">{name}</a></h3>\n'
            f"<p>{shown[ListingState(one.state)]}</p>\n{wants.html(needed, name)}"
        )
        if further:
            inside = wants.html(further, name)
            said = f"<summary>{advised} ({len(further)})</summary>"
            found.append(f"<details>{said}{inside}</details>")
        found.append("</div></div>\n")
    return mark_safe("".join(found))


class _Wants(NamedTuple):
    """What is said of papers that goods lack, as HTML."""

    needed: str
    advised: str
    add: str
    see: str
    may_add: bool

    def html(self, wants: Sequence[Wanted], name: str) -> str:
        """A list; name: of the goods, as HTML."""
        if not wants:
            return ""
        return f'<ul class="wants">{"".join(self._one(want, name) for want in wants)}</ul>\n'

    def _one(self, want: Wanted, name: str) -> str:
        bad, said = (" is-bad", self.needed) if want.blocking else ("", self.advised)
        ways = "".join(self._way(*way, name) for way in want.ways) if self.may_add else ""
        ways = f'<p class="want-ways">{ways}</p>' if ways else ""
        sr = f'<span class="sr">: {escape(want.short)}, {name}</span>'
        see = f'<p><a class="more" href="{want.paper}">{self.see}{sr}</a></p>\n'
        return (
            f'<li class="want{bad}"><p><b>{said} {escape(want.short)}</b></p>\n'
            f"<p>{escape(want.words)}</p>\n"
            f"{see if want.paper else ''}{ways}</li>\n"
        )

    def _way(self, paper: str, address: str, name: str) -> str:
        add = self.add % {"name": escape(paper)}
        return (
            f'<a class="btn btn-plain" href="{escape(address)}">{add}'
            f' <span class="sr">: {name}</span></a>\n'
        )
