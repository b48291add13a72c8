"""A facility's part of an order as its page shows it: words for every state, time and way on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from storefront.orders.rules.returns import can_return, return_until
from storefront.orders.rules.timeline import (
    can_ask_to_cancel,
    can_cancel_part,
    can_cancel_whole,
    stages,
)
from storefront.orders.shown import OrderShown, PartShown, ReturnShown, StepShown
from storefront.orders.types import DeliveryKind, FacilityOrderState, StepKind
from storefront.web import contacts
from storefront.web.formats import long_date
from storefront.web.order_words import (
    as_sentence,
    cause_said,
    delivery_said,
    hours_said,
    kind_word,
    moment,
    part_word,
    pieces_cancelled,
    refund_said,
    return_word,
    stage_time,
    stage_word,
)


@dataclass(frozen=True)
class StageLine:
    """A stage in words. when: past, now or ahead, which the style sheet draws."""

    word: str
    time: str
    when: str


@dataclass(frozen=True)
class PartCard:
    """A facility's part on the page. delivery: what it costs; asked: what follows a wish to cancel;
    told: that it was declined, and pieces that cannot be delivered, a sentence each; late: what was
    said of a delay; returns: with word and time; handed: times of its parcels, one each; left:
    pieces that are still to leave after others did, 0 else; is_carried: by a courier; help_url: a
    message to the facility."""

    part: PartShown
    word: str
    kind: str
    delivery: str
    stages: tuple[StageLine, ...]
    hours: str
    cause: str
    asked: str
    told: tuple[str, ...]
    late: str
    returns: tuple[tuple[ReturnShown, str, str], ...]
    refunds: tuple[str, ...]
    handed: tuple[str, ...]
    left: int
    shows_code: bool
    is_fetched: bool
    is_carried: bool
    can_cancel: bool
    can_ask: bool
    can_return: bool
    return_until: str
    help_url: str


def stage_lines(order: OrderShown, part: PartShown, language: str) -> tuple[StageLine, ...]:
    """Its timeline in words."""
    zone = order.zone
    return tuple(
        StageLine(stage_word(one, part), stage_time(one, part, zone, language), one.when.value)
        for one in stages(order, part)
    )


def part_cards(order: OrderShown, language: str) -> list[PartCard]:
    """All parts."""
    now = timezone.now()
    return [_card(order, part, language, now) for part in order.parts]


def _card(order: OrderShown, part: PartShown, language: str, now: datetime) -> PartCard:
    zone = part.maker.zone
    until = return_until(part)
    is_fetched = part.kind is DeliveryKind.PICKUP
    has_hours = is_fetched and part.state not in _ENDED
    refunds = [row for row in order.refunds if row.part_id == part.id]
    return PartCard(
        part=part,
        word=part_word(part),
        kind=kind_word(part),
        delivery=delivery_said(part, part.delivery_paid, language),
        stages=stage_lines(order, part, language),
        hours=hours_said(part.maker.hours, zone, language) if has_hours else "",
        cause=_cause(order, part),
        asked=_asked(part, language),
        told=(*_declined(part, language), *_some_cancelled(part), *_some_sent(part)),
        late=_late(part, language),
        returns=tuple(
            (one, return_word(one.state), moment(one.decided_at or one.asked_at, zone, language))
            for one in part.returns
        ),
        refunds=tuple(refund_said(row, zone, language) for row in refunds),
        handed=tuple(moment(parcel.handed_over_at, zone, language) for parcel in part.parcels),
        left=_left(part),
        shows_code=part.state is FacilityOrderState.READY and bool(part.pickup_code),
        is_fetched=is_fetched,
        is_carried=part.kind is DeliveryKind.COURIER,
        can_cancel=can_cancel_part(order, part) and not can_cancel_whole(order),
        can_ask=can_ask_to_cancel(order, part),
        can_return=can_return(part, now),
        return_until=moment(until, order.zone, language) if until else "",
        help_url=_help_url(part, language),
    )


def _cause(order: OrderShown, part: PartShown) -> str:
    """Why it ended, unless the page says so of the whole order already."""
    is_said = order.ended_at is not None and order.cancel_cause is part.cancel_cause
    return "" if is_said and not part.cancel_note else cause_said(part.cancel_cause)


_ENDED = (FacilityOrderState.DONE, FacilityOrderState.CANCELLED)


def _asked(part: PartShown, language: str) -> str:
    """What follows a wish to cancel, as long as it is not answered."""
    if part.cancel_asked_at is None or part.state is not FacilityOrderState.ACCEPTED:
        return ""
    said = _(
        "You asked on %(at)s to cancel this. %(facility)s answers before it packs; if it agrees,"
        " what you paid goes back to you. Until then the order goes on."
    )
    at = moment(part.cancel_asked_at, part.maker.zone, language)
    return said % {"at": at, "facility": part.maker.name}


def _declined(part: PartShown, language: str) -> tuple[str, ...]:
    """That it was too late to cancel, as long as the order goes on."""
    step = _last(part, StepKind.CANCEL_DECLINED)
    if step is None or part.state in _ENDED or part.cancel_asked_at is not None:
        return ()
    said = _("%(facility)s answered on %(at)s that it is too late to cancel: %(reason)s")
    at = moment(step.at, part.maker.zone, language)
    return (said % {"facility": part.maker.name, "at": at, "reason": step.note},)


def _some_cancelled(part: PartShown) -> tuple[str, ...]:
    said = _("%(facility)s cannot deliver %(goods)s: %(reason)s The money for it goes back to you.")
    return tuple(
        said
        % {
            "facility": part.maker.name,
            "goods": ", ".join(f"{count} × {name}" for name, count in pieces),
            "reason": as_sentence(note),
        }
        for pieces, note in pieces_cancelled(part)
    )


def _left(part: PartShown) -> int:
    """Pieces that are still to leave, where others left already."""
    if part.state in _ENDED or not part.parcels:
        return 0
    return sum(line.quantity - line.cancelled - line.handed_over for line in part.lines)


def _some_sent(part: PartShown) -> tuple[str, ...]:
    """That a part of it is under way and the rest follows."""
    left = _left(part)
    if not left:
        return ()
    sent = sum(line.handed_over for line in part.lines)
    said = _("Sent in part: %(sent)s under way, %(left)s still to come. Delivery costs no more.")
    return (said % {"sent": sent, "left": left},)


def _late(part: PartShown, language: str) -> str:
    """A delay with its reason and the new date; nothing once the goods have left."""
    if not part.late_note or part.state in (*_ENDED, FacilityOrderState.SHIPPED):
        return ""
    day = part.promised_on or part.produced_by
    step = _last(part, StepKind.LATE)
    told = f" ({moment(step.at, part.maker.zone, language)})" if step else ""
    if day is None:
        return f"{part.late_note}{told}"
    new = _("New date: %(day)s.") % {"day": long_date(day, language)}
    return f"{new} {part.late_note}{told}"


def _last(part: PartShown, kind: StepKind) -> StepShown | None:
    return next((step for step in reversed(part.steps) if step.kind is kind), None)


def _help_url(part: PartShown, language: str) -> str:
    """A message to the facility that names the part and nothing else."""
    return contacts.message_url(
        whatsapp=part.maker.whatsapp,
        to=part.maker.name,
        lines=(_("Hello, I ask about my order %(number)s.") % {"number": part.number},),
        language=language,
    )
