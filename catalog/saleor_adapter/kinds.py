"""Kinds of goods are Saleor's categories."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection
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


KIND_TABLE = Category._meta.db_table


class KindUse(NamedTuple):
    """A kind with how many goods it has, on sale or not."""

    kind: KindRow
    goods: int


_SHEETS = """SELECT c.id, c.slug, c.name, coalesce(t.name, ''), c.description,
 coalesce(t.description, ''),
 (SELECT count(*) FROM product_product p WHERE p.category_id = c.id)
FROM product_category c LEFT JOIN product_categorytranslation t
 ON t.category_id = c.id AND t.language_code = 'en' ORDER BY c.tree_id, c.lft"""


def kind_sheets() -> list[KindUse]:
    """All as they are now, in their order, nothing filled in for what is missing. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SHEETS)
        return [KindUse(KindRow(*row[:6]), row[6]) for row in cursor.fetchall()]


def kind_lock(slug: str) -> bool:
    """Whether there is such a kind; locked until the transaction ends, for goods as well."""
    return Category.objects.select_for_update().filter(slug=slug).first() is not None


_IN_VOUCHER = """SELECT EXISTS (SELECT FROM discount_voucher_categories v
 JOIN product_category c ON c.id = v.category_id WHERE c.slug = %s)"""


def kind_has_voucher(slug: str) -> bool:
    """Whether a voucher is for goods of this kind, in force or not. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_VOUCHER, [slug])
        return bool(cursor.fetchone()[0])


def kind_remove(slug: str) -> None:
    """Ask `kind_sheets` first: goods of a removed kind would have none; and `kind_has_voucher`: one
    without a kind is for all goods."""
    Category.objects.get(slug=slug).delete()


_TURN = """UPDATE product_category SET tree_id = CASE tree_id WHEN %(one)s THEN %(other)s
 ELSE %(one)s END WHERE tree_id IN (%(one)s, %(other)s)"""


def kinds_swap(slug: str, other: str) -> None:
    """Let two kinds change places in the order."""
    trees = dict(
        Category.objects.filter(slug__in=(slug, other), parent=None).values_list("slug", "tree_id")
    )
    with connection.cursor() as cursor:
        cursor.execute(_TURN, {"one": trees[slug], "other": trees[other]})
