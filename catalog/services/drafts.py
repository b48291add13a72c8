"""Many draft listings at once, as they come from a sheet; written by sets, not by rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from django.db import connection, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_noop

from catalog.audit import audit_entry
from catalog.errors import Invalid, NotFound
from catalog.listing_rules import PRICE_MOST
from catalog.models import AuditEntry, Brand, Facility, FormerAddress, Listing
from catalog.policies.abilities import Act, require
from catalog.policies.scope import facilities_managed_by
from catalog.saleor_adapter.attributes import DELIVERY as DELIVERY_WORD
from catalog.saleor_adapter.attributes import ORIGIN, Word
from catalog.saleor_adapter.bulk import (
    CHUNK,
    ProductDraft,
    VariantAddition,
    VariantChange,
    products_create,
    skus_taken,
    slugs_taken,
    variants_add,
    variants_change,
)
from catalog.saleor_adapter.products import VariantDraft
from catalog.selectors.mapping import IMPORTED, UPDATED
from catalog.services.listings import DELIVERY_WORDS, ListingDraft
from catalog.types import Actor

_LOCK = 7_202_603  # any number that no other lock of the shop has
_LONGEST_SLUG = 110
_LONGEST_BRAND_SLUG = 55


class Origin(NamedTuple):
    """Where a draft came from, for the audit: the sheet's name and the line."""

    sheet: str
    line: int


class NewVariant(NamedTuple):
    """A variant for a draft listing that is there."""

    listing_id: int
    draft: VariantDraft
    origin: Origin


class ChangedVariant(NamedTuple):
    """New values for a variant of a draft listing; None leaves one as it is."""

    listing_id: int
    variant_id: int
    price: Decimal | None
    weight_grams: int | None
    stock: int | None
    origin: Origin


