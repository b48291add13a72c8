"""What the shop keeps of a buyer with an account: the address book, orders, consents.

Nobody but the buyer, and nobody for another: each takes the account's key, and reads as the shop.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from catalog.errors import NotFound
from storefront.orders.acting import as_shop
from storefront.orders.models import Consent, FacilityOrder, Refund, ReturnRequest, ShopOrder
from storefront.orders.saleor_adapter.addresses import book_keys
from storefront.orders.selectors.addresses import AddressShown, addresses_shown
from storefront.orders.types import FacilityOrderState, OrderState, RefundState, ReturnState

ORDERS_A_PAGE = 20


@dataclass(frozen=True)
class AddressInBook:
    """An address of an account's book. key: of Saleor's row."""

    key: int
    shown: AddressShown
    is_default: bool


def book_of(user_id: int) -> tuple[AddressInBook, ...]:
    """An account's addresses, the default first, then the newest. Three statements."""
    with as_shop():
        keys, default = book_keys(user_id)
        shown = addresses_shown(keys) if keys else {}
    book = [AddressInBook(key, shown[key], key == default) for key in keys if key in shown]
    return tuple(sorted(book, key=lambda one: (not one.is_default, -one.key)))


def address_of_book(user_id: int, key: int) -> AddressInBook:
    """One of them. Raises NotFound, also for another's."""
    for one in book_of(user_id):
        if one.key == key:
            return one
    raise NotFound


@dataclass(frozen=True)
class OrderRow:
    """An order in the buyer's list. key: its place in it; token: of its page; facilities: who makes
    it; is_open: whether something is still to come."""

    key: int
    token: str
    number: str
    placed_at: datetime
    total: Decimal
    state: OrderState
    states: tuple[FacilityOrderState, ...]
    facilities: tuple[str, ...]
    is_open: bool


def orders_of(
    user_id: int, *, before: int | None = None, size: int = ORDERS_A_PAGE
) -> tuple[tuple[OrderRow, ...], int | None]:
    """A page of an account's orders, the newest first, and where the next page begins (None: no
    more). before: as a page said it; size: of the page. Two statements."""
    with as_shop():
        rows = ShopOrder.objects.filter(user_id=user_id).select_related("order")
        if before is not None:
            rows = rows.filter(pk__lt=before)
        found = list(rows.order_by("-pk")[: size + 1])
        shown, more = found[:size], len(found) > size
        parts = _parts_of([row.pk for row in shown])
    listed = tuple(_row(row, parts.get(row.pk, [])) for row in shown)
    return listed, shown[-1].pk if more else None


def orders_count(user_id: int) -> int:
    """How many orders an account has. One statement."""
    with as_shop():
        return ShopOrder.objects.filter(user_id=user_id).count()


def _parts_of(keys: Sequence[int]) -> dict[int, list[FacilityOrder]]:
    parts: dict[int, list[FacilityOrder]] = {}
    rows = FacilityOrder.objects.filter(shop_order__in=keys).select_related("facility")
    for part in rows:
        parts.setdefault(part.shop_order_id, []).append(part)
    return parts


def _row(row: ShopOrder, parts: Sequence[FacilityOrder]) -> OrderRow:
    return OrderRow(
        key=row.pk,
        token=str(row.order.token),
        number=row.number,
        placed_at=row.placed_at,
        total=row.total,
        state=OrderState(row.state),
        states=tuple(FacilityOrderState(part.state) for part in parts),
        facilities=tuple(part.facility.short_name for part in parts),
        is_open=row.ended_at is None,
    )


def order_address(user_id: int, token: str) -> AddressShown:
    """Where an order of the account's own went, to be kept. Raises NotFound (another's, none, or
    forgotten already)."""
    with as_shop():
        row = ShopOrder.objects.filter(user_id=user_id, order__token=token, forgotten_at=None)
        key = row.values_list("order__shipping_address", flat=True).first()
        shown = addresses_shown([key]) if key else {}
    if key not in shown:
        raise NotFound
    return shown[key]


def open_orders(user_id: int) -> tuple[str, ...]:
    """Numbers of an account's orders of which something is still to come: goods, money back, an
    answer about a return. One statement."""
    refund = Refund.objects.filter(shop_order=OuterRef("pk")).exclude(state=RefundState.DONE)
    asked = ReturnRequest.objects.filter(
        facility_order__shop_order=OuterRef("pk"), state=ReturnState.ASKED
    )
    with as_shop():
        rows = ShopOrder.objects.filter(user_id=user_id)
        rows = rows.filter(Q(ended_at=None) | Exists(refund) | Exists(asked))
        return tuple(rows.order_by("pk").values_list("number", flat=True))


@dataclass(frozen=True)
class ConsentShown:
    """What a buyer agreed to. kind: see `storefront.orders.consents`; number: of the order that it
    was for, "" else."""

    key: int
    kind: str
    version: str
    given_at: datetime
    withdrawn_at: datetime | None
    number: str


def consents_of(user_id: int) -> tuple[ConsentShown, ...]:
    """All that an account agreed to, the newest first, withdrawn or not. One statement."""
    with as_shop():
        rows = Consent.objects.filter(Q(user_id=user_id) | Q(shop_order__user_id=user_id))
        named = rows.order_by("-pk").select_related("shop_order")
        return tuple(
            ConsentShown(
                *(row.pk, row.kind, row.version, row.given_at, row.withdrawn_at),
                number=row.shop_order.number if row.shop_order else "",
            )
            for row in named
        )
