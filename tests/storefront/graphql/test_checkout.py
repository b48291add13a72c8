"""A client written for Saleor 2.10 buys here: its documents, its names, and money at the end."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from graphql import GraphQLSchema, parse
from graphql.validation import validate

from catalog.models import Listing
from catalog.services.listings import listing_close
from catalog.types import ListingState
from storefront.access.limits import windows_forget
from storefront.graphql.ids import global_id
from storefront.orders.baskets import MOST_LINES
from storefront.orders.models import PaymentAttempt, ShopOrder
from storefront.orders.services.practising import practice_do
from storefront.orders.types import OrderState
from tests.conftest import serving_role
from tests.making import SYSTEM, draft_listing, facility_make, public_listing
from tests.orders.baskets_making import voucher_make
from tests.orders.making import carried_everywhere, order_placed
from tests.storefront.graphql.buying import (
    ADDRESS_IN_PALU,
    TEXT,
    asked,
    begun,
    line,
    run,
    send,
)

pytestmark = pytest.mark.django_db

OPERATIONS = (
    *("createCheckout", "addLines", "updateLines", "deleteLine", "updateEmail", "shipTo"),
    *("billTo", "shipBy", "addPromoCode", "removePromoCode", "complete", "checkout"),
)


@pytest.fixture(autouse=True)
def counted_anew() -> None:
    windows_forget()


@pytest.fixture
def goods() -> Listing:
    carried_everywhere()
    return public_listing()


def test_the_documents_are_saleors_own(saleor_schema: GraphQLSchema) -> None:
    document_ = parse(TEXT)
    unused = "NoUnusedFragments"
    errors = [one for one in validate(saleor_schema, document_) if unused not in str(one)]
    assert not errors, errors


def test_from_the_first_piece_to_the_money(goods: Listing) -> None:
    with serving_role():
        made = run("createCheckout", input={"lines": [line(goods, 2)]})
        assert made.payload["created"] is True
        checkout = made.checkout
        key = checkout["id"]
        assert checkout["quantity"] == 2
        assert checkout["lines"][0]["variant"]["product"]["name"]
        assert run("updateEmail", id=key, email="Sarifah@Contoh.ID").checkout["email"] == (
            "sarifah@contoh.id"
        )
        shipped = run("shipTo", id=key, address=ADDRESS_IN_PALU).checkout
        assert shipped["shippingAddress"]["city"] == "Kota Palu"
        assert shipped["shippingAddress"]["phone"] == "+6281234567890"
        assert shipped["email"] == "sarifah@contoh.id"
        run("billTo", id=key, address=ADDRESS_IN_PALU)
        (way, *_more) = shipped["availableShippingMethods"]
        chosen = run("shipBy", id=key, method=way["id"]).checkout
        assert chosen["shippingMethod"] == way
        goods_cost, total = (chosen[name]["gross"]["amount"] for name in (
            "subtotalPrice", "totalPrice",
        ))  # fmt: skip
        assert total == goods_cost + way["price"]["amount"]
        assert run("checkout", token=checkout["token"]).payload == chosen
        done = run("complete", id=key, redirectUrl="https://elsewhere.example/")
        order = done.payload["order"]
        assert not done.codes and done.payload["confirmationNeeded"]
        assert run("complete", id=key).payload["order"] == order
        assert run("checkout", token=checkout["token"]).payload is None
    assert order["total"]["gross"]["amount"] == total
    assert (order["status"], order["paymentStatus"]) == ("UNFULFILLED", "NOT_CHARGED")
    assert order["userEmail"] == "sarifah@contoh.id"
    assert ShopOrder.objects.count() == 1
    attempt = PaymentAttempt.objects.get()
    practice_do(attempt_id=attempt.pk, did="pay")
    assert ShopOrder.objects.get().state == OrderState.PAID
    seen = send(
        'query ($token: UUID!) { orderByToken(token: $token, email: "sarifah@contoh.id")'
        " { isPaid paymentStatus totalCaptured { amount } } }",
        token=order["token"],
    )
    assert seen.payload == {
        "isPaid": True,
        "paymentStatus": "FULLY_CHARGED",
        "totalCaptured": {"amount": total},
    }


def test_how_to_pay_comes_with_the_order(goods: Listing) -> None:
    checkout = begun(line(goods))
    answer = send(
        """mutation ($id: ID!, $digest: String) {
          checkoutComplete(checkoutId: $id, gateway: "practice:", digest: $digest) {
            checkoutErrors { code }
            order { number parts { number facilityName state lines { quantity } } payBy }
            payment { url gateway amount { amount } payBy } } }""",
        id=checkout["id"],
    )
    payment = answer.payload["payment"]
    attempt = PaymentAttempt.objects.get()
    assert payment["url"] == f"http://localhost:8000/bayar/latihan/{attempt.key}/"
    assert payment["gateway"] == "practice:"
    assert payment["amount"]["amount"] == checkout["totalPrice"]["gross"]["amount"]
    (part,) = answer.payload["order"]["parts"]
    assert part["number"] == f"{answer.payload['order']['number']}-1"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_each_facility_has_its_own_way(goods: Listing) -> None:
    other = public_listing(facility_make("lapas-dua"))
    checkout = begun(line(goods), line(other))
    document_ = """query ($token: UUID!) { checkout(token: $token) { parts {
      facilityId facilityName facility { slug } lines { quantity }
      availableShippingMethods { id facilityId name kind }
      shippingMethod { id } totalPrice { gross { amount } } } totalPrice { gross { amount } } } }"""
    found = send(document_, token=checkout["token"]).payload
    assert len(found["parts"]) == 2
    for part in found["parts"]:
        (way, *_more) = part["availableShippingMethods"]
        assert way["facilityId"] == part["facilityId"]
        assert way["name"].startswith(part["facilityName"])
        assert not run("shipBy", id=checkout["id"], method=way["id"]).codes
    total = sum(part["totalPrice"]["gross"]["amount"] for part in found["parts"])
    assert found["totalPrice"]["gross"]["amount"] == total
    first, second = found["parts"]
    crossed = send(
        "mutation ($id: ID!, $m: ID!, $f: ID) { checkoutShippingMethodUpdate(checkoutId: $id,"
        " shippingMethodId: $m, facilityId: $f) { checkoutErrors { field message code } } }",
        id=checkout["id"],
        m=first["shippingMethod"]["id"],
        f=second["facilityId"],
    )
    assert crossed.codes == [("shippingMethodId", "NOT_FOUND")]


def test_lines_are_changed_all_or_none(goods: Listing) -> None:
    other = public_listing(goods.facility)
    key = begun(line(goods, 2))["id"]
    more = run("addLines", id=key, lines=[line(goods), line(other, 3)]).checkout
    assert sorted(one["quantity"] for one in more["lines"]) == [3, 3]
    refused = run("addLines", id=key, lines=[line(goods), line(other, 10**9)])
    assert refused.codes == [("quantity", "INSUFFICIENT_STOCK")]
    assert (
        run("updateLines", id=key, lines=[line(goods, 1), line(other, 0)]).checkout["quantity"] == 1
    )
    assert run("updateLines", id=key, lines=[line(other, 2)]).checkout["quantity"] == 3
    (first, second) = run("updateLines", id=key, lines=[line(other, 2)]).checkout["lines"]
    left = run("deleteLine", id=key, line=second["id"]).checkout
    assert [one["id"] for one in left["lines"]] == [first["id"]]
    assert run("deleteLine", id=key, line=second["id"]).codes == [("checkoutId", "NOT_FOUND")]


@pytest.mark.parametrize("quantity", [0, -1])
def test_no_pieces_are_no_line(goods: Listing, quantity: int) -> None:
    made = run("createCheckout", input={"lines": [line(goods, quantity)]})
    assert made.codes == [("quantity", "ZERO_QUANTITY")]
    assert made.payload["checkout"] is None
    key = begun(line(goods))["id"]
    assert run("addLines", id=key, lines=[line(goods, quantity)]).codes == [
        ("quantity", "ZERO_QUANTITY")
    ]


def test_nothing_is_begun_with_nothing(goods: Listing) -> None:
    assert run("createCheckout", input={"lines": []}).codes == [("lines", "REQUIRED")]
    assert run("createCheckout", input={"lines": [None]}).codes == [("lines", "REQUIRED")]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"country": "SG"}, "country"),
        ({"firstName": ""}, "firstName"),
        ({"streetAddress1": "x"}, "streetAddress1"),
        ({"phone": "12"}, "phone"),
        ({"postalCode": "99999", "cityArea": "Nirwana", "city": "x", "countryArea": "y"},
         "cityArea"),
    ],
)  # fmt: skip
def test_an_address_says_what_is_wrong(goods: Listing, change: dict[str, str], field: str) -> None:
    key = begun(line(goods))["id"]
    refused = run("shipTo", id=key, address={**ADDRESS_IN_PALU, **change})
    assert [one for one, _code in refused.codes][:1] == [field]


def test_the_kecamatan_is_found_by_what_clients_know(goods: Listing) -> None:
    key = begun(line(goods))["id"]
    for given in (
        {**ADDRESS_IN_PALU, "cityArea": "palu barat", "city": "", "countryArea": ""},
        {**ADDRESS_IN_PALU, "cityArea": "PALU BARAT", "city": "Kota Palu"},
        {**ADDRESS_IN_PALU, "cityArea": "", "districtCode": "72.71.02"},
    ):
        found = run("shipTo", id=key, address=given)
        assert found.checkout["shippingAddress"]["countryArea"] == "Sulawesi Tengah"
    districts = send('{ districts(search: "palu bar") { code name postalCodes } }').payload
    assert districts[0]["code"] == "72.71.02"


def test_what_it_costs_to_complete_too_early(goods: Listing) -> None:
    key = run("createCheckout", input={"lines": [line(goods)]}).checkout["id"]
    refused = run("complete", id=key)
    assert refused.codes == [("shippingAddress", "SHIPPING_ADDRESS_NOT_SET")]
    assert not ShopOrder.objects.exists()


def test_a_way_of_paying_that_is_not_offered(goods: Listing) -> None:
    key = begun(line(goods))["id"]
    refused = send(
        'mutation ($id: ID!) { checkoutComplete(checkoutId: $id, gateway: "dummy") {'
        " order { id } checkoutErrors { field message code } } }",
        id=key,
    )
    assert refused.codes == [("gateway", "PAYMENT_ERROR")]


def test_what_changed_has_to_be_accepted(goods: Listing, price: Callable[..., None]) -> None:
    checkout = begun(line(goods))
    price(goods, 99_000)
    assert run("complete", id=checkout["id"]).codes == [(None, "CHANGED")]
    seen = send(
        "query ($token: UUID!) { checkout(token: $token) {"
        " changes { what before after lineId } changesDigest } }",
        token=checkout["token"],
    ).payload
    (change,) = seen["changes"]
    assert (change["what"], change["after"]) == ("price", "99000")
    accept = (
        "mutation ($id: ID!, $digest: String!) {"
        " checkoutChangesAccept(checkoutId: $id, digest: $digest) {"
        " checkoutErrors { field message code } } }"
    )
    assert send(accept, id=checkout["id"], digest="x").codes == [(None, "CHANGED")]
    assert send(accept, id=checkout["id"], digest=seen["changesDigest"]).codes == []
    assert not run("complete", id=checkout["id"]).codes


@pytest.fixture
def price() -> Callable[..., None]:
    from tests.orders.baskets_making import price_set  # noqa: PLC0415

    return price_set


def test_a_digest_holds_the_order_to_what_was_shown(goods: Listing) -> None:
    checkout = begun(line(goods))
    document_ = (
        "mutation ($id: ID!, $digest: String) { checkoutComplete(checkoutId: $id, digest: $digest)"
        " { order { number } checkoutErrors { field message code } } }"
    )
    shown = send(
        "query ($token: UUID!) { checkout(token: $token) { digest } }", token=checkout["token"]
    ).payload["digest"]
    run("addLines", id=checkout["id"], lines=[line(goods)])
    assert send(document_, id=checkout["id"], digest=shown).codes == [(None, "CHANGED")]
    assert not ShopOrder.objects.exists()


@pytest.mark.parametrize("terms", ["1900-01-01", "x" * 5_000, "\0"])
def test_terms_that_there_never_were_are_not_agreed_to(goods: Listing, terms: str) -> None:
    refused = send(
        "mutation ($id: ID!, $terms: String) { checkoutComplete(checkoutId: $id, terms: $terms)"
        " { order { number } checkoutErrors { field message code } } }",
        id=begun(line(goods))["id"],
        terms=terms,
    )
    assert refused.codes == [("terms", "REQUIRED")]
    assert not ShopOrder.objects.exists()


def test_vouchers(goods: Listing) -> None:
    voucher_make("HEMAT10")
    checkout = begun(line(goods))
    key = checkout["id"]
    off = run("addPromoCode", id=key, code="hemat10").checkout
    assert off["voucherCode"] == "HEMAT10" and off["discount"]["amount"] > 0
    assert off["totalPrice"]["gross"]["amount"] < checkout["totalPrice"]["gross"]["amount"]
    assert run("removePromoCode", id=key, code="OTHER").checkout["voucherCode"] == "HEMAT10"
    assert run("removePromoCode", id=key, code="hemat10").checkout["voucherCode"] is None
    assert run("addPromoCode", id=key, code="NONE").codes == [
        ("promoCode", "VOUCHER_NOT_APPLICABLE")
    ]
    codes = [run("addPromoCode", id=key, code=f"NO{number}").codes for number in range(40)]
    assert codes[-1] == [(None, "LIMIT")]


def test_who_adds_too_often_waits(goods: Listing) -> None:
    key = begun(line(goods))["id"]
    short = (
        "mutation ($id: ID!, $lines: [CheckoutLineInput]!) {"
        " checkoutLinesAdd(checkoutId: $id, lines: $lines) {"
        " checkoutErrors { field message code } } }"
    )
    codes = [send(short, id=key, lines=[]).codes for _each in range(125)]
    assert codes[-1] == [(None, "LIMIT")] and codes[0] == [("lines", "REQUIRED")]


def test_many_lines_count_as_several_acts(goods: Listing) -> None:
    key = begun(line(goods))["id"]
    lines = [line(goods)] * MOST_LINES
    codes = [run("updateLines", id=key, lines=lines).codes for _each in range(12)]
    assert codes[:10] == [[]] * 10 and codes[-1] == [(None, "LIMIT")]
    windows_forget()
    assert run("addLines", id=key, lines=[*lines, line(goods)]).codes == [
        ("lines", "QUANTITY_GREATER_THAN_LIMIT")
    ]


@pytest.mark.parametrize("act", ["addLines", "updateLines"])
def test_many_lines_are_written_at_once(goods: Listing, act: str) -> None:
    lines = [line(goods), *(line(public_listing(goods.facility), 2) for _each in range(7))]
    written = []
    for some in (lines[:2], lines):
        key = begun(line(goods))["id"]
        with CaptureQueriesContext(connection) as seen:
            assert run(act, id=key, lines=some).checkout["quantity"] > 2
        written.append(sum("checkout_checkout" in one["sql"] and _CHANGES.search(one["sql"]) is not
                           None for one in seen.captured_queries))  # fmt: skip
    assert written[0] == written[1] > 0


_CHANGES = re.compile(r"\b(INSERT|UPDATE|DELETE|FOR NO KEY)\b")
ANOTHERS = "Q2hlY2tvdXQ6MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAw"


@pytest.mark.parametrize("given", ["", "x", ANOTHERS, "UHJvZHVjdDox", "Q2hlY2tvdXQ6MQ=="])
def test_ids_that_open_nothing(goods: Listing, given: str) -> None:
    """No id, an id of another type, a number, a token that nobody was given."""
    variables: dict[str, dict[str, Any]] = {
        "addLines": {"lines": [line(goods)]},
        "updateLines": {"lines": [line(goods)]},
        "deleteLine": {"line": "Q2hlY2tvdXRMaW5lOjE="},
        "updateEmail": {"email": "a@contoh.id"},
        "shipTo": {"address": ADDRESS_IN_PALU},
        "billTo": {"address": ADDRESS_IN_PALU},
        "shipBy": {"method": "U2hpcHBpbmdNZXRob2Q6MTpjb3VyaWVyOnJlZw=="},
        "addPromoCode": {"code": "HEMAT10"},
        "removePromoCode": {"code": "HEMAT10"},
        "complete": {},
    }
    for name, more in variables.items():
        answer = run(name, id=given, **more)
        assert answer.codes == [("checkoutId", "NOT_FOUND")], name


def test_another_checkouts_line_cannot_be_taken_out(goods: Listing) -> None:
    mine, others = begun(line(goods)), begun(line(goods))
    refused = run("deleteLine", id=mine["id"], line=others["lines"][0]["id"])
    assert refused.codes == [("checkoutId", "NOT_FOUND")]
    assert run("checkout", token=others["token"]).payload["quantity"] == 1
    wrong = run("deleteLine", id=mine["id"], line=mine["id"])
    assert wrong.codes == [("lineId", "NOT_FOUND")]


def test_goods_that_are_not_there_are_told_from_a_checkout_that_is_not(goods: Listing) -> None:
    """Else a client would throw a checkout away that is as good as ever."""
    mine = begun(line(goods))
    closed = public_listing()
    listing_close(actor=SYSTEM, listing_id=closed.pk, state=ListingState.SUSPENDED, reason="x")
    unseen = draft_listing(facility_make())
    unknown = {"variantId": global_id("ProductVariant", 2**31 - 1), "quantity": 1}
    answers = set()
    for gone in (unknown, {**unknown, "variantId": "x"}, line(closed), line(unseen)):
        for answer in (
            run("createCheckout", input={"lines": [gone]}),
            run("addLines", id=mine["id"], lines=[line(goods), gone]),
            run("updateLines", id=mine["id"], lines=[line(goods, 2), gone]),
        ):
            assert answer.codes == [("lines", "PRODUCT_NOT_PUBLISHED")]
            answers.add(answer.payload["checkoutErrors"][0]["message"])
    assert len(answers) == 1  # what is withdrawn is not told from what there never was
    assert run("checkout", token=mine["token"]).payload["quantity"] == 1


def test_an_order_opens_by_its_token_and_its_second_key(goods: Listing) -> None:
    order = order_placed((goods, 1))
    token = str(order.order.token)
    document_ = (
        "query ($token: UUID!, $email: String) { orderByToken(token: $token, email: $email)"
        " { userEmail shippingAddress { firstName } number } }"
    )
    nothing: dict[str, Any] = {}
    for wrong in (nothing, {"email": ""}, {"email": "x@contoh.id"}, {"email": "0000"}):
        assert send(document_, None, token=token, **wrong).payload is None
    opened = send(document_, token=token, email=order.email.upper()).payload
    assert opened["number"] == order.number and opened["userEmail"] == order.email
    assert send(document_, token=token, email=order.phone[-4:]).payload == opened
    for _each in range(25):
        last = send(document_, token=token, email="x@contoh.id")
    assert last.content["errors"][0]["extensions"]["code"] == "NOT_ALLOWED"


@pytest.mark.parametrize("given", ["x", 5, None, ["a"], "00000000"])
def test_tokens_that_are_none(db: None, given: Any) -> None:
    answer = send("query ($t: UUID!) { orderByToken(token: $t) { id } }", t=given)
    assert answer.status == 400
    assert answer.content["errors"][0]["extensions"]["code"] == "GRAPHQL_INVALID"
    literal = send('{ checkout(token: "x") { id } }')
    assert literal.status == 400


def test_buyers_answers_are_kept_by_nobody(goods: Listing) -> None:
    checkout = begun(line(goods))
    for query in ("{ me { email } }", f'{{ checkout(token: "{checkout["token"]}") {{ email }} }}'):
        answer = send(query)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "Surrogate-Control" not in answer.headers


def test_a_key_of_a_facility_is_still_needed_for_its_acts(db: None) -> None:
    mixed = (
        'mutation { checkoutComplete(checkoutId: "x") { order { id } }'
        ' productArchive(id: "x") { product { id } } }'
    )
    assert send(mixed).status == 401
    assert send("mutation { __typename }").status == 401
    assert Client().get("/graphql/").status_code == 404


def test_every_operation_is_tried(goods: Listing) -> None:
    for name in OPERATIONS:
        assert asked(name)
