"""What the mails of orders say: one letter a kind, written as HTML and as plain text.

A letter holds what its reader needs to act: numbers, goods, amounts, dates and the order's address.
No name, no postal address, no phone: who forwards it gives nothing away, and the order's page asks
for its second key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain

from django.conf import settings
from django.utils.translation import gettext as _

from storefront.orders.models import TransferProof
from storefront.orders.rules.returns import return_until
from storefront.orders.rules.timeline import is_due_at_pickup
from storefront.orders.selectors.orders import said_name
from storefront.orders.services.mails import MailKind
from storefront.orders.shown import OrderShown, ParcelShown, PartShown, RefundShown
from storefront.orders.types import (
    CancelCause,
    DeliveryKind,
    ProofState,
    RefundState,
    ReturnState,
    StepKind,
)
from storefront.web.addresses import prefix
from storefront.web.formats import long_date, rupiah
from storefront.web.order_words import (
    cause_said,
    deadline,
    hours_said,
    kind_word,
    moment,
    order_word,
    pieces_cancelled,
    refund_said,
    return_word,
)

Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Letter:
    """A mail. facts: pairs of label and value; goods: pairs of name and pieces or price; way: where
    to go on, with its word; last: what stands below it."""

    subject: str
    said: tuple[str, ...]
    facts: Rows = ()
    goods: Rows = ()
    way: tuple[str, str] = ("", "")
    last: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Told:
    """What a letter is about. part, about: None for the whole order."""

    order: OrderShown
    part: PartShown | None
    about: int
    language: str

    @property
    def link(self) -> str:
        """The order's address."""
        return f"{settings.PUBLIC_URL}{prefix(self.language)}/pesanan/{self.order.token}/"

    @property
    def parts(self) -> tuple[PartShown, ...]:
        """Those it is about."""
        return (self.part,) if self.part else self.order.parts

    @property
    def maker(self) -> str:
        """The facility of the part, or of the first."""
        return self.parts[0].maker.name


def letter_of(kind: MailKind, told: Told) -> Letter | None:
    """The buyer's letter in the active language; None when nothing is left to tell."""
    return _LETTERS[kind](told)


def _goods(told: Told) -> Rows:
    return tuple(
        (f"{line.quantity} × {said_name(line)}", rupiah(line.total, told.language))
        for part in told.parts
        for line in part.lines
    )


def _goods_and_delivery(told: Told) -> Rows:
    """All that its total is made of."""
    carried = tuple(
        (f"{kind_word(part)}, {part.maker.name}", rupiah(part.delivery_paid, told.language))
        for part in told.parts
        if part.delivery_paid
    )
    return (*_goods(told), *carried)


def _number(told: Told) -> tuple[str, str]:
    return _("Order number"), told.part.number if told.part else told.order.number


def _look(told: Told) -> tuple[str, str]:
    return _("See the order"), told.link


def _named(told: Told, subject: str) -> str:
    return f"{subject}: {told.part.number if told.part else told.order.number}"


# --- Money


def _placed(told: Told) -> Letter | None:
    order, language = told.order, told.language
    if order.ended_at is not None:
        return None
    goods, total = _goods_and_delivery(told), (_("Total"), rupiah(order.total, language))
    keep = _("Keep this mail: its link opens your order at any time.")
    if is_due_at_pickup(order):
        said = (_("Your order has arrived. You pay when you fetch it; we write when it is ready."),)
        facts: Rows = (_number(told), total)
        return Letter(_named(told, _("Your order")), said, facts, goods, _look(told), (keep,))
    until = deadline(order.pay_by, order.zone, language)
    facts = (_number(told), total, (_("Pay by"), until))
    said = (
        _("Your order has arrived. It is put aside for you until the time below; pay it by then."),
    )
    way = (_("Pay now"), told.link)
    last = (_("Not paid by then, it ends by itself and you owe nothing."), keep)
    return Letter(_named(told, _("Awaiting payment")), said, facts, goods, way, last)


