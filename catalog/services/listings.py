"""Making listings and moving them between states; publishing has its own door."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.text import slugify
from django.utils.translation import gettext_noop

from catalog.audit import audit, audit_entry
from catalog.errors import Blocked, Invalid, NotFound, WrongState
from catalog.listing_rules import values_check
from catalog.listing_values import SCALARS, ListingValues, VariantValues, text_of
from catalog.models import (
    AuditEntry,
    Brand,
    Facility,
    Flagship,
    FormerAddress,
    Listing,
    ProductionUnit,
)
from catalog.policies.abilities import Act, require
from catalog.policies.scope import facilities_managed_by, listings_managed_by
from catalog.saleor_adapter.attributes import ADULTS, BUYER, DELIVERY, ORIGIN, Word
from catalog.saleor_adapter.bulk import slugs_taken
from catalog.saleor_adapter.editing import category_exists
from catalog.saleor_adapter.products import (
    VariantDraft,
    product_create,
    product_hide,
    product_rename_address,
    products_hide,
)
from catalog.services.locking import locked
from catalog.types import ALLOWED_MOVES, Actor, Delivery, ListingState

_SLUG_LENGTH = 110
_COUNTED = re.compile(r"(-\d+)+$")


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

    @property
    def values(self) -> ListingValues:
        """What it says of the goods."""
        said = {**vars(self), **vars(self.texts)}
        return ListingValues(
            **{name: said[name] for name in SCALARS if not name.startswith("description")},
            description=text_of(self.description),
            description_en=text_of(self.description_en),
            variants=tuple(
                VariantValues(None, one.name, one.name_en, one.price, one.weight_grams, one.stock)
                for one in self.variants
            ),
        )


def own_check(facility_id: int, *, unit_id: int | None, brand_id: int | None) -> None:
    """Raises NotFound for a unit or brand of another facility."""
    for model, key in ((ProductionUnit, unit_id), (Brand, brand_id)):
        if key is not None and not model.objects.filter(pk=key, facility_id=facility_id).exists():
            raise NotFound


def category_check(category_id: int | None) -> None:
    """Raises Invalid unless there is such a kind of goods."""
    if category_id is None or not category_exists(category_id):
        raise Invalid(field="category_id", reason=gettext_noop("Choose the kind of goods."))


def slug_free(wish: str) -> str:
    """An address for new goods that none has or had, counted up where one does. Whoever wishes for
    the same, or for what counting could come to, waits until this transaction ends."""
    slug = base = slugify(wish)[:_SLUG_LENGTH].strip("-") or "barang"
    with connection.cursor() as cursor:
        stem = _COUNTED.sub("", base)
        cursor.execute("SELECT pg_advisory_xact_lock(7202605, hashtext(%s))", [stem])
    number = 1
    while _slug_taken(slug):
        number += 1
        slug = f"{base}-{number}"
    return slug


def _slug_taken(slug: str) -> bool:
    return (
        Listing.objects.filter(slug=slug).exists()
        or FormerAddress.objects.filter(slug=slug).exists()
        or bool(slugs_taken([slug]))
    )


# What Saleor's clients read of how goods leave a facility.
DELIVERY_WORDS = {
    Delivery.PARCEL: Word("Dikirim", "Shipped"),
    Delivery.PICKUP: Word("Ambil di tempat", "Pick up"),
    Delivery.LOCAL_COURIER: Word("Kurir setempat", "Local courier"),
}


def attributes_of(facility: Facility, delivery: Delivery) -> dict[Word, Word]:
    """What Saleor's clients read of a facility's goods."""
    return {**origin_of(facility), DELIVERY: DELIVERY_WORDS[delivery]}


def origin_of(facility: Facility) -> dict[Word, Word]:
    """Where they read that its goods are from."""
    province = facility.regency.province
    return {ORIGIN: Word(province.name, province.name_en)}


def _attributes(facility: Facility, draft: ListingDraft) -> dict[Word, Word]:
    return {
        **attributes_of(facility, draft.delivery),
        **({BUYER: ADULTS} if draft.adults_only else {}),
    }


@transaction.atomic
def listing_create(*, actor: Actor, draft: ListingDraft) -> Listing:
    """Make a draft listing with its product, variants and stock in Saleor.

    Raises NotAllowed, NotFound (facility out of scope, another's unit or brand), Invalid.
    """
    facility = (
        Facility.objects.select_related("regency__province")
        .filter(facilities_managed_by(actor), pk=draft.facility_id)
        .first()
    )
    if facility is None:
        raise NotFound
    require(actor, Act.LISTING_CREATE, facility.pk)
    values_check(draft.values)
    category_check(draft.category_id)
    own_check(facility.pk, unit_id=draft.unit_id, brand_id=draft.brand_id)
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
    """The listing, locked, if it is in the actor's scope. Raises NotFound, NotAllowed."""
    rows = Listing.objects.filter(listings_managed_by(actor), pk=listing_id)
    return locked(rows.select_related("facility"))


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
    require(actor, Act.LISTING_SUBMIT, listing.facility_id)
    former = listing_move(listing, ListingState.SUBMITTED)
    listing.save(update_fields=["state"])
    audit(actor, "listing.submitted", listing, former=former.value)
    return listing


_CLOSED = frozenset({ListingState.SUSPENDED, ListingState.ARCHIVED})


@transaction.atomic
def listing_close(*, actor: Actor, listing_id: int, state: ListingState, reason: str) -> Listing:
    """Take a listing off sale: SUSPENDED until put right, ARCHIVED for good.

    Closing needs no clearance. Raises NotFound, NotAllowed, WrongState (also for any other state:
    the table of moves knows ways to buyers).
    """
    listing = listing_for_update(actor=actor, listing_id=listing_id)
    require(actor, Act.LISTING_CLOSE, listing.facility_id)
    if state not in _CLOSED:
        raise WrongState(current=listing.state, wanted=state.value)
    former = listing_move(listing, state)
    listing.save(update_fields=["state"])
    product_hide(listing.product_id)
    audit(actor, f"listing.{state.value}", listing, former=former.value, reason=reason)
    return listing


@transaction.atomic
def listings_suspend(*, actor: Actor, reasons: Mapping[int, str]) -> None:
    """Take many listings off sale at once, until put right. reasons: why, by id.

    Five statements, however many there are; what is not on sale is left as it is. Raises NotFound,
    NotAllowed for one of them.
    """
    rows = Listing.objects.filter(listings_managed_by(actor), pk__in=reasons)
    facilities = list(rows.values_list("facility_id", flat=True))
    if len(facilities) != len(reasons):
        raise NotFound
    for facility_id in set(facilities):
        require(actor, Act.LISTING_CLOSE, facility_id)
    on_sale = rows.filter(state=ListingState.PUBLISHED)
    found = list(on_sale.select_for_update(no_key=True).order_by("pk"))
    Listing.objects.filter(pk__in=[one.pk for one in found]).update(state=ListingState.SUSPENDED)
    products_hide([one.product_id for one in found])
    AuditEntry.objects.bulk_create(
        audit_entry(
            actor, "listing.suspended", Listing._meta.db_table, one.pk,
            {"former": one.state, "reason": reasons[one.pk]},
        )
        for one in found
    )  # fmt: skip


@transaction.atomic
def listing_withdraw(*, actor: Actor, listing_id: int, reason: str = "") -> ListingState:
    """Take one's own goods back to a draft: out of sale at once, on sale again only by a new
    clearance. The former state comes back.

    Raises NotFound, NotAllowed, WrongState.
    """
    return _to_draft(actor, listing_id, "listing.withdrawn", reason, _WITHDRAWN)


@transaction.atomic
def listing_send_back(*, actor: Actor, listing_id: int, reason: str) -> None:
    """Give a listing that was handed in back to its facility as a draft.

    Raises NotFound, NotAllowed, WrongState.
    """
    starts = frozenset({ListingState.SUBMITTED})
    _to_draft(actor, listing_id, "listing.sent_back", reason, starts, act=Act.LISTING_REVIEW)


@transaction.atomic
def listing_restore(*, actor: Actor, listing_id: int) -> ListingState:
    """Bring an archived listing back as a draft; the state it was archived in comes back.

    Raises NotFound, NotAllowed, WrongState.
    """
    _to_draft(actor, listing_id, "listing.restored", "", frozenset({ListingState.ARCHIVED}))
    archived = AuditEntry.objects.filter(
        subject_table=Listing._meta.db_table,
        subject_id=str(listing_id),
        action="listing.archived",
    ).latest("at", "pk")
    return ListingState(archived.detail.get("former", ListingState.DRAFT))


_WITHDRAWN = frozenset({ListingState.SUBMITTED, ListingState.PUBLISHED, ListingState.SUSPENDED})


def _to_draft(
    actor: Actor,
    listing_id: int,
    action: str,
    reason: str,
    starts: frozenset[ListingState],
    *,
    act: Act = Act.LISTING_SUBMIT,
) -> ListingState:
    listing = listing_for_update(actor=actor, listing_id=listing_id)
    require(actor, act, listing.facility_id)
    if ListingState(listing.state) not in starts:
        raise WrongState(current=listing.state, wanted=ListingState.DRAFT.value)
    former = listing_move(listing, ListingState.DRAFT)
    listing.save(update_fields=["state"])
    product_hide(listing.product_id)
    audit(actor, action, listing, former=former.value, reason=reason)
    return former


@transaction.atomic
def listing_change_address(*, actor: Actor, listing_id: int, slug: str) -> Listing:
    """Give a listing a new address; the old one leads to it from now on.

    Raises NotFound, NotAllowed; Invalid when another listing has or had the address.
    """
    listing = listing_for_update(actor=actor, listing_id=listing_id)
    require(actor, Act.LISTING_CHANGE, listing.facility_id)
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
    require(actor, Act.LISTING_CHANGE, listing.facility_id)
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
