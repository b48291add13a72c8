"""Documents: parsed, measured and validated once for each text, and kept.

The shop's own, `documents/*.graphql`, can be asked for by name with a GET.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from graphql import GraphQLError, Source, parse
from graphql.language import ast
from graphql.language.visitor import ParallelVisitor, TypeInfoVisitor, visit
from graphql.utils.type_info import TypeInfo
from graphql.validation.rules import specified_rules
from graphql.validation.validation import ValidationContext

from storefront.graphql.cost import Plan
from storefront.graphql.errors import Refused, invalid
from storefront.graphql.execution import FieldPlan, plan_of
from storefront.graphql.limits import check_letters, check_tree
from storefront.graphql.schema import BUYERS, PRIVATE, schema

FOLDER = Path(__file__).parent / "documents"
MOST_KEPT_BYTES = 200_000  # of text; what is made of it takes about sixty times as much

# Half a sign, and the sign that PostgreSQL cannot hold: nothing that is stored has them, so what
# asks for them is answered as if for something that is not there.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_UNSTORABLE_ESCAPES = re.compile(r"\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})")
STANDS_FOR = "\ufffd"


class Operation(NamedTuple):
    """One operation of a document. plan: what it costs; fields: what it answers with, None when
    the library has to find out; needs_key: it changes something of a facility's, or asks for what
    is not public; is_buyers: it asks for, or changes, what is one buyer's."""

    definition: Any
    plan: Plan
    fields: tuple[FieldPlan, ...] | None
    needs_key: bool
    is_buyers: bool


class Prepared(NamedTuple):
    """A document that may be executed."""

    document: ast.Document
    operations: dict[str, Operation]

    def operation(self, name: str | None) -> Operation:
        """The operation of that name; without a name, the only one. Raises Refused."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        if name is None or name not in self.operations:
            raise Refused(
                "Name one of the document's operations with `operationName`.", "GRAPHQL_INVALID"
            )
        return self.operations[name]


class _Enough(Exception):
    """Validation has found one error; looking for more costs, and helps nobody."""


class _Context(ValidationContext):
    """Stops at the first error."""

    def report_error(self, error: GraphQLError) -> None:
        self._errors.append(error)
        raise _Enough


def _validate(document: ast.Document) -> None:
    """Raises Refused with the first thing that the schema does not allow."""
    info = TypeInfo(schema)
    context = _Context(schema, document, info)
    visitors = [rule(context) for rule in specified_rules]
    try:
        visit(document, TypeInfoVisitor(info, ParallelVisitor(visitors)))
    except _Enough:
        raise invalid(context.get_errors()[0]) from None


def clean(text: str) -> str:
    """Text without what the database cannot hold."""
    return _UNSTORABLE.sub(STANDS_FOR, text)


def prepare(text: str, *, may_introspect: bool) -> Prepared:
    """Parse, measure and validate a document. Raises Refused."""
    text = _UNSTORABLE_ESCAPES.sub(r"\\ufffd", clean(text))
    check_letters(text)
    try:
        document = parse(Source(text, "GraphQL request"))
    except GraphQLError as error:
        raise invalid(error) from None
    check_tree(document, may_introspect=may_introspect)
    _validate(document)
    return Prepared(
        document,
        {
            one.name.value if one.name else "": _operation(document, one)
            for one in document.definitions
            if isinstance(one, ast.OperationDefinition)
        },
    )


def _operation(document: ast.Document, one: ast.OperationDefinition) -> Operation:
    fragments = {
        each.name.value: each
        for each in document.definitions
        if isinstance(each, ast.FragmentDefinition)
    }
    names = frozenset(_names(one.selection_set, fragments))
    others = names - BUYERS - {"__typename"}
    is_change = one.operation == "mutation"
    needs_key = bool((others or not names & BUYERS) if is_change else names & PRIVATE)
    plan = Plan(schema, document, one)
    return Operation(one, plan, plan_of(schema, document, one), needs_key, bool(names & BUYERS))


def _names(selections: ast.SelectionSet, fragments: Mapping[str, Any]) -> Iterator[str]:
    """The fields asked for in one place, through fragments too."""
    for one in selections.selections:
        if isinstance(one, ast.Field):
            yield one.name.value
        else:
            spread = isinstance(one, ast.FragmentSpread)
            below = fragments[one.name.value] if spread else one
            yield from _names(below.selection_set, fragments)


class Kept:
    """Prepared documents by their text, the least lately used going first."""

    def __init__(self, most_bytes: int = MOST_KEPT_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._known: OrderedDict[tuple[str, bool], Prepared] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, text: str, *, may_introspect: bool) -> Prepared:
        """The document, prepared now or before. Raises Refused."""
        key = (text, may_introspect)
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        prepared = prepare(text, may_introspect=may_introspect)
        with self._lock:
            if key not in self._known:
                self._known[key] = prepared
                self._bytes += len(text)
            while self._bytes > self._most and len(self._known) > 1:
                (gone, _), _ = self._known.popitem(last=False)
                self._bytes -= len(gone)
        return prepared

    @property
    def size(self) -> int:
        """Letters that are kept."""
        return self._bytes


kept = Kept()


@cache
def named_documents() -> dict[str, str]:
    """The texts of the shop's own documents by name."""
    return {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.graphql"))}
