"""The protected door: the only way a listing comes before buyers.

Only `legality.services.publication` may import this module (import contract 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.audit import audit, audit_entry
from catalog.errors import Blocked, NotFound, WrongState
from catalog.models import AuditEntry, Listing
from catalog.policies.abilities import Act, can, require
from catalog.policies.scope import listings_managed_by
from catalog.saleor_adapter.products import product_show
from catalog.services.listings import listing_for_update, listing_move
from catalog.types import Actor, Clearance, ListingState


@transaction.atomic
def listing_publish(*, actor: Actor, listing_id: int, clearance: Clearance, on: date) -> None:
    """Open a submitted or suspended listing to buyers on the strength of a clearance.

    on: the legal date. Whether a person has to look first is legality's to say. Raises NotFound,
    NotAllowed, WrongState; Blocked for a clearance of another listing or one that has ended.
    """
    listing = listing_for_update(actor=actor, listing_id=listing_id)
    if not can(actor, Act.LISTING_REVIEW, listing.facility_id):
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
def listings_reclear(*, actor: Actor, clearances: Sequence[Clearance]) -> None:
    """Let listings on sale rest on other clearances: each stays open until the last day of its own.

    Six statements, however many there are. Raises NotFound, NotAllowed for one of them; WrongState
    for one that is not on sale.
    """
    given = {clearance.listing_id: clearance for clearance in clearances}
    rows = Listing.objects.filter(listings_managed_by(actor), pk__in=given)
    facilities = list(rows.values_list("facility_id", flat=True))
    if len(facilities) != len(given):
        raise NotFound
    for facility_id in set(facilities):
        require(actor, Act.LISTING_CLOSE, facility_id)
    found = list(rows.select_for_update(no_key=True).order_by("pk"))
    for listing in found:
        if listing.state != ListingState.PUBLISHED:
            raise WrongState(current=listing.state, wanted=ListingState.PUBLISHED.value)
        listing.cleared_until = given[listing.pk].valid_until
    Listing.objects.bulk_update(found, ["cleared_until"])
    AuditEntry.objects.bulk_create(
        audit_entry(actor, "listing.cleared", Listing._meta.db_table, pk, _cleared(clearance))
        for pk, clearance in given.items()
    )


def _cleared(clearance: Clearance) -> dict[str, object]:
    return {
        "ruleset": clearance.ruleset,
        "certificates": list(clearance.certificate_ids),
        "until": str(clearance.valid_until or ""),
    }
