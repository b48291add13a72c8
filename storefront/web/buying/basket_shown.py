"""What the basket's page says: sentences and sums, made of a basket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext, ngettext

from catalog.types import CardPhoto
from storefront.orders.baskets import BasketChange, BasketItem, BasketPart, GoodsOnSale
from storefront.orders.rules.baskets import allowed
from storefront.orders.rules.vouchers import Refusal
from storefront.orders.selectors.baskets import Basket
from storefront.orders.selectors.delivery import Offer
from storefront.orders.types import DeliveryKind
from storefront.orders.voucher_words import refusal_said
from storefront.web import addresses
from storefront.web.buying.way_words import days_between
from storefront.web.components.picture import THUMB_SIZES, THUMB_WIDTHS, address, picture
from storefront.web.formats import rupiah


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line. most: pieces that can be chosen; changes: sentences, empty when nothing changed;
    off: rupiah that a voucher takes off it."""

    item: BasketItem
    address: str
    photo: str
    most: int
    changes: tuple[str, ...]
    lead: str
    limit: str
    off: Decimal

    @property
    def fewer(self) -> int:
        """What the minus leads to."""
        return self.item.quantity - 1

    @property
    def more(self) -> int:
        """What the plus leads to."""
        return self.item.quantity + 1

    @property
    def can_more(self) -> bool:
        """Whether the plus leads anywhere."""
        return self.item.on_sale and self.item.quantity < self.most


@dataclass(frozen=True, slots=True)
class PartShown:
    """A facility's part. delivery: what it costs to send, None while it is not known; is_from:
    whether that is the least of several ways; is_agreed: its price is between buyer and facility;
    way: as chosen, or the cheapest; arrives: days, "" for none; refused: why nothing can be sent;
    can_fetch: whether fetching is a way out of that."""

    part: BasketPart
    address: str
    lines: tuple[LineShown, ...]
    delivery: Decimal | None
    is_from: bool
    is_agreed: bool
    way: str
    arrives: str
    refused: str
    can_fetch: bool

    @property
    def is_fetched(self) -> bool:
        """Whether it is chosen to be fetched."""
        return self.part.kind is DeliveryKind.PICKUP


# --- Sentences


def change_said(change: BasketChange, name: str, language: str, *, at_line: bool) -> str:
    """What a change is, with old and new; at_line: beside the goods, so without their name."""
    sentence = _said(change, language)
    return (
        sentence
        if at_line
        else gettext("%(name)s: %(change)s")
        % {
            "name": name,
            "change": sentence,
        }
    )


def _said(change: BasketChange, language: str) -> str:
    numbers = {"before": change.before, "after": change.after}
    if change.what == "price":
        prices = {
            "before": rupiah(Decimal(change.before), language),
            "after": rupiah(Decimal(change.after), language),
        }
        return gettext("The price changed from %(before)s to %(after)s.") % prices
    if change.what == "gone":
        return _gone(change.after)
    if change.what == "limit":
        return gettext("At most %(after)s per buyer; there are %(before)s here.") % numbers
    if change.after == "0":
        return gettext("Sold out meanwhile; there are %(before)s here.") % numbers
    return gettext("Only %(after)s left; there are %(before)s here.") % numbers


def _gone(cause: str) -> str:
    if cause == "revocation":
        return gettext("Not on sale any more: its paper was revoked.")
    if cause == "expiry":
        return gettext("Not on sale now: its paper has ended.")
    if cause:
        return gettext("Not on sale now: an officer is looking at it.")
    return gettext("Not on sale any more.")


def changes_said(basket: Basket, language: str) -> list[str]:
    """All changes, for the top of the page."""
    names = {item.line_id: item.name for item in basket.items}
    found = []
    for change in basket.changes:
        if change.what == "voucher":
            reason = refusal_said(Refusal(change.after), basket.voucher)
            found.append(gettext("Voucher %(code)s: %(reason)s") % {
                "code": change.before, "reason": reason,
            })  # fmt: skip
        else:
            found.append(change_said(change, names[change.line_id], language, at_line=False))
    return found


def why_several(basket: Basket) -> str:
    """Why there are several deliveries; "" when there is one."""
    brought = (part for part in basket.parts if part.kind is not DeliveryKind.PICKUP)
    places = sum(1 for part in brought if part.on_sale)
    if places <= 1:
        return ""
    return gettext("Sent from %(count)s places, so delivery is charged by place.") % {
        "count": places
    }


# --- Parts and lines


def parts_shown(
    basket: Basket, ways: Mapping[int, Sequence[Offer]], language: str, *, is_placed: bool
) -> tuple[PartShown, ...]:
    """All parts. ways: of delivery by facility, cheapest first; none while they are not known;
    is_placed: whether they lead somewhere, be it a province alone."""
    most = allowed(basket.items)
    return tuple(
        _part(part, basket, most, ways.get(part.facility_id, ()), language, is_placed=is_placed)
        for part in basket.parts
    )


