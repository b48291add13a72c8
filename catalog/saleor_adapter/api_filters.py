"""Conditions and orders of goods that only Saleor's tables can answer, as SQL.

Each speaks of a product by an SQL expression that the caller gives (`c.product_id`); values
are named parameters of the statement it becomes a part of.
"""

from __future__ import annotations


def in_collections(product: str, collections: str) -> str:
    """Goods of any collection. collections: SQL of an array of ids."""
    return (
        f"{product} IN (SELECT x.product_id FROM product_collectionproduct x"
        f" WHERE x.collection_id = ANY({collections}))"
    )


def of_types(product: str, types: str) -> str:
    """Goods of any product type. types: SQL of an array of ids."""
    return (
        f"{product} IN (SELECT x.id FROM product_product x WHERE x.product_type_id = ANY({types}))"
    )


def having_values(product: str, attribute: str, values: str) -> str:
    """Goods that have, or of which a variant has, any of the values of an attribute.

    attribute: SQL of its slug; values: SQL of an array of slugs.
    """
    chosen = (
        " JOIN product_attributevalue av ON av.id = v.attributevalue_id"
        " JOIN product_attribute a ON a.id = av.attribute_id"
        f" WHERE a.visible_in_storefront AND a.slug = {attribute} AND av.slug = ANY({values})"
    )
    return (
        f"{product} IN (SELECT s.product_id FROM product_assignedproductattribute s"
        " JOIN product_assignedproductattribute_values v ON v.assignedproductattribute_id = s.id"
        f"{chosen} UNION SELECT w.product_id FROM product_assignedvariantattribute s"
        " JOIN product_productvariant w ON w.id = s.variant_id"
        " JOIN product_assignedvariantattribute_values v ON v.assignedvariantattribute_id = s.id"
        f"{chosen})"
    )


def place_in_collection(product: str, collection: str) -> str:
    """A product's place in a collection, to order by. collection: SQL of an id."""
    return (
        "coalesce((SELECT x.sort_order FROM product_collectionproduct x"
        f" WHERE x.product_id = {product} AND x.collection_id = {collection}), 0)"
    )


def type_name(product: str) -> str:
    """The name of a product's type, to order by."""
    return (
        "(SELECT y.name FROM product_product x JOIN product_producttype y"
        f" ON y.id = x.product_type_id WHERE x.id = {product})"
    )


def value_name(product: str, attribute: str) -> str:
    """The first value that a product has of an attribute, to order by; empty where it has none.

    attribute: SQL of an id.
    """
    return (
        "coalesce((SELECT min(av.name) FROM product_assignedproductattribute s"
        " JOIN product_attributeproduct l ON l.id = s.assignment_id"
        " JOIN product_assignedproductattribute_values v ON v.assignedproductattribute_id = s.id"
        " JOIN product_attributevalue av ON av.id = v.attributevalue_id"
        f" WHERE s.product_id = {product} AND l.attribute_id = {attribute}), '')"
    )
