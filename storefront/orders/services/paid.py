"""What follows when money has come: the order goes to its facilities, or the money goes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from catalog.audit import audit
from catalog.dates import LEGAL_ZONE
from catalog.message import Answer, Message, row_update, rows_insert
from storefront.orders.acting import SHOP
from storefront.orders.models import (
    FacilityOrder,
    FacilityOrderLine,
    MoneyMove,
    OrderStep,
)
from storefront.orders.rules.shares import Split
from storefront.orders.selectors.taxes import splits_asked, splits_from
from storefront.orders.services.locking import Held
from storefront.orders.services.mails import MailKind, order_mails_announce
from storefront.orders.services.payments import attempts_end
from storefront.orders.services.placing_rows import accept_hours_asked
from storefront.orders.services.proceeds import proceeds_split
from storefront.orders.services.refunds import refund_make
from storefront.orders.types import (
    AttemptState,
    FacilityOrderState,
    OrderState,
    RefundCause,
    StepKind,
)

_DUE = (OrderState.UNPAID, OrderState.DUE_AT_PICKUP)


@dataclass(frozen=True)
class GoodsPaid:
    """What money that pays an order is for. lines: of its parts; hours: within which each facility
    accepts; rules: how it is split on that day, by facility."""

    lines: tuple[FacilityOrderLine, ...]
    hours: Mapping[int, int]
    rules: Mapping[int, Split]


def goods_paid(held: Held, amount: Decimal, at: datetime) -> GoodsPaid | RefundCause:
    """What such an amount pays, or why it goes back. One message, before anything is written."""
    cause = _in_error(held, amount)
    if cause is not None:
        return cause
    message = Message()
    facilities = [part.facility_id for part in held.parts]
    keys = {"keys": [part.pk for part in held.parts]}
    lines = message.rows(FacilityOrderLine, "t.facility_order_id = ANY (%(keys)s::bigint[])", keys)
    hours: Answer[dict[int, int]] = message.want(accept_hours_asked(facilities), dict)
    on = at.astimezone(LEGAL_ZONE).date()
    rules = message.want(splits_asked(facilities, on), splits_from)
    message.send()
    return GoodsPaid(tuple(lines.value), hours.value, rules.value)


def order_paid(held: Held, move: MoneyMove, goods: GoodsPaid | RefundCause) -> None:
    """What a captured move of money does to its order.

    It is paid when it waited for exactly this; else (it was cancelled meanwhile, was paid already,
    or the amount is another) nothing changes but that the money is to go back. In the caller's
    transaction, as the shop. goods: of `goods_paid`, for the same money.
    """
    if isinstance(goods, GoodsPaid):
        _paid(held, goods, move)
        return
    order = held.order
    refund_make(
        shop_order_id=order.pk,
        facility_order_id=None,
        cause=goods,
        amount=move.amount,
        attempt_id=held.attempt.pk,
    )
    audit(SHOP, "order.paid_in_error", order, cause=goods.value, amount=str(move.amount))


def _in_error(held: Held, amount: Decimal) -> RefundCause | None:
    """Why money does not pay the order; an attempt never asks for less than the order costs."""
    order, attempt = held.order, held.attempt
    if order.state == OrderState.CANCELLED:
        return RefundCause.PAID_LATE
    if order.state not in _DUE:
        return RefundCause.PAID_TWICE
    if amount != attempt.amount or attempt.amount < order.total:
        return RefundCause.WRONG_AMOUNT
    return None


def _paid(held: Held, goods: GoodsPaid, move: MoneyMove) -> None:
    order = held.order
    order.state, order.paid_at = OrderState.PAID.value, move.at
    row_update(order, "state", "paid_at")
    if held.others:
        attempts_end(shop_order_ids=[order.pk], state=AttemptState.CANCELLED, but=held.attempt.pk)
    waiting = [part for part in held.parts if part.state == FacilityOrderState.WAITING]
    proceeds_split(move, held.parts, goods.lines, goods.rules)
    _hand_on(waiting, goods.hours)
    step = OrderStep(shop_order=order, kind=StepKind.PAID, data={"amount": str(move.amount)})
    rows_insert([step])
    audit(SHOP, "order.paid", order, amount=str(move.amount), provider=held.attempt.provider)
    mails = [(MailKind.PAID, None), *((MailKind.TO_FACILITY, part.pk) for part in waiting)]
    order_mails_announce(order.pk, mails)


def _hand_on(parts: Sequence[FacilityOrder], hours: Mapping[int, int]) -> None:
    """Let the facilities accept, each within its hours."""
    now = timezone.now()
    for part in parts:
        part.state = FacilityOrderState.TO_ACCEPT.value
        part.accept_by = now + timedelta(hours=hours[part.facility_id])
        row_update(part, "state", "accept_by")
