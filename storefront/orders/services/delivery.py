"""What facilities offer, how large their packs are, and the way of delivery a buyer chooses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language, gettext_noop

from catalog.dates import legal_today
from catalog.errors import Invalid, NotFound
from catalog.models import Facility, Listing
from catalog.policies.abilities import Act, require
from catalog.policies.scope import facilities_managed_by, of_facilities_managed_by
from catalog.services.locking import locked
from catalog.services.reference import (
    differences,
    kept_down,
    one_at_a_time,
    row_check,
    texts_require,
)
from catalog.types import Actor
from storefront.orders.acting import as_shop
from storefront.orders.errors import NO_WAY, NoDelivery
from storefront.orders.models import (
    CourierService,
    FacilityDelivery,
    PackedSize,
)
from storefront.orders.saleor_adapter.basket_writes import checkout_ways_write
from storefront.orders.selectors.delivery_rows import packed_size
from storefront.orders.services.quoting import Quote, QuotePart, quote, quote_chosen
from storefront.orders.types import DeliveryKind

SET, PACKED = "delivery.set", "listing.packed"
MOST_DISCOUNT, MOST_HOURS, MOST_HANDLING = 50, 240, 60
MOST_SIZE = 400  # centimetres

Size = tuple[int, int, int]


@dataclass(frozen=True)
class DeliveryValues:
    """Of FacilityDelivery. without: codes of services, in their order."""

    offers_courier: bool
    offers_pickup: bool
    pickup_discount: int
    pays_at_pickup: bool
    offers_local: bool
    local_note: str
    local_note_en: str
    accept_hours: int
    handling_days: int
    without: tuple[str, ...]


_NAMES = tuple(DeliveryValues.__annotations__)


def facility_delivery_values(facility_id: int) -> DeliveryValues:
    """What a facility offers, or what it does as long as it said nothing. One statement."""
    row = FacilityDelivery.objects.filter(pk=facility_id).first() or FacilityDelivery()
    values: dict[str, Any] = {name: getattr(row, name) for name in _NAMES}
    return DeliveryValues(**{**values, "without": tuple(sorted(row.without))})


@transaction.atomic
def facility_delivery_set(
    *, actor: Actor, facility_id: int, wanted: DeliveryValues, seen: DeliveryValues
) -> None:
    """Say what a facility offers. Raises NotFound (out of scope), NotAllowed, Invalid, Stale."""
    facility = Facility.objects.filter(facilities_managed_by(actor), pk=facility_id).first()
    if facility is None:
        raise NotFound
    require(actor, Act.DELIVERY_SET, facility_id)
    one_at_a_time(f"{FacilityDelivery._meta.db_table} {facility_id}")
    row = FacilityDelivery.objects.filter(pk=facility_id).first()
    changes = differences(facility_delivery_values(facility_id), wanted, seen)
    _check(wanted)
    if not changes:
        return
    row = row or FacilityDelivery(facility_id=facility_id)
    for name in _NAMES:
        setattr(row, name, getattr(wanted, name))
    row.without = list(wanted.without)
    row_check(row)
    row.save()
    kept_down(actor, SET, Facility._meta.db_table, facility_id, changes)


def _check(wanted: DeliveryValues) -> None:
    texts_require(wanted)
    services = CourierService.objects.values_list("pk", flat=True)
    going = set(services.filter(is_on=True, courier__is_on=True))
    carried = wanted.offers_courier and not (going and going.issubset(wanted.without))
    if not (carried or wanted.offers_local or wanted.offers_pickup):
        reason = gettext_noop("Offer one way at least, else nothing can be bought.")
        raise Invalid(field="offers_courier", reason=reason)
    if wanted.pays_at_pickup and not wanted.offers_pickup:
        reason = gettext_noop("Whoever pays on fetching has to be able to fetch.")
        raise Invalid(field="pays_at_pickup", reason=reason)
    bounds = (
        ("pickup_discount", 0, MOST_DISCOUNT),
        ("accept_hours", 1, MOST_HOURS),
        ("handling_days", 0, MOST_HANDLING),
    )
    for name, low, high in bounds:
        if not low <= getattr(wanted, name) <= high:
            raise Invalid(field=name, reason=gettext_noop("This number is out of bounds."))
    if not set(services).issuperset(wanted.without):
        raise Invalid(field="without", reason=gettext_noop("Choose among what there is."))


# --- Packs


@transaction.atomic
def packed_size_set(*, actor: Actor, listing_id: int, size: Size | None) -> None:
    """Say how large a listing's pack is; None takes it away, and its weight alone counts.

    size: centimetres. Raises NotFound (out of scope), NotAllowed, Invalid.
    """
    listing = locked(Listing.objects.filter(of_facilities_managed_by(actor), pk=listing_id))
    require(actor, Act.LISTING_CHANGE, listing.facility_id)
    before = packed_size(listing_id)
    if size is not None and not all(1 <= side <= MOST_SIZE for side in size):
        reason = gettext_noop("Whole centimetres from 1 to 400.")
        raise Invalid(field="packed_size", reason=reason)
    if size == before:
        return
    if size is None:
        PackedSize.objects.filter(pk=listing_id).delete()
    else:
        length, width, height = size
        PackedSize.objects.update_or_create(
            listing_id=listing_id,
            defaults={
                "facility_id": listing.facility_id,
                "length": length,
                "width": width,
                "height": height,
            },
        )
    changes = {"packed_size": (before and list(before), size and list(size))}
    kept_down(actor, PACKED, Listing._meta.db_table, listing_id, changes)


# --- What a buyer chooses


def delivery_choose(*, token: UUID, facility_id: int, kind: DeliveryKind, service: str) -> Quote:
    """Have a facility's part of a basket delivered so; what it all costs then. For whoever holds
    the basket's key.

    Raises NotFound (no such basket, or nothing of the facility in it), NoDelivery (not offered, or
    refused; with the reason).
    """
    language = get_language() or "id"
    seen = quote(token, on=legal_today(), language=language)
    part = next((p for p in seen.parts if p.facility_id == facility_id), None) if seen else None
    if seen is None or part is None:
        raise NotFound
    _offer_require(part, kind, service)
    ways = {facility_id: (kind.value, service)}
    with as_shop():
        if not checkout_ways_write(token, ways):
            raise NotFound
    return quote_chosen(seen, ways, language=language)


def _offer_require(part: QuotePart, kind: DeliveryKind, service: str) -> None:
    for offer in part.offers:
        if (offer.kind, offer.service) == (kind, service):
            if offer.refused:
                raise NoDelivery(facility=part.basket.facility_name, reason=offer.refused)
            return
    raise NoDelivery(facility=part.basket.facility_name, reason=NO_WAY)
