"""Pictures that people send: good ones are taken, others say why, none keeps the others out."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from catalog.errors import NotFound
from galleries.imaging import MOST_BYTES
from galleries.models import Picture, PictureBrought
from galleries.services import PhotoDraft, listing_photos_set, picture_add
from tests.cast import Cast, cast_make, client_of
from tests.making import draft_listing, photo_give, picture_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_make()


@pytest.fixture
def sari(cast: Cast) -> Client:
    return client_of(cast.sari)


def send(client: Client, cast: Cast, content: bytes, name: str = "foto.jpg") -> object:
    file = SimpleUploadedFile(name, content, "image/jpeg")
    return client.post(f"/petugas/{cast.here.slug}/barang/foto/", {"files": file})


def png_header(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width // 8 + 1) * 64))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


FORGED = {
    "html": b"<!doctype html><script>alert(1)</script>",
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "gif with script": b"GIF89a/*" + bytes(40) + b"*/=1;alert(1)",
    "truncated": picture_bytes()[: len(picture_bytes()) // 2],
    "144 megapixels": png_header(12_000, 12_000),
    "empty": b"",
    "large": bytes(MOST_BYTES + 1),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_picture_is_a_sentence_and_nothing_is_kept(
    cast: Cast, sari: Client, name: str
) -> None:
    answer = send(sari, cast, FORGED[name])
    assert answer.status_code == 400  # type: ignore[attr-defined]
    assert answer.json()["sentence"].endswith(".")  # type: ignore[attr-defined]
    assert not Picture.objects.exists()


def test_a_picture_with_a_page_behind_it_is_only_a_picture(cast: Cast, sari: Client) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 60), "#abcdef").save(buffer, "JPEG")
    answer = send(sari, cast, buffer.getvalue() + b"<script>alert(1)</script>", "x.html")
    picture = Picture.objects.get()
    assert answer.json()["id"] == picture.pk  # type: ignore[attr-defined]
    assert picture.original.endswith(".webp")


def test_good_ones_are_kept_when_others_fail(cast: Cast, sari: Client) -> None:
    listing = draft_listing(cast.here)
    photo_give(listing)
    files = [
        SimpleUploadedFile("baik.png", picture_bytes("#123456"), "image/png"),
        SimpleUploadedFile("palsu.jpg", FORGED["svg"], "image/jpeg"),
    ]
    form = {"do": "save", "name": "Keripik", "files": files}
    answer = sari.post(f"/petugas/{cast.here.slug}/barang/baru/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<b>palsu.jpg</b>: " in page and page.count('class="shot"') == 1
    assert PictureBrought.objects.get().facility == cast.here


def test_more_than_a_listing_can_have_is_said(cast: Cast, sari: Client) -> None:
    files = [
        SimpleUploadedFile(f"{n}.png", picture_bytes(f"#{n * 19:02x}40a0", (40, 40)), "image/png")
        for n in range(13)
    ]
    page = sari.post(
        f"/petugas/{cast.here.slug}/barang/baru/", {"do": "save", "name": "K", "files": files}
    ).content.decode()
    assert page.count('class="shot"') == 12
    assert "Foto sudah cukup" in page


def test_a_picture_of_another_facility_is_not_shown(cast: Cast) -> None:
    picture = picture_add(actor=cast.budi, upload=picture_bytes(), facility_id=cast.elsewhere.pk)
    listing = draft_listing(cast.here)
    photos = (PhotoDraft(picture.pk, "Foto", "Photo"),)
    with pytest.raises(NotFound):
        listing_photos_set(actor=cast.sari, listing_id=listing.pk, photos=photos)
    picture_add(actor=cast.sari, upload=picture_bytes(), facility_id=cast.here.pk)
    listing_photos_set(actor=cast.sari, listing_id=listing.pk, photos=photos)
    assert listing.photos.get().picture == picture


def test_who_may_not_change_sends_no_picture(cast: Cast) -> None:
    for actor, status in ((cast.auditor, 403), (cast.budi, 404), (cast.board_editor, 404)):
        answer = send(client_of(actor), cast, picture_bytes())
        assert answer.status_code == status  # type: ignore[attr-defined]
    with pytest.raises(NotFound):
        picture_add(actor=cast.budi, upload=picture_bytes(), facility_id=cast.here.pk)
    assert not Picture.objects.exists()


def test_a_message_longer_than_any_form_is_not_read(cast: Cast, sari: Client) -> None:
    class Endless(io.RawIOBase):
        """Tells how much of it was asked for."""

        asked = 0

        def read(self, size: int = -1) -> bytes:
            Endless.asked += max(size, 0)
            return b"x" * max(size, 0)

    more: dict[str, Any] = {"CONTENT_LENGTH": str(10**10), "wsgi.input": Endless()}
    answer = sari.generic(
        "POST",
        f"/petugas/{cast.here.slug}/barang/foto/",
        b"",
        content_type="multipart/form-data; boundary=x",
        **more,
    )
    assert answer.status_code == 400
    assert Endless.asked < 100_000
