"""Messages: how they are read, what is said to those that are none, what an answer carries."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory

from catalog.errors import NotAllowed
from catalog.kept import forget_all
from storefront.graphql import view
from storefront.graphql.documents import named_documents
from storefront.graphql.errors import FAILED, NO_LENGTH, NOT_A_QUESTION, NOT_JSON
from storefront.graphql.ids import global_id, key_of, text_key
from storefront.graphql.shop import Shop
from tests.conftest import serving_role
from tests.storefront.graphql.conftest import ADDRESS, Ask
from tests.storefront.graphql.rows import Rows, shop_make

JSON = "application/json"
NAME = json.dumps({"query": "{ shop { name } }"})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"5",
        b"null",
        b"[5]",
        b'"{ shop { name } }"',
        b"{",
        b"\xff\xfe",
        b'{"query": "\xff"}',
        b"{}",
        b'{"query": 5}',
        b'{"query": ""}',
        b'{"query": "   "}',
        b'{"query": null}',
        b'{"query": "{ shop { name } }", "variables": []}',
        b'{"query": "{ shop { name } }", "variables": "{}"}',
        b'{"query": "{ shop { name } }", "operationName": 5}',
        b'{"query": "{ shop { name } }", "variables": {"a": NaN}}',
        b'[{"query": "{ shop { name } }"}]',
        b"[" * 50_000,
        b'{"query": "{ shop { name } }", "variables": {"a": ' + b"[" * 900 + b"]" * 900 + b"}}",
    ],
    ids=lambda body: repr(body[:40]),
)
def test_what_is_no_question_gets_one_fixed_sentence(client: Client, db: None, body: bytes) -> None:
    response = client.post(ADDRESS, body, content_type=JSON)
    if response.status_code == 200:  # deep, but not too deep for this Python
        assert body.endswith(b"]}}")
        return
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["message"] == NOT_A_QUESTION
    assert error["extensions"] == {
        "code": "MALFORMED",
        "requestId": response.headers["X-Request-ID"],
    }


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/graphql"]
)
def test_only_json_is_read(client: Client, db: None, kind: str) -> None:
    response = client.generic("POST", ADDRESS, NAME, content_type=kind)
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["message"] == NOT_JSON
    assert error["extensions"] == {
        "code": "MALFORMED",
        "requestId": response.headers["X-Request-ID"],
    }


def test_chunks_are_said_not_to_be_read(client: Client, db: None) -> None:
    headers = {"transfer-encoding": "chunked", "content-type": JSON}
    response = client.generic("POST", ADDRESS, headers=headers)
    assert response.status_code == 400
    assert response.json()["errors"][0]["message"] == NO_LENGTH


def test_a_variable_that_does_not_fit_is_named(ask: Ask) -> None:
    answer = ask(
        "query ($good: Int, $large: Int) { a: categories(first: 1, level: $good) { totalCount }"
        " b: categories(first: 1, level: $large) { totalCount } }",
        good=0,
        large=2**40,
    )
    assert answer.status == 400
    assert answer.errors[0]["message"] == 'Variable "$large" does not fit its type Int.'


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("attributes(first: 1, filter: {ids: $ids})", "Attribute"),
        ("productTypes(first: 1, filter: {ids: $ids})", "ProductType"),
        ("collections(first: 1, filter: {ids: $ids})", "Collection"),
        ("categories(first: 1, filter: {ids: $ids})", "Category"),
        ("productVariants(first: 1, ids: $ids)", "ProductVariant"),
    ],
)
def test_lists_of_ids_have_an_end(ask: Ask, field: str, kind: str) -> None:
    text = f"query ($ids: [ID]) {{ {field} {{ totalCount }} }}"
    few = ask(text, ids=[global_id(kind, n) for n in range(1, 101)])
    many = ask(text, ids=[global_id(kind, n) for n in range(1, 102)])
    assert few.errors == []
    assert many.errors[0]["extensions"]["code"] == "INVALID"
    assert many.errors[0]["message"] == "ids: Name at most 100."


def test_a_charset_beside_the_type_is_no_matter(client: Client, db: None) -> None:
    response = client.post(ADDRESS, NAME, content_type="application/json; charset=utf-8")
    assert response.status_code == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods(client: Client, db: None, method: str) -> None:
    response = client.generic(method, ADDRESS, NAME, content_type=JSON)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, POST"
    assert response.json()["errors"][0]["extensions"]["requestId"]


def test_operations_are_chosen_by_name(client: Client, db: None) -> None:
    text = "query A { shop { name } } query B { shop { defaultCurrency } }"

    def said(operation: str | None) -> Any:
        body = json.dumps({"query": text, "operationName": operation})
        return client.post(ADDRESS, body, content_type=JSON)

    assert said("B").json() == {"data": {"shop": {"defaultCurrency": "IDR"}}}
    assert said(None).status_code == said("C").status_code == 400


@pytest.mark.parametrize(
    ("kind", "variables"),
    [
        ("ID!", {}),
        ("ID!", {"id": None}),
        ("ID!", {"other": "a"}),
        ("Int", {"id": 2**40}),
        ("Int", {"id": "many"}),
        ("Float", {"id": {}}),
        ("LanguageCodeEnum", {"id": "XX"}),
        ("PriceRangeInput", {"id": {"gte": []}}),
        ("PriceRangeInput", {"id": {"about": 5}}),
        ("Unknown", {"id": 5}),
    ],
)
def test_variables_that_do_not_fit(ask: Ask, kind: str, variables: dict[str, Any]) -> None:
    fields = {
        "ID!": "product(id: $id) { name }",
        "Int": "categories(first: 1, level: $id) { totalCount }",
        "Float": "products(first: 1, filter: {price: {gte: $id}}) { totalCount }",
        "LanguageCodeEnum": "provinces(languageCode: $id) { name }",
        "PriceRangeInput": "products(first: 1, filter: {price: $id}) { totalCount }",
    }
    field = fields.get(kind, "shop { name }")
    answer = ask(f"query ($id: {kind}) {{ {field} }}", **variables)
    assert (answer.status, answer.data, answer.statements) == (400, None, 0)
    assert answer.errors[0]["extensions"]["code"] == "GRAPHQL_INVALID"


@pytest.mark.parametrize("sign", ["\x00", "\ud800", "\udc00", "a\x00b"])
def test_signs_that_cannot_be_stored_find_nothing(ask: Ask, sign: str) -> None:
    assert ask("query ($s: String) { product(slug: $s) { name } }", s=sign).data == {
        "product": None
    }
    escaped = "".join(f"\\u{ord(one):04x}" for one in sign)
    assert ask(f'{{ product(slug: "{escaped}") {{ name }} }}').data == {"product": None}
    search = "query ($s: String) { products(first: 1, filter: {search: $s}) { totalCount } }"
    assert ask(search, s=sign).data == {"products": {"totalCount": 0}}


@pytest.mark.parametrize(
    "given",
    [
        "",
        "x",
        "Product:1",
        global_id("Order", 1),
        global_id("Category", 1),
        global_id("Product", "one"),
        global_id("Product", "-1"),
        global_id("Product", 0),
        global_id("Product", 2**31),
        global_id("Product", "9" * 5000),
        global_id("Product", "٣"),
        global_id("Product", "1.5"),
        "ÿ" * 20,
    ],
)
def test_ids_of_nothing(ask: Ask, given: str) -> None:
    answer = ask("query ($id: ID) { product(id: $id) { name } }", id=given)
    assert (answer.status, answer.data) == (200, {"product": None})
    assert key_of("Product", given) is None


def test_ids_are_made_and_read_as_saleor_does() -> None:
    assert global_id("Product", 72) == "UHJvZHVjdDo3Mg=="
    assert key_of("Product", "UHJvZHVjdDo3Mg==") == 72
    assert text_key("Province", global_id("Province", "72")) == "72"


@pytest.mark.parametrize("cursor", ["x", "e30", "W10", "WzEsMiwzXQ", "ÿ", "[" * 2000, "a" * 5000])
@pytest.mark.parametrize("field", ["products", "categories", "productVariants", "facilities"])
def test_places_that_are_none_are_refused(ask: Ask, field: str, cursor: str) -> None:
    text = f"query ($a: String) {{ {field}(first: 2, after: $a) {{ edges {{ cursor }} }} }}"
    answer = ask(text, a=cursor)
    assert answer.status == 200
    assert answer.errors[0]["extensions"]["code"] == "INVALID"
    assert answer.data == {field: None}


@pytest.mark.parametrize(
    "filter_",
    [
        {"price": {"gte": -1e308, "lte": 1e308}},
        {"price": {"gte": 1e12}},
        {"search": "a" * 5000},
        {"categories": ["x"] * 500},
        {"provinces": ["x"] * 500},
    ],
)
def test_impossible_filters_are_a_sentence(ask: Ask, filter_: dict[str, Any]) -> None:
    text = "query ($f: ProductFilterInput) { products(first: 2, filter: $f) { totalCount } }"
    answer = ask(text, f=filter_)
    assert answer.data == {"products": None}
    assert answer.errors[0]["extensions"]["code"] == "INVALID"
    assert answer.statements <= 1


def test_an_endless_price_is_refused(client: Client, db: None) -> None:
    text = "query ($p: Float) { products(first: 2, filter: {price: {gte: $p}}) { totalCount } }"
    body = json.dumps({"query": text, "variables": {"p": 1}}).replace("1}", "1e999}")
    response = client.post(ADDRESS, body, content_type=JSON)
    assert response.status_code < 500
    assert response.json()["errors"]


def test_a_bug_is_told_by_a_fixed_sentence_and_the_log(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_given: Any, **_named: Any) -> None:
        raise RuntimeError("/srv/secret.py SELECT 1")

    monkeypatch.setattr("storefront.graphql.shop.site_row", fails)
    answer = ask("{ shop { name } }")
    assert answer.status == 500
    (error,) = answer.errors
    assert error["message"] == FAILED
    assert error["extensions"]["code"] == "INTERNAL"
    assert "secret" not in json.dumps(answer.errors)
    assert "RuntimeError" not in json.dumps(answer.errors)
    assert "graphql_failed" in caplog.text


def test_what_the_domain_refuses_is_told_by_its_own_sentence(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_given: Any, **_named: Any) -> None:
        raise NotAllowed

    monkeypatch.setattr("storefront.graphql.menus.menu_rows", refuses)
    answer = ask('{ menu(name: "a") { id } shop { defaultCurrency } }')
    assert answer.status == 200
    assert answer.data == {"menu": None, "shop": {"defaultCurrency": "IDR"}}
    assert answer.errors[0]["extensions"]["code"] == "NOT_ALLOWED"
    assert answer.errors[0]["message"]


def test_cookies_session_and_user_are_never_read(db: None, rf: RequestFactory) -> None:
    request = rf.post(ADDRESS, NAME, content_type=JSON)
    request.__class__ = type(
        "Strict",
        (type(request),),
        {
            name: property(lambda _self: pytest.fail("it was read"))
            for name in ("COOKIES", "session", "user")
        },
    )
    response = view.graphql(request)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("name", sorted(named_documents()))
def test_the_role_that_serves_may_read_all_that_is_asked_for(
    client: Client, db: None, name: str
) -> None:
    shop_make()
    forget_all()
    asked = {"document": name, "variables": json.dumps(VARIABLES.get(name, {}))}
    with serving_role():
        response = client.get(ADDRESS, asked)
    assert response.status_code == 200
    assert "errors" not in response.json()


def test_no_token_is_asked_of_a_post_and_none_is_given(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post(ADDRESS, NAME, content_type=JSON)
    assert response.status_code == 200
    assert not response.cookies


# --- Documents by name.


@pytest.fixture
def rows(db: None) -> Rows:
    return shop_make()


VARIABLES: dict[str, dict[str, str]] = {
    "product": {"slug": "bawang-goreng"},
    "facility": {"slug": "lapas-palu"},
    "certificate": {"number": "CONTOH-1"},
    "gallery": {"facility": "lapas-palu", "slug": "tidak-ada"},
}


@pytest.mark.parametrize("name", sorted(named_documents()))
def test_a_document_of_ours_is_asked_for_by_name(client: Client, rows: Rows, name: str) -> None:
    asked = {"document": name, "variables": json.dumps(VARIABLES.get(name, {}))}
    response = client.get(ADDRESS, asked)
    assert response.status_code == 200
    assert "errors" not in response.json()
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not response.cookies
    again = client.get(ADDRESS, asked, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_changed_answer_has_another_tag(client: Client, rows: Rows) -> None:
    tags = {
        client.get(
            ADDRESS, {"document": "goods", "variables": json.dumps({"first": first})}
        ).headers["ETag"]
        for first in (1, 2)
    }
    assert len(tags) == 2


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 404),
        ({"document": "unknown"}, 404),
        ({"document": "../schema"}, 404),
        ({"query": "{ shop { name } }"}, 404),
        ({"document": "product"}, 400),
        ({"document": "goods", "variables": "5"}, 400),
        ({"document": "goods", "variables": "{"}, 400),
        ({"document": "goods", "variables": '{"first": 1000}'}, 400),
    ],
)
def test_a_get_that_asks_for_nothing_of_ours(
    client: Client, db: None, asked: dict[str, str], status: int
) -> None:
    response = client.get(ADDRESS, asked)
    assert response.status_code == status
    assert response.headers["Cache-Control"] == "no-store"
    assert response.json()["errors"][0]["extensions"]["requestId"]


def test_a_head_is_a_get_without_its_body(client: Client, rows: Rows) -> None:
    response = client.head(ADDRESS, {"document": "goods"})
    assert response.status_code == 200
    assert response.headers["ETag"]


# --- The page to try questions on.


def test_there_is_no_explorer(client: Client, db: None) -> None:
    assert client.get(ADDRESS).status_code == 404
    assert client.get("/graphql/explorer.js").status_code == 404


def test_developers_have_an_explorer_without_foreign_or_inline_scripts(
    client: Client, db: None, settings: Any
) -> None:
    settings.DEBUG = True
    page = client.get(ADDRESS)
    assert page.status_code == 200
    assert re.findall(r"<script[^>]*>", page.text) == ['<script src="explorer.js" defer>']
    assert " style=" not in page.text and "<style" not in page.text
    assert "//" not in re.sub(r"<!doctype.*?>", "", page.text).replace("</", "")
    script = client.get("/graphql/explorer.js")
    assert "/graphql/" in script.text
    assert script.headers["Content-Type"].startswith("text/javascript")


def test_the_schema_is_for_people_to_read_too() -> None:
    assert Shop._meta.description
    assert Path(view.__file__).with_name("documents").is_dir()
