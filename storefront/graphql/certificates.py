"""Papers: only what is verified. Lists hold those in force today; a number also finds others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import graphene

from catalog.selectors.api_places import place_rows
from legality.covered import listing_ids_by_certificate
from legality.proof import proofs
from legality.types import Paper, Standing
from storefront.graphql import crowd
from storefront.graphql.common import Node, id_field, language_argument
from storefront.graphql.enums import CertificateStateEnum
from storefront.graphql.loaders import Asking, Item, items_by, items_of, language_of, row_value

MOST_GOODS = 24
# As `storefront.web.addresses.proof` has it, which must not be known here: a test compares them.
_PROOF = "{}{}/sertifikat/{}/"


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
    state = graphene.Field(CertificateStateEnum, required=True, description="On the present day.")
    revoked_on = graphene.Date()
    revoked_reason = graphene.String(required=True, description="Empty unless it is revoked.")
    verify_url = graphene.String(required=True, description="At the authority, or empty.")
    verify_steps = graphene.String(required=True, description="How anybody can check it.")
    proof_url = graphene.String(required=True, description="Its own page in this shop.")
    facility = graphene.Field("storefront.graphql.facilities.Facility")
    products = graphene.List(
        graphene.NonNull("storefront.graphql.products.Product"),
        required=True,
        description=f"Public goods that it covers, {MOST_GOODS} at most.",
    )

    resolve_id = id_field("Certificate")

    @staticmethod
    def resolve_state(item: Item[Paper], _info: Any) -> str:
        return item.row.standing.name

    @staticmethod
    def resolve_proof_url(item: Item[Paper], info: Any) -> str:
        return _PROOF.format(
            info.context.base, "/en" if item.language == "en" else "", item.row.normal
        )

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
    holding = [row.id for row in rows if row.standing is Standing.IN_FORCE]
    covered = listing_ids_by_certificate(holding)
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
        kind=graphene.String(description="Its code; the first of several kinds without it."),
        language_code=language_argument(),
        description=(
            "The verified paper with this number, however it is typed, also when it has ended or"
            " was revoked: see its state."
        ),
    )

    @staticmethod
    def resolve_certificate(
        _root: Any,
        info: Any,
        number: str,
        kind: str | None = None,
        language_code: str | None = None,
    ) -> Item[Paper] | None:
        language = language_of(language_code)
        found = proofs(number=number, language=language, on=info.context.on)
        papers = [one.paper for one in found if kind in {None, one.paper.code}]
        return items_of(papers[:1], language)[0] if papers else None
