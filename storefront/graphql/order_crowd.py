"""Orders that are asked about together, and what is read for all of them at once."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from storefront.graphql.loaders import Item, items_of
from storefront.orders.selectors.order_payments import PaymentOfOrder, payments_of, vouchers_used
from storefront.orders.selectors.orders import orders_shown
from storefront.orders.shown import LineShown, OrderShown
from storefront.orders.voucher_terms import VoucherTerms


class OrderCrowd:
    """What is known of several orders: read when one of them is asked for it, and then for all."""

    def __init__(self, tokens: Collection[str], language: str) -> None:
        self.tokens, self.language = tuple(tokens), language

    @cached_property
    def shown(self) -> dict[str, OrderShown]:
        """By address. Fourteen statements."""
        return orders_shown(self.tokens, language=self.language)

    @cached_property
    def lines(self) -> dict[int, Item[LineShown]]:
        """All their lines as siblings, by their keys."""
        rows = [
            line for order in self.shown.values() for part in order.parts for line in part.lines
        ]
        return {item.row.id: item for item in items_of(rows, self.language)}

    @cached_property
    def payments(self) -> dict[int, tuple[PaymentOfOrder, ...]]:
        """By the order's key, the oldest first. One statement."""
        return payments_of([order.id for order in self.shown.values()])

    @cached_property
    def vouchers(self) -> dict[str, VoucherTerms]:
        """By code. One statement."""
        codes = {order.voucher_code for order in self.shown.values()} - {""}
        return vouchers_used(codes) if codes else {}
