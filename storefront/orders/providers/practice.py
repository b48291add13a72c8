"""Paying for practice: no money, a page with four buttons. In demo and test mode alone.

What happened stands in the attempt's own `shown`, where the buttons put it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from storefront.orders.providers.base import (
    CURRENCY,
    Answer,
    Ask,
    Event,
    Found,
    Known,
    Method,
    Move,
    NoticeRefused,
    Returned,
)
from storefront.orders.types import AttemptState, MoneyKind, RefundState

DID = "did"
PAID_AT = "paid_at"


class PracticeProvider:
    """A stand-in for all others."""

    code = "practice"
    can_look = True

    def methods(self, language: str) -> tuple[Method, ...]:
        """One."""
        return (Method("practice:", _("Practice payment"), _("No money moves: for trying out.")),)

    def create(self, ask: Ask) -> Answer:
        """A page of ours with buttons."""
        base, _slash, _token = ask.back.rstrip("/").rpartition("/")
        return Answer(f"practice-{ask.key}", f"{base}/latihan/{ask.key}/")

    def look(self, known: Known) -> Found:
        """What the buttons did so far."""
        return found_of(known, datetime.now(UTC))

    def refund(self, known: Known, *, key: UUID, amount: Decimal, reason: str) -> Returned:
        """At once."""
        return Returned(RefundState.DONE, f"practice-{key}", datetime.now(UTC))

    def expire(self, known: Known) -> None:
        """Nothing stands anywhere else."""

    def read_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Event | None:
        """Nobody tells us."""
        raise NoticeRefused("practice sends no notices")

    def key_of(self, event: Event) -> str:
        """Always said."""
        return event.key


def found_of(known: Known, now: datetime) -> Found:
    """What was done, as far as its time has come."""
    did: Any = known.shown.get(DID)
    paid_at = known.shown.get(PAID_AT)
    if paid_at and datetime.fromisoformat(paid_at) <= now:
        at = datetime.fromisoformat(paid_at)
        move = Move(MoneyKind.CAPTURED, known.amount, CURRENCY, f"practice-{known.key}", at)
        return Found(AttemptState.PAID, (move,))
    if did == "fail":
        return Found(AttemptState.FAILED)
    if known.pay_by <= now and not paid_at:
        return Found(AttemptState.EXPIRED)
    return Found(AttemptState.OPEN)
