"""Kinds of goods are Saleor's categories."""

from __future__ import annotations

from typing import NamedTuple

from saleor.product.models import Category, CategoryTranslation

from catalog.kept import kept


class KindRow(NamedTuple):
    """A category in both languages."""

    id: int
    slug: str
    name: str
    name_en: str
    description: str
    description_en: str


@kept(seconds=5)
def kind_rows() -> tuple[KindRow, ...]:
    """All kinds in their order (tree order). One statement, two when not kept."""
    english = {
        row.category_id: row for row in CategoryTranslation.objects.filter(language_code="en")
    }
    return tuple(
        KindRow(
            category.pk,
            category.slug,
            category.name,
            english[category.pk].name if category.pk in english else category.name,
            category.description,
            english[category.pk].description if category.pk in english else category.description,
        )
        for category in Category.objects.order_by("tree_id", "lft")
    )


def kind_save(*, slug: str, name: str, name_en: str, description: str, description_en: str) -> int:
    """Make or change the kind with this slug; its pk comes back."""
    category, _made = Category.objects.update_or_create(
        slug=slug, defaults={"name": name, "description": description}
    )
    CategoryTranslation.objects.update_or_create(
        category=category,
        language_code="en",
        defaults={"name": name_en, "description": description_en},
    )
    return int(category.pk)
