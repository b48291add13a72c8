"""What buyers do to their orders: cancel, or ask the facility to. Who calls asked for the key.

Nobody pays for a part of an order, so before it is paid the whole is cancelled. Then each part goes
its own way until it is packed: at once; by asking, where its facility is making it for the buyer
and is not late.
"""

from __future__ import annotations

from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from catalog.audit import audit
from catalog.errors import NotFound, WrongState
from catalog.plain_text import one_line
from storefront.orders.acting import SHOP, as_shop
from storefront.orders.models import FacilityOrder, OrderStep
from storefront.orders.rules.timeline import (
    can_ask_to_cancel,
    can_cancel_part,
    can_cancel_whole,
)
from storefront.orders.selectors.orders import order_shown, order_shown_by_id
from storefront.orders.services.ending import order_cancel, part_cancel
from storefront.orders.services.mails import MailKind, mail_announce
from storefront.orders.shown import OrderShown, PartShown
from storefront.orders.types import CancelCause, FacilityOrderState, StepKind

NOTE_MOST = 200
BUYER = "buyer"


class CancelAnswer(StrEnum):
    """What became of the wish."""

    CANCELLED = "cancelled"
    ASKED = "asked"


def order_cancel_by_buyer(*, order_token: str, note: str) -> CancelAnswer:
    """Cancel a whole order that is not paid. Twice is once. Raises NotFound, WrongState."""
    order = order_shown(order_token, language="id")
    if order.ended_at is not None and order.cancel_cause is not None:
        return CancelAnswer.CANCELLED
    with as_shop(), transaction.atomic():
        parts = list(_parts_locked(order))
        if not can_cancel_whole(order_shown_by_id(order.id, language="id")):
            raise WrongState(current=parts[0].state, wanted=FacilityOrderState.CANCELLED.value)
        order_cancel(shop_order_id=order.id, cause=CancelCause.BUYER, note=_note(note), by=BUYER)
    return CancelAnswer.CANCELLED


def part_cancel_by_buyer(*, order_token: str, part_id: int, note: str) -> CancelAnswer:
    """Cancel a facility's part of a paid order, or ask the facility to. Twice is once.

    Raises NotFound, WrongState (packed already, or the order is not paid).
    """
    order = order_shown(order_token, language="id")
    with as_shop(), transaction.atomic():
        # the part first, as who works at the facility locks it; then what became of it meanwhile
        row = (
            FacilityOrder.objects.select_for_update(of=("self",))
            .filter(pk=part_id, shop_order_id=order.id)
            .first()
        )
        if row is None:
            raise NotFound
        order = order_shown_by_id(order.id, language="id")
        part = next(part for part in order.parts if part.id == part_id)
        return _answered(order, part, row, _note(note))


def _answered(order: OrderShown, part: PartShown, row: FacilityOrder, note: str) -> CancelAnswer:
    if part.state is FacilityOrderState.CANCELLED:
        return CancelAnswer.CANCELLED
    if can_cancel_part(order, part):
        _end(row, note)
        return CancelAnswer.CANCELLED
    if part.cancel_asked_at is not None and part.state is FacilityOrderState.ACCEPTED:
        return CancelAnswer.ASKED
    if not can_ask_to_cancel(order, part):
        raise WrongState(current=part.state.value, wanted=FacilityOrderState.CANCELLED.value)
    _ask(row, note)
    return CancelAnswer.ASKED


def _end(row: FacilityOrder, note: str) -> None:
    part_cancel(facility_order_id=row.pk, cause=CancelCause.BUYER, note=note, by=BUYER)
    if row.accepted_at is not None:  # somebody may have begun to pack it
        steps = OrderStep.objects.filter(facility_order=row, kind=StepKind.CANCELLED)
        _facility_tell(row, steps.latest("pk"))


def _ask(row: FacilityOrder, note: str) -> None:
    row.cancel_asked_at = timezone.now()
    row.save(update_fields=["cancel_asked_at"])
    step = OrderStep.objects.create(
        shop_order_id=row.shop_order_id,
        facility_order=row,
        facility_id=row.facility_id,
        kind=StepKind.CANCEL_ASKED.value,
        note=note,
    )
    audit(SHOP, "order.cancel_asked", row)
    _facility_tell(row, step)


def _facility_tell(row: FacilityOrder, step: OrderStep) -> None:
    mail_announce(
        MailKind.TO_FACILITY, shop_order_id=row.shop_order_id, part_id=row.pk, about=step.pk
    )


def _parts_locked(order: OrderShown) -> list[FacilityOrder]:
    rows = FacilityOrder.objects.select_for_update(of=("self",)).filter(shop_order_id=order.id)
    found = list(rows.order_by("pk"))
    if not found:
        raise NotFound
    return found


def _note(text: str) -> str:
    return one_line(text)[:NOTE_MOST]
