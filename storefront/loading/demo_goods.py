"""Goods of the demo shop as drafts, with their drawn pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO

from PIL import Image

from catalog.models import Brand, Facility, Listing, ProductionUnit
from catalog.saleor_adapter.kinds import kind_rows
from catalog.saleor_adapter.products import VariantDraft
from catalog.services.listings import ListingDraft, ListingTexts, listing_create
from catalog.types import Actor, Delivery
from galleries.imaging import CleanPicture
from galleries.services import PhotoDraft, listing_photos_set, picture_keep
from storefront.loading.files import Row, has_picture, picture_of

ACTOR = Actor.system("demo")


def drafts_make(
    rows: Sequence[tuple[Row, str]], facilities: dict[str, Facility]
) -> dict[str, Listing]:
    """Listings as drafts, by slug. rows: each with the slug of the goods whose drawings it has."""
    kinds = {row.slug: row.id for row in kind_rows()}
    units = {(unit.facility_id, unit.key): unit.pk for unit in ProductionUnit.objects.all()}
    brands = dict(Brand.objects.values_list("slug", "pk"))
    made = {}
    for row, drawn in rows:
        facility = facilities[row["facility"]]
        listing = listing_create(
            actor=ACTOR,
            draft=_listing_draft(
                row,
                facility_id=facility.pk,
                category_id=kinds[row["category"]],
                unit_id=units.get((facility.pk, row["unit"])),
                brand_id=brands.get(row["brand"]),
            ),
        )
        _listing_photos(listing, row, drawn)
        made[row["slug"]] = listing
    return made


def _listing_draft(
    row: Row, *, facility_id: int, category_id: int, unit_id: int | None, brand_id: int | None
) -> ListingDraft:
    return ListingDraft(
        facility_id=facility_id,
        category_id=category_id,
        unit_id=unit_id,
        brand_id=brand_id,
        description=tuple(row["description"]),
        description_en=tuple(row["description_en"]),
        variants=tuple(
            VariantDraft(**{**variant, "price": Decimal(variant["price"])})
            for variant in row["variants"]
        ),
        delivery=Delivery(row["delivery"]),
        is_not_halal=row["not_halal"],
        adults_only=row.get("adults_only", False),
        texts=ListingTexts(
            **{
                name: row[name]
                for name in [
                    "size",
                    "size_en",
                    "composition",
                    "composition_en",
                    "allergens",
                    "allergens_en",
                    "storage",
                    "storage_en",
                    "care",
                    "care_en",
                ]
            }
        ),
        **{
            name: row[name]
            for name in [
                "slug",
                "name",
                "name_en",
                "lead_time_days",
                "buyer_limit",
                "net_weight_grams",
                "best_before_days",
            ]
        },
    )


def drawing_keep(name: str) -> int:
    """Keep one drawing; our own files hold nothing but pixels, so they are taken as they are."""
    content = picture_of(name)
    with Image.open(BytesIO(content)) as image:
        width, height = image.size
    clean = CleanPicture(hashlib.sha256(content).hexdigest(), content, width, height)
    return picture_keep(actor=ACTOR, clean=clean).pk


def _listing_photos(listing: Listing, row: Row, drawn: str) -> None:
    drafts = tuple(
        PhotoDraft(drawing_keep(f"{drawn}-{number}"), photo["alt"], photo["alt_en"])
        for number, photo in enumerate(row["photos"], start=1)
        if has_picture(f"{drawn}-{number}")
    )
    listing_photos_set(actor=ACTOR, listing_id=listing.pk, photos=drafts)
