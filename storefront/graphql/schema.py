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
from storefront.graphql.own_goods import GoodsMutations
from storefront.graphql.own_reviews import ReviewMutations, ReviewQueries
from storefront.graphql.own_stock import StockMutations
from storefront.graphql.own_types import PRIVATE, OwnQueries
from storefront.graphql.pages import PageQueries
from storefront.graphql.product_types import ProductTypeQueries
from storefront.graphql.products import ProductQueries
from storefront.graphql.regions import RegionQueries
from storefront.graphql.shop import ShopQueries
from storefront.graphql.variants import VariantQueries

__all__ = ["PRIVATE", "Mutation", "Query", "schema", "schema_text"]


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
    OwnQueries,
    ReviewQueries,
    graphene.ObjectType,
):
    """Everything that can be asked; what begins with `my` by clients with a key alone."""


class Mutation(GoodsMutations, StockMutations, ReviewMutations, graphene.ObjectType):
    """Everything that a client with a key can change, in the facility of the key."""


schema = graphene.Schema(query=Query, mutation=Mutation)


def schema_text() -> str:
    """The schema as SDL, ending in a line break."""
    return str(print_schema(schema)).rstrip() + "\n"
