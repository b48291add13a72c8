"""Several statements in one message: whole rows that are locked, and rows that are written.

PostgreSQL runs the statements of a message one after the other. Each sees what those before it did
and, in READ COMMITTED, what others had committed when it began: a row that one statement locked is
read rightly by the next. An error in any of them undoes the transaction.

What is written inside `written_together` waits for its end, so that whoever places an order or
takes money for it writes a dozen tables in one way to the database and back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.expressions import DatabaseDefault

from catalog.together import Asked, changed_together, rows_together
from catalog.whole_rows import columns_of, instances_of

T = TypeVar("T")
M = TypeVar("M", bound=models.Model)
Row = tuple[Any, ...]


class Answer(Generic[T]):
    """What a statement came to. Raises LookupError until its message was sent."""

    def __init__(self, made: Callable[[list[Row]], T]) -> None:
        self._made = made
        self._found: list[T] = []

    def take(self, rows: list[Row]) -> None:
        """What came back."""
        self._found[:] = [self._made(rows)]

    @property
    def value(self) -> T:
        """Of its rows."""
        if not self._found:
            raise LookupError("not sent yet")
        return self._found[0]


class Message:
    """Statements that are sent together. Their parameters are named; a text that hardly varies is
    planned once."""

    def __init__(self) -> None:
        self._asked: list[tuple[Asked, Answer[Any] | None]] = []
        self._changes = False

    def ask(self, sql: str, parameters: Mapping[str, Any]) -> Answer[list[Row]]:
        """A statement whose rows are wanted."""
        answer: Answer[list[Row]] = Answer(list)
        self._asked.append(((sql, parameters), answer))
        return answer

    def want(self, asked: Asked, made: Callable[[list[Row]], T]) -> Answer[T]:
        """What is made of a statement's rows."""
        answer = Answer(made)
        self._asked.append((asked, answer))
        return answer

    def change(self, sql: str, parameters: Mapping[str, Any]) -> Answer[list[Row]]:
        """A statement that changes something, with what it returns."""
        self._changes = True
        return self.ask(sql, parameters)

    def rows(
        self, model: type[M], where: str, parameters: Mapping[str, Any], *, lock: bool = False
    ) -> Answer[list[M]]:
        """Whole rows of a table `t`, in the order of their keys. lock: until the transaction
        ends."""
        answer: Answer[list[M]] = Answer(lambda rows: instances_of(model, rows))
        self._asked.append(((_selection(model, where, lock), parameters), answer))
        return answer

    def change_rows(
        self, model: type[M], sql: str, parameters: Mapping[str, Any]
    ) -> Answer[list[M]]:
        """A statement that changes rows of a table `t`, with those rows whole."""
        answer: Answer[list[M]] = Answer(lambda rows: instances_of(model, rows))
        self._changes = True
        self._asked.append(((f"{sql} RETURNING {columns_of(model)}", parameters), answer))
        return answer

    def keys(self, model: type[models.Model], many: int) -> Answer[list[int]]:
        """So many new keys of a table, for rows that name each other before they are written. Those
        that are not used stay unused."""
        answer: Answer[list[int]] = Answer(lambda rows: [key for (key,) in rows])
        self._asked.append(((_KEYS, {"sequence": _sequence(model), "many": many}), answer))
        return answer

    def insert(self, rows: Sequence[models.Model], *, skip_known: bool = False) -> None:
        """New rows of one table; keys that they do not have yet stay unknown here. skip_known:
        leave out what a unique index knows."""
        if not rows:
            return
        self._changes = True
        end = " ON CONFLICT DO NOTHING" if skip_known else ""
        self._asked.append((_insertion(rows, end), None))
        for row in rows:
            row._state.adding, row._state.db = False, connection.alias

    def update(self, row: models.Model, *names: str) -> None:
        """Some columns of a row, which is there."""
        self._changes = True
        fields = [row._meta.get_field(name) for name in names]
        self._asked.append((_update(row, fields), None))

    def send(self) -> None:
        """Send what there is, after what waits to be written. Raises Django's database errors."""
        waiting = _waiting.get()
        if waiting is not None and waiting is not self:
            waiting.send()
        asked, self._asked = self._asked, []
        if not asked:
            return
        run = changed_together if self._changes else rows_together
        self._changes = False
        for rows, (_statement, answer) in zip(run([one for one, _a in asked]), asked, strict=True):
            if answer is not None:
                answer.take(rows)


def one(answer: Answer[list[T]]) -> T | None:
    """The only one that was found, None for none."""
    return next(iter(answer.value), None)


# --- Texts of statements

