"""An order as its page, mails, receipt and API show it: plain values, money in whole rupiah."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from catalog.shown import OpenHours
from storefront.orders.types import (
    CancelCause,
    DeliveryKind,
    FacilityOrderState,
    OrderState,
    RefundState,
    ReturnState,
    StepKind,
)


@dataclass(frozen=True)
class LineShown:
    """A line. slug: of its goods while they are on sale, else ""; total: after its discount;
    returned: pieces that an officer agreed to take back."""

    id: int
    order_line: str
    variant_id: int | None
    slug: str
    sku: str
    name: str
    variant_name: str
    quantity: int
    cancelled: int
    handed_over: int
    returned: int
    unit_price: Decimal
    discount: Decimal
    tax: Decimal
    total: Decimal


@dataclass(frozen=True)
class ParcelShown:
    """One handing over. pieces: (name, how many), lines: (key of a line, how many); address: where
    its courier shows it, ""."""

    id: int
    service: str
    number: str
    address: str
    handed_over_at: datetime
    delivered_at: datetime | None
    pieces: tuple[tuple[str, int], ...]
    lines: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class StepShown:
    """A step as it was written."""

    id: int
    kind: StepKind
    at: datetime
    note: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class RefundShown:
    """Money that goes back."""

    id: int
    part_id: int | None
    amount: Decimal
    state: RefundState
    done_at: datetime | None


@dataclass(frozen=True)
class ReturnShown:
    """A request to send goods back. pieces: (name, how many); photos: how many."""

    id: int
    state: ReturnState
    reason: str
    note: str
    asked_at: datetime
    decided_at: datetime | None
    pieces: tuple[tuple[str, int], ...]
    photos: int


@dataclass(frozen=True)
class Recipient:
    """Who a part goes to and where; empty where the buyer's data were removed."""

    name: str
    phone: str
    street: str
    village: str
    district: str
    regency: str
    province: str
    postal_code: str
    courier_note: str


@dataclass(frozen=True)
class MakerShown:
    """The facility of a part. whatsapp: "+62..." or ""; zone: WIB, WITA or WIT."""

    id: int
    slug: str
    name: str
    official_name: str
    address: str
    regency: str
    province: str
    whatsapp: str
    zone: str
    hours: tuple[OpenHours, ...]


@dataclass(frozen=True)
class PartShown:
    """One facility's part. place: 1, 2, ... in the order; service: its name, service_code: of a
    courier's; days: on the way, from and to; total: what the buyer pays for it."""

    id: int
    place: int
    number: str
    state: FacilityOrderState
    maker: MakerShown
    kind: DeliveryKind
    service: str
    service_code: str
    days: tuple[int, int]
    goods_total: Decimal
    discount_total: Decimal
    delivery_price: Decimal
    tax_total: Decimal
    total: Decimal
    accept_by: datetime | None
    produced_by: date | None
    promised_on: date | None
    late_note: str
    accepted_at: datetime | None
    packed_at: datetime | None
    handed_over_at: datetime | None
    done_at: datetime | None
    cancelled_at: datetime | None
    cancel_asked_at: datetime | None
    cancel_cause: CancelCause | None
    cancel_note: str
    pickup_code: str
    recipient: Recipient
    lines: tuple[LineShown, ...]
    parcels: tuple[ParcelShown, ...]
    steps: tuple[StepShown, ...]
    returns: tuple[ReturnShown, ...]

    @property
    def delivery_discount(self) -> Decimal:
        """What a voucher took off delivery: what lies beyond the lines'."""
        return self.discount_total - sum((line.discount for line in self.lines), Decimal(0))

    @property
    def delivery_paid(self) -> Decimal:
        """What is left to pay for it."""
        return self.delivery_price - self.delivery_discount

    @property
    def delivery_tax(self) -> Decimal:
        """PPN contained in what was paid for delivery: what lies beyond the lines'."""
        return self.tax_total - sum((line.tax for line in self.lines), Decimal(0))


@dataclass(frozen=True)
class OrderShown:
    """A whole order. token: of its address; state: of the money; zone: of the place it goes to, WIB
    when that is not known; mark: rupiah that a transfer had beyond the total, to be known by;
    is_proof_waiting: nobody has looked yet at a proof of the transfer that it waits for; steps: of
    the order as a whole (those of parts stand there)."""

    id: int
    token: str
    number: str
    state: OrderState
    user_id: int | None
    name: str
    email: str
    phone: str
    language: str
    method: str
    goods_total: Decimal
    delivery_total: Decimal
    discount_total: Decimal
    tax_total: Decimal
    total: Decimal
    mark: Decimal
    voucher_code: str
    placed_at: datetime
    pay_by: datetime
    paid_at: datetime | None
    ended_at: datetime | None
    cancel_cause: CancelCause | None
    forgotten_at: datetime | None
    zone: str
    is_proof_waiting: bool
    parts: tuple[PartShown, ...]
    steps: tuple[StepShown, ...]
    refunds: tuple[RefundShown, ...]

    @property
    def delivery_tax(self) -> Decimal:
        """PPN contained in what was paid for delivery."""
        return sum((part.delivery_tax for part in self.parts), Decimal(0))

    @property
    def recipient(self) -> Recipient:
        """Where it goes: what is fetched has no street."""
        to = [part.recipient for part in self.parts]
        return next((one for one in to if one.street), to[0])
