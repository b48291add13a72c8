"""SAFETY 1, Access: what stock Saleor gives to anyone who asks.

_entities dumps users and addresses; paymentSecureConfirm doubles a captured amount; product(slug:)
has no visibility filter; CVE-2022-0932 (missing authorization; the advisory names no endpoint, so
one is shown that has none: checkoutLine).
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.stock.goods import Goods, global_id, new_address, new_user
from tests.stock.messages import Targets
from tests.stock.sending import Sender


@pytest.mark.shows("entities-user")
def test_entities_gives_a_staff_members_email_and_permissions_to_anyone(send: Sender) -> None:
    boss = new_user("boss", "manage_orders")

    (seen,) = send("entities-user", Targets(user=global_id(boss))).data["_entities"]

    assert seen["email"] == "boss@example.com"
    assert seen["isStaff"] is True
    assert seen["userPermissions"] == [{"code": "MANAGE_ORDERS"}]


@pytest.mark.shows("entities-address")
def test_entities_gives_anybodys_address_to_anyone(send: Sender, db: None) -> None:
    address = new_address("Jalan Rahasia 7")

    (seen,) = send("entities-address", Targets(address=global_id(address))).data["_entities"]

    assert seen["streetAddress1"] == "Jalan Rahasia 7"
    assert seen["phone"] == "+6281234567890"


@pytest.mark.shows("payment-secure-confirm")
def test_a_stranger_doubles_a_captured_amount_and_reads_the_buyer(
    send: Sender, goods: Goods
) -> None:
    assert goods.payment.captured_amount == Decimal(20)

    answer = send("payment-secure-confirm", Targets(payment=global_id(goods.payment)))

    seen = answer.data["paymentSecureConfirm"]["payment"]
    assert seen["order"]["userEmail"] == "ratna@example.com"
    assert seen["order"]["shippingAddress"]["streetAddress1"] == "Jalan Rahasia 7"
    goods.payment.refresh_from_db()
    assert goods.payment.captured_amount == Decimal(40)


@pytest.mark.shows("product-by-slug")
def test_a_product_that_is_not_published_is_seen_by_its_slug(send: Sender, goods: Goods) -> None:
    goods.product("belum-terbit", is_published=False)

    assert send("product-by-slug").data["product"] == {"name": "Belum-Terbit"}


@pytest.mark.shows("somebodys-basket-line")
def test_a_stranger_who_counts_reads_somebodys_basket(send: Sender, goods: Goods) -> None:
    line = global_id(goods.checkout_line)

    seen = send("somebodys-basket-line", Targets(checkout_line=line)).data["checkoutLine"]

    assert seen == {"quantity": 3, "variant": {"sku": "batik-tulis"}}
