"""What every test may use."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from catalog.acting import acting
from catalog.types import Actor

STOCK = "tests.stock.settings"

# Stock Saleor has settings of its own and runs in a process of its own.
collect_ignore = [] if os.environ.get("DJANGO_SETTINGS_MODULE") == STOCK else ["stock"]


def pytest_configure(config: pytest.Config) -> None:
    """Say at once what to run when there is no server."""
    if not getattr(settings, "HAS_SERVER", True):
        pytest.exit("no database: run `python3 -m storefront pytest ...`", returncode=2)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests counted, also those of other processes."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == "counted":
                terminalreporter.write_line(f"counted: {value}")


@pytest.fixture
def counted(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Has what a test counted printed at the end of the run."""
    return lambda said: request.node.user_properties.append(("counted", said))


@pytest.fixture(autouse=True)
def first_language() -> Iterator[None]:
    """Every test begins in Indonesian, whatever page the one before asked for."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def chromium_path() -> str | None:
    """The Chromium of this machine, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The Chromium to drive; tests that ask for it are marked `browser`."""
    path = chromium_path()
    if path is None:
        pytest.fail("no Chromium here; `-m 'not browser'` leaves the browser tests out")
    return path


@contextmanager
def serving_role(actor: Actor | None = None) -> Iterator[None]:
    """Statements run with the rights of `app`, which serves, instead of the owner's.

    actor: who acts, as far as the database is told; the shop itself when nobody is named.
    """
    with acting(actor or Actor.system("test")), connection.cursor() as cursor:
        cursor.execute("SET ROLE app")
        try:
            yield
        finally:
            if not connection.needs_rollback:  # else the rollback brings the old role back
                cursor.execute("RESET ROLE")


@pytest.fixture
def as_app(db: None) -> Iterator[None]:
    """The whole test runs with the rights of `app`."""
    with serving_role():
        yield
