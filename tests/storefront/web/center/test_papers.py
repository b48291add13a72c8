"""Kinds of papers, codes of before a split, answers of reviews: kept, tried, removed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from catalog.models import AuditEntry, Regency, RegionalOffice, SearchTerm
from legality.models import AnswerTemplate, CertificateKind, FormerRegion, RequirementRule
from legality.number_findings import Found
from legality.numbers import About, Numbers
from legality.rules.basic import incomplete
from legality.rules.traits import traits_of
from legality.services.answer_templates import BASIC
from legality.types import Facts, RuleBook
from storefront.loading.reference import reference_load
from tests.cast import Cast, client_of
from tests.making import draft_listing, paper_make
from tests.storefront.web.center.making import send, shop_make

pytestmark = pytest.mark.django_db

PIRT = "/pusat/surat/pirt/"
_REGION = {"regency": "72.71", "until": "2012", "source": "UU 20/2012", "certainty": "V"}


@pytest.fixture
def cast() -> Cast:
    return shop_make()


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.central_officer)


def html_of(answer: Any) -> str:
    return str(answer.content.decode())


# --- A number is tried.


def test_a_number_is_read_as_the_form_says_and_nothing_is_saved(client: Client) -> None:
    reference_load()
    before = AuditEntry.objects.count()
    answer = send(client, PIRT, sample="p-irt no. 2157271010030 30", **{"try": ""})
    html = html_of(answer)
    assert answer.status_code == 200
    assert "P-IRT 2157271010030-30" in html
    assert "Kota Palu" in html and "2 · plastik" in html
    assert AuditEntry.objects.count() == before


def test_a_number_is_read_by_what_is_not_saved_yet(client: Client) -> None:
    reference_load()
    change = {
        "number_pattern": r"PK(?P<serial>\d{4})Z",
        "number_form": "PK {serial}Z",
        "other_forms": "",
        "part_codes": "",
        "sample": "pk 1234 z",
        "try": "",
        "verify_url_template": "https://contoh.example/?no={number}",
    }
    html = html_of(send(client, PIRT, **change))
    assert "PK 1234Z" in html
    assert 'href="https://contoh.example/?no=' in html
    assert not CertificateKind.objects.filter(number_form="PK {serial}Z").exists()


def test_what_is_odd_is_said_and_refused_numbers_get_no_address(client: Client) -> None:
    reference_load()
    path = "/pusat/surat/halal/"
    html = html_of(send(client, path, sample="KH 00150098760517", **{"try": ""}))
    assert "ditolak" in html and "ketetapan halal" in html
    assert "no_sertifikat=KH" not in html


def test_the_key_enter_in_the_field_reads_first(client: Client) -> None:
    reference_load()
    answer = send(client, PIRT, short="PIRT baru", sample="1")
    assert answer.status_code == 200
    assert CertificateKind.objects.get(pk="pirt").short == "P-IRT"
    assert send(client, PIRT, short="PIRT baru", sample="1", _tried="1").status_code == 302
    assert CertificateKind.objects.get(pk="pirt").short == "PIRT baru"


def test_a_new_kind_is_tried_before_it_is_there(client: Client) -> None:
    reference_load()
    form = {
        "code": "phd", "label": "PHD", "label_en": "PHD", "short": "PHD", "short_en": "PHD",
        "group": "izin", "position": "9", "issuer": "X", "issuer_en": "X", "validity": "fixed",
        "number_pattern": r"PHD(?P<serial>\d{6})", "number_form": "PHD {serial}",
        "portal_name": "X", "verify_steps": "X", "verify_steps_en": "X", "tells_buyer": "X",
        "tells_buyer_en": "X", "source": "X", "certainty": "U",
    }  # fmt: skip
    path = "/pusat/surat/tambah/"
    html = html_of(client.post(path, {**form, "sample": "phd-123456", "try": ""}))
    assert "PHD 123456" in html
    assert not CertificateKind.objects.filter(pk="phd").exists()
    assert client.post(path, form).status_code == 302
    assert CertificateKind.objects.get(pk="phd").number_form == "PHD {serial}"


@pytest.mark.parametrize(
    "change",
    [
        {"sample": ""},
        {"sample": "x" * 201},
        {"sample": "1", "number_pattern": "(a+)+", "number_form": ""},
        {"sample": "1\0"},
    ],
)
def test_what_cannot_be_tried_is_one_sentence(client: Client, change: dict[str, Any]) -> None:
    answer = send(client, PIRT, **change, **{"try": ""})
    assert html_of(answer).count('class="wrong"') == 1
    assert "Belum ada yang disimpan" not in html_of(answer)


def test_every_kind_is_saved_as_it_was_loaded(client: Client) -> None:
    """Other forms, codes of parts and goods come back from the form as they went into it."""
    reference_load()
    before = list(CertificateKind.objects.values())
    for code in CertificateKind.objects.values_list("code", flat=True):
        assert send(client, f"/pusat/surat/{code}/").status_code == 302, code
        assert send(client, f"/pusat/surat/{code}/", position="77").status_code == 302, code
    after = list(CertificateKind.objects.values())
    for one in (*before, *after):
        one["position"] = 0
        one["goods"], one["blocking"] = sorted(one["goods"]), sorted(one["blocking"])
    by_code = {one["code"]: one for one in after}
    assert [by_code[one["code"]] for one in before] == before


# --- Kinds are removed while nothing rests on them.


def test_a_kind_that_nothing_rests_on_is_removed_and_stays_away(client: Client) -> None:
    reference_load()
    RequirementRule.objects.filter(papers__contains=["organik"]).delete()
    SearchTerm.objects.filter(means="organik").delete()
    answer = client.post("/pusat/surat/organik/hapus/")
    assert answer["Location"] == "/pusat/surat/", html_of(client.get("/pusat/surat/organik/"))
    assert client.post("/pusat/surat/organik/hapus/").status_code == 302
    reference_load()
    assert not CertificateKind.objects.filter(pk="organik").exists()
    assert "Jenis surat dihapus" in html_of(client.get("/pusat/riwayat/surat/organik/"))


def test_a_kind_that_something_rests_on_stays(cast: Cast, client: Client) -> None:
    page = html_of(client.get(PIRT))
    assert "Perlu P-IRT" in page or RequirementRule.objects.get(pk="perlu_pirt").name in page
    assert 'action="/pusat/surat/pirt/hapus/"' not in page
    client.post("/pusat/surat/pirt/hapus/")
    RequirementRule.objects.all().delete()
    paper_make(draft_listing(cast.here))
    client.post("/pusat/surat/pirt/hapus/")
    assert CertificateKind.objects.filter(pk="pirt").exists()


# --- Codes of before a split.


def test_a_former_code_is_added_changed_and_removed(client: Client) -> None:
    path = "/pusat/kode-lama/6404/"
    assert client.post("/pusat/kode-lama/tambah/", {"code": "6404", **_REGION}).status_code == 302
    numbers = Numbers.now()
    assert numbers.regions.by_code["6404"].now == "7271"
    assert send(client, path, until="2013", certainty="I").status_code == 302
    row = FormerRegion.objects.get(pk="6404")
    assert (row.until, row.certainty) == (2013, "I")
    history = html_of(client.get("/pusat/riwayat/kode-lama/6404/"))
    assert "2012" in history and "2013" in history
    assert client.post(f"{path}hapus/")["Location"] == "/pusat/kode-lama/"
    assert client.post(f"{path}hapus/")["Location"] == "/pusat/kode-lama/"
    assert not FormerRegion.objects.filter(pk="6404").exists()
    assert "Kode lama dihapus" in html_of(client.get("/pusat/riwayat/kode-lama/6404/"))


def test_what_officers_did_to_former_codes_stays_when_the_shop_is_renewed(client: Client) -> None:
    reference_load()
    assert client.post("/pusat/kode-lama/6404/hapus/").status_code == 302
    assert send(client, "/pusat/kode-lama/6405/", until="2013").status_code == 302
    reference_load()
    assert not FormerRegion.objects.filter(pk="6404").exists()
    assert FormerRegion.objects.get(pk="6405").until == 2013  # noqa: PLR2004


@pytest.mark.parametrize(
    "change",
    [
        {"code": "64.04"},
        {"code": "640"},
        {"code": "٦٤٠٤"},
        {"code": "7271"},  # Palu has it today
        {"until": "1944"},
        {"until": "2999"},
        {"regency": "99.99"},
        {"source": " "},
        {"certainty": "X"},
    ],
)
def test_a_bad_former_code_is_one_sentence(client: Client, change: dict[str, str]) -> None:
    before = FormerRegion.objects.count(), AuditEntry.objects.count()
    answer = client.post("/pusat/kode-lama/tambah/", {"code": "6404", **_REGION, **change})
    assert answer.status_code == 422
    assert html_of(answer).count('class="wrong"') == 1
    assert (FormerRegion.objects.count(), AuditEntry.objects.count()) == before


def test_no_former_code_that_comes_with_the_shop_is_one_of_today() -> None:
    reference_load()
    today = {code.replace(".", "") for code in Regency.objects.values_list("code", flat=True)}
    former = set(FormerRegion.objects.values_list("code", flat=True))
    assert not former & today
    read = Numbers.now().read("206 9101 01 0001-30", code="pirt", about=About())
    assert Found.FORMER_REGION in {one.code for one in read.findings}


# --- Answers.


def test_an_answer_is_added_changed_ordered_and_switched_off(client: Client) -> None:
    form = {"code": "bau", "label": "Bau", "text": "Ulangi.", "text_en": "Again.",
            "codes": ["photo", "perlu_pirt"], "position": "2", "is_on": "on"}  # fmt: skip
    assert client.post("/pusat/jawaban/tambah/", form).status_code == 302
    assert AnswerTemplate.objects.get(pk="bau").codes == ["perlu_pirt", "photo"]
    assert send(client, "/pusat/jawaban/bau/", position="1", is_on=None).status_code == 302
    row = AnswerTemplate.objects.get(pk="bau")
    assert (row.position, row.is_on) == (1, False)
    history = html_of(client.get("/pusat/riwayat/jawaban/bau/"))
    assert "Jawaban diubah" in history and "Jawaban ditambahkan" in history
    listed = html_of(client.get("/pusat/jawaban/"))
    assert "2 temuan" in listed and "mati" in listed


def test_answers_come_with_the_shop_and_those_of_officers_stay(client: Client) -> None:
    reference_load()
    rows = AnswerTemplate.objects.exclude(pk="foto")
    assert rows.count() >= 8  # noqa: PLR2004
    first = rows[0].pk
    paths = [f"/pusat/jawaban/{row.pk}/" for row in rows]
    assert [path for path in paths if send(client, path).status_code != 302] == []
    assert send(client, f"/pusat/jawaban/{first}/", label="Lain").status_code == 302
    reference_load()
    assert AnswerTemplate.objects.get(pk=first).label == "Lain"


@pytest.mark.parametrize(
    "change",
    [{"code": "Bau!"}, {"code": "foto"}, {"text": " "}, {"text": "x" * 2001}, {"codes": ["hantu"]}],
)
def test_a_bad_answer_is_one_sentence(client: Client, change: dict[str, Any]) -> None:
    form = {"code": "bau", "label": "Bau", "text": "Ulangi.", "text_en": "Again.", "position": "0"}
    answer = client.post("/pusat/jawaban/tambah/", {**form, **change})
    assert answer.status_code == 422
    assert html_of(answer).count('class="wrong"') == 1


def test_the_findings_before_papers_are_those_of_the_rules() -> None:
    nothing: Any = dict.fromkeys(("has_english", "weight_known", "facility_open"), False)
    facts = Facts(
        listing_id=1, kind_slug="", price_min=Decimal(0), photo_count=0, papers=(), **nothing
    )
    assert [one.code for one in incomplete(facts)] == list(BASIC)
    assert traits_of(facts, RuleBook(1, (), {}, {})) == frozenset()


# --- Offices.


def test_whether_facilities_publish_by_themselves_is_said_and_changed(
    cast: Cast, client: Client
) -> None:
    path = f"/pusat/kanwil/{cast.here.office_id}/"
    assert "sesudah diperiksa" in html_of(client.get("/pusat/kanwil/"))
    assert send(client, path, lets_publish="on").status_code == 302
    assert RegionalOffice.objects.get(pk=cast.here.office_id).lets_publish
    assert "langsung" in html_of(client.get("/pusat/kanwil/"))
    history = html_of(client.get(f"/pusat/riwayat/kanwil/{cast.here.office_id}/"))
    assert "langsung menayangkan" in history
