"""What is no longer as a buyer saw it, and what they accept: pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal

from storefront.orders.baskets import MOST_PIECES, BasketChange, BasketItem


def most_of(item: BasketItem, taken: int) -> tuple[int, str]:
    """How many pieces a line can have, and by what: "stock" or "limit".

    taken: pieces of the same listing in the lines before it.
    """
    stock = MOST_PIECES if item.most is None else max(item.most, 0)
    if item.buyer_limit is None:
        return stock, "stock"
    limit = max(item.buyer_limit - taken, 0)
    return (limit, "limit") if limit < stock else (stock, "stock")


def allowed(items: Sequence[BasketItem]) -> dict[int, tuple[int, str]]:
    """`most_of` each line that is on sale, by line: earlier lines of a listing come first."""
    taken: dict[int, int] = {}
    found = {}
    for item in items:
        if item.on_sale:
            most, why = most_of(item, taken.get(item.listing_id, 0))
            taken[item.listing_id] = taken.get(item.listing_id, 0) + min(item.quantity, most)
            found[item.line_id] = (most, why)
    return found


def changes_of(items: Sequence[BasketItem]) -> tuple[BasketChange, ...]:
    """What of the lines is to be accepted, line by line."""
    most = allowed(items)
    return tuple(change for item in items for change in _changes(item, most))


def _changes(item: BasketItem, most: Mapping[int, tuple[int, str]]) -> list[BasketChange]:
    if not item.on_sale:
        return [BasketChange(item.line_id, "gone", str(item.quantity), item.gone_for)]
    found = []
    if item.unit_price != item.seen_price:
        before, after = str(item.seen_price), str(item.unit_price)
        found.append(BasketChange(item.line_id, "price", before, after))
    count, why = most[item.line_id]
    if item.quantity > count:
        found.append(BasketChange(item.line_id, why, str(item.quantity), str(count)))
    return found


def digest_of(
    items: Sequence[BasketItem],
    changes: Sequence[BasketChange],
    voucher: str,
    discounts: Mapping[int, Decimal],
) -> str:
    """SHA-256 of all that a buyer accepts: lines, prices, what changed, what a voucher takes off.

    voucher: its code, "" without one.
    """
    said = (
        [
            (i.line_id, i.variant_id, i.quantity, str(i.unit_price), i.on_sale)
            for i in sorted(items, key=lambda item: item.line_id)
        ],
        sorted((c.line_id, c.what, c.before, c.after) for c in changes),
        voucher,
        sorted((line_id, str(amount)) for line_id, amount in discounts.items()),
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()
