"""Statements of the portals, planned once for each connection whoever asks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DataError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from catalog.acting import acting
from catalog.planned import planned_rows
from catalog.types import Actor, Grant, Role

_READS = "SELECT current_setting('lapak.reads', true), %(word)s || 'planned so'"


def prepared(part: str) -> int:
    """How many statements with these words the server keeps for this connection."""
    with connection.cursor() as cursor:
        sql = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %(like)s"
        cursor.execute(sql, {"like": f"%{part}%"})
        return int(cursor.fetchone()[0])


def operator(facility_id: int) -> Actor:
    """Somebody of one facility."""
    grant = Grant(Role.FACILITY_OPERATOR, frozenset({facility_id}))
    return Actor("operator", (grant,), user_id=1)


@pytest.mark.django_db(transaction=True)
def test_one_plan_serves_everybody_and_each_reads_their_own() -> None:
    for facility_id in (7, 8, 7):
        with acting(operator(facility_id)):
            assert planned_rows(_READS, {"word": "is "}) == [
                (f"{{{facility_id}}}", "is planned so")
            ]
    ((reads, _word),) = planned_rows(_READS, {"word": "is "})
    assert not reads
    assert prepared("planned so") == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_of_it_stays_on_the_connection() -> None:
    with acting(operator(7)):
        planned_rows(_READS, {"word": ""})
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('plan_cache_mode')")
            assert cursor.fetchone() == ("auto",)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lapak.reads', true)")
        assert not cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_in_order_nothing_is_sorted_and_that_too_ends_with_the_statement() -> None:
    asked = "SELECT current_setting('enable_sort'), current_setting('enable_bitmapscan')"
    with acting(operator(7)):
        assert planned_rows(asked, {}, in_order=True) == [("off", "off")]
        assert planned_rows(asked, {}) == [("on", "on")]


@pytest.mark.django_db(transaction=True)
def test_values_come_as_they_are_and_percents_stay() -> None:
    sql = "SELECT %(amount)s::numeric * 2, %(many)s::int[], '5 %%', %(none)s::text, %(amount)s + 1"
    for amount in (Decimal("1.50"), Decimal("2")):
        given = {"amount": amount, "many": [1, 2], "none": None, "unused": "x"}
        assert planned_rows(sql, given) == [(amount * 2, [1, 2], "5 %", None, amount + 1)]
    assert planned_rows("SELECT 'no values'", {}) == [("no values",)]


@pytest.mark.django_db(transaction=True)
def test_in_a_transaction_and_where_it_is_logged_it_runs_plainly() -> None:
    with transaction.atomic():
        planned_rows("SELECT %(word)s || 'in a transaction'", {"word": ""})
    with CaptureQueriesContext(connection) as seen:
        planned_rows("SELECT %(word)s || 'in the log'", {"word": "is "})
    assert [query["sql"] for query in seen.captured_queries] == ["SELECT 'is ' || 'in the log'"]
    assert prepared("in a transaction") == prepared("in the log") == 0


@pytest.mark.django_db(transaction=True)
def test_what_goes_wrong_is_djangos_error() -> None:
    with pytest.raises(DataError):
        planned_rows("SELECT 1 / %(zero)s::int", {"zero": 0})
    with pytest.raises(ProgrammingError):
        planned_rows("SELECT nothing_like_this", {})
    assert planned_rows("SELECT %(one)s::int", {"one": 1}) == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_does_not_say_its_types_runs_all_the_same() -> None:
    assert planned_rows("SELECT %(a)s::text, %(a)s + 1", {"a": 1}) == [("1", 2)]


@pytest.mark.django_db(transaction=True)
def test_a_statement_whose_table_changed_runs_and_is_planned_anew() -> None:
    sql = "SELECT * FROM planned_shape"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE planned_shape (n integer)")
        cursor.execute("INSERT INTO planned_shape VALUES (7)")
    assert planned_rows(sql, {}) == [(7,)]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE planned_shape ALTER n TYPE text")
    assert planned_rows(sql, {}) == planned_rows(sql, {}) == [("7",)]
    assert prepared("planned_shape") == 1


@pytest.mark.django_db(transaction=True)
def test_one_that_is_gone_runs_and_a_connection_opened_again_plans_again() -> None:
    sql = "SELECT %(word)s || 'after all'"
    assert planned_rows(sql, {"word": "still "}) == [("still after all",)]
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert planned_rows(sql, {"word": "still "}) == [("still after all",)]
    assert planned_rows(sql, {"word": "still "}) == [("still after all",)]
    connection.close()
    assert planned_rows(sql, {"word": "still "}) == [("still after all",)]
    assert prepared("after all") == 1
