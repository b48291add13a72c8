"""Pictures that stand beside a link when it is shared: 1200 by 630, the shop's type and colors.

A picture on the left, on the right the name, one line (a price or a craft), the maker's plate and
the papers' words. Drawn when asked for and kept in the process by content; Pillow reads the web
fonts as they are.
"""

from __future__ import annotations

import hashlib
import io
import logging
from dataclasses import astuple, dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

from catalog.storage import public_read

WIDTH, HEIGHT = 1200, 630
_LEFT, _RIGHT = 678, 1152
_STATIC = Path(__file__).resolve().parent.parent / "static" / "storefront"
_HEADING, _BODY = "bricolage-grotesque-700.woff2", "atkinson-hyperlegible-next.woff2"
# The light colors of shop.css; a test keeps them equal.
BG, INK, MUTED = "#f8fafd", "#182031", "#525b6c"
BRAND, TINT, OK = "#27428a", "#e5edfc", "#17653c"
_NAME_SIZES, _NAME_LINES = (60, 54, 48, 42), 3
_KEPT = 64  # about 60 KB each

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ShareCard:
    """What a sharing picture says. line: price or craft; picture: a name in the public storage
    or empty; papers: their words; note: small words at the foot ("Toko contoh")."""

    title: str
    line: str
    is_price: bool
    maker: str
    place: str
    papers: tuple[str, ...]
    picture: str
    note: str

    @property
    def version(self) -> str:
        """Changes with anything that is drawn."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:20]


def share_picture(card: ShareCard) -> bytes:
    """JPEG bytes. A picture that cannot be read is left out rather than failing the answer."""
    try:
        return _drawn(card)
    except Exception:  # storages raise what they like; a shared link must still have a picture
        logger.warning("sharing picture without photo", extra={"picture": card.picture})
        return _draw(card, None)


@lru_cache(maxsize=_KEPT)
def _drawn(card: ShareCard) -> bytes:
    return _draw(card, _photo(card.picture) if card.picture else None)


def _photo(name: str) -> Image.Image:
    """The picture, filling the left square. Raises OSError and what the storage raises."""
    with Image.open(io.BytesIO(public_read(name))) as opened:
        opened.draft("RGB", (HEIGHT, HEIGHT))
        return ImageOps.fit(opened.convert("RGB"), (HEIGHT, HEIGHT), Image.Resampling.LANCZOS)


@cache
def _font(file: str, size: int, weight: int = 400) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(_STATIC / "fonts" / file, size)
    if file == _BODY:
        font.set_variation_by_axes([weight])
    return font


@cache
def _sign() -> Image.Image:
    """The shop's sign beside its name."""
    with Image.open(_STATIC / "icon-192.png") as opened:
        return opened.convert("RGBA").resize((56, 56), Image.Resampling.LANCZOS)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """The text in lines no wider than `width` pixels; a longer word stands alone."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _cut(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """The text, ended by an ellipsis where it would be wider than `width` pixels."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _fitted(title: str, width: int) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """The name in at most three lines, as large as that allows."""
    for size in _NAME_SIZES:
        font = _font(_HEADING, size)
        lines = _wrapped(title, font, width)
        if len(lines) <= _NAME_LINES and all(font.getlength(line) <= width for line in lines):
            return lines, font
    cut = [*lines[: _NAME_LINES - 1], " ".join(lines[_NAME_LINES - 1 :])]
    return [_cut(line, font, width) for line in cut], font


def _draw(card: ShareCard, photo: Image.Image | None) -> bytes:
    canvas = Image.new("RGB", (WIDTH, HEIGHT), BG)
    pen = ImageDraw.Draw(canvas)
    left = _LEFT if photo else 48
    if photo:
        canvas.paste(photo, (0, 0))
    canvas.paste(_sign(), (left, 44), _sign())
    pen.text((left + 72, 72), "Lapak Binaan", INK, _font(_HEADING, 32), anchor="lm")
    y = _draw_words(pen, card, left, _RIGHT - left)
    _draw_maker(pen, card, left, max(y + 24, 400))
    _draw_weave(pen, 0 if photo is None else HEIGHT)
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=84, optimize=True)
    return out.getvalue()


def _draw_words(pen: ImageDraw.ImageDraw, card: ShareCard, left: int, width: int) -> int:
    """Name and line; answers where they end."""
    lines, font = _fitted(card.title, width)
    y, step = 136, int(font.size * 1.12)
    for line in lines:
        pen.text((left, y), line, INK, font)
        y += step
    y += 18
    if card.is_price:
        pen.text((left, y), card.line, BRAND, _font(_HEADING, 52))
        return y + 60
    small = _font(_BODY, 28)
    for line in _wrapped(card.line, small, width)[:3] if card.line else []:
        pen.text((left, y), line, MUTED, small)
        y += 36
    return y


def _draw_maker(pen: ImageDraw.ImageDraw, card: ShareCard, left: int, y: int) -> None:
    """The plate, then papers and note below it."""
    width = _RIGHT - left - 24
    pen.rectangle((left, y, left + 5, y + 74), BRAND)
    name, small = _font(_BODY, 32, 600), _font(_BODY, 26)
    pen.text((left + 24, y), _cut(card.maker, name, width), INK, name)
    pen.text((left + 24, y + 42), _cut(card.place, small, width), MUTED, small)
    if card.papers:
        words = _cut(" · ".join(card.papers), small, width)
        pen.text((left, y + 96), words, OK, small)
    if card.note:
        pen.text((left, 588), card.note, MUTED, _font(_BODY, 22), anchor="ls")


def _draw_weave(pen: ImageDraw.ImageDraw, left: int) -> None:
    """The woven band at the foot, as under the head of every page."""
    cell, top = 10, HEIGHT - 20
    for row in range(2):
        for column in range((WIDTH - left) // cell + 1):
            x, y = left + column * cell, top + row * cell
            color = BRAND if (row + column) % 2 else TINT
            pen.rectangle((x, y, x + cell - 1, y + cell - 1), color)
