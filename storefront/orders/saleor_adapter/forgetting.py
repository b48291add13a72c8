"""What Saleor keeps of buyers, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from saleor.account.models import Address
from saleor.checkout.models import Checkout
from saleor.order.models import Fulfillment, Order


def orders_forget(keys: Sequence[int]) -> None:
    """Take the buyer out of orders: account, e-mail, note, both addresses."""
    rows = Order.objects.filter(pk__in=keys)
    pairs = rows.values_list("shipping_address", "billing_address")
    addresses = {key for pair in pairs for key in pair if key is not None}
    rows.update(
        user=None,
        user_email="",
        customer_note="",
        tracking_client_id="",
        shipping_address=None,
        billing_address=None,
    )
    Address.objects.filter(pk__in=addresses).delete()


def fulfillments_forget(keys: Sequence[int]) -> None:
    """Take the couriers' numbers of parcels of orders away."""
    Fulfillment.objects.filter(order__in=keys).update(tracking_number="")


def baskets_remove(user_id: int) -> int:
    """Take an account's baskets away, with what they hold and where they would have gone."""
    return _baskets_remove(list(Checkout.objects.filter(user_id=user_id).values_list("pk")))


def baskets_kept(user_id: int) -> list[dict[str, Any]]:
    """An account's baskets as plain values, for its owner's reading."""
    rows = Checkout.objects.filter(user_id=user_id).select_related("shipping_address")
    rows = rows.prefetch_related("lines__variant")
    return [
        {
            "since": one.created,
            "changed": one.last_change,
            "email": one.email,
            "voucher_code": one.voucher_code or "",
            "address": _address_kept(one.shipping_address),
            "lines": [
                {"sku": line.variant.sku, "quantity": line.quantity} for line in one.lines.all()
            ],
        }
        for one in rows
    ]


def _address_kept(row: Any) -> dict[str, str]:
    """What an address says; nothing for none."""
    names = ("first_name", "street_address_1", "city_area", "city", "country_area", "postal_code")
    kept = {name: str(getattr(row, name)) for name in names} if row else {}
    return {**kept, "phone": str(row.phone)} if row else {}


def baskets_left(before: datetime, most: int) -> int:
    """Take baskets away that nobody changed since; how many."""
    rows = Checkout.objects.filter(last_change__lt=before).order_by("last_change")
    return _baskets_remove(list(rows.values_list("pk")[:most]))


def _baskets_remove(found: Sequence[tuple[object]]) -> int:
    rows = Checkout.objects.filter(pk__in=[key for (key,) in found])
    pairs = list(rows.values_list("shipping_address", "billing_address"))
    rows.delete()
    addresses = {key for pair in pairs for key in pair if key is not None}
    used = Q(user_addresses__isnull=False)
    Address.objects.filter(pk__in=addresses).exclude(used).delete()
    return len(found)
