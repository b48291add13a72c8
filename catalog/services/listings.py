"""Making listings and moving them between states; publishing has its own door."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_noop

from catalog.audit import audit
from catalog.errors import Blocked, Invalid, NotFound, WrongState
from catalog.models import Facility, Flagship, FormerAddress, Listing
from catalog.policies.abilities import Act, require
from catalog.policies.scope import facilities_managed_by, listings_managed_by
from catalog.saleor_adapter.attributes import ADULTS, BUYER, DELIVERY, ORIGIN, Word
from catalog.saleor_adapter.products import (
    VariantDraft,
    product_create,
    product_hide,
    product_rename_address,
)
from catalog.types import ALLOWED_MOVES, Actor, Delivery, ListingState

PRICE_MOST = Decimal(9_999_999_999)


@dataclass(frozen=True)
class ListingTexts:
    """The details of the page; fields as of Listing."""

    size: str = ""
    size_en: str = ""
    composition: str = ""
    composition_en: str = ""
    allergens: str = ""
    allergens_en: str = ""
    storage: str = ""
    storage_en: str = ""
    care: str = ""
    care_en: str = ""


@dataclass(frozen=True)
class ListingDraft:
    """A listing to be made.

    description: paragraphs; category_id: Saleor's; adults_only: blades and the like, which nobody
    under 18 may buy.
    """

    facility_id: int
    slug: str
    name: str
    name_en: str
    category_id: int
    description: tuple[str, ...]
    description_en: tuple[str, ...]
    variants: tuple[VariantDraft, ...]
    unit_id: int | None = None
    brand_id: int | None = None
    delivery: Delivery = Delivery.PARCEL
    lead_time_days: int | None = None
    buyer_limit: int | None = None
    net_weight_grams: int | None = None
    best_before_days: int | None = None
    is_not_halal: bool = False
    adults_only: bool = False
    texts: ListingTexts = field(default_factory=ListingTexts)


def _check(draft: ListingDraft) -> None:
    """Raises Invalid for what could never be sold."""
    if not draft.variants:
        raise Invalid(field="variants", reason=gettext_noop("Give at least one variant."))
    for variant in draft.variants:
        if not 0 < variant.price <= PRICE_MOST or variant.price != variant.price.to_integral():
            raise Invalid(field="price", reason=gettext_noop("Give a price in whole rupiah."))
        if variant.stock < 0:
            raise Invalid(field="stock", reason=gettext_noop("Stock cannot be below zero."))
        if variant.weight_grams <= 0:
            raise Invalid(field="weight", reason=gettext_noop("Give the weight in grams."))


# What Saleor's clients read of how goods leave a facility.
DELIVERY_WORDS = {
    Delivery.PARCEL: Word("Dikirim", "Shipped"),
    Delivery.PICKUP: Word("Ambil di tempat", "Pick up"),
    Delivery.LOCAL_COURIER: Word("Kurir setempat", "Local courier"),
}


def _attributes(facility: Facility, draft: ListingDraft) -> dict[Word, Word]:
    province = facility.regency.province
    return {
        ORIGIN: Word(province.name, province.name_en),
        DELIVERY: DELIVERY_WORDS[draft.delivery],
        **({BUYER: ADULTS} if draft.adults_only else {}),
    }


@transaction.atomic
def listing_create(*, actor: Actor, draft: ListingDraft) -> Listing:
    """Make a draft listing with its product, variants and stock in Saleor.

    Raises NotAllowed, NotFound (facility out of scope), Invalid.
    """
    require(actor, Act.LISTING_CREATE)
    _check(draft)
    facility = (
        Facility.objects.select_related("regency__province")
        .filter(facilities_managed_by(actor), pk=draft.facility_id)
        .first()
    )
    if facility is None:
        raise NotFound
    product_id = product_create(
        slug=draft.slug,
        name=draft.name,
        name_en=draft.name_en,
        description=draft.description,
        description_en=draft.description_en,
        category_id=draft.category_id,
        warehouse_id=facility.warehouse_id,
        variants=draft.variants,
        attributes=_attributes(facility, draft),
    )
    own = {
        name: getattr(draft, name)
        for name in [
            "slug",
            "unit_id",
            "brand_id",
            "delivery",
            "lead_time_days",
            "buyer_limit",
            "net_weight_grams",
            "best_before_days",
            "is_not_halal",
        ]
    }
    texts = {item.name: getattr(draft.texts, item.name) for item in fields(ListingTexts)}
    listing = Listing.objects.create(product_id=product_id, facility=facility, **own, **texts)
    audit(actor, "listing.created", listing, slug=listing.slug)
    return listing


def listing_for_update(*, actor: Actor, listing_id: int) -> Listing:
    """The listing, locked, if it is in the actor's scope. Raises NotFound."""
    listing = (
        Listing.objects.select_for_update(of=("self",))
        .filter(listings_managed_by(actor), pk=listing_id)
        .select_related("facility")
        .first()
    )
    if listing is None:
        raise NotFound
    return listing


