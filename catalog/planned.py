"""Statements that PostgreSQL plans once for each connection, whoever asks.

Row security writes conditions into every statement, and planning those anew takes longer than
reading a page of rows. Such a statement is prepared under a name and then executed in one message
with what says who reads, as every statement of somebody who acts is: the plan looks that up when it
runs, so that the same one serves everybody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

import psycopg
from django.db import DatabaseError, connection
from psycopg.pq import TransactionStatus

from catalog.acting import said_before

_MOST = 120  # a connection: each keeps its plan in the server's memory
_PLACE = re.compile(r"%\((\w+)\)s|%%")
GENERIC = "SELECT set_config('plan_cache_mode', 'force_generic_plan', true); "
_IN_ORDER = (
    "SELECT set_config('plan_cache_mode', 'force_generic_plan', true),"
    " set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true); "
)
# The statement is gone or no longer fits: the table's columns changed, or something between the
# shop and the server hands its connections round.
STALE = (psycopg.errors.FeatureNotSupported, psycopg.errors.InvalidSqlStatementName)


class Planned(NamedTuple):
    """A prepared statement. name: of its text, so that one name never means two statements;
    execute: what executes it, with named parameters; "" for one that runs plainly."""

    name: str = ""
    execute: str = ""


T = TypeVar("T")
_PLAINLY = Planned()
_known: WeakKeyDictionary[psycopg.Connection[Any], dict[str, Planned]] = WeakKeyDictionary()


def planned_rows(sql: str, parameters: Mapping[str, Any], *, in_order: bool = False) -> list[Any]:
    """All rows of one statement with named parameters, whose text must hardly vary: the first
    texts of a connection are prepared, further ones run plainly.

    in_order: its plan reads along an index and stops at the limit. A plan for everybody reckons
    with a place of average size, all of whose rows are soon read and sorted; the largest has forty
    times as many.

    It runs plainly inside of transactions too, and while statements are logged, so that the log
    has its values in place. A parameter's type is that of its first place in the text. Raises
    Django's database errors.
    """
    with connection.cursor() as plain:  # connected, and looked at once a request
        if not connection.queries_logged and is_alone(connection.connection):
            with connection.wrap_database_errors:
                found = _executed(connection.connection, sql, parameters, in_order)
            if found is not None:
                return found
        plain.execute(sql, parameters)
        return list(plain.fetchall())


def is_alone(raw: Any) -> bool:
    """Whether a statement would be a transaction of its own."""
    return bool(raw.autocommit) and raw.info.transaction_status == TransactionStatus.IDLE


def _executed(
    raw: Any, sql: str, parameters: Mapping[str, Any], in_order: bool
) -> list[Any] | None:
    """The rows; None for a statement that is to run plainly."""
    planned = planned_once(raw, sql)
    if not planned.execute:
        return None
    with psycopg.ClientCursor(raw) as cursor:
        try:
            how = _IN_ORDER if in_order else GENERIC
            cursor.execute(said_before() + how + planned.execute, parameters)
        except STALE:
            planned_forget(raw, sql)
            return None
        while cursor.nextset():
            pass
        return cursor.fetchall()


def planned_forget(raw: Any, sql: str) -> None:
    """Have a statement prepared anew when it is asked for next; where a transaction has just
    failed of it, and nothing can be done until that is over, all of this connection run plainly
    from now on: what made one stale seldom spares the next."""
    if not is_alone(raw):
        _known[raw] = dict.fromkeys(_known[raw], _PLAINLY)
        return
    planned = _known[raw].pop(sql, _PLAINLY)
    try:
        if planned.name:
            psycopg.ClientCursor(raw).execute(f"DEALLOCATE {planned.name}".encode())
    except psycopg.errors.InvalidSqlStatementName:
        return


def done_though_stale(act: Callable[[], T]) -> T:
    """Do a transaction, and once more when it failed of a plan that no longer fits: then nothing of
    it had been done. act: begins and ends it, and does nothing else that stays. Raises what it
    raises."""
    try:
        return act()
    except DatabaseError as error:
        if not isinstance(error.__cause__, STALE) or not is_alone(connection.connection):
            raise
        return act()


def planned_once(raw: Any, sql: str) -> Planned:
    """A statement, prepared if it was not yet and there is room for it."""
    known = _known.setdefault(raw, {})
    if sql not in known and len(known) < _MOST:
        known[sql] = _prepared(raw, sql)
    return known.get(sql, _PLAINLY)


def _prepared(raw: Any, sql: str) -> Planned:
    places: dict[str, str] = {}

    def place(found: re.Match[str]) -> str:
        return places.setdefault(found[1], f"${len(places) + 1}") if found[1] else "%"

    text = _PLACE.sub(place, sql)
    name = f"planned_{sha256(text.encode()).hexdigest()[:24]}"
    try:
        _prepare(raw, f"PREPARE {name} AS {text}")
    except psycopg.errors.DuplicatePreparedStatement:
        pass  # the same text, by whoever had this connection before
    except psycopg.ProgrammingError:
        return _PLAINLY  # it is wrong, or does not say its parameters' types: plainly it shows
    given = ", ".join(f"%({one})s" for one in places)
    return Planned(name, f"EXECUTE {name}({given})" if given else f"EXECUTE {name}")


def _prepare(raw: Any, prepare: str) -> None:
    """Prepare; a transaction that is open goes on, whatever comes of it."""
    cursor = psycopg.ClientCursor(raw)
    if is_alone(raw):
        cursor.execute(prepare.encode())
        return
    cursor.execute(b"SAVEPOINT planning")
    try:
        cursor.execute(prepare.encode())
    except psycopg.Error:
        cursor.execute(b"ROLLBACK TO SAVEPOINT planning")
        raise
    finally:
        cursor.execute(b"RELEASE SAVEPOINT planning")
