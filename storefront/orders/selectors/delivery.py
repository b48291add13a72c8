"""How each facility's part of a basket can reach the buyer, what it costs and when it arrives.

Rates come from the rate table; where live rates are set up and answer in time, they count instead.
Whether a facility offers something, a kind of goods may leave so, a parcel is too heavy or may not
leave its province is said with the offer itself, so that a basket shows it before the address step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from django.utils import translation

from catalog.types import Delivery
from storefront.orders.carriers.asking import live_rates, source_now
from storefront.orders.carriers.base import LiveRate, RateAsk
from storefront.orders.rules.days import IsOpen, after, courier_carries, facility_open
from storefront.orders.rules.rates import Pack, Place, chargeable_grams, closest, price
from storefront.orders.rules.ways import may_cross, strictest
from storefront.orders.selectors import delivery_words as words
from storefront.orders.selectors.delivery_ground import Ground
from storefront.orders.selectors.delivery_rows import (
    KindTerms,
    Rate,
    Sender,
    kind_terms,
    paper_levels,
    rates,
    senders,
)
from storefront.orders.selectors.delivery_types import Destination, Item, Offer, Part
from storefront.orders.types import DeliveryKind

__all__ = ["Destination", "Offer", "offers"]

_HOURS = 24
_ORDER = {DeliveryKind.COURIER: 0, DeliveryKind.LOCAL: 1, DeliveryKind.PICKUP: 2}


@dataclass(frozen=True)
class _Case:
    """One part with all that its offers are worked out from. items: those that can be bought; way:
    the strictest of its goods; way_reason: why it is that; stays: why it may not leave its
    province, "" if it may."""

    facility_id: int
    items: Sequence[Item]
    sender: Sender
    destination: Destination | None
    way: Delivery
    way_reason: str
    stays: str
    on: date

    @property
    def packs(self) -> list[Pack]:
        """Of all its goods."""
        return [Pack(one.weight_grams, one.quantity, one.size_cm) for one in self.items]

    @property
    def value(self) -> Decimal:
        """Of its goods, in rupiah."""
        return sum((one.unit_price * one.quantity for one in self.items), Decimal(0))

    @property
    def weight(self) -> int:
        """Grams."""
        return sum(one.weight_grams * one.quantity for one in self.items)

    @property
    def leaves_province(self) -> bool:
        """Whether the destination lies in another province."""
        to = self.destination
        return to is not None and to.province_code != self.sender.place.province

    @property
    def leads(self) -> list[int]:
        """Working days to make each that is not there yet."""
        return [one.lead_time_days or 0 for one in self.items if one.is_made_to_order]

    def made(self) -> date | None:
        """The day by which all of it is made; None when all is there."""
        return after(self.on, max(self.leads), self._is_open) if self.leads else None

    def ready(self) -> tuple[date, date]:
        """The first and the last day on which it is packed, as the facility promises: accepting,
        making what has to be made, packing."""
        terms = self.sender.terms
        work = terms.handling_days + max(self.leads, default=0)
        accepting = -(-terms.accept_hours // _HOURS)
        return after(self.on, work, self._is_open), after(self.on, work + accepting, self._is_open)

    @property
    def _is_open(self) -> IsOpen:
        return facility_open([weekday for weekday, _opens, _closes in self.sender.hours])


def offers(
    parts: Sequence[Part],
    destination: Destination | None,
    *,
    on: date,
    language: str,
    is_live: bool = True,
    ground: Ground | None = None,
) -> dict[int, tuple[Offer, ...]]:
    """All ways of delivery of each part, by facility; at most four statements for all of them.

    First what can be chosen: couriers, the cheapest first, then the local courier, then pickup; so
    the first one is what a buyer is offered unless they choose. Then what cannot, with the reason.
    A destination of None (no address yet) leaves couriers and the local courier refused with the
    sentence that asks for it. is_live: whether live rates may be asked for; inside a transaction
    nobody is. ground: of the basket that the parts and the destination are of, where it is read.
    """
    if not parts:
        return {}
    with translation.override(language):
        asks = is_live and destination is not None and source_now() is not None
        district = destination.district_code if destination and asks else ""
        known = None if asks else ground
        cases = _cases(parts, destination, district, on=on, language=language, ground=known)
        to, table = _place(destination), ground.rates if ground else ()
        if ground is None and to:
            table = rates((case.sender.place for case in cases), to, language=language)
        live = _live(cases, table) if asks else {}
        return {
            case.facility_id: _sorted(_offers(case, table, live.get(case.facility_id)))
            for case in cases
        }


def _place(destination: Destination | None) -> Place | None:
    return Place(destination.regency_code, destination.province_code) if destination else None


def _cases(
    parts: Sequence[Part],
    destination: Destination | None,
    district: str,
    *,
    on: date,
    language: str,
    ground: Ground | None,
) -> list[_Case]:
    bought = {part.facility_id: [one for one in part.items if one.on_sale] for part in parts}
    items = [one for rows in bought.values() for one in rows]
    if ground is not None:
        found, kinds = ground.senders, ground.kinds
    else:
        found = senders(bought, district=district, language=language)
        kinds = kind_terms((one.kind_id for one in items), language=language)
    within = [one for one in items if one.kind_id in kinds and kinds[one.kind_id].within_province]
    papers = {kinds[one.kind_id].crosses_with for one in within} - {""}
    levels = paper_levels({one.listing_id for one in within}, papers, on=on)
    cases = []
    for key, own in bought.items():
        way, reason = _way(own, kinds)
        stays = words.stays_sentence(_staying(own, kinds, levels), found[key].province)
        cases.append(_Case(key, own, found[key], destination, way, reason, stays, on))
    return cases


def _way(items: Sequence[Item], kinds: Mapping[int, KindTerms]) -> tuple[Delivery, str]:
    """The one way for all of them, and what is said of the kind that asks for it."""
    ways = []
    for one in items:
        terms = kinds.get(one.kind_id)
        way = strictest([one.delivery, *([terms.way] if terms else [])])
        ways.append((way, terms.reason if terms and terms.way is way else "", one.name))
    way = strictest(found for found, _reason, _name in ways)
    reason, name = next(((r, n) for found, r, n in ways if found is way), ("", ""))
    return way, words.way_sentence(way, name, reason)


def _staying(
    items: Iterable[Item],
    kinds: Mapping[int, KindTerms],
    levels: Mapping[tuple[int, str], set[str]],
) -> list[tuple[str, str]]:
    """Names of goods that may not leave their province, each with the reason of its kind.

    Where a kind of paper lets goods cross, only goods that such a paper covers are bound at all:
    the others of that kind need none (cabbages beside eggs), or they would not be on sale.
    """
    found = []
    for one in items:
        terms = kinds.get(one.kind_id)
        if terms is None or not terms.within_province:
            continue
        own = levels.get((one.listing_id, terms.crosses_with)) if terms.crosses_with else set()
        if own is not None and not may_cross(own):
            found.append((one.name, terms.reason))
    return found


# --- Each kind of delivery


def _offers(case: _Case, table: Sequence[Rate], live: Mapping[str, LiveRate] | None) -> list[Offer]:
    found = _courier(case, table, live or {}) if case.sender.terms.offers_courier else []
    if case.sender.terms.offers_local:
        found.append(_local(case))
    if case.sender.terms.offers_pickup or case.way is Delivery.PICKUP:
        found.append(_pickup(case))
    return found


def _courier(case: _Case, table: Sequence[Rate], live: Mapping[str, LiveRate]) -> list[Offer]:
    """An offer for each service that goes there, or one that says why there is none."""
    refused = case.way_reason if case.way is not Delivery.PARCEL else ""
    if not refused and case.leaves_province:
        refused = case.stays
    to = _place(case.destination)
    if refused or to is None:
        return [_plain(case, DeliveryKind.COURIER, refused or words.ask_for_address())]
    by_service: dict[str, list[Rate]] = {}
    for rate in table:
        if rate.service not in case.sender.terms.without:
            by_service.setdefault(rate.service, []).append(rate)
    rows = [closest(rows, case.sender.place, to) for rows in by_service.values()]
    found = [_carried(case, row, live.get(row.service)) for row in rows if row is not None]
    return found or [_plain(case, DeliveryKind.COURIER, words.nobody_goes_there())]


def _carried(case: _Case, rate: Rate, live: LiveRate | None) -> Offer:
    grams = chargeable_grams(case.packs, rate.divisor)
    cost = price(rate.first_kg, rate.next_kg, grams, rate.round_up_from)
    days_min, days_max = rate.days_min, rate.days_max
    if live is not None:
        cost, days_min, days_max = live.price, live.days_min, live.days_max
    first, last = case.ready()
    is_too_heavy = rate.most_grams is not None and grams > rate.most_grams
    return Offer(
        kind=DeliveryKind.COURIER,
        service=rate.service,
        name=f"{rate.courier_name} {rate.name}",
        price=cost,
        goods_discount=Decimal(0),
        days_min=days_min,
        days_max=days_max,
        made_on=case.made(),
        ready_on=last,
        arrives_from=after(first, days_min, courier_carries),
        arrives_to=after(last, days_max, courier_carries),
        grams=grams,
        refused=words.too_heavy(grams, rate.most_grams or 0) if is_too_heavy else "",
        note="",
    )


def _local(case: _Case) -> Offer:
    refused = ""
    if case.way is Delivery.PICKUP:
        refused = case.way_reason
    elif case.destination is None:
        refused = words.ask_for_address()
    elif case.leaves_province:
        refused = case.stays or words.not_so_far(case.sender.province)
    note = words.local_note(case.sender.terms.local_note)
    return _plain(case, DeliveryKind.LOCAL, refused, note)


def _pickup(case: _Case) -> Offer:
    terms = case.sender.terms
    share = Decimal(terms.pickup_discount) / 100
    discount = (case.value * share).quantize(Decimal(1), ROUND_DOWN)
    note = words.pickup_note(case.sender.address, case.sender.hours, case.sender.zone)
    return _plain(
        case, DeliveryKind.PICKUP, "", note, discount=discount, pays_there=terms.pays_at_pickup
    )


def _plain(
    case: _Case,
    kind: DeliveryKind,
    refused: str,
    note: str = "",
    *,
    discount: Decimal = Decimal(0),
    pays_there: bool = False,
) -> Offer:
    """An offer that no service carries."""
    return Offer(
        kind=kind,
        service="",
        name=words.kind_name(kind),
        price=Decimal(0),
        goods_discount=discount,
        days_min=0,
        days_max=0,
        made_on=case.made(),
        ready_on=case.ready()[1],
        arrives_from=None,
        arrives_to=None,
        grams=case.weight,
        refused=refused,
        note=note,
        pays_there=pays_there,
    )


def _sorted(found: Iterable[Offer]) -> tuple[Offer, ...]:
    return tuple(
        sorted(
            found,
            key=lambda one: (bool(one.refused), _ORDER[one.kind], one.price, one.days_max),
        )
    )


# --- Live rates


def _live(cases: Sequence[_Case], table: Sequence[Rate]) -> dict[int, dict[str, LiveRate]]:
    """What services charge now, by facility and service, for parts that a courier may carry."""
    couriers = tuple(sorted({rate.courier for rate in table}))
    if not couriers:
        return {}
    divisor = min(rate.divisor for rate in table)  # the dearest for what is large
    asks = {
        case.facility_id: RateAsk(
            case.sender.postal_code,
            case.sender.to_postal_code,
            chargeable_grams(case.packs, divisor),
            int(case.value),
            couriers,
        )
        for case in cases
        if case.way is Delivery.PARCEL
        and not (case.stays and case.leaves_province)
        and case.sender.postal_code
        and case.sender.to_postal_code
    }
    known = live_rates(asks.values())
    return {
        facility_id: {rate.service: rate for rate in known[ask]}
        for facility_id, ask in asks.items()
        if ask in known
    }
