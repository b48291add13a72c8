"""Which papers the goods of a sheet need, which are there, and the report that says so of each."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from catalog.dates import legal_today
from legality.models import Certificate, CertificateState, RequirementRule
from legality.verdicts import verdict_of
from storefront.loading.rules import rules_load
from storefront.mapping.printing import report_lines
from storefront.mapping.table import report_csv
from storefront.mapping.types import MappingReport
from storefront.mapping.verdicts import Needed
from tests.mapping.sheets import HEAD, Rows, listing_at, row_at, take, xlsx

pytestmark = pytest.mark.django_db

PAPERED = (*HEAD, "Legalitas", "Masa Berlaku P-IRT")
PIRT = "P-IRT 2157271010030-30"
ROWS: Rows = [
    PAPERED,
    (1, "Lapas Palu", "Keripik pisang", "Camilan", 15000, "250 gr", 10, PIRT, "12 Maret 2030"),
    (2, "Lapas Palu", "Keripik talas", "Camilan", 15000, "250 gr", 10, "", ""),
    (3, "Lapas Palu", "Taplak batik", "Batik", 90000, "250 gr", 10, "", ""),
]


@pytest.fixture(autouse=True)
def rules(shop: None) -> None:
    """Those that come with the shop."""
    rules_load()


def needs(report: MappingReport, line: int) -> dict[str, Needed]:
    """Of a line, by the rule."""
    return {one.code: one for one in row_at(report, line).needs}


def blocking(report: MappingReport, line: int) -> dict[str, str]:
    """What must be there, by the words of its papers."""
    return {one.papers: one.state for one in row_at(report, line).needs if one.blocks}


def test_each_line_says_what_it_needs_and_what_is_there() -> None:
    report = take(xlsx(ROWS))
    with_paper, without, batik = (blocking(report, line) for line in (2, 3, 4))
    assert sorted(with_paper.values()) == ["missing", "recorded"]
    assert set(without.values()) == {"missing"} and without.keys() == with_paper.keys()
    assert batik == {}


def test_it_is_the_verdict_that_the_goods_get() -> None:
    report = take(xlsx(ROWS))
    for line in (2, 3, 4):
        verdict = verdict_of(listing_at(report, line).pk, on=legal_today())
        asked = {one.rule: one.is_met for one in verdict.asked if one.need != "not_applicable"}
        assert {code: one.state == "met" for code, one in needs(report, line).items()} == asked
        said = {one.code for one in verdict.findings if one.code in asked}
        assert said == {code for code, one in needs(report, line).items() if one.state != "met"}


def test_what_the_office_checked_meanwhile_is_met_in_the_next_run() -> None:
    take(xlsx(ROWS))
    Certificate.objects.update(
        state=CertificateState.VERIFIED, verified_on=date(2026, 1, 1), verified_by="kanwil"
    )
    again = take(xlsx(ROWS))
    assert "met" in blocking(again, 2).values()
    # of another line that names the same paper the office has looked at nothing yet
    other = (2, "Lapas Palu", "Keripik tempe", "Camilan", 9000, "90 gr", 1, PIRT, "12 Maret 2030")
    assert "recorded" in blocking(take(xlsx([PAPERED, other])), 2).values()
    Certificate.objects.update(state=CertificateState.REVOKED)
    assert set(blocking(take(xlsx(ROWS)), 2).values()) == {"missing"}


def test_a_rule_of_another_day_asks_nothing() -> None:
    RequirementRule.objects.update(in_force_from=date(2099, 1, 1), in_force_until=None)
    assert row_at(take(xlsx(ROWS), "m.xlsx", dry_run=True), 3).needs == ()


def test_lines_that_do_not_come_in_are_told_what_they_need_too() -> None:
    rows = [PAPERED, (1, "Lapas Palu", "Keripik pisang", "Camilan", "", "250 gr", 10, "", "")]
    report = take(xlsx(rows))
    assert row_at(report, 2).outcome == "returned"
    assert "missing" in blocking(report, 2).values()


def test_the_report_as_csv_runs_nothing(tmp_path: Path) -> None:
    rows = [*ROWS, (4, "Lapas Palu", "=1+1", "Camilan", 9000, "90 gr", 1, "", "")]
    with translation.override("id"):
        table = report_csv(take(xlsx(rows), dry_run=True))
    lines = list(csv.reader(io.StringIO(table.decode("utf-8-sig")), delimiter=";"))
    assert lines[0][4:8] == [
        "Surat yang wajib", "Diperiksa", "Tercatat, menunggu diperiksa", "Belum ada"
    ]  # fmt: skip
    assert len(lines) == len(rows) and {len(line) for line in lines} == {10}
    assert "P-IRT" in lines[1][6] and "P-IRT" in lines[2][7] and lines[3][4] == ""
    assert not any(cell.startswith(("=", "+", "@")) for line in lines for cell in line)


def test_the_command_writes_it_and_says_the_sums(tmp_path: Path) -> None:
    source, target = tmp_path / "m.xlsx", tmp_path / "laporan.csv"
    source.write_bytes(xlsx(ROWS))
    out = io.StringIO()
    call_command("importmapping", str(source), dry_run=True, report=target, stdout=out)
    assert "1 menunggu diperiksa, 1 belum ada" in out.getvalue()
    assert str(target) in out.getvalue() and target.read_bytes().count(b"\n") == len(ROWS)


def test_more_lines_ask_no_more_statements() -> None:
    counts: list[Any] = []
    for many in (1, 2, 40):
        goods = [(n, "Lapas Palu", f"Keripik {n}", "Camilan", 9000, "90 gr", 1, "", "")
                 for n in range(many)]  # fmt: skip
        source = xlsx([PAPERED, *goods])
        with CaptureQueriesContext(connection) as asked:
            report = take(source, dry_run=True)
        counts.append(len(asked))
    assert counts[1] == counts[2]  # the first keeps kinds for the others
    assert list(report_lines(report))
