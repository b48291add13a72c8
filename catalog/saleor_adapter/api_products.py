"""Products and variants as Saleor's clients read them, many at once.

Nothing here decides who may see a product: callers ask for ids that are public.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from catalog.planned import planned_rows
from catalog.saleor_adapter.products import ProductFacts
from catalog.saleor_adapter.reading import Texts, rows, texts_columns, texts_of


class ProductRow(NamedTuple):
    """What a card does not hold of a product. weight: grams; description_json: JSON text."""

    id: int
    type_id: int
    description: str
    description_json: str
    seo_title: str | None
    seo_description: str | None
    publication_date: date | None
    updated_at: datetime | None
    charge_taxes: bool
    weight: float | None
    english: Texts | None


class VariantRow(NamedTuple):
    """What can be bought. price: rupiah; stock: on hand minus promised; weight: grams of its own.

    english_id: of the translation's row, None where there is none.
    """

    id: int
    product_id: int
    type_id: int
    sku: str
    name: str
    price: Decimal
    stock: int
    weight: float | None
    track_inventory: bool
    english_id: int | None
    name_en: str | None


_VARIANTS = """SELECT v.id, v.product_id, p.product_type_id, v.sku, v.name,
 coalesce(v.price_override_amount, p.price_amount),
 greatest(coalesce((SELECT sum(s.quantity - coalesce((SELECT sum(a.quantity_allocated)
    FROM warehouse_allocation a WHERE a.stock_id = s.id), 0))
   FROM warehouse_stock s WHERE s.product_variant_id = v.id), 0), 0)::int,
 v.weight, v.track_inventory, t.id, t.name
 FROM product_productvariant v JOIN product_product p ON p.id = v.product_id
 LEFT JOIN product_productvarianttranslation t
  ON t.product_variant_id = v.id AND t.language_code = 'en'"""


def product_rows(ids: Sequence[int]) -> dict[int, ProductRow]:
    """Products by id. One statement."""
    found = rows(
        "SELECT p.id, p.product_type_id, p.description, p.description_json::text, p.seo_title,"
        " p.seo_description, p.publication_date, p.updated_at, p.charge_taxes, p.weight,"
        f" {texts_columns('t')} FROM product_product p LEFT JOIN product_producttranslation t"
        " ON t.product_id = p.id AND t.language_code = 'en' WHERE p.id = ANY(%(ids)s)",
        {"ids": list(ids)},
    )
    return {row[0]: ProductRow(*(*row[:10], texts_of(row[10:]))) for row in found}


def variants_by_product(ids: Sequence[int]) -> dict[int, list[VariantRow]]:
    """The variants of each product, in the order made. One statement."""
    found: dict[int, list[VariantRow]] = {}
    for row in rows(
        f"{_VARIANTS} WHERE v.product_id = ANY(%(ids)s) ORDER BY v.id", {"ids": list(ids)}
    ):
        found.setdefault(row[1], []).append(VariantRow(*row))
    return found


def variants_among(
    products: str,
    parameters: Mapping[str, Any],
    *,
    ids: Sequence[int] | None = None,
    after: int | None = None,
    before: int | None = None,
    limit: int | None = None,
    backwards: bool = False,
) -> list[VariantRow]:
    """Variants of the products that a sub-select names, in the order made. One statement.

    products: SQL that gives product ids, with its parameters; ids: only these; after, before:
    ids of variants, both excluded; limit: how many from the beginning, from the end when
    backwards.
    """
    where = [f"v.product_id IN ({products})"]
    if ids is not None:
        where.append("v.id = ANY(%(variant_ids)s)")
    if after is not None:
        where.append("v.id > %(after_id)s")
    if before is not None:
        where.append("v.id < %(before_id)s")
    order = "v.id DESC" if backwards else "v.id"
    # those that are known by their keys alone: one text, asked all the time
    by_keys = ids is not None and after is None and before is None and limit is None
    read = planned_rows if by_keys else rows
    found = read(
        f"{_VARIANTS} WHERE {' AND '.join(where)} ORDER BY {order}"
        + (f" LIMIT {limit:d}" if limit is not None else ""),
        {**parameters, "variant_ids": list(ids or ()), "after_id": after, "before_id": before},
    )
    variants = [VariantRow(*row) for row in found]
    return variants[::-1] if backwards else variants


def variants_count(
    products: str, parameters: Mapping[str, Any], *, ids: Sequence[int] | None = None
) -> int:
    """How many `variants_among` would find without a limit. One statement."""
    only = "" if ids is None else " AND v.id = ANY(%(variant_ids)s)"
    found = rows(
        f"SELECT count(*) FROM product_productvariant v WHERE v.product_id IN ({products}){only}",
        {**parameters, "variant_ids": list(ids or ())},
    )
    return int(found[0][0])


def facts_by_product(ids: Sequence[int]) -> dict[int, ProductFacts]:
    """`products.product_facts` of many products. One statement."""
    found = planned_rows(
        "SELECT p.id, coalesce(c.slug, ''),"
        " coalesce(t.name <> '' AND t.description <> '', false),"
        " NOT EXISTS (SELECT 1 FROM product_productvariant v WHERE v.product_id = p.id"
        "  AND coalesce(v.weight, p.weight, 0) <= 0)"
        " FROM product_product p LEFT JOIN product_category c ON c.id = p.category_id"
        " LEFT JOIN product_producttranslation t"
        "  ON t.product_id = p.id AND t.language_code = 'en' WHERE p.id = ANY(%(ids)s)",
        {"ids": list(ids)},
    )
    return {row[0]: ProductFacts(*row[1:]) for row in found}
