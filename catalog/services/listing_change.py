"""Changing a listing that is there, also when two people do it at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from itertools import count

from django.db import transaction
from django.utils.translation import gettext_noop

from catalog.audit import audit
from catalog.errors import Blocked, DomainError, ErrorCode, Invalid, NotFound
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
    goods_check,
    listing_create,
    listing_for_update,
    own_check,
    slug_free,
    texts_check,
)
from catalog.types import Actor, ListingState

MOST_VARIANTS = 30
_LEAD_MOST, _LIMIT_MOST, _DAYS_MOST = 365, 1000, 3650
# Of Saleor's product; everything else is the listing's own column.
_OF_PRODUCT = frozenset(
    {"name", "name_en", "description", "description_en", "category_id", "adults_only"}
)
_OWN = tuple(name for name in SCALARS if name not in _OF_PRODUCT)


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
    facility's unit, brand or variant), NotAllowed, Blocked (archived or handed in), Invalid,
    ListingClash.
    """
    listing = listing_for_update(actor=actor, listing_id=listing_id)
    require(actor, Act.LISTING_CHANGE, listing.facility_id)
    if listing.state == ListingState.ARCHIVED:
        raise Blocked(reasons=gettext_noop("The listing is archived. Bring it back first."))
    now = values_of(listing)
    found = merged(seen, wanted, now)
    if found.clashes:
        raise ListingClash(found, now)
    changed = changed_fields(now, found.values)
    if changed:
        _check(listing, now, found.values)
        _write(listing, now, found.values, changed)
        audit(actor, "listing.changed", listing, fields=changed)
    return changed


@transaction.atomic
def listing_begin(*, actor: Actor, facility_id: int, values: ListingValues) -> Listing:
    """Make a draft listing of values; its address comes from its name and place.

    Raises as `listings.listing_create` does.
    """
    place = Facility.objects.filter(pk=facility_id).values_list("place", flat=True).first()
    texts = {item.name: getattr(values, item.name) for item in fields(ListingTexts)}
    same = {
        name: getattr(values, name)
        for name in (
            *("name", "name_en", "unit_id", "brand_id", "delivery", "lead_time_days"),
            *("buyer_limit", "net_weight_grams", "best_before_days", "is_not_halal"),
            "adults_only",
        )
    }
    _numbers_check(values)
    texts_check({"name": values.name, "description": values.description})
    slug = slug_free(f"{values.name} {place or ''}")
    draft = ListingDraft(
        facility_id=facility_id,
        slug=slug,
        category_id=values.category_id or 0,
        description=paragraphs_of(values.description),
        description_en=paragraphs_of(values.description_en),
        variants=tuple(_variant_drafts(slug, values)),
        texts=ListingTexts(**texts),
        **same,
    )
    return listing_create(actor=actor, draft=draft)


def _variant_drafts(slug: str, values: ListingValues) -> Iterator[VariantDraft]:
    for variant, sku in zip(values.variants, _skus_free(slug), strict=False):
        yield VariantDraft(
            sku, variant.name, variant.name_en, variant.price, variant.stock, variant.weight_grams
        )


def _skus_free(slug: str) -> Iterator[str]:
    for number in count(1):
        sku = f"{slug.upper()}-{number}"
        if not skus_taken([sku]):
            yield sku


def _check(listing: Listing, now: ListingValues, values: ListingValues) -> None:
    if not 1 <= len(values.variants) <= MOST_VARIANTS:
        raise Invalid(field="variants", reason=gettext_noop("Give at least one variant."))
    if {v.id for v in values.variants if v.id is not None} - {v.id for v in now.variants}:
        raise NotFound
    is_alone = len(values.variants) == 1
    for variant in values.variants:
        # a draft may wait for its weight, as imported ones do
        known = variant.weight_grams or (1 if listing.state == ListingState.DRAFT else 0)
        goods_check(variant.price, known, variant.stock)
        name = variant.name or ("-" if is_alone else "")
        texts_check({"name": name, "name_en": variant.name_en})
    texts_check({name: text for name in SCALARS if isinstance(text := getattr(values, name), str)})
    _numbers_check(values)
    category_check(values.category_id)
    own_check(listing.facility_id, unit_id=values.unit_id, brand_id=values.brand_id)


def _numbers_check(values: ListingValues) -> None:
    for name, most in (
        ("lead_time_days", _LEAD_MOST),
        ("buyer_limit", _LIMIT_MOST),
        ("best_before_days", _DAYS_MOST),
        ("net_weight_grams", 10_000_000),
    ):
        number = getattr(values, name)
        if number is not None and not 0 < number <= most:
            raise Invalid(field=name, reason=gettext_noop("This number cannot be meant."))


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
    draft = VariantDraft(
        next(_skus_free(listing.slug)),
        variant.name,
        variant.name_en,
        variant.price,
        variant.stock,
        variant.weight_grams,
    )
    variant_add(listing.product_id, warehouse_id=listing.facility.warehouse_id, draft=draft)
