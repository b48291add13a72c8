"""From a finished draft to a clearance, and through the door; and out of it again where the rules
no longer clear what is on sale."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.db import connection, transaction

from catalog.models import Listing
from catalog.saleor_adapter.products import product_hide, products_astray
from catalog.services.listings import listing_submit_state
from catalog.services.publication import listings_publish, listings_reclear
from catalog.types import Actor, Clearance, ListingState, Role
from legality.errors import PublicationBlocked
from legality.handed_in import digest_of, values_of
from legality.models import ClearanceRecord, Review, ReviewState, Suspension, SuspensionCause
from legality.rules.requirements import awaits_office
from legality.sentences import finding_said
from legality.services.off_sale import (
    Held,
    cause_of,
    listings_hold_back,
    may_come_back,
    open_suspension,
    suspensions_end,
)
from legality.types import Finding, Need, Verdict
from legality.verdicts import verdict_of, verdicts

log = logging.getLogger(__name__)
T = TypeVar("T")

CHUNK = 2000
BATCH = 100  # goods a statement, and of the night a transaction: none may hold others up for long
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
        raise PublicationBlocked(blocking_of(verdict))
    return Clearance(
        listing_id=listing_id,
        ruleset=verdict.ruleset,
        certificate_ids=verdict.certificate_ids,
        valid_until=verdict.valid_until,
    )


def blocking_of(verdict: Verdict) -> tuple[Finding, ...]:
    """The findings that keep goods off sale."""
    return tuple(finding for finding in verdict.findings if finding.blocking)


def _record(actor: Actor, *clearances: Clearance) -> None:
    ClearanceRecord.objects.bulk_create(
        ClearanceRecord(
            listing_id=clearance.listing_id,
            ruleset=clearance.ruleset,
            certificate_ids=list(clearance.certificate_ids),
            valid_until=clearance.valid_until,
            given_by=actor.name,
        )
        for clearance in clearances
    )


class Submitted(NamedTuple):
    """What became of goods that were handed in: a clearance of what is on sale, or the review that
    waits for the regional office; exactly one of them."""

    clearance: Clearance | None
    review_id: int | None


@transaction.atomic
def listing_submit(*, actor: Actor, listing_id: int, on: date) -> Submitted:
    """Hand a listing in: it goes on sale at once where nobody has to look at it, else it waits for
    the regional office, also with papers that the office has yet to check.

    Raises NotFound, NotAllowed, WrongState; PublicationBlocked with the findings that the facility
    has to settle first, and then the listing stays what it was.
    """
    rules_hold()
    listing = listing_submit_state(actor=actor, listing_id=listing_id)
    verdict = verdict_of(listing.pk, on=on)
    if _is_published_at_once(actor, listing, verdict):
        return Submitted(
            listing_release(actor=actor, listing=listing, verdict=verdict, on=on), None
        )
    own = tuple(finding for finding in blocking_of(verdict) if not awaits_office(finding))
    if own:
        raise PublicationBlocked(own)
    return Submitted(None, _review_open(actor, listing, verdict).pk)


def _is_published_at_once(actor: Actor, listing: Listing, verdict: Verdict) -> bool:
    held = open_suspension(listing.pk)
    if held is not None and held.cause == SuspensionCause.OFFICER:
        return False
    if actor.role is Role.SYSTEM:
        return True
    asks = any(one.need is Need.REQUIRED for one in verdict.asked)
    return not asks and listing.facility.office.lets_publish


def _review_open(actor: Actor, listing: Listing, verdict: Verdict) -> Review:
    values = values_of(listing)
    return Review.objects.create(
        listing=listing,
        facility_id=listing.facility_id,
        submitted_by_id=actor.user_id,
        submitted_name=actor.name,
        values=values,
        digest=digest_of(values),
        findings=[packed_finding(finding) for finding in verdict.findings],
    )


@transaction.atomic
def review_ensure(*, actor: Actor, listing_id: int, on: date) -> int | None:
    """Have a listing that stands submitted, however it came to, wait for the regional office; the
    new review's key, None for one that waits already or is not submitted."""
    listing = Listing.objects.select_for_update().filter(pk=listing_id).first()
    waits = Review.objects.filter(listing_id=listing_id, state=ReviewState.WAITING)
    if listing is None or listing.state != ListingState.SUBMITTED or waits.exists():
        return None
    return _review_open(actor, listing, verdict_of(listing_id, on=on)).pk


def packed_finding(finding: Finding) -> dict[str, Any]:
    """A finding as a review keeps it, said in both languages."""
    return {
        "code": finding.code,
        "blocking": finding.blocking,
        "said": finding_said(finding, "id"),
        "said_en": finding_said(finding, "en"),
    }


