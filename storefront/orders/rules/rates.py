"""What a courier charges for a parcel: pure arithmetic over the rate table's rows.

Weights are grams, sizes whole centimetres, money whole rupiah.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import prod
from typing import NamedTuple, Protocol, TypeVar

GRAMS = 1000  # in a kilogram


class Pack(NamedTuple):
    """One packed piece and how many of it. size: length, width, height; None counts by weight."""

    grams: int
    quantity: int
    size: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class Place:
    """Where a parcel begins or ends. regency: "72.71" or ""; province: "72"."""

    regency: str
    province: str

    def nearness(self, code: str) -> int | None:
        """How closely a code of the rate table names this place: 2 its kab/kota, 1 its province,
        0 anywhere; None when it names another."""
        if not code:
            return 0
        if code == self.regency:
            return 2
        return 1 if code == self.province else None

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes under which the rate table may know it."""
        return tuple(code for code in (self.regency, self.province) if code) + ("",)


class FromTo(Protocol):
    """A row of the rate table, as far as its places go."""

    @property
    def origin(self) -> str:
        """Code of a place, "" for anywhere."""

    @property
    def destination(self) -> str:
        """Code of a place, "" for anywhere."""


R = TypeVar("R", bound=FromTo)


def chargeable_grams(packs: Iterable[Pack], divisor: int) -> int:
    """The heavier of a parcel's weight and its volumetric weight, rounded up to whole grams.

    Cubic centimetres by the courier's divisor are kilograms. A piece whose size nobody stated
    counts by its weight.
    """
    weight, volume = 0, 0  # volume: grams times the divisor, so that nothing is rounded on the way
    for grams, quantity, size in packs:
        weight += grams * quantity
        volume += (grams * divisor if size is None else GRAMS * prod(size)) * quantity
    return max(weight, -(-volume // divisor))


def kilograms(grams: int, round_up_from: int) -> int:
    """Kilograms that are charged: the next one from `round_up_from` grams over a full one on, and
    one at least."""
    full, over = divmod(grams, GRAMS)
    return max(1, full + (1 if over >= round_up_from else 0))


def price(first_kg: Decimal, next_kg: Decimal, grams: int, round_up_from: int) -> Decimal:
    """What a parcel costs: the first kilogram, and each that follows."""
    return first_kg + next_kg * (kilograms(grams, round_up_from) - 1)


def closeness(rate: FromTo, origin: Place, destination: Place) -> tuple[int, int, int] | None:
    """How closely a row names both places, the closest the greatest; None when it is of others.

    Kab/kota to kab/kota comes before kab/kota to province, that before province to kab/kota, that
    before province to province, and all of them before rows with "anywhere" at an end.
    """
    begins, ends = origin.nearness(rate.origin), destination.nearness(rate.destination)
    if begins is None or ends is None:
        return None
    return min(begins, ends), begins + ends, begins


def closest(rates: Sequence[R], origin: Place, destination: Place) -> R | None:
    """Of one service's rows the one that counts from here to there, None when there is none."""
    found = [
        (near, rate) for rate in rates if (near := closeness(rate, origin, destination)) is not None
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None
