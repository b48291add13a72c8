"""Products, their texts, variants and stock, as Saleor keeps them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.text import slugify
from measurement.measures import Weight
from saleor.product.models import (
    Product,
    ProductTranslation,
    ProductType,
    ProductVariant,
    ProductVariantTranslation,
)
from saleor.warehouse.models import Stock

from catalog.saleor_adapter.attributes import (
    ADULTS,
    BUYER,
    Word,
    product_attribute_set,
    variant_choice_set,
)
from catalog.shown import Variant


class ProductGoods(NamedTuple):
    """A product's words in one language and what can be bought of it.

    paragraphs: of its description; variants: in the order made; adults_only: nobody under 18 may
    buy it.
    """

    paragraphs: tuple[str, ...]
    category_id: int | None
    variants: tuple[Variant, ...]
    adults_only: bool


class ProductFacts(NamedTuple):
    """What rules ask of a product."""

    kind_slug: str
    has_english: bool
    weight_known: bool


@dataclass(frozen=True)
class VariantDraft:
    """A variant to be made. price: rupiah; weight_grams: packed."""

    sku: str
    name: str
    name_en: str
    price: Decimal
    stock: int
    weight_grams: int


def draft_blocks(paragraphs: tuple[str, ...]) -> dict[str, object]:
    """Paragraphs in Saleor's rich text form (DraftJS)."""
    return {
        "blocks": [
            {
                "key": f"p{position}",
                "text": paragraph,
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [],
                "data": {},
            }
            for position, paragraph in enumerate(paragraphs)
        ],
        "entityMap": {},
    }


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("\n\n") if part.strip())


_GOODS = """coalesce(nullif(t.description, ''), p.description), p.category_id,
 (SELECT json_agg(json_build_array(v.id, v.sku, coalesce(nullif(vt.name, ''), v.name),
   coalesce(v.price_override_amount, p.price_amount)::text,
   coalesce((SELECT sum(s.quantity - coalesce((SELECT sum(a.quantity_allocated)
     FROM warehouse_allocation a WHERE a.stock_id = s.id), 0))
     FROM warehouse_stock s WHERE s.product_variant_id = v.id), 0)::int,
   round(coalesce(v.weight, p.weight)::numeric)::int) ORDER BY v.id)::text
  FROM product_productvariant v LEFT JOIN product_productvarianttranslation vt
   ON vt.product_variant_id = v.id AND vt.language_code = '{language}'
  WHERE v.product_id = p.id),
 EXISTS (SELECT 1 FROM product_assignedproductattribute g
  JOIN product_assignedproductattribute_values gv ON gv.assignedproductattribute_id = g.id
  JOIN product_attributevalue w ON w.id = gv.attributevalue_id AND w.slug = '{adults}'
  JOIN product_attribute b ON b.id = w.attribute_id AND b.slug = '{buyer}'
  WHERE g.product_id = p.id)"""
GOODS_WIDTH = 4
_TEXTS = """LEFT JOIN product_producttranslation t
 ON t.product_id = p.id AND t.language_code = '{language}'"""


def goods_columns(language: str) -> str:
    """SQL of what `goods_of` reads, over `product_product p` and `goods_join`."""
    adults, buyer = slugify(ADULTS.name), slugify(BUYER.name)
    return _GOODS.format(language=language, adults=adults, buyer=buyer)


def goods_join(language: str) -> str:
    """SQL that joins the texts in one language to `product_product p`."""
    return _TEXTS.format(language=language)


def goods_of(row: Sequence[Any]) -> ProductGoods:
    """The GOODS_WIDTH columns of `goods_columns`. Prices travel as text: JSON has no Decimal."""
    description, category_id, variants, adults_only = row
    found = tuple(map(_variant, json.loads(variants or "[]")))
    return ProductGoods(_paragraphs(description), category_id, found, adults_only)


def _variant(packed: list[Any]) -> Variant:
    number, sku, name, price, stock, weight_grams = packed
    return Variant(number, sku, name, Decimal(price), stock, weight_grams)


