"""Search: the page to begin at, what a text finds, and suggestions while it is typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from catalog.dates import legal_today
from catalog.kept import kept
from catalog.paper_numbers import normal_number
from catalog.selectors.kinds import kinds_public
from catalog.selectors.regions import province_lines
from catalog.selectors.search_suggest import Suggestions, popular_words, suggestions
from catalog.selectors.search_terms import Maker, lexicon
from catalog.selectors.search_text import clean, plain
from catalog.shown import KindLine
from catalog.types import Searched
from legality.proof import proofs, wanted_number
from storefront.web import addresses
from storefront.web.context import language_of
from storefront.web.errors import domain_errors_as_page
from storefront.web.shop.catalogue import Place, list_page

_LONGEST_NUMBER, _FEWEST_DIGITS, _SHORTEST_NUMBER = 60, 4, 8
_PHONE_WORDS, _PHONE_GOODS, _PHONE_MAKERS = 2, 3, 1  # of the suggestions, on small screens


@kept(seconds=5)
def _kinds(language: str, on: date) -> tuple[KindLine, ...]:
    return tuple(kinds_public(language=language, on=on))


def search_address(language: str, text: str) -> str:
    """Where a text is looked for."""
    return addresses.search(language, urlencode({"q": text}))


@dataclass(frozen=True, slots=True)
class Choice:
    """A word to look for, as a link."""

    label: str
    address: str


def _popular(language: str, on: date) -> list[Choice]:
    return [Choice(word, search_address(language, word)) for word in popular_words(language, on)]


def _start(request: HttpRequest) -> HttpResponse:
    """The page without a text: kinds, places and words that lead somewhere."""
    language, on = language_of(), legal_today()
    places = [line for line in province_lines(language, on) if line.goods]
    context = {
        "kinds": _kinds(language, on),
        "places": sorted(places, key=lambda line: line.name),
        "popular": _popular(language, on),
    }
    return render(request, "shop/search_start.html", context)


def _named(slug: str, on: date) -> Maker | None:
    return next((maker for maker in lexicon(on).all_makers if maker.slug == slug), None)


def more(searched: Searched, language: str) -> dict[str, object]:
    """What the list of a search shows beside the catalogue's own."""
    on = legal_today()
    found: dict[str, object] = {
        "maker": _named(searched.facility_slug, on) if searched.facility_slug else None,
        "has_words": bool(plain(searched.text)),
    }
    if searched.query.ranked == ():
        found |= {"kinds": _kinds(language, on), "popular": _popular(language, on)}
    return found


def _like_a_number(text: str) -> bool:
    """Whether a text may be the number of a paper: long, with digits, no sentence."""
    bare = normal_number(text)
    digits = sum(letter.isdigit() for letter in bare)
    return (
        len(text) <= _LONGEST_NUMBER
        and len(bare) >= _SHORTEST_NUMBER
        and digits >= _FEWEST_DIGITS
        and re.search(r"\b(?:rb|ribu|juta|jt)\b", text.lower()) is None
    )


def _of_paper(text: str, language: str, on: date) -> str:
    """The page of the paper with this number, in force or not; empty when it is none that is known
    here. One statement, none for plain words."""
    if not _like_a_number(text):
        return ""
    number = wanted_number(text)
    known = number and proofs(number=number, language=language, on=on)
    return addresses.proof(number, language) if known else ""


SEARCH = Place("shop/search.html", addresses.search, more)


@require_safe
@domain_errors_as_page
def search(request: HttpRequest) -> HttpResponse:
    """What a text finds. Without one the page to begin at; the number of a paper leads to it."""
    text = clean(request.GET.get("q", ""))
    if not text:
        return _start(request)
    paper = _of_paper(text, language_of(), legal_today())
    if paper:
        return HttpResponseRedirect(paper)
    return list_page(request, SEARCH)


def _marked(text: str, typed: str) -> SafeString:
    """A suggestion with what was not typed in bold."""
    at = text.lower().find(typed.lower()) if typed else -1
    if at < 0:
        return mark_safe(f"<b>{escape(text)}</b>")
    before, same, rest = text[:at], text[at : at + len(typed)], text[at + len(typed) :]
    parts = [f"<b>{escape(before)}</b>" if before else "", str(escape(same))]
    return mark_safe("".join(parts) + (f"<b>{escape(rest)}</b>" if rest else ""))


@dataclass(frozen=True, slots=True)
class Line:
    """A suggestion as a link. html: safe; thing: the goods or the facility, None for words."""

    html: SafeString
    address: str
    is_small: bool
    thing: object = None


def _lines(found: Suggestions, typed: str, language: str) -> dict[str, Sequence[Line]]:
    """The three groups. is_small: shown on small screens too."""
    return {
        "words": [
            Line(_marked(word, typed), search_address(language, word), n < _PHONE_WORDS)
            for n, word in enumerate(found.words)
        ],
        "goods": [
            Line(
                _marked(hint.name, typed),
                addresses.listing(hint.slug, language),
                n < _PHONE_GOODS,
                hint,
            )
            for n, hint in enumerate(found.goods)
        ],
        "makers": [
            Line(
                _marked(maker.name, typed),
                addresses.facility(maker.slug, language),
                n < _PHONE_MAKERS,
                maker,
            )
            for n, maker in enumerate(found.makers)
        ],
    }


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """A piece of a page: what the text that is being typed may become."""
    language, on = language_of(), legal_today()
    typed = clean(request.GET.get("q", ""))
    found = suggestions(typed, language=language, on=on)
    context = {**_lines(found, plain(typed), language), "typed": typed, "language": language}
    response = render(request, "shop/search_suggestions.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