_KEYS = "SELECT nextval(%(sequence)s::regclass) FROM generate_series(1, %(many)s::int)"
_SEQUENCE = "SELECT pg_get_serial_sequence(%s, %s)"


def _key(model: type[models.Model]) -> Any:
    return model._meta.pk


@lru_cache(maxsize=64)
def _selection(model: type[models.Model], where: str, lock: bool) -> str:
    return (
        f'SELECT {columns_of(model)} FROM "{model._meta.db_table}" t WHERE {where}'
        f' ORDER BY t."{_key(model).column}"{" FOR UPDATE" if lock else ""}'
    )


@lru_cache(maxsize=16)
def _sequence(model: type[models.Model]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(_SEQUENCE, [f'"{model._meta.db_table}"', _key(model).column])
        return str(cursor.fetchone()[0])


class _Columns(NamedTuple):
    """head: of an insertion, up to its values; fields: whose values follow."""

    head: str
    fields: tuple[Any, ...]


@lru_cache(maxsize=64)
def _columns(model: type[models.Model], has_key: bool) -> _Columns:
    fields = tuple(
        field for field in model._meta.concrete_fields if has_key or not field.primary_key
    )
    columns = ", ".join(f'"{field.column}"' for field in fields)
    return _Columns(f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES', fields)


def _insertion(rows: Sequence[models.Model], end: str) -> Asked:
    head, fields = _columns(type(rows[0]), rows[0].pk is not None)
    values: dict[str, Any] = {}
    places = ", ".join(f"({_places(row, fields, values)})" for row in rows)
    return f"{head} {places}{end}", values


def _places(row: models.Model, fields: Sequence[Any], values: dict[str, Any]) -> str:
    """Where a row's values stand; those are added. What the database fills in it fills in."""
    places, itself = [], connections[DEFAULT_DB_ALIAS]  # its proxy is asked for a thousand things
    for field in fields:
        value = field.pre_save(row, True)
        if isinstance(value, DatabaseDefault):
            places.append("DEFAULT")
            continue
        name = f"v{len(values)}"
        values[name] = field.get_db_prep_save(value, itself)
        places.append(f"%({name})s")
    return ", ".join(places)


def insertion_from(row: models.Model, source: str) -> Asked:
    """A new row, once for each row of a source."""
    head, fields = _columns(type(row), row.pk is not None)
    given = [(field, field.pre_save(row, True)) for field in fields]
    said = [(field, value) for field, value in given if not isinstance(value, DatabaseDefault)]
    values = {
        f"v{n}": field.get_db_prep_save(value, connection) for n, (field, value) in enumerate(said)
    }
    columns = ", ".join(f'"{field.column}"' for field, _value in said)
    places = ", ".join(f"%({name})s" for name in values)
    return f"{head.partition(' (')[0]} ({columns}) SELECT {places} FROM {source}", values


def updating(row: models.Model, values: Mapping[str, Any]) -> Asked:
    """A statement that sets columns of one row, and of the instance; conditions may follow it."""
    fields = [row._meta.get_field(name) for name in values]
    for name, value in values.items():
        setattr(row, name, value)
    return _update(row, fields)


def _update(row: models.Model, fields: Sequence[Any]) -> Asked:
    columns = ", ".join(f'"{field.column}" = %({field.column})s' for field in fields)
    values = {
        field.column: field.get_db_prep_save(field.pre_save(row, False), connection)
        for field in fields
    }
    where = f'"{_key(type(row)).column}" = %(its_key)s'
    table = row._meta.db_table
    return f'UPDATE "{table}" SET {columns} WHERE {where}', {**values, "its_key": row.pk}


# --- What is written together

_waiting: ContextVar[Message | None] = ContextVar("written_together", default=None)


@contextmanager
def written_together() -> Iterator[Message]:
    """What is written inside waits and goes in one message at the end, or before the next statement
    that the ORM or another message sends: what these read inside sees it. It is written as whoever
    acts then. Of a block that fails nothing more goes. A block inside another is part of that."""
    before = _waiting.get()
    if before is not None:
        yield before
        return
    message = Message()

    def first(execute: Any, sql: Any, values: Any, many: Any, context: Any) -> Any:
        message.send()
        return execute(sql, values, many, context)

    token = _waiting.set(message)
    try:
        with connection.execute_wrapper(first):
            yield message
    finally:
        _waiting.reset(token)
    message.send()


def rows_insert(rows: Sequence[models.Model], *, skip_known: bool = False) -> None:
    """New rows of one table; see `Message.insert`."""
    with written_together() as message:
        message.insert(rows, skip_known=skip_known)


def row_update(row: models.Model, *names: str) -> None:
    """Some columns of a row, which is there."""
    with written_together() as message:
        message.update(row, *names)
