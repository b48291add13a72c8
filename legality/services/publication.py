"""From a finished draft to a clearance, and through the door."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from catalog.models import CardRow, Listing
from catalog.saleor_adapter.products import product_facts
from catalog.services.listings import listing_submit_state
from catalog.services.publication import listing_publish
from catalog.types import Actor, Clearance
from legality.errors import PublicationBlocked
from legality.models import ClearanceRecord
from legality.rules.basic import evaluate
from legality.selectors import covering_papers
from legality.types import Facts, PaperFact, Verdict


def facts_for(listing: Listing, on: date) -> Facts:
    """What the rules are told of one listing. Five statements."""
    card = CardRow.objects.get(pk=listing.pk)
    goods = product_facts(listing.product_id)
    return Facts(
        listing_id=listing.pk,
        kind_slug=goods.kind_slug,
        has_english=goods.has_english,
        price_min=card.price_min,
        photo_count=1 if card.photo_key else 0,
        weight_known=goods.weight_known,
        facility_open=listing.facility.is_open,
        papers=tuple(
            PaperFact(paper.pk, paper.kind_id, paper.kind.group, paper.expires_on)
            for paper in covering_papers(listing_id=listing.pk, on=on)
        ),
    )


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


@transaction.atomic
def listing_submit(*, actor: Actor, listing_id: int, on: date) -> Clearance:
    """Hand a listing in and, as nothing blocks, publish it.

    Raises NotFound, NotAllowed, WrongState; PublicationBlocked with the findings, and then the
    listing stays a draft.
    """
    listing = listing_submit_state(actor=actor, listing_id=listing_id)
    clearance = clearance_of(listing.pk, evaluate(facts_for(listing, on), on))
    ClearanceRecord.objects.create(
        listing=listing,
        ruleset=clearance.ruleset,
        certificate_ids=list(clearance.certificate_ids),
        valid_until=clearance.valid_until,
        given_by=actor.name,
    )
    listing_publish(actor=actor, listing_id=listing.pk, clearance=clearance, on=on)
    return clearance
