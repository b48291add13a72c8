"""What is refused before anything is executed: no resolver, no statement."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.saleor_adapter import api_site
from storefront.graphql import connections, cost, documents, limits
from storefront.graphql.documents import Kept, prepare
from storefront.graphql.errors import Refused
from storefront.graphql.schema import schema
from tests.storefront.graphql.conftest import Ask


def refusal(text: str) -> str:
    """The sentence with which a document is refused."""
    with pytest.raises(Refused) as refused:
        prepare(text, may_introspect=False)
    return refused.value.message


def braced(fields: Iterable[str]) -> str:
    return "{ " + " ".join(fields) + " }"


def braces(depth: int) -> str:
    return "{ a " * depth + "}" * depth


@pytest.mark.parametrize("depth", [13, 31])
def test_deep_nesting(depth: int) -> None:
    assert "nested" in refusal(braces(depth))


def test_twelve_fields_deep_are_allowed_thirteen_are_not() -> None:
    eleven = '{ menu(name: "a") { items ' + "{ children " * 8 + "{ id }" + "}" * 8 + " } }"
    twelve = eleven.replace("{ id }", "{ children { id } }")
    thirteen = eleven.replace("{ id }", "{ children { children { id } } }")
    assert prepare(eleven, may_introspect=False) and prepare(twelve, may_introspect=False)
    assert "nested" in refusal(thirteen)


def test_the_parser_never_sees_what_is_nested_a_thousand_deep() -> None:
    for opening, closing in ("{}", "[]", "()"):
        text = "{ a(b: " + opening * 3000 + closing * 3000 + ") }"
        assert "nested" in refusal(text)


def test_brackets_in_strings_and_comments_do_not_count() -> None:
    many = "{" * 90
    text = f'query {{ product(slug: "{many}") {{ slug }} }} # {many}'
    assert prepare(text, may_introspect=False)


@pytest.mark.parametrize("start", ['""" " ', "# a \r", '"\\\\" '])
def test_brackets_cannot_hide_from_the_count(start: str) -> None:
    assert "nested" in refusal(start + braces(500))


def test_many_fields() -> None:
    products = "products(first: 1) { edges { node { %s } } }"
    tile = "id name slug description seoTitle seoDescription isPublished url flagship delivery"
    many = products % " ".join([tile] * 5)  # 53 fields
    assert prepare(f"{{ {many} {many} }}", may_introspect=False)
    assert "fields" in refusal(f"{{ {many * 6} {many.replace('products', 'a: products') * 2} }}")
    # the same by way of fragments: each is within the limits, all in one place are not
    names = [f"F{number}" for number in range(20)]
    fields = "name slug id weight { unit value } productType { id name slug } level: name"
    spread = "query { products(first: 1) { edges { node { category { %s } } } } }"
    big = " ".join(f"fragment {name} on Category {{ {fields} }}" for name in names)
    assert "times" in refusal(spread % " ".join(f"...{name}" for name in names) + big)


def test_fragments_that_double_count_as_what_they_become() -> None:
    bomb = "query { shop { ...F0 } } " + " ".join(
        f"fragment F{number} on Shop {{ ...F{number + 1} ...F{number + 1} }}"
        for number in range(40)
    )
    sentence = refusal(bomb + " fragment F40 on Shop { name }")
    assert "fields" in sentence or "times" in sentence


@pytest.mark.parametrize(
    "text",
    [
        "{ shop { ...A } } fragment A on Shop { ...A }",
        "{ shop { ...A } } fragment A on Shop { ...B } fragment B on Shop { ...A }",
        "{ shop { name } } fragment A on Shop { navigation { main { ...B } } }"
        " fragment B on Menu { items { menu { ...B } } }",
    ],
)
def test_fragments_that_lead_back_to_themselves(text: str) -> None:
    assert "itself" in refusal(text)


def test_long_chains_of_fragments() -> None:
    chain = " ".join(
        f"fragment F{number} on Shop {{ name ...F{number + 1} }}" for number in range(400)
    )
    assert "fragments" in refusal("{ shop { ...F0 } } " + chain)


def test_eleven_aliases() -> None:
    def text(number: int) -> str:
        return braced(f"a{one}: shop {{ name }}" for one in range(number))

    assert prepare(text(limits.MOST_ALIASES), may_introspect=False)
    assert "aliases" in refusal(text(limits.MOST_ALIASES + 1))


