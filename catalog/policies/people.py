"""Whose people somebody sees, and whose membership they give and end: those above, within their
own place."""

from __future__ import annotations

from django.db.models import Q

from catalog.models import Membership
from catalog.policies.abilities import Act, can, can_everywhere, facilities_where, grants_for
from catalog.types import Actor, Grant, Role

# Each role with those whose memberships it gives and ends, in its own place.
BELOW: dict[Role, frozenset[Role]] = {
    Role.FACILITY_HEAD: frozenset({Role.FACILITY_OPERATOR}),
    Role.REGIONAL_HEAD: frozenset(
        {Role.FACILITY_OPERATOR, Role.FACILITY_HEAD, Role.REGIONAL_OFFICER}
    ),
    Role.BOARD_EDITOR: frozenset({Role.BOARD_VIEWER}),
}


def can_manage(
    actor: Actor,
    role: Role,
    *,
    facility_id: int | None = None,
    office_id: int | None = None,
    partner_id: int | None = None,
) -> bool:
    """Whether the actor may give or end this role in this place."""
    if can_everywhere(actor, Act.PEOPLE_MANAGE):
        return True
    return any(
        role in BELOW.get(grant.role, ())
        and (
            (facility_id is not None and facility_id in (grant.facility_ids or ()))
            or (office_id is not None and office_id == grant.office_id)
            or (partner_id is not None and partner_id == grant.partner_id)
        )
        for grant in grants_for(actor, Act.PEOPLE_MANAGE)
    )


def memberships_managed_by(actor: Actor) -> Q:
    """Memberships that the actor may end, as a filter of Membership."""
    if can_everywhere(actor, Act.PEOPLE_MANAGE):
        return Q()
    found = Q(pk__in=())
    for grant in grants_for(actor, Act.PEOPLE_MANAGE):
        found |= _below(grant)
    return found


def _below(grant: Grant) -> Q:
    roles = Q(role__in=[role.value for role in BELOW.get(grant.role, ())])
    where = Q(facility_id__in=grant.facility_ids or ())
    if grant.office_id is not None:
        where |= Q(office_id=grant.office_id)
    if grant.partner_id is not None:
        where |= Q(partner_id=grant.partner_id)
    return roles & where


def can_manage_membership(actor: Actor, membership: Membership) -> bool:
    """The same, asked of one."""
    return can_manage(
        actor,
        Role(membership.role),
        facility_id=membership.facility_id,
        office_id=membership.office_id,
        partner_id=membership.partner_id,
    )


def can_see_people(
    actor: Actor,
    facility_id: int | None = None,
    office_id: int | None = None,
    partner_id: int | None = None,
) -> bool:
    """Whether the actor may look at the people of a place: who is, was and is invited to be
    something there. None of the three is the whole shop."""
    if can_everywhere(actor, Act.PEOPLE_SEE):
        return True
    if facility_id is not None:
        return can(actor, Act.PEOPLE_SEE, facility_id)
    return any(
        (office_id is not None and office_id == grant.office_id)
        or (partner_id is not None and partner_id == grant.partner_id)
        for grant in grants_for(actor, Act.PEOPLE_SEE)
    )


def people_seen_by(actor: Actor) -> Q:
    """The same, as a filter of rows with the three keys: memberships, invitations."""
    facilities = facilities_where(actor, Act.PEOPLE_SEE)
    if facilities is None:
        return Q()
    grants = grants_for(actor, Act.PEOPLE_SEE)
    offices = [grant.office_id for grant in grants if grant.office_id is not None]
    partners = [grant.partner_id for grant in grants if grant.partner_id is not None]
    return Q(facility_id__in=facilities) | Q(office_id__in=offices) | Q(partner_id__in=partners)


def memberships_seen_by(actor: Actor) -> Q:
    """Memberships that the actor may look at: of places whose people they see, and their own."""
    places = people_seen_by(actor)
    # an "or" drops an empty filter, which means all
    return places | Q(user_id=actor.user_id or 0) if places else places


def can_see_membership(actor: Actor, membership: Membership) -> bool:
    """The same, asked of one."""
    return membership.user_id == actor.user_id or can_see_people(
        actor, membership.facility_id, membership.office_id, membership.partner_id
    )
