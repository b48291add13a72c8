"""Whose changes somebody may look at."""

from __future__ import annotations

from catalog.policies.abilities import Act, can_everywhere
from catalog.types import Actor, Role

_ABOVE = frozenset({Role.REGIONAL_HEAD, Role.REGIONAL_OFFICER, Role.FACILITY_HEAD})


def can_see_people(actor: Actor, facility_id: int) -> bool:
    """Whether the actor sees memberships, invitations and keys of a facility, as in
    `people.memberships_seen_by`: those above its operators, and those who see everything."""
    if can_everywhere(actor, Act.FACILITY_SEE):
        return True
    return any(
        grant.role in _ABOVE and facility_id in (grant.facility_ids or ()) for grant in actor.grants
    )
