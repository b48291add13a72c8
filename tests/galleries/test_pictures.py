"""Pictures: what is taken, what is taken off them, and in which sizes they come."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from catalog.models import CardRow, OutboxRow
from catalog.services.outbox import outbox_sweep
from catalog.storage import picture_name, public_read
from galleries.errors import PictureRefused
from galleries.imaging import (
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