def test_aliases_in_a_fragment_count_each_time_it_is_used() -> None:
    fragment = " fragment A on Shop { b: name c: name d: name e: name }"
    text = "{ x: shop { ...A } y: shop { ...A } z: shop { ...A } }" + fragment
    assert "aliases" in refusal(text)


def test_the_same_field_again_and_again_also_behind_inline_fragments() -> None:
    assert "times" in refusal("{ shop { %s } }" % ("... on Shop { name } " * 7))
    assert "times" in refusal("{ shop { %s } }" % ("name " * 7))
    assert prepare("{ shop { name name name } }", may_introspect=False)


def test_many_directives() -> None:
    assert "directives" in refusal("{ shop { name %s } }" % ("@include(if: true) " * 41))


def test_many_words_and_long_ones() -> None:
    assert "words" in refusal("{ %s }" % ("name " * 5000))
    assert "letters" in refusal("{ %s }" % ("a" * 90_000))


def test_the_worst_document_within_the_limits_is_prepared() -> None:
    inner = f"category {braced(['name'] * 6)}"
    text = braced([f"product(id: 1) {braced([inner] * 6)}"] * 6)
    assert prepare(text, may_introspect=False)


@pytest.mark.parametrize(
    "text",
    [
        "{ products { edges { node { name } } } }",
        "{ products(first: null) { edges { node { name } } } }",
        "{ products(first: 101) { edges { node { name } } } }",
        "{ products(first: 0) { edges { node { name } } } }",
        "{ products(last: -1) { edges { node { name } } } }",
        "{ products(first: 2, last: 2) { edges { node { name } } } }",
        "{ products(first: 100) { edges { node { category { products(first: 100) "
        "{ edges { node { name } } } } } } } }",
        "{ products(first: 100) { edges { node { attributes { attribute { values "
        "{ name } } } } } } }",
    ],
)
def test_unbounded_and_dear_lists(ask: Ask, text: str) -> None:
    answer = ask(text)
    assert (answer.status, answer.data, answer.statements) == (400, None, 0)


@pytest.mark.parametrize("first", [None, 0, -5, 101, 2**31])
def test_how_many_may_come_by_a_variable(ask: Ask, first: Any) -> None:
    text = "query ($n: Int) { products(first: $n) { edges { node { name } } } }"
    answer = ask(text, n=first)
    assert (answer.status, answer.statements) == (400, 0)
    assert ask(text, n=3).status == 200
    default = "query ($n: Int = 500) { products(first: $n) { edges { node { name } } } }"
    assert ask(default).status == 400


@pytest.mark.parametrize("ids", ['"a"', "5", '["a", "b"]', "[]"])
def test_ids_may_be_written_in_the_document(ask: Ask, ids: str) -> None:
    text = f"{{ productVariants(ids: {ids}, first: 100) {{ edges {{ node {{ name }} }} }} }}"
    assert ask(text).data == {"productVariants": {"edges": []}}


def test_a_connection_named_by_ids_costs_no_more_than_the_ids() -> None:
    text = """query ($ids: [ID]) { productVariants(ids: $ids, first: 100) { edges { node {
      name attributes { attribute { name values { name } } values { name } } } } } }"""
    plan = prepare(text, may_introspect=False).operation(None).plan
    plan.check({"ids": ["a"]})
    with pytest.raises(Refused):
        plan.check({"ids": ["a"] * 100})
    with pytest.raises(Refused):
        plan.check({})


