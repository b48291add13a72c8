"""Numbers that cannot be right are not written down; what was read is kept with the paper."""

from __future__ import annotations

import json
from datetime import date
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from catalog.models import AuditEntry, Facility, Listing
from legality.errors import NumberRefused
from legality.models import Certificate, CertificateCover, CertificateKind, CertificateState
from legality.numbers import findings_stored
from legality.proof import proofs
from legality.services.certificates import CertificateDraft, Covers, certificate_record
from legality.services.papers_import import PaperDraft, papers_import
from storefront.loading.reference import reference_load
from tests.making import SYSTEM, draft_listing, facility_make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
PIRT = "2067271010001-30"


@pytest.fixture
def facility() -> Facility:
    """A facility in Palu (7271), with all reference data."""
    reference_load()
    return facility_make()


def draft(facility: Facility, number: str, code: str = "pirt", **given: Any) -> CertificateDraft:
    """A paper of a cooperative."""
    return CertificateDraft(
        facility_id=facility.pk, kind_code=code, number=number, holder_name="Koperasi", **given
    )


def record(facility: Facility, number: str, code: str = "pirt", **given: Any) -> Certificate:
    """Write a paper down that covers nothing."""
    return certificate_record(
        actor=SYSTEM, draft=draft(facility, number, code, **given), covers=Covers()
    )


def test_what_was_read_is_kept_with_the_paper(facility: Facility) -> None:
    paper = record(facility, "P-IRT no 2O67271010001 30", expires_on=date(2029, 1, 1))
    paper.refresh_from_db()
    assert (paper.number_raw, paper.number_norm) == ("P-IRT no 2O67271010001 30", "206727101000130")
    assert paper.parse_result["normal"] == "P-IRT 2067271010001-30"
    assert paper.parse_result["parts"]["region"] == "7271"
    found = [finding.code for finding in findings_stored(paper.parse_result)]
    assert found == ["number_read_as", "year_other"]


REFUSED = [
    ("206727101000-30", "pirt", {}, "number", "number_too_short"),
    ("2063510010001-30", "pirt", {}, "number", "region_other"),
    ("2068804010001-30", "pirt", {}, "number", "region_unknown"),
    ("Ketetapan Halal No. 00123/2022", "halal", {}, "number", "number_of_other_paper"),
    ("DID2018042918", "merek", {}, "number", "number_of_application"),
    (PIRT, "merek", {}, "number", "number_too_long number_of_other_kind"),
    ("hello", "merek", {}, "number", "number_form"),
    ("", "merek", {}, "number", "number_empty"),
    ("x" * 10_000, "merek", {}, "number", "number_too_much"),
    (PIRT, "sim", {}, "number", ""),
    (PIRT, "pirt", {"expires_on": date(9999, 12, 31)}, "expires_on", "ends_too_late"),
    (PIRT, "pirt", {"issued_on": date(2030, 6, 1), "expires_on": date(2030, 5, 31)}, "expires_on",
     "ends_before_it_begins"),
]  # fmt: skip


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: f"{row[1]}:{row[0][:20]}")
def test_what_cannot_be_right_is_one_sentence_and_nothing_is_stored(
    facility: Facility, row: tuple[str, str, dict[str, date], str, str]
) -> None:
    number, code, given, field, codes = row
    before = AuditEntry.objects.count()
    if not codes:
        with pytest.raises(ValidationError):
            record(facility, number, code, **given)
    else:
        with pytest.raises(NumberRefused) as refused:
            record(facility, number, code, **given)
        assert " ".join(finding.code for finding in refused.value.findings) == codes
        assert refused.value.params["field"] == field
        assert str(refused.value.params["reason"]).endswith(".")
    assert not Certificate.objects.exists()
    assert not CertificateCover.objects.exists()
    assert AuditEntry.objects.count() == before


def test_an_application_may_be_filed(facility: Facility) -> None:
    paper = record(facility, "DID2018042918", "merek", state=CertificateState.FILED)
    assert findings_stored(paper.parse_result) == ()


def test_officers_say_what_blocks(facility: Facility) -> None:
    CertificateKind.objects.filter(pk="pirt").update(blocking=[])
    paper = record(facility, "2063510010001-30")
    (finding,) = findings_stored(paper.parse_result)
    assert (finding.code, finding.blocking) == ("region_other", False)


def test_letters_that_were_left_out_are_stored(facility: Facility) -> None:
    paper = record(facility, "271111000300341", "bpom_md")
    assert paper.number_norm == "MD271111000300341"
    with pytest.raises(ValidationError):
        record(facility, "BPOM RI MD 271111000300341", "bpom_md")


def test_a_made_up_number_is_not_taken_where_real_goods_are_sold(facility: Facility) -> None:
    with override_settings(MODE="production"), pytest.raises(NumberRefused):
        record(facility, "CONTOH-PIRT-0001")
    assert record(facility, "CONTOH-PIRT-0001").number_norm == "CONTOHPIRT0001"


