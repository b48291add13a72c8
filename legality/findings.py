"""What keeps listings from being shown, many at once, asked before anybody hands them in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from catalog.models import CardRow, Listing
from catalog.saleor_adapter.api_products import facts_by_product
from legality.rules.basic import evaluate
from legality.selectors import covering_papers_by_listing
from legality.types import Facts, Finding, PaperFact


def findings_by_listing(listing_ids: Sequence[int], *, on: date) -> dict[int, tuple[Finding, ...]]:
    """What the rules find on a legal date, by listing, as `listing_submit` would. Five or six
    statements."""
    listings = Listing.objects.filter(pk__in=listing_ids).select_related("facility")
    cards = CardRow.objects.in_bulk(list(listing_ids))
    papers = covering_papers_by_listing(listing_ids=listing_ids, on=on)
    goods = facts_by_product([listing.product_id for listing in listings])
    return {
        listing.pk: evaluate(
            Facts(
                listing_id=listing.pk,
                kind_slug=goods[listing.product_id].kind_slug,
                has_english=goods[listing.product_id].has_english,
                price_min=cards[listing.pk].price_min,
                photo_count=1 if cards[listing.pk].photo_key else 0,
                weight_known=goods[listing.product_id].weight_known,
                facility_open=listing.facility.is_open,
                papers=tuple(
                    PaperFact(paper.pk, paper.kind_id, paper.kind.group, paper.expires_on)
                    for paper in papers.get(listing.pk, ())
                ),
            ),
            on,
        ).findings
        for listing in listings
    }
