"""Pictures decoded and encoded anew, so that nothing but their pixels is left. Runs apart."""

from __future__ import annotations

from io import BytesIO

import pillow_heif
from PIL import Image, ImageOps

from legality.scans.kinds import MOST_PIXELS, Kind, Reason, Refused

# An A3 sheet at 200 dots an inch.
LONGEST_SIDE = 3400
PREVIEW_SIDE = 1600
THUMBNAIL_SIDE = 320


def picture_drawn(content: bytes, kind: Kind) -> Image.Image:
    """The picture upright, in red, green and blue, on white where it was clear.

    Raises Refused for what has too many pixels or cannot be decoded.
    """
    try:
        return _drawn(_opened(content, kind))
    except Refused:
        raise
    except MemoryError:
        raise Refused(Reason.TOO_COMPLEX) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(Reason.TOO_MANY_PIXELS) from None
    except Exception as error:  # decoders trip in ways of their own
        raise Refused(Reason.DAMAGED) from error


def _opened(content: bytes, kind: Kind) -> Image.Image:
    """Read as far as its measures."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    if kind is Kind.HEIC:
        pillow_heif.register_heif_opener(thumbnails=False)
    formats = {Kind.HEIC: "HEIF", Kind.JPEG: "JPEG", Kind.PNG: "PNG"}
    image = Image.open(BytesIO(content), formats=(formats[kind],))
    if image.width * image.height > MOST_PIXELS:
        raise Refused(Reason.TOO_MANY_PIXELS)
    return image


def _drawn(image: Image.Image) -> Image.Image:
    scale = LONGEST_SIDE / max(image.size)
    if scale < 1:  # JPEGs are decoded at half the size where that is enough
        image.draft("RGB", (int(image.width * scale), int(image.height * scale)))
    image.load()
    small = image if image.mode in ("RGB", "L", "CMYK") else _on_white(image)
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    upright = ImageOps.exif_transpose(small).convert("RGB")
    plain = Image.new("RGB", upright.size)
    plain.paste(upright)  # what was read beside the pixels stays behind
    return plain


def _on_white(image: Image.Image) -> Image.Image:
    """The same without transparency, palettes and deep colors; still knows which way is up."""
    if image.mode.startswith("I") or image.mode == "F":
        flat = image.convert("I").point(lambda value: value / 256).convert("L")
    elif image.has_transparency_data:
        clear = image.convert("RGBA")
        flat = Image.new("RGB", clear.size, "white")
        flat.paste(clear, mask=clear.getchannel("A"))
    else:
        flat = image.convert("RGB")
    flat.getexif().update(image.getexif())
    return flat


def jpeg_of(image: Image.Image) -> bytes:
    """The picture as JPEG, good enough for small print."""
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=85, optimize=True)
    return buffer.getvalue()


def webp_within(image: Image.Image, side: int) -> bytes:
    """The picture as WebP, neither side longer than `side` pixels."""
    small = image.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    buffer = BytesIO()
    small.save(buffer, "WEBP", quality=80, method=3)
    return buffer.getvalue()
