"""Mutations of one's own goods, through the services that the pages use."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import graphene
from django.utils.translation import gettext_noop

from catalog.errors import Invalid, NotFound
from catalog.listing_values import ListingValues, VariantValues
from catalog.policies.abilities import Act, require
from catalog.policies.scope import of_facilities_managed_by
from catalog.selectors.own_goods import OwnQuery, own_goods, own_variant
from catalog.selectors.stall import values_of
from catalog.services.listing_change import listing_begin
from catalog.services.listings import listing_close, listing_for_update, listing_withdraw
from catalog.types import Actor, ListingState
from legality.models import Review
from legality.services.editing import listing_edit
from legality.services.publication import listing_submit
from storefront.graphql.ids import key_of
from storefront.graphql.mutation import Context, Outcome, Payload, change
from storefront.graphql.own_input import (
    ProductCreateInput,
    ProductInput,
    ProductVariantCreateInput,
    ProductVariantInput,
    price_given,
    values_given,
)
from storefront.graphql.own_legality import MyReview
from storefront.graphql.own_stock import variant_in
from storefront.graphql.own_types import MyProduct, MyProductVariant, asker_in, my_product

MOST_REASON = 300
MOST_ADDRESS = 200


class ProductPayload(Payload):
    """A payload with the goods as they are now."""

    class Meta:
        abstract = True

    product = graphene.Field(MyProduct)

    @staticmethod
    def resolve_product(outcome: Outcome, info: Any) -> Any:
        key = outcome.keys.get("product")
        return my_product(info.context, key) if key else None


class ProductCreate(ProductPayload):
    """Make new goods, as a draft that nobody sees yet."""


class ProductUpdate(ProductPayload):
    """Change what is said of goods. Those on sale stay there only while nothing blocks it."""


class ProductSubmit(ProductPayload):
    """Hand goods in to be shown. Where the regional office looks at them first they wait for it:
    then there is a review, else they are on sale."""

    review = graphene.Field(MyReview)
    is_waiting = graphene.Boolean(required=True)

    @staticmethod
    def resolve_review(outcome: Outcome, info: Any) -> Review | None:
        actor = asker_in(info.context).actor
        rows = Review.objects.filter(of_facilities_managed_by(actor))
        return rows.filter(pk=outcome.keys.get("review") or 0).first()

    @staticmethod
    def resolve_is_waiting(outcome: Outcome, _info: Any) -> bool:
        return outcome.keys.get("review") is not None


class ProductWithdraw(ProductPayload):
    """Take goods off sale, back to a draft."""


class ProductArchive(ProductPayload):
    """Put goods away. Nothing is ever deleted."""


class _Variant(ProductPayload):
    """A payload with a variant and its goods."""

    class Meta:
        abstract = True

    product_variant = graphene.Field(MyProductVariant)

    @staticmethod
    def resolve_product_variant(outcome: Outcome, info: Any) -> Any:
        return variant_in(outcome, info)


class ProductVariantCreate(_Variant):
    """Add a variant to goods."""


class ProductVariantUpdate(_Variant):
    """Change a variant's words, price or weight; its stock is changed by stockMove."""


def listing_aimed(actor: Actor, given: str, act: Act) -> tuple[int, int]:
    """The product's key and its listing's. One statement. Raises NotFound, NotAllowed.

    The services ask again; but whoever may change nothing may not even lock a row, and would be
    told that it is not there.
    """
    key = key_of("Product", given)
    found = own_goods(actor, OwnQuery(products=(key,)), limit=1) if key else []
    if not found:
        raise NotFound
    require(actor, act, found[0].facility_id)
    return found[0].product_id, found[0].listing_id


