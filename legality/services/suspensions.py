"""Goods that an officer takes off sale, and lets back."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from catalog.audit import audit
from catalog.errors import Invalid, WrongState
from catalog.plain_text import plain
from catalog.policies.abilities import Act, require
from catalog.services.listings import listing_for_update
from catalog.types import Actor, Clearance, ListingState
from legality.models import SuspensionCause
from legality.services.off_sale import listing_hold_back, open_suspension
from legality.services.publication import listing_release, rules_hold
from legality.verdicts import verdict_of

REASON_MOST = 1000


@transaction.atomic
def listing_suspend(*, actor: Actor, listing_id: int, reason: str) -> None:
    """Take goods off sale until an officer lets them back; their facility is told the reason.

    Goods that are off sale for a cause of their own stay so, for this reason from now on. Raises
    NotFound, NotAllowed, WrongState, Invalid (reason).
    """
    listing = listing_for_update(actor=actor, listing_id=listing_id)
    require(actor, Act.LISTING_REVIEW, listing.facility_id)
    said = plain(reason).strip()
    if not said:
        raise Invalid(field="reason", reason=gettext_noop("Say why."))
    if len(said) > REASON_MOST:
        raise Invalid(field="reason", reason=gettext_noop("This is too long."))
    held = open_suspension(listing.pk)
    if held is not None and held.cause == SuspensionCause.OFFICER:
        raise WrongState(current=listing.state, wanted=ListingState.SUSPENDED.value)
    cause = SuspensionCause.OFFICER
    row = listing_hold_back(actor=actor, listing=listing, cause=cause, reason=said, is_known=False)
    audit(actor, "suspension.begun", row, listing=listing.pk)


@transaction.atomic
def listing_reopen(*, actor: Actor, listing_id: int, on: date) -> Clearance:
    """Put goods on sale again that are held back, whatever for.

    Raises NotFound, NotAllowed; WrongState for goods that are not held back (those that were handed
    in since are decided on by their review), PublicationBlocked when rules block.
    """
    rules_hold()
    listing = listing_for_update(actor=actor, listing_id=listing_id)
    require(actor, Act.LISTING_REVIEW, listing.facility_id)
    held = open_suspension(listing.pk)
    if held is None or listing.state != ListingState.SUSPENDED:
        raise WrongState(current=listing.state, wanted=ListingState.PUBLISHED.value)
    verdict = verdict_of(listing.pk, on=on)
    clearance = listing_release(actor=actor, listing=listing, verdict=verdict, on=on)
    audit(actor, "suspension.lifted", held, listing=listing.pk)
    return clearance
