"""All rows that orders are shown from, in one message, however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from catalog.message import Message
from storefront.orders.models import (
    FacilityOrder,
    FacilityOrderLine,
    OrderStep,
    Parcel,
    ParcelLine,
    Refund,
    ReturnLine,
    ReturnRequest,
    ShopOrder,
)

T = TypeVar("T")

# The orders with these addresses; with these keys.
BY_TOKEN = "ARRAY(SELECT o.id FROM order_order o WHERE o.token = ANY (%(orders)s::text[]))"
BY_KEY = "%(orders)s::int[]"

_OF_ORDER = "t.shop_order_id = ANY ({orders})"
_PARTS = "(SELECT f.{what} FROM orders_facilityorder f WHERE f.shop_order_id = ANY ({{orders}}))"
_OF_PARTS = f"t.facility_order_id IN {_PARTS.format(what='id')}"
_PARCELS = f"(SELECT t.id FROM orders_parcel t WHERE {_OF_PARTS})"
_RETURNS = f"(SELECT t.id FROM orders_returnrequest t WHERE {_OF_PARTS})"
_FACILITIES = _PARTS.format(what="facility_id")
_MAKERS = f"""SELECT t.id, t.slug, t.short_name, t.official_name, t.address, r.name, p.name,
 p.name_en, t.whatsapp, p.zone
FROM catalog_facility t JOIN catalog_regency r ON r.code = t.regency_id
JOIN catalog_province p ON p.code = r.province_id WHERE t.id IN {_FACILITIES}"""
_HOURS = f"""SELECT t.facility_id, t.weekday, t.opens, t.closes FROM catalog_openinghours t
WHERE t.facility_id IN {_FACILITIES} ORDER BY t.weekday, t.opens"""
# Addresses of goods that buyers see.
_SLUGS = f"""SELECT t.id, c.slug FROM orders_facilityorderline t
JOIN product_productvariant v ON v.id = t.variant_id
JOIN catalog_card c ON c.product_id = v.product_id AND c.is_open WHERE {_OF_PARTS}"""
_PHOTOS = f"""SELECT t.request_id, count(*) FROM orders_returnphoto t
WHERE t.request_id IN {_RETURNS} GROUP BY t.request_id"""
# Its address; whether a proof of the transfer that it waits for is to be looked at; the zone of the
# first part that goes anywhere.
_FACTS = """SELECT o.id, o.token, EXISTS (SELECT FROM orders_paymentattempt t
  JOIN orders_transferproof p ON p.attempt_id = t.id
  WHERE t.shop_order_id = o.id AND t.state = 'open' AND p.state = 'waiting'),
 coalesce((SELECT p.zone FROM catalog_province p WHERE p.name = (
  SELECT t.province FROM orders_facilityorder t WHERE t.shop_order_id = o.id AND t.province <> ''
  ORDER BY t.id LIMIT 1) ORDER BY p.code LIMIT 1), ''),
 coalesce((SELECT t.amount FROM orders_paymentattempt t WHERE t.shop_order_id = o.id
  AND t.state = 'paid' ORDER BY t.id LIMIT 1), 0)
FROM order_order o WHERE o.id = ANY ({orders})"""


class MakerRow(NamedTuple):
    """A facility with the names of its place."""

    id: int
    slug: str
    name: str
    official_name: str
    address: str
    regency: str
    province: str
    province_en: str
    whatsapp: str
    zone: str


class Fact(NamedTuple):
    """What else is known of an order. zone: "" where it is not known; paid: rupiah that were asked
    for and came, 0 for none."""

    id: int
    token: str
    is_proof_waiting: bool
    zone: str
    paid: Decimal


class Open(NamedTuple):
    """When goods are fetched. weekday: 0 is Monday."""

    facility_id: int
    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class OrderRows:
    """Rows of orders. facts, parts, refunds: by order; steps: by order and part, None for those of
    the whole; makers: by facility; slugs: by line; photos: how many, by request."""

    orders: Sequence[ShopOrder]
    facts: Mapping[int, Fact]
    parts: Mapping[int, Sequence[FacilityOrder]]
    makers: Mapping[int, MakerRow]
    hours: Mapping[int, Sequence[Open]]
    lines: Mapping[int, Sequence[FacilityOrderLine]]
    slugs: Mapping[int, str]
    parcels: Mapping[int, Sequence[Parcel]]
    parcel_lines: Mapping[int, Sequence[ParcelLine]]
    steps: Mapping[tuple[int, int | None], Sequence[OrderStep]]
    returns: Mapping[int, Sequence[ReturnRequest]]
    return_lines: Mapping[int, Sequence[ReturnLine]]
    photos: Mapping[int, int]
    refunds: Mapping[int, Sequence[Refund]]


def order_rows(which: str, orders: Sequence[str] | Sequence[int]) -> OrderRows:
    """The rows of those orders that there are. As the shop. Fourteen statements in one message,
    whatever stands in them.

    which: BY_TOKEN or BY_KEY, as which `orders` are given.
    """
    message, given = Message(), {"orders": list(orders)}

    def sql(text: str) -> str:
        return text.format(orders=which)

    found = message.rows(ShopOrder, sql("t.order_id = ANY ({orders})"), given)
    facts = message.ask(sql(_FACTS), given)
    parts = message.rows(FacilityOrder, sql(_OF_ORDER), given)
    makers, hours = message.ask(sql(_MAKERS), given), message.ask(sql(_HOURS), given)
    lines = message.rows(FacilityOrderLine, sql(_OF_PARTS), given)
    slugs = message.ask(sql(_SLUGS), given)
    parcels = message.rows(Parcel, sql(_OF_PARTS), given)
    parcel_lines = message.rows(ParcelLine, sql(f"t.parcel_id IN {_PARCELS}"), given)
    steps = message.rows(OrderStep, sql(_OF_ORDER), given)
    returns = message.rows(ReturnRequest, sql(_OF_PARTS), given)
    return_lines = message.rows(ReturnLine, sql(f"t.request_id IN {_RETURNS}"), given)
    photos = message.ask(sql(_PHOTOS), given)
    refunds = message.rows(Refund, sql(_OF_ORDER), given)
    message.send()
    return OrderRows(
        orders=found.value,
        facts={row[0]: Fact(*row) for row in facts.value},
        parts=_by(parts.value, lambda row: row.shop_order_id),
        makers={row[0]: MakerRow(*row) for row in makers.value},
        hours=_by(_opens(hours.value), lambda row: row.facility_id),
        lines=_by(lines.value, lambda row: row.facility_order_id),
        slugs=dict(slugs.value),
        parcels=_by(parcels.value, lambda row: row.facility_order_id),
        parcel_lines=_by(parcel_lines.value, lambda row: row.parcel_id),
        steps=_by(steps.value, lambda row: (row.shop_order_id, row.facility_order_id)),
        returns=_by(returns.value, lambda row: row.facility_order_id),
        return_lines=_by(return_lines.value, lambda row: row.request_id),
        photos=dict(photos.value),
        refunds=_by(refunds.value, lambda row: row.shop_order_id),
    )


def _opens(rows: Iterable[Sequence[Any]]) -> list[Open]:
    return [Open(*row) for row in rows]


def _by(rows: Iterable[T], key: Callable[[T], Any]) -> Mapping[Any, Sequence[T]]:
    """Rows in their order, by what they are of; none of what has none."""
    found: defaultdict[Any, list[T]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
