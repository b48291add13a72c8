"""Recorded papers whose numbers nobody has read yet, or whose kind is described otherwise now."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.errors import NotAllowed
from legality.models import Certificate, CertificateKind
from legality.services.papers_anew import papers_read_anew
from storefront.loading.reference import reference_load
from tests.cast import cast_make
from tests.making import SYSTEM, facility_make, paper_make, ready_listing

pytestmark = pytest.mark.django_db


def read_of(paper: Certificate) -> dict[str, object]:
    paper.refresh_from_db()
    found: dict[str, object] = paper.parse_result
    return found


def test_papers_of_before_are_read_once() -> None:
    reference_load()
    paper = paper_make(ready_listing(facility_make()), number="P-IRT 206727101003030")
    Certificate.objects.update(parse_result={}, number_raw="P-IRT 206727101003030")
    state = Certificate.objects.values_list("state", "number_norm", "verified_on").get()
    assert papers_read_anew(actor=SYSTEM) == (1, 1)
    assert read_of(paper)["parts"] == {
        "packaging": "2", "group": "06", "region": "7271", "product": "01", "producer": "0030",
        "year": "30",
    }  # fmt: skip
    assert Certificate.objects.values_list("state", "number_norm", "verified_on").get() == state
    assert papers_read_anew(actor=SYSTEM) == (1, 0)


def test_a_kind_described_otherwise_is_read_otherwise() -> None:
    reference_load()
    paper = paper_make(ready_listing(facility_make()), number="P-IRT 206727101003030")
    papers_read_anew(actor=SYSTEM)
    CertificateKind.objects.filter(pk="pirt").update(number_pattern=r"(?P<serial>\d{15})")
    assert papers_read_anew(actor=SYSTEM, code="halal") == (0, 0)
    assert papers_read_anew(actor=SYSTEM, code="pirt") == (1, 1)
    assert list(read_of(paper)["parts"]) == ["serial"]  # type: ignore[call-overload]


def test_more_papers_ask_no_more_statements() -> None:
    reference_load()
    facility, counts = facility_make(), []
    for _round in range(2):
        for _each in range(3):
            paper_make(ready_listing(facility))
        Certificate.objects.update(parse_result={})
        with CaptureQueriesContext(connection) as asked:
            papers_read_anew(actor=SYSTEM)
        counts.append(len(asked))
    assert counts[0] == counts[1] < 20  # noqa: PLR2004


def test_the_command_reads_all_and_nobody_else_may() -> None:
    reference_load()
    paper_make(ready_listing(facility_make()))
    Certificate.objects.update(parse_result={})
    out = io.StringIO()
    call_command("legalityread", all=True, stdout=out)
    assert out.getvalue() == "1 papers read, 1 changed\n"
    with pytest.raises(CommandError):
        call_command("legalityread")
    with pytest.raises(NotAllowed):
        papers_read_anew(actor=cast_make().regional_head)
