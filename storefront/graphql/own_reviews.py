"""What regional officers do by a key: look at what was handed in, decide on it, confirm a recipe,
say that a paper was revoked. Whether a paper is right they say in the portal, where its scan is."""

from __future__ import annotations

import json
from typing import Any

import graphene
from django.utils.translation import gettext_noop

from catalog.errors import Invalid, NotFound
from catalog.policies.abilities import Act, require
from catalog.policies.scope import of_facilities_managed_by
from catalog.types import Actor
from legality.models import Certificate, Review
from legality.reviewing import ReviewShown, review_shown
from legality.services.certificates import certificate_revoke
from legality.services.recipes import recipe_confirm
from legality.services.reviews import review_approve, review_refuse, review_send_back
from legality.types import Change
from storefront.graphql.common import JSONString
from storefront.graphql.ids import key_of
from storefront.graphql.mutation import Context, Outcome, Payload, change
from storefront.graphql.own_goods import ProductPayload, listing_aimed
from storefront.graphql.own_legality import MyCertificate, MyReview
from storefront.graphql.own_types import asker_in, my_product

NOT_SEEN = gettext_noop("Say the composition that you looked at.")
DECISIONS = ("APPROVE", "SEND_BACK", "REFUSE")
ReviewDecisionEnum = graphene.Enum("ReviewDecisionEnum", [(one, one) for one in DECISIONS])


class ReviewChange(graphene.ObjectType):
    """A value that is not what it was at the last approval, as JSON; null for none."""

    field = graphene.String(required=True)
    before = JSONString()
    after = JSONString()

    @staticmethod
    def resolve_before(row: Change, _info: Any) -> str | None:
        return _packed(row.before)

    @staticmethod
    def resolve_after(row: Change, _info: Any) -> str | None:
        return _packed(row.after)


def _packed(value: Any) -> str | None:
    """A value as JSON; None for none."""
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)


class ReviewToDecide(graphene.ObjectType):
    """What an officer looks at before they decide. digest: of the values as they are now, to be
    given with the decision: goods that were edited since are not decided on."""

    digest = graphene.String(required=True)
    may_decide = graphene.Boolean(required=True)
    review = graphene.Field(MyReview, required=True)
    product = graphene.Field("storefront.graphql.own_types.MyProduct")
    changes = graphene.List(
        graphene.NonNull(ReviewChange), required=True, description="Since the last approval."
    )

    @staticmethod
    def resolve_product(row: ReviewShown, info: Any) -> Any:
        return my_product(info.context, row.listing.product_id)


class ReviewQueries:
    """What only a client whose key may review can ask."""

    my_review = graphene.Field(ReviewToDecide, id=graphene.ID(required=True))

    @staticmethod
    def resolve_my_review(_root: Any, info: Any, id: str) -> ReviewShown:
        key = key_of("Review", id)
        if key is None:
            raise NotFound
        actor = asker_in(info.context).actor
        return review_shown(actor=actor, review_id=key, on=info.context.on)


class ReviewNoteInput(graphene.InputObjectType):
    """What is said to one finding. code: the finding's."""

    code = graphene.String(required=True)
    note = graphene.String(required=True)


class ProductReview(ProductPayload):
    """Decide on goods that were handed in. APPROVE puts them on sale if the rules clear them now;
    SEND_BACK and REFUSE make them a draft again, with what has to change."""

    review = graphene.Field(MyReview)

    @staticmethod
    def resolve_review(outcome: Outcome, info: Any) -> Review | None:
        return review_in(outcome, info)


class RecipeConfirm(ProductPayload):
    """Say that the papers still hold for the recipe as it is now."""


class CertificateRevoke(Payload):
    """Say that the authority revoked a paper. Goods that rest on it leave the shop at once."""

    certificate = graphene.Field(MyCertificate)

    @staticmethod
    def resolve_certificate(outcome: Outcome, info: Any) -> Certificate | None:
        actor = asker_in(info.context).actor
        rows = Certificate.objects.filter(of_facilities_managed_by(actor))
        return rows.filter(pk=outcome.keys.get("certificate") or 0).first()


