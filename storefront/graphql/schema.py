"""The schema: everything that can be asked, and its text."""

from __future__ import annotations

import graphene
from graphql.utils.schema_printer import print_schema

from storefront.graphql.attributes import AttributeQueries
from storefront.graphql.categories import CategoryQueries
from storefront.graphql.certificates import CertificateQueries
from storefront.graphql.collections import CollectionQueries
from storefront.graphql.facilities import FacilityQueries
from storefront.graphql.galleries import GalleryQueries
from storefront.graphql.menus import MenuQueries
from storefront.graphql.pages import PageQueries
from storefront.graphql.product_types import ProductTypeQueries
from storefront.graphql.products import ProductQueries
from storefront.graphql.regions import RegionQueries
from storefront.graphql.shop import ShopQueries
from storefront.graphql.variants import VariantQueries


class Query(
    ShopQueries,
    ProductQueries,
    VariantQueries,
    CategoryQueries,
    CollectionQueries,
    ProductTypeQueries,
    AttributeQueries,
    MenuQueries,
    PageQueries,
    FacilityQueries,
    RegionQueries,
    CertificateQueries,
    GalleryQueries,
    graphene.ObjectType,
):
    """Everything that a visitor may ask."""


schema = graphene.Schema(query=Query)


def schema_text() -> str:
    """The schema as SDL, ending in a line break."""
    return str(print_schema(schema)).rstrip() + "\n"
