"""Several statements in one message to PostgreSQL, each planned once for each connection.

What a step of buying asks and writes is many small statements. One by one each takes a way there
and back and is planned anew, which is most of its cost. Together they are one message, and outside
of a transaction one transaction: all of it is done, or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from typing import Any

import psycopg
from django.db import connection, transaction
from psycopg.pq import ExecStatus

from catalog.acting import TELL, said_before, told
from catalog.planned import GENERIC, STALE, Planned, is_alone, planned_forget, planned_once

Asked = tuple[str, Mapping[str, Any]]  # SQL with named parameters, whose text hardly varies
Rows = list[Any]
# Of more parameters are insertions of many rows, whose texts are as many as there are numbers.
_MOST_PARAMETERS = 160


def rows_together(asked: Sequence[Asked]) -> list[Rows]:
    """The rows of each statement, in their order; every one sees what was committed when its turn
    came. Raises Django's database errors."""
    return _run(asked, changes=False)


def changed_together(asked: Sequence[Asked]) -> list[Rows]:
    """The same of statements that change something: all of them or none, told who acts."""
    return _run(asked, changes=True)


def _run(asked: Sequence[Asked], *, changes: bool) -> list[Rows]:
    with connection.cursor() as plain:  # connected, and looked at once a request
        if not connection.queries_logged:
            connection.validate_no_broken_transaction()
            with connection.wrap_database_errors:
                found = _sent(connection.connection, asked, changes=changes)
            if found is not None:
                return found
        # logged one by one, so that the log has them and their values in place
        with transaction.atomic() if changes and is_alone(connection.connection) else nullcontext():
            return [_plainly(plain, sql, parameters) for sql, parameters in asked]


def _plainly(plain: Any, sql: str, parameters: Mapping[str, Any]) -> Rows:
    plain.execute(sql, parameters)
    return list(plain.fetchall()) if plain.description else []


def _sent(raw: Any, asked: Sequence[Asked], *, changes: bool) -> list[Rows] | None:
    """The rows; None, and nothing done, where a plan no longer fits."""
    planned = [
        planned_once(raw, sql) if len(parameters) <= _MOST_PARAMETERS else Planned()
        for sql, parameters in asked
    ]
    alone = is_alone(raw)
    with psycopg.ClientCursor(raw) as cursor:
        said = cursor.mogrify(TELL, told()) + "; " if changes else said_before()
        texts = [one.execute or sql for one, (sql, _given) in zip(planned, asked, strict=True)]
        message = (said if alone else "") + GENERIC + _filled(cursor, texts, asked)
        try:
            cursor.execute(message.encode())
        except STALE:
            for one, (sql, _parameters) in zip(planned, asked, strict=True):
                if one.execute:
                    planned_forget(raw, sql)
            if alone:
                return None
            raise
        return _results(cursor)[-len(asked) :]


def _filled(cursor: Any, texts: Sequence[str], asked: Sequence[Asked]) -> str:
    """The statements with their values: at once where a name means the same in all of them."""
    values: dict[str, Any] = {}
    for _sql, given in asked:
        if any(_differ(values.get(name, value), value) for name, value in given.items()):
            return "; ".join(
                cursor.mogrify(text, one) for text, (_, one) in zip(texts, asked, strict=True)
            )
        values.update(given)
    return str(cursor.mogrify("; ".join(texts), values))


def _differ(one: Any, other: Any) -> bool:
    return one is not other and (type(one) is not type(other) or bool(one != other))


def _results(cursor: psycopg.ClientCursor[Any]) -> list[Rows]:
    found = [_rows(cursor)]
    while cursor.nextset():
        found.append(_rows(cursor))
    return found


def _rows(cursor: psycopg.ClientCursor[Any]) -> Rows:
    result = cursor.pgresult
    return cursor.fetchall() if result and result.status == ExecStatus.TUPLES_OK else []
