"""Orders by the API as a client of Saleor's asks for them: payments, events, voucher, ways and
parcels; the same number of statements however many there are."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from graphql import GraphQLSchema, parse, validate

from catalog.models import Facility
from storefront.orders.models import Refund, ShopOrder
from storefront.orders.services.baskets import basket_voucher_set
from storefront.orders.services.buyer_acts import part_cancel_by_buyer
from storefront.orders.services.fulfilling import part_accept, part_pack
from storefront.orders.services.handing_over import part_ship
from storefront.orders.services.payments import payment_again
from storefront.orders.services.refund_asking import refund_ask
from tests.cast import Cast, cast_make, person_make
from tests.making import facility_make, public_listing
from tests.orders.baskets_making import voucher_make
from tests.orders.making import (
    account_make,
    attempt_of,
    basket_with,
    money_comes,
    order_paid_up,
    order_placed,
    place,
)
from tests.storefront.graphql.buying import asked, send
from tests.storefront.graphql.conftest import ADDRESS
from tests.storefront.web.buying.orders import parts_of, token_of

pytestmark = pytest.mark.django_db

FIELDS = asked("complete").partition("fragment Order on Order")[2]
ORDER = "fragment Order on Order" + FIELDS
BY_TOKEN = "query ($token: UUID!) { orderByToken(token: $token) { ...Order } }"
MINE = "{ me { orders(first: %d) { edges { node { ...Order } } } } }"
OURS = (
    "query ($token: UUID!, $email: String) { orderByToken(token: $token, email: $email)"
    " { ...Order shippingMethods { name facilityName kind daysMin daysMax price { amount } } } } "
)


@pytest.fixture
def cast() -> Cast:
    return cast_make()


def opened(order: ShopOrder) -> Any:
    """All of it, by its second key."""
    return send(OURS + ORDER, token=token_of(order), email=order.email).payload


def mine(client: Client, count: int) -> Any:
    answer = client.post(
        ADDRESS,
        {"query": MINE % count + ORDER},
        "application/json",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    return answer.json()["data"]["me"]["orders"]["edges"]


def logged_in() -> tuple[Any, Client]:
    user = person_make()
    client = Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(get_user_model().objects.get(pk=user.pk), backend=backend)
    return user, client


def sent(cast: Cast, order: ShopOrder, facility: Facility, number: str) -> None:
    """The facility's part leaves in one parcel."""
    part = next(part for part in parts_of(order) if part.facility_id == facility.pk)
    sari = cast.sari
    part_accept(actor=sari, facility_order_id=part.pk)
    part_pack(actor=sari, facility_order_id=part.pk)
    part_ship(actor=sari, facility_order_id=part.pk, tracking_number=number)


def test_the_document_is_saleors_own(saleor_schema: GraphQLSchema) -> None:
    for text in (BY_TOKEN, MINE % 5):
        assert not validate(saleor_schema, parse(text + ORDER))


def test_what_happened_to_an_order_is_told(cast: Cast) -> None:
    goods = public_listing(cast.here, name="Keripik", prices=(10_000,))
    order = order_paid_up((goods, 2), (public_listing(facility_make()), 1))
    sent(cast, order, cast.here, "JNE0012345678")
    other = next(part for part in parts_of(order) if part.facility_id != cast.here.pk)
    part_cancel_by_buyer(order_token=token_of(order), part_id=other.pk, note="Salah pilih")
    refund_ask(refund_id=Refund.objects.get().pk)
    seen = opened(order)
    (parcel,) = seen["fulfillments"]
    (inside,) = parcel["lines"]
    of_goods = next(line for line in seen["lines"] if line["productName"] == "Keripik")
    assert (inside["quantity"], inside["orderLine"]["id"]) == (2, of_goods["id"])
    events = seen["events"]
    assert [event["type"] for event in events] == [
        *("PLACED", "ORDER_FULLY_PAID", "OTHER", "OTHER", "FULFILLMENT_FULFILLED_ITEMS"),
        *("CANCELED", "OTHER", "PAYMENT_REFUNDED"),
    ]
    assert [event["id"] for event in events] == list(dict.fromkeys(e["id"] for e in events))
    assert [event["message"] for event in events] == [
        *(None, None, "Diterima", "Dikemas", None, "Salah pilih"),
        *("Uang dikembalikan ke pembeli", None),
    ]
    assert events[1]["amount"] == float(order.total)
    handed = events[4]
    assert handed["quantity"] == 2 and handed["fulfilledItems"][0]["orderLine"]["productSku"]
    assert handed["orderNumber"].startswith(f"{order.number}-")
    assert not any(cast.sari.name in str(event) for event in events)  # people are not named
    (payment,) = seen["payments"]
    assert payment["gateway"] == "practice:" and payment["isActive"]
    back = Refund.objects.get().amount
    assert payment["total"] == {"amount": float(order.total), "currency": "IDR"}
    assert payment["capturedAmount"]["amount"] == float(order.total - back)
    assert payment["chargeStatus"] == "PARTIALLY_REFUNDED"
    assert payment["order"]["number"] == order.number
    assert seen["shippingMethod"] is None  # of several facilities there are several
    ways = seen["shippingMethods"]
    assert [way["facilityName"] for way in ways] == [
        part.facility.short_name for part in parts_of(order)
    ]
    assert {way["kind"] for way in ways} == {"COURIER"} and ways[0]["daysMax"] > 0
    assert sum(way["price"]["amount"] for way in ways) == float(order.delivery_total)


