"""SAFETY 1, Access: Saleor's permissions are global.

MANAGE_PRODUCTS sees and changes everybody's goods and stock, MANAGE_ORDERS sees every buyer, and
MANAGE_USERS alone changes the superuser's e-mail.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.stock.goods import Goods, global_id, new_user
from tests.stock.messages import Targets
from tests.stock.sending import Sender


@pytest.mark.shows("everybodys-goods")
def test_who_manages_products_sees_every_warehouse_and_its_stock(
    send: Sender, goods: Goods
) -> None:
    keeper = new_user("keeper", "manage_products")
    warehouse = global_id(goods.batik.variants.get().stocks.get().warehouse)

    seen = send("everybodys-goods", Targets(warehouse=warehouse), keeper).data

    assert seen["warehouse"] == {"name": "Lapas", "address": {"phone": "+6281234567890"}}
    (stock,) = seen["stocks"]["edges"]
    assert stock["node"] == {"quantity": 10, "warehouse": {"name": "Lapas"}}


@pytest.mark.shows("everybodys-prices")
def test_who_manages_products_publishes_and_prices_anybodys(send: Sender, goods: Goods) -> None:
    keeper = new_user("keeper", "manage_products")
    product = goods.product("belum-terbit", is_published=False)
    targets = Targets(product=global_id(product), category=global_id(goods.category))

    answer = send("everybodys-prices", targets, keeper)

    assert answer.data["productUpdate"]["productErrors"] == []
    product.refresh_from_db()
    assert (product.is_published, product.price_amount) == (True, Decimal(1))


@pytest.mark.shows("everybodys-stock")
def test_who_manages_products_counts_anybodys_stock(send: Sender, goods: Goods) -> None:
    keeper = new_user("keeper", "manage_products")
    targets = Targets(variant=global_id(goods.variant), warehouse=global_id(goods.warehouse))

    answer = send("everybodys-stock", targets, keeper)

    assert answer.data["productVariantStocksUpdate"]["bulkStockErrors"] == []
    assert goods.variant.stocks.get().quantity == 999


@pytest.mark.shows("everybodys-orders")
def test_who_manages_orders_sees_every_buyer(send: Sender, goods: Goods) -> None:
    clerk = new_user("clerk", "manage_orders")
    assert goods.order.pk

    (seen,) = send("everybodys-orders", user=clerk).data["orders"]["edges"]

    assert seen["node"]["userEmail"] == "ratna@example.com"
    assert seen["node"]["shippingAddress"]["streetAddress1"] == "Jalan Rahasia 7"


@pytest.mark.shows("superusers-email")
def test_who_manages_users_takes_the_superusers_email(send: Sender, db: None) -> None:
    helper = new_user("helper", "manage_users")
    root = new_user("root", is_superuser=True)

    answer = send("superusers-email", Targets(user=global_id(root)), helper)

    assert answer.data["customerUpdate"]["accountErrors"] == []
    root.refresh_from_db()
    assert root.email == "taken@example.com"