def product_facts(product_id: int) -> ProductFacts:
    """One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(c.slug, ''), coalesce(t.name <> '' AND t.description <> '', false),"
            " NOT EXISTS (SELECT 1 FROM product_productvariant v WHERE v.product_id = p.id"
            "  AND coalesce(v.weight, p.weight, 0) <= 0)"
            " FROM product_product p LEFT JOIN product_category c ON c.id = p.category_id"
            " LEFT JOIN product_producttranslation t"
            "  ON t.product_id = p.id AND t.language_code = 'en' WHERE p.id = %s",
            [product_id],
        )
        return ProductFacts(*cursor.fetchone())


def _product_type() -> ProductType:
    """The one product type of goods that have variants and are shipped."""
    product_type, _made = ProductType.objects.get_or_create(
        slug="barang", defaults={"name": "Barang", "has_variants": True}
    )
    return product_type


def product_create(
    *,
    slug: str,
    name: str,
    name_en: str,
    description: tuple[str, ...],
    description_en: tuple[str, ...],
    category_id: int,
    warehouse_id: UUID,
    variants: tuple[VariantDraft, ...],
    attributes: Mapping[Word, Word],
) -> int:
    """Make an unpublished product with variants and one stock row each; its pk comes back.

    attributes: the product's value by attribute.
    """
    cheapest = min(draft.price for draft in variants)
    product = Product(
        product_type=_product_type(),
        category_id=category_id,
        name=name,
        slug=slug,
        description="\n\n".join(description),
        description_json=draft_blocks(description),
        currency=settings.DEFAULT_CURRENCY,
        price_amount=cheapest,
        minimal_variant_price_amount=cheapest,
        weight=Weight(g=variants[0].weight_grams),
        is_published=False,
    )
    product.save()  # type: ignore[no-untyped-call]
    ProductTranslation.objects.create(
        product=product,
        language_code="en",
        name=name_en,
        description="\n\n".join(description_en),
        description_json=draft_blocks(description_en),
    )
    for word, value in attributes.items():
        product_attribute_set(
            product_id=product.pk, type_id=product.product_type_id, word=word, value=value
        )
    for draft in variants:
        variant_create(product=product, warehouse_id=warehouse_id, draft=draft)
    return int(product.pk)


def variant_create(*, product: Product, warehouse_id: UUID, draft: VariantDraft) -> int:
    """Make a variant with its one stock row in the facility's warehouse."""
    # not objects.create(): Saleor's queues a task there (product/models.py:395)
    variant = ProductVariant(
        product=product,
        sku=draft.sku,
        name=draft.name,
        currency=settings.DEFAULT_CURRENCY,
        price_override_amount=None if draft.price == product.price_amount else draft.price,
        weight=Weight(g=draft.weight_grams),
        track_inventory=True,
    )
    variant.save()
    ProductVariantTranslation.objects.create(
        product_variant=variant, language_code="en", name=draft.name_en
    )
    variant_choice_set(
        variant_id=variant.pk,
        type_id=product.product_type_id,
        value=Word(draft.name, draft.name_en),
    )
    Stock.objects.create(product_variant=variant, warehouse_id=warehouse_id, quantity=draft.stock)
    return int(variant.pk)


def products_show(product_ids: Sequence[int], *, since: date) -> None:
    """Make products visible in Saleor from a date. One statement."""
    Product.objects.filter(pk__in=product_ids).update(is_published=True, publication_date=since)


def product_hide(product_id: int) -> None:
    """Take the product out of sight in Saleor."""
    products_hide([product_id])


def products_hide(product_ids: Sequence[int]) -> None:
    """The same of many. One statement."""
    Product.objects.filter(pk__in=product_ids).update(is_published=False)


def products_astray() -> list[int]:
    """Ids of products that are visible in Saleor and of no listing on sale. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id FROM product_product p WHERE p.is_published AND NOT EXISTS"
            " (SELECT 1 FROM catalog_listing l WHERE l.product_id = p.id"
            "  AND l.state = 'published') ORDER BY p.id"
        )
        return [row[0] for row in cursor.fetchall()]


def product_rename_address(product_id: int, slug: str) -> None:
    """Give the product the listing's new address."""
    Product.objects.filter(pk=product_id).update(slug=slug)