def test_a_paper_is_found_however_its_number_is_typed(facility: Facility) -> None:
    record(facility, PIRT, state=CertificateState.VERIFIED, verified_on=TODAY)
    for typed in ("2O6727101OOO1 30", "spp-irt: 2067271010001-30", "\uff12067271010001-30"):
        (found,) = proofs(number=typed, language="id", on=TODAY)
        assert found.paper.number == f"P-IRT {PIRT}"
    assert proofs(number="2067271010001-31", language="id", on=TODAY) == ()


def listing_paper(listing: Listing, number: str, **given: Any) -> PaperDraft:
    """A paper of a sheet."""
    return PaperDraft(draft(listing.facility, number, **given), (listing.pk,))


def test_of_many_papers_one_bad_number_keeps_all_out(facility: Facility) -> None:
    listing = draft_listing(facility)
    good, bad = listing_paper(listing, PIRT), listing_paper(listing, "2068804010001-30")
    with pytest.raises(NumberRefused):
        papers_import(actor=SYSTEM, papers=[good, bad])
    assert not Certificate.objects.exists()
    assert papers_import(actor=SYSTEM, papers=[good]) == 1
    assert papers_import(actor=SYSTEM, papers=[listing_paper(listing, f"P-IRT {PIRT}")]) == 0
    assert Certificate.objects.get().parse_result["parts"]["year"] == "30"


def test_of_many_papers_letters_left_out_make_one_paper(facility: Facility) -> None:
    listing = draft_listing(facility)
    for number in ("271111000300341", "MD 271111000300341"):
        papers_import(actor=SYSTEM, papers=[listing_paper(listing, number, code="bpom_md")])
    assert Certificate.objects.get().number_norm == "MD271111000300341"


def test_numbers_of_before_are_compared_as_numbers_of_today(facility: Facility) -> None:
    move = import_module("legality.migrations.0007_number_reading").numbers_follow
    first = record(facility, "BPOM RI MD 271111000300341", "bpom_md")
    twice = record(facility, "NKV RPHU 3604120-008", "nkv")
    record(facility, "RPHU 3604120-009", "nkv")
    Certificate.objects.filter(pk=first.pk).update(number_norm="BPOMRIMD271111000300341")
    Certificate.objects.filter(pk=twice.pk).update(
        number_raw="NKV RPHU 3604120-009", number_norm="NKVRPHU3604120009"
    )
    move(apps, connection.schema_editor())
    first.refresh_from_db()
    twice.refresh_from_db()
    assert first.number_norm == "MD271111000300341"
    assert twice.number_norm == "NKVRPHU3604120009"  # the same paper twice: people decide


def test_patterns_that_nobody_changed_follow(facility: Facility) -> None:
    module = import_module("legality.migrations.0007_number_reading")
    shipped = dict(CertificateKind.objects.values_list("code", "number_pattern"))
    for code, (before, _pattern, _form) in module.SHIPPED.items():
        CertificateKind.objects.filter(pk=code).update(number_pattern=before, number_form="")
    CertificateKind.objects.filter(pk="nib").update(number_pattern=r"\d{14}")
    module.patterns_follow(apps, connection.schema_editor())
    now = dict(CertificateKind.objects.values_list("code", "number_pattern"))
    assert now == {**shipped, "nib": r"\d{14}"}
    assert CertificateKind.objects.get(pk="merek").number_form == "IDM{serial}"


def said(*words: str) -> str:
    """What the command prints; it ends with 1 when the number is refused."""
    out = StringIO()
    try:
        call_command("legalityread", *words, stdout=out)
    except SystemExit as ended:
        assert ended.code == 1
        out.write("ended with 1")
    return out.getvalue()


def test_the_command_says_in_indonesian_what_was_read(facility: Facility) -> None:
    answer = said("P-IRT No. 2O67271010001-30", "--facility", facility.slug)
    assert "P-IRT 2067271010001-30" in answer
    assert "06  tepung dan hasil olahnya" in answer
    assert "7271  Kota Palu" in answer
    assert "catatan: Huruf yang mirip angka" in answer
    refused = said("2063510010001-30", "--facility", facility.slug)
    assert "ditolak: Nomor ini dari Kabupaten Banyuwangi (3510)" in refused
    assert refused.endswith("ended with 1")
    assert "Tidak ada yang ganjil." in said("IDM000639902")
    assert "tidak dapat ditentukan" in said("hello")


def test_the_command_gives_json(facility: Facility) -> None:
    answer = json.loads(said("DID2018042918", "--kind", "merek", "--format", "json")[:-12])
    assert answer["kind"] == "merek"
    (finding,) = answer["findings"]
    assert finding["blocking"] and finding["code"] == "number_of_application"
    assert finding["sentence"].startswith("Ini nomor permohonan merek")


def test_the_command_names_what_it_does_not_know(facility: Facility) -> None:
    for words in (["1", "--kind", "sim"], ["1", "--facility", "nowhere"]):
        with pytest.raises(CommandError, match="There is no"):
            said(*words)
