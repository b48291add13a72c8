"""/petugas/<facility>/pesanan/<number>/: everything of one order, with its next act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from catalog.dates import legal_today
from catalog.errors import Invalid, WrongState
from catalog.models import Facility
from catalog.policies.abilities import Act, can, require
from storefront.access.actor import actor_of
from storefront.orders.errors import PartChanged, TooManyGuesses
from storefront.orders.selectors.facility_orders import LineSeen, PartSeen, part_seen
from storefront.orders.types import DeliveryKind, FacilityOrderState
from storefront.web import contacts
from storefront.web.context import language_of
from storefront.web.inside import inside_page
from storefront.web.order_words import moment
from storefront.web.staff.frame import page
from storefront.web.staff.order_forms import (
    ACTS,
    Doing,
    Outcome,
    Unsure,
    is_sent_again,
    reason_said,
    sent_of,
)
from storefront.web.staff.orders import TAB, orders_facility
from storefront.web.staff.part_words import (
    DID,
    cause_said,
    due_said,
    kind_said,
    state_word,
    step_line,
)

S = FacilityOrderState


class MainAct(NamedTuple):
    """What is next. act: its name in forms; label: of its button."""

    act: str
    label: str


_MAIN: dict[FacilityOrderState, tuple[str, str]] = {
    S.TO_ACCEPT: ("terima", gettext_noop("Accept")),
    S.ACCEPTED: ("kemas", gettext_noop("All is packed")),
    S.PACKED: ("kirim", gettext_noop("Hand over")),
    S.READY: ("ambil", gettext_noop("Has been fetched")),
    S.SHIPPED: ("sampai", gettext_noop("Has arrived")),
}
# What can be done beside it.
_ASIDES: dict[FacilityOrderState, tuple[str, ...]] = {
    S.TO_ACCEPT: ("lama", "batal"),
    S.ACCEPTED: ("lama", "batal"),
    S.PACKED: ("lama", "batal", "buka"),
    S.READY: ("batal",),
    S.SHIPPED: ("resi",),
}


@dataclass(frozen=True)
class LineRow:
    """Goods with the number that stands in each form's field, and what is wrong with it."""

    line: LineSeen
    send: str
    cannot: str
    send_error: str
    cannot_error: str


@inside_page()
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Read by who sees the facility's orders; its people act on it."""
    actor = actor_of(request)
    facility = orders_facility(actor, slug)
    part = part_seen(actor=actor, facility_id=facility.pk, number=number)
    if request.method != "POST":
        return _shown(request, facility, part)
    require(actor, Act.ORDER_HANDLE, facility.pk)
    sent = sent_of(request.POST, part.row.lines)
    if sent.act not in ACTS:
        raise Invalid(field="do", reason=gettext_noop("This form is too old. Open the page again."))
    doing = Doing(actor, part, sent)
    outcome = _done(doing)
    if outcome is None:
        return redirect(f"{_address(facility, part)}?sudah={sent.act}")
    # what it is by now, with what was typed
    part = part_seen(actor=actor, facility_id=facility.pk, number=part.row.number)
    if outcome.is_changed and is_sent_again(Doing(actor, part, sent)):
        return redirect(f"{_address(facility, part)}?sudah={sent.act}")
    return _shown(request, facility, part, outcome)


def _done(doing: Doing) -> Outcome | None:
    """Do it; None when it was done."""
    sent = doing.sent
    try:
        ACTS[sent.act][0](doing)
    except Invalid as error:
        field, reason = reason_said(error)
        return Outcome(sent, errors={field: reason})
    except TooManyGuesses as error:
        return Outcome(sent, errors={"code": error.sentence})
    except Unsure as unsure:
        return Outcome(sent, asks=unsure.mark)
    except (PartChanged, WrongState):
        return Outcome(sent, is_changed=True)
    return None


def _address(facility: Facility, part: PartSeen) -> str:
    return reverse("staff:order", args=[facility.slug, part.row.number])


