"""The schema: everything that can be asked, and its text."""

from __future__ import annotations

import graphene
from graphene.utils.str_converters import to_camel_case
from graphql.utils.schema_printer import print_schema

from storefront.graphql.accounts import AccountQueries
from storefront.graphql.addresses import AddressQueries
from storefront.graphql.attributes import AttributeQueries
from storefront.graphql.categories import CategoryQueries
from storefront.graphql.certificates import CertificateQueries
from storefront.graphql.checkout_mutations import CheckoutMutations
from storefront.graphql.checkout_types import CheckoutQueries
from storefront.graphql.collections import CollectionQueries
from storefront.graphql.facilities import FacilityQueries
from storefront.graphql.galleries import GalleryQueries
from storefront.graphql.menus import MenuQueries
from storefront.graphql.order_types import OrderQueries
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

__all__ = ["BUYERS", "PRIVATE", "Mutation", "Query", "schema", "schema_text"]


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
    AddressQueries,
    CheckoutQueries,
    OrderQueries,
    AccountQueries,
    graphene.ObjectType,
):
    """Everything that can be asked; what begins with `my` by clients with a key alone."""


class Mutation(
    GoodsMutations, StockMutations, ReviewMutations, CheckoutMutations, graphene.ObjectType
):
    """Everything that can be changed: what begins with `checkout` by buyers, with the checkout's
    token; all else by clients with a key, in the facility of the key."""


# Asked by one buyer: strangers may, and nobody keeps the answer.
BUYERS = frozenset(
    {
        *("checkout", "orderByToken", "me"),
        *(to_camel_case(name) for name in vars(CheckoutMutations) if name.startswith("checkout_")),
    }
)

schema = graphene.Schema(query=Query, mutation=Mutation)


def schema_text() -> str:
    """The schema as SDL, ending in a line break."""
    return str(print_schema(schema)).rstrip() + "\n"
