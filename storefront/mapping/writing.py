"""A plan into the shop: listings, variants, papers, goods put forward; in the caller's
transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from catalog.errors import Blocked
from catalog.mapping.goods import GoodsRead, PaperRead
from catalog.saleor_adapter.products import VariantDraft
from catalog.services.drafts import (
    ChangedVariant,
    NewVariant,
    Origin,
    brands_import,
    listings_import,
    variants_import,
    variants_update,
)
from catalog.services.listings import ListingDraft, ListingTexts, flagship_set
from catalog.types import Actor, Delivery
from legality.models import CertificateState
from legality.services.certificates import CertificateDraft
from legality.services.papers_import import PaperDraft, PaperKey, paper_key, papers_import
from storefront.mapping.planning import NewListing, Plan, plain_name


@dataclass
class Words:
    """Keys for words: category by kind's slug, place of a facility, brands and units by facility
    and plain words."""

    categories: Mapping[str, int]
    places: Mapping[int, str]
    brands: dict[tuple[int, str], int]
    units: Mapping[tuple[int, str], int]


@dataclass
class Written:
    """What was written. listings: key by sheet and line."""

    papers: int = 0
    listings: dict[tuple[str, int], int] = field(default_factory=dict)


def plan_write(*, actor: Actor, plan: Plan, words: Words, update: bool) -> Written:
    """Write all of a plan. update: whether drafts that are there take the sheet's values."""
    _brands(actor, plan, words)
    written = Written()
    ids = listings_import(
        actor=actor,
        drafts=[_draft(listing, words) for listing in plan.new],
        origins=[_origin(listing.rows[0]) for listing in plan.new],
    )
    for listing, listing_id in zip(plan.new, ids, strict=True):
        listing.listing_id = listing_id
        for row in listing.rows:
            written.listings[row.sheet, row.line] = listing_id
    variants_import(
        actor=actor,
        variants=[
            NewVariant(there.listing_id, _variant(row), _origin(row)) for row, there in plan.added
        ],
    )
    if update:
        _update(actor, plan)
    written.papers = papers_import(actor=actor, papers=list(_papers(plan, update=update)))
    for row, there in plan.added:
        written.listings[row.sheet, row.line] = there.listing_id
    for match in plan.matched:
        written.listings[match.row.sheet, match.row.line] = match.there.listing_id
    return written


def _brands(actor: Actor, plan: Plan, words: Words) -> None:
    """Brands that a facility does not have yet."""
    missing: dict[tuple[int, str], str] = {}
    for listing in plan.new:
        for row in listing.rows:
            key = (row.facility_id or 0, plain_name(row.brand))
            if row.brand and key[1] and key not in words.brands:
                missing.setdefault(key, row.brand)
    made = brands_import(
        actor=actor, wanted=[(facility_id, name) for (facility_id, _key), name in missing.items()]
    )
    words.brands.update(
        {(facility_id, plain_name(name)): key for (facility_id, name), key in made.items()}
    )


def _origin(row: GoodsRead) -> Origin:
    return Origin(row.sheet, row.line)


def _draft(listing: NewListing, words: Words) -> ListingDraft:
    """A listing of one or more lines; what only one of them can say, the first that says it."""
    rows = listing.rows
    first = rows[0]
    facility_id = first.facility_id or 0
    brand = next((row.brand for row in rows if row.brand), "")
    unit = next((row.unit for row in rows if row.unit), "")
    description = next((row.description for row in rows if row.description), "")
    composition = next((row.composition for row in rows if row.composition), "")
    return ListingDraft(
        facility_id=facility_id,
        slug=f"{first.name} {words.places.get(facility_id, '')}",
        name=first.name,
        name_en="",
        category_id=words.categories[first.kind],
        description=tuple(part for part in description.split("\n\n") if part),
        description_en=(),
        variants=tuple(map(_variant, rows)),
        unit_id=words.units.get((facility_id, plain_name(unit))) if unit else None,
        brand_id=words.brands.get((facility_id, plain_name(brand))) if brand else None,
        delivery=next((row.delivery for row in rows if row.delivery), Delivery.PARCEL),
        lead_time_days=next((row.lead_days for row in rows if row.lead_days), None),
        net_weight_grams=next((row.weight_grams for row in rows if row.is_net), None),
        texts=ListingTexts(composition=composition),
    )


def _variant(row: GoodsRead) -> VariantDraft:
    return VariantDraft(
        sku="",
        name=row.variant_shown,
        name_en="",
        price=row.price or Decimal(0),
        stock=row.stock or 0,
        weight_grams=0 if row.is_net else row.weight_grams or 0,
    )


def _update(actor: Actor, plan: Plan) -> None:
    changes = []
    for match in plan.matched:
        codes = {code for code, _params in match.differences}
        if match.is_free and codes & {"price", "weight", "stock"}:
            row, there = match.row, match.there
            changes.append(
                ChangedVariant(
                    there.listing_id,
                    there.variant_id,
                    row.price if "price" in codes else None,
                    row.weight_grams if "weight" in codes else None,
                    row.stock if "stock" in codes else None,
                    _origin(row),
                )
            )
    variants_update(actor=actor, changes=changes)


def _papers(plan: Plan, *, update: bool) -> Iterable[PaperDraft]:
    """One draft a number, with all the goods that lines give it."""
    first: dict[PaperKey, tuple[int, PaperRead]] = {}
    listings: dict[PaperKey, dict[int, None]] = {}

    def note(row: GoodsRead, listing_id: int, only: Iterable[PaperKey] | None = None) -> None:
        for paper in row.papers:
            key = paper_key(paper.code, paper.number)
            if only is None or key in only:
                first.setdefault(key, (row.facility_id or 0, paper))
                listings.setdefault(key, {})[listing_id] = None

    for listing in plan.new:
        for row in listing.rows:
            note(row, listing.listing_id or 0)
    for row, there in plan.added:
        note(row, there.listing_id)
    for match in plan.matched:
        if update and match.is_free and match.new_papers:
            note(match.row, match.there.listing_id, match.new_papers)
    for key, (facility_id, paper) in first.items():
        yield PaperDraft(_certificate(facility_id, paper), tuple(listings[key]))


def _certificate(facility_id: int, paper: PaperRead) -> CertificateDraft:
    return CertificateDraft(
        facility_id=facility_id,
        kind_code=paper.code,
        number=paper.number,
        holder_name=paper.holder,
        holder_is_person=paper.holder_is_person,
        issued_on=paper.issued_on,
        expires_on=paper.expires_on,
        state=CertificateState.FILED if paper.is_filed else CertificateState.UNVERIFIED,
    )


def flagships_write(
    *, actor: Actor, listing_ids: Iterable[int], begins: date, ends: date
) -> list[int]:
    """Put listings forward; those that could not be, because the slots were taken meanwhile."""
    left = []
    for listing_id in listing_ids:
        try:
            flagship_set(actor=actor, listing_id=listing_id, begins=begins, ends=ends)
        except Blocked:
            left.append(listing_id)
    return left
