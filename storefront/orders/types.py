"""Buying's plain values: states, kinds of delivery, causes."""

from __future__ import annotations

from enum import StrEnum


class DeliveryKind(StrEnum):
    """How a facility order reaches the buyer."""

    COURIER = "courier"
    LOCAL = "local"
    PICKUP = "pickup"


class OrderState(StrEnum):
    """Where a shop order stands. DUE_AT_PICKUP: it is paid when it is fetched."""

    UNPAID = "unpaid"
    DUE_AT_PICKUP = "due_at_pickup"
    PAID = "paid"
    DONE = "done"
    CANCELLED = "cancelled"


class FacilityOrderState(StrEnum):
    """Where a facility's part stands, in the order of the timeline."""

    WAITING = "waiting"  # for the money
    TO_ACCEPT = "to_accept"
    ACCEPTED = "accepted"  # being made or looked out
    PACKED = "packed"
    READY = "ready"  # for pickup
    SHIPPED = "shipped"
    DONE = "done"
    CANCELLED = "cancelled"


FACILITY_ORDER_MOVES: dict[FacilityOrderState, frozenset[FacilityOrderState]] = {
    FacilityOrderState.WAITING: frozenset(
        {FacilityOrderState.TO_ACCEPT, FacilityOrderState.CANCELLED}
    ),
    FacilityOrderState.TO_ACCEPT: frozenset(
        {FacilityOrderState.ACCEPTED, FacilityOrderState.CANCELLED}
    ),
    FacilityOrderState.ACCEPTED: frozenset(
        {FacilityOrderState.PACKED, FacilityOrderState.CANCELLED}
    ),
    FacilityOrderState.PACKED: frozenset(
        {
            *(FacilityOrderState.SHIPPED, FacilityOrderState.READY),
            *(FacilityOrderState.ACCEPTED, FacilityOrderState.CANCELLED),
        }
    ),
    FacilityOrderState.READY: frozenset({FacilityOrderState.DONE, FacilityOrderState.CANCELLED}),
    FacilityOrderState.SHIPPED: frozenset({FacilityOrderState.DONE, FacilityOrderState.CANCELLED}),
    FacilityOrderState.DONE: frozenset(),
    FacilityOrderState.CANCELLED: frozenset(),
}


class CancelCause(StrEnum):
    """Why an order or a facility's part of it ended."""

    UNPAID = "unpaid"  # the time limit passed
    BUYER = "buyer"
    FACILITY = "facility"  # cannot deliver
    OFFICER = "officer"
    PAYMENT = "payment"  # the provider refused, or the amount was wrong


class StepKind(StrEnum):
    """What a timeline tells."""

    PLACED = "placed"
    PAID = "paid"
    ACCEPTED = "accepted"
    LATE = "late"
    PACKED = "packed"
    UNPACKED = "unpacked"
    SHIPPED = "shipped"
    READY = "ready"
    DELIVERED = "delivered"
    PICKED_UP = "picked_up"
    CANCEL_ASKED = "cancel_asked"
    CANCEL_DECLINED = "cancel_declined"
    CANCELLED = "cancelled"
    REFUND_BEGUN = "refund_begun"
    REFUNDED = "refunded"
    RETURN_ASKED = "return_asked"
    RETURN_DECIDED = "return_decided"


class AttemptState(StrEnum):
    """Where an attempt to pay stands.

    NEW: stored, the provider was not asked yet or did not answer; OPEN: the buyer can pay;
    PAID, FAILED, EXPIRED, CANCELLED: ended.
    """

    NEW = "new"
    OPEN = "open"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


ATTEMPT_ENDED = frozenset(
    {AttemptState.PAID, AttemptState.FAILED, AttemptState.EXPIRED, AttemptState.CANCELLED}
)


# A difference's key is its round's times this, plus its place there; a round finds far fewer.
ROUND_PLACES = 10_000


class MoneyKind(StrEnum):
    """What a move of money is. Amounts are positive; REFUNDED and DISPUTED go out."""

    CAPTURED = "captured"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    DISPUTE_WON = "dispute_won"


class RefundState(StrEnum):
    """Where a refund stands. BY_HAND: the provider cannot; an officer sends the money."""

    TO_DO = "to_do"
    ASKED = "asked"
    BY_HAND = "by_hand"
    DONE = "done"
    FAILED = "failed"


class RefundCause(StrEnum):
    """Why money goes back."""

    CANCELLED = "cancelled"
    CANNOT_DELIVER = "cannot_deliver"
    RETURNED = "returned"
    PAID_LATE = "paid_late"
    PAID_TWICE = "paid_twice"
    WRONG_AMOUNT = "wrong_amount"


class Share(StrEnum):
    """Where a part of what was captured goes. PREMI: the makers' premium, of the workshop as a
    whole; DELIVERY: to whoever carries; TAX: PPN of a facility that owes it."""

    PREMI = "premi"
    PNBP = "pnbp"
    CAPITAL = "capital"
    DELIVERY = "delivery"
    TAX = "tax"


class ReturnState(StrEnum):
    """Where a request to send goods back stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


class ProofState(StrEnum):
    """What an officer said of a proof of transfer."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
