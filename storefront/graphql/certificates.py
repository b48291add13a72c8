"""Papers: only those that are verified and in force today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import graphene

from catalog.errors import NotFound
from catalog.selectors.api_places import place_rows
from legality.covered import listing_ids_by_certificate
from legality.selectors import certificate_public
from legality.types import Paper
from storefront.graphql import crowd
from storefront.graphql.common import Node, id_field, language_argument
from storefront.graphql.loaders import Asking, Item, items_by, items_of, language_of, row_value

MOST_GOODS = 24


class CertificateKind(graphene.ObjectType):
    """A kind of paper: what it is called, what it tells a buyer, how anybody can check it."""

    class Meta:
        default_resolver = row_value

    code = graphene.String(required=True, description="What products are filtered by.")
    group = graphene.String(required=True)
    label = graphene.String(required=True)
    short = graphene.String(required=True)
    validity = graphene.String(required=True, description="fixed, none or recipe.")
    portal_name = graphene.String(required=True)
    portal_url = graphene.String(required=True)
    verify_steps = graphene.String(required=True)
    tells_buyer = graphene.String(required=True)


class Certificate(graphene.ObjectType):
    """A paper. holder: empty where a person holds it, for no person is shown."""

    class Meta:
        interfaces = (Node,)
        default_resolver = row_value

    kind = graphene.Field(CertificateKind, required=True)
    number = graphene.String(required=True)
    holder = graphene.String(required=True)
    issuer = graphene.String(required=True)
    issued_on = graphene.Date()
    expires_on = graphene.Date(description="The last day in force; null where there is no end.")
    verified_on = graphene.Date()
    verified_by = graphene.String(required=True, description="The office that looked.")
    verify_url = graphene.String(required=True, description="At the authority, or empty.")
    facility = graphene.Field("storefront.graphql.facilities.Facility")
    products = graphene.List(
        graphene.NonNull("storefront.graphql.products.Product"),
        required=True,
        description=f"Public goods that it covers, {MOST_GOODS} at most.",
    )

    resolve_id = id_field("Certificate")

    @staticmethod
    def resolve_kind(item: Item[Paper], _info: Any) -> Item[Paper]:
        return item

    @staticmethod
    def resolve_facility(item: Item[Paper], info: Any) -> Any:
        found = item.once(_facilities, item.language)
        return found.get(item.row.facility_id)

    @staticmethod
    def resolve_products(item: Item[Paper], info: Any) -> list[Any]:
        return item.once(_products, info.context).get(item.row.id, [])


def _facilities(rows: Sequence[Paper], language: str) -> Any:
    known, wanted = place_rows(), {row.facility_id for row in rows}
    return items_by(
        (known[one] for one in sorted(wanted) if one in known), lambda row: row.id, language
    )


def _products(rows: Sequence[Paper], asking: Asking) -> dict[int, list[Any]]:
    covered = listing_ids_by_certificate([row.id for row in rows])
    goods = crowd.goods_by_listing(asking, [one for ids in covered.values() for one in ids])
    return {
        key: [goods[one] for one in ids if one in goods][:MOST_GOODS]
        for key, ids in covered.items()
    }


class CertificateQueries:
    """What can be asked of papers."""

    certificate = graphene.Field(
        Certificate,
        number=graphene.String(required=True),
        language_code=language_argument(),
        description="The paper with this number, however it is typed.",
    )

    @staticmethod
    def resolve_certificate(
        _root: Any, info: Any, number: str, language_code: str | None = None
    ) -> Item[Paper] | None:
        language = language_of(language_code)
        try:
            paper = certificate_public(number=number, language=language, on=info.context.on)
        except NotFound:
            return None
        return items_of([paper], language)[0]
