"""What a voucher is, in whole rupiah, with the meanings of Saleor's voucher types.

entire_order: of all goods together. specific_product: of each piece that it names, or of all when
it names none. shipping: of delivery. With apply_once_per_order (specific_product) the cheapest
piece alone is cheaper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Protocol

RUPIAH = Decimal(1)
_ALL = Decimal(100)
LONGEST_CODE = 12  # Saleor's column


class VoucherKind(StrEnum):
    """What it is of; Saleor's words."""

    ENTIRE_ORDER = "entire_order"
    SHIPPING = "shipping"
    SPECIFIC_PRODUCT = "specific_product"


class VoucherLine(Protocol):
    """What of a basket's line a voucher asks. unit_price: rupiah; kind_id: Saleor's category."""

    @property
    def line_id(self) -> int: ...
    @property
    def product_id(self) -> int: ...
    @property
    def kind_id(self) -> int: ...
    @property
    def quantity(self) -> int: ...
    @property
    def unit_price(self) -> Decimal: ...


@dataclass(frozen=True)
class VoucherTerms:
    """A voucher of Saleor's.

    value: rupiah, or percent when is_percent; once_per_customer: whether a buyer has it once;
    usage_limit: None for any number; ends: None for never; min_spent: rupiah of goods; product_ids
    (those of its collections among them) and kind_ids: what it is for, both empty for all.
    """

    id: int
    code: str
    name: str
    kind: VoucherKind
    is_percent: bool
    value: Decimal
    apply_once_per_order: bool
    once_per_customer: bool
    usage_limit: int | None
    used: int
    starts: datetime
    ends: datetime | None
    min_spent: Decimal | None
    min_quantity: int | None
    product_ids: frozenset[int]
    kind_ids: frozenset[int]

    def is_for(self, line: VoucherLine) -> bool:
        """Whether it is for this line's goods."""
        if self.kind is not VoucherKind.SPECIFIC_PRODUCT:
            return True
        if not self.product_ids and not self.kind_ids:
            return True
        return line.product_id in self.product_ids or line.kind_id in self.kind_ids

    def off(self, price: Decimal) -> Decimal:
        """What it takes off a price: whole rupiah, never more than the price."""
        if self.is_percent:
            share = price * min(self.value, _ALL) / _ALL
            return min(price, share.quantize(RUPIAH, ROUND_HALF_UP))
        return min(price, self.value.quantize(RUPIAH, ROUND_DOWN))
