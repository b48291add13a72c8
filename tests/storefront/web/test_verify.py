"""/verifikasi/: numbers typed any way, photos of codes, and what is never followed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pillow_heif
import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from galleries.jpegs import scans_of
from legality.models import Certificate, CertificateKind
from storefront.web import addresses
from storefront.web.shop import verify as view
from storefront.web.shop.verify_photo import (
    ALLOWED,
    MOST_BYTES,
    WITHIN,
    PhotoRefused,
    Turnstile,
    codes_in,
)
from tests.making import paper_make, public_listing
from tests.storefront.web.pages import words_of

pytestmark = pytest.mark.django_db

NUMBER, NORMAL = "P-IRT 2067271010243-29", "206727101024329"
PATTERN = r"(?P<packaging>[1-8])(?P<group>\d{2})(?P<region>\d{4})(?P<product>\d{2})(?P<producer>\d{4})(?P<year>\d{2})"  # noqa: E501


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody has sent a photo yet."""
    monkeypatch.setattr(view, "turnstile", Turnstile())
    yield


@pytest.fixture
def paper() -> Certificate:
    made = paper_make(public_listing(), number=NUMBER)
    CertificateKind.objects.update(number_pattern=PATTERN, number_form="P-IRT {packaging}{group}{region}{product}{producer}-{year}")  # noqa: E501  # fmt: skip
    return made


def code(text: str, kind: str = "png", size: int = 8) -> bytes:
    """A photo of a code, lying on a table."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=size)
    table = Image.new("RGB", (900, 700), "#b9a183")
    table.paste(Image.open(drawn).convert("RGB"), (140, 90))
    out = io.BytesIO()
    table.rotate(7, fillcolor="#b9a183").save(out, kind)
    return out.getvalue()


def send(client: Client, content: bytes, field: str = "foto", address: str = "/verifikasi/") -> Any:
    return client.post(address, {field: SimpleUploadedFile("foto.jpg", content, "image/jpeg")})


# --- Numbers


def test_the_page_works_without_a_script(client: Client) -> None:
    page = client.get("/verifikasi/").content.decode()
    assert re.search(r'<form[^>]*action="/verifikasi/"[^>]*method="get"', page)
    assert 'enctype="multipart/form-data"' in page
    assert 'capture="environment"' in page
    assert "csrf" not in page


@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize("typed", [NUMBER, "2067271010243 29", "p-irt no: 2O67271OIO243-29"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_a_number_leads_to_its_page(client: Client, typed: str, language: str) -> None:
    response = client.get(f"{language}/verifikasi/", {"nomor": typed})
    assert (response.status_code, response["Location"]) == (302, f"{language}/sertifikat/{NORMAL}/")


def test_letters_that_were_left_out_are_put_back(client: Client) -> None:
    made = paper_make(public_listing(), code="merek", group="haki", number="IDM000639902")
    CertificateKind.objects.update(
        number_pattern=r"IDM(?P<serial>\d{9})", number_form="IDM{serial}"
    )
    response = client.get("/verifikasi/", {"nomor": "IDM 000 639 902"})
    assert response["Location"] == f"/sertifikat/{made.number_norm}/"


@pytest.mark.parametrize("state", ["filed", "unverified", None])
def test_what_is_not_known_goes_the_same_way(
    client: Client, paper: Certificate, state: str | None
) -> None:
    if state is None:
        paper.delete()
    else:
        Certificate.objects.update(state=state)
    response = client.get("/verifikasi/", {"nomor": NUMBER}, follow=True)
    assert response.redirect_chain == [(f"/sertifikat/{NORMAL}/", 302)]
    assert response.status_code == 404


@pytest.mark.parametrize("state", ["verified", "unverified"])
def test_a_digit_too_few_is_said_whatever_is_known(
    client: Client, paper: Certificate, state: str
) -> None:
    Certificate.objects.update(state=state)
    page = words_of(client.get("/verifikasi/", {"nomor": "P-IRT 206727101024329"[:-1]}))
    assert "14 angka" in page and "15" in page
    assert "tidak tercatat" not in page
    assert 'value="P-IRT 20672710102432"' in page


@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize(
    "typed", ["9" * 5_000, "<script>alert(1)</script>", "\u200b", "halo apa kabar", "'"]
)  # noqa: E501
def test_odd_texts_are_said_to_be_odd(client: Client, typed: str) -> None:
    response = client.get("/verifikasi/", {"nomor": typed})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert 'class="field-errors"' in response.content.decode()


@pytest.mark.usefixtures("paper")
def test_a_number_costs_two_statements_at_most(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    client.get("/verifikasi/", {"nomor": NUMBER})
    with django_assert_max_num_queries(2):
        client.get("/verifikasi/", {"nomor": NUMBER})


# --- Photos


@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("field", ["foto", "berkas"])
def test_a_code_of_ours_leads_to_its_page(client: Client, kind: str, field: str) -> None:
    photo = code(addresses.absolute(f"/sertifikat/{NORMAL}/"), kind)
    response = send(client, photo, field)
    assert (response.status_code, response["Location"]) == (302, f"/sertifikat/{NORMAL}/")
    assert "no-store" in response["Cache-Control"]


def test_a_phones_own_picture_is_read(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = Image.open(io.BytesIO(code(addresses.absolute("/en/sertifikat/contoh-1/"))))
    out = io.BytesIO()
    pillow_heif.register_heif_opener()
    picture.save(out, "HEIF")
    monkeypatch.delitem(Image.OPEN, "HEIF")  # as in a worker that has read none yet
    response = send(client, out.getvalue(), address="/en/verifikasi/")
    assert response["Location"] == "/en/sertifikat/CONTOH1/"


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.example/sertifikat/1/",
        "http://localhost:8000.evil.example/sertifikat/1/",
        "http://localhost:8000@evil.example/sertifikat/1/",
        "http://evil.example/?http://localhost:8000/sertifikat/1/",
        "javascript://localhost:8000/sertifikat/1/%0aalert(1)",
        "//localhost:8000/sertifikat/1/",
        "https://a.example/<script>alert(1)</script>",
        "http://[bad/sertifikat/1/",
    ],
)
def test_an_address_of_others_is_shown_and_never_followed(client: Client, text: str) -> None:
    response = send(client, code(text))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Kode ini bukan milik kami" in page or 'class="field-errors"' in page
    assert "<script>alert" not in page
    assert "evil.example" not in "".join(re.findall(r'href="([^"]*)"', page))


def test_another_page_of_ours_is_no_paper(client: Client) -> None:
    page = words_of(send(client, code(addresses.absolute("/produk/abon/"))))
    assert "Kode ini menuju toko ini" in page


@pytest.mark.usefixtures("paper")
def test_a_code_may_hold_the_number_itself(client: Client) -> None:
    assert send(client, code(NUMBER))["Location"] == f"/sertifikat/{NORMAL}/"


def test_a_photo_without_a_code_says_how_to_take_it_again(client: Client) -> None:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "gray").save(out, "JPEG")
    page = words_of(send(client, out.getvalue()))
    assert "Tidak ada kode di foto ini" in page


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"halo",
        b"<svg onload=alert(1)></svg>",
        b"%PDF-1.7",
        b"\xff\xd8\xff" + b"0" * 999,
        code("x")[:900],
    ],
)
def test_what_is_no_picture_is_refused(client: Client, content: bytes) -> None:
    response = send(client, content)
    assert response.status_code in {200, 422}
    assert "note-warn" in response.content.decode()


def test_nothing_chosen_is_said(client: Client) -> None:
    response = client.post("/verifikasi/", {})
    assert response.status_code == 422
    assert "Ambil atau pilih foto dulu" in words_of(response)


def test_a_photo_over_ten_megabytes_is_not_read(client: Client) -> None:
    response = send(client, b"\xff\xd8" + b"0" * (MOST_BYTES + 30_000))
    assert response.status_code == 413
    assert "10 MB" in words_of(response)


def test_millions_of_pixels_in_a_small_file_are_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    with pytest.raises(PhotoRefused):
        codes_in(out.getvalue())


def in_scans(side: int, more: int = 0) -> bytes:
    """A progressive JPEG whose last scan is repeated."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), "gray").save(out, "JPEG", progressive=True)
    content = out.getvalue()
    last = content[content.rindex(b"\xff\xda") : -2]
    return content[:-2] + last * more + content[-2:]


