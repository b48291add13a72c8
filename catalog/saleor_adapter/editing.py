"""One product read as people edit it, and written back."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.utils.text import slugify
from measurement.measures import Weight
from saleor.product.models import (
    AssignedProductAttribute,
    Category,
    Product,
    ProductTranslation,
    ProductVariant,
    ProductVariantTranslation,
)

from catalog.planned import planned_rows
from catalog.saleor_adapter.attributes import (
    ADULTS,
    BUYER,
    Word,
    product_attribute_set,
    variant_choice_set,
)
from catalog.saleor_adapter.products import VariantDraft, draft_blocks, variant_create


class VariantSheet(NamedTuple):
    """A variant. stock: pieces there; promised: of these, to orders; weight_grams: 0 unknown."""

    id: int
    sku: str
    name: str
    name_en: str
    price: Decimal
    weight_grams: int
    stock: int
    promised: int


class ProductSheet(NamedTuple):
    """A product's own words in both languages, nothing filled in for what is missing."""

    name: str
    name_en: str
    description: str
    description_en: str
    category_id: int | None
    adults_only: bool
    variants: tuple[VariantSheet, ...]


_SHEETS = """SELECT p.id, p.name, coalesce(t.name, ''), p.description, coalesce(t.description, ''),
 p.category_id,
 EXISTS (SELECT 1 FROM product_assignedproductattribute g
  JOIN product_assignedproductattribute_values gv ON gv.assignedproductattribute_id = g.id
  JOIN product_attributevalue w ON w.id = gv.attributevalue_id AND w.slug = %(adults)s
  JOIN product_attribute b ON b.id = w.attribute_id AND b.slug = %(buyer)s
  WHERE g.product_id = p.id),
 (SELECT coalesce(json_agg(json_build_array(v.id, v.sku, v.name, coalesce(vt.name, ''),
   trunc(coalesce(v.price_override_amount, p.price_amount))::text,
   coalesce(round(coalesce(v.weight, p.weight)::numeric), 0)::int, coalesce(s.quantity, 0),
   coalesce((SELECT sum(a.quantity_allocated) FROM warehouse_allocation a
    WHERE a.stock_id = s.id), 0)::int) ORDER BY v.id), '[]')::text
  FROM product_productvariant v
  LEFT JOIN product_productvarianttranslation vt
   ON vt.product_variant_id = v.id AND vt.language_code = 'en'
  LEFT JOIN warehouse_stock s ON s.product_variant_id = v.id WHERE v.product_id = p.id)
FROM product_product p LEFT JOIN product_producttranslation t
 ON t.product_id = p.id AND t.language_code = 'en' WHERE p.id = ANY(%(products)s::integer[])"""


def product_sheet(product_id: int) -> ProductSheet:
    """One statement."""
    return product_sheets([product_id])[product_id]


def product_sheets(product_ids: Sequence[int]) -> dict[int, ProductSheet]:
    """Of many, by their ids. One statement."""
    products = {"products": list(product_ids)}
    rows = planned_rows(
        _SHEETS, {"adults": slugify(ADULTS.name), "buyer": slugify(BUYER.name), **products}
    )
    return {
        product_id: ProductSheet._make([*values, _variants(variants)])
        for product_id, *values, variants in rows
    }


def _variants(packed: str) -> tuple[VariantSheet, ...]:
    rows = json.loads(packed)
    return tuple(VariantSheet._make([*row[:4], Decimal(row[4]), *row[5:]]) for row in rows)


def category_exists(category_id: int) -> bool:
    """Whether there is such a kind of goods."""
    return Category.objects.filter(pk=category_id).exists()


def product_write(
    product_id: int,
    *,
    name: str,
    name_en: str,
    description: tuple[str, ...],
    description_en: tuple[str, ...],
    category_id: int,
) -> None:
    """The words in both languages and the kind."""
    Product.objects.filter(pk=product_id).update(
        name=name,
        description="\n\n".join(description),
        description_json=draft_blocks(description),
        category_id=category_id,
    )
    ProductTranslation.objects.update_or_create(
        product_id=product_id,
        language_code="en",
        defaults={
            "name": name_en,
            "description": "\n\n".join(description_en),
            "description_json": draft_blocks(description_en),
        },
    )


