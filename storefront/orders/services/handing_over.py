"""What a facility hands over: parcels that leave, goods that are fetched."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from hmac import compare_digest

from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.audit import audit
from catalog.errors import Invalid, NotFound, WrongState
from catalog.saleor_adapter.stock import stock_lock
from catalog.types import Actor
from storefront.orders.acting import as_shop
from storefront.orders.models import (
    CourierService,
    FacilityOrder,
    FacilityOrderLine,
    Parcel,
    ParcelLine,
    ShopOrder,
)
from storefront.orders.saleor_adapter.fulfillments import (
    HandedOver,
    fulfillment_track,
    fulfillment_write,
    stock_take,
)
from storefront.orders.services.counter import payment_taken
from storefront.orders.services.mails import MailKind
from storefront.orders.services.part_acts import (
    due_said,
    part_held,
    part_mail,
    part_move,
    part_tell,
)
from storefront.orders.services.part_pieces import pieces_chosen, pieces_left
from storefront.orders.services.tries import try_count
from storefront.orders.types import DeliveryKind, FacilityOrderState, OrderState, StepKind

S = FacilityOrderState
# A pickup code has six digits: ten wrong ones an hour find none in a lifetime.
CODES_MOST, CODES_WHILE = 10, timedelta(hours=1)
_TRACKING = re.compile(r"[A-Z0-9][A-Z0-9/-]{3,39}")


def part_ship(
    *,
    actor: Actor,
    facility_order_id: int,
    pieces: Mapping[int, int] | None = None,
    tracking_number: str = "",
    seen: int | None = None,
) -> Parcel:
    """A parcel has left; the part is shipped once nothing of it is left.

    pieces: by line, all that is left when None; tracking_number: of the courier, needless for a
    local one. The same parcel (the same tracking number) twice is one. Raises NotFound, NotAllowed,
    WrongState, Invalid (tracking_number, or pieces with the line's key as field).
    """
    with part_held(actor, facility_order_id, seen) as (order, part):
        number = _tracking(part, tracking_number)
        there = part.parcels.filter(tracking_number=number).first() if number else None
        if there is not None:
            return there
        if part.kind == DeliveryKind.PICKUP or part.state != S.PACKED:
            raise WrongState(current=part.state, wanted=S.SHIPPED.value)
        parcel = _hand_over(actor, order, part, pieces, number)
        if not pieces_left(part):
            part.handed_over_at = parcel.handed_over_at
            part_move(part, S.SHIPPED, "handed_over_at")
        part_tell(actor, part, StepKind.SHIPPED, parcel=parcel.pk, tracking=number)
        part_mail(MailKind.SHIPPED, part, about=parcel.pk)
        return parcel


def parcel_track(*, actor: Actor, parcel_id: int, tracking_number: str) -> None:
    """Correct a parcel's tracking number. Raises NotFound, NotAllowed, Invalid."""
    part_id = Parcel.objects.filter(pk=parcel_id).values_list("facility_order", flat=True).first()
    if part_id is None:
        raise NotFound
    with part_held(actor, part_id) as (_order, part):
        parcel = Parcel.objects.get(pk=parcel_id)
        number = _tracking(part, tracking_number)
        if number == parcel.tracking_number:
            return
        before = parcel.tracking_number
        parcel.tracking_number, parcel.tracking_url = number, _tracking_url(part, number)
        parcel.save(update_fields=["tracking_number", "tracking_url"])
        with as_shop():
            fulfillment_track(parcel.fulfillment_id, number)
        audit(actor, "parcel.tracking_changed", parcel, before=before, after=number)
        part_mail(MailKind.SHIPPED, part, about=parcel.pk, again=True)


def part_ready(*, actor: Actor, facility_order_id: int, seen: int | None = None) -> None:
    """It can be fetched: the buyer gets a code to show. Twice is once.

    Raises NotFound, NotAllowed, WrongState.
    """
    with part_held(actor, facility_order_id, seen) as (order, part):
        if part.state == S.READY:
            return
        if part.kind != DeliveryKind.PICKUP:
            raise WrongState(current=part.state, wanted=S.READY.value)
        part.pickup_code = f"{secrets.randbelow(1_000_000):06d}"
        part_move(part, S.READY, "pickup_code")
        part_tell(actor, part, StepKind.READY, **due_said(order, part))
        part_mail(MailKind.READY, part, again=True)


def part_picked_up(
    *,
    actor: Actor,
    facility_order_id: int,
    code: str,
    took_payment: bool = False,
    seen: int | None = None,
) -> None:
    """The buyer has shown the code and taken the goods. Twice is once.

    took_payment: that the facility took what is due; needed where the order is paid at pickup.
    Raises NotFound, NotAllowed, WrongState, Invalid (code, payment), TooManyGuesses.
    """
    # counted in a transaction of its own, so that a wrong one stays counted
    try_count("pickup", str(facility_order_id), most=CODES_MOST, within=CODES_WHILE)
    with part_held(actor, facility_order_id, seen) as (order, part):
        if part.state == S.DONE:
            return
        if part.state != S.READY:
            raise WrongState(current=part.state, wanted=S.DONE.value)
        if not compare_digest("".join(code.split()).encode(), part.pickup_code.encode()):
            raise Invalid(field="code", reason=gettext_noop("This is not the code of this order."))
        if order.state == OrderState.DUE_AT_PICKUP:
            _take_payment(order, took_payment)
            part.refresh_from_db()
        parcel = _hand_over(actor, order, part, None, "")
        part.handed_over_at = part.done_at = parcel.handed_over_at
        _delivered(part, parcel.handed_over_at)
        part_move(part, S.DONE, "handed_over_at", "done_at")
        part_tell(actor, part, StepKind.PICKED_UP)
        part_mail(MailKind.DONE, part)


def _take_payment(order: ShopOrder, took_payment: bool) -> None:
    """Raises Invalid."""
    if not took_payment:
        reason = gettext_noop("Take the payment first, then say so here.")
        raise Invalid(field="payment", reason=reason)
    payment_taken(shop_order_id=order.pk)


def part_delivered(*, actor: Actor, facility_order_id: int, seen: int | None = None) -> None:
    """All its parcels have arrived. Twice is once. Raises NotFound, NotAllowed, WrongState."""
    with part_held(actor, facility_order_id, seen) as (_order, part):
        if part.state == S.DONE:
            return
        if part.state != S.SHIPPED:
            raise WrongState(current=part.state, wanted=S.DONE.value)
        part.done_at = timezone.now()
        _delivered(part, part.done_at)
        part_move(part, S.DONE, "done_at")
        part_tell(actor, part, StepKind.DELIVERED)
        part_mail(MailKind.DONE, part)


def _delivered(part: FacilityOrder, at: object) -> None:
    part.parcels.filter(delivered_at__isnull=True).update(delivered_at=at)


def _hand_over(
    actor: Actor,
    order: ShopOrder,
    part: FacilityOrder,
    pieces: Mapping[int, int] | None,
    tracking_number: str,
) -> Parcel:
    """Pieces leave stock and become a parcel, as the facility's act. Raises Invalid."""
    lines = list(part.lines.select_for_update().order_by("pk"))
    goes = pieces_chosen(lines, pieces)
    goods = [HandedOver(line.order_line_id, line.variant_id, n) for line, n in goes]
    stock_lock({line.variant_id for line, _n in goes if line.variant_id})
    stock_take(goods, part.number)
    for line, count in goes:
        line.handed_over += count
    FacilityOrderLine.objects.bulk_update([line for line, _n in goes], ["handed_over"])
    with as_shop():
        fulfillment_id = fulfillment_write(order.pk, goods, tracking_number)
    parcel = Parcel.objects.create(
        facility_order=part,
        fulfillment_id=fulfillment_id,
        service_name=part.service_name,
        tracking_number=tracking_number,
        tracking_url=_tracking_url(part, tracking_number),
        handed_over_at=timezone.now(),
    )
    ParcelLine.objects.bulk_create(
        ParcelLine(parcel=parcel, line=line, quantity=count) for line, count in goes
    )
    audit(actor, "parcel.handed_over", parcel, number=part.number, pieces=sum(n for _l, n in goes))
    return parcel


def _tracking(part: FacilityOrder, text: str) -> str:
    """A tracking number as it is kept. Raises Invalid."""
    number = re.sub(r"\s+", "", text).upper()
    if not number and part.kind != DeliveryKind.COURIER:
        return ""
    if not _TRACKING.fullmatch(number):
        reason = gettext_noop("Type the tracking number as it stands on the receipt.")
        raise Invalid(field="tracking_number", reason=reason)
    return number


def _tracking_url(part: FacilityOrder, number: str) -> str:
    """Where the courier shows it, "" when that is not known."""
    service = CourierService.objects.filter(pk=part.service).select_related("courier").first()
    template = service.courier.tracking_url if service and number else ""
    return template.replace("{number}", number)
