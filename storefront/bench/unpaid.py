"""Orders that wait for their money, placed by the services of the pages; needs their settings."""

from __future__ import annotations

from django.utils import timezone

from catalog.dates import legal_today
from storefront.orders.consents import TEXT_VERSION
from storefront.orders.rules.addresses import AddressValues
from storefront.orders.services.addresses import basket_address_set
from storefront.orders.services.baskets import basket_add
from storefront.orders.services.expiring import orders_expire
from storefront.orders.services.placing import order_place
from storefront.orders.services.quoting import quote

__all__ = ["order_unpaid", "orders_expire", "timezone"]

_PRACTICE = "practice:"


def order_unpaid(variant_id: int, number: int) -> None:
    """One order of one piece. number: whose."""
    token = basket_add(token=None, user_id=None, variant_id=variant_id, quantity=1).token
    to = AddressValues(
        name="Pembeli",
        phone=f"0813{number:08d}",
        district_code="72.71.02",
        postal_code="94221",
        street="Jalan Emas 1 RT 01/02",
    )
    basket_address_set(token=token, values=to)
    seen = quote(token, on=legal_today(), language="id")
    assert seen is not None
    order_place(
        token=token,
        digest=seen.digest,
        method=_PRACTICE,
        language="id",
        consent=TEXT_VERSION,
    )
