"""How goods may leave a facility, by what is said of each of them."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.types import Delivery

_STRICTNESS = {Delivery.PARCEL: 0, Delivery.LOCAL_COURIER: 1, Delivery.PICKUP: 2}
# Levels of a veterinary control number (NKV) whose goods may leave their province: I also abroad,
# II between provinces; III stays within. Permentan 11/2020.
CROSSING_LEVELS = frozenset({"I", "II"})


def strictest(ways: Iterable[Delivery]) -> Delivery:
    """The one way that all of several goods can go."""
    return max(ways, key=_STRICTNESS.__getitem__, default=Delivery.PARCEL)


def may_cross(levels: Iterable[str]) -> bool:
    """Whether any of the papers in force lets goods into another province. Levels not stated are
    as the lowest."""
    return bool(CROSSING_LEVELS.intersection(levels))
