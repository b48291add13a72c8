"""Splitting whole rupiah so that nothing is lost and nothing is made."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from storefront.orders.types import Share

WHOLE = 10_000  # hundredths of a percent

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Split:
    """How goods' money is split, in hundredths of a percent, 10,000 in all. rule_id: of the rule
    that says so, None where there is none and all of it stays working capital."""

    premi: int
    pnbp: int
    capital: int
    rule_id: int | None = None


UNRULED = Split(premi=0, pnbp=0, capital=WHOLE)


def apportion(amount: Decimal, weights: Mapping[Key, Decimal]) -> dict[Key, Decimal]:
    """Whole rupiah in the proportion of the weights, adding up to the amount: what rounding down
    leaves goes to the largest remainders, of equal ones to the first.

    amount: whole, not negative; weights: not negative, not all nothing unless the amount is.
    """
    whole = sum(weights.values(), Decimal(0))
    if whole <= 0:
        if amount:
            raise ValueError("nothing to share it among")
        return dict.fromkeys(weights, Decimal(0))
    parts = {key: divmod(amount * weight, whole) for key, weight in weights.items()}
    shares = {key: down for key, (down, _rest) in parts.items()}
    left = int(amount - sum(shares.values(), Decimal(0)))
    for key in sorted(parts, key=lambda key: -parts[key][1])[:left]:
        shares[key] += 1
    return shares


def goods_split(paid: Decimal, tax: Decimal, split: Split) -> dict[Share, Decimal]:
    """Where what was paid for a line goes. paid: after discounts; tax: PPN contained in it."""
    weights = {
        Share.PREMI: Decimal(split.premi),
        Share.PNBP: Decimal(split.pnbp),
        Share.CAPITAL: Decimal(split.capital),
    }
    tax = min(tax, paid)
    return {**apportion(paid - tax, weights), Share.TAX: tax}


def taken_back(
    amount: Decimal, kept: Mapping[Key, Decimal], captured: Mapping[Key, Decimal]
) -> dict[Key, Decimal]:
    """How much of a refund each part gives: in proportion to what it still has, so that refunds of
    the whole leave exactly nothing. What goes beyond that (a dispute after a refund) is shared as
    it was captured. Amounts positive."""
    have = {key: max(value, Decimal(0)) for key, value in kept.items()}
    within = min(amount, sum(have.values(), Decimal(0)))
    given = apportion(within, have)
    if within < amount:
        more = apportion(amount - within, captured)
        given = {key: given.get(key, Decimal(0)) + more[key] for key in more}
    return given
