"""What a source of live rates is."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple, Protocol


class RateAsk(NamedTuple):
    """One parcel. origin, destination: postal codes; grams: chargeable; value: of its goods in
    whole rupiah; couriers: their codes, in a fixed order."""

    origin: str
    destination: str
    grams: int
    value: int
    couriers: tuple[str, ...]


class LiveRate(NamedTuple):
    """What a service charges now. service: our code of it ("jne-reg"); price: whole rupiah;
    days_min, days_max: on the way."""

    service: str
    price: Decimal
    days_min: int
    days_max: int


class RatesRefused(Exception):
    """The source did not answer, or what it answered is no rates in rupiah."""


class RateSource(Protocol):
    """Somebody who knows what couriers charge now."""

    @property
    def code(self) -> str:
        """Names it in the cache and in the log."""

    def rates(self, ask: RateAsk, *, seconds: float) -> tuple[LiveRate, ...]:
        """All services that take the parcel, none when nobody does.

        seconds: how long an answer is waited for. Raises RatesRefused.
        """
