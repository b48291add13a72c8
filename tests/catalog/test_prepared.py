"""Statements that are planned once for each connection."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DataError, NotSupportedError, connection, transaction
from django.test.utils import CaptureQueriesContext

from catalog.prepared import prepared_rows

_PREPARED = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %(like)s"


def prepared(part: str) -> int:
    """How many statements with these words the server keeps for this connection."""
    with connection.cursor() as cursor:
        cursor.execute(_PREPARED, {"like": f"%{part}%"})
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_statement_is_prepared_once_whatever_its_values() -> None:
    sql = "SELECT %(word)s || 'planned once', %(amount)s * 2"
    for word, amount in (("a ", Decimal("1.50")), ("b ", Decimal("2.25")), ("c ", Decimal("0"))):
        assert prepared_rows(sql, {"word": word, "amount": amount}) == [
            (f"{word}planned once", amount * 2)
        ]
    assert prepared("planned once") == 1


@pytest.mark.django_db
def test_it_is_seen_by_those_who_count_statements() -> None:
    with CaptureQueriesContext(connection) as seen:
        prepared_rows("SELECT %(word)s || 'seen'", {"word": "is "})
    assert [query["sql"] for query in seen.captured_queries] == ["SELECT 'is ' || 'seen'"]


@pytest.mark.django_db
def test_what_goes_wrong_is_djangos_error() -> None:
    with pytest.raises(DataError), transaction.atomic():
        prepared_rows("SELECT 1 / %(zero)s::int", {"zero": 0})


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_prepares_again() -> None:
    sql = "SELECT %(word)s || 'after a restart'"
    prepared_rows(sql, {"word": "still here "})
    connection.close()
    assert prepared("after a restart") == 0
    assert prepared_rows(sql, {"word": "still here "}) == [("still here after a restart",)]


@pytest.mark.django_db(transaction=True)
def test_a_statement_whose_table_changed_runs_all_the_same() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE shape (n integer)")
        cursor.execute("INSERT INTO shape VALUES (7)")
    assert prepared_rows("SELECT * FROM shape", {}) == [(7,)]
    change_shape()
    assert prepared_rows("SELECT * FROM shape", {}) == [("7",)]


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_such_a_statement_is_an_error() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE shape (n integer)")
    prepared_rows("SELECT * FROM shape", {})
    change_shape()
    with pytest.raises(NotSupportedError), transaction.atomic():
        prepared_rows("SELECT * FROM shape", {})


def change_shape() -> None:
    """Change a column's type from outside of the driver's sight, which watches for ALTER."""
    with connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN ALTER TABLE shape ALTER n TYPE text; END $$")
