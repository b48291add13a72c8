"""SAFETY 1, Access: updateMetadata and deleteMetadata on Order and Checkout need no permission."""

from __future__ import annotations

import pytest

from tests.stock.goods import Goods, global_id
from tests.stock.messages import Targets
from tests.stock.sending import Sender


@pytest.mark.shows("order-metadata-update")
def test_a_stranger_who_counts_reads_and_writes_an_order(send: Sender, goods: Goods) -> None:
    answer = send("order-metadata-update", Targets(order=global_id(goods.order)))

    seen = answer.data["updateMetadata"]["item"]
    assert seen["userEmail"] == "ratna@example.com"
    assert seen["token"] == goods.order.token
    assert seen["shippingAddress"]["streetAddress1"] == "Jalan Rahasia 7"
    goods.order.refresh_from_db()
    assert goods.order.metadata["seen"] == "by a stranger"


@pytest.mark.shows("order-metadata-delete")
def test_a_stranger_deletes_an_orders_metadata(send: Sender, goods: Goods) -> None:
    answer = send("order-metadata-delete", Targets(order=global_id(goods.order)))

    assert answer.data["deleteMetadata"]["item"]["userEmail"] == "ratna@example.com"
    goods.order.refresh_from_db()
    assert "gate" not in goods.order.metadata


@pytest.mark.shows("checkout-metadata-update")
def test_a_stranger_reads_and_writes_a_checkout(send: Sender, goods: Goods) -> None:
    answer = send("checkout-metadata-update", Targets(checkout=global_id(goods.checkout)))

    assert answer.data["updateMetadata"]["item"]["email"] == "ratna@example.com"
    goods.checkout.refresh_from_db()
    assert goods.checkout.metadata["seen"] == "by a stranger"


@pytest.mark.shows("checkout-metadata-delete")
def test_a_stranger_deletes_a_checkouts_metadata(send: Sender, goods: Goods) -> None:
    answer = send("checkout-metadata-delete", Targets(checkout=global_id(goods.checkout)))

    assert answer.data["deleteMetadata"]["item"]["email"] == "ratna@example.com"
    goods.checkout.refresh_from_db()
    assert "gate" not in goods.checkout.metadata
