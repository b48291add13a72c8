"""Reading codes in a photo: bounded in bytes, in pixels, in time, and in how often one may ask.

Nothing of a photo is kept, and nothing that a code says is followed.
"""

from __future__ import annotations

import importlib
import threading
import warnings
from io import BytesIO

import zxingcpp
from django.utils.translation import gettext_noop
from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile

from galleries.jpegs import MOST_SCANS, scans_of
from storefront.web.shop.often import Often

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 64_000_000  # what phones take
MOST_CODES, LONGEST_TEXT = 8, 2_000
# Sides in pixels at which codes are looked for: most are found in the small one, which is quick.
_SIDES = (1000, 2200)
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_ACCEPTED = ("JPEG", "PNG", "WEBP", "HEIF", "GIF")
# Of these every pixel is decoded before it can be made smaller.
_WHOLE_PIXELS = 25_000_000

TOO_LARGE = gettext_noop("The photo is larger than 10 MB. Take it again at a smaller size.")
TOO_MANY_PIXELS = gettext_noop("The photo has too many pixels. Take it again at a smaller size.")
NO_PHOTO = gettext_noop("This file is no photo: send a JPEG, PNG, WebP or HEIC picture.")

# How many photos one address may send within how many seconds.
ALLOWED, WITHIN = 20, 600.0
PATIENCE = 5.0  # seconds to wait for others' photos


class PhotoRefused(Exception):
    """A file in which no codes are looked for. Its text is an English msgid."""


def codes_in(upload: bytes) -> tuple[str, ...]:
    """Texts of the QR codes in a picture, the largest picture's first.

    Raises PhotoRefused for what is too large or no picture.
    """
    if len(upload) > MOST_BYTES:
        raise PhotoRefused(TOO_LARGE)
    picture = _opened(upload)
    for side in _SIDES:
        small = picture.copy()
        small.thumbnail((side, side))
        texts = _texts(small)
        if texts or max(picture.size) <= side:
            return texts
    return ()


def _texts(picture: Image.Image) -> tuple[str, ...]:
    found = zxingcpp.read_barcodes(picture, formats=_QR)
    texts = (code.text for code in found[:MOST_CODES] if code.valid)
    return tuple(text for text in texts if text and len(text) <= LONGEST_TEXT)


def _opened(upload: bytes) -> Image.Image:
    """Gray, upright, no larger than the largest of _SIDES."""
    if upload[4:8] == b"ftyp":
        # its decoders take memory that a worker need not spend until an iPhone's photo comes
        importlib.import_module("pillow_heif").register_heif_opener(thumbnails=False)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(upload), formats=_ACCEPTED)
            most = _most_pixels(image, upload)
            if image.width * image.height > most:
                raise PhotoRefused(TOO_MANY_PIXELS)
            side = _SIDES[-1]
            image.draft("L", (side, side))  # JPEGs are decoded at a fraction of their size
            image.thumbnail((side, side))
            return ImageOps.exif_transpose(image).convert("L")
    except PhotoRefused:
        raise
    except Image.DecompressionBombError as error:
        raise PhotoRefused(TOO_MANY_PIXELS) from error
    except Exception as error:  # struct.error and worse: decoders trip in ways of their own
        raise PhotoRefused(NO_PHOTO) from error


def _most_pixels(image: Image.Image, upload: bytes) -> int:
    """How many it may have. Raises PhotoRefused for a JPEG of too many scans."""
    if not isinstance(image, JpegImageFile):
        return _WHOLE_PIXELS
    scans = scans_of(upload)
    if len(scans) > MOST_SCANS:
        raise PhotoRefused(NO_PHOTO)
    # one in several scans is held whole, whatever size is wanted of it
    is_plain = scans == [image.layers] and not image.info.get("progressive")
    return MOST_PIXELS if is_plain else _WHOLE_PIXELS


class Turnstile:
    """Lets photos in one at a time, and each address only so often. For one process."""

    def __init__(self) -> None:
        self._often = Often(ALLOWED, WITHIN)
        self._reading = threading.Semaphore(1)

    def may(self, address: str, now: float | None = None) -> bool:
        """Count one photo of an address; whether it is within the limit."""
        return self._often.may(address, now)

    def read(self, upload: bytes) -> tuple[str, ...] | None:
        """`codes_in`; None when others' photos take too long. Raises PhotoRefused."""
        if not self._reading.acquire(timeout=PATIENCE):
            return None
        try:
            return codes_in(upload)
        finally:
            self._reading.release()
