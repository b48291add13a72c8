"""Guessing through the API: vouchers, orders' second keys; and what presses the button at once."""

from __future__ import annotations

import json
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from storefront.access.limits import windows_forget
from storefront.orders.models import PaymentAttempt, ShopOrder, VoucherUse
from storefront.orders.services.baskets import MOST_TRIES, MOST_TRIES_ADDRESS
from storefront.orders.services.keys import MOST_AT_TOKEN, MOST_FROM_ADDRESS
from tests.making import public_listing
from tests.orders.baskets_making import voucher_make
from tests.orders.making import account_make, carried_everywhere, order_placed
from tests.storefront.graphql.buying import begun, line, run, send
from tests.storefront.web.buying.orders import token_of
from tests.together import at_once

pytestmark = pytest.mark.django_db

_PROMO = """mutation ($id: ID!, $code: String!) {
  checkoutAddPromoCode(checkoutId: $id, promoCode: $code) { checkoutErrors { field code } } }"""
_MANY = "mutation ($id: ID!) {{ {} }}".format(
    " ".join(
        f'a{number}: checkoutAddPromoCode(checkoutId: $id, promoCode: "X{number}")'
        " { checkoutErrors { code } }"
        for number in range(10)
    )
)
_ORDER = """query ($token: UUID!, $email: String) {
  orderByToken(token: $token, email: $email) { number } }"""
_number = count(1)


@pytest.fixture(autouse=True)
def carried() -> None:
    carried_everywhere()
    windows_forget()


def a_browser(address: str = "") -> Client:
    """Behind an address of its own, or of the network named; what it says of itself is not so."""
    number = next(_number)
    found = address or f"198.51.{number // 250}.{number % 250 + 1}"
    said = dict.fromkeys(("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP"), f"10.0.0.{number % 250}")
    return Client(REMOTE_ADDR=found, **said)  # type: ignore[arg-type]


def tried(box: Any, code: str, client: Client) -> str:
    problems = send(_PROMO, client, id=box["id"], code=code).payload["checkoutErrors"]
    return str(problems[0]["code"]) if problems else "taken"


def test_one_address_guesses_vouchers_so_often_whatever_the_basket() -> None:
    """In new baskets, by documents full of guesses, as whoever it says it is, for minutes."""
    voucher_make("RAHASIA7")
    goods = public_listing(stock=500)
    met: list[str] = []
    while len(met) < MOST_TRIES_ADDRESS + 30:
        windows_forget()  # a minute later
        answer = send(_MANY, a_browser("192.0.2.7"), id=begun(line(goods))["id"])
        met += [one["checkoutErrors"][0]["code"] for one in answer.content["data"].values()]
    assert met.count("VOUCHER_NOT_APPLICABLE") == MOST_TRIES_ADDRESS
    assert set(met[MOST_TRIES_ADDRESS:]) == {"LIMIT"}
    windows_forget()
    box = begun(line(goods))
    assert tried(box, "RAHASIA7", a_browser("192.0.2.7")) == "LIMIT"
    assert tried(box, "RAHASIA7", a_browser()) == "taken"


def test_one_basket_is_guessed_at_so_often_from_wherever() -> None:
    voucher_make("RAHASIA7")
    box = begun(line(public_listing()))
    met = [tried(box, f"X{number}", a_browser()) for number in range(MOST_TRIES + 5)]
    assert met == ["VOUCHER_NOT_APPLICABLE"] * MOST_TRIES + ["LIMIT"] * 5
    assert tried(box, "RAHASIA7", a_browser()) == "LIMIT"
    assert not VoucherUse.objects.exists()


def asked(token: object, second: str, client: Client) -> tuple[int, str]:
    """Status and answer but for the request's own id."""
    answer = send(_ORDER, client, token=str(token), email=second)
    for one in answer.content.get("errors", ()):
        one["extensions"].pop("requestId")
    return answer.status, json.dumps(answer.content)


def test_an_order_that_is_not_there_answers_as_one_that_is() -> None:
    order = order_placed((public_listing(), 1))
    address = "192.0.2.8"
    for number in range(MOST_FROM_ADDRESS):
        token = uuid4() if number % 2 else token_of(order)
        assert asked(token, f"x{number}@contoh.id", a_browser(address)) == (
            200,
            '{"data": {"orderByToken": null}}',
        )
    closed = {asked(one, order.email, a_browser(address)) for one in (uuid4(), token_of(order))}
    assert len(closed) == 1 and "errors" in closed.pop()[1]
    assert order.number in asked(token_of(order), order.email, a_browser())[1]


def test_one_order_is_guessed_at_so_often_from_wherever() -> None:
    order = order_placed((public_listing(), 1))
    token = token_of(order)
    for number in range(MOST_AT_TOKEN):
        assert "errors" not in asked(token, f"x{number}@contoh.id", a_browser())[1]
    assert "errors" in asked(token, order.email, a_browser())[1]


@pytest.mark.django_db(transaction=True)
def test_completed_by_many_at_once_is_one_order_and_one_answer() -> None:
    account_make()
    box = begun(line(public_listing(), 2))

    def press(gateway: str) -> Any:
        return lambda: run("complete", id=box["id"], gateway=gateway).payload["order"]["token"]

    answers = at_once([press(("practice:", "transfer:")[number % 2]) for number in range(6)])
    assert {type(one) for one in answers} == {str} and len(set(answers)) == 1, answers
    assert ShopOrder.objects.count() == 1 and PaymentAttempt.objects.count() == 1
