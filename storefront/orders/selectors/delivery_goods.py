"""The ways of delivery of one piece of goods, before it is in any basket: for its own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from catalog.types import Delivery
from storefront.orders.selectors.delivery import offers
from storefront.orders.selectors.delivery_rows import packed_size
from storefront.orders.selectors.delivery_types import Destination, Offer


@dataclass(frozen=True)
class _Goods:
    """One piece of goods, before it is in any basket."""

    listing_id: int
    name: str
    unit_price: Decimal
    weight_grams: int
    size_cm: tuple[int, int, int] | None
    kind_id: int
    delivery: Delivery
    lead_time_days: int | None
    quantity: int = 1
    on_sale: bool = True

    @property
    def is_made_to_order(self) -> bool:
        return self.lead_time_days is not None


@dataclass(frozen=True)
class _Parcel:
    facility_id: int
    items: tuple[_Goods, ...]


def offers_of_goods(
    *,
    listing_id: int,
    facility_id: int,
    kind_id: int,
    name: str,
    delivery: Delivery,
    weight_grams: int,
    unit_price: Decimal,
    made_in: int | None,
    destination: Destination,
    on: date,
    language: str,
) -> tuple[Offer, ...]:
    """The ways of one piece of goods, for its own page: by the rate table alone, since pages are
    kept. made_in: working days, None when it is there. At most five statements."""
    goods = _Goods(
        listing_id=listing_id,
        name=name,
        unit_price=unit_price,
        weight_grams=weight_grams,
        size_cm=packed_size(listing_id),
        kind_id=kind_id,
        delivery=delivery,
        lead_time_days=made_in,
    )
    parcel = _Parcel(facility_id, (goods,))
    found = offers([parcel], destination, on=on, language=language, is_live=False)
    return found[facility_id]
