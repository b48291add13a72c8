"""Kept connections are looked at before use: one that the server ended is opened again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import close_old_connections, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.storefront.database.asking import backend, statements


@pytest.fixture
def kept() -> Iterator[BaseDatabaseWrapper]:
    """A connection that an earlier request used, kept as the shop keeps them."""
    connection.close()
    connection.settings_dict["CONN_MAX_AGE"] = 300
    connection.ensure_connection()
    begin_request()
    backend()
    yield connection
    connection.close()


def begin_request() -> None:
    """What Django does between two requests."""
    close_old_connections()


def end_backend(pid: int) -> None:
    """End a server process from outside, as a restart of the server does."""
    parameters: dict[str, Any] = connection.get_connection_params()
    kept = {
        name: parameters[name]
        for name in ("dbname", "user", "host", "port", "password")
        if name in parameters
    }
    with psycopg.connect(**kept, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


@pytest.mark.django_db(transaction=True)
def test_a_good_connection_is_not_asked(kept: BaseDatabaseWrapper) -> None:
    before = backend()
    begin_request()
    with statements() as said:
        assert backend() == before
    assert said == ["SELECT pg_backend_pid()"]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_is_opened_again(kept: BaseDatabaseWrapper) -> None:
    before = backend()
    begin_request()
    end_backend(before)
    assert backend() != before


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_idle_is_asked(
    kept: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = backend()
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 60)
    begin_request()
    with statements() as said:
        assert backend() == before
    assert said == ["SELECT 1", "SELECT pg_backend_pid()"]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_met_an_error_is_asked(kept: BaseDatabaseWrapper) -> None:
    kept.errors_occurred = True
    with statements() as said:
        begin_request()
    assert said == ["SELECT 1"]
    assert not kept.errors_occurred
