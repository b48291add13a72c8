"""Variables are what their types say: a text is no number, and nothing is guessed into one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.making import public_listing
from tests.orders.making import carried_everywhere
from tests.storefront.graphql.buying import begun, line, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("carried")]

_ADD = """mutation ($id: ID!, $lines: [CheckoutLineInput]!) {
  checkoutLinesAdd(checkoutId: $id, lines: $lines) {
    checkout { quantity } checkoutErrors { field code } } }"""
_EMAIL = """mutation ($id: ID!, $email: String!) {
  checkoutEmailUpdate(checkoutId: $id, email: $email) { checkoutErrors { field code } } }"""
_QUANTITY = "query ($token: UUID) { checkout(token: $token) { quantity } }"
_SHOP = "query ($also: Boolean!) { shop { name @include(if: $also) } }"


@pytest.fixture
def carried() -> None:
    carried_everywhere()


def refused(reply: Any, name: str) -> bool:
    (error,) = reply.content["errors"]
    assert error["extensions"]["requestId"]
    told = (reply.status, error["extensions"]["code"])
    return told == (400, "GRAPHQL_INVALID") and f"${name}" in error["message"]


@pytest.mark.parametrize("pieces", ["1e3", "1e1", "2", "", 1.5, True, [2], {"a": 2}, 2**31])
def test_pieces_that_are_no_whole_number_change_nothing(pieces: Any) -> None:
    goods = public_listing()
    box = begun(line(goods))
    lines = [{**line(goods), "quantity": pieces}]
    assert refused(send(_ADD, id=box["id"], lines=lines), "lines")
    assert send(_QUANTITY, token=box["token"]).payload == {"quantity": 1}


def test_a_whole_number_may_be_written_with_a_point() -> None:
    goods = public_listing()
    box = begun(line(goods))
    lines = [{**line(goods), "quantity": 2.0}]
    assert send(_ADD, id=box["id"], lines=lines).checkout == {"quantity": 3}


@pytest.mark.parametrize("given", [True, 5, 1.5, ["a@contoh.id"], {"a": "a@contoh.id"}])
def test_what_is_no_text_is_not_read_as_one(given: Any) -> None:
    box = begun(line(public_listing()))
    assert refused(send(_EMAIL, id=box["id"], email=given), "email")


@pytest.mark.parametrize("given", [True, 1.5, ["x"], {"a": "x"}])
def test_what_is_no_id_is_not_read_as_one(given: Any) -> None:
    assert refused(send(_EMAIL, id=given, email="a@contoh.id"), "id")


@pytest.mark.parametrize("given", ["false", "", 0, 1, []])
def test_what_is_neither_true_nor_false_is_neither(given: Any) -> None:
    assert refused(send(_SHOP, also=given), "also")


def test_nothing_and_what_is_right_pass() -> None:
    assert set(send(_SHOP, also=True).payload) == {"name"}
    assert send(_QUANTITY, token=None).payload is None
