"""/wilayah/surat/<n>/gambar/: nothing is shown to everybody by mistake."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from catalog.storage import public_read, public_scan_address, public_scan_name
from legality.models import Certificate, CertificateState, Evidence
from legality.services.evidence import evidence_add
from tests.cast import Cast, client_of
from tests.legality.scan_files import pdf_of, saved
from tests.making import SYSTEM, draft_listing, paper_make
from tests.storefront.web.pages import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scan(cast: Cast) -> Evidence:
    paper = paper_make(draft_listing(cast.here), state=CertificateState.UNVERIFIED)
    return evidence_add(
        actor=SYSTEM, certificate_id=paper.pk, name="surat.pdf", content=saved(pdf_of(2))
    )


def place_of(scan: Evidence) -> str:
    return f"/wilayah/surat/{scan.certificate_id}/gambar/{scan.pk}/"


def box(number: int = 0, *sides: str) -> dict[str, str]:
    names = ("left", "top", "width", "height")
    given = sides or ("0", "0", "100", "25,5")
    return {f"box-{number}-{name}": text for name, text in zip(names, given, strict=True)}


def public_scan_of(scan: Evidence) -> str:
    return Certificate.objects.get(pk=scan.certificate_id).public_scan


def test_the_page_shows_the_scan_and_what_it_asks(officer: Client, scan: Evidence) -> None:
    answer = officer.get(place_of(scan))
    words = words_of(answer)
    assert "Gambar untuk umum" in words and "Hanya halaman pertama" in words
    assert 'src="/petugas/bukti/' in answer.content.decode()
    assert f'href="{place_of(scan)}"' in officer.get(
        f"/wilayah/surat/{scan.certificate_id}/"
    ).content.decode()  # fmt: skip


def test_boxes_are_burned_in_and_the_paper_shows_the_picture(
    officer: Client, scan: Evidence, django_capture_on_commit_callbacks: Any
) -> None:
    answer = officer.post(place_of(scan), box(0) | box(7, "50", "50", "10.5", "10"))
    assert answer["Location"] == f"/wilayah/surat/{scan.certificate_id}/"
    key = public_scan_of(scan)
    assert public_read(public_scan_name(key))
    page = officer.get(answer["Location"]).content.decode()
    assert public_scan_address(key) in page and "Semua orang kini melihat gambar ini" in page
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(f"/wilayah/surat/{scan.certificate_id}/gambar/tarik/")
    assert public_scan_of(scan) == ""
    with pytest.raises(FileNotFoundError):
        public_read(public_scan_name(key))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Buat sedikitnya satu kotak"),
        (box(0, "10", "", "20", "20"), "Tiap kotak perlu empat angka"),
        (box(0, "10", "x", "20", "20"), "Tiap kotak perlu empat angka"),
        (box(0, "10", "-5", "20", "20"), "Tiap kotak perlu empat angka"),
        (box(0, "60", "0", "50", "20"), "Kotak harus berada di dalam gambar"),
        (box(0, "10", "10", "0", "20"), "Kotak harus berada di dalam gambar"),
        (box(0) | box(1, "999", "0", "1", "1"), "Kotak harus berada di dalam gambar"),
    ],
)
def test_a_form_with_a_mistake_shows_nothing_to_anybody(
    officer: Client, scan: Evidence, typed: dict[str, str], said: str
) -> None:
    answer = officer.post(place_of(scan), typed)
    assert answer.status_code == 422 and said in words_of(answer)
    assert public_scan_of(scan) == ""
    page = answer.content.decode()
    assert all(f'value="{text}"' in page for text in typed.values() if text)


def test_a_page_without_names_is_shown_whole_when_that_is_said(
    officer: Client, scan: Evidence
) -> None:
    assert officer.post(place_of(scan), {"tanpa-kotak": "1"}).status_code == 302
    assert public_scan_of(scan)


def test_only_who_checks_papers_there_gets_to_it(
    cast: Cast, officer: Client, auditor: Client, scan: Evidence
) -> None:
    hide = f"/wilayah/surat/{scan.certificate_id}/gambar/tarik/"
    other = client_of(cast.other_regional_officer)
    assert other.get(place_of(scan)).status_code == 404
    assert other.post(place_of(scan), box()).status_code == 404
    assert other.post(hide).status_code == 404
    assert auditor.get(place_of(scan)).status_code == 403
    assert auditor.post(place_of(scan), box()).status_code == 403
    assert client_of(cast.sari).post(place_of(scan), box()).status_code == 404
    foreign = paper_make(draft_listing(cast.here), state=CertificateState.UNVERIFIED)
    assert officer.get(f"/wilayah/surat/{foreign.pk}/gambar/{scan.pk}/").status_code == 404
    assert public_scan_of(scan) == ""
