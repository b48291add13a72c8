"""The timeline of a facility's part, and the state that stands for a whole order. Pure.

A stage is what a part passes, in order; a word of it is said by the surfaces, the same in page and
mail (`storefront.web.order_words`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storefront.orders.shown import OrderShown, PartShown
from storefront.orders.types import DeliveryKind, FacilityOrderState, OrderState


class StageKind(StrEnum):
    """What a part passes. PAID_AT_PICKUP stands in PAID's stead, later."""

    PAID = "paid"
    ACCEPTED = "accepted"
    MADE = "made"
    PACKED = "packed"
    SHIPPED = "shipped"
    READY = "ready"
    PAID_AT_PICKUP = "paid_at_pickup"
    DONE = "done"
    CANCELLED = "cancelled"


class When(StrEnum):
    """Whether a stage is behind, the one the part stands at, or to come."""

    PAST = "past"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True)
class Stage:
    """at: when it was passed; until: the moment, or until_day the day, that was promised for it;
    is_looked_at: the money may be there, an officer looks."""

    kind: StageKind
    when: When
    at: datetime | None = None
    until: datetime | None = None
    until_day: date | None = None
    is_looked_at: bool = False


_S = FacilityOrderState
# How far a state is along the way; the stage a part stands at is the first it has not passed.
_PASSED: dict[FacilityOrderState, frozenset[StageKind]] = {
    _S.WAITING: frozenset(),
    _S.TO_ACCEPT: frozenset({StageKind.PAID}),
    _S.ACCEPTED: frozenset({StageKind.PAID, StageKind.ACCEPTED}),
    _S.PACKED: frozenset({StageKind.PAID, StageKind.ACCEPTED, StageKind.MADE, StageKind.PACKED}),
}
_PACKED = _PASSED[_S.PACKED]
_PASSED |= {_S.READY: _PACKED, _S.SHIPPED: _PACKED, _S.DONE: frozenset(StageKind)}
_RANK = {state: rank for rank, state in enumerate(FacilityOrderState)}


def is_due_at_pickup(order: OrderShown) -> bool:
    """Whether it is paid when it is fetched."""
    return order.method.startswith("pickup")


def stages(order: OrderShown, part: PartShown) -> tuple[Stage, ...]:
    """What a part has passed and has before it; of a cancelled one, what it had passed."""
    kinds = _kinds(order, part)
    times = _times(order, part)
    if part.state is _S.CANCELLED:
        had = [kind for kind in kinds if times.get(kind) and kind is not StageKind.DONE]
        gone = [Stage(kind, When.PAST, times[kind]) for kind in had]
        return (*gone, Stage(StageKind.CANCELLED, When.NOW, part.cancelled_at))
    passed = _PASSED[part.state]
    first = next((kind for kind in kinds if kind not in passed), None)
    return tuple(_stage(kind, kind in passed, kind is first, order, part) for kind in kinds)


def _kinds(order: OrderShown, part: PartShown) -> list[StageKind]:
    is_fetched = part.kind is DeliveryKind.PICKUP
    pays_then = is_due_at_pickup(order)
    return [
        *([] if pays_then else [StageKind.PAID]),
        StageKind.ACCEPTED,
        *([StageKind.MADE] if part.produced_by else []),
        StageKind.PACKED,
        StageKind.READY if is_fetched else StageKind.SHIPPED,
        *([StageKind.PAID_AT_PICKUP] if pays_then else []),
        StageKind.DONE,
    ]


def _times(order: OrderShown, part: PartShown) -> dict[StageKind, datetime | None]:
    """When each was passed; a part that is no longer ready or sent keeps the time it was."""
    return {
        StageKind.PAID: order.paid_at,
        StageKind.ACCEPTED: part.accepted_at,
        StageKind.MADE: None,
        StageKind.PACKED: part.packed_at,
        StageKind.SHIPPED: part.handed_over_at,
        StageKind.READY: _ready_at(part) or part.handed_over_at,
        StageKind.PAID_AT_PICKUP: order.paid_at,
        StageKind.DONE: part.done_at,
    }


def _ready_at(part: PartShown) -> datetime | None:
    return next((step.at for step in reversed(part.steps) if step.kind == "ready"), None)


def _stage(
    kind: StageKind, is_past: bool, is_now: bool, order: OrderShown, part: PartShown
) -> Stage:
    when = When.PAST if is_past else When.NOW if is_now else When.AHEAD
    reached = is_past or (is_now and kind in (StageKind.SHIPPED, StageKind.READY))
    return Stage(
        kind,
        when,
        at=_times(order, part)[kind] if reached else None,
        until=_until(kind, order, part) if is_now else None,
        until_day=_until_day(kind, part) if not is_past else None,
        is_looked_at=is_now and kind is StageKind.PAID and order.is_proof_waiting,
    )


def _until(kind: StageKind, order: OrderShown, part: PartShown) -> datetime | None:
    if kind is StageKind.PAID:
        return order.pay_by
    return part.accept_by if kind is StageKind.ACCEPTED else None


def _until_day(kind: StageKind, part: PartShown) -> date | None:
    if kind is StageKind.MADE:
        return part.produced_by
    # a local courier's days are agreed with the facility, which promises the packing alone
    is_agreed = part.kind is DeliveryKind.LOCAL
    promised = (StageKind.PACKED,) if is_agreed else (StageKind.DONE, StageKind.READY)
    return part.promised_on if kind in promised else None


def slowest(parts: Iterable[PartShown]) -> FacilityOrderState:
    """The state of the part that is least far; CANCELLED when all of them are."""
    going = [part.state for part in parts if part.state is not _S.CANCELLED]
    return min(going, key=_RANK.__getitem__, default=_S.CANCELLED)


def can_cancel_at_once(order: OrderShown, part: PartShown) -> bool:
    """Until it is packed; what is being made for the buyer, until the facility has accepted."""
    is_early = part.state in (_S.WAITING, _S.TO_ACCEPT, _S.ACCEPTED)
    return order.ended_at is None and is_early and not _is_being_made(part)


def _is_being_made(part: PartShown) -> bool:
    """For the buyer, and as promised: who is told of a later day need not wait for it."""
    is_made = part.state is _S.ACCEPTED and part.produced_by is not None
    return is_made and not part.late_note


def can_cancel_part(order: OrderShown, part: PartShown) -> bool:
    """The same of a part alone: nobody pays for a part of an order, so it is paid, or nothing else
    of it goes on."""
    over = (_S.DONE, _S.CANCELLED)
    others = [one for one in order.parts if one.id != part.id and one.state not in over]
    return can_cancel_at_once(order, part) and (order.state is OrderState.PAID or not others)


def can_cancel_whole(order: OrderShown) -> bool:
    """Whether all of an order that is not paid can still be cancelled, by one act."""
    return order.paid_at is None and all(can_cancel_at_once(order, part) for part in order.parts)


def can_ask_to_cancel(order: OrderShown, part: PartShown) -> bool:
    """Of what is being made for the buyer the facility is asked, until it is packed; once."""
    return order.ended_at is None and _is_being_made(part) and part.cancel_asked_at is None


def is_unpaid(order: OrderShown) -> bool:
    """Whether money is awaited now."""
    return order.state is OrderState.UNPAID and order.ended_at is None
