"""Why goods are off sale although nobody of the facility wished it: the rows that say so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from catalog.announce import announce, announce_many
from catalog.models import Listing
from catalog.services.listings import listing_close, listings_suspend
from catalog.types import Actor, ListingState
from legality.handed_in import digest_of, digests_of, values_of
from legality.models import Suspension, SuspensionCause
from legality.rules.requirements import ENDED, EXPIRED, ON_HOLD, REVOKED
from legality.types import Finding

# What a paper's state is the cause of; the first that is found is what the facility is told of.
_CAUSES = (
    (SuspensionCause.REVOCATION, frozenset({REVOKED})),
    (SuspensionCause.EXPIRY, frozenset({EXPIRED, ENDED})),
    (SuspensionCause.RECIPE, frozenset({ON_HOLD})),
)


def cause_of(
    findings: Iterable[Finding], other: SuspensionCause
) -> tuple[SuspensionCause, int | None]:
    """What blocks, and by which paper; `other` where no paper's end or hold does."""
    blocking = [finding for finding in findings if finding.blocking]
    for cause, sentences in _CAUSES:
        for finding in blocking:
            if finding.sentence in sentences:
                return cause, finding.certificate_id
    return other, None


def open_suspension(listing_id: int) -> Suspension | None:
    """The one that keeps a listing off sale now. One statement."""
    return Suspension.objects.filter(listing_id=listing_id, ended_at__isnull=True).first()


@transaction.atomic
def listing_hold_back(
    *,
    actor: Actor,
    listing: Listing,
    cause: SuspensionCause,
    reason: str,
    certificate_id: int | None = None,
    is_known: bool = True,
) -> Suspension:
    """Take a listing off sale, write down why, and have its facility told. The row is locked.

    is_known: it was on sale by a clearance, so that it may come back as it is once the cause has
    gone. Raises NotAllowed, WrongState.
    """
    if listing.state != ListingState.SUSPENDED:
        listing_close(
            actor=actor, listing_id=listing.pk, state=ListingState.SUSPENDED, reason=reason
        )
    suspensions_end([listing.pk], actor)
    row = Suspension.objects.create(
        listing=listing,
        facility_id=listing.facility_id,
        cause=cause,
        reason=reason,
        certificate_id=certificate_id,
        values_digest=digest_of(values_of(listing)) if is_known else "",
        begun_by=actor.name,
    )
    announce("legality.suspension_mail", key=f"suspension-{row.pk}", suspension_id=row.pk)
    return row


class Held(NamedTuple):
    """Goods to be held back; fields as of Suspension."""

    listing: Listing
    cause: SuspensionCause
    reason: str
    certificate_id: int | None = None
    is_known: bool = True


@transaction.atomic
def listings_hold_back(*, actor: Actor, held: Sequence[Held]) -> None:
    """`listing_hold_back` of many that are on sale. The rows are locked. Fourteen statements, the
    transaction's own among them."""
    listings_suspend(actor=actor, reasons={one.listing.pk: one.reason for one in held})
    ids = [one.listing.pk for one in held]
    digests = digests_of(one.listing for one in held if one.is_known)
    suspensions_end(ids, actor)
    rows = Suspension.objects.bulk_create(
        Suspension(
            listing=one.listing,
            facility_id=one.listing.facility_id,
            cause=one.cause,
            reason=one.reason,
            certificate_id=one.certificate_id,
            values_digest=digests.get(one.listing.pk, ""),
            begun_by=actor.name,
        )
        for one in held
    )
    announce_many(
        "legality.suspension_mail",
        [(f"suspension-{row.pk}", {"suspension_id": row.pk}) for row in rows],
    )


def suspensions_end(listing_ids: Collection[int], actor: Actor) -> None:
    """Of listings that are on sale again, or off sale for another reason from now on."""
    Suspension.objects.filter(listing_id__in=listing_ids, ended_at__isnull=True).update(
        ended_at=timezone.now(), ended_by=actor.name
    )


def may_come_back(listing_ids: Iterable[int]) -> list[Listing]:
    """Those of the listings, locked in their order, that are held back by no officer and are what
    they were when they were held back. Four statements."""
    rows = Listing.objects.filter(pk__in=list(listing_ids), state=ListingState.SUSPENDED)
    there = list(rows.select_for_update(no_key=True).order_by("pk"))
    held = Suspension.objects.filter(listing__in=there, ended_at__isnull=True)
    digest = {
        row.listing_id: row.values_digest for row in held if row.cause != SuspensionCause.OFFICER
    }
    known = [listing for listing in there if listing.pk in digest]
    now = digests_of(known)
    return [listing for listing in known if now[listing.pk] == digest[listing.pk]]
