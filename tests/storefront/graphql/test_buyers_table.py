"""Every mutation of buyers by everybody who may come: who holds the checkout's token may, whoever
they are; who does not may not, whoever they are. And what strangers learn of persons: nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from graphql import GraphQLNonNull, GraphQLObjectType

from storefront.access.limits import windows_forget
from storefront.graphql.ids import global_id
from storefront.graphql.schema import BUYERS, schema
from storefront.orders.models import ShopOrder
from storefront.orders.services.addresses import book_add
from tests.cast import cast_make
from tests.conftest import serving_role
from tests.making import public_listing
from tests.orders.baskets_making import voucher_make
from tests.orders.making import basket_with, buyer, carried_everywhere, order_placed
from tests.storefront.graphql.buying import ACTS, Reply, begun, document_of, line
from tests.storefront.graphql.conftest import ADDRESS
from tests.storefront.graphql.own import key_give

pytestmark = pytest.mark.django_db

NOBODYS = "Q2hlY2tvdXQ6MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAw"
ME = (
    "{ me { id email firstName addresses { firstName } orders(first: 5) { totalCount edges { node {"
)
ME += " number total { gross { amount } } } } } checkout { quantity } } }"
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def counted_anew() -> None:
    windows_forget()


def post(client: Client, query: str, headers: Any = None, **variables: Any) -> Reply:
    answer = client.post(
        ADDRESS,
        json.dumps({"query": query, "variables": variables}),
        "application/json",
        headers=headers or {},
    )
    return Reply(answer.status_code, answer.json(), answer.headers)


def account(number: int = 1) -> Any:
    users: Any = get_user_model().objects
    return users.create_user(f"budi{number}@contoh.id", "rahasia-panjang-1")


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def personas() -> dict[str, tuple[Client, dict[str, str]]]:
    cast = cast_make()
    return {
        "stranger": (Client(), {}),
        "key of a facility": (
            Client(),
            {"Authorization": f"Bearer {key_give(cast.sari, cast.here)}"},
        ),
        "buyer": (logged_in(account()), FROM_HERE),
        "from another site": (logged_in(account(2)), {"Sec-Fetch-Site": "cross-site"}),
    }


PERSONAS = ("stranger", "key of a facility", "buyer", "from another site")


def test_every_act_of_buyers_has_a_row(counted: Callable[[str], None]) -> None:
    assert set(ACTS) == BUYERS & set(schema.get_mutation_type().fields)
    counted(f"{len(ACTS)} mutations of buyers: {len(ACTS) * len(PERSONAS) * 2} rows")


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("act", ACTS)
def test_the_token_is_the_key(act: str, persona: str) -> None:
    carried_everywhere()
    voucher_make("HEMAT10")
    listing = public_listing()
    client, headers = personas()[persona]
    box = begun(line(listing))
    given = ACTS[act](listing, box)
    with serving_role():
        done = post(client, document_of(act), headers, id=box["id"], **given)
        assert done.codes == []
        if act != "checkoutCreate":
            refused = post(client, document_of(act), headers, id=NOBODYS, **given)
            assert refused.codes == [("checkoutId", "NOT_FOUND")]
    assert ShopOrder.objects.count() == (act == "checkoutComplete")


def test_me_is_whoever_is_logged_in_here(counted: Callable[[str], None]) -> None:
    carried_everywhere()
    user = account()
    listing = public_listing()
    book_add(user_id=user.pk, values=buyer())
    order = order_placed((listing, 1), user_id=user.pk)
    basket_with((listing, 2), user_id=user.pk)
    order_placed((listing, 1))  # somebody else's
    client = logged_in(user)
    with serving_role():
        found = post(client, ME, FROM_HERE).payload
    assert found["id"] == global_id("User", user.pk)
    assert found["email"] == user.email
    assert len(found["addresses"]) == 1
    assert found["checkout"]["quantity"] == 2
    (edge,) = found["orders"]["edges"]
    assert edge["node"]["number"] == order.number and found["orders"]["totalCount"] == 1
    strange = ("cross-site", "same-site")
    refused = [{}, *({"Sec-Fetch-Site": site} for site in strange), {"Origin": "https://x.test"}]
    for headers in refused:
        answer = post(client, ME, headers)
        assert answer.payload is None, headers
        assert not answer.headers.get("Set-Cookie")
    assert post(client, ME, {"Origin": "http://testserver"}).payload["email"] == user.email
    client.logout()
    assert post(client, ME, FROM_HERE).payload is None
    counted(f"{len(refused)} ways in which a session opens nothing")


def test_a_new_password_ends_what_a_session_opens(db: None) -> None:
    user = account()
    client = logged_in(user)
    assert post(client, ME, FROM_HERE).payload["email"] == user.email
    user.set_password("lain-sekali-77")
    user.save()
    assert post(client, ME, FROM_HERE).payload is None


def test_people_of_the_shop_are_buyers_without_their_second_factor_no_longer(db: None) -> None:
    """Whoever has a role is nobody until the second factor is given, here too."""
    cast = cast_make()
    user = get_user_model().objects.get(pk=cast.sari.user_id)
    assert post(logged_in(user), ME, FROM_HERE).payload is None


def test_a_checkout_of_an_account_is_the_accounts(db: None) -> None:
    carried_everywhere()
    listing, user = public_listing(), account()
    client = logged_in(user)
    create = "mutation ($input: CheckoutCreateInput!) { checkoutCreate(input: $input) {"
    create += " created checkout { id token user { email } } checkoutErrors { field code } } }"
    made = post(client, create, FROM_HERE, input={"lines": [line(listing)]}).payload
    assert made["created"] and made["checkout"]["user"] == {"email": user.email}
    again = post(client, create, FROM_HERE, input={"lines": [line(listing)]}).payload
    assert not again["created"] and again["checkout"]["id"] == made["checkout"]["id"]
    seen = "query ($token: UUID!) { checkout(token: $token) { user { email } } }"
    assert post(Client(), seen, token=made["checkout"]["token"]).payload == {"user": None}
    other = logged_in(account(2))
    token = made["checkout"]["token"]
    assert post(other, seen, FROM_HERE, token=token).payload == {"user": None}


# --- Strangers


# Phones to so many digits that no request's number holds them by chance.
SECRETS = ("Sarifah", "pembeli", "contoh.id", "81200000", "81234567", "Mawar")


def _below(kind: Any, depth: int) -> str:
    """Everything that can be asked of a type without arguments that must be given."""
    while hasattr(kind, "of_type"):
        kind = kind.of_type
    if not isinstance(kind, GraphQLObjectType):
        return ""
    found = []
    for name, field in kind.fields.items():
        of = field.type
        while hasattr(of, "of_type"):
            of = of.of_type
        needs = any(isinstance(one.type, GraphQLNonNull) for one in field.args.values())
        if needs or of.name.endswith("Connection") or kind.name == of.name:
            continue
        if not isinstance(of, GraphQLObjectType):
            found.append(name)
        elif depth and (below := _below(of, depth - 1)):
            found.append(name + below)
    return f" {{ {' '.join(found)} }}" if found else ""


def test_strangers_learn_of_nobody_whatever_they_ask(counted: Callable[[str], None]) -> None:
    carried_everywhere()
    listing = public_listing()
    order = order_placed((listing, 1))
    basket_with((listing, 1))
    asked = 0
    for name, field in schema.get_query_type().fields.items():
        below = _below(field.type, 2)
        tries = [""]
        if name == "orderByToken":
            tries = [f'(token: "{order.order.token}")', f'(token: "{order.checkout}", email: "")']
        if name == "checkout":
            tries = ["", f'(token: "{order.order.token}")', f'(token: "{order.checkout}")']
        for given in tries:
            answer = Client().post(
                ADDRESS, json.dumps({"query": f"{{ {name}{given}{below} }}"}), "application/json"
            )
            assert not any(one in answer.content.decode() for one in SECRETS), name
            asked += answer.status_code == 200
    assert asked >= 10
    counted(f"{asked} questions answered to strangers without a word of a buyer")
