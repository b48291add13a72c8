"""Which rows an actor sees from inside: each noun as a question and as a query.

Whose people they see stands in `catalog.policies.people`.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from catalog.models import Facility, Listing
from catalog.policies.abilities import Act, facilities_where
from catalog.types import Actor


def facilities_managed_by(actor: Actor) -> Q:
    """Facilities in the actor's scope, as a filter of Facility."""
    return _within(actor, "pk")


def can_see_facility(actor: Actor, facility: Facility) -> bool:
    """The same, asked of one."""
    return _is_within(actor, facility.pk)


def listings_managed_by(actor: Actor) -> Q:
    """Listings in the actor's scope, as a filter of Listing."""
    return _within(actor, "facility_id")


def can_see_listing(actor: Actor, listing: Listing) -> bool:
    """The same, asked of one."""
    return _is_within(actor, listing.facility_id)


def of_facilities_managed_by(actor: Actor) -> Q:
    """Rows with a `facility` of the actor's scope: units, brands, papers, tokens, stock moves."""
    return _within(actor, "facility_id")


def can_see_of_facility(actor: Actor, row: Any) -> bool:
    """The same, asked of one."""
    return _is_within(actor, row.facility_id)


def _within(actor: Actor, field: str) -> Q:
    where = facilities_where(actor, Act.FACILITY_SEE)
    return Q() if where is None else Q(**{f"{field}__in": where})


def _is_within(actor: Actor, facility_id: int) -> bool:
    where = facilities_where(actor, Act.FACILITY_SEE)
    return where is None or facility_id in where