def test_a_picture_of_thousands_of_scans_is_not_decoded() -> None:
    """Each costs a pass over all of it: ten megabytes of them took a core for an hour."""
    assert len(scans_of(in_scans(64, more=2))) == 2 + len(scans_of(in_scans(64)))
    assert codes_in(in_scans(64)) == ()
    with pytest.raises(PhotoRefused):
        codes_in(in_scans(64, more=100))


def test_a_picture_that_is_held_whole_may_have_fewer_pixels() -> None:
    with pytest.raises(PhotoRefused):
        codes_in(in_scans(6000))


def test_what_follows_a_picture_is_no_scan_of_it() -> None:
    """Phones put a film of a second behind it."""
    photo = code("https://a.example/", "JPEG")
    assert codes_in(photo + b"\xff\xda\x00\x02" * 500) == ("https://a.example/",)


def test_a_large_photo_is_made_small_first() -> None:
    small = Image.open(io.BytesIO(code("https://a.example/")))
    out = io.BytesIO()
    small.convert("RGB").resize((7200, 5600)).save(out, "JPEG", quality=70)
    assert codes_in(out.getvalue()) == ("https://a.example/",)


def test_an_address_may_send_twenty_in_ten_minutes() -> None:
    turnstile = Turnstile()
    assert all(turnstile.may("1.2.3.4", now=float(at)) for at in range(ALLOWED))
    assert not turnstile.may("1.2.3.4", now=30.0)
    assert turnstile.may("1.2.3.5", now=30.0)
    assert turnstile.may("1.2.3.4", now=WITHIN + 0.5)


def test_too_many_photos_are_told_to_wait(client: Client) -> None:
    for _photo in range(ALLOWED):
        assert send(client, b"x").status_code == 422
    response = send(client, b"x")
    assert response.status_code == 429
    assert client.get("/verifikasi/").status_code == 200


def test_others_photos_are_waited_for_a_moment(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storefront.web.shop.verify_photo.PATIENCE", 0.01)
    view.turnstile._reading.acquire()
    assert send(client, code("x")).status_code == 503
    view.turnstile._reading.release()


def test_nothing_of_a_photo_is_kept(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    send(client, code("x", "PNG") + b"0" * 3_000_000)
    assert list(tmp_path.iterdir()) == []
