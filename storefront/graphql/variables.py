"""Variables as the specification reads them.

The library makes of every variable what its type wants: of "1e3" a thousand pieces, of true one
piece, of "false" a yes, of a list its text. Such a question is refused here, before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphql import GraphQLInputObjectType, GraphQLList, GraphQLNonNull
from graphql.utils.type_from_ast import type_from_ast


def misfit(schema: Any, definitions: list[Any], variables: Mapping[str, Any]) -> Any | None:
    """The definition of the first variable whose value is no value of its type; None where all are.
    What is missing, null or unknown is the library's to judge."""
    for one in definitions:
        name = one.variable.name.value
        if name in variables and not _fits(type_from_ast(schema, one.type), variables[name]):
            return one
    return None


def _fits(kind: Any, value: Any) -> bool:
    if value is None:
        return True
    if isinstance(kind, GraphQLNonNull):
        return _fits(kind.of_type, value)
    if isinstance(kind, GraphQLList):
        items = value if isinstance(value, list) else [value]  # one stands for a list of one
        return all(_fits(kind.of_type, item) for item in items)
    if isinstance(kind, GraphQLInputObjectType):
        return isinstance(value, Mapping) and all(
            _fits(field.type, value[name]) for name, field in kind.fields.items() if name in value
        )
    check = _CHECKS.get(getattr(kind, "name", ""))
    return check is None or check(value)


def _is_whole(value: Any) -> bool:
    """1.0 is 1: JSON has one kind of number."""
    return _is_number(value) and value == value // 1


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_id(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


_CHECKS: Mapping[str, Callable[[Any], bool]] = {
    "Int": _is_whole,
    "Float": _is_number,
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "ID": _is_id,
}
