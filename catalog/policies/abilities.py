"""Which acts a role includes, and where an actor may do them."""

from __future__ import annotations

from catalog.acts import ABILITIES, Act, facilities_where, grants_for
from catalog.errors import NotAllowed
from catalog.types import Actor

__all__ = [
    "Act",
    "can",
    "can_everywhere",
    "can_somewhere",
    "facilities_where",
    "grants_for",
    "require",
    "require_everywhere",
    "require_somewhere",
]


def can(actor: Actor, act: Act, facility_id: int) -> bool:
    """Whether the actor may do it in this facility."""
    where = facilities_where(actor, act)
    return where is None or facility_id in where


def can_somewhere(actor: Actor, act: Act) -> bool:
    """Whether there is a facility in which the actor may do it."""
    return facilities_where(actor, act) != frozenset()


def can_everywhere(actor: Actor, act: Act) -> bool:
    """Whether the actor may do it in the whole shop, as acts on no one facility need."""
    return facilities_where(actor, act) is None


def can_in_office(actor: Actor, act: Act, office_id: int) -> bool:
    """Whether the actor may do it to a regional office: as one of it, or everywhere."""
    return can_everywhere(actor, act) or any(
        grant.office_id == office_id and act in ABILITIES[grant.role]
        for grant in grants_for(actor, act)
    )


def require(actor: Actor, act: Act, facility_id: int) -> None:
    """Raises NotAllowed unless the actor may do it in this facility. Ask for the scope first:
    outside of it things are not found."""
    if not can(actor, act, facility_id):
        raise NotAllowed


def require_somewhere(actor: Actor, act: Act) -> None:
    """Raises NotAllowed unless the actor may do it in some facility."""
    if not can_somewhere(actor, act):
        raise NotAllowed


def require_everywhere(actor: Actor, act: Act) -> None:
    """Raises NotAllowed unless the actor may do it in the whole shop."""
    if not can_everywhere(actor, act):
        raise NotAllowed
