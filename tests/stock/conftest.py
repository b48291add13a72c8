"""Stock Saleor for the tests: its database, its rows and a way to send an attempt."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.stock.database import fresh_database, server
from tests.stock.goods import Goods
from tests.stock.sending import Sender

# What the libraries that Saleor was written for say of themselves today.
OLD_WAYS = (
    "ignore:The '.*' alias has been deprecated:DeprecationWarning",
    "ignore:Defining `\\w+_fields` is deprecated:PendingDeprecationWarning",
    "ignore:datetime.datetime.utcnow:DeprecationWarning",
    'ignore:"measurement_class" will be removed:DeprecationWarning',
)


def pytest_configure(config: pytest.Config) -> None:
    """`shows` names the attempts that a test shows on stock Saleor."""
    config.addinivalue_line("markers", "shows(*ids): the attempts that this test tries")
    for line in OLD_WAYS:
        config.addinivalue_line("filterwarnings", line)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One database for the run, made by Saleor's own migrations."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
    with django_db_blocker.unblock(), server(), fresh_database(f"test_stock_{worker}"):
        yield


@pytest.fixture(autouse=True)
def requests_as_app() -> None:
    """Stock Saleor has one role, which owns its tables."""


@pytest.fixture(autouse=True)
def media(settings: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Uploads go where the run's other files go."""
    settings.MEDIA_ROOT = str(tmp_path_factory.getbasetemp() / "media")  # type: ignore[attr-defined]


@pytest.fixture
def goods(db: None) -> Goods:
    """A little shop of stock Saleor's; its rows are made when they are asked for."""
    return Goods()


@pytest.fixture
def send(db: None) -> Sender:
    """Sends an attempt to stock Saleor's endpoint."""
    return Sender()
