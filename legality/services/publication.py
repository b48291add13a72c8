"""From a finished draft to a clearance, and through the door; and out of it again where the rules
no longer clear what is on sale."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from django.db import connection, transaction

from catalog.models import Listing
from catalog.services.listings import listing_close, listing_submit_state
from catalog.services.publication import listing_publish, listing_reclear
from catalog.types import Actor, Clearance, ListingState
from legality.errors import PublicationBlocked
from legality.models import ClearanceRecord
from legality.sentences import finding_said
from legality.types import Verdict
from legality.verdicts import verdict_of, verdicts

log = logging.getLogger(__name__)

CHUNK = 2000
_RULES_LOCK = 7_202_640


def rules_hold() -> None:
    """Until this transaction ends, no rule changes: what a verdict says stays true."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_RULES_LOCK])


def rules_alone() -> None:
    """Until this transaction ends, nobody publishes and nobody else changes a rule."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_RULES_LOCK])


def clearance_of(listing_id: int, verdict: Verdict) -> Clearance:
    """The permission that a clear verdict is worth. Raises PublicationBlocked for another."""
    if not verdict.is_clear:
        raise PublicationBlocked(tuple(f for f in verdict.findings if f.blocking))
    return Clearance(
        listing_id=listing_id,
        ruleset=verdict.ruleset,
        certificate_ids=verdict.certificate_ids,
        valid_until=verdict.valid_until,
    )


def _record(actor: Actor, clearance: Clearance) -> None:
    ClearanceRecord.objects.create(
        listing_id=clearance.listing_id,
        ruleset=clearance.ruleset,
        certificate_ids=list(clearance.certificate_ids),
        valid_until=clearance.valid_until,
        given_by=actor.name,
    )


@transaction.atomic
def listing_submit(*, actor: Actor, listing_id: int, on: date) -> Clearance:
    """Hand a listing in and, as nothing blocks, publish it.

    Raises NotFound, NotAllowed, WrongState; PublicationBlocked with the findings, and then the
    listing stays a draft.
    """
    rules_hold()
    listing = listing_submit_state(actor=actor, listing_id=listing_id)
    clearance = clearance_of(listing.pk, verdict_of(listing.pk, on=on))
    _record(actor, clearance)
    listing_publish(actor=actor, listing_id=listing.pk, clearance=clearance, on=on)
    return clearance


class Reconciled(NamedTuple):
    """What was set right. closed: listings taken off sale; renewed: given another last day."""

    closed: tuple[int, ...]
    renewed: tuple[int, ...]


def listings_reconcile(*, actor: Actor, on: date) -> Reconciled:
    """Close what is on sale and not cleared by the rules on a legal date, and bring the last day
    of every other clearance up to what rules and papers say now.

    Each listing in a transaction of its own, judged anew in it: running it twice, late or on two
    machines at once changes nothing more.
    """
    closed: list[int] = []
    renewed: list[int] = []
    for listing_id in _unsettled(on):
        done = _settle(actor, listing_id, on)
        if done is not None:
            (closed if done is ListingState.SUSPENDED else renewed).append(listing_id)
    log.info("%d listings closed, %d clearances renewed", len(closed), len(renewed))
    return Reconciled(tuple(closed), tuple(renewed))


def _unsettled(on: date) -> Iterator[int]:
    """Ids of what is on sale whose verdict says otherwise than the listing."""
    rows = Listing.objects.filter(state=ListingState.PUBLISHED).order_by("pk")
    until = dict(rows.values_list("pk", "cleared_until"))
    for ids in _chunks(until):
        for listing_id, verdict in verdicts(ids, on=on).items():
            if not verdict.is_clear or verdict.valid_until != until[listing_id]:
                yield listing_id


def _chunks(ids: Iterable[int]) -> Iterator[Sequence[int]]:
    left = iter(ids)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


@transaction.atomic
def _settle(actor: Actor, listing_id: int, on: date) -> ListingState | None:
    """Close one listing or renew its clearance, as its verdict says now; None when it is right."""
    rules_hold()
    listing = Listing.objects.select_for_update().filter(pk=listing_id).first()
    if listing is None or listing.state != ListingState.PUBLISHED:
        return None
    return listing_settle(actor=actor, listing=listing, verdict=verdict_of(listing_id, on=on))


def listing_settle(*, actor: Actor, listing: Listing, verdict: Verdict) -> ListingState | None:
    """Bring a listing on sale to what its verdict says: SUSPENDED when that is not clear, else
    PUBLISHED with another last day; None when nothing is to be done. The row is locked."""
    if not verdict.is_clear:
        blocking = [finding for finding in verdict.findings if finding.blocking]
        listing_close(
            actor=actor,
            listing_id=listing.pk,
            state=ListingState.SUSPENDED,
            reason=" ".join(finding_said(finding, "id") for finding in blocking),
        )
        codes = " ".join(finding.code for finding in blocking)
        log.info("listing %s suspended: %s", listing.pk, codes)
        return ListingState.SUSPENDED
    if verdict.valid_until == listing.cleared_until:
        return None
    clearance = clearance_of(listing.pk, verdict)
    _record(actor, clearance)
    listing_reclear(actor=actor, listing_id=listing.pk, clearance=clearance)
    return ListingState.PUBLISHED
