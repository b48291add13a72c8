"""Locks of orders, ever in the same order: parts by their keys, then the order, then its voucher,
then stock. Who works at a facility holds a part before the order's state follows it."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.errors import NotFound
from catalog.message import Message, one
from storefront.orders.models import FacilityOrder, PaymentAttempt, ShopOrder
from storefront.orders.types import AttemptState

_NOT_OVER = (AttemptState.NEW.value, AttemptState.OPEN.value)
_OF_PART = "t.order_id = (SELECT f.shop_order_id FROM orders_facilityorder f WHERE f.id = %(key)s)"


class OrderLock:
    """An order and its parts, to be locked by a message until the transaction ends: put in before
    all that hangs on them, as what follows reads what the lock has waited for."""

    def __init__(self, message: Message, shop_order_id: int) -> None:
        key = {"key": shop_order_id}
        self._parts = message.rows(FacilityOrder, "t.shop_order_id = %(key)s", key, lock=True)
        # locked by whoever is first, read when the lock is held
        self._order = message.rows(ShopOrder, "t.order_id = %(key)s", key, lock=True)

    @property
    def order(self) -> ShopOrder:
        """The order. Raises NotFound."""
        return _there(one(self._order))

    @property
    def parts(self) -> tuple[FacilityOrder, ...]:
        """Its parts, by their keys."""
        return tuple(self._parts.value)


@dataclass(frozen=True)
class Held:
    """An order and its parts, locked, with the attempt whose money is looked at. others: whether
    another of its attempts is not over."""

    order: ShopOrder
    parts: tuple[FacilityOrder, ...]
    attempt: PaymentAttempt
    others: bool


class AttemptLock(OrderLock):
    """The same with all attempts of the order, of which one is to be looked at."""

    def __init__(self, message: Message, shop_order_id: int, attempt_id: int) -> None:
        super().__init__(message, shop_order_id)
        self._wanted = attempt_id
        key = {"key": shop_order_id}
        of_order = "t.shop_order_id = %(key)s"
        self._attempts = message.rows(PaymentAttempt, of_order, key, lock=True)

    @property
    def held(self) -> Held:
        """What is held now. Raises NotFound."""
        attempts = {row.pk: row for row in self._attempts.value}
        attempt = attempts.pop(self._wanted, None)
        if attempt is None:
            raise NotFound
        others = any(row.state in _NOT_OVER for row in attempts.values())
        return Held(self.order, self.parts, attempt, others)


def order_locked(shop_order_id: int) -> tuple[ShopOrder, tuple[FacilityOrder, ...]]:
    """An order and its parts, locked until the transaction ends. One message. Raises NotFound."""
    message = Message()
    held = OrderLock(message, shop_order_id)
    message.send()
    return held.order, held.parts


def part_locked(facility_order_id: int) -> tuple[ShopOrder, FacilityOrder]:
    """A part and its order, locked until the transaction ends. One message. Raises NotFound."""
    message, key = Message(), {"key": facility_order_id}
    parts = message.rows(FacilityOrder, "t.id = %(key)s", key, lock=True)
    orders = message.rows(ShopOrder, _OF_PART, key, lock=True)
    message.send()
    part = one(parts)
    if part is None:
        raise NotFound
    return _there(one(orders)), part


def _there(order: ShopOrder | None) -> ShopOrder:
    if order is None:
        raise NotFound
    return order