def test_no_resolver_runs_for_what_is_refused(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    monkeypatch.setattr(api_site, "rows", lambda *_given: calls.append("read"))
    assert ask("{ shop { name } products { edges { node { name } } } }").status == 400
    assert ask("{ shop { name nothing } }").status == 400
    assert calls == []
    assert ask("{ shop { name } }").status == 200
    assert calls == ["read"]


@pytest.mark.parametrize(
    "text",
    [
        "{ __schema { types { name } } }",
        '{ __type(name: "Product") { name } }',
        "{ shop { ...A } } fragment A on Query { __schema { types { name } } }",
        "query { ... on Query { ... { __schema { types { name } } } } }",
    ],
)
def test_the_schema_is_not_told(ask: Ask, text: str) -> None:
    answer = ask(text)
    assert (answer.status, answer.statements) == (400, 0)
    assert answer.errors[0]["extensions"]["code"] == "INTROSPECTION_OFF"


def test_fragments_that_lead_to_nothing_but_fragments_are_counted() -> None:
    links = [f"fragment F{n} on Shop {{ ...F{n + 1} ...F{n + 1} }}" for n in range(40)]
    assert "fields" in refusal(" ".join(["{ shop { ...F0 } }", *links]))


@pytest.mark.parametrize(
    "variables",
    [
        {"s": "a" * (limits.MOST_LETTERS_OF_A_VALUE + 1)},
        {"s": [["a"] * 100] * 21},
        {"f": {"attributes": [{"slug": "a", "values": ["b"] * 100}] * 20}},
    ],
)
def test_variables_that_hold_too_much(ask: Ask, variables: dict[str, Any]) -> None:
    answer = ask("query($s: String) { shop { name } }", **variables)
    assert (answer.status, answer.statements) == (400, 0)


def test_a_value_in_a_document_has_an_end_too() -> None:
    text = '{ facilities(first: 1, filter: { search: "SEARCH" }) { totalCount } }'
    assert prepare(text, may_introspect=False)
    long = "a" * (limits.MOST_LETTERS_OF_A_VALUE + 1)
    assert "value" in refusal(text.replace("SEARCH", long))


def test_few_attributes_narrow_a_list(ask: Ask) -> None:
    chosen = [{"slug": f"a{n}", "value": "b"} for n in range(11)]
    answer = ask(
        "query($f: ProductFilterInput) { products(first: 1, filter: $f) { totalCount } }",
        f={"attributes": chosen},
    )
    assert "at most 10" in answer.errors[0]["message"] and answer.statements == 0


def test_the_schema_is_told_to_developers(ask: Ask, settings: Any) -> None:
    settings.DEBUG = True
    answer = ask('{ __schema { queryType { name } } __type(name: "Shop") { name } }')
    assert answer.data == {"__schema": {"queryType": {"name": "Query"}}, "__type": {"name": "Shop"}}
    settings.DEBUG = False
    assert ask('{ __schema { queryType { name } } __type(name: "Shop") { name } }').status == 400


def test_typenames_are_told(ask: Ask) -> None:
    answer = ask("{ __typename shop { __typename } }")
    assert answer.data == {"__typename": "Query", "shop": {"__typename": "Shop"}}


@pytest.mark.parametrize(
    "text",
    ["mutation { a }", "subscription { a }", "type A { b: Int }", "fragment A on Shop { name }"],
)
def test_only_queries(ask: Ask, text: str) -> None:
    answer = ask(text)
    assert (answer.status, answer.statements) == (400, 0)


def test_validation_stops_at_the_first_error() -> None:
    sentence = refusal(braced(f"unknown{number}" for number in range(300)))
    assert "unknown0" in sentence and "unknown1" not in sentence


def test_a_body_too_large_is_not_read(client: Client, db: None) -> None:
    body = b'{"query": "{ shop { name } }", "x": "' + b"a" * limits.MOST_BYTES + b'"}'
    with CaptureQueriesContext(connection) as statements:
        response = client.post("/graphql/", body, content_type="application/json")
    assert response.status_code == 413
    assert len(statements) == 0


def test_documents_are_prepared_once_and_the_least_used_go_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:

    prepared: list[str] = []
    original = documents.prepare

    def counted(text: str, *, may_introspect: bool) -> Any:
        prepared.append(text)
        return original(text, may_introspect=may_introspect)

    monkeypatch.setattr(documents, "prepare", counted)
    one, two, three = (f"query Q{number} {{ shop {{ name }} }}" for number in range(3))
    known = Kept(most_bytes=2 * len(one))
    for text in (one, two, one, three, one, two):
        known.get(text, may_introspect=False)
    assert prepared == [one, two, three, two]
    assert known.size == 2 * len(one)
    with pytest.raises(Refused):
        known.get("{ nothing }", may_introspect=False)
    assert known.size == 2 * len(one)


def test_costs_are_told_for_types_and_fields_that_exist() -> None:

    types = schema.get_type_map()
    assert all(field in types[kind].fields for kind, field in cost.LISTS)
    assert all(f"{kind}{connections.SUFFIX}" in types for kind in cost.SETUP)
    assert not re.search("Connection$", " ".join(cost.SETUP))
