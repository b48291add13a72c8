"""The front page: what this is, goods, kinds, places, papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.dates import legal_today
from catalog.kept import kept
from catalog.selectors.facets import facets
from catalog.selectors.kinds import kinds_public
from catalog.selectors.listings import cards
from catalog.selectors.numbers import shop_numbers
from catalog.selectors.regions import provinces_public
from catalog.shown import KindLine, ProvinceLine, ShopNumbers
from catalog.types import Card, CatalogQuery
from galleries.selectors import albums_public
from galleries.types import AlbumLine
from legality.selectors import papers_of_listing
from storefront.web import addresses, structured
from storefront.web.components.card import stock_words
from storefront.web.context import language_of
from storefront.web.shop.regions import MapTile, map_tiles

_FLAGSHIPS = 9
_NEWEST = 8
_ALBUMS = 3


@dataclass(frozen=True, slots=True)
class _Front:
    """The goods of the first screen. lead: the one shown large with its papers."""

    lead: Card | None
    lead_stock: str
    flagships: list[Card]
    newest: list[Card]


def _front(language: str, on: date) -> _Front:
    flagships = cards(CatalogQuery(flagship=True), language=language, on=on, limit=_FLAGSHIPS).cards
    lead = next((card for card in flagships if len(card.papers) > 1), None)
    if lead is None and flagships:
        lead = flagships[0]
    shown = tuple(card.listing_id for card in flagships)
    newest = cards(CatalogQuery(without=shown), language=language, on=on, limit=_NEWEST).cards
    others = [card for card in flagships if card is not lead]
    return _Front(lead, stock_words(lead, language) if lead else "", others, newest)


@dataclass(frozen=True, slots=True)
class _Rest:
    """What the page says of kinds, places and albums; may be 5 s old."""

    flagships: int
    kinds: list[KindLine]
    tiles: list[MapTile]
    provinces: list[ProvinceLine]
    numbers: ShopNumbers
    albums: list[AlbumLine]


@kept(seconds=5)
def _rest(language: str, on: date) -> _Rest:
    """Six statements that look at all cards, so they are asked at most once in 5 s."""
    lines = provinces_public(language=language, on=on)
    return _Rest(
        flagships=facets(CatalogQuery(), language=language, on=on).flagship,
        kinds=kinds_public(language=language, on=on),
        tiles=map_tiles(lines),
        provinces=sorted((line for line in lines if line.goods), key=lambda line: line.name),
        numbers=shop_numbers(on=on),
        albums=albums_public(language=language, limit=_ALBUMS),
    )


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page. Two statements for goods, one for the papers of the first."""
    language, on = language_of(), legal_today()
    front = _front(language, on)
    papers = (
        papers_of_listing(listing_id=front.lead.listing_id, language=language, on=on)
        if front.lead
        else ()
    )
    context = {
        "front": front,
        "lead_address": addresses.listing(front.lead.slug, language) if front.lead else "",
        "papers": papers,
        "rest": _rest(language, on),
        "structured": [structured.organization()],
        "og": {
            "title": "Lapak Binaan",
            "description": _(
                "Goods made in Indonesian correctional facilities, with papers you can check"
                " yourself."
            ),
            "type": "website",
            "image": "",
        },
    }
    return render(request, "shop/home.html", context)
