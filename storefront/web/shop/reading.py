"""Pages to read: about, how to buy, papers, privacy, terms, help.

Their texts are rows that officers can change; what stands below them (kinds of paper, partners,
the shop in numbers) comes from data.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from catalog.dates import legal_today
from catalog.selectors.listings import cards
from catalog.selectors.numbers import shop_numbers
from catalog.selectors.pages import page_public
from catalog.selectors.partners import partners_public
from catalog.shown import Block, PageInfo
from catalog.types import Card, CatalogQuery
from legality.selectors import kinds_explained, papers_of_listing
from legality.types import KindInfo, Paper
from storefront.web import addresses, structured
from storefront.web.context import language_of
from storefront.web.errors import domain_errors_as_page
from storefront.web.shop.share import share_of_shop

PAPERS_SLUG, PAPERS_ADDRESS = "surat-keaslian", "surat"
EXAMPLES = ("halal", "pirt")
_DESCRIPTION_LENGTH = 155
_LISTS = {"li": "ul", "step": "ol"}
_GROUPS = {
    "izin": gettext_noop("Permits and registrations"),
    "halal": gettext_noop("Halal"),
    "haki": gettext_noop("Intellectual property"),
    "lain": gettext_noop("Other certificates"),
}


@dataclass(frozen=True)
class Part:
    """A paragraph, a small heading or a list. tag: p, h3, ul or ol; html: safe, text or items."""

    tag: str
    html: tuple[SafeString, ...]


@dataclass
class Section:
    """What stands under one heading. anchor and title are empty before the first heading."""

    anchor: str
    title: str
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True)
class PaperGroup:
    """Kinds of paper of one group."""

    title: str
    kinds: list[KindInfo]


def _plain(html: str) -> str:
    return unescape(strip_tags(html))


def _parts(blocks: Iterable[Block]) -> list[Part]:
    """Blocks with neighbouring list items joined. Their HTML was escaped where it was made."""
    parts: list[Part] = []
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        texts = tuple(mark_safe(block.html) for block in group)  # noqa: S308
        if kind in _LISTS:
            parts.append(Part(_LISTS[kind], texts))
        else:
            parts += [Part(kind, (text,)) for text in texts]
    return parts


def sections_of(blocks: Iterable[Block]) -> list[Section]:
    """The page cut at its headings; what stands before the first is a section without title."""
    sections = [Section("", "")]
    waiting: list[Block] = []
    for block in blocks:
        if block.kind == "h2":
            sections[-1].parts = _parts(waiting)
            title = _plain(block.html)
            sections.append(Section(slugify(title), title))
            waiting = []
        else:
            waiting.append(block)
    sections[-1].parts = _parts(waiting)
    return sections


def description_of(page: PageInfo) -> str:
    """The page's first paragraph, cut at a word, for search engines."""
    first = next((_plain(block.html) for block in page.blocks if block.kind == "p"), "")
    if len(first) <= _DESCRIPTION_LENGTH:
        return first
    return first[:_DESCRIPTION_LENGTH].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def paper_groups(kinds: Iterable[KindInfo]) -> list[PaperGroup]:
    """Kinds of paper by group, groups in a fixed order, empty ones left out."""
    found = list(kinds)
    groups = [
        PaperGroup(gettext(title), [kind for kind in found if kind.group == code])
        for code, title in _GROUPS.items()
    ]
    return [group for group in groups if group.kinds]


def _show(
    request: HttpRequest, page: PageInfo, *, address: str, template: str, **more: object
) -> HttpResponse:
    language = language_of()
    intro, *sections = sections_of(page.blocks)
    description = description_of(page)
    path = addresses.page(address, language)
    crumbs = structured.trail(language, (page.title, path))
    context = {
        "page": page,
        "intro": intro.parts,
        "sections": sections,
        "description": description,
        "trail": crumbs[:-1],
        "og": share_of_shop(title=page.title, description=description, language=language),
        "structured": [structured.breadcrumbs(crumbs)],
    }
    return render(request, template, context | more)


@require_safe
@domain_errors_as_page
def reading_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page that is text alone."""
    page = page_public(slug=slug, language=language_of())
    return _show(request, page, address=slug, template="shop/page.html")


@require_safe
@domain_errors_as_page
def about(request: HttpRequest) -> HttpResponse:
    """About the shop: the text, the shop in numbers, who helps."""
    language = language_of()
    return _show(
        request,
        page_public(slug="tentang", language=language),
        address="tentang",
        template="shop/page_about.html",
        numbers=shop_numbers(on=legal_today()),
        partners=partners_public(language=language),
    )


@require_safe
@domain_errors_as_page
def papers(request: HttpRequest) -> HttpResponse:
    """Papers explained: the text, one real paper, then every kind that the shop knows."""
    language = language_of()
    card, example = _example(language)
    return _show(
        request,
        page_public(slug=PAPERS_SLUG, language=language),
        address=PAPERS_ADDRESS,
        template="shop/page_papers.html",
        groups=paper_groups(kinds_explained(language=language)),
        example=example,
        example_of=card,
    )


def _example(language: str) -> tuple[Card | None, tuple[Paper, ...]]:
    """One paper in force and the goods it covers; none while there is none. Two statements."""
    on = legal_today()
    asked = CatalogQuery(papers=EXAMPLES, in_stock=True)
    found = cards(asked, language=language, on=on, limit=1).cards
    if not found:
        return None, ()
    covering = papers_of_listing(listing_id=found[0].listing_id, language=language, on=on)
    return found[0], tuple(paper for paper in covering if paper.code in EXAMPLES)[:1]


@require_safe
@domain_errors_as_page
def papers_moved(request: HttpRequest) -> HttpResponse:
    """The page's name as an address leads to its short address."""
    return redirect(addresses.page(PAPERS_ADDRESS, language_of()), permanent=True)