def listing_move(listing: Listing, wanted: ListingState) -> ListingState:
    """Set the next state after asking the table of moves; the former state comes back.

    Raises WrongState. Does not save.
    """
    current = ListingState(listing.state)
    if wanted not in ALLOWED_MOVES[current]:
        raise WrongState(current=current.value, wanted=wanted.value)
    listing.state = wanted
    return current


@transaction.atomic
def listing_submit_state(*, actor: Actor, listing_id: int) -> Listing:
    """Hand a draft in. Raises NotFound, NotAllowed, WrongState."""
    listing = listing_for_update(actor=actor, listing_id=listing_id)
    require(actor, Act.LISTING_SUBMIT)
    former = listing_move(listing, ListingState.SUBMITTED)
    listing.save(update_fields=["state"])
    audit(actor, "listing.submitted", listing, former=former.value)
    return listing


@transaction.atomic
def listing_close(*, actor: Actor, listing_id: int, state: ListingState, reason: str) -> Listing:
    """Take a listing off sale: SUSPENDED until put right, ARCHIVED for good.

    Closing needs no clearance. Raises NotFound, NotAllowed, WrongState.
    """
    listing = listing_for_update(actor=actor, listing_id=listing_id)
    require(actor, Act.LISTING_CLOSE)
    former = listing_move(listing, state)
    listing.save(update_fields=["state"])
    product_hide(listing.product_id)
    audit(actor, f"listing.{state.value}", listing, former=former.value, reason=reason)
    return listing


@transaction.atomic
def listing_change_address(*, actor: Actor, listing_id: int, slug: str) -> Listing:
    """Give a listing a new address; the old one leads to it from now on.

    Raises NotFound, NotAllowed; Invalid when another listing has or had the address.
    """
    listing = listing_for_update(actor=actor, listing_id=listing_id)
    require(actor, Act.LISTING_CHANGE)
    if slug == listing.slug:
        return listing
    taken = Listing.objects.filter(slug=slug).exists()
    if taken or FormerAddress.objects.filter(slug=slug).exclude(listing=listing).exists():
        raise Invalid(field="slug", reason=gettext_noop("Another listing has this address."))
    FormerAddress.objects.filter(slug=slug).delete()
    FormerAddress.objects.create(slug=listing.slug, listing=listing)
    former, listing.slug = listing.slug, slug
    listing.save(update_fields=["slug"])
    product_rename_address(listing.product_id, slug)
    audit(actor, "listing.address_changed", listing, former=former)
    return listing


@transaction.atomic
def flagship_set(*, actor: Actor, listing_id: int, begins: date, ends: date) -> Flagship:
    """Put a listing forward from `begins` to `ends`, both included.

    At most two a facility on any day. Raises NotFound, NotAllowed, Invalid, Blocked (both slots
    are taken on one of these days).
    """
    listing = listing_for_update(actor=actor, listing_id=listing_id)
    require(actor, Act.LISTING_CHANGE)
    if ends < begins:
        raise Invalid(field="ends", reason=gettext_noop("The end lies before the beginning."))
    period = DateRange(begins, ends + timedelta(days=1))
    # locking the facility makes two officers choose one after the other
    Facility.objects.select_for_update().get(pk=listing.facility_id)
    taken = set(
        Flagship.objects.filter(
            facility_id=listing.facility_id, period__overlap=period
        ).values_list("slot", flat=True)
    )
    free = sorted({1, 2} - taken)
    if not free:
        raise Blocked(reasons=gettext_noop("Two goods are put forward on these days already."))
    flagship = Flagship.objects.create(
        listing=listing,
        facility_id=listing.facility_id,
        slot=free[0],
        period=period,
        set_by=actor.name,
    )
    audit(actor, "listing.flagship_set", listing, begins=str(begins), ends=str(ends))
    return flagship
