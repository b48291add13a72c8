"""Pictures: what is taken, what is taken off them, and in which sizes they come."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from catalog.models import CardRow, OutboxRow
from catalog.services.outbox import outbox_sweep
from catalog.storage import picture_name, public_read
from galleries.errors import PictureRefused
from galleries.imaging import (
    LONGEST_SIDE,
    MOST_BYTES,
    NO_PICTURE,
    TOO_LARGE,
    TOO_MANY_PIXELS,
    picture_clean,
    widths_of,
)
from galleries.models import Picture
from galleries.services import picture_add
from galleries.types import FORMATS
from tests.making import SYSTEM, picture_bytes, public_listing


def jpeg_with_place() -> bytes:
    """A JPEG that says where and how it was taken, lying on its side."""
    image = Image.new("RGB", (40, 20), "#aa3300")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Kamera"
    exif.get_ifd(0x8825)[1] = "S"
    buffer = BytesIO()
    image.save(buffer, "JPEG", exif=exif, comment=b"secret")
    return buffer.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that say they are a huge PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def test_nothing_of_the_camera_stays_and_the_picture_stands_upright() -> None:
    clean = picture_clean(jpeg_with_place())
    with Image.open(BytesIO(clean.content)) as image:
        assert not dict(image.getexif())
        assert image.size == (20, 40)
    assert b"Kamera" not in clean.content and b"secret" not in clean.content


@pytest.mark.parametrize(
    ("upload", "reason"),
    [
        (b"", NO_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", NO_PICTURE),
        (b"<html><script>1</script></html>", NO_PICTURE),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", NO_PICTURE),
        (picture_bytes()[:60], NO_PICTURE),
        (png_that_claims(12000, 12000), TOO_MANY_PIXELS),
        (png_that_claims(60000, 60000), TOO_MANY_PIXELS),
        (b"\x00" * (MOST_BYTES + 1), TOO_LARGE),
    ],
)
def test_what_is_no_picture_is_refused_with_a_reason(upload: bytes, reason: str) -> None:
    with pytest.raises(PictureRefused) as refused:
        picture_clean(upload)
    assert refused.value.params["reason"] == reason


def test_no_rendition_is_wider_than_the_original() -> None:
    assert widths_of(1200) == (160, 320, 480, 640, 960, 1200)
    assert widths_of(4000) == (160, 320, 480, 640, 960, 1600)
    assert widths_of(100) == (100,)


@pytest.mark.django_db
def test_the_worker_makes_every_size_in_every_format_and_tells_the_card() -> None:
    listing = public_listing()
    picture = Picture.objects.get()
    assert CardRow.objects.get(pk=listing.pk).photo_widths == []
    assert outbox_sweep() == 1
    picture.refresh_from_db()
    assert picture.widths == [160, 300]
    assert CardRow.objects.get(pk=listing.pk).photo_widths == [160, 300]
    for width in picture.widths:
        for extension in FORMATS:
            content = public_read(picture_name(picture.key, width, extension))
            with Image.open(BytesIO(content)) as image:
                assert image.width == width


@pytest.mark.django_db
def test_the_same_picture_twice_is_one() -> None:
    first = picture_add(actor=SYSTEM, upload=picture_bytes())
    again = picture_add(actor=SYSTEM, upload=picture_bytes())
    assert first.pk == again.pk
    assert OutboxRow.objects.count() == 1


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """A picture as a file."""
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def first_color(upload: bytes) -> tuple[int, int, int]:
    """Of what is kept of a picture, in its corner."""
    with Image.open(BytesIO(picture_clean(upload).content)) as image:
        found = image.convert("RGB").getpixel((0, 0))
    assert isinstance(found, tuple)
    return found[0], found[1], found[2]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_no_more_is_kept_than_anybody_sees(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    clean = picture_clean(saved(Image.new("RGB", (4200, 3000), "#aa3300"), kind, exif=exif))
    assert max(clean.width, clean.height) == LONGEST_SIDE
    assert clean.height > clean.width


def test_what_is_clear_becomes_white() -> None:
    clear = Image.new("RGBA", (40, 40), (200, 0, 0, 0))
    palette = clear.convert("P")
    for upload in (
        saved(clear, "PNG"),
        saved(clear, "WEBP", lossless=True),
        saved(palette, "PNG", transparency=palette.getpixel((0, 0))),
    ):
        assert min(first_color(upload)) > 250


def test_of_a_moving_picture_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (50, 50), color) for color in ("#ff0000", "#00ff00", "#0000ff")]
    for kind in ("WEBP", "PNG"):
        upload = saved(frames[0], kind, save_all=True, append_images=frames[1:])
        red, green, _blue = first_color(upload)
        assert red > 200 and green < 50


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "I;16", "CMYK", "YCbCr"])
def test_pictures_of_every_kind_of_color_are_taken(mode: str) -> None:
    kind = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    assert picture_clean(saved(Image.new(mode, (40, 30)), kind)).width == 40


# Orientation 6, and a resolution whose tag was turned into that of another thing: found by changing
# bytes at random. Decoders trip over it in a way of their own.
TRIPS = bytes.fromhex(
    "4578696600004d4d002a0000000800020112000300000001000600000103000500000001000000260000000000"
    "00004800000401"
)


def test_what_a_decoder_trips_over_is_no_picture() -> None:
    with pytest.raises(PictureRefused) as refused:
        picture_clean(saved(Image.new("RGB", (8, 8)), "JPEG", exif=TRIPS))
    assert refused.value.params["reason"] == NO_PICTURE


def test_a_picture_of_thousands_of_scans_is_not_decoded() -> None:
    """Each costs a pass over all of it: ten megabytes of them took a core for an hour."""
    out = BytesIO()
    Image.new("RGB", (64, 64), "gray").save(out, "JPEG", progressive=True)
    content = out.getvalue()
    last = content[content.rindex(b"\xff\xda") : -2]
    assert picture_clean(content).width == 64
    with pytest.raises(PictureRefused):
        picture_clean(content[:-2] + last * 100 + content[-2:])
