"""/wilayah/surat/: the papers of an office, checked, sent back, revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from catalog.dates import legal_today
from catalog.types import ListingState
from legality.models import Certificate, CertificateKind, CertificateState
from legality.services.publication import listing_submit
from tests.cast import Cast, client_of
from tests.making import SYSTEM, paper_make, ready_listing, rule_make, waiting_review
from tests.storefront.web.pages import words_of
from tests.storefront.web.regions.reading import hidden_of, statements_of

pytestmark = pytest.mark.django_db

UNVERIFIED = CertificateState.UNVERIFIED


@pytest.fixture
def paper(cast: Cast) -> Certificate:
    """One that nobody has checked."""
    return paper_make(ready_listing(cast.here), number="CONTOH-77", state=UNVERIFIED)


def place_of(paper: Certificate, tail: str = "") -> str:
    return f"/wilayah/surat/{paper.pk}/{tail}"


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", {"CONTOH-1"}),
        ("?keadaan=segera", {"CONTOH-2", "CONTOH-3"}),
        ("?keadaan=segera&hari=30", {"CONTOH-2"}),
        ("?keadaan=berlaku", {"CONTOH-2", "CONTOH-3", "CONTOH-4"}),
        ("?keadaan=berakhir", {"CONTOH-5"}),
        ("?keadaan=dicabut", {"CONTOH-6"}),
        ("?keadaan=berlaku&jenis=halal", {"CONTOH-4"}),
        ("?keadaan=apa&jenis=apa&tempat=apa&sesudah=x", {"CONTOH-1"}),
    ],
)
def test_papers_are_found_by_what_they_wait_for(
    cast: Cast, officer: Client, asked: str, shown: set[str]
) -> None:
    listing, on = ready_listing(cast.here), legal_today()
    paper_make(listing, number="CONTOH-1", state=UNVERIFIED)
    paper_make(listing, number="CONTOH-2", expires_on=on + timedelta(days=20))
    paper_make(listing, number="CONTOH-3", expires_on=on + timedelta(days=60))
    paper_make(listing, number="CONTOH-4", code="halal")
    ended = paper_make(listing, number="CONTOH-5")
    revoked = paper_make(listing, number="CONTOH-6")
    Certificate.objects.filter(pk=ended.pk).update(state="expired", expires_on=on)
    Certificate.objects.filter(pk=revoked.pk).update(state="revoked", revoked_on=on)
    page = officer.get(f"/wilayah/surat/{asked}").content.decode()
    assert {f"CONTOH-{number}" for number in range(1, 7) if f"CONTOH-{number}<" in page} == shown


def test_more_papers_than_a_page_are_all_reached_once(cast: Cast, officer: Client) -> None:
    listing, on = ready_listing(cast.here), legal_today()
    for number in range(35):
        paper_make(listing, number=f"CONTOH-{number:03}", expires_on=on + timedelta(days=9))
    address, seen = "/wilayah/surat/?keadaan=segera", []
    while address:
        page = officer.get(address).content.decode()
        seen += [f"{n:03}" for n in range(35) if f"CONTOH-{n:03}<" in page]
        start = page.find('rel="next"')
        address = page[start:].split('href="')[1].split('"')[0] if start > 0 else ""
        address = address.replace("&amp;", "&")
    assert sorted(seen) == [f"{n:03}" for n in range(35)]


@pytest.mark.parametrize(
    ("template", "link"),
    [
        ("https://a.example/?no={number}", "https://a.example/?no=CONTOH77"),
        ("https://a.example/?no={raw}", "https://a.example/?no=CONTOH-77"),
    ],
)
def test_the_authority_is_asked_as_visitors_ask_it(
    officer: Client, paper: Certificate, template: str, link: str
) -> None:
    CertificateKind.objects.filter(pk=paper.kind_id).update(verify_url_template=template)
    assert f'href="{link}"' in officer.get(place_of(paper)).content.decode()


def test_others_do_not_find_a_paper(cast: Cast, paper: Certificate) -> None:
    other = client_of(cast.other_regional_officer)
    assert "CONTOH-77" not in other.get("/wilayah/surat/").content.decode()
    for tail in ("", "cabut/"):
        assert other.get(place_of(paper, tail)).status_code == 404


def test_a_checked_paper_counts(cast: Cast, officer: Client, paper: Certificate) -> None:
    form = {**hidden_of(officer, place_of(paper)), "do": "periksa"}
    for _each in range(2):  # a button pressed twice
        answer = officer.post(place_of(paper), form, follow=True)
        assert "CONTOH77 sudah diperiksa" in words_of(answer).replace("-", "")
    paper.refresh_from_db()
    assert (paper.state, paper.verified_on) == (CertificateState.VERIFIED, legal_today())
    assert paper.verified_by == cast.here.office.slug


def test_from_a_listing_the_way_leads_back_to_it(cast: Cast, officer: Client) -> None:
    rule_make("pirt")
    listing = ready_listing(cast.here)
    paper = paper_make(listing, state=UNVERIFIED)
    review = waiting_review(cast.sari, listing)
    place = place_of(paper, f"?dari={review.pk}")
    assert place in officer.get(f"/wilayah/antrean/{review.pk}/").content.decode()
    answer = officer.post(place, {**hidden_of(officer, place), "do": "periksa"})
    assert answer["Location"] == f"/wilayah/antrean/{review.pk}/"
    assert 'value="setujui"' in officer.get(answer["Location"]).content.decode()


def test_a_paper_that_changed_meanwhile_is_looked_at_again(
    officer: Client, paper: Certificate
) -> None:
    form = {**hidden_of(officer, place_of(paper)), "do": "periksa"}
    Certificate.objects.filter(pk=paper.pk).update(holder_name="Orang lain")
    answer = officer.post(place_of(paper), form)
    assert answer.status_code == 409 and "Orang lain" in answer.content.decode()
    paper.refresh_from_db()
    assert paper.state == UNVERIFIED


def test_a_paper_goes_back_with_a_note(officer: Client, paper: Certificate) -> None:
    form = {**hidden_of(officer, place_of(paper)), "do": "kembalikan"}
    assert officer.post(place_of(paper), {**form, "catatan": " "}).status_code == 422
    officer.post(place_of(paper), {**form, "catatan": "Pindaian buram"})
    paper.refresh_from_db()
    assert (paper.state, paper.note) == (UNVERIFIED, "Pindaian buram")
    assert "Pindaian buram" in officer.get(place_of(paper)).content.decode()


def test_a_revoked_paper_closes_its_goods(cast: Cast, officer: Client) -> None:
    rule_make("pirt")
    listing = ready_listing(cast.here)
    paper = paper_make(listing)
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=legal_today())
    place = place_of(paper, "cabut/")
    page = officer.get(place).content.decode()
    assert "Bawang goreng" in page  # what closes is named before
    form = {"on": legal_today().isoformat(), "reason": ""}
    assert officer.post(place, form).status_code == 422
    for _each in range(2):
        officer.post(place, {**form, "reason": "Dicabut dinas"})
    paper.refresh_from_db()
    listing.refresh_from_db()
    assert (paper.state, listing.state) == (CertificateState.REVOKED, ListingState.SUSPENDED)


@pytest.mark.parametrize("on", ["", "besok", "9999-99-99", "2999-01-01"])
def test_a_day_that_cannot_be_is_said_beside_its_field(
    officer: Client, paper: Certificate, on: str
) -> None:
    answer = officer.post(place_of(paper, "cabut/"), {"on": on, "reason": "Dicabut"})
    assert answer.status_code == 422 and 'id="e-on"' in answer.content.decode()


def test_a_person_who_holds_a_paper_is_not_named(cast: Cast, officer: Client) -> None:
    paper = paper_make(ready_listing(cast.here), holder_is_person=True)
    Certificate.objects.filter(pk=paper.pk).update(holder_name="Si Polan")
    assert "Si Polan" not in officer.get(place_of(paper)).content.decode()


def test_auditors_look_and_change_nothing(auditor: Client, paper: Certificate) -> None:
    page = auditor.get(place_of(paper)).content.decode()
    assert 'name="do"' not in page and "cabut/" not in page
    assert auditor.post(place_of(paper), {"do": "periksa"}).status_code == 403
    assert auditor.get(place_of(paper, "cabut/")).status_code == 403


def test_a_paper_takes_few_statements(officer: Client, paper: Certificate) -> None:
    assert statements_of(officer, place_of(paper)) <= 12
