"""Which acts a role includes, and where an actor may do them."""

from __future__ import annotations

from enum import StrEnum

from catalog.errors import NotAllowed
from catalog.types import Actor, Grant, Role


class Act(StrEnum):
    """What can be done, by noun and verb. The values name the scopes of API tokens."""

    FACILITY_SEE = "facility.see"
    FACILITY_OPEN = "facility.open"
    FACILITY_CHANGE = "facility.change"
    LISTING_CREATE = "listing.create"
    LISTING_CHANGE = "listing.change"
    LISTING_SUBMIT = "listing.submit"
    LISTING_CLOSE = "listing.close"
    STOCK_CHANGE = "stock.change"
    CERTIFICATE_RECORD = "certificate.record"
    CERTIFICATE_VERIFY = "certificate.verify"
    PICTURE_ADD = "picture.add"
    PEOPLE_SEE = "people.see"
    PEOPLE_MANAGE = "people.manage"
    TOKEN_MAKE = "token.make"
    REFERENCE_SEE = "reference.see"
    REFERENCE_CHANGE = "reference.change"


_OPERATOR = frozenset(
    {
        Act.FACILITY_SEE,
        Act.LISTING_CREATE,
        Act.LISTING_CHANGE,
        Act.LISTING_SUBMIT,
        Act.LISTING_CLOSE,
        Act.STOCK_CHANGE,
        Act.CERTIFICATE_RECORD,
        Act.PICTURE_ADD,
    }
)
_REGIONAL = frozenset(
    {
        Act.FACILITY_SEE,
        Act.LISTING_CLOSE,
        Act.CERTIFICATE_RECORD,
        Act.CERTIFICATE_VERIFY,
        Act.PEOPLE_SEE,
    }
)
# What a role may do within its own scope. What somebody may see they may not yet change: an
# auditor sees everything.
_ABILITIES: dict[Role, frozenset[Act]] = {
    Role.SYSTEM: frozenset(Act),
    Role.CENTRAL_OFFICER: frozenset(Act),
    Role.AUDITOR: frozenset({Act.FACILITY_SEE, Act.PEOPLE_SEE, Act.REFERENCE_SEE}),
    Role.REGIONAL_HEAD: _REGIONAL | {Act.FACILITY_CHANGE, Act.PEOPLE_MANAGE},
    Role.REGIONAL_OFFICER: _REGIONAL,
    Role.FACILITY_HEAD: _OPERATOR
    | {Act.FACILITY_CHANGE, Act.PEOPLE_SEE, Act.PEOPLE_MANAGE, Act.TOKEN_MAKE},
    Role.FACILITY_OPERATOR: _OPERATOR,
    Role.BOARD_EDITOR: frozenset({Act.PEOPLE_MANAGE}),
    Role.BOARD_VIEWER: frozenset(),
    Role.ANONYMOUS: frozenset(),
}


def grants_for(actor: Actor, act: Act) -> tuple[Grant, ...]:
    """The actor's grants, as far as the key that they come with, if any, is allowed the act."""
    return actor.grants if actor.only is None or act.value in actor.only else ()


def facilities_where(actor: Actor, act: Act) -> frozenset[int] | None:
    """The facilities in which the actor may do it; None for all of them."""
    scopes = [
        grant.facility_ids for grant in grants_for(actor, act) if act in _ABILITIES[grant.role]
    ]
    if None in scopes:
        return None
    return frozenset(key for scope in scopes if scope is not None for key in scope)


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