def _paid(told: Told) -> Letter:
    order, language = told.order, told.language
    paid = rupiah(order.total + order.mark, language)
    facts: list[tuple[str, str]] = [_number(told), (_("Paid"), paid)]
    if order.paid_at:
        facts.append((_("Paid on"), moment(order.paid_at, order.zone, language)))
    for part in order.parts:
        if part.accept_by:
            until = deadline(part.accept_by, part.maker.zone, language)
            answers = _("answers at the latest %(at)s") % {"at": until}
            facts.append((part.maker.name, answers))
    said = (_("Your payment has arrived. Thank you. Each facility now looks at its part."),)
    last = (_("The receipt is on the order's page."),)
    subject = _named(told, _("Paid"))
    return Letter(subject, said, tuple(facts), _goods_and_delivery(told), _look(told), last)


def _refunded(told: Told) -> Letter | None:
    refund = next((row for row in told.order.refunds if row.id == told.about), None)
    if refund is None:
        return None
    is_done = refund.state is RefundState.DONE
    said = _("Money of your order went back to you.") if is_done else _("Money goes back to you.")
    days = _("With cards and banks it can take some working days until you see it.")
    sent = [said]
    if is_done and _times_gone(told, refund) > 1:
        sent.append(_("The bank sent it back the first time, so it was sent once more."))
    facts: Rows = (_number(told), (_("Amount"), rupiah(refund.amount, told.language)))
    subject = _named(told, _("Refunded") if is_done else _("Refund begun"))
    return Letter(subject, tuple(sent), facts, (), _look(told), (days,))


def _times_gone(told: Told, refund: RefundShown) -> int:
    """How often a refund went: a bank may send one back days later."""
    steps = chain(told.order.steps, *(part.steps for part in told.order.parts))
    gone = [step for step in steps if step.kind is StepKind.REFUNDED]
    return sum(1 for step in gone if step.data.get("refund") == refund.id)


def _refund(told: Told, refund: RefundShown) -> str:
    return refund_said(refund, told.order.zone, told.language)


def proof_letter(told: Told, proof: TransferProof, *, can_send: bool) -> Letter | None:
    """That a proof of a transfer was refused, why, and how to send another; None for an order that
    is paid by now. can_send: whether another would be taken."""
    order, language = told.order, told.language
    if order.paid_at is not None or proof.state != ProofState.REFUSED:
        return None
    said = [_("An officer looked at your proof of transfer and could not find the money.")]
    said += [_("Reason: %(reason)s") % {"reason": proof.note}] if proof.note else []
    amount = (_("Amount to transfer"), rupiah(proof.attempt.amount, language))
    subject = _named(told, _("Proof of transfer refused"))
    if not can_send:
        said.append(_("No other proof can be sent for this order."))
        return Letter(subject, tuple(said), (_number(told), amount), (), _look(told))
    pay = f"{settings.PUBLIC_URL}{prefix(language)}/bayar/{order.token}/"
    last = (
        _("On that page, choose another picture or PDF and send it; an officer looks again."),
        _("The proof must show the exact amount, the day and our account."),
    )
    way = (_("Send another proof"), pay)
    return Letter(subject, tuple(said), (_number(told), amount), (), way, last)


# --- Parts


def _accepted(told: Told) -> Letter:
    said = _("%(facility)s has accepted your order and prepares it.") % {"facility": told.maker}
    facts = [_number(told), *_dates(told)]
    subject = _named(told, _("Accepted by the facility"))
    return Letter(subject, (said,), tuple(facts), _goods(told), _look(told))


def _dates(told: Told) -> Rows:
    part = told.parts[0]
    made, expected = part.produced_by, part.promised_on
    return (
        *(((_("Made until"), long_date(made, told.language)),) if made else ()),
        *(((_("Expected"), long_date(expected, told.language)),) if expected else ()),
    )