def _part(
    part: BasketPart,
    basket: Basket,
    most: Mapping[int, tuple[int, str]],
    ways: Sequence[Offer],
    language: str,
    *,
    is_placed: bool,
) -> PartShown:
    open_ways = [way for way in ways if not way.refused]
    chosen = next(
        (way for way in open_ways if (way.kind, way.service) == (part.kind, part.service)), None
    )
    sent = [way for way in open_ways if way.kind is not DeliveryKind.PICKUP]
    way = chosen or min(sent, key=lambda one: one.price, default=None)
    is_stuck = is_placed and not sent and chosen is None
    refused = next((one.refused for one in ways if one.refused), "") if is_stuck else ""
    return PartShown(
        part=part,
        address=addresses.facility(part.facility_slug, language),
        lines=tuple(_line(item, basket, most, language) for item in part.items),
        delivery=way.price if way else None,
        is_from=chosen is None and (len(sent) > 1 or basket.address is None),
        is_agreed=way is not None and way.kind is DeliveryKind.LOCAL,
        way=way.name if way else "",
        arrives=_days(way, language),
        refused=refused if part.on_sale else "",
        can_fetch=is_stuck and len(open_ways) > 0,
    )


def _days(way: Offer | None, language: str) -> str:
    if way is None or way.arrives_from is None or way.arrives_to is None:
        return ""
    return days_between(way.arrives_from, way.arrives_to, language)


def _line(
    item: BasketItem, basket: Basket, most: Mapping[int, tuple[int, str]], language: str
) -> LineShown:
    own = [change for change in basket.changes if change.line_id == item.line_id]
    return LineShown(
        item=item,
        address=addresses.listing(item.slug, language) if item.on_sale else "",
        photo=_photo(item.photo),
        most=most.get(item.line_id, (0, ""))[0],
        changes=tuple(change_said(one, item.name, language, at_line=True) for one in own),
        lead=_lead(item),
        limit=_limit(item),
        off=basket.discounts.get(item.line_id, Decimal(0)),
    )


def _lead(item: BasketItem) -> str:
    if not item.is_made_to_order or item.lead_time_days is None:
        return ""
    return ngettext(
        "Made to order: %(count)s working day.",
        "Made to order: %(count)s working days.",
        item.lead_time_days,
    ) % {"count": item.lead_time_days}


def _limit(item: BasketItem) -> str:
    if item.buyer_limit is None:
        return ""
    return gettext("At most %(count)s per buyer.") % {"count": item.buyer_limit}


def _photo(photo: CardPhoto | None) -> str:
    """A small picture; the name stands beside it, so it has no text."""
    if photo is None:
        return ""
    return picture(
        key=photo.key,
        size=(photo.width, photo.height),
        alt="",
        made=photo.widths,
        original=address(photo.key, None, "webp"),
        sizes=THUMB_SIZES,
        widths=THUMB_WIDTHS,
    )


# --- Kept for later


@dataclass(frozen=True, slots=True)
class LaterShown:
    """Goods that are kept on this device. pieces: that were saved; can: how many of them can be put
    into a basket now."""

    variant_id: int
    pieces: int
    can: int
    goods: GoodsOnSale
    address: str
    photo: str


def later_shown(
    kept: Mapping[int, int], on_sale: Mapping[int, GoodsOnSale], language: str
) -> list[LaterShown]:
    """Those that are on sale. kept: pieces by variant."""
    return [
        LaterShown(
            variant_id=variant_id,
            pieces=pieces,
            can=_at_most(pieces, on_sale[variant_id].most),
            goods=on_sale[variant_id],
            address=addresses.listing(on_sale[variant_id].slug, language),
            photo=_photo(on_sale[variant_id].photo),
        )
        for variant_id, pieces in kept.items()
        if variant_id in on_sale
    ]


def _at_most(pieces: int, most: int | None) -> int:
    return pieces if most is None else min(pieces, most)


# --- Sums


@dataclass(frozen=True, slots=True)
class Sums:
    """goods, discount, delivery (None while no part's is known), total: rupiah; is_from: whether
    delivery may still cost more; agreed: facilities whose local courier is not in it."""

    goods: Decimal
    discount: Decimal
    delivery: Decimal | None
    is_from: bool
    total: Decimal
    agreed: tuple[str, ...]


def sums_of(basket: Basket, parts: Sequence[PartShown]) -> Sums:
    """What it costs, as far as it is known now."""
    bought = [part for part in parts if part.part.on_sale]
    agreed = tuple(part.part.facility_name for part in bought if part.is_agreed)
    sent = [part for part in bought if not part.is_agreed]
    known = [part.delivery for part in sent if part.delivery is not None]
    delivery = sum(known, Decimal(0)) if known else None
    goods, off = basket.goods_total, basket.discount_total
    is_from = len(known) < len(sent) or any(part.is_from for part in sent)
    return Sums(goods, off, delivery, is_from, goods - off + (delivery or Decimal(0)), agreed)
