"""A listing in a list: photo, name, price, maker, papers, stock.

The link wraps the name and covers the card, so a card is one stop for Tab and one place to touch.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override, pgettext

from catalog.types import Card, CardPhoto, Delivery, StockState
from storefront.web import addresses
from storefront.web.components.picture import (
    CARD_SIZES,
    CARD_WIDTHS,
    EAGER,
    FIRST,
    LAZY,
    Loading,
    address,
    picture,
)
from storefront.web.formats import number, rupiah
from storefront.web.icons import icon

# Short words of the kinds of paper that do not permit a sale, in both languages.
_AFTER_PERMITS = {"Halal": 1, "Merek": 2, "Trademark": 2}
_HELD = "\u00a0"  # a space that no line ends at


class _Words(NamedTuple):
    """What cards say, in one language: looked up once, as a page says it dozens of times."""

    price_from: str
    pick_up: str
    local_courier: str
    sold_out: str
    few: str
    made_to_order: str
    working_days: str
    in_stock: str
    not_halal: str
    flagship: str


@lru_cache(maxsize=4)
def _words(language: str) -> _Words:
    with override(language):
        return _Words(
            price_from=escape(pgettext("price", "from")),
            pick_up=gettext("Pick up"),
            local_courier=gettext("Local courier"),
            sold_out=gettext("Sold out"),
            few=gettext("Only %(count)s left"),
            made_to_order=gettext("Made to order"),
            working_days=gettext("%(days)s working days"),
            in_stock=gettext("In stock: %(count)s"),
            not_halal=escape(gettext("Not halal")),
            flagship=escape(gettext("Flagship")),
        )


def card_photo(photo: CardPhoto, *, loading: Loading, sizes: str = CARD_SIZES) -> SafeString:
    """The listing's first picture at card size."""
    return picture(
        key=photo.key,
        size=(photo.width, photo.height),
        alt=photo.alt,
        made=photo.widths,
        original=address(photo.key, None, "webp"),
        sizes=sizes,
        widths=CARD_WIDTHS,
        loading=loading,
    )


def plate(name: str, place: str, *, address: str = "") -> SafeString:
    """The maker's plate: whose goods these are, and where; a link when there is an address."""
    who = escape(name)
    if address:
        who = mark_safe(f'<a href="{escape(address)}">{who}</a>')
    return mark_safe(f'<p class="plate"><b>{who}</b><span>{escape(place)}</span></p>')


def price(low: Decimal, high: Decimal, language: str) -> str:
    """The smallest price, said to be the smallest when there are others. Safe markup."""
    amount = rupiah(low, language)
    return amount if low == high else f"<small>{_words(language).price_from}</small> {amount}"


def stock_words(card: Card, language: str) -> str:
    """What a card says of stock and delivery, e.g. "Stok tinggal 3", "Ambil di tempat"."""
    words = _stock(card, language)
    if card.delivery is Delivery.PICKUP:
        return f"{words} · {_words(language).pick_up}"
    if card.delivery is Delivery.LOCAL_COURIER:
        return f"{words} · {_words(language).local_courier}"
    return words


def _stock(card: Card, language: str) -> str:
    words = _words(language)
    if card.stock_state is StockState.SOLD_OUT:
        return words.sold_out
    if card.stock_state is StockState.FEW:
        return words.few % {"count": card.stock}
    if card.stock_state is StockState.MADE_TO_ORDER:
        days = card.lead_time_days
        if days is None:
            return words.made_to_order
        length = (words.working_days % {"days": days}).replace(" ", _HELD)
        return f"{words.made_to_order} · {length}"
    return words.in_stock % {"count": number(card.stock, language)}


def _in_order(papers: Iterable[str]) -> list[str]:
    """Permits first, then halal, then marks: the same order on every card."""
    return sorted(papers, key=lambda word: _AFTER_PERMITS.get(word, 0))


@lru_cache(maxsize=512)
def _papers(papers: tuple[str, ...]) -> str:
    kinds = escape(" · ".join(_in_order(papers)[:3]))
    return f"<span>{icon('file-check')}<span>{kinds}</span></span>"


def papers_line(card: Card, language: str) -> str:
    """The papers in force as words; what is not halal says so plainly. Empty without papers."""
    parts = [_papers(card.papers)] if card.papers else []
    if card.not_halal:
        parts.append(f'<b class="not-halal">{_words(language).not_halal}</b>')
    return f'<p class="card-papers">{" ".join(parts)}</p>' if parts else ""


_STATE_CLASSES = {
    StockState.SOLD_OUT: " is-out",
    StockState.FEW: " is-few",
    StockState.ENOUGH: "",
    StockState.MADE_TO_ORDER: "",
}


def card_html(card: Card, language: str, *, loading: Loading = LAZY, level: int = 3) -> str:
    """One card as a list item. level: of its heading. Safe markup."""
    photo = card_photo(card.photo, loading=loading) if card.photo else ""
    words = _words(language)
    flag = f'<span class="flag">{words.flagship}</span>' if card.is_flagship else ""
    return (
        f'<li class="card{_STATE_CLASSES[card.stock_state]}">'
        f'<div class="card-photo">{photo}{flag}</div>'
        f'<h{level} class="card-name">'
        f'<a href="{addresses.listing(card.slug, language)}">{escape(card.name)}</a></h{level}>'
        f'<p class="card-price">{price(card.price_min, card.price_max, language)}</p>'
        f"{plate(card.facility_name, card.province_name)}"
        f"{papers_line(card, language)}"
        f'<p class="card-stock">{escape(stock_words(card, language))}</p></li>'
    )


def cards_html(
    cards: Iterable[Card],
    language: str,
    *,
    eager: int = 0,
    first: bool = False,
    level: int = 3,
) -> SafeString:
    """List items of many cards; the caller gives the list element.

    eager: how many pictures load at once; first: whether the very first is the page's largest.
    """
    parts = []
    for position, card in enumerate(cards):
        loading = FIRST if first and position == 0 else EAGER if position < eager else LAZY
        parts.append(card_html(card, language, loading=loading, level=level))
    return mark_safe("".join(parts))
