"""What can be done, which roles include it, and where an actor's roles reach.

It knows no settings and no errors: what is told to the database (`catalog.acting`) is read from it
before either is there. Policies ask by `catalog.policies.abilities`.
"""

from __future__ import annotations

from enum import StrEnum

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
    LISTING_REVIEW = "listing.review"
    STOCK_CHANGE = "stock.change"
    CERTIFICATE_RECORD = "certificate.record"
    CERTIFICATE_VERIFY = "certificate.verify"
    PICTURE_ADD = "picture.add"
    PEOPLE_SEE = "people.see"
    PEOPLE_MANAGE = "people.manage"
    TOKEN_MAKE = "token.make"
    OFFICE_SET = "office.set"
    ORDER_SEE = "order.see"
    ORDER_HANDLE = "order.handle"
    ORDER_SETTLE = "order.settle"
    DELIVERY_SET = "delivery.set"
    PROCEEDS_SEE = "proceeds.see"
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
        Act.ORDER_SEE,
        Act.ORDER_HANDLE,
    }
)
_REGIONAL = frozenset(
    {
        Act.FACILITY_SEE,
        Act.LISTING_CLOSE,
        Act.LISTING_REVIEW,
        Act.CERTIFICATE_RECORD,
        Act.CERTIFICATE_VERIFY,
        Act.PEOPLE_SEE,
    }
)
# What a role may do within its own scope. What somebody may see they may not yet change: an
# auditor sees everything.
ABILITIES: dict[Role, frozenset[Act]] = {
    Role.SYSTEM: frozenset(Act),
    Role.CENTRAL_OFFICER: frozenset(Act),
    Role.AUDITOR: frozenset(
        {Act.FACILITY_SEE, Act.PEOPLE_SEE, Act.REFERENCE_SEE, Act.ORDER_SEE, Act.PROCEEDS_SEE}
    ),
    Role.REGIONAL_HEAD: _REGIONAL
    | {Act.FACILITY_CHANGE, Act.PEOPLE_MANAGE, Act.OFFICE_SET, Act.TOKEN_MAKE},
    Role.REGIONAL_OFFICER: _REGIONAL,
    Role.FACILITY_HEAD: _OPERATOR
    | {Act.FACILITY_CHANGE, Act.PEOPLE_SEE, Act.PEOPLE_MANAGE, Act.TOKEN_MAKE, Act.DELIVERY_SET}
    | {Act.PROCEEDS_SEE},
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
        grant.facility_ids for grant in grants_for(actor, act) if act in ABILITIES[grant.role]
    ]
    if None in scopes:
        return None
    return frozenset(key for scope in scopes if scope is not None for key in scope)
