"""All that buying keeps of an account's owner, for their own reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from storefront.orders.acting import as_shop
from storefront.orders.models import (
    FacilityOrder,
    FacilityOrderLine,
    MoneyMove,
    OrderStep,
    Parcel,
    Refund,
    ReturnRequest,
    ShopOrder,
    VoucherUse,
)
from storefront.orders.saleor_adapter.forgetting import baskets_kept
from storefront.orders.selectors.buyers import book_of, consents_of
from storefront.orders.selectors.kept_files import files_told, photos_kept, proofs_kept

_OF_ORDER = (
    *("order_id", "number", "state", "name", "email", "phone", "language", "method"),
    *("goods_total", "delivery_total", "discount_total", "tax_total", "total", "voucher_code"),
    *("placed_at", "paid_at", "ended_at", "cancel_cause"),
)
_OF_PART = (
    *("id", "shop_order_id", "number", "facility__short_name", "state", "kind", "service_name"),
    *("recipient", "phone", "street", "village", "district", "regency", "province"),
    *("postal_code", "courier_note", "goods_total", "discount_total", "delivery_price"),
    *("placed_at", "done_at", "cancelled_at", "cancel_note"),
)
_ON_ORDERS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "steps": (OrderStep.objects, ("kind", "at", "note")),
    "payments": (MoneyMove.objects, ("kind", "amount", "provider", "at")),
    "refunds": (Refund.objects, ("cause", "amount", "state", "done_at")),
    "vouchers": (VoucherUse.objects, ("buyer", "at", "given_back_at")),
}
_ON_PARTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "lines": (
        FacilityOrderLine.objects,
        ("sku", "name", "variant_name", "quantity", "unit_price", "discount"),
    ),
    "parcels": (
        Parcel.objects,
        ("service_name", "tracking_number", "handed_over_at", "delivered_at"),
    ),
    "returns": (ReturnRequest.objects, ("id", "reason", "asked_at", "state", "note")),
}


def buying_kept(user_id: int) -> dict[str, Any]:
    """Addresses, baskets, consents and orders with all that hangs on them, as values that JSON can
    hold once dates and amounts are texts; files by their names. A constant number of statements."""
    return {
        "addresses": [{"default": one.is_default, **asdict(one.shown)} for one in book_of(user_id)],
        "consents": [asdict(one) for one in consents_of(user_id)],
        "baskets": _baskets(user_id),
        "orders": _orders(user_id),
    }


def _baskets(user_id: int) -> list[dict[str, Any]]:
    with as_shop():
        return baskets_kept(user_id)


def _orders(user_id: int) -> list[dict[str, Any]]:
    with as_shop():
        orders = list(ShopOrder.objects.filter(user_id=user_id).order_by("pk").values(*_OF_ORDER))
        keys = [order["order_id"] for order in orders]
        parts = _parts(keys, files_told(photos_kept(user_id)))
        hanging = {
            name: _by("shop_order_id", rows.filter(shop_order__in=keys), *fields)
            for name, (rows, fields) in _ON_ORDERS.items()
        }
    hanging["proofs"] = files_told(proofs_kept(user_id))
    for order in orders:
        key = order.pop("order_id")
        order["parts"] = parts.get(key, [])
        order |= {name: rows.get(key, []) for name, rows in hanging.items()}
    return orders


def _parts(
    keys: Iterable[int], photos: dict[int, list[dict[str, Any]]]
) -> dict[int, list[dict[str, Any]]]:
    """Parts by the keys of their orders. photos: by the keys of requests to send goods back."""
    rows = list(FacilityOrder.objects.filter(shop_order__in=keys).values(*_OF_PART))
    of_parts = [row["id"] for row in rows]
    hanging = {
        name: _by("facility_order_id", of.filter(facility_order__in=of_parts), *fields)
        for name, (of, fields) in _ON_PARTS.items()
    }
    for asked in (one for of_part in hanging["returns"].values() for one in of_part):
        asked["photos"] = photos.get(asked.pop("id"), [])
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        part = row.pop("id")
        row |= {name: of.get(part, []) for name, of in hanging.items()}
        found.setdefault(row.pop("shop_order_id"), []).append(row)
    return found


def _by(key: str, rows: Any, *fields: str) -> dict[int, list[dict[str, Any]]]:
    """Rows as mappings, by what they hang on."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows.order_by("pk").values(key, *fields):
        found.setdefault(row.pop(key), []).append(row)
    return found