def product_attributes_write(
    product_id: int, *, given: Mapping[Word, Word], adults_only: bool
) -> None:
    """What Saleor's clients read beside the words."""
    type_id = Product.objects.values_list("product_type_id", flat=True).get(pk=product_id)
    words = {**given, **({BUYER: ADULTS} if adults_only else {})}
    for word, value in words.items():
        product_attribute_set(product_id=product_id, type_id=type_id, word=word, value=value)
    if not adults_only:
        AssignedProductAttribute.objects.filter(
            product_id=product_id, assignment__attribute__slug=slugify(BUYER.name)
        ).delete()


def product_origin_write(product_id: int, given: Mapping[Word, Word]) -> None:
    """Other values for some of what Saleor's clients read beside the words; the rest stays."""
    type_id = Product.objects.values_list("product_type_id", flat=True).get(pk=product_id)
    for word, value in given.items():
        product_attribute_set(product_id=product_id, type_id=type_id, word=word, value=value)


def variant_write(
    variant_id: int, *, name: str, name_en: str, price: Decimal, weight_grams: int
) -> None:
    """A variant's words, price and weight."""
    variant = ProductVariant.objects.select_related("product").get(pk=variant_id)
    variant.name, variant.price_override_amount = name, price
    variant.weight = Weight(g=weight_grams) if weight_grams else None
    variant.save(update_fields=["name", "price_override_amount", "weight"])
    ProductVariantTranslation.objects.update_or_create(
        product_variant=variant, language_code="en", defaults={"name": name_en}
    )
    type_id = variant.product.product_type_id
    variant_choice_set(variant_id=variant_id, type_id=type_id, value=Word(name, name_en))


def variant_add(product_id: int, *, warehouse_id: UUID, draft: VariantDraft) -> int:
    """A new variant with its stock row; its pk comes back."""
    product = Product.objects.get(pk=product_id)
    return variant_create(product=product, warehouse_id=warehouse_id, draft=draft)


def variants_remove(variant_ids: Collection[int]) -> None:
    """Ask `variants_tied` first."""
    for variant in ProductVariant.objects.filter(pk__in=variant_ids):
        variant.delete()


_TIED = """SELECT v.id FROM product_productvariant v WHERE v.id = ANY (%s) AND (
 EXISTS (SELECT 1 FROM warehouse_stock s WHERE s.product_variant_id = v.id AND s.quantity <> 0)
 OR EXISTS (SELECT 1 FROM catalog_stockmove m WHERE m.variant_id = v.id AND m.change <> 0)
 OR EXISTS (SELECT 1 FROM order_orderline o WHERE o.variant_id = v.id)
 OR EXISTS (SELECT 1 FROM checkout_checkoutline c WHERE c.variant_id = v.id))"""


def variants_tied(variant_ids: Collection[int]) -> set[int]:
    """Those that have or had stock, or stand in an order or a basket. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TIED, [list(variant_ids)])
        return {row[0] for row in cursor.fetchall()}


def prices_settle(product_id: int) -> None:
    """The product's own price becomes its cheapest variant's; the others keep theirs beside it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE product_product p SET price_amount = least_price,"
            " minimal_variant_price_amount = least_price FROM ("
            " SELECT min(coalesce(v.price_override_amount, o.price_amount)) AS least_price"
            " FROM product_productvariant v JOIN product_product o ON o.id = v.product_id"
            " WHERE o.id = %s) found WHERE p.id = %s AND least_price IS NOT NULL"
            " AND (p.price_amount, p.minimal_variant_price_amount)"
            "  IS DISTINCT FROM (least_price, least_price)",
            [product_id, product_id],
        )
