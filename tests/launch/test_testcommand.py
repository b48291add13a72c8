"""The checks are counted, shown, and go on after a fault."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from storefront.launch import testcommand
from storefront.launch.places import Places, places_here
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
    assert not testcommand._has_browser()
    assert "THE BROWSER TESTS ARE LEFT OUT" in capsys.readouterr().out
    testcommand._say_result(Tally(passed=1))
    assert "browser tests were left out" in capsys.readouterr().out


def test_a_browser_leaves_nothing_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/chromium")
    assert testcommand._has_browser()
    assert capsys.readouterr().out == ""


def test_a_running_shops_settings_do_not_reach_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@/real")
    monkeypatch.setenv("LAPAK_DATA", "/somewhere/real")
    environment = plain_environment(places_here())
    assert "DATABASE_URL" not in environment
    assert "LAPAK_DATA" not in environment
    assert environment["DJANGO_SETTINGS_MODULE"] == "tests.settings"


class Started:
    """Notes which pytest runs are asked for, with the settings that they get."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, browser: bool) -> None:
        self.runs: list[tuple[str, list[str], dict[str, str]]] = []
        monkeypatch.setattr(testcommand, "_has_browser", lambda: browser)
        monkeypatch.setattr(testcommand, "_pytest", self.note)

    def note(
        self, tally: Tally, places: Places, name: str, words: list[str], settings: dict[str, str]
    ) -> None:
        self.runs.append((name, words, settings))

    def ask(self, *words: str) -> list[str]:
        """Names of the runs for these words of the command line."""
        testcommand._run_tests(Tally(), places_here(), list(words), {})
        return [name for name, _, _ in self.runs]


def test_browser_tests_run_apart_from_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    started = Started(monkeypatch, browser=True)
    assert started.ask("-x") == ["tests", "browser tests", "stock Saleor"]
    assert [words[-1] for _, words, _ in started.runs] == ["-x", "-x", "tests/stock"]
    unsafe = ["DJANGO_ALLOW_ASYNC_UNSAFE" in settings for _, _, settings in started.runs]
    assert unsafe == [False, True, False]


def test_without_a_browser_the_others_still_run(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Started(monkeypatch, browser=False).ask() == ["tests", "stock Saleor"]


@pytest.mark.parametrize(
    ("words", "runs"),
    [
        (["tests/launch"], ["tests"]),
        (["tests/stock/test_uploads.py"], ["stock Saleor"]),
        (["tests/launch", "tests/stock"], ["tests", "stock Saleor"]),
    ],
)
def test_chosen_tests_run_with_the_settings_they_need(
    monkeypatch: pytest.MonkeyPatch, words: list[str], runs: list[str]
) -> None:
    started = Started(monkeypatch, browser=True)
    assert started.ask(*words) == runs
    for name, _, settings in started.runs:
        assert (settings.get("DJANGO_SETTINGS_MODULE") is not None) == (name == "stock Saleor")
