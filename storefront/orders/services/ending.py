"""Orders and parts that end before they are delivered: stock, voucher and money go back, once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from catalog.audit import audit
from catalog.errors import WrongState
from catalog.saleor_adapter.stock import stock_lock
from storefront.orders.acting import SHOP, as_shop
from storefront.orders.models import (
    FacilityOrder,
    FacilityOrderLine,
    OrderStep,
    ShopOrder,
)
from storefront.orders.saleor_adapter.orders import allocations_drop
from storefront.orders.selectors.refund_due import RefundDue, rest_due
from storefront.orders.services.giving_back import vouchers_give_back
from storefront.orders.services.locking import order_locked, part_locked
from storefront.orders.services.mails import MailKind, mail_announce
from storefront.orders.services.payments import attempts_end
from storefront.orders.services.refunds import refund_make
from storefront.orders.types import (
    AttemptState,
    CancelCause,
    FacilityOrderState,
    OrderState,
    RefundCause,
    StepKind,
)

S = FacilityOrderState
BUYERS_END = (S.WAITING, S.TO_ACCEPT, S.ACCEPTED)  # what a buyer may cancel: until it is packed
_OVER = (S.CANCELLED, S.DONE)
_CANNOT = (S.SHIPPED, S.DONE)
_MAY: dict[CancelCause, tuple[S, ...]] = {CancelCause.BUYER: BUYERS_END}
_REFUND_CAUSE = {CancelCause.FACILITY: RefundCause.CANNOT_DELIVER}


def order_cancel(*, shop_order_id: int, cause: CancelCause, note: str, by: str) -> None:
    """End all parts of an order that are not over; one that has ended already stays as it is.

    by: who, for the timeline ("buyer", a person's name). Raises NotFound, WrongState (a part of it
    is too far for that; then nothing was done). The caller asked for the key or the right.
    """
    with as_shop(), transaction.atomic():
        order, parts = order_locked(shop_order_id)
        going = [part for part in parts if part.state not in _OVER]
        if order.ended_at is not None or not going:
            return
        for part in going:
            _require(part, cause)
        _end(order, going, cause, note, by)
        mail_announce(MailKind.CANCELLED, shop_order_id=order.pk)


def part_cancel(*, facility_order_id: int, cause: CancelCause, note: str, by: str) -> None:
    """End one part of an order; one that has ended already stays as it is.

    Nobody pays for a part of an order: while it is not paid, WrongState, unless it is its only
    part. Raises NotFound, WrongState. The caller asked for the key or the right.
    """
    with as_shop(), transaction.atomic():
        order, part = part_locked(facility_order_id)
        if part.state == S.CANCELLED:
            return
        _require(part, cause)
        others = FacilityOrder.objects.filter(shop_order=order).exclude(pk=part.pk)
        if order.state != OrderState.PAID and others.exclude(state__in=_OVER).exists():
            raise WrongState(current=order.state, wanted=S.CANCELLED.value)
        _end(order, [part], cause, note, by)
        mail_announce(MailKind.CANCELLED, shop_order_id=order.pk, part_id=part.pk)


def _require(part: FacilityOrder, cause: CancelCause) -> None:
    may = _MAY.get(cause)
    if part.state in _CANNOT or (may is not None and part.state not in may):
        raise WrongState(current=part.state, wanted=S.CANCELLED.value)


def _end(
    order: ShopOrder, parts: Sequence[FacilityOrder], cause: CancelCause, note: str, by: str
) -> None:
    """Give everything back; who shipped a part of it keeps what was shipped."""
    is_paid = order.state == OrderState.PAID
    lines = list(FacilityOrderLine.objects.filter(facility_order__in=parts).order_by("pk"))
    dues = {part.pk: rest_due(part.pk) for part in parts} if is_paid else {}
    if not is_paid:
        attempts_end(shop_order_ids=[order.pk], state=AttemptState.CANCELLED)
        vouchers_give_back([order.pk])
    _stock_back(lines)
    for line in lines:
        line.cancelled = line.quantity - line.handed_over
    FacilityOrderLine.objects.bulk_update(lines, ["cancelled"])
    now = timezone.now()
    for part in parts:
        part.state, part.cancelled_at = S.CANCELLED.value, now
        part.cancel_cause, part.cancel_note = cause.value, note[:300]
        part.save(update_fields=["state", "cancelled_at", "cancel_cause", "cancel_note"])
        _tell(order, part, note, by)
        _pay_back(order, part, dues.get(part.pk), cause)


def _stock_back(lines: Sequence[FacilityOrderLine]) -> None:
    """Promise it to others: the stock rows are locked first, as by whoever promises."""
    stock_lock({line.variant_id for line in lines if line.variant_id})
    allocations_drop([line.order_line_id for line in lines])


def _pay_back(
    order: ShopOrder, part: FacilityOrder, due: RefundDue | None, cause: CancelCause
) -> None:
    if due is None or not due.amount:
        return
    refund_make(
        shop_order_id=order.pk,
        facility_order_id=part.pk,
        cause=_REFUND_CAUSE.get(cause, RefundCause.CANCELLED),
        amount=due.amount,
        lines=due.told,
        delivery=due.delivery,
    )


def _tell(order: ShopOrder, part: FacilityOrder, note: str, by: str) -> None:
    OrderStep.objects.create(
        shop_order=order,
        facility_order=part,
        facility_id=part.facility_id,
        kind=StepKind.CANCELLED,
        actor_name=by,
        note=note[:300],
        data={"cause": part.cancel_cause},
    )
    audit(SHOP, "order.part_cancelled", part, cause=part.cancel_cause, by=by)
