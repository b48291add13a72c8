"""`test`: every check, fastest first, then all tests; `pytest`: the tests alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from storefront.launch.console import say
from storefront.launch.places import Places
from storefront.launch.testserver import plain_environment, scratch_folder, test_environment

OUR_APPS = ("catalog", "legality", "galleries", "access")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
STOCK_SETTINGS = "tests.stock.settings"
_NO_TESTS = 5  # pytest's exit code when nothing was chosen
_DJANGO = (sys.executable, "-m", "django")

# Of code alone.
STATIC_CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("format", ("ruff", "format", "--check", ".")),
    ("lint", ("ruff", "check", ".")),
    ("templates", ("djlint", "--check", "--quiet", "storefront/web")),
    ("imports", ("lint-imports",)),
    ("types", (sys.executable, "-m", "mypy")),
)
# These need settings and, the first, a database that can be asked what was migrated.
DJANGO_CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("migrations", (*_DJANGO, "makemigrations", "--check", "--dry-run", *OUR_APPS)),
    ("graphql schema", (*_DJANGO, "graphqlschema", "--check")),
    ("translations", (*_DJANGO, "messages", "--check")),
)


@dataclass
class Tally:
    """What passed, failed and was left out. Checks count like tests."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    broken: list[str] = field(default_factory=list)

    def closing_line(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def main(command: str, rest: list[str], places: Places) -> int:
    """Run all of it to the end, so that every fault is seen at once; 1 when anything failed."""
    words = [word for word in rest if word != "--"]
    tally = Tally()
    if command == "test":
        run_checks(tally, places, STATIC_CHECKS, plain_environment(places))
    started = time.monotonic()
    with test_environment(places) as environment:
        say(f"  ok    test database ({time.monotonic() - started:.1f} s)")
        if command == "test":
            run_checks(tally, places, DJANGO_CHECKS, environment)
        _run_tests(tally, places, words, environment)
    _say_result(tally)
    return 1 if tally.failed or tally.broken else 0


def run_checks(
    tally: Tally,
    places: Places,
    checks: Iterable[tuple[str, tuple[str, ...]]],
    environment: dict[str, str],
) -> None:
    """Run each check; what a failing one said is shown."""
    for name, command in checks:
        started = time.monotonic()
        program = shutil.which(command[0], path=environment["PATH"]) or command[0]
        answer = subprocess.run(
            [program, *command[1:]],
            cwd=places.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        ok = answer.returncode == 0
        say(f"  {'ok  ' if ok else 'FAIL'}  {name} ({time.monotonic() - started:.1f} s)")
        tally.passed += ok
        tally.failed += not ok
        if not ok:
            tally.broken.append(name)
            say(answer.stdout.rstrip())


def _run_tests(tally: Tally, places: Places, words: list[str], environment: dict[str, str]) -> None:
    """Ours in parallel; then those in a browser; then stock Saleor's with its own settings."""
    chosen = [word for word in words if word.startswith("tests")]
    stock = [word for word in chosen if word.startswith("tests/stock")]
    rest = [word for word in words if word not in chosen]
    if not chosen:
        parallel = ["-n", "2", "--dist", "loadfile", "-m", "not browser"]
        _pytest(tally, places, "tests", [*parallel, *rest], environment)
        if _has_browser():
            _pytest(tally, places, "browser tests", ["-m", "browser", *rest], _in_loop(environment))
        stock = ["tests/stock"] if (places.root / "tests" / "stock").exists() else []
    elif len(stock) < len(chosen):
        ours = [word for word in words if word not in stock]
        _pytest(tally, places, "tests", ours, _in_loop(environment))
    if stock:
        settings = {**environment, "DJANGO_SETTINGS_MODULE": STOCK_SETTINGS}
        _pytest(tally, places, "stock Saleor", [*rest, *stock], settings)


def _in_loop(environment: dict[str, str]) -> dict[str, str]:
    """For browser tests: Playwright leaves its event loop on the thread that the rows are read by.

    Django refuses that, since it cannot know that nothing else runs in the loop. A process of their
    own keeps the loop, and this leave, away from the other tests.
    """
    return {**environment, "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}


def _pytest(
    tally: Tally, places: Places, name: str, words: list[str], environment: dict[str, str]
) -> None:
    started = time.monotonic()
    report = scratch_folder(environment) / f"{name.replace(' ', '-')}.xml"
    say(f"\n  {name}")
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", f"--junitxml={report}", *words],
        cwd=places.root,
        env=environment,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    _count(tally, report)
    if answer.returncode not in {0, _NO_TESTS}:
        tally.broken.append(name)
    ok = name not in tally.broken
    say(f"  {'ok  ' if ok else 'FAIL'}  {name} ({time.monotonic() - started:.1f} s)")


def _count(tally: Tally, report: Path) -> None:
    """Add what pytest's report says; a run that ended before its report counts as one failure."""
    if not report.exists():
        tally.failed += 1
        return
    for suite in ET.parse(report).getroot().iter("testsuite"):
        total, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        tally.passed += total - failed - skipped
        tally.failed += failed
        tally.skipped += skipped


def _has_browser() -> bool:
    """Whether there is a Chromium; says loudly when not."""
    if any(map(shutil.which, BROWSERS)):
        return True
    say("\n" + "!" * 78)
    say("!!  NO CHROMIUM HERE: THE BROWSER TESTS ARE LEFT OUT.")
    say("!!  Debian: apt-get install --no-install-recommends chromium")
    say("!" * 78)
    return False


def _say_result(tally: Tally) -> None:
    if not any(map(shutil.which, BROWSERS)):
        say("\n!!  The browser tests were left out: no Chromium.")
    if tally.broken:
        say(f"\nfailed: {', '.join(tally.broken)}")
    say(f"\n{tally.closing_line()}")