def _create(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    asked = given["input"]
    facility_id = context.facility_id
    if "facility" in asked:
        facility_id = key_of("Facility", asked["facility"]) or 0
    said = {"name": "", "name_en": "", "category_id": None, **values_given(asked)}
    alone = VariantValues(
        id=None,
        name="",
        name_en="",
        price=price_given(asked, "base_price"),
        weight_grams=asked.get("weight_grams") or 0,
        stock=asked.get("stock") or 0,
    )
    listing = listing_begin(
        actor=context.actor,
        facility_id=facility_id,
        values=ListingValues(**said, variants=(alone,)),
        address=(asked.get("slug") or said["name"])[:MOST_ADDRESS],
    )
    return {"product": listing.product_id}


def _update(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    said = values_given(given["input"])
    product_id, listing_id = listing_aimed(context.actor, given["id"], Act.LISTING_CHANGE)

    def wanted(now: ListingValues) -> ListingValues:
        return replace(now, **said)

    _edit(context, listing_id, wanted, may_withdraw=given.get("may_withdraw") or False)
    return {"product": product_id}


def _edit(
    context: Context, listing_id: int, wanted: Any, *, may_withdraw: bool
) -> tuple[ListingValues, ListingValues]:
    """Change a listing from what it is to `wanted(what it is)`; both come back. It is locked
    before it is read: nobody changes it in between."""
    listing = listing_for_update(actor=context.actor, listing_id=listing_id)
    seen = values_of(listing)
    listing_edit(
        actor=context.actor,
        listing_id=listing_id,
        wanted=wanted(seen),
        seen=seen,
        on=context.on,
        may_withdraw=may_withdraw,
    )
    return seen, values_of(listing)


def _variant_create(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    asked = given["input"]
    product_id, listing_id = listing_aimed(context.actor, asked["product"], Act.LISTING_CHANGE)
    new = VariantValues(
        id=None,
        name=asked.get("name", ""),
        name_en=asked.get("name_en", ""),
        price=price_given(asked, "price_override"),
        weight_grams=asked.get("weight_grams") or 0,
        stock=asked.get("stock") or 0,
    )

    def wanted(now: ListingValues) -> ListingValues:
        return replace(now, variants=(*now.variants, new))

    before, after = _edit(context, listing_id, wanted, may_withdraw=False)
    known = {variant.id for variant in before.variants}
    (made,) = (variant.id for variant in after.variants if variant.id not in known)
    return {"product": product_id, "variant": made}


_VARIANT_VALUES = {
    "name": "name",
    "name_en": "name_en",
    "price_override": "price",
    "weight_grams": "weight_grams",
}


def _variant_update(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    key = key_of("ProductVariant", given["id"])
    variant = own_variant(context.actor, key) if key else None
    if variant is None:
        raise NotFound
    require(context.actor, Act.LISTING_CHANGE, variant.facility_id)
    said = {_VARIANT_VALUES[name]: value for name, value in given["input"].items()}

    def wanted(now: ListingValues) -> ListingValues:
        changed = (replace(one, **said) if one.id == key else one for one in now.variants)
        return replace(now, variants=tuple(changed))

    _edit(context, variant.listing_id, wanted, may_withdraw=given.get("may_withdraw") or False)
    return {"product": variant.product_id, "variant": variant.id}


def _submit(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    product_id, listing_id = listing_aimed(context.actor, given["id"], Act.LISTING_SUBMIT)
    done = listing_submit(actor=context.actor, listing_id=listing_id, on=context.on)
    return {"product": product_id, "review": done.review_id}


def _reason(given: dict[str, Any]) -> str:
    """Raises Invalid."""
    reason = (given.get("reason") or "").strip()
    if len(reason) > MOST_REASON:
        raise Invalid(field="reason", reason=gettext_noop("This is too long."))
    return reason


def _withdraw(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    product_id, listing_id = listing_aimed(context.actor, given["id"], Act.LISTING_SUBMIT)
    listing_withdraw(actor=context.actor, listing_id=listing_id, reason=_reason(given))
    return {"product": product_id}


def _archive(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    product_id, listing_id = listing_aimed(context.actor, given["id"], Act.LISTING_CLOSE)
    listing_close(
        actor=context.actor,
        listing_id=listing_id,
        state=ListingState.ARCHIVED,
        reason=_reason(given),
    )
    return {"product": product_id}


# What the domain and the rules call a field, and the inputs.
_COMMON = {
    "category_id": "category",
    "unit_id": "unit",
    "is_not_halal": "not_halal",
    "weight": "weight_grams",
    "english": "name_en",
}
_PRODUCT = {**_COMMON, "price": "base_price"}
_VARIANT = {**_COMMON, "price": "price_override"}


def _may_withdraw() -> Any:
    return graphene.Boolean(
        description="Agree that goods on sale leave it when the rules no longer clear them."
    )


class GoodsMutations:
    """Changes of goods."""

    product_create = change(
        ProductCreate,
        _create,
        names=_PRODUCT,
        input=graphene.Argument(ProductCreateInput, required=True),
    )
    product_update = change(
        ProductUpdate,
        _update,
        names=_PRODUCT,
        id=graphene.ID(required=True),
        input=graphene.Argument(ProductInput, required=True),
        may_withdraw=_may_withdraw(),
    )
    product_variant_create = change(
        ProductVariantCreate,
        _variant_create,
        names=_VARIANT,
        input=graphene.Argument(ProductVariantCreateInput, required=True),
    )
    product_variant_update = change(
        ProductVariantUpdate,
        _variant_update,
        names=_VARIANT,
        id=graphene.ID(required=True),
        input=graphene.Argument(ProductVariantInput, required=True),
        may_withdraw=_may_withdraw(),
    )
    product_submit = change(ProductSubmit, _submit, id=graphene.ID(required=True))
    product_withdraw = change(
        ProductWithdraw, _withdraw, id=graphene.ID(required=True), reason=graphene.String()
    )
    product_archive = change(
        ProductArchive, _archive, id=graphene.ID(required=True), reason=graphene.String()
    )
