"""A picture in three formats and the widths that exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from catalog.storage import picture_name, picture_stem, public_base, public_url
from catalog.types import CardPhoto

CARD_SIZES = "(min-width:1200px) 270px,(min-width:720px) 22vw,calc(50vw - 22px)"
PRODUCT_SIZES = "(min-width:1200px) 640px,(min-width:960px) 54vw,100vw"
THUMB_SIZES = "72px"
LEAD_SIZES = "(min-width:1200px) 400px,(min-width:960px) 32vw,(min-width:600px) 240px,42vw"
KIND_SIZES = "(min-width:960px) 96px,64px"
CARD_WIDTHS = (160, 320, 480, 640)
THUMB_WIDTHS = (160,)
PRODUCT_WIDTHS = (320, 480, 640, 960, 1600)
_SOURCES = (("image/avif", "avif"), ("image/webp", "webp"))


@dataclass(frozen=True, slots=True)
class Loading:
    """When the browser fetches a picture. first: the one picture that is painted largest."""

    eager: bool = False
    first: bool = False

    @property
    def attributes(self) -> str:
        """As they stand in the img."""
        if self.first:
            return ' fetchpriority="high"'
        return "" if self.eager else ' loading="lazy" decoding="async"'


LAZY, EAGER, FIRST = Loading(), Loading(eager=True), Loading(eager=True, first=True)


def address(key: str, width: int | None, extension: str) -> str:
    """Address of one rendition; of the original when width is None."""
    return public_base() + picture_name(key, width, extension)


def original_address(name: str) -> str:
    """Address of a picture as it came, by its name in the public storage."""
    return public_url(name) if name else ""


@lru_cache(maxsize=256)
def _frame(
    widths: tuple[int, ...], sizes: str, size: tuple[int, int], loading: Loading
) -> tuple[str, str]:
    """A picture element but for its pictures' stem (a NUL stands there) and its text, in two
    parts. Pages hold dozens that differ in these alone."""

    def srcset(extension: str) -> str:
        return ",".join(f"\0{width}.{extension} {width}w" for width in widths)

    sources = "".join(
        f'<source type="{mime}" srcset="{srcset(extension)}" sizes="{sizes}">'
        for mime, extension in _SOURCES
    )
    plain = f"\0{widths[len(widths) // 2]}.jpg"
    return (
        f'<picture>{sources}<img src="{plain}" srcset="{srcset("jpg")}" sizes="{sizes}"'
        f' width="{size[0]}" height="{size[1]}" alt="',
        f'"{loading.attributes}></picture>',
    )


def small_photo(photo: CardPhoto | None, pixels: int = 56) -> SafeString:
    """A small picture without words of its own, beside the name of what it shows; nothing without
    one. pixels: its width."""
    if photo is None:
        return SafeString()
    return _small(public_base(), photo.key, (photo.width, photo.height), photo.widths, pixels)


@lru_cache(maxsize=4096)
def _small(
    _base: str, key: str, size: tuple[int, int], made: tuple[int, ...], pixels: int
) -> SafeString:
    """Lists of an account's goods have hundreds, and the same again on the next page."""
    return picture(
        key=key,
        size=size,
        alt="",
        made=made,
        original=address(key, None, "webp"),
        sizes=f"{pixels}px",
        widths=THUMB_WIDTHS,
    )


@lru_cache(maxsize=256)
def _useful(made: tuple[int, ...], widths: tuple[int, ...]) -> tuple[int, ...]:
    """The renditions that make sense, else the smallest that exists; none when none does."""
    return tuple(width for width in made if width in widths) or made[:1]


def picture(
    *,
    key: str,
    size: tuple[int, int],
    alt: str,
    made: Sequence[int],
    original: str,
    sizes: str,
    widths: Sequence[int],
    loading: Loading = LAZY,
) -> SafeString:
    """A picture element.

    key: content hash; size: width and height of the original in pixels; made: renditions that
    exist (none yet: the original is shown); original: its address; sizes: the sizes attribute;
    widths: those of `made` that make sense here.
    """
    useful = _useful(tuple(made), tuple(widths))
    if not useful:
        return mark_safe(
            f'<img src="{escape(original)}" width="{size[0]}" height="{size[1]}"'
            f' alt="{escape(alt)}"{loading.attributes}>'
        )
    before, after = _frame(useful, sizes, size, loading)
    stem = public_base() + picture_stem(key)
    return mark_safe(f"{before.replace(chr(0), stem)}{escape(alt)}{after}")