def imports_one_by_one() -> None:
    """Wait until no other import runs; until the end of the transaction none begins. Two runs of
    one sheet would else both find its goods missing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        # The triggers that write cards and search rows plan their statements on tables that this
        # transaction fills and nobody has analyzed: they would read all of it for every listing.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL statement_timeout = '5min'")


def _check(draft: VariantDraft) -> None:
    if not 0 < draft.price <= PRICE_MOST or draft.price != draft.price.to_integral():
        raise Invalid(field="price", reason=gettext_noop("Give a price in whole rupiah."))
    if draft.stock < 0 or draft.weight_grams < 0:
        raise Invalid(field="stock", reason=gettext_noop("Stock cannot be below zero."))


def _facilities(actor: Actor, act: Act, wanted: set[int]) -> dict[int, Facility]:
    """Raises NotFound when one is out of scope, NotAllowed when the act is not allowed in one."""
    rows = Facility.objects.filter(facilities_managed_by(actor), pk__in=wanted)
    found = {row.pk: row for row in rows.select_related("regency__province")}
    if found.keys() != wanted:
        raise NotFound
    for key in wanted:
        require(actor, act, key)
    return found


@transaction.atomic
def listings_import(
    *, actor: Actor, drafts: Sequence[ListingDraft], origins: Sequence[Origin]
) -> list[int]:
    """Make draft listings; their keys in order. Addresses and SKUs are made here: a draft's slug
    is what is wished, its variants' SKUs are ignored, a weight of 0 is not known.

    About a dozen statements a thousand drafts. Raises NotAllowed, NotFound, Invalid.
    """
    for draft in drafts:
        for variant in draft.variants:
            _check(variant)
    facilities = _facilities(actor, Act.LISTING_CREATE, {draft.facility_id for draft in drafts})
    drafts = _with_skus(_with_free_slugs(drafts))
    product_ids = products_create(
        [_product(draft, facilities[draft.facility_id]) for draft in drafts]
    )
    listings = Listing.objects.bulk_create(
        [_listing(draft, key) for draft, key in zip(drafts, product_ids, strict=True)],
        batch_size=CHUNK,
    )
    _audit(
        actor,
        IMPORTED,
        [
            (row.pk, origin, {"slug": row.slug})
            for row, origin in zip(listings, origins, strict=True)
        ],
    )
    return [listing.pk for listing in listings]


def _product(draft: ListingDraft, facility: Facility) -> ProductDraft:
    province = facility.regency.province
    return ProductDraft(
        slug=draft.slug,
        name=draft.name,
        description=draft.description,
        category_id=draft.category_id,
        warehouse_id=facility.warehouse_id,
        variants=draft.variants,
        attributes={
            ORIGIN: Word(province.name, province.name_en),
            DELIVERY_WORD: DELIVERY_WORDS[draft.delivery],
        },
    )


def _listing(draft: ListingDraft, product_id: int) -> Listing:
    return Listing(
        product_id=product_id,
        facility_id=draft.facility_id,
        slug=draft.slug,
        unit_id=draft.unit_id,
        brand_id=draft.brand_id,
        delivery=draft.delivery,
        lead_time_days=draft.lead_time_days,
        net_weight_grams=draft.net_weight_grams,
        composition=draft.texts.composition,
    )


def _with_free_slugs(drafts: Sequence[ListingDraft]) -> list[ListingDraft]:
    """Addresses that no listing, former address or product has, counted up where one has."""
    wishes = [(slugify(draft.slug) or "barang")[:_LONGEST_SLUG].rstrip("-") for draft in drafts]
    taken = _slugs_taken(wishes)
    chosen = []
    for wish in wishes:
        slug, number = wish, 1
        while slug in taken:
            number += 1
            slug = f"{wish}-{number}"
            if slug not in taken:
                taken |= _slugs_taken([slug])
        taken.add(slug)
        chosen.append(slug)
    return [replace(draft, slug=slug) for draft, slug in zip(drafts, chosen, strict=True)]


def _slugs_taken(slugs: Sequence[str]) -> set[str]:
    listings = Listing.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    former = FormerAddress.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    return {*listings, *former, *slugs_taken(slugs)}


def _with_skus(drafts: Sequence[ListingDraft]) -> list[ListingDraft]:
    wishes = [
        [f"{draft.slug.upper()}-{place}" for place, _one in enumerate(draft.variants, start=1)]
        for draft in drafts
    ]
    taken = skus_taken([sku for skus in wishes for sku in skus])
    return [
        replace(
            draft,
            variants=tuple(
                replace(variant, sku=f"{sku}-M" if sku in taken else sku)
                for variant, sku in zip(draft.variants, skus, strict=True)
            ),
        )
        for draft, skus in zip(drafts, wishes, strict=True)
    ]


def _drafts_locked(actor: Actor, listing_ids: set[int]) -> dict[int, Listing]:
    """Draft listings in scope, locked. Raises NotFound when one is missing or no draft."""
    rows = (
        Listing.objects.select_for_update(of=("self",))
        .filter(pk__in=listing_ids, state="draft")
        .select_related("facility")
        .order_by("pk")
    )
    found = {row.pk: row for row in rows}
    managed = _facilities(actor, Act.LISTING_CHANGE, {row.facility_id for row in found.values()})
    if found.keys() != listing_ids or not managed:
        raise NotFound
    return found


@transaction.atomic
def variants_import(*, actor: Actor, variants: Sequence[NewVariant]) -> None:
    """Add variants to draft listings. Raises NotAllowed, NotFound, Invalid."""
    if not variants:
        return
    listings = _drafts_locked(actor, {variant.listing_id for variant in variants})
    additions = []
    taken: set[str] = set()
    for variant in variants:
        _check(variant.draft)
        listing = listings[variant.listing_id]
        sku = _next_sku(listing.slug, taken)
        additions.append(
            VariantAddition(
                listing.product_id, listing.facility.warehouse_id, replace(variant.draft, sku=sku)
            )
        )
    variants_add(additions)
    entries = [(v.listing_id, v.origin, {"variant": "added"}) for v in variants]
    _audit(actor, UPDATED, entries)


def _next_sku(slug: str, taken: set[str]) -> str:
    number = 1
    while (sku := f"{slug.upper()}-{number}") in taken or skus_taken([sku]):
        number += 1
    taken.add(sku)
    return sku


@transaction.atomic
def variants_update(*, actor: Actor, changes: Sequence[ChangedVariant]) -> None:
    """Write prices, weights and stocks of draft listings anew. Raises NotAllowed, NotFound."""
    if not changes:
        return
    _drafts_locked(actor, {change.listing_id for change in changes})
    variants_change([VariantChange(*change[1:5]) for change in changes])
    entries = [
        (
            change.listing_id,
            change.origin,
            {"price": str(change.price), "weight": change.weight_grams, "stock": change.stock},
        )
        for change in changes
    ]
    _audit(actor, UPDATED, entries)


def brands_import(*, actor: Actor, wanted: Iterable[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Make brands by facility and name; their keys. Raises NotAllowed, NotFound."""
    pairs = list(dict.fromkeys(wanted))
    _facilities(actor, Act.LISTING_CREATE, {facility_id for facility_id, _name in pairs})
    wishes = [(slugify(name) or "merek")[:_LONGEST_BRAND_SLUG] for _facility, name in pairs]
    taken = set(Brand.objects.values_list("slug", flat=True))
    made = []
    for (facility_id, name), wish in zip(pairs, wishes, strict=True):
        slug, number = wish, 1
        while slug in taken:
            number += 1
            slug = f"{wish}-{number}"
        taken.add(slug)
        made.append(Brand(facility_id=facility_id, slug=slug, name=name))
    rows = Brand.objects.bulk_create(made, batch_size=CHUNK)
    return {pair: row.pk for pair, row in zip(pairs, rows, strict=True)}


def _audit(
    actor: Actor, action: str, entries: Sequence[tuple[int, Origin, Mapping[str, object]]]
) -> None:
    """One row an act, as `catalog.audit` writes them, in one statement a chunk."""
    AuditEntry.objects.bulk_create(
        [
            audit_entry(
                actor,
                action,
                Listing._meta.db_table,
                listing_id,
                {**detail, "sheet": origin.sheet, "line": origin.line},
            )
            for listing_id, origin, detail in entries
        ],
        batch_size=CHUNK,
    )