def review_in(outcome: Outcome, info: Any) -> Review | None:
    """The review of an outcome, None where there is none."""
    actor = asker_in(info.context).actor
    rows = Review.objects.filter(of_facilities_managed_by(actor))
    return rows.filter(pk=outcome.keys.get("review") or 0).first()


def _review_aimed(actor: Actor, given: str) -> tuple[int, int]:
    """A review's key and its product's. Raises NotFound, NotAllowed: whoever may change nothing
    may not lock a row either, see `own_goods.listing_aimed`."""
    rows = Review.objects.filter(of_facilities_managed_by(actor), pk=key_of("Review", given) or 0)
    found = rows.values_list("pk", "listing__product_id", "facility_id").first()
    if found is None:
        raise NotFound
    require(actor, Act.LISTING_REVIEW, found[2])
    return found[0], found[1]


def _certificate_aimed(actor: Actor, given: str) -> int:
    """A paper's key. Raises NotFound, NotAllowed."""
    key = key_of("Certificate", given) or 0
    rows = Certificate.objects.filter(of_facilities_managed_by(actor), pk=key)
    facility_id = rows.values_list("facility_id", flat=True).first()
    if facility_id is None:
        raise NotFound
    require(actor, Act.CERTIFICATE_VERIFY, facility_id)
    return key


def _answers(given: dict[str, Any]) -> dict[str, str]:
    """Raises Invalid for two answers to one finding."""
    rows = given.get("answers") or []
    answers = {row["code"]: row["note"] for row in rows}
    if len(answers) != len(rows):
        raise Invalid(field="answers", reason="Answer each finding once.")
    return answers


def _review(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    review_id, product_id = _review_aimed(context.actor, given["id"])
    asked = {"actor": context.actor, "review_id": review_id, "digest": given["digest"]}
    note, answers = given.get("note") or "", _answers(given)
    if given["decision"] == "APPROVE":
        if answers:
            raise Invalid(field="answers", reason="Goods that are approved get no answers.")
        review_approve(**asked, note=note, on=context.on)
    else:
        decide = review_refuse if given["decision"] == "REFUSE" else review_send_back
        decide(**asked, note=note, answers=answers)
    return {"product": product_id, "review": review_id}


def _confirm(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    product_id, listing_id = listing_aimed(context.actor, given["id"], Act.LISTING_REVIEW)
    seen = given.get("composition")
    if seen is None:
        raise Invalid(field="composition", reason=NOT_SEEN)
    recipe_confirm(
        actor=context.actor,
        listing_id=listing_id,
        note=given.get("note") or "",
        on=context.on,
        seen=seen,
    )
    return {"product": product_id}


def _revoke(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    certificate_id = _certificate_aimed(context.actor, given["id"])
    on = given.get("on") or context.on
    certificate_revoke(
        actor=context.actor, certificate_id=certificate_id, on=on, reason=given["reason"]
    )
    return {"certificate": certificate_id}


class ReviewMutations:
    """Acts of regional officers."""

    product_review = change(
        ProductReview,
        _review,
        id=graphene.ID(required=True, description="Of the review."),
        decision=graphene.Argument(ReviewDecisionEnum, required=True),
        digest=graphene.String(required=True, description="As `myReview` gave it."),
        note=graphene.String(),
        answers=graphene.List(graphene.NonNull(ReviewNoteInput)),
    )
    recipe_confirm = change(
        RecipeConfirm,
        _confirm,
        id=graphene.ID(required=True, description="Of the product."),
        note=graphene.String(),
        composition=graphene.String(
            description="As it was looked at: refused without it, and when it is another one now."
        ),
    )
    certificate_revoke = change(
        CertificateRevoke,
        _revoke,
        id=graphene.ID(required=True),
        reason=graphene.String(required=True, description="What visitors are told."),
        on=graphene.Date(description="Since when; today without it."),
    )
