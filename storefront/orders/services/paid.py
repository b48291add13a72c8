"""What follows when money has come: the order goes to its facilities, or the money goes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from catalog.audit import audit
from storefront.orders.acting import SHOP
from storefront.orders.models import (
    FacilityOrder,
    MoneyMove,
    OrderStep,
    PaymentAttempt,
    ShopOrder,
)
from storefront.orders.services.locking import order_locked
from storefront.orders.services.mails import MailKind, mail_announce
from storefront.orders.services.payments import attempts_end
from storefront.orders.services.placing_rows import accept_hours
from storefront.orders.services.proceeds import proceeds_write
from storefront.orders.services.refunds import refund_make
from storefront.orders.types import (
    AttemptState,
    FacilityOrderState,
    OrderState,
    RefundCause,
    StepKind,
)

_DUE = (OrderState.UNPAID, OrderState.DUE_AT_PICKUP)


def order_paid(*, attempt: PaymentAttempt, move: MoneyMove) -> None:
    """What a captured move of money does to its order.

    It is paid when it waited for exactly this; else (it was cancelled meanwhile, was paid already,
    or the amount is another) nothing changes but that the money is to go back. In the caller's
    transaction, as the shop, the order locked by `locking.order_locked`.
    """
    order, parts = order_locked(attempt.shop_order_id)
    cause = _in_error(order, attempt, move)
    if cause is None:
        _paid(order, parts, attempt, move)
        return
    refund_make(
        shop_order_id=order.pk,
        facility_order_id=None,
        cause=cause,
        amount=move.amount,
        attempt_id=attempt.pk,
    )
    audit(SHOP, "order.paid_in_error", order, cause=cause.value, amount=str(move.amount))


def _in_error(order: ShopOrder, attempt: PaymentAttempt, move: MoneyMove) -> RefundCause | None:
    """Why money does not pay the order; an attempt never asks for less than the order costs."""
    if order.state == OrderState.CANCELLED:
        return RefundCause.PAID_LATE
    if order.state not in _DUE:
        return RefundCause.PAID_TWICE
    if move.amount != attempt.amount or attempt.amount < order.total:
        return RefundCause.WRONG_AMOUNT
    return None


def _paid(
    order: ShopOrder, parts: Sequence[FacilityOrder], attempt: PaymentAttempt, move: MoneyMove
) -> None:
    order.state = OrderState.PAID.value
    order.paid_at = move.at
    order.save(update_fields=["state", "paid_at"])
    attempts_end(shop_order_ids=[order.pk], state=AttemptState.CANCELLED, but=attempt.pk)
    waiting = [part for part in parts if part.state == FacilityOrderState.WAITING]
    _hand_on(waiting)
    OrderStep.objects.create(
        shop_order=order, kind=StepKind.PAID, data={"amount": str(move.amount)}
    )
    proceeds_write(move)
    audit(SHOP, "order.paid", order, amount=str(move.amount), provider=attempt.provider)
    mail_announce(MailKind.PAID, shop_order_id=order.pk)
    for part in waiting:
        mail_announce(MailKind.TO_FACILITY, shop_order_id=order.pk, part_id=part.pk)


def _hand_on(parts: Sequence[FacilityOrder]) -> None:
    """Let the facilities accept, each within its hours."""
    now, hours = timezone.now(), accept_hours([part.facility_id for part in parts])
    for part in parts:
        part.state = FacilityOrderState.TO_ACCEPT.value
        part.accept_by = now + timedelta(hours=hours[part.facility_id])
    FacilityOrder.objects.bulk_update(parts, ["state", "accept_by"])
