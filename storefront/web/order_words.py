"""What is said of orders: the same words in pages, mails and receipts, in the active language.

Times are those of the place where something happens, with its zone; what is less than a day ahead
is also said in hours.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from catalog.shown import OpenHours
from storefront.orders.rules.timeline import Stage, StageKind, When, slowest
from storefront.orders.selectors.delivery_words import kind_name
from storefront.orders.selectors.orders import said_name
from storefront.orders.shown import OrderShown, PartShown, RefundShown
from storefront.orders.types import (
    CancelCause,
    DeliveryKind,
    FacilityOrderState,
    OrderState,
    RefundState,
    ReturnState,
    StepKind,
)
from storefront.web.formats import ZONES, clock, hour, long_date, rupiah, short_date, weekday

_S = FacilityOrderState
_STATES = {
    _S.WAITING: gettext_noop("Awaiting payment"),
    _S.TO_ACCEPT: gettext_noop("Waiting for the facility to accept"),
    _S.ACCEPTED: gettext_noop("Being prepared"),
    _S.PACKED: gettext_noop("Packed"),
    _S.READY: gettext_noop("Ready for pickup"),
    _S.SHIPPED: gettext_noop("Shipped"),
    _S.DONE: gettext_noop("Completed"),
    _S.CANCELLED: gettext_noop("Cancelled"),
}
_MADE = gettext_noop("Being made")
_ASKED = gettext_noop("Cancellation requested")
# What a stage is called behind, at, and before it.
_STAGES = {
    StageKind.PAID: (
        gettext_noop("Paid"),
        gettext_noop("Awaiting payment"),
        gettext_noop("Paid"),
    ),
    StageKind.ACCEPTED: (
        gettext_noop("Accepted by the facility"),
        gettext_noop("Waiting for the facility to accept"),
        gettext_noop("Accepted by the facility"),
    ),
    StageKind.MADE: (gettext_noop("Has been made"), _MADE, gettext_noop("To be made")),
    StageKind.PACKED: (
        gettext_noop("Packed"),
        gettext_noop("Being packed"),
        gettext_noop("Packed"),
    ),
    StageKind.SHIPPED: (
        gettext_noop("Shipped"),
        gettext_noop("Waiting for the courier"),
        gettext_noop("Shipped"),
    ),
    StageKind.READY: (
        gettext_noop("Ready for pickup"),
        gettext_noop("Being made ready for pickup"),
        gettext_noop("Ready for pickup"),
    ),
    StageKind.PAID_AT_PICKUP: (
        gettext_noop("Paid at pickup"),
        gettext_noop("To be paid at pickup"),
        gettext_noop("To be paid at pickup"),
    ),
    StageKind.DONE: (
        gettext_noop("Completed"),
        gettext_noop("Completed"),
        gettext_noop("Completed"),
    ),
    StageKind.CANCELLED: (
        gettext_noop("Cancelled"),
        gettext_noop("Cancelled"),
        gettext_noop("Cancelled"),
    ),
}
_WHEN = {When.PAST: 0, When.NOW: 1, When.AHEAD: 2}
_CAUSES = {
    CancelCause.UNPAID: gettext_noop("It was not paid in time."),
    CancelCause.BUYER: gettext_noop("You cancelled it."),
    CancelCause.FACILITY: gettext_noop("The facility cannot deliver it."),
    CancelCause.OFFICER: gettext_noop("An officer of the shop cancelled it."),
    CancelCause.PAYMENT: gettext_noop("The payment did not go through."),
}
_RETURNS = {
    ReturnState.ASKED: gettext_noop("Return requested, waiting for an answer"),
    ReturnState.APPROVED: gettext_noop("Return agreed"),
    ReturnState.REFUSED: gettext_noop("Return refused"),
}


# --- Times


def moment(at: datetime, zone: str, language: str) -> str:
    """22 Nov 2026, 14.30 WITA."""
    local = at.astimezone(ZONES[zone]).date()
    return f"{short_date(local, language)}, {clock(at, zone, language)}"


def deadline(at: datetime, zone: str, language: str) -> str:
    """The same with its day of the week, and how long is left when it is less than a day."""
    local = at.astimezone(ZONES[zone])
    day = f"{weekday(local.weekday(), language)}, {moment(at, zone, language)}"
    left = at - timezone.now()
    if not timedelta(0) < left < timedelta(days=1):
        return day
    hours = int(left.total_seconds() // 3600)
    minutes = int(left.total_seconds() // 60)
    said = (
        ngettext("%(count)s hour left", "%(count)s hours left", hours) % {"count": hours}
        if hours
        else ngettext("%(count)s minute left", "%(count)s minutes left", minutes)
        % {"count": minutes}
    )
    return f"{day} ({said})"


def hours_said(hours: Sequence[OpenHours], zone: str, language: str) -> str:
    """Senin–Kamis 08.00–15.00, Jumat 08.00–11.00 WITA; "" without any."""
    runs: list[tuple[list[int], str]] = []
    for span in hours:
        time = f"{hour(span.opens, language)}–{hour(span.closes, language)}"
        if runs and runs[-1][1] == time and runs[-1][0][-1] == span.weekday - 1:
            runs[-1][0].append(span.weekday)
        else:
            runs.append(([span.weekday], time))
    said = [
        "–".join(weekday(day, language) for day in dict.fromkeys((days[0], days[-1]))) + f" {time}"
        for days, time in runs
    ]
    return f"{', '.join(said)} {zone}" if said else ""


# --- States


def part_word(part: PartShown) -> str:
    """A part's state in two or three words."""
    if part.state is _S.ACCEPTED:
        if part.cancel_asked_at is not None:
            return _(_ASKED)
        return _(_MADE) if part.produced_by else _(_STATES[part.state])
    return _(_STATES[part.state])


