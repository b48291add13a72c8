"""How many fields a document may answer with, before it is asked.

A connection multiplies what stands below its `edges` by `first` or `last`, another list by a
small number that is about as long as such lists are here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from graphql import GraphQLList, GraphQLNonNull
from graphql.language import ast

from catalog.saleor_adapter.api_attributes import MOST_VALUES
from storefront.graphql.certificates import MOST_GOODS
from storefront.graphql.connections import MOST_A_PAGE, SUFFIX
from storefront.graphql.errors import too_much
from storefront.graphql.execution import root_type

MOST_COST = 5_000
LIST = 4
# Lists that are longer, or shorter, than most.
LISTS = {
    ("Query", "provinces"): 38,
    ("Query", "districts"): 20,
    ("Checkout", "lines"): 20,
    ("CheckoutPart", "lines"): 10,
    ("Checkout", "availableShippingMethods"): 12,
    ("Checkout", "availablePaymentGateways"): 10,
    ("Order", "lines"): 20,
    ("OrderPart", "lines"): 10,
    ("User", "addresses"): 20,
    ("Query", "regionalOffices"): 33,
    ("Attribute", "values"): MOST_VALUES,
    ("Certificate", "products"): MOST_GOODS,
    ("Facility", "certificates"): 20,
    ("SelectedAttribute", "values"): 2,
    ("Shop", "languages"): 2,
    ("Facility", "hours"): 7,
    ("Gallery", "photos"): 8,
    ("Menu", "items"): 10,
    ("MyProductVariant", "moves"): 10,
}
# The shop sets up few of these, whatever a client asks for: Saleor's own storefront asks for 100.
SETUP = {"Attribute": 10, "ProductType": 5, "Menu": 5, "Page": 20}

Given = tuple[str, Any]  # ("value", 24) or ("variable", "count")


class Times(NamedTuple):
    """How long a connection may be. most: of its kind; ids: the argument that names them."""

    first: Given | None
    last: Given | None
    ids: Given | None
    most: int


class Cost(NamedTuple):
    """A field and what stands below it. times: of what is below, for each time it is asked."""

    times: int | Times
    below: tuple[Cost, ...]
    is_edges: bool = False


def _named(kind: Any) -> tuple[Any, bool]:
    """A type without its wrappings, and whether it is a list."""
    is_list = False
    while isinstance(kind, GraphQLList | GraphQLNonNull):
        is_list = is_list or isinstance(kind, GraphQLList)
        kind = kind.of_type
    return kind, is_list


def _given(field: ast.Field, name: str) -> Given | None:
    """An argument's value, which may wait for a variable; None when it is not there."""
    for argument in field.arguments or ():
        if argument.name.value == name:
            value = argument.value
            if isinstance(value, ast.Variable):
                return ("variable", value.name.value)
            if name != "ids":
                return ("value", int(value.value))  # a number is all that validation leaves
            return ("value", value.values if isinstance(value, ast.ListValue) else [value])
    return None


class Plan:
    """The cost of one operation, to be asked again for every set of variables."""

    def __init__(self, schema: Any, document: ast.Document, operation: Any) -> None:
        self._schema = schema
        self._fragments = {
            one.name.value: one
            for one in document.definitions
            if isinstance(one, ast.FragmentDefinition)
        }
        self._top = self._below(operation.selection_set, root_type(schema, operation))

    def _below(self, selections: Any, parent: Any) -> tuple[Cost, ...]:
        found: list[Cost] = []
        for one in selections.selections if selections else ():
            if isinstance(one, ast.FragmentSpread):
                found += self._below(self._fragments[one.name.value].selection_set, parent)
            elif isinstance(one, ast.InlineFragment):
                found += self._below(one.selection_set, parent)
            else:
                found.append(self._field(one, parent))
        return tuple(found)

    def _field(self, field: ast.Field, parent: Any) -> Cost:
        name = field.name.value
        definition = parent.fields.get(name)
        if definition is None:  # __typename, or introspection where it is allowed
            return Cost(1, ())
        kind, is_list = _named(definition.type)
        below = self._below(field.selection_set, kind) if field.selection_set else ()
        if kind.name.endswith(SUFFIX):
            most = SETUP.get(kind.name.removesuffix(SUFFIX), MOST_A_PAGE)
            first, last, ids = (_given(field, one) for one in ("first", "last", "ids"))
            return Cost(Times(first, last, ids, most), below)
        if name == "edges":
            return Cost(1, below, is_edges=True)
        return Cost(LISTS.get((parent.name, name), LIST) if is_list else 1, below)

    def check(self, variables: Mapping[str, Any]) -> None:
        """Raises Refused when too much is asked for, or a connection without saying how much."""
        if _sum(self._top, 1, variables) > MOST_COST:
            raise too_much(
                f"This may answer with more than {MOST_COST} fields; ask for fewer at a time."
            )


def _sum(costs: tuple[Cost, ...], edges: int, variables: Mapping[str, Any]) -> int:
    """The fields of a selection. edges: how long the connection is that it belongs to."""
    total = 0
    for one in costs:
        if isinstance(one.times, Times):
            total += 1 + _sum(one.below, _length(one.times, variables), variables)
        else:
            times = edges if one.is_edges else one.times
            total += 1 + times * _sum(one.below, 1, variables)
    return total


def _value(given: Given | None, variables: Mapping[str, Any]) -> Any:
    if given is None:
        return None
    return variables.get(given[1]) if given[0] == "variable" else given[1]


def _length(times: Times, variables: Mapping[str, Any]) -> int:
    """How long a connection may be. Raises Refused unless exactly one of both says it."""
    first, last = _value(times.first, variables), _value(times.last, variables)
    if (first is None) == (last is None):
        raise too_much("Say how many: give `first` or `last` (and not both) to every connection.")
    asked: int = last if first is None else first
    if not 1 <= asked <= MOST_A_PAGE:
        raise too_much(f"`first` and `last` are numbers from 1 to {MOST_A_PAGE}.")
    ids = _value(times.ids, variables)
    named = asked if ids is None else len(ids)
    return min(asked, times.most, named)
