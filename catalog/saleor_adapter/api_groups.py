"""Categories, collections and product types in both languages, for Saleor's clients.

They are few and change seldom: each list is read whole and kept 5 s.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from catalog.kept import kept
from catalog.saleor_adapter.reading import Texts, rows, texts_columns, texts_of


class CategoryRow(NamedTuple):
    """A category. description_json: JSON text; image: its file's name or empty."""

    id: int
    slug: str
    name: str
    description: str
    description_json: str
    seo_title: str | None
    seo_description: str | None
    level: int
    parent_id: int | None
    tree_id: int
    lft: int
    rght: int
    image: str
    image_alt: str
    english: Texts | None


class CollectionRow(NamedTuple):
    """A visible collection; fields as of CategoryRow."""

    id: int
    slug: str
    name: str
    description: str
    description_json: str
    seo_title: str | None
    seo_description: str | None
    publication_date: date | None
    image: str
    image_alt: str
    english: Texts | None


class TypeRow(NamedTuple):
    """A product type. weight: grams."""

    id: int
    slug: str
    name: str
    has_variants: bool
    is_shipping_required: bool
    is_digital: bool
    weight: float


@kept(seconds=5)
def category_rows() -> tuple[CategoryRow, ...]:
    """All, in the order of the tree. One statement when not kept."""
    found = rows(
        "SELECT c.id, c.slug, c.name, c.description, c.description_json::text, c.seo_title,"
        " c.seo_description, c.level, c.parent_id, c.tree_id, c.lft, c.rght,"
        f" coalesce(c.background_image, ''), c.background_image_alt, {texts_columns('t')}"
        " FROM product_category c LEFT JOIN product_categorytranslation t"
        " ON t.category_id = c.id AND t.language_code = 'en' ORDER BY c.tree_id, c.lft"
    )
    return tuple(CategoryRow(*(*row[:14], texts_of(row[14:]))) for row in found)


@kept(seconds=5)
def category_members() -> dict[int, tuple[int, ...]]:
    """For every category its own id and those of all below it."""
    known = category_rows()
    return {
        above.id: tuple(
            row.id
            for row in known
            if row.tree_id == above.tree_id and above.lft <= row.lft <= above.rght
        )
        for above in known
    }


@kept(seconds=5)
def collection_rows(on: date) -> tuple[CollectionRow, ...]:
    """Those published by a date, in the order of their addresses. One statement when not kept."""
    found = rows(
        "SELECT c.id, c.slug, c.name, c.description, c.description_json::text, c.seo_title,"
        " c.seo_description, c.publication_date, coalesce(c.background_image, ''),"
        f" c.background_image_alt, {texts_columns('t')}"
        " FROM product_collection c LEFT JOIN product_collectiontranslation t"
        " ON t.collection_id = c.id AND t.language_code = 'en'"
        " WHERE c.is_published AND (c.publication_date IS NULL OR c.publication_date <= %(on)s)"
        " ORDER BY c.slug",
        {"on": on},
    )
    return tuple(CollectionRow(*(*row[:10], texts_of(row[10:]))) for row in found)


def collection_ids_by_product(product_ids: list[int]) -> dict[int, list[int]]:
    """The collections that each product is in, visible or not. One statement."""
    found: dict[int, list[int]] = {}
    for product_id, collection_id in rows(
        "SELECT product_id, collection_id FROM product_collectionproduct"
        " WHERE product_id = ANY(%(ids)s) ORDER BY collection_id",
        {"ids": product_ids},
    ):
        found.setdefault(product_id, []).append(collection_id)
    return found


@kept(seconds=5)
def type_rows() -> tuple[TypeRow, ...]:
    """All product types, in the order of their addresses. One statement when not kept."""
    found = rows(
        "SELECT id, slug, name, has_variants, is_shipping_required, is_digital, weight"
        " FROM product_producttype ORDER BY slug"
    )
    return tuple(TypeRow(*row) for row in found)
