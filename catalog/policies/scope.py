"""Which rows an actor may see from inside."""

from __future__ import annotations

from django.db.models import Q

from catalog.models import Facility, Listing
from catalog.types import Actor, Role


def facilities_managed_by(actor: Actor) -> Q:
    """Facilities in the actor's scope, as a filter of Facility."""
    if actor.role is Role.SYSTEM:
        return Q()
    return Q(pk__in=actor.facility_ids)


def can_see_facility(actor: Actor, facility: Facility) -> bool:
    """The same, asked of one."""
    return actor.role is Role.SYSTEM or facility.pk in actor.facility_ids


def listings_managed_by(actor: Actor) -> Q:
    """Listings in the actor's scope, as a filter of Listing."""
    if actor.role is Role.SYSTEM:
        return Q()
    return Q(facility_id__in=actor.facility_ids)


def can_see_listing(actor: Actor, listing: Listing) -> bool:
    """The same, asked of one."""
    return actor.role is Role.SYSTEM or listing.facility_id in actor.facility_ids
