"""One row of a model with the rows that it belongs to, as `select_related` gives them.

Nearly every page of the portals begins with its facility, its goods or its paper, of four or five
tables with all their columns: the ORM writes that statement anew each time, which takes longer than
running it. Here it is written once, and planned once for each connection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from django.db import connection, models

from catalog.planned import planned_rows

M = TypeVar("M", bound=models.Model)
_LARGEST = 2**63 - 1  # no key is larger, and the database knows no such number


class _Table(NamedTuple):
    """One table of the statement. path: of foreign keys that lead there, "" for the row itself;
    key: place of its primary key; converts: its columns that are not as the driver gives them."""

    path: str
    model: type[models.Model]
    names: list[str]
    key: int
    converts: dict[int, Callable[[Any], Any]]


def row_of(
    model: type[M],
    related: tuple[str, ...],
    where: str,
    parameters: Mapping[str, Any],
    also: tuple[tuple[str, str], ...] = (),
) -> M | None:
    """The row for which a condition holds on table `t`; None for none. One statement.

    related: paths of foreign keys, each as in "facility__regency", a table before those that it
    belongs to; where: SQL with named parameters; also: names of further attributes, with the SQL of
    each.
    """
    if any(isinstance(value, int) and value > _LARGEST for value in parameters.values()):
        return None
    sql, tables = _statement(model, related, also)
    rows = planned_rows(f"{sql} WHERE {where} LIMIT 1", parameters)
    if not rows:
        return None
    found: M = _built(tables, rows[0])
    vars(found).update(zip((name for name, _sql in also), rows[0][-len(also) :], strict=False))
    return found


def columns_of(model: type[models.Model]) -> str:
    """All columns of a model's table `t`, for a statement whose rows `instances_of` takes."""
    return ", ".join(f't."{field.column}"' for field in model._meta.concrete_fields)


def instances_of(model: type[M], rows: Iterable[Sequence[Any]]) -> list[M]:
    """The rows of such a statement as the model's."""
    table = _own_table(model)
    return [_instance(table, list(row)) for row in rows]


@lru_cache(maxsize=32)
def _own_table(model: type[models.Model]) -> _Table:
    return _table("", model)


@lru_cache(maxsize=16)
def _statement(
    model: type[models.Model], related: tuple[str, ...], also: tuple[tuple[str, str], ...]
) -> tuple[str, tuple[_Table, ...]]:
    tables = {"": _table("", model)}
    joins = f'"{model._meta.db_table}" t'
    for path in related:
        owner, _under, name = path.rpartition("__")
        field: Any = tables[owner].model._meta.get_field(name)
        tables[path] = _table(path, field.remote_field.model)
        joins += (
            f' LEFT JOIN "{field.remote_field.model._meta.db_table}" {_alias(path)}'
            f' ON {_alias(path)}."{field.target_field.column}" = {_alias(owner)}."{field.column}"'
        )
    own = (
        f'{_alias(path)}."{field.column}"'
        for path, table in tables.items()
        for field in table.model._meta.concrete_fields
    )
    columns = ", ".join([*own, *(sql for _name, sql in also)])
    return f"SELECT {columns} FROM {joins}", tuple(tables.values())


def _alias(path: str) -> str:
    return f"t_{path}" if path else "t"


def _table(path: str, model: type[models.Model]) -> _Table:
    fields: Sequence[Any] = model._meta.concrete_fields
    return _Table(
        path,
        model,
        names=[field.attname for field in fields],
        key=next(place for place, field in enumerate(fields) if field.primary_key),
        converts={
            place: convert
            for place, field in enumerate(fields)
            if (convert := _convert(field)) is not None
        },
    )


def _convert(field: Any) -> Callable[[Any], Any] | None:
    """What makes of the driver's value the field's, None where they are the same."""
    column = field.cached_col
    steps = [
        *connection.ops.get_db_converters(column),
        *column.get_db_converters(connection),
    ]
    if not steps:
        return None

    def convert(value: Any) -> Any:
        for step in steps:
            value = step(value, column, connection)
        return value

    return convert


def _built(tables: Sequence[_Table], row: Sequence[Any]) -> Any:
    """The model's instance with those that it belongs to, where the ORM would look for them."""
    found: dict[str, Any] = {}
    begin = 0
    for table in tables:
        end = begin + len(table.names)
        found[table.path] = _instance(table, list(row[begin:end]))
        begin = end
    for path, instance in found.items():
        owner, _under, name = path.rpartition("__")
        if path and found[owner] is not None:
            found[owner]._state.fields_cache[name] = instance
    return found[""]


def _instance(table: _Table, values: list[Any]) -> Any:
    if values[table.key] is None:
        return None
    for place, convert in table.converts.items():
        values[place] = convert(values[place])
    return table.model.from_db(connection.alias, table.names, values)
