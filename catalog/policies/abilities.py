"""Which acts an actor may do inside the scope."""

from __future__ import annotations

from enum import StrEnum

from catalog.errors import NotAllowed
from catalog.types import Actor, Role


class Act(StrEnum):
    """What can be done, by noun and verb."""

    FACILITY_OPEN = "facility.open"
    FACILITY_CHANGE = "facility.change"
    LISTING_CREATE = "listing.create"
    LISTING_CHANGE = "listing.change"
    LISTING_SUBMIT = "listing.submit"
    LISTING_CLOSE = "listing.close"
    REFERENCE_CHANGE = "reference.change"
    CERTIFICATE_RECORD = "certificate.record"
    PICTURE_ADD = "picture.add"


_ABILITIES: dict[Role, frozenset[Act]] = {
    Role.SYSTEM: frozenset(Act),
    Role.ANONYMOUS: frozenset(),
}


def can(actor: Actor, act: Act) -> bool:
    """Whether the actor's role includes the act."""
    return act in _ABILITIES[actor.role]


def require(actor: Actor, act: Act) -> None:
    """Raises NotAllowed unless the actor may."""
    if not can(actor, act):
        raise NotAllowed
