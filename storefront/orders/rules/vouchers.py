"""Whether a voucher counts here, and what it takes off: pure, in whole rupiah."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from django.utils.translation import gettext_noop

from storefront.orders.voucher_terms import RUPIAH, VoucherKind, VoucherLine, VoucherTerms

__all__ = [
    "REFUSALS",
    "Refusal",
    "VoucherKind",
    "VoucherLine",
    "VoucherTerms",
    "delivery_discounts",
    "discounts",
    "goods_total",
    "refusal",
    "shared",
]


class Refusal(StrEnum):
    """Why a voucher does not count here; words in REFUSALS."""

    UNKNOWN = "unknown"
    NOT_BEGUN = "not_begun"
    ENDED = "ended"
    USED_UP = "used_up"
    MIN_SPENT = "min_spent"
    MIN_QUANTITY = "min_quantity"
    NO_GOODS = "no_goods"
    HAD_ONCE = "had_once"


REFUSALS: dict[Refusal, str] = {
    Refusal.UNKNOWN: gettext_noop("This voucher is not known. Look at its letters again."),
    Refusal.NOT_BEGUN: gettext_noop("This voucher does not count yet."),
    Refusal.ENDED: gettext_noop("This voucher has ended."),
    Refusal.USED_UP: gettext_noop("This voucher has been used up."),
    Refusal.MIN_SPENT: gettext_noop("This voucher counts from %(least)s of goods."),
    Refusal.MIN_QUANTITY: gettext_noop("This voucher counts from %(least)s pieces."),
    Refusal.NO_GOODS: gettext_noop("This voucher is for other goods than those in your basket."),
    Refusal.HAD_ONCE: gettext_noop("You have used this voucher already; it counts once a buyer."),
}


def refusal(
    voucher: VoucherTerms | None, lines: Sequence[VoucherLine], *, now: datetime
) -> Refusal | None:
    """Why it does not count for these lines now; None when it does."""
    if voucher is None:
        return Refusal.UNKNOWN
    if now < voucher.starts:
        return Refusal.NOT_BEGUN
    if voucher.ends is not None and now > voucher.ends:
        return Refusal.ENDED
    if voucher.usage_limit is not None and voucher.used >= voucher.usage_limit:
        return Refusal.USED_UP
    return _refused_goods(voucher, lines)


def _refused_goods(voucher: VoucherTerms, lines: Sequence[VoucherLine]) -> Refusal | None:
    if voucher.min_spent is not None and goods_total(lines) < voucher.min_spent:
        return Refusal.MIN_SPENT
    if sum(line.quantity for line in lines) < (voucher.min_quantity or 0):
        return Refusal.MIN_QUANTITY
    if not any(voucher.is_for(line) for line in lines):
        return Refusal.NO_GOODS
    return None


def goods_total(lines: Sequence[VoucherLine]) -> Decimal:
    """Rupiah of all lines."""
    return sum((line.unit_price * line.quantity for line in lines), Decimal(0))


def discounts(voucher: VoucherTerms | None, lines: Sequence[VoucherLine]) -> dict[int, Decimal]:
    """What it takes off each line, by line: whole rupiah, never more than the line costs.

    Lines without a discount are left out. Of an amount for all goods each line has its share by
    what it costs; the rupiah left over go to those whose share was cut the most.
    """
    if voucher is None or voucher.kind is VoucherKind.SHIPPING:
        return {}
    fitting = [line for line in lines if voucher.is_for(line) and line.quantity > 0]
    if not fitting:
        return {}
    if voucher.kind is VoucherKind.ENTIRE_ORDER:
        costs = {line.line_id: line.unit_price * line.quantity for line in fitting}
        return shared(voucher.off(sum(costs.values(), Decimal(0))), costs)
    if voucher.apply_once_per_order:
        cheapest = min(fitting, key=lambda line: (line.unit_price, line.line_id))
        found = {cheapest.line_id: voucher.off(cheapest.unit_price)}
    else:
        found = {line.line_id: voucher.off(line.unit_price) * line.quantity for line in fitting}
    return {line_id: amount for line_id, amount in found.items() if amount}


def delivery_discounts(
    voucher: VoucherTerms | None, prices: Mapping[int, Decimal]
) -> dict[int, Decimal]:
    """What a voucher for delivery takes off, by facility; prices: of delivery, by facility."""
    if voucher is None or voucher.kind is not VoucherKind.SHIPPING:
        return {}
    return shared(voucher.off(sum(prices.values(), Decimal(0))), prices)


def shared(amount: Decimal, costs: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """An amount by the shares of costs: whole rupiah that add up to it (largest remainders).

    amount: whole rupiah, at most the sum of costs. Shares of nothing are left out.
    """
    total = sum(costs.values(), Decimal(0))
    if not total or not amount:
        return {}
    exact = {key: amount * cost / total for key, cost in costs.items()}
    found = {key: share.quantize(RUPIAH, ROUND_DOWN) for key, share in exact.items()}
    left = int(amount - sum(found.values(), Decimal(0)))
    by_rest = sorted(exact, key=lambda key: (found[key] - exact[key], key))
    for key in by_rest[:left]:
        found[key] += RUPIAH
    return {key: share for key, share in found.items() if share}
