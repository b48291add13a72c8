"""Several statements in one message: planned once, all of them or none, told who acts."""

from __future__ import annotations

import pytest
from django.db import DataError, NotSupportedError, connection, transaction
from django.test.utils import CaptureQueriesContext

from catalog.acting import acting
from catalog.prepared import prepared_rows
from catalog.together import Asked, changed_together, rows_together
from catalog.types import Actor
from tests.catalog.test_planned import operator, prepared

_KEEP = "INSERT INTO together_kept VALUES (%(n)s::int)"
_SHAPE: Asked = ("SELECT * FROM together_shape", {})


def table_make(name: str) -> None:
    """A table of this connection."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE {name} (n integer)")


def shape_change() -> None:
    """Another type of its column, out of the driver's sight, which watches for ALTER."""
    with connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN ALTER TABLE together_shape ALTER n TYPE text; END $$")


def kept() -> list[int]:
    """What was written."""
    (rows,) = rows_together([("SELECT n FROM together_kept ORDER BY n", {})])
    return [n for (n,) in rows]


@pytest.mark.django_db(transaction=True)
def test_each_answers_in_its_turn_and_is_planned_once() -> None:
    asked: list[Asked] = [
        ("SELECT %(word)s || 'first together'", {"word": "is "}),
        ("SELECT n, '5 %%' FROM generate_series(1, %(n)s::int) n", {"n": 2}),
        ("SELECT 1 WHERE %(no)s::bool", {"no": False}),
    ]
    for _each in range(3):
        assert rows_together(asked) == [[("is first together",)], [(1, "5 %"), (2, "5 %")], []]
    assert prepared("first together") == 1


@pytest.mark.django_db(transaction=True)
def test_in_a_transaction_it_is_planned_too_and_a_rollback_leaves_the_plan() -> None:
    asked: list[Asked] = [("SELECT %(word)s || 'in one transaction'", {"word": "is "})]
    prepared_rows("SELECT %(word)s || 'by the driver'", {"word": ""})
    with pytest.raises(RuntimeError), transaction.atomic():
        rows_together(asked)
        raise RuntimeError
    with transaction.atomic():
        assert rows_together(asked) == [[("is in one transaction",)]]
    assert prepared("in one transaction") == 1
    # the driver gave up its own meanwhile, and prepares it again
    assert prepared_rows("SELECT %(word)s || 'by the driver'", {"word": "so "})[0][0] == (
        "so by the driver"
    )


@pytest.mark.django_db(transaction=True)
def test_a_log_has_every_statement_with_its_values() -> None:
    asked: list[Asked] = [("SELECT %(n)s::int", {"n": 1}), ("SELECT %(n)s::int + 1", {"n": 2})]
    with CaptureQueriesContext(connection) as seen:
        assert rows_together(asked) == [[(1,)], [(3,)]]
    assert [one["sql"] for one in seen.captured_queries] == ["SELECT 1::int", "SELECT 2::int + 1"]
    with CaptureQueriesContext(connection) as seen:
        changed_together(asked)
    assert [one["sql"] for one in seen.captured_queries][::3] == ["BEGIN", "COMMIT"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("logged", [False, True])
def test_all_is_done_or_nothing(logged: bool) -> None:
    table_make("together_kept")
    connection.force_debug_cursor = logged
    changed_together([(_KEEP, {"n": 1}), (_KEEP, {"n": 2})])
    with pytest.raises(DataError):
        changed_together([(_KEEP, {"n": 3}), ("SELECT 1 / %(zero)s::int", {"zero": 0})])
    connection.force_debug_cursor = False
    assert kept() == [1, 2]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("logged", [False, True])
def test_what_changes_is_told_who_acts_and_nothing_of_it_stays(logged: bool) -> None:
    asked: list[Asked] = [
        ("SELECT current_setting('lapak.facilities', true)", {}),
        ("SELECT current_setting('lapak.acting', true)::json ->> 'name'", {}),
    ]
    connection.force_debug_cursor = logged
    for facility_id in (7, 8):
        with acting(operator(facility_id)):
            assert changed_together(asked) == [[(f"{{{facility_id}}}",)], [("operator",)]]
    with acting(Actor.system("It's \\ me")):
        assert changed_together(asked) == [[("*",)], [("It's \\ me",)]]
    connection.force_debug_cursor = False
    (((facilities,),),) = rows_together(asked[:1])
    assert not facilities


@pytest.mark.django_db(transaction=True)
def test_one_whose_table_changed_is_done_all_the_same() -> None:
    table_make("together_shape")
    table_make("together_kept")
    changed_together([(_KEEP, {"n": 1}), _SHAPE])
    shape_change()
    for number in (2, 3):
        changed_together([(_KEEP, {"n": number}), _SHAPE])
    assert kept() == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_within_a_transaction_that_is_an_error_once() -> None:
    table_make("together_shape")
    rows_together([_SHAPE])
    shape_change()
    with pytest.raises(NotSupportedError), transaction.atomic():
        rows_together([_SHAPE])
    with transaction.atomic():
        assert rows_together([_SHAPE]) == [[]]


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_planned_runs_plainly_and_its_transaction_goes_on() -> None:
    asked: list[Asked] = [("SELECT %(a)s::text, %(a)s + 1", {"a": 1})]
    with transaction.atomic():
        assert rows_together(asked) == rows_together(asked) == [[("1", 2)]]
