"""Saleor's own groups of goods; a partner board's catalogue is another thing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from saleor.product.models import Collection, CollectionProduct, CollectionTranslation

from catalog.saleor_adapter.products import draft_blocks


def collection_save(
    *,
    slug: str,
    name: str,
    name_en: str,
    description: str,
    description_en: str,
    product_ids: Sequence[int],
    since: date,
) -> None:
    """Make or change a visible collection in both languages, with these products in order."""
    collection, _made = Collection.objects.update_or_create(
        slug=slug,
        defaults={
            "name": name,
            "description": description,
            "description_json": draft_blocks((description,)),
            "is_published": True,
            "publication_date": since,
        },
    )
    CollectionTranslation.objects.update_or_create(
        collection=collection,
        language_code="en",
        defaults={
            "name": name_en,
            "description": description_en,
            "description_json": draft_blocks((description_en,)),
        },
    )
    CollectionProduct.objects.filter(collection=collection).delete()
    CollectionProduct.objects.bulk_create(
        CollectionProduct(collection=collection, product_id=product_id, sort_order=position)
        for position, product_id in enumerate(product_ids)
    )
