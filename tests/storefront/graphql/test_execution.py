"""Our executor answers as the library's does, and leaves to it what it does not know."""

from __future__ import annotations

from typing import Any

import graphene
import pytest
from graphql import parse, validate
from graphql.execution import execute

from catalog.dates import legal_today
from storefront.graphql.documents import named_documents, prepare
from storefront.graphql.execution import Execution, plan_of
from storefront.graphql.ids import global_id
from storefront.graphql.loaders import Asking
from storefront.graphql.schema import schema
from tests.storefront.graphql.conftest import DOCUMENTS, Ask, document
from tests.storefront.graphql.rows import category_id, saleor, shop_make


class Named(graphene.Interface):
    name = graphene.String()


class Leaf(graphene.ObjectType):
    """Has fields of every kind, and some that fail."""

    class Meta:
        interfaces = (Named,)

    number = graphene.Int(required=True)
    price = graphene.Float()
    flag = graphene.Boolean()
    key = graphene.ID()
    color = graphene.Field(graphene.Enum("Color", [("RED", 1), ("BLUE", 2)]))
    nothing = graphene.String()
    nothing_required = graphene.String(required=True)
    fails = graphene.String()
    fails_required = graphene.String(required=True)
    wrong = graphene.Int()
    echo = graphene.String(
        text=graphene.String(default_value="none"), times=graphene.Int(), more=graphene.ID()
    )
    same = graphene.Field(lambda: Leaf)
    same_required = graphene.Field(lambda: Leaf, required=True)
    children = graphene.List(lambda: Leaf)
    children_required = graphene.List(graphene.NonNull(lambda: Leaf), required=True)
    holes = graphene.List(graphene.String)
    holes_required = graphene.List(graphene.NonNull(graphene.String))
    nested = graphene.List(graphene.List(graphene.Int))

    @staticmethod
    def resolve_fails(_root: Any, _info: Any) -> None:
        raise RuntimeError("no")

    resolve_fails_required = resolve_fails

    @staticmethod
    def resolve_echo(_root: Any, _info: Any, **given: Any) -> str:
        return repr(sorted(given.items()))

    @staticmethod
    def resolve_same(root: Any, info: Any) -> Any:
        assert info.context == "context"
        return root

    resolve_same_required = resolve_same

    @staticmethod
    def resolve_children(root: Any, _info: Any) -> list[Any]:
        return [root, None, root]

    @staticmethod
    def resolve_children_required(root: Any, _info: Any) -> list[Any]:
        return [root, root]


class Other(graphene.ObjectType):
    class Meta:
        interfaces = (Named,)

    name = graphene.String()


class Top(graphene.ObjectType):
    class Meta:
        name = "Query"

    leaf = graphene.Field(Leaf)
    leaf_required = graphene.Field(Leaf, required=True)
    other = graphene.Field(Other)

    @staticmethod
    def resolve_leaf(_root: Any, _info: Any) -> dict[str, Any]:
        return {
            "name": "daun", "number": 3, "price": 1.5, "flag": False, "key": 5, "color": 2,
            "wrong": "many", "holes": ["a", None, 5], "holes_required": ["a", None],
            "nested": [[1, None], None, []],
        }  # fmt: skip

    resolve_leaf_required = resolve_leaf


SMALL = graphene.Schema(query=Top)

QUESTIONS = [
    "{ leaf { name number price flag key color nothing } }",
    "{ leaf { a: name name b: number } other { name } }",
    "{ __typename leaf { __typename t: __typename } }",
    "{ leaf { fails name } }",
    "{ leaf { name failsRequired } other { name } }",
    "{ leafRequired { failsRequired } }",
    "{ leafRequired { sameRequired { sameRequired { nothingRequired } } } }",
    "{ leaf { same { sameRequired { nothingRequired } name } name } }",
    "{ leaf { children { name failsRequired } childrenRequired { name fails } } }",
    "{ leaf { childrenRequired { name failsRequired } } leafRequired { name } }",
    "{ leaf { holes holesRequired nested } }",
    "{ leaf { wrong name } }",
    "{ leaf { echo } }",
    '{ leaf { echo(text: "a", times: 2) e: echo(more: 5) } }',
    "query ($t: String, $n: Int = 4) { leaf { echo(text: $t, times: $n) } }",
    "query ($t: String!) { leaf { echo(text: $t) children { echo(text: $t) } } }",
    "{ leaf { same { name } same { number same { flag } } ...A } }"
    " fragment A on Leaf { same { price same { key } } }",
    "{ leaf { ... on Named { name } ... on Leaf { number } ...N } }"
    " fragment N on Named { __typename name }",
]