def listing_release(*, actor: Actor, listing: Listing, verdict: Verdict, on: date) -> Clearance:
    """Put a locked listing, handed in or held back, on sale by the clearance of its verdict.

    Raises PublicationBlocked, NotAllowed, WrongState.
    """
    clearance = clearance_of(listing.pk, verdict)
    _release(actor, [clearance], on)
    return clearance


def _release(actor: Actor, clearances: Sequence[Clearance], on: date) -> None:
    _record(actor, *clearances)
    listings_publish(actor=actor, clearances=clearances, on=on)
    suspensions_end([clearance.listing_id for clearance in clearances], actor)


class NotSettled(Exception):
    """Goods on sale that could not be brought to what the rules say: their ids."""


class Reconciled(NamedTuple):
    """What was set right. closed: listings taken off sale; renewed: given another last day;
    resumed: on sale again; hidden: products that Saleor would have shown and nobody cleared;
    queued: listings that were handed in and waited nowhere."""

    closed: tuple[int, ...]
    renewed: tuple[int, ...]
    resumed: tuple[int, ...] = ()
    hidden: tuple[int, ...] = ()
    queued: tuple[int, ...] = ()


def listings_reconcile(*, actor: Actor, on: date) -> Reconciled:
    """Close what is on sale and not cleared by the rules on a legal date, or by no clearance that
    was ever given; bring the last day of every other clearance up to what rules and papers say
    now; put on sale again what was held back for a cause that has gone; hide what Saleor would
    show without us.

    So many goods a transaction, judged anew in it: running it twice, late or on two machines at
    once changes nothing more. Goods that cannot be settled hold up no others; raises NotSettled
    when all the rest is done.
    """
    done = Settled()
    failed: list[int] = []
    for ids in _chunks(_unsettled(on), BATCH):
        done += _settle(actor, ids, on, failed)
    resumed = listings_resume(actor=actor, listing_ids=_held_back(on), on=on)
    queued = tuple(pk for pk in _unqueued() if review_ensure(actor=actor, listing_id=pk, on=on))
    found = Reconciled(done.closed, done.renewed, resumed, _stray_hide(), queued)
    log.info(
        "%d listings closed, %d clearances renewed, %d on sale again, %d products hidden,"
        " %d reviews opened",
        *map(len, found),
    )
    if failed:
        raise NotSettled(failed)
    return found


def _unsettled(on: date) -> Iterator[int]:
    """Ids of what is on sale whose verdict, or whose last clearance, says otherwise."""
    rows = Listing.objects.filter(state=ListingState.PUBLISHED).order_by("pk")
    until = dict(rows.values_list("pk", "cleared_until"))
    for ids in _chunks(until):
        given = _clearances(ids)
        for listing_id, verdict in verdicts(ids, on=on).items():
            stands = until[listing_id]
            is_right = verdict.is_clear and verdict.valid_until == stands
            if not is_right or given.get(listing_id, ()) != (stands,):
                yield listing_id


def _clearances(ids: Sequence[int]) -> dict[int, tuple[date | None]]:
    """The last day of the last clearance of each listing. One statement."""
    rows = ClearanceRecord.objects.filter(listing_id__in=ids).order_by("listing_id", "-pk")
    found = rows.distinct("listing_id").values_list("listing_id", "valid_until")
    return {listing_id: (until,) for listing_id, until in found}


