"""What the portal says of a facility's orders: states, steps, what was done, in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from storefront.orders.selectors.facility_orders import LineSeen, RowSeen, StepSeen
from storefront.orders.types import CancelCause, DeliveryKind, FacilityOrderState, StepKind
from storefront.web.formats import long_date, rupiah
from storefront.web.order_words import deadline, moment

S = FacilityOrderState


class StateWord(NamedTuple):
    """A state as shape, word and color of the style sheet."""

    shape: str
    word: str
    kind: str


_STATES = {
    S.TO_ACCEPT: ("▲", gettext_noop("To accept"), "bad"),
    S.ACCEPTED: ("◐", gettext_noop("To pack"), "warn"),
    S.PACKED: ("◑", gettext_noop("To hand over"), "warn"),
    S.READY: ("●", gettext_noop("Waits to be fetched"), "ok"),
    S.SHIPPED: ("●", gettext_noop("Under way"), "ok"),
    S.DONE: ("□", gettext_noop("Completed"), "none"),
    S.CANCELLED: ("■", gettext_noop("Cancelled"), "none"),
}
_KINDS = {
    DeliveryKind.COURIER: gettext_noop("By courier"),
    DeliveryKind.LOCAL: gettext_noop("By your local courier"),
    DeliveryKind.PICKUP: gettext_noop("The buyer fetches it"),
}
_STEPS = {
    StepKind.PLACED: gettext_noop("Ordered"),
    StepKind.PAID: gettext_noop("Paid"),
    StepKind.ACCEPTED: gettext_noop("Accepted"),
    StepKind.LATE: gettext_noop("Will take longer"),
    StepKind.PACKED: gettext_noop("Packed"),
    StepKind.UNPACKED: gettext_noop("Not packed after all"),
    StepKind.SHIPPED: gettext_noop("Handed to the courier"),
    StepKind.READY: gettext_noop("Ready to be fetched"),
    StepKind.DELIVERED: gettext_noop("Has arrived"),
    StepKind.PICKED_UP: gettext_noop("Fetched by the buyer"),
    StepKind.CANCEL_ASKED: gettext_noop("The buyer asked to cancel"),
    StepKind.CANCEL_DECLINED: gettext_noop("Cancelling was declined"),
    StepKind.CANCELLED: gettext_noop("Cancelled"),
    StepKind.REFUND_BEGUN: gettext_noop("Money goes back to the buyer"),
    StepKind.REFUNDED: gettext_noop("Money went back to the buyer"),
    StepKind.RETURN_ASKED: gettext_noop("The buyer wants to send goods back"),
    StepKind.RETURN_DECIDED: gettext_noop("The return was decided"),
}
_SOME_CANCELLED = gettext_noop("Some pieces cannot be delivered")
_CAUSES = {
    CancelCause.UNPAID: gettext_noop("It was not paid in time."),
    CancelCause.BUYER: gettext_noop("The buyer cancelled it."),
    CancelCause.FACILITY: gettext_noop("You could not deliver it."),
    CancelCause.OFFICER: gettext_noop("An officer of the shop cancelled it."),
    CancelCause.PAYMENT: gettext_noop("The payment did not go through."),
}
# What is said at the top of the page once it is done, by the act's name in addresses.
DID: Mapping[str, str] = {
    "terima": gettext_noop("Accepted. The buyer was told."),
    "lama": gettext_noop("The buyer was told of the new day."),
    "kemas": gettext_noop("Packed."),
    "buka": gettext_noop("Not packed any more."),
    "kirim": gettext_noop("Handed over. The buyer was told."),
    "resi": gettext_noop("The tracking number was corrected. The buyer was told."),
    "siap": gettext_noop("Ready. The buyer has the code."),
    "ambil": gettext_noop("Handed to the buyer."),
    "sampai": gettext_noop("Has arrived. The order is completed."),
    "batal": gettext_noop("Cancelled. The buyer was told, and the money goes back."),
    "setuju": gettext_noop("Cancelled as the buyer wished. The money goes back."),
    "tolak": gettext_noop("The buyer was told that it is too late to cancel."),
}


def state_word(row: RowSeen) -> StateWord:
    """Where a part stands, as what is to be done next."""
    shape, word, kind = _STATES[row.state]
    if row.state is S.ACCEPTED and row.produced_by:
        word = gettext_noop("To make and pack")
    if row.state is S.PACKED and row.kind is DeliveryKind.PICKUP:
        word = gettext_noop("To put ready")
    return StateWord(shape, _(word), kind)


def kind_said(row: RowSeen) -> str:
    """How it reaches the buyer."""
    return row.service or _(_KINDS[row.kind])


def cause_said(cause: CancelCause | None) -> str:
    """Why it ended, a sentence."""
    return _(_CAUSES[cause]) if cause else ""


def due_said(row: RowSeen, zone: str, language: str) -> str:
    """Until when what is next is to be done, "" when nothing was promised."""
    if row.state is S.TO_ACCEPT and row.accept_by:
        return _("Accept by %(at)s") % {"at": deadline(row.accept_by, zone, language)}
    if row.state is S.ACCEPTED and row.produced_by:
        return _("Made until %(day)s") % {"day": long_date(row.produced_by, language)}
    if row.promised_on and row.state not in (S.DONE, S.CANCELLED):
        day = long_date(row.promised_on, language)
        if row.kind is DeliveryKind.PICKUP:
            return _("Promised to be ready on %(day)s") % {"day": day}
        return _("Promised to arrive on %(day)s") % {"day": day}
    return ""


def goods_said(lines: tuple[LineSeen, ...]) -> str:
    """The goods of a row of the list: the first, and how many more."""
    shown = ", ".join(f"{line.quantity - line.cancelled} × {line.said}" for line in lines[:2])
    more = len(lines) - len(lines[:2])
    return shown + (_(" and %(count)s more") % {"count": more} if more > 0 else "")


class StepLine(NamedTuple):
    """A step in words. more: its reason, day or number."""

    word: str
    at: str
    by: str
    more: tuple[str, ...]


def step_line(step: StepSeen, names: Mapping[int, str], zone: str, language: str) -> StepLine:
    """A step of the timeline. names: of goods, by line."""
    pieces = step.data.get("pieces")
    word = _SOME_CANCELLED if pieces and step.kind is StepKind.CANCELLED else _STEPS[step.kind]
    more = [
        *[f"{count} × {names.get(key, '')}" for key, count in pieces or ()],
        *([str(step.data["tracking"])] if step.data.get("tracking") else []),
        *([step.note] if step.note else []),
    ]
    if step.kind in (StepKind.REFUND_BEGUN, StepKind.REFUNDED) and "amount" in step.data:
        more.append(rupiah(Decimal(str(step.data["amount"])), language))
    return StepLine(_(word), moment(step.at, zone, language), _by(step), tuple(more))


def _by(step: StepSeen) -> str:
    return _("The buyer") if step.by == "buyer" else step.by
