"""Goods to put in, and what changes them meanwhile."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import connection

from catalog.models import Listing
from storefront.orders.selectors.baskets import Basket, basket_read
from tests.conftest import rights_of_app

CHECKOUTS: Any = apps.get_model("checkout.Checkout").objects


def variants_of(listing: Listing) -> list[int]:
    """Keys of a listing's variants."""
    found = apps.get_model("product.ProductVariant").objects.filter(product_id=listing.product_id)
    return list(found.order_by("pk").values_list("pk", flat=True))


def variant_of(listing: Listing) -> int:
    """The first of them."""
    return variants_of(listing)[0]


def basket_now(token: Any, language: str = "id") -> Basket:
    """The basket, read with the rights of who serves."""
    with rights_of_app():
        found = basket_read(token, language=language)
    assert found is not None
    return found


def price_set(listing: Listing, price: int) -> None:
    """Another price, as if its facility had changed it."""
    apps.get_model("product.Product").objects.filter(pk=listing.product_id).update(
        price_amount=Decimal(price)
    )


def stock_set(listing: Listing, quantity: int) -> None:
    """Another balance."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE warehouse_stock SET quantity = %s WHERE product_variant_id = ANY (%s)",
            [quantity, variants_of(listing)],
        )


def voucher_make(code: str = "HEMAT10", **terms: Any) -> Any:
    """A voucher: ten percent off everything, unless said otherwise."""
    usual = {
        "type": "entire_order",
        "discount_value_type": "percentage",
        "discount_value": Decimal(10),
        "currency": "IDR",
    }
    return apps.get_model("discount.Voucher").objects.create(code=code, **usual | terms)
