"""Changing a listing that is there, also when two people do it at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from itertools import count

from django.db import transaction
from django.utils.translation import gettext_noop

from catalog.audit import audit
from catalog.errors import Blocked, DomainError, ErrorCode, Invalid, NotFound
from catalog.listing_rules import ONE_SIZE, ONE_SIZE_EN, tidy, values_check
from catalog.listing_values import (
    SCALARS,
    ListingValues,
    Merged,
    VariantValues,
    changed_fields,
    merged,
    paragraphs_of,
    same_variant,
)
from catalog.models import Facility, Listing
from catalog.policies.abilities import Act, require
from catalog.policies.scope import facilities_managed_by
from catalog.saleor_adapter.bulk import skus_taken
from catalog.saleor_adapter.editing import (
    prices_settle,
    product_attributes_write,
    product_write,
    variant_add,
    variant_write,
    variants_remove,
    variants_tied,
)
from catalog.saleor_adapter.products import VariantDraft
from catalog.selectors.stall import values_of
from catalog.services.listings import (
    ListingDraft,
    ListingTexts,
    attributes_of,
    category_check,
    listing_create,
    listing_for_update,
    own_check,
    slug_free,
)
from catalog.types import Actor, ListingState

# Of Saleor's product; everything else is the listing's own column.
_OF_PRODUCT = frozenset(
    {"name", "name_en", "description", "description_en", "category_id", "adults_only"}
)
_OWN = tuple(name for name in SCALARS if name not in _OF_PRODUCT)
# What values and drafts of listings call by the same name and hold alike.
_SAME = {one.name for one in fields(ListingDraft)} & set(SCALARS) - {
    *("category_id", "description", "description_en")
}


class ListingClash(DomainError):
    """Somebody else changed the same values meanwhile; a person has to choose.

    merged: both people's changes, with the clashes; now: the values as they are.
    """

    code = ErrorCode.WRONG_STATE
    template = gettext_noop("Somebody else changed this meanwhile. Choose what holds.")

    def __init__(self, found: Merged, now: ListingValues) -> None:
        self.merged, self.now = found, now
        super().__init__()


@transaction.atomic
def listing_change(
    *, actor: Actor, listing_id: int, wanted: ListingValues, seen: ListingValues
) -> list[str]:
    """Write what a person changed between `seen` and `wanted`; what others changed since stays.

    The names of changed fields come back. Whether a listing on sale may stay there with them is
    legality's to say: `legality.services.editing`. Raises NotFound (out of scope, or another
    facility's unit, brand or variant), NotAllowed, Blocked (archived), Invalid, ListingClash.
    """
    listing = listing_for_update(actor=actor, listing_id=listing_id)
    require(actor, Act.LISTING_CHANGE, listing.facility_id)
    if listing.state == ListingState.ARCHIVED:
        raise Blocked(reasons=gettext_noop("The listing is archived. Bring it back first."))
    now = values_of(listing)
    found = merged(seen, tidy(wanted, seen), now)
    if found.clashes:
        raise ListingClash(found, now)
    changed = changed_fields(now, found.values)
    if changed:
        _check(listing, now, found.values)
        _write(listing, now, found.values, changed)
        audit(actor, "listing.changed", listing, fields=changed)
    return changed


@transaction.atomic
def listing_begin(
    *, actor: Actor, facility_id: int, values: ListingValues, address: str = ""
) -> Listing:
    """Make a draft listing of values.

    address: a wish for it; else it comes from the goods' name and place. Raises as
    `listings.listing_create` does.
    """
    facility = Facility.objects.filter(facilities_managed_by(actor), pk=facility_id).first()
    if facility is None:
        raise NotFound
    require(actor, Act.LISTING_CREATE, facility.pk)
    values = tidy(values)
    values_check(values)
    slug = slug_free(address or f"{values.name} {facility.place}")
    draft = ListingDraft(
        facility_id=facility.pk,
        slug=slug,
        category_id=values.category_id or 0,
        description=paragraphs_of(values.description),
        description_en=paragraphs_of(values.description_en),
        variants=tuple(_variant_drafts(slug, values)),
        texts=ListingTexts(**{one.name: getattr(values, one.name) for one in fields(ListingTexts)}),
        **{name: getattr(values, name) for name in _SAME},
    )
    return listing_create(actor=actor, draft=draft)


def _variant_drafts(slug: str, values: ListingValues) -> Iterator[VariantDraft]:
    for variant, sku in zip(values.variants, _skus_free(slug), strict=False):
        yield _variant_draft(sku, variant)


def _variant_draft(sku: str, variant: VariantValues) -> VariantDraft:
    """A choice to be made; without a name it is the only one."""
    return VariantDraft(
        sku,
        variant.name or ONE_SIZE,
        variant.name_en or ("" if variant.name else ONE_SIZE_EN),
        variant.price,
        variant.stock,
        variant.weight_grams,
    )


def _skus_free(slug: str) -> Iterator[str]:
    for number in count(1):
        sku = f"{slug.upper()}-{number}"
        if not skus_taken([sku]):
            yield sku


def _check(listing: Listing, now: ListingValues, values: ListingValues) -> None:
    if {v.id for v in values.variants if v.id is not None} - {v.id for v in now.variants}:
        raise NotFound
    values_check(values, is_draft=listing.state == ListingState.DRAFT)
    category_check(values.category_id)
    own_check(listing.facility_id, unit_id=values.unit_id, brand_id=values.brand_id)


def _write(listing: Listing, now: ListingValues, values: ListingValues, changed: list[str]) -> None:
    own = [name for name in changed if name in _OWN]
    for name in own:
        setattr(listing, name, getattr(values, name))
    if own:
        listing.save(update_fields=own)
    if _OF_PRODUCT.intersection(changed):
        product_write(
            listing.product_id,
            name=values.name,
            name_en=values.name_en,
            description=paragraphs_of(values.description),
            description_en=paragraphs_of(values.description_en),
            category_id=values.category_id or 0,
        )
    if {"delivery", "adults_only"}.intersection(changed):
        product_attributes_write(
            listing.product_id,
            given=attributes_of(_place(listing), values.delivery),
            adults_only=values.adults_only,
        )
    if "variants" in changed:
        _variants_write(listing, now, values)


def _place(listing: Listing) -> Facility:
    return Facility.objects.select_related("regency__province").get(pk=listing.facility_id)


def _variants_write(listing: Listing, now: ListingValues, values: ListingValues) -> None:
    before = {variant.id: variant for variant in now.variants}
    kept = {variant.id for variant in values.variants}
    gone = [key for key in before if key is not None and key not in kept]
    if variants_tied(gone):
        reason = gettext_noop(
            "A choice that has or had stock or orders cannot be removed. Set its stock to 0."
        )
        raise Invalid(field="variants", reason=reason)
    for variant in values.variants:
        if variant.id is None:
            _variant_make(listing, variant)
        elif not same_variant(variant, before[variant.id]):
            variant_write(
                variant.id,
                name=variant.name,
                name_en=variant.name_en,
                price=variant.price,
                weight_grams=variant.weight_grams,
            )
    variants_remove(gone)
    prices_settle(listing.product_id)


def _variant_make(listing: Listing, variant: VariantValues) -> None:
    draft = _variant_draft(next(_skus_free(listing.slug)), variant)
    variant_add(listing.product_id, warehouse_id=listing.facility.warehouse_id, draft=draft)
