"""Filters and tags of the shop's templates.

Tags that write prices, dates and addresses take the page's language from the context variable
`language` ("id" or "en"), which the context processor gives to every page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from catalog.types import Card, CardPhoto
from galleries.types import Photo
from storefront.web import addresses, formats
from storefront.web.components import card as card_parts
from storefront.web.components import gallery as gallery_parts
from storefront.web.components import picture as picture_parts
from storefront.web.components.gallery import Slide
from storefront.web.components.history import Block
from storefront.web.components.history_markup import changes_html
from storefront.web.icons import icon as icon_markup
from storefront.web.icons import logo as logo_markup

register = template.Library()

_JSON_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of static/storefront/icons, drawn in the color of the text."""
    return icon_markup(name)


@register.simple_tag
def logo() -> SafeString:
    """The shop's sign."""
    return logo_markup()


@register.simple_tag(takes_context=True)
def cards(
    context: Context, items: Iterable[Card], eager: int = 0, first: bool = False, level: int = 3
) -> SafeString:
    """List items of cards, see components.card.cards_html."""
    return card_parts.cards_html(items, context["language"], eager=eager, first=first, level=level)


@register.simple_tag
def plate(name: str, place: str, address: str = "") -> SafeString:
    """The maker's plate."""
    return card_parts.plate(name, place, address=address)


_WIDTHS = {
    "card": picture_parts.CARD_WIDTHS,
    "product": picture_parts.PRODUCT_WIDTHS,
    "thumb": picture_parts.THUMB_WIDTHS,
}
_MOMENTS = {
    "lazy": picture_parts.LAZY,
    "eager": picture_parts.EAGER,
    "first": picture_parts.FIRST,
}


@register.simple_tag
def picture(
    photo: Photo, sizes: str = picture_parts.CARD_SIZES, loading: str = "lazy", fit: str = "card"
) -> SafeString:
    """A Photo. loading: lazy, eager or first; fit: card, product or thumb (which widths)."""
    return picture_parts.picture(
        key=photo.key,
        size=(photo.width, photo.height),
        alt=photo.alt,
        made=photo.widths,
        original="" if photo.widths else picture_parts.original_address(photo.original),
        sizes=sizes,
        widths=_WIDTHS[fit],
        loading=_MOMENTS[loading],
    )


@register.simple_tag
def slides(items: Sequence[Slide]) -> SafeString:
    """List items of a product page's large pictures."""
    return gallery_parts.slides_html(items)


@register.simple_tag
def thumbs(items: Sequence[Slide]) -> SafeString:
    """List items of the small pictures that lead to them."""
    return gallery_parts.thumbs_html(items)


@register.simple_tag
def changes(blocks: Sequence[Block], one: bool = False) -> SafeString:
    """What was changed, see components.history_markup.changes_html."""
    return changes_html(blocks, one=bool(one))


@register.simple_tag
def lead_photo(card: Card) -> SafeString:
    """The large picture of the front page."""
    if card.photo is None:
        return mark_safe("")
    return card_parts.card_photo(
        card.photo, loading=picture_parts.FIRST, sizes=picture_parts.LEAD_SIZES
    )


@register.simple_tag
def kind_photo(photo: CardPhoto) -> SafeString:
    """The picture of a kind; the kind's name stands beside it, so it has no text."""
    return card_parts.card_photo(
        photo._replace(alt=""), loading=picture_parts.LAZY, sizes=picture_parts.KIND_SIZES
    )


@register.simple_tag(takes_context=True)
def from_price(context: Context, low: Decimal, high: Decimal) -> SafeString:
    """The smallest price, "from" before it when there are others."""
    return mark_safe(card_parts.price(low, high, context["language"]))


@register.simple_tag(takes_context=True)
def link(context: Context, page: str, *parts: str) -> str:
    """Address of a public page in the page's language: {% link "listing" slug %}."""
    maker = getattr(addresses, page)
    return str(maker(*parts, context["language"]))


@register.simple_tag(takes_context=True)
def rupiah(context: Context, low: Decimal, high: Decimal | None = None) -> str:
    """A price, or a range of prices."""
    return formats.rupiah_range(low, low if high is None else high, context["language"])


@register.simple_tag(takes_context=True)
def amount(context: Context, value: int) -> str:
    """A whole number with thousands."""
    return formats.number(value, context["language"])


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | None) -> str:
    """3 November 2026; nothing without a date."""
    return "" if value is None else formats.long_date(value, context["language"])


@register.simple_tag(takes_context=True)
def weight(context: Context, grams: int) -> str:
    """250 g or 1,5 kg."""
    return formats.weight(grams, context["language"])


@register.simple_tag(takes_context=True)
def hours(context: Context, opens: str, closes: str) -> str:
    """08.00–15.00."""
    language = context["language"]
    return f"{formats.hour(opens, language)}–{formats.hour(closes, language)}"


@register.simple_tag(takes_context=True)
def clock(context: Context, moment: datetime, zone: str) -> str:
    """14.30 WITA of today, with the day before it for any other. zone: WIB, WITA or WIT."""
    language = context["language"]
    hour = formats.clock(moment, zone, language)
    local = moment.astimezone(formats.ZONES[zone]).date()
    if local == timezone.now().astimezone(formats.ZONES[zone]).date():
        return hour
    return f"{formats.short_date(local, language)}, {hour}"


@register.simple_tag(takes_context=True)
def weekday(context: Context, index: int) -> str:
    """Senin for 0."""
    return formats.weekday(index, context["language"])


@register.filter
def phone(stored: str) -> str:
    """0812-3456-7890 from +6281234567890."""
    return formats.phone(stored)


@register.filter
def cells_named(
    cells: Iterable[SafeString], headers: Sequence[Mapping[str, Any]]
) -> Iterator[SafeString]:
    """Cells of a list's row, the plain ones with the word of their column: a phone shows them one
    below the other."""
    for cell, header in zip(cells, headers, strict=False):
        name = escape(capfirst(str(header["text"])))
        yield mark_safe(cell.replace("<td", f'<td data-name="{name}"', 1)) if name else cell


@register.filter
def json_data(value: Any) -> SafeString:
    """JSON that can stand inside a script element of a data type."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_JSON_ESCAPES))
