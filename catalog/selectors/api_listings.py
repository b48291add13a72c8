"""What a card does not hold of a listing, many at once, for the API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.models import Listing
from catalog.selectors.facilities import unit_info
from catalog.shown import UnitInfo


@dataclass(frozen=True)
class ListingFacts:
    """A listing's own facts, texts in the language asked for; empty where nothing is said."""

    brand: str
    unit: UnitInfo | None
    buyer_limit: int | None
    net_weight_grams: int | None
    best_before_days: int | None
    size: str
    composition: str
    allergens: str
    storage: str
    care: str


_TEXTS = ("size", "composition", "allergens", "storage", "care")


def facts_by_listing(ids: Sequence[int], language: str) -> dict[int, ListingFacts]:
    """Facts by listing; a text that has no English stays Indonesian. One statement."""
    end = "" if language == "id" else "_en"
    return {
        row.pk: ListingFacts(
            brand=row.brand.name if row.brand else "",
            unit=unit_info(row.unit, language) if row.unit else None,
            buyer_limit=row.buyer_limit,
            net_weight_grams=row.net_weight_grams,
            best_before_days=row.best_before_days,
            **{name: str(getattr(row, name + end) or getattr(row, name)) for name in _TEXTS},
        )
        for row in Listing.objects.filter(pk__in=ids).select_related("unit", "brand")
    }
