"""The protected door: the only way a listing comes before buyers.

Only `legality.services.publication` may import this module (import contract 7).
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.audit import audit
from catalog.errors import Blocked, WrongState
from catalog.policies.abilities import Act, require
from catalog.saleor_adapter.products import product_show
from catalog.services.listings import listing_for_update, listing_move
from catalog.types import Actor, Clearance, ListingState


@transaction.atomic
def listing_publish(*, actor: Actor, listing_id: int, clearance: Clearance, on: date) -> None:
    """Open a submitted listing to buyers on the strength of a clearance.

    on: the legal date. Raises NotFound, NotAllowed, WrongState; Blocked for a clearance of
    another listing or one that has ended.
    """
    listing = listing_for_update(actor=actor, listing_id=listing_id)
    require(actor, Act.LISTING_SUBMIT, listing.facility_id)
    if clearance.listing_id != listing.pk:
        raise Blocked(reasons=gettext_noop("The clearance belongs to another listing."))
    if clearance.valid_until is not None and clearance.valid_until < on:
        raise Blocked(reasons=gettext_noop("The clearance has ended."))
    listing_move(listing, ListingState.PUBLISHED)
    listing.cleared_until = clearance.valid_until
    listing.published_at = listing.published_at or timezone.now()
    listing.save(update_fields=["state", "cleared_until", "published_at"])
    product_show(listing.product_id, since=on)
    audit(
        actor,
        "listing.published",
        listing,
        ruleset=clearance.ruleset,
        certificates=list(clearance.certificate_ids),
    )


@transaction.atomic
def listing_reclear(*, actor: Actor, listing_id: int, clearance: Clearance) -> None:
    """Let a listing on sale rest on another clearance: it stays open until that one's last day.

    Raises NotFound, NotAllowed; WrongState for one that is not on sale, Blocked for a clearance
    of another listing.
    """
    listing = listing_for_update(actor=actor, listing_id=listing_id)
    require(actor, Act.LISTING_CLOSE, listing.facility_id)
    if clearance.listing_id != listing.pk:
        raise Blocked(reasons=gettext_noop("The clearance belongs to another listing."))
    if listing.state != ListingState.PUBLISHED:
        raise WrongState(current=listing.state, wanted=ListingState.PUBLISHED.value)
    listing.cleared_until = clearance.valid_until
    listing.save(update_fields=["cleared_until"])
    audit(
        actor,
        "listing.cleared",
        listing,
        ruleset=clearance.ruleset,
        certificates=list(clearance.certificate_ids),
        until=str(clearance.valid_until or ""),
    )
