"""Bytes in, bytes out: checking, cleaning and resizing pictures. No rows, no files."""

from __future__ import annotations

import hashlib
import warnings
from io import BytesIO
from typing import NamedTuple

from django.utils.translation import gettext_noop
from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile

from galleries.errors import PictureRefused
from galleries.jpegs import MOST_SCANS, scans_of
from galleries.types import WIDTHS

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
# The longer side of what is kept: the widest rendition has 1600, and nobody sees more of it.
LONGEST_SIDE = 2000
# Decided by content, whatever the file is called.
ACCEPTED = ("JPEG", "PNG", "WEBP")

TOO_LARGE = gettext_noop("The picture is larger than 10 MB.")
TOO_MANY_PIXELS = gettext_noop("The picture has more than 25 megapixels.")
NO_PICTURE = gettext_noop("This file is not a JPEG, PNG or WebP picture.")


class CleanPicture(NamedTuple):
    """A picture with nothing but its pixels. key: SHA-256 of `content` (WebP)."""

    key: str
    content: bytes
    width: int
    height: int


def picture_clean(upload: bytes) -> CleanPicture:
    """Decode, turn upright and encode anew, no larger than needed, so that EXIF, GPS and anything
    else hidden is gone.

    Raises PictureRefused for what is too large or no picture.
    """
    if len(upload) > MOST_BYTES:
        raise PictureRefused(TOO_LARGE)
    image = _open(upload)
    buffer = BytesIO()
    image.save(buffer, "WEBP", quality=90, method=4)
    content = buffer.getvalue()
    return CleanPicture(hashlib.sha256(content).hexdigest(), content, image.width, image.height)


def _open(upload: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(upload), formats=ACCEPTED)
            if image.width * image.height > MOST_PIXELS:
                raise PictureRefused(TOO_MANY_PIXELS)
            if isinstance(image, JpegImageFile) and len(scans_of(upload)) > MOST_SCANS:
                raise PictureRefused(NO_PICTURE)
            return _pixels(image)
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(TOO_MANY_PIXELS) from error
    except Exception as error:  # struct.error and worse: decoders trip in ways of their own
        raise PictureRefused(NO_PICTURE) from error


def _pixels(image: Image.Image) -> Image.Image:
    """Upright, no larger than LONGEST_SIDE, on white where it was clear."""
    scale = LONGEST_SIDE / max(image.size)
    if scale < 1:  # JPEGs are decoded at half the size where that is enough
        image.draft("RGB", (int(image.width * scale), int(image.height * scale)))
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    image = ImageOps.exif_transpose(image)
    if not image.has_transparency_data:
        return image.convert("RGB")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")


def widths_of(width: int) -> tuple[int, ...]:
    """The widths to make of an original this wide: never wider than it is."""
    narrower = tuple(wanted for wanted in WIDTHS if wanted < width)
    return narrower if width > WIDTHS[-1] else (*narrower, width)


def renditions(content: bytes, widths: tuple[int, ...]) -> dict[tuple[int, str], bytes]:
    """Every width in every format, by (width, "avif" | "webp" | "jpg")."""
    with Image.open(BytesIO(content), formats=("WEBP",)) as original:
        original.load()
        made: dict[tuple[int, str], bytes] = {}
        for width in widths:
            height = max(1, round(original.height * width / original.width))
            small = original.resize((width, height), Image.Resampling.LANCZOS)
            made[width, "avif"] = _encode(small, "AVIF", quality=55, speed=8)
            made[width, "webp"] = _encode(small, "WEBP", quality=76, method=4)
            made[width, "jpg"] = _encode(small, "JPEG", quality=78, progressive=True, optimize=True)
    return made


def _encode(image: Image.Image, kind: str, **options: int | bool) -> bytes:
    buffer = BytesIO()
    image.convert("RGB").save(buffer, kind, **options)
    return buffer.getvalue()
