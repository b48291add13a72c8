"""A listing as it is handed in: its values, a digest of them, and what differs between two."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from catalog.listing_values import ListingValues
from catalog.models import CardRow, Listing
from catalog.saleor_adapter.editing import ProductSheet, product_sheets
from catalog.selectors.stall import values_of as as_edited
from legality.types import Change

PHOTO = "photo"


def values_of(listing: Listing, sheet: ProductSheet | None = None) -> dict[str, Any]:
    """What buyers would read of a listing, as JSON holds it, with the key of its first picture.
    Two statements, one with its product's sheet."""
    key = CardRow.objects.filter(pk=listing.pk).values_list("photo_key", flat=True).first()
    return packed(as_edited(listing, sheet), key or "")


def digests_of(listings: Iterable[Listing]) -> dict[int, str]:
    """`digest_of(values_of(listing))` of many, by their ids. Two statements."""
    there = {listing.pk: listing for listing in listings}
    keys = dict(CardRow.objects.filter(pk__in=there).values_list("pk", "photo_key"))
    sheets = product_sheets([listing.product_id for listing in there.values()])
    return {
        pk: digest_of(packed(as_edited(listing, sheets[listing.product_id]), keys.get(pk, "")))
        for pk, listing in there.items()
    }


def packed(values: ListingValues, photo_key: str) -> dict[str, Any]:
    """The same of values that were read already. Of choices their stock is left out: selling is
    no change."""
    plain = values.plain
    for variant in plain["variants"]:
        del variant["stock"]
    return {**plain, PHOTO: photo_key}


def digest_of(values: Mapping[str, Any]) -> str:
    """Hexadecimal; of equal values the same, whether they come from the row or from JSON."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """What differs, in the order of `after`."""
    return tuple(
        Change(name, before.get(name), value)
        for name, value in after.items()
        if before.get(name) != value
    )