def _late(told: Told) -> Letter:
    part = told.parts[0]
    said = [_("%(facility)s needs longer than promised.") % {"facility": told.maker}]
    if part.late_note:
        said.append(_("Reason: %(reason)s") % {"reason": part.late_note})
    last = (_("You need do nothing. If it takes too long, you can cancel it on the order's page."),)
    facts = (_number(told), *_dates(told))
    return Letter(_named(told, _("Late")), tuple(said), facts, _goods(told), _look(told), last)


def _shipped(told: Told) -> Letter:
    part = told.parts[0]
    parcel = _parcel(told)
    facts = [_number(told)]
    goods: Rows = ()
    if parcel is not None:
        facts.append((_("Courier"), parcel.service or kind_word(part)))
        facts += [(_("Tracking number"), parcel.number)] if parcel.number else []
        facts += [(_("Track the parcel"), parcel.address)] if parcel.address else []
        goods = tuple((f"{count} × {name}", "") for name, count in parcel.pieces)
    said = _("%(facility)s has handed your parcel over.") % {"facility": told.maker}
    facts += [row for row in _dates(told) if row[0] == _("Expected")]
    return Letter(_named(told, _("Shipped")), (said,), tuple(facts), goods, _look(told))


def _parcel(told: Told) -> ParcelShown | None:
    parcels = told.parts[0].parcels
    return next((row for row in parcels if row.id == told.about), parcels[-1] if parcels else None)


def _ready(told: Told) -> Letter:
    part = told.parts[0]
    said = [_("Your order lies ready at %(facility)s.") % {"facility": told.maker}]
    if is_due_at_pickup(told.order) and told.order.paid_at is None:
        said.append(_("Pay %(total)s there.") % {"total": rupiah(part.total, told.language)})
    facts = [
        _number(told),
        (_("Pickup code"), part.pickup_code),
        (_("Address"), f"{part.maker.address}, {part.maker.regency}"),
        (_("Pickup hours"), hours_said(part.maker.hours, part.maker.zone, told.language)),
    ]
    last = (_("Show the code at the counter. Give it to nobody who is not to fetch the goods."),)
    shown = tuple((label, value) for label, value in facts if value)
    subject = _named(told, _("Ready for pickup"))
    return Letter(subject, tuple(said), shown, _goods(told), _look(told), last)


def _done(told: Told) -> Letter:
    part = told.parts[0]
    is_fetched = part.kind is DeliveryKind.PICKUP
    said = _("You have fetched your order.") if is_fetched else _("Your parcel has arrived.")
    until = return_until(part)
    last = _("Something wrong? Until %(at)s you can ask on the order's page to send it back.")
    at = moment(until, told.order.zone, told.language) if until else ""
    subject = _named(told, _("Completed"))
    facts = (_number(told),)
    return Letter(subject, (said,), facts, _goods(told), _look(told), (last % {"at": at},))


def _some_cancelled(told: Told) -> Letter | None:
    """Of pieces that the facility cannot deliver; the rest of the order goes on."""
    found = pieces_cancelled(told.parts[0], told.about)
    if not found:
        return None
    pieces, note = found[0]
    maker = {"facility": told.maker}
    said = [
        _("%(facility)s cannot deliver the goods below.") % maker,
        *([_("Reason: %(reason)s") % {"reason": note}] if note else []),
        _("The money for them goes back the way you paid. Another mail says when it went."),
        _("The rest of your order goes on."),
    ]
    goods = tuple((f"{count} × {name}", "") for name, count in pieces)
    subject = _named(told, _("Some goods cannot be delivered"))
    return Letter(subject, tuple(said), (_number(told),), goods, _look(told))


def _cancel_declined(told: Told) -> Letter | None:
    steps = [step for step in told.parts[0].steps if step.kind is StepKind.CANCEL_DECLINED]
    if not steps:
        return None
    said = (
        _("You asked to cancel. %(facility)s answers that it is too late; the order goes on.")
        % {"facility": told.maker},
        _("Reason: %(reason)s") % {"reason": steps[-1].note},
    )
    last = (_("When it has arrived you can ask on the order's page to send it back."),)
    subject = _named(told, _("Too late to cancel"))
    facts = (_number(told), *_dates(told))
    return Letter(subject, said, facts, _goods(told), _look(told), last)


