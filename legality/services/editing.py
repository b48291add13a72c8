"""Changing what is on sale: it stays there only while nothing blocks."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from catalog.errors import DomainError, ErrorCode
from catalog.listing_values import ListingValues
from catalog.models import Listing
from catalog.saleor_adapter.editing import ProductSheet
from catalog.services.listing_change import listing_change
from catalog.services.listings import listing_for_update, listing_withdraw
from catalog.types import Actor, ListingState
from legality.rules.requirements import ON_HOLD
from legality.rules.verdict import evaluate
from legality.services.publication import blocking_of, listing_settle, rules_hold
from legality.types import Finding, Verdict
from legality.verdicts import facts_shown, rule_book_shown, verdict_of


class WouldWithdraw(DomainError):
    """With this change the listing may not stay on sale. findings: why."""

    code = ErrorCode.BLOCKED
    template = gettext_noop("With this change the goods may not stay on sale.")

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__()


def verdict_shown(listing: Listing, goods: ProductSheet, photo_count: int, on: date) -> Verdict:
    """What the rules say of a listing as a page that has read the rest shows it. One statement,
    and four when the rules are not kept.

    The verdict that counts is asked anew by whoever submits: `verdicts.verdict_of`.
    """
    return evaluate(facts_shown(listing, goods, photo_count), rule_book_shown(), on)


@transaction.atomic
def listing_edit(
    *,
    actor: Actor,
    listing_id: int,
    wanted: ListingValues,
    seen: ListingValues,
    on: date,
    may_withdraw: bool = False,
) -> bool:
    """`listing_change`, and out of sale with it when the rules no longer clear the listing: as a
    draft, or held back while the office looks at a recipe that was changed.

    may_withdraw: the person was told and agrees. Whether it went off sale comes back. Raises
    WouldWithdraw (nothing is changed then) and what `listing_change` raises.
    """
    rules_hold()  # before any row: who changes a rule waits for rows while holding the rules
    listing_change(actor=actor, listing_id=listing_id, wanted=wanted, seen=seen)
    return _recheck(actor, listing_id, on, may_withdraw)


@transaction.atomic
def listing_recheck(*, actor: Actor, listing_id: int, on: date, may_withdraw: bool = False) -> bool:
    """Take a listing off sale that the rules no longer clear; whether it was.

    Raises NotFound, NotAllowed; WouldWithdraw where nobody agreed to it.
    """
    rules_hold()
    return _recheck(actor, listing_id, on, may_withdraw)


def _recheck(actor: Actor, listing_id: int, on: date, may_withdraw: bool) -> bool:
    listing = listing_for_update(actor=actor, listing_id=listing_id)
    if listing.state != ListingState.PUBLISHED:
        return False
    verdict = verdict_of(listing.pk, on=on)
    if verdict.is_clear:
        return False
    blocking = blocking_of(verdict)
    if not may_withdraw:
        raise WouldWithdraw(blocking)
    if all(finding.sentence == ON_HOLD for finding in blocking):
        listing_settle(actor=actor, listing=listing, verdict=verdict)
        return True
    codes = " ".join(finding.code for finding in blocking)
    listing_withdraw(actor=actor, listing_id=listing_id, reason=codes)
    return True
