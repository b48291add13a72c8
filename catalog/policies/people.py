"""Who gives and ends whose membership: those above, within their own place."""

from __future__ import annotations

from django.db.models import Q

from catalog.models import Membership
from catalog.policies.abilities import Act, can_everywhere
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
    if actor.only is not None and Act.PEOPLE_MANAGE.value not in actor.only:
        return False
    return any(
        role in BELOW.get(grant.role, ())
        and (
            (facility_id is not None and facility_id in (grant.facility_ids or ()))
            or (office_id is not None and office_id == grant.office_id)
            or (partner_id is not None and partner_id == grant.partner_id)
        )
        for grant in actor.grants
    )


def memberships_managed_by(actor: Actor) -> Q:
    """Memberships that the actor may end, as a filter of Membership."""
    if can_everywhere(actor, Act.PEOPLE_MANAGE):
        return Q()
    if actor.only is not None and Act.PEOPLE_MANAGE.value not in actor.only:
        return Q(pk__in=())
    found = Q(pk__in=())
    for grant in actor.grants:
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


def memberships_seen_by(actor: Actor) -> Q:
    """Memberships that the actor may look at: those managed, those of the same place, one's own.

    Central officers and auditors see all.
    """
    if can_everywhere(actor, Act.FACILITY_SEE):
        return Q()
    found = memberships_managed_by(actor) | Q(user_id=actor.user_id or 0)
    for grant in actor.grants:
        if grant.role in (Role.REGIONAL_HEAD, Role.REGIONAL_OFFICER, Role.FACILITY_HEAD):
            found |= Q(facility_id__in=grant.facility_ids or ())
        if grant.office_id is not None:
            found |= Q(office_id=grant.office_id)
        if grant.partner_id is not None:
            found |= Q(partner_id=grant.partner_id)
    return found