def _cancelled(told: Told) -> Letter | None:
    order, part = told.order, told.part
    if part is not None and told.about:
        return _some_cancelled(told)
    cause = part.cancel_cause if part else order.cancel_cause
    said = [_("Your order was cancelled."), cause_said(cause)]
    if part is not None:
        part_said = _("The part of your order from %(facility)s was cancelled.")
        said[0] = part_said % {"facility": told.maker}
        if part.cancel_note and cause != "buyer":
            said.append(_("Reason: %(reason)s") % {"reason": part.cancel_note})
    refunds = [row for row in order.refunds if part is None or row.part_id in (None, part.id)]
    said += [_refund(told, row) for row in refunds]
    if not refunds and (order.paid_at is None or not order.total):
        said.append(_("Nothing was paid, so you owe nothing and get nothing back."))
    shown = tuple(sentence for sentence in said if sentence)
    subject = _named(told, _("Cancelled"))
    return Letter(subject, shown, (_number(told),), _goods(told), _look(told))


def _return_decided(told: Told) -> Letter | None:
    rows = [one for part in told.parts for one in part.returns if one.id == told.about]
    if not rows:
        return None
    answer = rows[0]
    said = [return_word(answer.state)]
    if answer.note:
        said.append(answer.note)
    if answer.state is ReturnState.APPROVED:
        said.append(_("The money goes back the way you paid. Another mail says when it went."))
    goods = tuple((f"{count} × {name}", "") for name, count in answer.pieces)
    subject = _named(told, return_word(answer.state))
    return Letter(subject, tuple(said), (_number(told),), goods, _look(told))


_LETTERS: dict[MailKind, Callable[[Told], Letter | None]] = {
    MailKind.PLACED: _placed,
    MailKind.PAID: _paid,
    MailKind.ACCEPTED: _accepted,
    MailKind.LATE: _late,
    MailKind.SHIPPED: _shipped,
    MailKind.READY: _ready,
    MailKind.DONE: _done,
    MailKind.CANCELLED: _cancelled,
    MailKind.CANCEL_DECLINED: _cancel_declined,
    MailKind.REFUNDED: _refunded,
    MailKind.RETURN_DECIDED: _return_decided,
}


# --- People who work here


def facility_letter(told: Told) -> Letter | None:
    """To the people of a part's facility; None when it needs nothing of them any longer."""
    part = told.parts[0]
    link = f"{settings.PUBLIC_URL}/petugas/{part.maker.slug}/pesanan/{part.number}/"
    goods = tuple((f"{line.quantity} × {said_name(line)}", line.sku) for line in part.lines)
    facts: list[tuple[str, str]] = [_number(told), (_("Delivery"), kind_word(part))]
    if part.cancel_asked_at is not None and part.state == "accepted":
        said = _("The buyer asks to cancel this order. Answer before you pack it.")
        subject = _named(told, _("Cancellation requested"))
    elif part.cancel_cause == CancelCause.BUYER and part.accepted_at:
        said = _("The buyer cancelled this order. Do not pack it; the goods are in stock again.")
        subject = _named(told, _("Cancelled"))
    elif part.state == "to_accept":
        said = _("A new order waits to be accepted.")
        subject = _named(told, _("New order"))
        if part.accept_by:
            until = deadline(part.accept_by, part.maker.zone, told.language)
            facts.append((_("Accept by"), until))
    else:
        return None
    way = (_("Open the order"), link)
    return Letter(subject, (said,), tuple(facts), goods, way)


def center_letter(told: Told, waits: tuple[str, ...]) -> Letter | None:
    """To central officers. waits: sentences of what waits for one of them."""
    if not waits:
        return None
    facts = ((_("Order number"), told.order.number), (_("State"), order_word(told.order)))
    way = (_("Open the central pages"), f"{settings.PUBLIC_URL}/pusat/")
    return Letter(_named(told, _("Waits for an officer")), waits, facts, (), way)
