"""Executes an operation whose shape was worked out when its document was prepared.

The library's executor finds the fields, their arguments and their types anew for every row. Here
no type is abstract and no resolver promises anything, so all of that is known beforehand, and a
row costs little more than its resolvers. Documents with directives or introspection go to the
library (`plan_of` gives None); a test holds both against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from graphql import GraphQLList, GraphQLNonNull, GraphQLObjectType
from graphql.execution.values import get_argument_values
from graphql.language import ast

Result = dict[str, Any]


class Info(NamedTuple):
    """What resolvers are told: the request's context, nothing of the tree."""

    context: Any


# Where a value stands in the answer: the place of its owner, then its own name or number.
Place = tuple[Any, str | int] | None


class Failure(Exception):
    """A value that failed. path: from the answer's top."""

    def __init__(self, original: Exception, at: Place) -> None:
        super().__init__(str(original))
        self.original_error = original
        self.path: list[str | int] = []
        while at is not None:
            at, name = at
            self.path.insert(0, name)


class MissingValue(Exception):
    """A value that may not be null is."""


class Answered(NamedTuple):
    """Data, and what failed on the way."""

    data: Result | None
    errors: list[Failure]


class Shape(NamedTuple):
    """The type of a field, unwrapped as far as it is worked on in one step.

    serialize: of a leaf; items: of a list; fields: of an object. One of the three is there.
    """

    required: bool
    serialize: Callable[[Any], Any] | None = None
    items: Shape | None = None
    fields: tuple[FieldPlan, ...] = ()


class FieldPlan(NamedTuple):
    """A field of an answer. arguments: their definitions and what the document says, None for a
    field that takes none."""

    key: str
    resolve: Callable[..., Any]
    arguments: tuple[Any, list[Any]] | None
    shape: Shape


class _NotHere(Exception):
    """The document has something that only the library does."""


class _Planner:
    """Works out the shape of an operation."""

    def __init__(self, schema: Any, fragments: Mapping[str, Any]) -> None:
        self._schema = schema
        self._fragments = fragments

    def fields(self, selection_sets: list[Any], parent: Any) -> tuple[FieldPlan, ...]:
        """The fields of one object, those of the same name as one."""
        found: dict[str, list[ast.Field]] = {}
        for selections in selection_sets:
            self._collect(selections, parent, found)
        return tuple(self._field(key, asked, parent) for key, asked in found.items())

    def _collect(self, selections: Any, parent: Any, found: dict[str, list[ast.Field]]) -> None:
        for one in selections.selections:
            if one.directives:
                raise _NotHere
            if isinstance(one, ast.Field):
                found.setdefault((one.alias or one.name).value, []).append(one)
                continue
            spread = isinstance(one, ast.FragmentSpread)
            fragment = self._fragments[one.name.value] if spread else one
            if self._applies(fragment.type_condition, parent):
                self._collect(fragment.selection_set, parent, found)

    def _applies(self, condition: Any, parent: Any) -> bool:
        if condition is None or condition.name.value == parent.name:
            return True
        kind = self._schema.get_type(condition.name.value)
        if isinstance(kind, GraphQLObjectType):
            return False
        return bool(self._schema.is_possible_type(kind, parent))

    def _field(self, key: str, asked: list[ast.Field], parent: Any) -> FieldPlan:
        name = asked[0].name.value
        if name == "__typename":
            return FieldPlan(key, lambda _item, _info: parent.name, None, Shape(True, str))
        definition = parent.fields.get(name)
        if definition is None:
            raise _NotHere
        below = [one.selection_set for one in asked if one.selection_set]
        takes = (definition.args, asked[0].arguments or []) if definition.args else None
        return FieldPlan(key, definition.resolver, takes, self._shape(definition.type, below))

    def _shape(self, kind: Any, below: list[Any], *, required: bool = False) -> Shape:
        if isinstance(kind, GraphQLNonNull):
            return self._shape(kind.of_type, below, required=True)
        if isinstance(kind, GraphQLList):
            return Shape(required, items=self._shape(kind.of_type, below))
        if isinstance(kind, GraphQLObjectType):
            return Shape(required, fields=self.fields(below, kind))
        return Shape(required, serialize=kind.serialize)


def root_type(schema: Any, operation: Any) -> Any:
    """The type whose fields an operation asks for."""
    is_change = operation.operation == "mutation"
    return schema.get_mutation_type() if is_change else schema.get_query_type()


def plan_of(schema: Any, document: ast.Document, operation: Any) -> tuple[FieldPlan, ...] | None:
    """The fields that an operation answers with, in the document's order, which is the order of its
    mutations; None when the library must execute it."""
    fragments = {
        one.name.value: one
        for one in document.definitions
        if isinstance(one, ast.FragmentDefinition)
    }
    try:
        root = root_type(schema, operation)
        return _Planner(schema, fragments).fields([operation.selection_set], root)
    except _NotHere:
        return None


class Execution:
    """One answer in the making."""

    def __init__(self, context: Any, variables: dict[str, Any]) -> None:
        self._info = Info(context)
        self._variables = variables
        self._arguments: dict[int, dict[str, Any]] = {}
        self._errors: list[Failure] = []

    def run(self, plan: tuple[FieldPlan, ...]) -> Answered:
        """Answer an operation."""
        try:
            data = self._object(plan, None, None)
        except Failure as failure:
            self._errors.append(failure)
            return Answered(None, self._errors)
        return Answered(data, self._errors)

    def _given(self, field: FieldPlan) -> dict[str, Any]:
        """A field's arguments, found once for all rows."""
        known = self._arguments.get(id(field))
        if known is None and field.arguments is not None:
            known = get_argument_values(*field.arguments, self._variables)
            self._arguments[id(field)] = known
        return known or {}

    def _object(self, fields: tuple[FieldPlan, ...], item: Any, at: Place) -> Result:
        answer: Result = {}
        for field in fields:
            key, resolve, arguments, shape = field
            try:
                if arguments is None:
                    value = resolve(item, self._info)
                else:
                    value = resolve(item, self._info, **self._given(field))
                answer[key] = self._complete(shape, value, (at, key))
            except Exception as error:
                self._failed(error, (at, key), required=shape.required)
                answer[key] = None
        return answer

    def _failed(self, error: Exception, at: Place, *, required: bool) -> None:
        """Note that a value failed; one that may not be null takes its owner with it."""
        failure = error if isinstance(error, Failure) else Failure(error, at)
        if required:
            raise failure
        self._errors.append(failure)

    def _complete(self, shape: Shape, value: Any, at: Place) -> Any:
        if value is None:
            if shape.required:
                raise MissingValue
            return None
        if shape.serialize is not None:
            written = shape.serialize(value)
            if written is None:
                raise MissingValue
            return written
        if shape.items is not None:
            return self._list(shape.items, value, at)
        return self._object(shape.fields, value, at)

    def _list(self, shape: Shape, values: Any, at: Place) -> list[Any]:
        answer: list[Any] = []
        for number, value in enumerate(values):
            try:
                answer.append(self._complete(shape, value, (at, number)))
            except Exception as error:
                self._failed(error, (at, number), required=shape.required)
                answer.append(None)
        return answer
