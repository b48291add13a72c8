"""Couriers, rates and parts of baskets for tests of delivery."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from catalog.models import Facility, Listing, Province, Regency
from catalog.types import Delivery
from storefront.orders.models import Courier, CourierService, ShippingRate
from storefront.orders.selectors.delivery import Destination

JAKARTA = Destination("31.74.01", "31.74", "31")
PALU = Destination("72.71.01", "72.71", "72")
SIGI = Destination("72.10.01", "72.10", "72")


@dataclass(frozen=True)
class Thing:
    """A line of a basket, as far as delivery goes."""

    listing_id: int = 0
    name: str = "Bawang goreng"
    quantity: int = 1
    unit_price: Decimal = Decimal(28_000)
    weight_grams: int = 400
    size_cm: tuple[int, int, int] | None = None
    kind_id: int = 0
    delivery: Delivery = Delivery.PARCEL
    lead_time_days: int | None = None
    is_made_to_order: bool = False
    on_sale: bool = True


@dataclass(frozen=True)
class SomePart:
    """A facility's part of a basket."""

    facility_id: int
    items: tuple[Thing, ...] = field(default_factory=lambda: (Thing(),))


def places_make() -> None:
    """Jakarta and Sigi beside Palu."""
    jakarta, _made = Province.objects.get_or_create(
        code="31",
        defaults={"slug": "jakarta", "name": "DKI Jakarta", "name_en": "Jakarta", "zone": "WIB"},
    )
    Regency.objects.get_or_create(
        code="31.74", defaults={"province": jakarta, "name": "Jakarta Selatan", "is_city": True}
    )
    Regency.objects.get_or_create(
        code="72.10", defaults={"province_id": "72", "name": "Sigi", "is_city": False}
    )


def service_make(code: str = "ab-reg", *, most_grams: int | None = None) -> CourierService:
    """A service, with its courier."""
    name = code.partition("-")[0]
    courier, _made = Courier.objects.get_or_create(code=name, defaults={"name": name.upper()})
    return CourierService.objects.create(
        code=code, courier=courier, name="Reguler", name_en="Regular", most_grams=most_grams
    )


def rate_make(
    origin: str = "72",
    destination: str = "31",
    first: int = 30_000,
    following: int = 20_000,
    days: tuple[int, int] = (2, 4),
    *,
    service: str = "ab-reg",
) -> ShippingRate:
    """A row of the rate table."""
    return ShippingRate.objects.create(
        service_id=service,
        origin=origin,
        destination=destination,
        first_kg=first,
        next_kg=following,
        days_min=days[0],
        days_max=days[1],
    )


def part_of(facility: Facility, *things: Thing) -> SomePart:
    """A part with these goods."""
    return SomePart(facility.pk, things or (Thing(),))


def thing_of(listing: Listing, **given: object) -> Thing:
    """A line of real goods."""
    values = {"listing_id": listing.pk, "delivery": Delivery(listing.delivery), **given}
    return Thing(**values)  # type: ignore[arg-type]