def _chunks(ids: Iterable[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    left = iter(ids)
    while chunk := list(islice(left, size)):
        yield chunk


def _settle(actor: Actor, ids: Sequence[int], on: date, failed: list[int]) -> Settled:
    """Close listings or renew their clearances, as their verdicts say now. Where that fails, one
    by one; those that fail by themselves are added to `failed`."""
    try:
        return _settled(actor, ids, on)
    except Exception:
        if len(ids) > 1:
            log.warning("%d listings not settled at once, one by one now", len(ids), exc_info=True)
            return sum((_settle(actor, [pk], on, failed) for pk in ids), Settled())
        log.exception("listing %s not settled", *ids)
        failed += ids
        return Settled()


@transaction.atomic
def _settled(actor: Actor, ids: Sequence[int], on: date) -> Settled:
    rules_hold()
    listings = on_sale_locked(ids)
    given = _clearances(ids)
    found = verdicts([listing.pk for listing in listings], on=on) if listings else {}
    judged = []
    for listing in listings:
        ended = listing.cleared_until is not None and listing.cleared_until < on
        judged.append(
            Judged(
                listing,
                found[listing.pk],
                SuspensionCause.RULES if ended else SuspensionCause.RECONCILED,
                given.get(listing.pk, ()) == (listing.cleared_until,),
            )
        )
    return listings_settle(actor=actor, judged=judged)


def on_sale_locked(ids: Iterable[int]) -> list[Listing]:
    """Those of the listings that are on sale, locked in their order. One statement."""
    rows = Listing.objects.filter(pk__in=list(ids), state=ListingState.PUBLISHED)
    return list(rows.select_for_update(no_key=True).order_by("pk"))


class Judged(NamedTuple):
    """A listing on sale, locked, and what the rules say of it.

    other: the cause where no paper that ended, was revoked or is on hold is one; was_cleared:
    somebody gave the clearance by which it is on sale.
    """

    listing: Listing
    verdict: Verdict
    other: SuspensionCause = SuspensionCause.RECONCILED
    was_cleared: bool = True


def _held(judged: Judged) -> Held | None:
    """Why it may not stay on sale, None when it may."""
    listing, verdict, other, was_cleared = judged
    if not was_cleared:
        log.warning("listing %s was on sale without a clearance", listing.pk)
        reason = "Barang ini dijual tanpa kelayakan yang pernah diberikan."
        return Held(listing, SuspensionCause.RECONCILED, reason, is_known=False)
    if verdict.is_clear:
        return None
    blocking = blocking_of(verdict)
    cause, certificate_id = cause_of(blocking, other)
    reason = " ".join(finding_said(finding, "id") for finding in blocking)
    return Held(listing, cause, reason, certificate_id)


class Settled(NamedTuple):
    """Ids of listings. closed: taken off sale; renewed: given another last day."""

    closed: tuple[int, ...] = ()
    renewed: tuple[int, ...] = ()

    def __add__(self, other: Any) -> Settled:
        return Settled(self.closed + other.closed, self.renewed + other.renewed)


def listings_settle(*, actor: Actor, judged: Sequence[Judged]) -> Settled:
    """Bring listings on sale to what their verdicts say: off sale when that is not clear, else
    with another last day where it differs. By sets: 25 statements for each hundred at most."""
    held = [found for one in judged if (found := _held(one))]
    closed = tuple(one.listing.pk for one in held)
    moved = [
        clearance_of(one.listing.pk, one.verdict)
        for one in judged
        if one.listing.pk not in set(closed)
        and one.verdict.valid_until != one.listing.cleared_until
    ]
    for some in _chunks(held, BATCH):
        listings_hold_back(actor=actor, held=some)
        log.info("listings suspended: %s", " ".join(str(one.listing.pk) for one in some))
    for clearances in _chunks(moved, BATCH):
        _record(actor, *clearances)
        listings_reclear(actor=actor, clearances=clearances)
    return Settled(closed, tuple(clearance.listing_id for clearance in moved))


def listing_settle(*, actor: Actor, listing: Listing, verdict: Verdict) -> None:
    """The same of one listing on sale. The row is locked."""
    listings_settle(actor=actor, judged=[Judged(listing, verdict)])


def listings_resume(*, actor: Actor, listing_ids: Iterable[int], on: date) -> tuple[int, ...]:
    """Put on sale again what was held back for a cause that has gone, as it was then; what came
    back is returned.

    Held back by an officer, or changed since: it waits for a person. So many goods a transaction,
    23 statements each. Raises NotAllowed.
    """
    chunks = _chunks(sorted(set(listing_ids)), BATCH)
    return tuple(pk for ids in chunks for pk in _resumed(actor, ids, on))


@transaction.atomic
def _resumed(actor: Actor, ids: Sequence[int], on: date) -> list[int]:
    rules_hold()
    same = [listing.pk for listing in may_come_back(ids)]
    found = verdicts(same, on=on) if same else {}
    clear = [clearance_of(pk, one) for pk, one in found.items() if one.is_clear]
    if clear:
        _release(actor, clear, on)
    return [clearance.listing_id for clearance in clear]


def _held_back(on: date) -> list[int]:
    """Ids of what is held back and clear by now, by sets."""
    rows = Suspension.objects.filter(
        ended_at__isnull=True, listing__state=ListingState.SUSPENDED
    ).exclude(cause=SuspensionCause.OFFICER)
    found: list[int] = []
    for ids in _chunks(rows.order_by("listing_id").values_list("listing_id", flat=True)):
        found += [pk for pk, verdict in verdicts(ids, on=on).items() if verdict.is_clear]
    return found


def _unqueued() -> list[int]:
    """Ids of what stands submitted and waits for nobody. One statement."""
    waiting = Review.objects.filter(state=ReviewState.WAITING).values("listing_id")
    rows = Listing.objects.filter(state=ListingState.SUBMITTED).exclude(pk__in=waiting)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _stray_hide() -> tuple[int, ...]:
    """Hide what Saleor shows and we do not sell; ids of the products."""
    return tuple(product_id for product_id in products_astray() if _is_hidden(product_id))


@transaction.atomic
def _is_hidden(product_id: int) -> bool:
    listing = Listing.objects.select_for_update().filter(product_id=product_id).first()
    if listing is not None and listing.state == ListingState.PUBLISHED:
        return False  # published by the door just now
    product_hide(product_id)
    log.warning("product %s was shown without a clearance, hidden", product_id)
    return True
