"""What a buyer chooses on the second page of the checkout: a way of delivery for each facility,
and a way of paying."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.dates import legal_today
from catalog.errors import NotFound
from storefront.orders.acting import as_shop
from storefront.orders.errors import NO_WAY, NoDelivery, PaymentRefused
from storefront.orders.providers.base import Method
from storefront.orders.rules.deadlines import PICKUP
from storefront.orders.saleor_adapter.basket_writes import checkout_ways_write
from storefront.orders.services.payments import methods_offered
from storefront.orders.services.quoting import Quote, QuotePart, quote
from storefront.orders.types import DeliveryKind

Way = tuple[str, str]  # kind and service
_CHOOSE = gettext_noop("Choose how it reaches you.")
_NOT_OFFERED = gettext_noop("This way of paying is not offered here. Choose another.")
_FETCH_FIRST = gettext_noop("To pay at pickup, choose to fetch the goods yourself.")


def ways_choose(
    *, token: UUID, ways: Mapping[int, Way], method: str, language: str, seen: Quote | None = None
) -> None:
    """Have each part delivered so, and the whole paid so. For whoever holds the basket's key.

    ways: by facility; a part that is not named stays as it is; seen: the quote that this request
    has read already. Raises NotFound, NoDelivery (not offered, or refused; with the reason),
    PaymentRefused; then nothing was chosen.
    """
    seen = seen or quote(token, on=legal_today(), language=language)
    if seen is None:
        raise NotFound
    chosen = with_ways(seen, ways)
    for part in chosen.parts:
        if part.offer is None:
            raise NoDelivery(facility=part.basket.facility_name, reason=_CHOOSE)
    if chosen.total and method not in {
        way.code for way in methods_offered(chosen, language=language)
    }:
        is_counter = method.partition(":")[0] == PICKUP
        raise PaymentRefused(reason=_FETCH_FIRST if is_counter else _NOT_OFFERED)
    with as_shop():
        if not checkout_ways_write(token, ways, (language, method)):
            raise NotFound


def with_ways(seen: Quote, ways: Mapping[int, Way]) -> Quote:
    """The quote as if these ways were chosen; its prices of goods and its digest are of before.
    Raises NotFound (a facility that is not in it), NoDelivery."""
    if set(ways) - {part.facility_id for part in seen.parts}:
        raise NotFound
    parts = tuple(_with_way(part, ways.get(part.facility_id)) for part in seen.parts)
    return replace(seen, parts=parts)


def _with_way(part: QuotePart, way: Way | None) -> QuotePart:
    if way is None:
        return part
    for offer in part.offers:
        if (offer.kind, offer.service) == way:
            if offer.refused:
                raise NoDelivery(facility=part.basket.facility_name, reason=offer.refused)
            return replace(part, offer=offer)
    raise NoDelivery(facility=part.basket.facility_name, reason=NO_WAY)


def methods_to_choose(seen: Quote, *, language: str) -> tuple[Method, ...]:
    """All ways of paying that some choice of delivery makes possible: paying at the counter too,
    where the one facility that has all of it takes money there."""
    found = methods_offered(seen, language=language)
    if len(seen.parts) == 1:
        fetched = _fetched(seen.parts[0])
        if fetched:
            at_counter = methods_offered(replace(seen, parts=(fetched,)), language=language)
            known = {method.code for method in found}
            found += tuple(method for method in at_counter if method.code not in known)
    return found


def _fetched(part: QuotePart) -> QuotePart | None:
    """The part as if it were fetched."""
    ways = (way for way in part.offers if way.kind == DeliveryKind.PICKUP and not way.refused)
    offer = next(ways, None)
    return replace(part, offer=offer) if offer else None
