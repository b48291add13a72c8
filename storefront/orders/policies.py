"""Which orders people of facilities see. Of a part that waits for its money they know nothing."""

from __future__ import annotations

from django.db.models import Q

from catalog.policies.abilities import Act, facilities_where
from catalog.types import Actor
from storefront.orders.types import FacilityOrderState

UNSEEN = FacilityOrderState.WAITING


def parts_seen_by(actor: Actor) -> Q:
    """Parts of orders in the actor's scope, as a filter of FacilityOrder. One that was cancelled
    before its money came is seen by nobody either."""
    where = facilities_where(actor, Act.ORDER_SEE)
    seen = ~Q(state=UNSEEN.value) & ~Q(state="cancelled", accept_by__isnull=True)
    return seen if where is None else seen & Q(facility_id__in=where)