def order_word(order: OrderShown) -> str:
    """The whole order's: that of its slowest part."""
    if order.state is OrderState.UNPAID and order.ended_at is None:
        return _(_STATES[_S.WAITING])
    state = slowest(order.parts)
    part = next((part for part in order.parts if part.state is state), None)
    return part_word(part) if part else _(_STATES[state])


def state_word(state: OrderState, states: Sequence[FacilityOrderState]) -> str:
    """The same for a row of a list. states: of its parts."""
    if state is OrderState.UNPAID:
        return _(_STATES[_S.WAITING])
    ranks = list(FacilityOrderState)
    going = [one for one in states if one is not _S.CANCELLED]
    return _(_STATES[min(going, key=ranks.index, default=_S.CANCELLED)])


def kind_word(part: PartShown) -> str:
    """How it is delivered: a courier's service by its name, the other ways by ours."""
    # an order keeps the words of the language that it was placed in
    is_named = part.kind is DeliveryKind.COURIER and part.service
    return part.service if is_named else kind_name(part.kind)


def delivery_said(part: PartShown, price: Decimal, language: str) -> str:
    """What its delivery costs; a local courier's price is between buyer and facility."""
    if price:
        return rupiah(price, language)
    return _("Agreed with the facility") if part.kind is DeliveryKind.LOCAL else _("Free")


def cause_said(cause: CancelCause | None) -> str:
    """Why it ended, a sentence."""
    return _(_CAUSES[cause]) if cause else ""


def pieces_cancelled(
    part: PartShown, step_id: int | None = None
) -> tuple[tuple[tuple[tuple[str, int], ...], str], ...]:
    """Times that the facility could not deliver some pieces: goods with pieces, and the reason.
    step_id: only that time."""
    names = {line.id: said_name(line) for line in part.lines}
    return tuple(
        (tuple((names.get(key, ""), count) for key, count in step.data["pieces"]), step.note)
        for step in part.steps
        if step.kind is StepKind.CANCELLED and "pieces" in step.data
        if step_id is None or step.id == step_id
    )


def as_sentence(text: str) -> str:
    """What somebody typed, with the mark at its end that a sentence has."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def return_word(state: ReturnState) -> str:
    """Where a request to send goods back stands."""
    return _(_RETURNS[state])


def refund_said(refund: RefundShown, zone: str, language: str) -> str:
    """What goes back, and when it went."""
    amount = rupiah(refund.amount, language)
    if refund.state is RefundState.DONE and refund.done_at:
        return _("%(amount)s refunded on %(at)s") % {
            "amount": amount,
            "at": moment(refund.done_at, zone, language),
        }
    return _("%(amount)s is on its way back to you") % {"amount": amount}


# --- Stages


def stage_word(stage: Stage, part: PartShown) -> str:
    """What a stage is called; that a part was sent or can be fetched is said as done."""
    is_there = stage.kind in (StageKind.SHIPPED, StageKind.READY) and part.state in (
        _S.SHIPPED,
        _S.READY,
    )
    when = When.PAST if stage.when is When.NOW and is_there else stage.when
    return _(_STAGES[stage.kind][_WHEN[when]])


def stage_time(stage: Stage, part: PartShown, pay_zone: str, language: str) -> str:
    """When it was, or until when it will be; "" when nothing is known."""
    zone = pay_zone if stage.kind is StageKind.PAID else part.maker.zone
    if stage.at is not None:
        return moment(stage.at, zone, language)
    if stage.until is not None:
        until = _("at the latest %(at)s") % {"at": deadline(stage.until, zone, language)}
        return _("the proof of the transfer is being looked at") if stage.is_looked_at else until
    if stage.until_day is None:
        return ""
    day = long_date(stage.until_day, language)
    if stage.kind is StageKind.MADE:
        return _("until %(day)s") % {"day": day}
    if stage.kind is StageKind.DONE and part.kind is DeliveryKind.PICKUP:
        return ""
    return _("expected %(day)s") % {"day": day}
