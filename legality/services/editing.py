"""Changing what is on sale: it stays there only while nothing blocks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_noop

from catalog.errors import DomainError, ErrorCode
from catalog.listing_values import ListingValues
from catalog.models import Listing
from catalog.saleor_adapter.editing import ProductSheet
from catalog.saleor_adapter.kinds import kind_rows
from catalog.services.listing_change import listing_change
from catalog.services.listings import listing_for_update, listing_withdraw
from catalog.types import Actor, ListingState
from legality.rules.verdict import evaluate
from legality.services.publication import rules_hold
from legality.types import Facts, Finding, Verdict
from legality.verdicts import papers_covering, rule_book_shown, verdict_of


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
    kind = next((kind.slug for kind in kind_rows() if kind.id == goods.category_id), "")
    facts = Facts(
        listing_id=listing.pk,
        kind_slug=kind,
        has_english=bool(goods.name_en and goods.description_en),
        price_min=min((variant.price for variant in goods.variants), default=Decimal(0)),
        photo_count=photo_count,
        weight_known=all(variant.weight_grams > 0 for variant in goods.variants),
        facility_open=listing.facility.is_open,
        papers=papers_covering([listing.pk]).get(listing.pk, ()),
        name=goods.name,
        composition=listing.composition,
        keeps_days=listing.best_before_days,
        is_not_halal=listing.is_not_halal,
    )
    return evaluate(facts, rule_book_shown(), on)


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
    """`listing_change`, and out of sale with it when the rules no longer clear the listing.

    may_withdraw: the person was told and agrees. Whether it was withdrawn comes back. Raises
    WouldWithdraw (nothing is changed then) and what `listing_change` raises.
    """
    rules_hold()  # before any row: who changes a rule waits for rows while holding the rules
    listing_change(actor=actor, listing_id=listing_id, wanted=wanted, seen=seen)
    return _recheck(actor, listing_id, on, may_withdraw)


@transaction.atomic
def listing_recheck(*, actor: Actor, listing_id: int, on: date, may_withdraw: bool = False) -> bool:
    """Withdraw a listing on sale that the rules no longer clear; whether it was.

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
    blocking = tuple(finding for finding in verdict.findings if finding.blocking)
    if not may_withdraw:
        raise WouldWithdraw(blocking)
    codes = " ".join(finding.code for finding in blocking)
    listing_withdraw(actor=actor, listing_id=listing_id, reason=codes)
    return True
