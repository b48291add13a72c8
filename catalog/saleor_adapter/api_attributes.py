"""Attributes and their values as Saleor's clients read and filter by them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from catalog.kept import kept
from catalog.saleor_adapter.reading import rows

MOST_VALUES = 100


class AttributeRow(NamedTuple):
    """An attribute that buyers may see.

    type_ids, variant_type_ids: product types whose goods, or whose variants, have it;
    english_id, name_en: None where there is no translation.
    """

    id: int
    slug: str
    name: str
    input_type: str
    is_variant_only: bool
    value_required: bool
    is_filterable: bool
    is_filterable_inside: bool
    is_in_grid: bool
    position: int
    english_id: int | None
    name_en: str | None
    type_ids: tuple[int, ...]
    variant_type_ids: tuple[int, ...]


class ValueRow(NamedTuple):
    """A value of an attribute. value: a color or an address where the name is not all."""

    id: int
    attribute_id: int
    slug: str
    name: str
    value: str
    input_type: str
    english_id: int | None
    name_en: str | None


_VALUE = """av.id, av.attribute_id, av.slug, av.name, av.value, a.input_type, t.id, t.name
 FROM product_attributevalue av JOIN product_attribute a ON a.id = av.attribute_id
 LEFT JOIN product_attributevaluetranslation t
  ON t.attribute_value_id = av.id AND t.language_code = 'en'"""

# Which values the goods have: product id, attribute id, value id.
_OF_PRODUCTS = """SELECT s.product_id, l.attribute_id, v.attributevalue_id
 FROM product_assignedproductattribute s
 JOIN product_attributeproduct l ON l.id = s.assignment_id
 JOIN product_assignedproductattribute_values v ON v.assignedproductattribute_id = s.id"""
_OF_VARIANTS = """SELECT w.product_id, l.attribute_id, v.attributevalue_id
 FROM product_assignedvariantattribute s
 JOIN product_productvariant w ON w.id = s.variant_id
 JOIN product_attributevariant l ON l.id = s.assignment_id
 JOIN product_assignedvariantattribute_values v ON v.assignedvariantattribute_id = s.id"""


@kept(seconds=5)
def attribute_rows() -> tuple[AttributeRow, ...]:
    """Attributes shown to buyers, by name. One statement when not kept."""
    found = rows(
        "SELECT a.id, a.slug, a.name, a.input_type, a.is_variant_only, a.value_required,"
        " a.filterable_in_storefront, a.filterable_in_dashboard, a.available_in_grid,"
        " a.storefront_search_position, t.id, t.name,"
        " ARRAY(SELECT l.product_type_id FROM product_attributeproduct l"
        "  WHERE l.attribute_id = a.id ORDER BY l.sort_order, l.id),"
        " ARRAY(SELECT l.product_type_id FROM product_attributevariant l"
        "  WHERE l.attribute_id = a.id ORDER BY l.sort_order, l.id)"
        " FROM product_attribute a LEFT JOIN product_attributetranslation t"
        " ON t.attribute_id = a.id AND t.language_code = 'en'"
        " WHERE a.visible_in_storefront ORDER BY a.name, a.slug"
    )
    return tuple(AttributeRow(*(*row[:12], tuple(row[12]), tuple(row[13]))) for row in found)


def values_in_use(
    attribute_ids: Sequence[int], products: str, parameters: dict[str, Any]
) -> dict[int, list[ValueRow]]:
    """Values that the products of a sub-select have, at most MOST_VALUES an attribute: those of
    the most goods, in Saleor's order. One statement."""
    found: dict[int, list[ValueRow]] = {}
    for row in rows(
        f"WITH open(product_id) AS MATERIALIZED ({products}), used AS ("
        "  SELECT u.attribute_id, u.attributevalue_id, row_number() OVER (PARTITION BY"
        "   u.attribute_id ORDER BY count(DISTINCT u.product_id) DESC, u.attributevalue_id) AS n"
        f"  FROM ({_OF_PRODUCTS} UNION ALL {_OF_VARIANTS}) u"
        "  WHERE u.product_id IN (SELECT product_id FROM open)"
        "   AND u.attribute_id = ANY(%(attribute_ids)s) GROUP BY 1, 2)"
        f" SELECT {_VALUE} JOIN used ON used.attributevalue_id = av.id AND used.n <= {MOST_VALUES}"
        " ORDER BY av.attribute_id, av.sort_order, av.id",
        {**parameters, "attribute_ids": list(attribute_ids)},
    ):
        found.setdefault(row[1], []).append(ValueRow(*row))
    return found


def _assigned(sql: str, ids: Sequence[int]) -> dict[int, dict[int, list[ValueRow]]]:
    """Values by owner and attribute."""
    found: dict[int, dict[int, list[ValueRow]]] = {}
    for owner, *row in rows(sql, {"ids": list(ids)}):
        value = ValueRow(*row)
        found.setdefault(owner, {}).setdefault(value.attribute_id, []).append(value)
    return found


def values_by_product(product_ids: Sequence[int]) -> dict[int, dict[int, list[ValueRow]]]:
    """The values that products have, by product and attribute. One statement."""
    return _assigned(
        f"SELECT s.product_id, {_VALUE}"
        " JOIN product_assignedproductattribute_values v ON v.attributevalue_id = av.id"
        " JOIN product_assignedproductattribute s ON s.id = v.assignedproductattribute_id"
        " WHERE s.product_id = ANY(%(ids)s) ORDER BY av.sort_order, av.id",
        product_ids,
    )


def values_by_variant(variant_ids: Sequence[int]) -> dict[int, dict[int, list[ValueRow]]]:
    """The values that variants have, by variant and attribute. One statement."""
    return _assigned(
        f"SELECT s.variant_id, {_VALUE}"
        " JOIN product_assignedvariantattribute_values v ON v.attributevalue_id = av.id"
        " JOIN product_assignedvariantattribute s ON s.id = v.assignedvariantattribute_id"
        " WHERE s.variant_id = ANY(%(ids)s) ORDER BY av.sort_order, av.id",
        variant_ids,
    )


def type_ids_of(products: str, parameters: dict[str, Any]) -> set[int]:
    """The product types of the products that a sub-select names. One statement."""
    found = rows(
        f"SELECT DISTINCT product_type_id FROM product_product WHERE id IN ({products})",
        parameters,
    )
    return {row[0] for row in found}
