"""What settling begins with: the order's rows locked, and what is known of the moves told."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.message import Message
from storefront.orders.models import MoneyMove, PaymentAttempt
from storefront.orders.providers.base import Event, Found
from storefront.orders.services.locking import AttemptLock, Held

_MOVED = """SELECT kind, reference FROM orders_moneymove
WHERE provider = %(provider)s AND kind = ANY (%(kinds)s::text[])
AND reference = ANY (%(names)s::text[])"""
_NOTICE = "SELECT 1 FROM orders_paymentnotice WHERE provider = %(provider)s AND event = %(event)s"


@dataclass
class Begun:
    """What settling begins with, its rows locked. moved: moves that are written already, by kind
    and name; keys: for further ones; is_known: whether the notice was taken before."""

    held: Held
    moved: set[tuple[str, str]]
    keys: list[int]
    is_known: bool


def settling_begin(attempt: PaymentAttempt, found: Found, event: Event | None = None) -> Begun:
    """One message: locks first, then what they have waited for."""
    message, names = Message(), [move.reference for move in found.moves]
    told = {"names": names, "kinds": [move.kind.value for move in found.moves]}
    lock = AttemptLock(message, attempt.shop_order_id, attempt.pk)
    provider = {"provider": attempt.provider}
    moved = message.ask(_MOVED, {**provider, **told}) if names else None
    keys = message.keys(MoneyMove, len(names)) if names else None
    known = message.ask(_NOTICE, {**provider, "event": event.name}) if event else None
    message.send()
    return Begun(
        lock.held,
        {(kind, name) for kind, name in moved.value} if moved else set(),
        keys.value if keys else [],
        bool(known and known.value),
    )
