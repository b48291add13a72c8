"""What a facility does not deliver: it cannot, or the buyer asked to cancel."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from catalog.audit import audit
from catalog.errors import Invalid, WrongState
from catalog.saleor_adapter.stock import stock_lock
from catalog.types import Actor
from storefront.orders.acting import as_shop
from storefront.orders.models import FacilityOrder, FacilityOrderLine, ShopOrder
from storefront.orders.saleor_adapter.fulfillments import HandedOver, promise_lower
from storefront.orders.selectors.refund_due import refund_due
from storefront.orders.services.ending import part_cancel
from storefront.orders.services.mails import MailKind
from storefront.orders.services.part_acts import (
    note_kept,
    part_held,
    part_mail,
    part_move,
    part_tell,
)
from storefront.orders.services.part_pieces import pieces_chosen, pieces_left
from storefront.orders.services.refunds import refund_make
from storefront.orders.types import (
    CancelCause,
    FacilityOrderState,
    OrderState,
    RefundCause,
    StepKind,
)

S = FacilityOrderState


def part_cannot(
    *,
    actor: Actor,
    facility_order_id: int,
    note: str,
    pieces: Mapping[int, int] | None = None,
    seen: int | None = None,
) -> None:
    """The facility cannot deliver some pieces, or all that is left: the buyer is told why, and gets
    the money back. Where some has left already, the part is shipped once nothing else is left.

    pieces: by line, None for all that is left. Raises NotFound, NotAllowed, WrongState (nothing is
    left, or the order is not paid), Invalid (note, pieces).
    """
    with part_held(actor, facility_order_id, seen) as (order, part):
        said = note_kept(note)
        if not said:
            raise Invalid(field="note", reason=gettext_noop("Say why."))
        if part.state in (S.WAITING, S.SHIPPED, S.DONE, S.CANCELLED):
            raise WrongState(current=part.state, wanted=S.CANCELLED.value)
        lines = list(part.lines.select_for_update().order_by("pk"))
        goes = pieces_chosen(lines, pieces)
        is_rest = sum(count for _line, count in goes) == pieces_left(part)
        if is_rest and not any(line.handed_over for line in lines):
            _rest_cannot(actor, part, said)
            return
        _some_cannot(actor, order, part, goes, said)
        if is_rest:
            _rest_gone(part)


def _rest_cannot(actor: Actor, part: FacilityOrder, said: str) -> None:
    part_cancel(facility_order_id=part.pk, cause=CancelCause.FACILITY, note=said, by=actor.name)
    audit(actor, "order.cannot_deliver", part, number=part.number)


def _rest_gone(part: FacilityOrder) -> None:
    """Nothing is left, and some of it is on its way: it goes on as shipped, to arrive and to be
    sent back as any other."""
    newest = part.parcels.order_by("-handed_over_at").first()
    part.handed_over_at = newest.handed_over_at if newest else None
    part_move(part, S.SHIPPED, "handed_over_at")


def _some_cannot(
    actor: Actor,
    order: ShopOrder,
    part: FacilityOrder,
    goes: list[tuple[FacilityOrderLine, int]],
    said: str,
) -> None:
    """Raises WrongState: of an order that is not paid there is nothing to give back."""
    if order.state != OrderState.PAID:
        raise WrongState(current=order.state, wanted=OrderState.PAID.value)
    pieces = {line.pk: count for line, count in goes}
    with as_shop():  # what was paid and went back already is not the facility's to read
        due = refund_due(part.pk, pieces, with_delivery=False)
    stock_lock({line.variant_id for line, _n in goes if line.variant_id})
    promise_lower([HandedOver(line.order_line_id, line.variant_id, n) for line, n in goes])
    for line, count in goes:
        line.cancelled += count
    FacilityOrderLine.objects.bulk_update([line for line, _n in goes], ["cancelled"])
    told = [[key, count] for key, count in pieces.items()]
    step = part_tell(actor, part, StepKind.CANCELLED, said, pieces=told)
    part_mail(MailKind.CANCELLED, part, about=step.pk)
    if due.amount:
        with as_shop():
            refund_make(
                shop_order_id=order.pk,
                facility_order_id=part.pk,
                cause=RefundCause.CANNOT_DELIVER,
                amount=due.amount,
                lines=due.told,
            )


def part_cancel_agree(*, actor: Actor, facility_order_id: int, seen: int | None = None) -> None:
    """The buyer asked to cancel what is not packed yet, and the facility agrees. Twice is once.

    Raises NotFound, NotAllowed, WrongState.
    """
    with part_held(actor, facility_order_id, seen) as (_order, part):
        if part.state == S.CANCELLED:
            return
        _asked_require(part)
        part_cancel(facility_order_id=part.pk, cause=CancelCause.BUYER, note="", by=actor.name)
        audit(actor, "order.cancel_agreed", part, number=part.number)


def part_cancel_decline(
    *, actor: Actor, facility_order_id: int, note: str, seen: int | None = None
) -> None:
    """The buyer asked to cancel, but it is too late for that. Raises as above; Invalid (note)."""
    with part_held(actor, facility_order_id, seen) as (_order, part):
        _asked_require(part)
        said = note_kept(note)
        if not said:
            raise Invalid(field="note", reason=gettext_noop("Say why."))
        part.cancel_asked_at = None
        part.save(update_fields=["cancel_asked_at"])
        part_tell(actor, part, StepKind.CANCEL_DECLINED, said)
        part_mail(MailKind.CANCEL_DECLINED, part, again=True)


def _asked_require(part: FacilityOrder) -> None:
    if part.cancel_asked_at is None or part.state != S.ACCEPTED:
        raise WrongState(current=part.state, wanted=S.CANCELLED.value)
