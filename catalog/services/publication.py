"""The protected door: the only way listings come before buyers.

Only `legality.services.publication` may import this module (import contract 7).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.audit import audit_entry
from catalog.errors import Blocked, NotAllowed, NotFound, WrongState
from catalog.models import AuditEntry, Listing
from catalog.policies.abilities import Act, can, require
from catalog.policies.scope import listings_managed_by
from catalog.saleor_adapter.products import products_show
from catalog.services.listings import listing_move
from catalog.types import Actor, Clearance, ListingState


@transaction.atomic
def listings_publish(*, actor: Actor, clearances: Sequence[Clearance], on: date) -> None:
    """Open submitted or suspended listings to buyers, each on the strength of its own clearance.

    on: the legal date. Whether a person has to look first is legality's to say. Six statements,
    however many there are. Raises NotFound, NotAllowed, WrongState for one of them; Blocked for a
    clearance that has ended.
    """
    given = {clearance.listing_id: clearance for clearance in clearances}
    found = _locked(actor, given, _may_publish)
    for listing in found:
        until = given[listing.pk].valid_until
        if until is not None and until < on:
            raise Blocked(reasons=gettext_noop("The clearance has ended."))
        listing_move(listing, ListingState.PUBLISHED)
    _open(given)
    products_show([listing.product_id for listing in found], since=on)
    AuditEntry.objects.bulk_create(
        audit_entry(actor, "listing.published", Listing._meta.db_table, pk, _based(clearance))
        for pk, clearance in given.items()
    )


# Django's own update of many took half of the time that opening thousands costs.
_OPEN = """UPDATE catalog_listing l SET state = 'published', cleared_until = given.until,
 published_at = coalesce(l.published_at, %(now)s)
FROM unnest(%(ids)s::bigint[], %(untils)s::date[]) given(id, until) WHERE l.id = given.id"""


def _open(given: Mapping[int, Clearance]) -> None:
    untils = [clearance.valid_until for clearance in given.values()]
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, {"ids": list(given), "untils": untils, "now": timezone.now()})


def _may_publish(actor: Actor, facility_id: int) -> None:
    if not can(actor, Act.LISTING_REVIEW, facility_id):
        require(actor, Act.LISTING_SUBMIT, facility_id)


def _may_close(actor: Actor, facility_id: int) -> None:
    require(actor, Act.LISTING_CLOSE, facility_id)


def _locked(actor: Actor, ids: Collection[int], may: Callable[[Actor, int], None]) -> list[Listing]:
    """The listings, locked in their order. may: raises NotAllowed for a facility. Raises NotFound,
    NotAllowed for one of them: the database lets nobody lock what they may not change."""
    rows = Listing.objects.filter(listings_managed_by(actor), pk__in=ids)
    facilities = list(rows.values_list("facility_id", flat=True))
    if len(facilities) != len(ids):
        raise NotFound
    for facility_id in set(facilities):
        may(actor, facility_id)
    found = list(rows.select_for_update(no_key=True).order_by("pk"))
    if len(found) != len(ids):
        raise NotAllowed
    return found


@transaction.atomic
def listings_reclear(*, actor: Actor, clearances: Sequence[Clearance]) -> None:
    """Let listings on sale rest on other clearances: each stays open until the last day of its own.

    Six statements, however many there are. Raises NotFound, NotAllowed for one of them; WrongState
    for one that is not on sale.
    """
    given = {clearance.listing_id: clearance for clearance in clearances}
    found = _locked(actor, given, _may_close)
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
    return {**_based(clearance), "until": str(clearance.valid_until or "")}


def _based(clearance: Clearance) -> dict[str, object]:
    """What a clearance rests on."""
    return {"ruleset": clearance.ruleset, "certificates": list(clearance.certificate_ids)}
