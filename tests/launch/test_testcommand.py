"""The checks are counted, shown, and go on after a fault."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from storefront.launch import testcommand
from storefront.launch.places import places_here
from storefront.launch.testcommand import Tally
from storefront.launch.testserver import plain_environment

GOOD = ("good", (sys.executable, "-c", "print('all is well')"))
BAD = ("bad", (sys.executable, "-c", "raise SystemExit('the fault')"))


def tally_of(*checks: tuple[str, tuple[str, ...]]) -> Tally:
    tally, places = Tally(), places_here()
    testcommand.run_checks(tally, places, checks, plain_environment(places))
    return tally


def test_a_fault_is_shown_and_the_rest_still_runs(capsys: pytest.CaptureFixture[str]) -> None:
    tally = tally_of(BAD, GOOD)
    said = capsys.readouterr().out
    assert (tally.passed, tally.failed, tally.broken) == (1, 1, ["bad"])
    assert "FAIL  bad" in said
    assert "the fault" in said
    assert "ok    good" in said
    assert "all is well" not in said


REPORT = """<testsuites><testsuite tests="10" failures="2" errors="1" skipped="3"/></testsuites>"""


def test_what_pytest_reports_is_added(tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text(REPORT)
    tally = Tally(passed=1)
    testcommand._count(tally, tmp_path / "report.xml")
    assert tally.closing_line() == "5 passed, 3 failed, 3 skipped"


def test_a_run_without_a_report_is_a_failure(tmp_path: Path) -> None:
    tally = Tally()
    testcommand._count(tally, tmp_path / "missing.xml")
    assert tally.failed == 1


def test_a_missing_browser_is_said_loudly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert testcommand._without_browser() == ["-m", "not browser"]
    assert "THE BROWSER TESTS ARE LEFT OUT" in capsys.readouterr().out
    testcommand._say_result(Tally(passed=1))
    assert "browser tests were left out" in capsys.readouterr().out


def test_a_browser_leaves_nothing_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/chromium")
    assert testcommand._without_browser() == []
    assert capsys.readouterr().out == ""


def test_a_running_shops_settings_do_not_reach_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@/real")
    monkeypatch.setenv("LAPAK_DATA", "/somewhere/real")
    environment = plain_environment(places_here())
    assert "DATABASE_URL" not in environment
    assert "LAPAK_DATA" not in environment
    assert environment["DJANGO_SETTINGS_MODULE"] == "tests.settings"