def _errors(result: Any) -> list[tuple[list[Any], str]]:
    """Where something failed, and whether a resolver did. For a value that does not fit its type
    the library tells no place."""
    found = []
    for error in result.errors or ():
        original = getattr(error, "original_error", None)
        is_raised = isinstance(original, RuntimeError)
        has_place = not isinstance(original or error, ValueError)
        found.append((list(error.path) if has_place else [], str(is_raised)))
    return sorted(found, key=str)


@pytest.mark.parametrize("text", QUESTIONS)
def test_small_questions_are_answered_as_the_library_does(text: str) -> None:
    parsed = parse(text)
    assert validate(SMALL, parsed) == []
    given = {"t": "x"}
    theirs: Any = execute(SMALL, parsed, context_value="context", variable_values=given)
    plan = plan_of(SMALL, parsed, parsed.definitions[0])
    assert plan is not None
    defaults = {"n": 4, **given}
    ours = Execution("context", defaults).run(plan)
    assert ours.data == theirs.data
    assert _errors(ours) == _errors(theirs)


@pytest.mark.parametrize(
    "text",
    [
        "{ leaf { name @include(if: true) } }",
        "{ leaf { ... @skip(if: true) { name } } }",
        "query ($a: Boolean!) { leaf { ...A @skip(if: $a) } } fragment A on Leaf { name }",
        "{ __schema { queryType { name } } }",
    ],
)
def test_what_it_does_not_know_is_left_to_the_library(text: str) -> None:
    parsed = parse(text)
    assert plan_of(SMALL, parsed, parsed.definitions[0]) is None


def test_directives_work(ask: Ask) -> None:
    text = """query ($yes: Boolean!) { shop {
      defaultCurrency @include(if: $yes) currencies @skip(if: $yes) } }"""
    assert ask(text, yes=True).data == {"shop": {"defaultCurrency": "IDR"}}
    assert ask(text, yes=False).data["shop"]["currencies"] == ["IDR"]


def _variables(name: str) -> dict[str, Any]:
    """What a document asks for, so that it is answered with something."""
    everything = {
        "first": 10, "count": 10, "featured": 4, "slug": "bawang-goreng", "country": "ID",
        "id": category_id(), "language": "EN", "facility": "lapas-palu", "number": "CONTOH-1",
        "ids": [
            global_id("ProductVariant", pk)
            for pk in saleor("product.ProductVariant").values_list("pk", flat=True)
        ],
    }  # fmt: skip
    slugs = {"category": "camilan", "collections": "pilihan", "facility": "lapas-palu"}
    return {**everything, "slug": slugs.get(name, "bantuan" if name == "page" else "bawang-goreng")}


TEXTS = {path.stem: document(path.stem) for path in DOCUMENTS.glob("*.graphql")}
TEXTS |= {f"own-{name}": text for name, text in named_documents().items()}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_documents_are_answered_as_the_library_does(db: None, name: str) -> None:
    shop_make()
    prepared = prepare(TEXTS[name], may_introspect=False)
    operation = prepared.operation(None)
    assert operation.fields is not None
    wanted = {one.variable.name.value for one in operation.definition.variable_definitions or ()}
    variables = {
        key: value for key, value in _variables(name.removeprefix("own-")).items() if key in wanted
    }
    asking = Asking(legal_today(), "https://lapak.example")
    theirs: Any = execute(
        schema, prepared.document, context_value=asking, variable_values=variables
    )
    ours = Execution(asking, variables).run(operation.fields)
    assert not theirs.errors and not ours.errors
    assert ours.data == theirs.data
    assert ours.data and (name == "own-gallery" or any(ours.data.values()))
