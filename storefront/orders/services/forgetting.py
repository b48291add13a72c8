"""Buyers are forgotten: at night when their time is over, at once when they close their account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from catalog.errors import Blocked
from storefront.orders.acting import as_shop
from storefront.orders.models import (
    Consent,
    FacilityOrder,
    Refund,
    ReturnRequest,
    ShopOrder,
    VoucherUse,
)
from storefront.orders.rules.keeping import AT_ONCE, BASKET_TERM, FACILITY_TERM, ORDER_TERM
from storefront.orders.saleor_adapter.addresses import addresses_remove, book_keys
from storefront.orders.saleor_adapter.forgetting import (
    baskets_left,
    baskets_remove,
    orders_forget,
)
from storefront.orders.selectors.buyers import open_orders
from storefront.orders.services.written import notes_forget, words_forget
from storefront.orders.types import FacilityOrderState, RefundState, ReturnState

_OVER = (FacilityOrderState.DONE, FacilityOrderState.CANCELLED)
# kab/kota, province and postal code stay: how far goods go is counted, and names nobody
_OF_PART = {
    **{"recipient": "", "phone": "", "street": "", "village": "", "courier_note": ""},
    "pickup_code": "",
}


def buyers_forget(*, now: datetime) -> tuple[int, int, int]:
    """The night's work: parts of orders whose facility needs the buyer no longer, orders whose
    books may be closed, baskets left behind; how many of each. Run again, nothing is left to do.

    Nothing is forgotten while a return is undecided or money is still to go back.
    """
    with as_shop():
        parts = _in_sets(_parts_due(now), _parts_forget)
        orders = _in_sets(_orders_due(now), _orders_forget)
        baskets = 0
        while found := _baskets(now):
            baskets += found
    return parts, orders, baskets


def _in_sets(due: Any, forget: Callable[[Sequence[int]], None]) -> int:
    """Forget what is due, set by set, each in a transaction of its own; how many."""
    count = 0
    while True:
        with transaction.atomic():
            rows = due.select_for_update(of=("self",), skip_locked=True)
            keys = list(rows.values_list("pk", flat=True)[:AT_ONCE])
            forget(keys)
        count += len(keys)
        if len(keys) < AT_ONCE:
            return count


@transaction.atomic
def _baskets(now: datetime) -> int:
    return baskets_left(now - BASKET_TERM, AT_ONCE)


def _parts_due(now: datetime) -> Any:
    """Parts that ended a while ago and of which nothing is open."""
    asked = ReturnRequest.objects.filter(facility_order=OuterRef("pk"), state=ReturnState.ASKED)
    refund = Refund.objects.filter(facility_order=OuterRef("pk")).exclude(state=RefundState.DONE)
    return (
        FacilityOrder.objects.annotate(over_at=Coalesce("done_at", "cancelled_at"))
        .filter(~Exists(asked), ~Exists(refund), forgotten_at=None, state__in=_OVER)
        .filter(over_at__lt=now - FACILITY_TERM)
        .order_by("pk")
    )


def _orders_due(now: datetime) -> Any:
    refund = Refund.objects.filter(shop_order=OuterRef("pk")).exclude(state=RefundState.DONE)
    rows = ShopOrder.objects.filter(~Exists(refund), forgotten_at=None)
    return rows.filter(ended_at__lt=now - ORDER_TERM).order_by("pk")


def _parts_forget(keys: Sequence[int]) -> None:
    FacilityOrder.objects.filter(pk__in=keys).update(**_OF_PART, forgotten_at=timezone.now())
    words_forget(keys)


def _orders_forget(keys: Sequence[int]) -> None:
    """Amounts, goods, dates and numbers stay, for the books; the buyer goes."""
    now = timezone.now()
    parts = FacilityOrder.objects.filter(shop_order__in=keys)
    of_parts = list(parts.values_list("pk", flat=True))
    parts.filter(forgotten_at=None).update(**_OF_PART, forgotten_at=now)
    words_forget(of_parts)
    rows = ShopOrder.objects.filter(pk__in=keys)
    rows.update(name="", email="", phone="", user=None, forgotten_at=now)
    notes_forget(keys)
    # what "once a buyer" counted by: an e-mail, a phone or an account
    uses = VoucherUse.objects.filter(shop_order__in=keys)
    uses.update(buyer=Concat(Value("forgotten "), Cast("shop_order_id", CharField())))
    orders_forget(keys)


@transaction.atomic
def buyer_forget(*, user_id: int) -> None:
    """Take away what is kept of an account's owner: addresses, baskets, and themselves out of their
    orders. The account itself is the caller's to close.

    Raises Blocked while an order, a refund or a return is open, with its numbers.
    """
    with as_shop():
        book, _default = book_keys(user_id, lock=True)  # who closes it twice at once waits
        # before it is asked which are open: one that is placed meanwhile is open or not among them
        orders = list(ShopOrder.objects.filter(user_id=user_id).values_list("pk", flat=True))
        waiting = open_orders(user_id)
        if waiting:
            raise Blocked(reasons=", ".join(waiting))
        addresses_remove(book)
        baskets_remove(user_id)
        _orders_forget(orders)
        mine = Consent.objects.filter(user_id=user_id, withdrawn_at=None)
        mine.update(withdrawn_at=timezone.now())


def person_forget(*, user_id: int) -> None:
    """Empty what tables of events and of acts say of a closed account's owner; the rows stay, since
    nothing takes rows there away. For accounts that never held a role; refused for others."""
    with as_shop(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT orders_forget_person(%s)", [user_id])
