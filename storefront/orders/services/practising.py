"""What the practice provider's buttons do, and how it then tells the shop: as others do."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from catalog.announce import announce
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


def practice_do(*, attempt_id: int, did: str) -> None:
    """Press a button. What is paid already stays paid. did: of DEEDS."""
    with as_shop():
        with transaction.atomic():
            attempt = PaymentAttempt.objects.select_for_update().get(
                pk=attempt_id, provider=PRACTICE
            )
            paid_at = _paid_at(attempt, did)
            if PAID_AT not in attempt.shown:
                more = {PAID_AT: paid_at.isoformat()} if paid_at else {}
                attempt.shown = {**attempt.shown, DID: did, **more}
                attempt.save(update_fields=["shown"])
            if did == "late" and paid_at:
                announce(TELL, key=str(attempt_id), due_at=paid_at, attempt_id=attempt_id)
        if did in ("pay", "fail"):
            practice_tell(attempt_id=attempt_id)


def _paid_at(attempt: PaymentAttempt, did: str) -> datetime | None:
    if did == "late":
        return max(attempt.pay_by, timezone.now()) + LATE
    return timezone.now() if did == "pay" else None


def practice_tell(*, attempt_id: int) -> Settled:
    """A job too: tell the shop what was done, as a provider's notice would."""
    with as_shop():
        attempt = PaymentAttempt.objects.get(pk=attempt_id, provider=PRACTICE)
        found = found_of(known_of(attempt), timezone.now())
        name = f"{attempt.key}:{found.state}:{len(found.moves)}"
        event = Event(name, f"practice.{found.state}", str(attempt.key), found)
        return payment_told(provider=PRACTICE, event=event)
