"""What a basket costs and how it would go, on one day: what the review page shows is what placing
writes, by this one function."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext

from storefront.orders.acting import as_shop
from storefront.orders.rules.shares import apportion
from storefront.orders.rules.taxes import tax_within
from storefront.orders.rules.vouchers import REFUSALS, Refusal, delivery_discounts
from storefront.orders.selectors.baskets import Basket, BasketItem, BasketPart, basket_with
from storefront.orders.selectors.bought import Buyer, open_pieces, voucher_used
from storefront.orders.selectors.delivery import Destination, Offer, offers
from storefront.orders.selectors.delivery_ground import Ground, ground_asked, ground_from
from storefront.orders.selectors.taxes import percents_asked
from storefront.orders.types import DeliveryKind
from storefront.orders.voucher_terms import VoucherTerms

ZERO = Decimal(0)


class ProblemKind(StrEnum):
    """Why a basket cannot be ordered as it stands."""

    EMPTY = "empty"
    CHANGED = "changed"
    ADDRESS = "address"
    CONTACT = "contact"
    DELIVERY = "delivery"
    LIMIT = "limit"
    VOUCHER = "voucher"


@dataclass(frozen=True)
class Problem:
    """One of them. facility_id: whose part it is of, None for the whole; sentence: in the language
    of the quote; most: pieces that the limit leaves."""

    kind: ProblemKind
    sentence: str
    facility_id: int | None = None
    facility_name: str = ""
    most: int = 0


@dataclass(frozen=True)
class QuoteLine:
    """A line. discount: of the whole line; tax: PPN contained."""

    item: BasketItem
    discount: Decimal
    tax: Decimal

    @property
    def is_made(self) -> bool:
        """Whether it is made after it is ordered, so that no stock is promised."""
        return self.item.is_made_to_order

    @property
    def goods(self) -> Decimal:
        """Rupiah before discounts."""
        return self.item.unit_price * self.item.quantity

    @property
    def paid(self) -> Decimal:
        """Rupiah after them."""
        return self.goods - self.discount


@dataclass(frozen=True)
class QuotePart:
    """One facility's part. offer: the way that is chosen, else the cheapest that brings it, None
    when there is none or it can be fetched alone; percent: of PPN it owes, 0 for none; produced_by:
    when what is made to order is made, None when all of it is there."""

    basket: BasketPart
    lines: tuple[QuoteLine, ...]
    offers: tuple[Offer, ...]
    offer: Offer | None
    delivery_discount: Decimal
    percent: Decimal
    produced_by: date | None

    @property
    def facility_id(self) -> int:
        """Whose it is."""
        return self.basket.facility_id

    @property
    def goods_total(self) -> Decimal:
        """Rupiah before discounts."""
        return sum((line.goods for line in self.lines), ZERO)

    @property
    def goods_discount(self) -> Decimal:
        """What vouchers and pickup take off the goods."""
        return sum((line.discount for line in self.lines), ZERO)

    @property
    def discount_total(self) -> Decimal:
        """What they take off goods and delivery."""
        return self.goods_discount + self.delivery_discount

    @property
    def delivery_price(self) -> Decimal:
        """Before a voucher for delivery."""
        return self.offer.price if self.offer else ZERO

    @property
    def delivery_paid(self) -> Decimal:
        """After it."""
        return self.delivery_price - self.delivery_discount

    @property
    def delivery_tax(self) -> Decimal:
        """PPN contained in what is paid for delivery: what a PKP asks for bringing its goods is
        part of their price (UU PPN art. 1 (18))."""
        return tax_within(self.delivery_paid, self.percent)

    @property
    def tax_total(self) -> Decimal:
        """PPN contained, in goods and delivery."""
        return sum((line.tax for line in self.lines), self.delivery_tax)

    @property
    def can_be_had(self) -> bool:
        """Whether there is a way at all, be it to fetch it."""
        return any(not way.refused for way in self.offers)

    @property
    def total(self) -> Decimal:
        """What the buyer pays for this part."""
        return self.goods_total + self.delivery_price - self.discount_total


@dataclass(frozen=True)
class Quote:
    """A basket with all it costs. digest: SHA-256 of what is shown, the same in every language;
    problems: none when it can be ordered."""

    basket: Basket
    parts: tuple[QuotePart, ...]
    problems: tuple[Problem, ...]
    digest: str

    @property
    def goods_total(self) -> Decimal:
        """Rupiah before discounts."""
        return sum((part.goods_total for part in self.parts), ZERO)

    @property
    def delivery_total(self) -> Decimal:
        """Before a voucher for delivery."""
        return sum((part.delivery_price for part in self.parts), ZERO)

    @property
    def discount_total(self) -> Decimal:
        """What vouchers and pickup take off."""
        return sum((part.discount_total for part in self.parts), ZERO)

    @property
    def brought(self) -> int:
        """How many of its parts are brought, not fetched."""
        offers = (part.offer for part in self.parts)
        return sum(1 for way in offers if way and way.kind is not DeliveryKind.PICKUP)

    @property
    def delivery_tax(self) -> Decimal:
        """PPN contained in what is paid for delivery."""
        return sum((part.delivery_tax for part in self.parts), ZERO)

    @property
    def tax_total(self) -> Decimal:
        """PPN contained in the total."""
        return sum((part.tax_total for part in self.parts), ZERO)

    @property
    def total(self) -> Decimal:
        """What the buyer pays."""
        return self.goods_total + self.delivery_total - self.discount_total

    @property
    def voucher(self) -> VoucherTerms | None:
        """The voucher that an order uses: one that takes nothing off (delivery's, of goods that
        are fetched) is kept for another."""
        takes = any(self.basket.discounts.values())
        takes = takes or any(part.delivery_discount for part in self.parts)
        return self.basket.voucher if takes else None

    @property
    def buyer(self) -> Buyer:
        """Whose it is, as far as the basket tells."""
        return buyer_of(self.basket)


def buyer_of(basket: Basket) -> Buyer:
    """Whose a basket is, as far as it tells."""
    email, phone = basket.email.strip().lower(), basket.phone
    return Buyer(user_id=basket.user_id, email=email, phone=phone)


def quote(token: UUID, *, on: date, language: str, lock: bool = False) -> Quote | None:
    """Price a basket for a day; None where there is none. A constant number of statements, nearly
    all in one message.

    lock: the basket's row is locked until the transaction ends; the voucher's and the stock's are
    the caller's to lock, before it asks.
    """
    more = [*ground_asked(token, language=language), percents_asked(token, on)]
    found = basket_with(token, more, language=language, lock=lock)
    if found is None:
        return None
    basket, (*ground, percents) = found
    with translation.override(language), as_shop():
        known: Ground | None = ground_from(ground, language)
        # another tab may have changed or ordered it between its lines and what was read of them
        if known and not {part.facility_id for part in basket.parts} <= known.senders.keys():
            known = None
        to = _destination(basket)
        ways = offers(basket.parts, to, on=on, language=language, ground=known)
        return _priced(basket, ways, dict(percents))


def quote_chosen(seen: Quote, ways: Mapping[int, tuple[str, str]], *, language: str) -> Quote:
    """The same with other ways of delivery chosen (kind and service, by facility), and all that
    follows from them; nothing is read again of what it was made from."""
    parts = tuple(_sent(part.basket, ways.get(part.facility_id)) for part in seen.parts)
    offered = {part.facility_id: part.offers for part in seen.parts}
    percents = {part.facility_id: part.percent for part in seen.parts}
    with translation.override(language), as_shop():
        return _priced(replace(seen.basket, parts=parts), offered, percents)


def _sent(part: BasketPart, way: tuple[str, str] | None) -> BasketPart:
    return replace(part, kind=DeliveryKind(way[0]), service=way[1]) if way else part


def _priced(
    basket: Basket,
    ways: Mapping[int, tuple[Offer, ...]],
    percents: Mapping[int, Decimal],
) -> Quote:
    parts = [_part(part, ways.get(part.facility_id, ())) for part in basket.parts]
    prices = {part.facility_id: part.delivery_price for part in parts}
    carried = delivery_discounts(basket.voucher, prices)
    parts = [
        _with_voucher(part, basket.discounts, carried.get(part.facility_id, ZERO)) for part in parts
    ]
    priced = tuple(_taxed(part, percents.get(part.facility_id, ZERO)) for part in parts)
    return Quote(basket, priced, tuple(_problems(basket, priced)), _digest(basket, priced))


def _destination(basket: Basket) -> Destination | None:
    there = basket.address
    if there is None:
        return None
    return Destination(there.district_code, there.regency_code, there.province_code)


# --- Parts


def _part(part: BasketPart, ways: tuple[Offer, ...]) -> QuotePart:
    """Goods with what fetching them takes off; neither voucher nor tax yet."""
    offer = _chosen(part, ways)
    goods = {item.line_id: item.unit_price * item.quantity for item in part.items}
    off = min(offer.goods_discount if offer else ZERO, sum(goods.values(), ZERO))
    less = apportion(off, goods) if goods else {}
    lines = tuple(QuoteLine(item, less[item.line_id], ZERO) for item in part.items)
    return QuotePart(part, lines, ways, offer, ZERO, ZERO, _produced_by(ways))


def _chosen(part: BasketPart, ways: tuple[Offer, ...]) -> Offer | None:
    """What the buyer chose while it can be gone, else the cheapest that brings it, never the
    dearest. To fetch it oneself, perhaps from another island, is for the buyer alone to choose."""
    can = [way for way in ways if not way.refused]
    same = (way for way in can if (way.kind, way.service) == (part.kind, part.service))
    brought = (way for way in can if way.kind is not DeliveryKind.PICKUP)
    return next(same, None) or next(brought, None)


def _produced_by(ways: Iterable[Offer]) -> date | None:
    return next((way.made_on for way in ways), None)


def _taxed(part: QuotePart, percent: Decimal) -> QuotePart:
    lines = tuple(replace(line, tax=tax_within(line.paid, percent)) for line in part.lines)
    return replace(part, lines=lines, percent=percent)


# --- Vouchers


def _with_voucher(part: QuotePart, less: Mapping[int, Decimal], carried: Decimal) -> QuotePart:
    """less: by line; carried: what it takes off delivery. No line costs less than nothing."""
    lines = tuple(
        replace(line, discount=min(line.discount + less.get(line.item.line_id, ZERO), line.goods))
        for line in part.lines
    )
    return replace(part, lines=lines, delivery_discount=carried)


# --- What is in the way


def _problems(basket: Basket, parts: tuple[QuotePart, ...]) -> list[Problem]:
    found: list[Problem] = []
    if not basket.quantity:
        found.append(Problem(ProblemKind.EMPTY, gettext("Your basket is empty.")))
    if basket.changes:
        changed = gettext("Something in your basket changed. Look at it and accept the change.")
        found.append(Problem(ProblemKind.CHANGED, changed))
    if basket.address is None:
        found.append(Problem(ProblemKind.ADDRESS, gettext("Say where the goods are to go.")))
    if not (basket.email or basket.phone):
        found.append(Problem(ProblemKind.CONTACT, gettext("Leave a phone number or an e-mail.")))
    terms = basket.voucher
    if terms and terms.once_per_customer and voucher_used(buyer_of(basket), terms.id):
        found.append(Problem(ProblemKind.VOUCHER, gettext(REFUSALS[Refusal.HAD_ONCE])))
    found += [_no_way(part) for part in parts if part.offer is None]
    return found + _over_limits(basket)


def _no_way(part: QuotePart) -> Problem:
    reason = next((way.refused for way in part.offers if way.refused), "")
    sentence = reason or gettext("Nothing goes there from here yet.")
    if part.can_be_had:
        sentence = gettext("Choose how it reaches you.")
    return Problem(
        ProblemKind.DELIVERY, sentence, part.facility_id, facility_name=part.basket.facility_name
    )


def _over_limits(basket: Basket) -> list[Problem]:
    """Limits a buyer, over this basket and the buyer's other orders that are not over."""
    limits: dict[int, BasketItem] = {}
    pieces: dict[int, int] = {}
    for item in (item for part in basket.parts for item in part.items):
        if item.buyer_limit:
            limits[item.listing_id] = item
            pieces[item.listing_id] = pieces.get(item.listing_id, 0) + item.quantity
    if not limits:
        return []
    before = open_pieces(buyer_of(basket), list(limits))
    found = []
    for key, item in limits.items():
        most = max((item.buyer_limit or 0) - before.get(key, 0), 0)
        if pieces[key] > most:
            sentence = gettext("%(name)s: at most %(most)s for you now.")
            told = sentence % {"name": item.name, "most": most}
            found.append(Problem(ProblemKind.LIMIT, told, most=most))
    return found


# --- What was shown


def _digest(basket: Basket, parts: tuple[QuotePart, ...]) -> str:
    """SHA-256 over all that counts: goods, prices, ways, days, discounts, tax, address, contact."""
    shown = {
        "basket": str(basket.token),
        "voucher": basket.voucher_code,
        "contact": [basket.email, basket.phone],
        "address": _plain(vars(basket.address)) if basket.address else None,
        "parts": [_part_told(part) for part in parts],
    }
    told = json.dumps(shown, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def _plain(values: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


def _part_told(part: QuotePart) -> list[object]:
    way = part.offer
    return [
        part.facility_id,
        [way.kind, way.service, way.price, way.arrives_from, way.arrives_to] if way else None,
        part.delivery_discount,
        part.delivery_tax,
        part.produced_by,
        [
            [
                line.item.variant_id,
                line.item.quantity,
                line.item.unit_price,
                line.discount,
                line.tax,
            ]
            for line in part.lines
        ],
    ]
