"""What a document may ask for, found out before anything is executed.

Three looks, each cheap for what the next would find dear: the letters (nesting, number of words),
the tree (fields, depth, aliases after fragments are put in their places), and, once the schema
has allowed it, the cost (how many fields it may answer with).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from graphql.language import ast

from storefront.graphql.errors import Refused, too_much

MOST_BYTES = 100_000
MOST_NESTING = 32  # of brackets of any kind; the parser goes one call deeper for each
MOST_TOKENS = 4_000
MOST_LETTERS_OF_A_NAME = 80
MOST_LETTERS_OF_A_VALUE = 20_000
MOST_VALUES = 2_000  # of all variables together
MOST_FIELDS = 400
MOST_DEPTH = 12
MOST_ALIASES = 10
MOST_DIRECTIVES = 40
MOST_CHANGES = 10  # mutations of one operation; each is a transaction of its own
MOST_DEFINITIONS = 50  # operations and fragments; one may lead to the next, call by call
# A name asked for again in the same place; comparing them all is what makes such queries dear.
MOST_REPEATS = 6

_TOKEN = re.compile(
    # the library knows no strings of several lines: quotation marks side by side are empty strings
    r'"(?:[^"\\\n\r]|\\.)*"|#[^\n\r]*|[{}()\[\]]|[\w$@.+-]+|[:=!|&]',
    re.DOTALL,
)
_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")

INTROSPECTION = frozenset({"__schema", "__type"})
INTROSPECTION_OFF = "The schema is not told here; its text is published with the shop's source."


def check_letters(text: str) -> None:
    """Raises Refused for what the parser should not even see."""
    depth = tokens = 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        first = token[0]
        if first == "#":
            continue
        tokens += 1
        if first in _OPENING:
            depth += 1
            if depth > MOST_NESTING:
                raise too_much(f"A document may be nested {MOST_DEPTH} fields deep.")
        elif first in _CLOSING:
            depth -= 1
        elif first == '"':
            _check_value(token[1:-1])
        elif len(token) > MOST_LETTERS_OF_A_NAME:
            raise too_much(f"A name has at most {MOST_LETTERS_OF_A_NAME} letters.")
    if tokens > MOST_TOKENS:
        raise too_much(f"A document has at most {MOST_TOKENS} words and signs.")


def _check_value(text: str) -> None:
    if len(text) > MOST_LETTERS_OF_A_VALUE:
        raise too_much(f"A value has at most {MOST_LETTERS_OF_A_VALUE} letters.")


def check_variables(variables: Mapping[str, Any]) -> None:
    """Raises Refused for more values, or longer ones, than any question needs.

    One variable may stand behind every alias, so what it holds is paid for many times.
    """
    waiting: list[Any] = [variables]
    values = 0
    while waiting:
        one = waiting.pop()
        values += 1
        if values > MOST_VALUES:
            raise too_much(f"All variables hold at most {MOST_VALUES} values.")
        if isinstance(one, str):
            _check_value(one)
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, Mapping):
            waiting += one.values()


class Measure(NamedTuple):
    """How much a selection asks for, fragments in their places."""

    fields: int = 0
    depth: int = 0
    aliases: int = 0
    directives: int = 0

    def beside(self, other: Measure) -> Measure:
        """Both selections in one place."""
        return Measure(
            self.fields + other.fields,
            max(self.depth, other.depth),
            self.aliases + other.aliases,
            self.directives + other.directives,
        )


class _Tree:
    """Measures one document; every fragment once, however often it is named."""

    def __init__(self, document: ast.Document, *, may_introspect: bool) -> None:
        self.fragments = {
            one.name.value: one.selection_set
            for one in document.definitions
            if isinstance(one, ast.FragmentDefinition)
        }
        self.may_introspect = may_introspect
        self._measures: dict[str, Measure] = {}
        self._names: dict[str, Counter[str]] = {}
        self._open: set[str] = set()

    def measure(self, selections: ast.SelectionSet | None) -> Measure:
        """A selection set and all below it."""
        total = Measure()
        if selections is None:
            return total
        for one in selections.selections:
            found = self._selection(one)
            directives = len(one.directives or ())
            total = total.beside(found._replace(directives=found.directives + directives))
        if max(self.names(selections).values(), default=0) > MOST_REPEATS:
            raise too_much(f"A field may be asked for {MOST_REPEATS} times in one place.")
        return total

    def _selection(self, one: Any) -> Measure:
        if isinstance(one, ast.FragmentSpread):
            # the name itself counts: fragments that lead to nothing but fragments are dear too,
            # because the library compares every pair of them anew
            return self.fragment(one.name.value).beside(Measure(fields=1))
        below = self.measure(one.selection_set)
        if isinstance(one, ast.InlineFragment):
            return below
        self._check_name(one.name.value)
        has_alias = one.alias is not None and one.alias.value != one.name.value
        return Measure(
            below.fields + 1, below.depth + 1, below.aliases + has_alias, below.directives
        )

    def _check_name(self, name: str) -> None:
        if name in INTROSPECTION and not self.may_introspect:
            raise Refused(INTROSPECTION_OFF, "INTROSPECTION_OFF")

    def fragment(self, name: str) -> Measure:
        """A fragment; nothing for a name that no fragment has, which validation tells."""
        if name in self._open:
            raise too_much("A fragment may not lead back to itself.")
        if name not in self._measures:
            self._open.add(name)
            self._measures[name] = self.measure(self.fragments.get(name))
            self._open.discard(name)
        return self._measures[name]

    def names(self, selections: ast.SelectionSet | None) -> Counter[str]:
        """How often each name is answered with in one place, through fragments too.

        Only after `measure` has gone through the same selections: it finds the circles.
        """
        found: Counter[str] = Counter()
        for one in selections.selections if selections else ():
            if isinstance(one, ast.FragmentSpread):
                found.update(self._names_of(one.name.value))
            elif isinstance(one, ast.InlineFragment):
                found.update(self.names(one.selection_set))
            else:
                found[(one.alias or one.name).value] += 1
        return found

    def _names_of(self, fragment: str) -> Counter[str]:
        if fragment not in self._names:
            self._names[fragment] = self.names(self.fragments.get(fragment))
        return self._names[fragment]


def _check(measure: Measure) -> None:
    if measure.fields > MOST_FIELDS:
        raise too_much(f"A document asks for at most {MOST_FIELDS} fields.")
    if measure.depth > MOST_DEPTH:
        raise too_much(f"A document may be nested {MOST_DEPTH} fields deep.")
    if measure.aliases > MOST_ALIASES:
        raise too_much(f"A document uses at most {MOST_ALIASES} aliases.")
    if measure.directives > MOST_DIRECTIVES:
        raise too_much(f"A document uses at most {MOST_DIRECTIVES} directives.")


def _check_changes(changes: int) -> None:
    if changes > MOST_CHANGES:
        raise too_much(f"A document holds at most {MOST_CHANGES} mutations.")


def check_tree(document: ast.Document, *, may_introspect: bool) -> None:
    """Raises Refused when any operation, or any fragment by itself, asks for too much."""
    if len(document.definitions) > MOST_DEFINITIONS:
        raise too_much(f"A document has at most {MOST_DEFINITIONS} operations and fragments.")
    tree = _Tree(document, may_introspect=may_introspect)
    for definition in document.definitions:
        if isinstance(definition, ast.OperationDefinition):
            if definition.operation == "subscription":
                raise Refused("Nothing can be subscribed to here.", "GRAPHQL_INVALID")
            _check(tree.measure(definition.selection_set))
            if definition.operation == "mutation":
                _check_changes(sum(tree.names(definition.selection_set).values()))
        elif isinstance(definition, ast.FragmentDefinition):
            _check(tree.fragment(definition.name.value))
        else:
            sentence = "A document holds queries, mutations and fragments only."
            raise Refused(sentence, "GRAPHQL_INVALID")
