"""What the shop asks of whoever takes money for it, and what it is told.

Amounts are whole rupiah; each provider knows how its own messages write them. A provider keeps
nothing itself and sees no table: what it needs is in what it is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from storefront.orders.types import AttemptState, MoneyKind, RefundState

CURRENCY = "IDR"


class ProviderSilent(Exception):
    """The provider did not answer, or not so that it could be understood: ask again later."""


class ProviderRefused(Exception):
    """The provider said no, and will say so again; the text is for operators."""


class NoticeRefused(Exception):
    """A notice is not rightly signed, too old, or not of this provider; the text is for the log."""


@dataclass(frozen=True)
class Method:
    """A way to pay that a buyer can choose. code: "provider:method"; note: who it is for or what
    happens next; fee: rupiah on top."""

    code: str
    name: str
    note: str = ""
    fee: Decimal = Decimal(0)


@dataclass(frozen=True)
class Ask:
    """What a provider is asked for. key: of the attempt, the same at every asking; back: the
    shop's own page of the payment."""

    key: UUID
    method: str
    amount: Decimal
    number: str
    pay_by: datetime
    made_at: datetime
    back: str
    language: str = "id"
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Answer:
    """What it said. address: where the buyer pays, "" when a page of ours shows how; shown: what
    that page needs, as JSON holds it."""

    reference: str
    address: str = ""
    shown: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """An attempt as it stands here, for asking about it."""

    key: UUID
    method: str
    amount: Decimal
    reference: str
    shown: Mapping[str, Any]
    pay_by: datetime


@dataclass(frozen=True)
class Move:
    """Money that came or went. reference: the provider's name for it, ever the same; refund: the
    key of the refund of ours that it settles, "" when the provider does not say."""

    kind: MoneyKind
    amount: Decimal
    currency: str
    reference: str
    at: datetime
    refund: str = ""


@dataclass(frozen=True)
class Found:
    """What a provider has of an attempt. state: None when it knows nothing of it; shown: what is
    to be kept for asking later; refunds: keys of refunds of ours that it could not pay out."""

    state: AttemptState | None
    moves: tuple[Move, ...] = ()
    shown: Mapping[str, Any] = field(default_factory=dict)
    failed_refunds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Event:
    """A notice, rightly signed. name: once for each, whatever the order in which they come; key:
    of the attempt, "" when the provider is to be asked whose it is (by `about`); found: what it
    says, None when the provider is to be asked."""

    name: str
    kind: str
    key: str
    found: Found | None
    about: str = ""


@dataclass(frozen=True)
class Returned:
    """What came of a refund. state: DONE, ASKED (it is on its way), BY_HAND (this way of paying
    cannot) or FAILED."""

    state: RefundState
    reference: str = ""
    at: datetime | None = None
    failure: str = ""


class Provider(Protocol):
    """Takes money. Every method but `methods` and `read_notice` may take seconds: none is called
    inside a transaction. Each raises ProviderSilent and ProviderRefused."""

    code: str
    can_look: bool  # whether it can be asked what it has

    def methods(self, language: str) -> tuple[Method, ...]:
        """What buyers can choose; empty while it is not set up."""

    def create(self, ask: Ask) -> Answer:
        """Have it take the money; the same key again is answered the same."""

    def look(self, known: Known) -> Found:
        """What it has."""

    def refund(self, known: Known, *, key: UUID, amount: Decimal, reason: str) -> Returned:
        """Give money back; the same key again gives it back once."""

    def expire(self, known: Known) -> None:
        """Let nobody pay it any more. What was paid already stays so: look."""

    def read_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Event | None:
        """What it tells; None for what does not concern us. Raises NoticeRefused."""

    def key_of(self, event: Event) -> str:
        """The key of the attempt that an event without one is about; "" for none of ours."""
