"""What a facility does with its part of an order before it leaves: accept, make, pack.

The rest is in `handing_over` and `undelivered`.

Each act asks for the scope and the right first, then holds the part and its order (see `locking`).
The facility acts on its own rows in its own name; what is the whole order's (Saleor's lines, money)
the shop does for it. `seen`, of all acts: see `part_acts.part_held`.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.dates import legal_today
from catalog.errors import Invalid, WrongState
from catalog.types import Actor
from storefront.orders.services.mails import MailKind
from storefront.orders.services.part_acts import (
    due_said,
    note_kept,
    part_held,
    part_mail,
    part_move,
    part_tell,
)
from storefront.orders.types import FacilityOrderState, StepKind

S = FacilityOrderState
LATEST = timedelta(days=365)  # a promise further away is a slip of the finger


def part_accept(*, actor: Actor, facility_order_id: int, seen: int | None = None) -> None:
    """The facility will deliver. Twice is once. Raises NotFound, NotAllowed, WrongState."""
    with part_held(actor, facility_order_id, seen) as (order, part):
        if part.state == S.ACCEPTED:
            return
        part.accepted_at = timezone.now()
        part_move(part, S.ACCEPTED, "accepted_at")
        part_tell(actor, part, StepKind.ACCEPTED, **due_said(order, part))
        part_mail(MailKind.ACCEPTED, part)


def part_late(
    *, actor: Actor, facility_order_id: int, promised_on: date, note: str, seen: int | None = None
) -> None:
    """It will take longer: the buyer is told until when, and why.

    Raises NotFound, NotAllowed, WrongState (it has left), Invalid (promised_on, note).
    """
    with part_held(actor, facility_order_id, seen) as (_order, part):
        if part.state not in (S.TO_ACCEPT, S.ACCEPTED, S.PACKED):
            raise WrongState(current=part.state, wanted=part.state)
        before, today = part.promised_on, legal_today()
        if promised_on <= max(before or today, today) or promised_on > today + LATEST:
            raise Invalid(
                field="promised_on", reason=gettext_noop("Choose a day after the one promised.")
            )
        said = note_kept(note)
        if not said:
            raise Invalid(field="note", reason=gettext_noop("Say why."))
        part.promised_on, part.late_note = promised_on, said
        if part.produced_by is not None:
            part.produced_by += promised_on - (before or promised_on)
        part.save(update_fields=["promised_on", "late_note", "produced_by"])
        part_tell(actor, part, StepKind.LATE, said, day=str(promised_on), before=str(before or ""))
        part_mail(MailKind.LATE, part, again=True)


def part_pack(*, actor: Actor, facility_order_id: int, seen: int | None = None) -> None:
    """All of it is packed. Twice is once. Raises NotFound, NotAllowed, WrongState."""
    with part_held(actor, facility_order_id, seen) as (_order, part):
        if part.state == S.PACKED:
            return
        part.packed_at = timezone.now()
        # what the buyer asked meanwhile came too late: it is packed
        part.cancel_asked_at = None
        part_move(part, S.PACKED, "packed_at", "cancel_asked_at")
        part_tell(actor, part, StepKind.PACKED)


def part_unpack(*, actor: Actor, facility_order_id: int, seen: int | None = None) -> None:
    """It was not packed after all. Raises NotFound, NotAllowed, WrongState (some has left)."""
    with part_held(actor, facility_order_id, seen) as (_order, part):
        if part.state == S.ACCEPTED:
            return
        if part.lines.filter(handed_over__gt=0).exists():
            raise WrongState(current=part.state, wanted=S.ACCEPTED.value)
        part.packed_at = None
        part_move(part, S.ACCEPTED, "packed_at")
        part_tell(actor, part, StepKind.UNPACKED)
