"""What delivery is asked for, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from catalog.types import Delivery
from storefront.orders.types import DeliveryKind


@dataclass(frozen=True)
class Destination:
    """Where parcels go: codes of Kemendagri. district_code and regency_code may be "" where only
    the province is known."""

    district_code: str
    regency_code: str
    province_code: str


@dataclass(frozen=True)
class Offer:
    """One way of delivery of a facility's part.

    service: of a courier, "" otherwise; price, goods_discount: whole rupiah; days_min, days_max: on
    the way; made_on: the day by which goods made to order are made, None without any; ready_on: the
    day by which all is packed; arrives_from, arrives_to: None where nobody carries it or nothing is
    known; grams: what is charged; refused: the sentence why it cannot be chosen, "" when it can;
    note: what else to know; pays_there: whether it may be paid on fetching.
    """

    kind: DeliveryKind
    service: str
    name: str
    price: Decimal
    goods_discount: Decimal
    days_min: int
    days_max: int
    made_on: date | None
    ready_on: date | None
    arrives_from: date | None
    arrives_to: date | None
    grams: int
    refused: str
    note: str
    pays_there: bool = False


class Item(Protocol):
    """A line of a basket, as far as delivery goes (`orders.baskets.BasketItem`)."""

    @property
    def listing_id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def quantity(self) -> int: ...
    @property
    def unit_price(self) -> Decimal: ...
    @property
    def weight_grams(self) -> int: ...
    @property
    def size_cm(self) -> tuple[int, int, int] | None: ...
    @property
    def kind_id(self) -> int: ...
    @property
    def delivery(self) -> Delivery: ...
    @property
    def lead_time_days(self) -> int | None: ...
    @property
    def is_made_to_order(self) -> bool: ...
    @property
    def on_sale(self) -> bool: ...


class Part(Protocol):
    """A facility's part of a basket (`orders.baskets.BasketPart`)."""

    @property
    def facility_id(self) -> int: ...
    @property
    def items(self) -> Sequence[Item]: ...