def _shown(
    request: HttpRequest, facility: Facility, part: PartSeen, outcome: Outcome | None = None
) -> HttpResponse:
    actor, language = actor_of(request), language_of()
    zone, row = facility.regency.province.zone, part.row
    names = {line.id: line.said for line in row.lines}
    steps = [step_line(step, names, zone, language) for step in part.steps]
    newer = len([step for step in part.steps if outcome and step.id > outcome.sent.seen])
    may_act = can(actor, Act.ORDER_HANDLE, facility.pk)
    context = {
        "part": part,
        "row": row,
        "state": state_word(row),
        "kind": kind_said(row),
        "until": due_said(row, zone, language),
        "placed": moment(row.placed_at, zone, language),
        "cause": cause_said(part.cancel_cause),
        "lines": [_line(line, outcome) for line in row.lines],
        "left": sum(line.left for line in row.lines),
        "parcels": [(one, moment(one.handed_over_at, zone, language), _pieces(one.pieces, names))
                    for one in part.parcels],
        "steps": steps[::-1],
        "newer": steps[len(steps) - newer :] if outcome and outcome.is_changed else [],
        "main": _main(part) if may_act else None,
        "asides": _asides(part) if may_act else (),
        "asks": may_act and row.asks_to_cancel,
        "outcome": outcome,
        "act": outcome.sent.act if outcome else "",
        "typed": outcome.sent.texts if outcome else {},
        "errors": outcome.errors if outcome else {},
        "did": _(DID.get(request.GET.get("sudah", ""), "")) if not outcome else "",
        "today": legal_today().isoformat(),
        "phone_url": _phone_url(part, language),
        "whatsapp_url": _whatsapp_url(part, facility, language),
        "may_act": may_act,
        "is_fetched": row.kind is DeliveryKind.PICKUP,
        "is_courier": row.kind is DeliveryKind.COURIER,
    }  # fmt: skip
    status = 200 if outcome is None or outcome.asks else 409 if outcome.is_changed else 422
    return page(request, "staff/order.html", context, facility=facility, tab=TAB, status=status)


def _line(line: LineSeen, outcome: Outcome | None) -> LineRow:
    """Everything that is left leaves, unless something else was typed; nothing is given up."""
    act = outcome.sent.act if outcome else ""
    typed = outcome.sent.pieces.get(line.id, "") if outcome else ""
    error = outcome.errors.get(str(line.id), "") if outcome else ""
    return LineRow(
        line=line,
        send=typed if act == "kirim" else str(line.left),
        cannot=typed if act == "batal" else "0",
        send_error=error if act == "kirim" else "",
        cannot_error=error if act == "batal" else "",
    )


def _pieces(pieces: tuple[tuple[int, int], ...], names: dict[int, str]) -> str:
    return ", ".join(f"{count} × {names.get(key, '')}" for key, count in pieces)


def _main(part: PartSeen) -> MainAct | None:
    act, label = _MAIN.get(part.row.state, ("", ""))
    if part.row.state is S.PACKED and part.row.kind is DeliveryKind.PICKUP:
        act, label = "siap", gettext_noop("Ready to be fetched")
    return MainAct(act, _(label)) if act else None


def _asides(part: PartSeen) -> tuple[str, ...]:
    """Of a part of which some has left, nothing is unpacked."""
    has_left = any(line.handed_over for line in part.row.lines)
    return tuple(act for act in _ASIDES.get(part.row.state, ()) if not (act == "buka" and has_left))


def _phone_url(part: PartSeen, language: str) -> str:
    phone = part.row.recipient.phone
    if not phone or settings.MODE == "demo":
        return ""
    return f"tel:{quote(phone, safe='+')}"


def _whatsapp_url(part: PartSeen, facility: Facility, language: str) -> str:
    """A message to the buyer that names the order."""
    recipient = part.row.recipient
    if not recipient.phone:
        return ""
    hello = _("Hello from %(facility)s. It is about your order %(number)s.")
    said: dict[str, Any] = {"facility": facility.short_name, "number": part.row.number}
    return contacts.message_url(
        whatsapp=recipient.phone, to=recipient.name, lines=(hello % said,), language=language
    )
