"""What every test may use."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test.client import ClientHandler
from django.utils import translation
from psycopg.pq import TransactionStatus
from psycopg.pq.abc import PGconn

from catalog.acting import acting
from catalog.types import Actor

STOCK = "tests.stock.settings"

# The same examples in every run, however slow the machine: what is red was made red by a change.
hypothesis.settings.load_profile("ci")

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
def rights_of_app() -> Iterator[None]:
    """Statements of this thread's connection run with the rights of `app`, and afterwards with
    those of before. Who acts is not said.

    Asked beneath Django and the driver's cursors, so that no test that counts statements sees it.
    """
    connection.ensure_connection()
    raw: PGconn = connection.connection.pgconn
    if connection.in_atomic_block and raw.transaction_status == TransactionStatus.IDLE:
        raw.exec_(b"BEGIN")  # else the driver's own comes after the role
    before = raw.exec_(b"SELECT current_setting('role')").get_value(0, 0) or b"none"
    raw.exec_(b"SET ROLE app")
    try:
        yield
    finally:
        # in a transaction that an error ended, its rollback brings the old role back
        if raw.transaction_status in (TransactionStatus.IDLE, TransactionStatus.INTRANS):
            raw.exec_(b"SET ROLE " + before)


@contextmanager
def serving_role(actor: Actor | None = None) -> Iterator[None]:
    """Statements run with the rights of `app`, which serves, instead of the owner's.

    actor: who acts, as far as the database is told; the shop itself when nobody is named.
    """
    with acting(actor or Actor.system("test")), rights_of_app():
        yield


@pytest.fixture(autouse=True)
def requests_as_app(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Every request of the test client runs as in production: with the rights of `app`, whom
    policies bind, and nobody acts until the page says for whom. The test around it keeps its own.
    """
    has_database = {"db", "transactional_db"} & set(request.fixturenames)
    if has_database or request.node.get_closest_marker("django_db"):
        answer = ClientHandler.__call__

        def served(self: ClientHandler, environ: dict[str, Any]) -> Any:
            with rights_of_app():
                return answer(self, environ)

        monkeypatch.setattr(ClientHandler, "__call__", served)
    yield


@pytest.fixture
def as_app(db: None) -> Iterator[None]:
    """The whole test runs with the rights of `app`."""
    with serving_role():
        yield
