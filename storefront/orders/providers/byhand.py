"""What people handle themselves: no provider is asked, none tells us, money goes back by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from storefront.orders.providers.base import Event, Found, Known, NoticeRefused, Returned
from storefront.orders.types import RefundState


class ByHand:
    """The common part of transfers and of paying at pickup."""

    can_look = False

    def look(self, known: Known) -> Found:
        """There is nobody to ask."""
        return Found(None)

    def refund(self, known: Known, *, key: UUID, amount: Decimal, reason: str) -> Returned:
        """An officer sends it."""
        return Returned(RefundState.BY_HAND)

    def expire(self, known: Known) -> None:
        """It stands here alone."""

    def read_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Event | None:
        """Nobody tells us."""
        raise NoticeRefused("no notices here")

    def key_of(self, event: Event) -> str:
        """Always said."""
        return event.key
