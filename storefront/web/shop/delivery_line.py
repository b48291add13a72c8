"""What delivery of goods costs and when they arrive, on their own page, for a place in the address.

The place is in the address (`?tujuan=31`) and nowhere else: product pages are kept for everybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from django.utils.translation import gettext as _

from catalog.shown import ListingInfo, Variant
from catalog.types import Delivery
from storefront.orders.selectors.delivery_goods import offers_of_goods
from storefront.orders.selectors.delivery_types import Destination, Offer
from storefront.orders.types import DeliveryKind
from storefront.web.formats import long_date, rupiah
from storefront.web.starts import DESTINATION, PROVINCE, provinces_to_choose, starts_named


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """said: the line for the chosen place, "" without one; is_refused: it says why nobody brings
    it there; place: its name; places: of the form, (code, name, chosen)."""

    said: str
    is_refused: bool
    place: str
    places: tuple[tuple[str, str, bool], ...]


def delivery_line(
    request: HttpRequest, listing: ListingInfo, variant: Variant, *, on: date, language: str
) -> DeliveryLine:
    """The line of a product page. variant: the one whose delivery is told. Up to five statements
    with a place, none without."""
    names = starts_named(language)
    code = request.GET.get(DESTINATION, "")
    code = code if code in names else ""
    places = provinces_to_choose(language, code)
    if not code:
        return DeliveryLine("", False, "", places)
    found = _offers(listing, variant, code, on, language)
    said, is_refused = _said(found, listing.delivery, names[code], language)
    return DeliveryLine(said, is_refused, names[code], places)


def _offers(
    listing: ListingInfo, variant: Variant, code: str, on: date, language: str
) -> tuple[Offer, ...]:
    to = Destination("", code if len(code) > PROVINCE else "", code[:PROVINCE])
    return offers_of_goods(
        listing_id=listing.id,
        facility_id=listing.facility.id,
        kind_id=listing.kind.id,
        name=listing.name,
        delivery=listing.delivery,
        weight_grams=variant.weight_grams or 0,
        unit_price=Decimal(variant.price),
        made_in=listing.lead_time_days if variant.stock <= 0 else None,
        destination=to,
        on=on,
        language=language,
    )


def _said(found: tuple[Offer, ...], way: Delivery, place: str, language: str) -> tuple[str, bool]:
    """The line, and whether it is a refusal: of the courier, or of the local one where goods go by
    that."""
    carried = [one for one in found if one.kind is not DeliveryKind.PICKUP]
    first = next((one for one in carried if not one.refused), None)
    if first is None:
        told = carried[-1 if way is Delivery.LOCAL_COURIER else 0].refused if carried else ""
        return told or _("Picked up only."), True
    if first.kind is DeliveryKind.LOCAL:
        return f"{first.name}: {first.note}", False
    if first.arrives_from is None or first.arrives_to is None:  # a courier always says when
        return "", False
    return (
        _("Delivery to %(place)s from %(price)s · arrives %(days)s")
        % {
            "place": place,
            "price": rupiah(first.price, language),
            "days": days_said(first.arrives_from, first.arrives_to, language),
        }
    ), False


def days_said(first: date, last: date, language: str) -> str:
    """25–28 November; 28 November–2 Desember; the year where it is another than the first's."""
    begins, ends = (long_date(day, language).rpartition(" ") for day in (first, last))
    if first.year != last.year:
        return f"{' '.join(begins[::2])}–{' '.join(ends[::2])}"
    if first == last:
        return ends[0]
    if first.month == last.month:
        return f"{first.day}–{ends[0]}"
    return f"{begins[0]}–{ends[0]}"
