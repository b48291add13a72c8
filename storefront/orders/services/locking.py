"""Locks of orders, ever in the same order: parts by their keys, then the order, then its voucher,
then stock. Who works at a facility holds a part before the order's state follows it."""

from __future__ import annotations

from catalog.errors import NotFound
from storefront.orders.models import FacilityOrder, ShopOrder


def order_locked(shop_order_id: int) -> tuple[ShopOrder, tuple[FacilityOrder, ...]]:
    """An order and its parts, locked until the transaction ends. Raises NotFound."""
    rows = FacilityOrder.objects.select_for_update(of=("self",)).order_by("pk")
    parts = tuple(rows.filter(shop_order_id=shop_order_id))
    return _order(shop_order_id), parts


def part_locked(facility_order_id: int) -> tuple[ShopOrder, FacilityOrder]:
    """A part and its order, locked until the transaction ends. Raises NotFound."""
    rows = FacilityOrder.objects.select_for_update(of=("self",))
    part = rows.filter(pk=facility_order_id).first()
    if part is None:
        raise NotFound
    return _order(part.shop_order_id), part


def _order(shop_order_id: int) -> ShopOrder:
    # locked by whoever is first, read when the lock is held
    order = ShopOrder.objects.select_for_update(of=("self",)).filter(pk=shop_order_id).first()
    if order is None:
        raise NotFound
    return order
