"""What the practice provider's buttons do, and how it then tells the shop: as others do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from catalog.announce import announce
from catalog.errors import NotFound
from catalog.message import Message, one
from storefront.orders.acting import as_shop
from storefront.orders.models import PaymentAttempt
from storefront.orders.providers.base import Event
from storefront.orders.providers.practice import DID, PAID_AT, found_of
from storefront.orders.providers.registry import PRACTICE
from storefront.orders.services.payments import known_of
from storefront.orders.services.settling import Settled, payment_told

TELL = "orders.practice_tell"
# Pay; have the bank refuse; go away without paying; pay after the limit.
DEEDS = ("pay", "fail", "leave", "late")
LATE = timedelta(minutes=1)


_PRESS = """UPDATE orders_paymentattempt t
SET shown = CASE WHEN t.shown ? 'paid_at' THEN t.shown ELSE t.shown || %(said)s::jsonb END
WHERE t.id = %(key)s AND t.provider = 'practice'"""


def practice_do(*, attempt_id: int, did: str) -> None:
    """Press a button. What is paid already stays paid. did: of DEEDS."""
    with as_shop():
        if did == "late":
            _paid_late(attempt_id)
            return
        now = timezone.now().isoformat()
        attempt = _pressed(attempt_id, {DID: did, **({PAID_AT: now} if did == "pay" else {})})
        if did in ("pay", "fail"):
            practice_tell(attempt_id=attempt_id, attempt=attempt)


def _pressed(attempt_id: int, said: Mapping[str, str]) -> PaymentAttempt:
    """The attempt, with what was said of it unless it is paid already. One message."""
    message = Message()
    given = {"key": attempt_id, "said": json.dumps(said)}
    found = message.change_rows(PaymentAttempt, _PRESS, given)
    message.send()
    attempt = one(found)
    if attempt is None:
        raise NotFound
    return attempt


@transaction.atomic
def _paid_late(attempt_id: int) -> None:
    """The money comes after the limit, and a job tells of it then."""
    attempt = PaymentAttempt.objects.get(pk=attempt_id, provider=PRACTICE)
    paid_at = max(attempt.pay_by, timezone.now()) + LATE
    _pressed(attempt_id, {DID: "late", PAID_AT: paid_at.isoformat()})
    announce(TELL, key=str(attempt_id), due_at=paid_at, attempt_id=attempt_id)


def practice_tell(*, attempt_id: int, attempt: PaymentAttempt | None = None) -> Settled:
    """A job too: tell the shop what was done, as a provider's notice would. attempt: where it was
    just read."""
    with as_shop():
        attempt = attempt or PaymentAttempt.objects.get(pk=attempt_id, provider=PRACTICE)
        found = found_of(known_of(attempt), timezone.now())
        name = f"{attempt.key}:{found.state}:{len(found.moves)}"
        event = Event(name, f"practice.{found.state}", str(attempt.key), found)
        return payment_told(provider=PRACTICE, event=event, attempt=attempt)