def test_every_try_to_pay_is_there(cast: Cast) -> None:
    account_make()
    order = order_placed()
    payment_again(shop_order_id=order.pk, method="transfer:")
    seen = opened(order)["payments"]
    assert [(one["gateway"], one["isActive"]) for one in seen] == [
        ("practice:", False),
        ("transfer:", True),
    ]
    assert {one["chargeStatus"] for one in seen} == {"NOT_CHARGED"}
    money_comes(attempt_of(order))
    assert opened(order)["payments"][1]["chargeStatus"] == "FULLY_CHARGED"
    key = str(attempt_of(order).key)
    assert key not in str([{**one, "token": ""} for one in seen])  # by which a provider is asked


def test_what_was_paid_twice_and_went_back_leaves_the_order_paid() -> None:
    order = order_paid_up()
    money_comes(attempt_of(order))
    refund_ask(refund_id=Refund.objects.get(shop_order=order).pk)
    seen = opened(order)
    assert (seen["paymentStatus"], seen["totalBalance"]["amount"]) == ("FULLY_CHARGED", 0)
    assert seen["totalCaptured"]["amount"] == float(order.total)


def test_the_voucher_and_the_way_of_one_facility() -> None:
    voucher_make("CONTOH")
    token = basket_with((public_listing(prices=(50_000,)), 2))
    basket_voucher_set(token=token, code="CONTOH", address="x")
    order = ShopOrder.objects.get(pk=place(token).shop_order_id)
    seen = opened(order)
    assert seen["voucher"]["code"] == "CONTOH" and seen["discount"]["amount"] > 0
    assert seen["voucher"]["type"] in ("ENTIRE_ORDER", "SHIPPING", "SPECIFIC_PRODUCT")
    assert seen["shippingMethod"]["name"] == seen["shippingMethods"][0]["name"]
    assert seen["shippingMethod"]["price"]["amount"] == float(order.delivery_total)
    assert opened(order_placed())["voucher"] is None


def test_statements_do_not_grow_with_the_orders(cast: Cast, counted: Any) -> None:
    user, client = logged_in()
    counts = []
    for orders in (1, 4):
        for _each in range(orders):
            goods = public_listing(cast.here, name="Keripik")
            order = order_paid_up((goods, 1), (public_listing(), 2), user_id=user.pk)
            sent(cast, order, cast.here, f"JNE{order.pk:010d}")
        mine(client, 5)
        with CaptureQueriesContext(connection) as statements:
            found = mine(client, 5)
        counts.append((len(found), len(statements)))
        for edge in found:
            node = edge["node"]
            assert len(node["lines"]) == 2 and node["fulfillments"][0]["lines"]
            assert node["payments"] and len(node["events"]) == 5
    assert [found for found, _count in counts] == [1, 5]
    assert counts[0][1] == counts[1][1] <= 30
    counted(f"me.orders with all of Saleor's fields: {counts[0][1]} statements for 1 and for 5")


def test_nobody_elses_orders_are_in_the_list() -> None:
    _user, client = logged_in()
    other = person_make()
    order_paid_up(user_id=other.pk)
    assert mine(client, 5) == []
