"""Whatever stands in a text of a buyer's question, the answer is a clear one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from storefront.access.limits import windows_forget
from storefront.graphql.ids import global_id
from storefront.orders.models import ShopOrder
from tests.making import public_listing
from tests.orders.making import carried_everywhere
from tests.storefront.graphql.buying import ACTS, ADDRESS_IN_PALU, begun, document_of, line
from tests.storefront.graphql.conftest import ADDRESS

pytestmark = pytest.mark.django_db

TEXTS = (
    *("\x00", "a\x00b", "\ud800", "\u202e", "😀" * 1_250, "é" * 5_000, "\n" * 5_000, "9" * 5_000),
    *("'; DROP TABLE orders_shoporder; --", "%", "\\", "{{ 7 * 7 }}", "<script>", ":" * 40),
)
# What would tell of the inside.
INSIDE = ("Traceback", "psycopg", "django", "SELECT ", "INTERNAL", ".py")
IDS = ("Checkout", "CheckoutLine", "ProductVariant", "ShippingMethod", "Facility")


@pytest.fixture
def box() -> Any:
    carried_everywhere()
    return begun(line(public_listing()))


def ask(query: str, variables: dict[str, Any]) -> None:
    """Raises AssertionError for an answer that is not clear, or tells of the inside."""
    windows_forget()
    body = json.dumps({"query": query, "variables": variables})
    answer = Client().post(ADDRESS, body, "application/json")
    said = answer.content.decode()
    assert answer.status_code in (200, 400), said
    assert not [word for word in INSIDE if word in said], said
    for one in json.loads(said).get("errors", ()):
        assert one["extensions"]["requestId"]


def everywhere(given: Any, text: str) -> list[Any]:
    """What is given, once for each text in it with the other one in its place."""
    if isinstance(given, str):
        return [text]
    if isinstance(given, dict):
        return [
            {**given, name: new} for name, old in given.items() for new in everywhere(old, text)
        ]
    if isinstance(given, list):
        return [[new, *given[1:]] for new in everywhere(given[0], text)] if given else []
    return []


@pytest.mark.parametrize("act", ACTS)
def test_in_every_text_of_every_act(box: Any, act: str) -> None:
    listing = public_listing()
    given: Callable[..., dict[str, Any]] = ACTS[act]
    variables = {"id": box["id"], **given(listing, box)}
    if act == "checkoutCreate":
        whole = {"email": "a@contoh.id", "shippingAddress": ADDRESS_IN_PALU}
        variables = {"input": {**variables["input"], **whole}}
    for changed in (one for text in TEXTS for one in everywhere(variables, text)):
        ask(document_of(act), changed)
    assert not ShopOrder.objects.exclude(checkout=box["token"]).exists()


@pytest.mark.parametrize("name", ["gateway", "digest", "terms", "redirectUrl"])
def test_in_what_completes(box: Any, name: str) -> None:
    query = (
        f"mutation ($id: ID!, $text: String) {{ checkoutComplete(checkoutId: $id, {name}: $text) {{"
    )
    query += " order { number } checkoutErrors { field code } } }"
    for text in TEXTS:
        ask(query, {"id": box["id"], "text": text})


@pytest.mark.parametrize("kind", IDS)
def test_in_the_keys_that_ids_hold(box: Any, kind: str) -> None:
    query = """mutation ($id: ID!, $other: ID!, $lines: [CheckoutLineInput]!) {
      a: checkoutLineDelete(checkoutId: $id, lineId: $other) { checkoutErrors { code } }
      b: checkoutLineDelete(checkoutId: $other, lineId: $id) { checkoutErrors { code } }
      c: checkoutLinesAdd(checkoutId: $id, lines: $lines) { checkoutErrors { code } }
      d: checkoutShippingMethodUpdate(checkoutId: $id, shippingMethodId: $other, facilityId: $other)
        { checkoutErrors { code } } }"""
    for text in (*TEXTS, "0", "-1", "1e3", str(2**31), str(10**30), "1:pickup:", "1:courier:x"):
        if "\ud800" in text:
            continue  # half a sign has no bytes that an id could hold
        other = global_id(kind, text)
        lines = [{"variantId": other, "quantity": 1}]
        ask(query, {"id": box["id"], "other": other, "lines": lines})
