"""What is said of a way of delivery: when it arrives, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from storefront.orders.selectors.delivery import Offer
from storefront.orders.services.quoting import QuotePart
from storefront.orders.types import DeliveryKind
from storefront.web.formats import rupiah, short_date


@dataclass(frozen=True)
class WayShown:
    """A way of delivery as a card. value: of its radio button; price: of choosing it, which may be
    what it saves; cost: of the delivery alone; when: a sentence, "" when nothing is known."""

    value: str
    name: str
    price: str
    cost: str
    when: str
    note: str
    refused: str
    is_chosen: bool
    icon: str


_ICONS = {
    DeliveryKind.COURIER: "truck",
    DeliveryKind.LOCAL: "phone",
    DeliveryKind.PICKUP: "store",
}


def ways_shown(part: QuotePart, language: str, chosen: Offer | None) -> list[WayShown]:
    """All ways of a part, those that can be chosen first."""
    return [way_shown(offer, language, is_chosen=offer is chosen) for offer in part.offers]


def way_shown(offer: Offer, language: str, *, is_chosen: bool) -> WayShown:
    """One of them."""
    return WayShown(
        value=f"{offer.kind}:{offer.service}",
        name=offer.name,
        price="" if offer.refused else way_price(offer, language),
        cost="" if offer.refused else _cost(offer, language),
        when="" if offer.refused else arrival(offer, language),
        note=offer.note,
        refused=offer.refused,
        is_chosen=is_chosen,
        icon=_ICONS[offer.kind],
    )


def way_price(offer: Offer, language: str) -> str:
    """What it costs, or saves: that is taken off the goods."""
    if offer.goods_discount:
        return _("Saves %(amount)s") % {"amount": rupiah(offer.goods_discount, language)}
    return _cost(offer, language)


def _cost(offer: Offer, language: str) -> str:
    if offer.kind is DeliveryKind.LOCAL:
        return _("Agreed with the facility")
    return rupiah(offer.price, language) if offer.price else _("Free")


def agreed_apart(parts: Sequence[QuotePart]) -> tuple[str, ...]:
    """Facilities whose local courier is chosen: what it takes is not in any sum of ours."""
    return tuple(
        part.basket.facility_name
        for part in parts
        if part.offer is not None and part.offer.kind is DeliveryKind.LOCAL
    )


def arrival(offer: Offer, language: str) -> str:
    """When it is with the buyer, or can be fetched."""
    if offer.arrives_from and offer.arrives_to:
        return _("Arrives %(days)s") % {
            "days": days_between(offer.arrives_from, offer.arrives_to, language)
        }
    if offer.ready_on is None:
        return ""
    day = short_date(offer.ready_on, language)
    if offer.kind is DeliveryKind.PICKUP:
        return _("Ready for pickup by %(day)s") % {"day": day}
    return _("Ready by %(day)s; the facility contacts you") % {"day": day}


def days_between(first: date, last: date, language: str) -> str:
    """25–28 Nov 2026, 28 Nov – 2 Des 2026, or one day."""
    if first == last:
        return short_date(last, language)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{short_date(last, language)}"
    begins = short_date(first, language)
    begins = begins if first.year != last.year else begins.rpartition(" ")[0]
    return f"{begins} – {short_date(last, language)}"
