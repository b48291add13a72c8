"""The pictures of a product page: large ones side by side, small ones that lead to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from galleries.types import Photo
from storefront.web.components.picture import (
    FIRST,
    LAZY,
    PRODUCT_SIZES,
    PRODUCT_WIDTHS,
    THUMB_SIZES,
    THUMB_WIDTHS,
    Loading,
    original_address,
    picture,
)


@dataclass(frozen=True, slots=True)
class Slide:
    """A picture of the gallery with the address of its large version."""

    number: int
    photo: Photo
    large: str


def slides_html(slides: Sequence[Slide]) -> SafeString:
    """List items of the large pictures, of which the first is the page's largest."""
    return mark_safe(
        "".join(
            f'<li id="foto-{slide.number}"><figure><a href="{escape(slide.large)}" data-photo>'
            f"{_large(slide, FIRST if slide is slides[0] else LAZY)}</a>"
            f"<figcaption hidden>{escape(slide.photo.alt)}</figcaption></figure></li>"
            for slide in slides
        )
    )


def thumbs_html(slides: Sequence[Slide]) -> SafeString:
    """List items of links to the large pictures."""
    label = gettext("Picture %(number)s of %(total)s")
    total = len(slides)
    return mark_safe(
        "".join(
            f'<li><a href="#foto-{slide.number}"'
            f' aria-label="{escape(label % {"number": slide.number, "total": total})}">'
            f"{_thumb(slide)}</a></li>"
            for slide in slides
        )
    )


def _large(slide: Slide, loading: Loading) -> SafeString:
    return _picture(slide.photo, slide.photo.alt, PRODUCT_SIZES, PRODUCT_WIDTHS, loading)


def _thumb(slide: Slide) -> SafeString:
    """A small picture repeats a large one, and its link says which: it has no text."""
    return _picture(slide.photo, "", THUMB_SIZES, THUMB_WIDTHS, LAZY)


def _picture(
    photo: Photo, alt: str, sizes: str, widths: tuple[int, ...], loading: Loading
) -> SafeString:
    return picture(
        key=photo.key,
        size=(photo.width, photo.height),
        alt=alt,
        made=photo.widths,
        original="" if photo.widths else original_address(photo.original),
        sizes=sizes,
        widths=widths,
        loading=loading,
    )
