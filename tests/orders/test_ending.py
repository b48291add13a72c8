"""Orders that end: stock, voucher and money go back, once."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.apps import apps
from django.utils import timezone

from catalog.errors import WrongState
from catalog.models import OutboxRow
from catalog.services.outbox import outbox_sweep
from storefront.orders.models import (
    FacilityDelivery,
    FacilityOrder,
    OrderStep,
    ProceedsEntry,
    Refund,
    ShopOrder,
    VoucherUse,
)
from storefront.orders.services.baskets import basket_voucher_set
from storefront.orders.services.ending import order_cancel, part_cancel
from storefront.orders.services.expiring import EVERY, ROUND, orders_expire
from storefront.orders.tasks import expire_announce
from storefront.orders.types import (
    CancelCause,
    FacilityOrderState,
    OrderState,
    RefundCause,
    StepKind,
)
from tests.conftest import rights_of_app
from tests.making import facility_make, public_listing
from tests.orders.making import (
    attempt_of,
    basket_with,
    buyer,
    money_comes,
    order_paid_up,
    order_placed,
    place,
    stock_there,
)
from tests.together import at_once

pytestmark = pytest.mark.django_db

Voucher = apps.get_model("discount.Voucher")
LATER = timedelta(days=2)


def voucher_make(**given: object) -> object:
    """Ten percent off all goods."""
    values = {"code": "LAPAK10", "discount_value_type": "percentage", "discount_value": 10}
    return Voucher.objects.create(**{**values, **given})


def placed_with_voucher(quantity: int = 2, **given: object) -> ShopOrder:
    """An order that uses a voucher."""
    token = basket_with((public_listing(), quantity), **given)  # type: ignore[arg-type]
    basket_voucher_set(token=token, code="LAPAK10")
    return ShopOrder.objects.get(pk=place(token).shop_order_id)


def test_rounds_go_by_the_outbox_each_announcing_the_next() -> None:
    """A worker busy for hours makes it late; none makes it twice."""
    order = order_placed()
    ShopOrder.objects.filter(pk=order.pk).update(pay_by=timezone.now())
    for _time in range(2):
        expire_announce()
    waiting = OutboxRow.objects.filter(task=ROUND).order_by("pk")
    assert [row.arguments for row in waiting] == [{}]
    outbox_sweep()
    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED
    assert [row.done_at is not None for row in waiting.all()] == [True, False]
    assert waiting.all()[1].due_at > timezone.now() + EVERY - timedelta(seconds=30)


def test_what_nobody_paid_ends_and_gives_back_stock_and_voucher_once() -> None:
    voucher_make(usage_limit=5, apply_once_per_customer=True)
    listing = public_listing(stock=10)
    other = order_placed((listing, 3))
    order = placed_with_voucher()
    assert Voucher.objects.get().used == 1 and stock_there(listing) == (10, 3)
    assert orders_expire(now=timezone.now()) == 0
    assert orders_expire(now=timezone.now() + LATER) == 2
    assert orders_expire(now=timezone.now() + LATER) == 0
    assert Voucher.objects.get().used == 0 and stock_there(listing) == (10, 0)
    order.refresh_from_db()
    assert (order.state, order.cancel_cause) == (OrderState.CANCELLED, CancelCause.UNPAID)
    assert order.ended_at is not None and VoucherUse.objects.get().given_back_at is not None
    assert attempt_of(order).state == "expired"
    kinds = [s.kind for s in OrderStep.objects.filter(shop_order=other)]
    assert kinds == [StepKind.PLACED, StepKind.CANCELLED]
    line = order.facility_orders.get().lines.get()
    assert line.cancelled == line.quantity
    assert order.order.status == "canceled"


def test_a_voucher_given_back_can_be_used_again() -> None:
    voucher_make(apply_once_per_customer=True, usage_limit=1)
    me = buyer(5)
    first = placed_with_voucher(address=me)
    order_cancel(shop_order_id=first.pk, cause=CancelCause.BUYER, note="", by="buyer")
    assert placed_with_voucher(address=me).discount_total == 5_600


def test_a_buyer_cancels_until_it_is_packed() -> None:
    listing = public_listing(stock=10)
    order = order_paid_up((listing, 2))
    part = order.facility_orders.get()
    for state, may in (("packed", False), ("shipped", False), ("accepted", True)):
        FacilityOrder.objects.filter(pk=part.pk).update(state=state)
        cancel = partial(
            part_cancel, facility_order_id=part.pk, cause=CancelCause.BUYER, note="", by="buyer"
        )
        if may:
            cancel()
            cancel()
            continue
        with pytest.raises(WrongState):
            cancel()
        assert not Refund.objects.exists() and stock_there(listing) == (10, 2)
    refund = Refund.objects.get()
    assert (refund.cause, refund.amount) == (RefundCause.CANCELLED, order.total)
    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED and stock_there(listing) == (10, 0)


def test_one_part_ends_and_the_other_goes_on() -> None:
    listings = [public_listing(facility_make(), stock=5) for _n in range(2)]
    order = order_paid_up(*[(listing, 2) for listing in listings])
    first, second = order.facility_orders.order_by("pk")
    part_cancel(
        facility_order_id=first.pk, cause=CancelCause.FACILITY, note="Mesin rusak", by="Sari"
    )
    refund = Refund.objects.get()
    assert refund.cause == RefundCause.CANNOT_DELIVER and refund.facility_order_id == first.pk
    assert refund.amount == first.goods_total + first.delivery_price
    order.refresh_from_db()
    second.refresh_from_db()
    assert (order.state, second.state) == (OrderState.PAID, FacilityOrderState.TO_ACCEPT)
    assert [stock_there(one) for one in listings] == [(5, 0), (5, 2)]


def test_nobody_pays_for_a_part_of_an_order() -> None:
    order = order_placed(*[(public_listing(facility_make()), 1) for _n in range(2)])
    part = order.facility_orders.first()
    assert part is not None
    with pytest.raises(WrongState):
        part_cancel(facility_order_id=part.pk, cause=CancelCause.BUYER, note="", by="buyer")


def test_what_was_shipped_is_kept_and_the_rest_goes_back() -> None:
    order = order_paid_up((public_listing(stock=10, prices=(10_001,)), 3))
    line = order.facility_orders.get().lines.get()
    line.handed_over = 2
    line.save()
    part_cancel(
        facility_order_id=line.facility_order_id, cause=CancelCause.FACILITY, note="", by="Sari"
    )
    refund = Refund.objects.get()
    assert refund.lines == [[line.pk, 1, 10_001]] and refund.amount == 10_001


def test_what_lies_ready_unfetched_for_three_days_ends() -> None:
    facility = facility_make()
    FacilityDelivery.objects.create(facility=facility, pays_at_pickup=True, offers_courier=False)
    order = order_placed((public_listing(facility), 2), method="pickup:")
    part = order.facility_orders.get()
    soon, late = timezone.now() + timedelta(days=2), timezone.now() + timedelta(days=4)
    assert orders_expire(now=late) == 0  # not ready: that is the facility's to do
    FacilityOrder.objects.filter(pk=part.pk).update(state="ready")
    OrderStep.objects.create(shop_order=order, facility_order=part, kind=StepKind.READY)
    assert orders_expire(now=soon) == 0
    assert orders_expire(now=late) == 1
    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED and attempt_of(order).state == "expired"


# --- At once, on connections of their own, with the rights of `app`


def as_app(act: Callable[[], object]) -> object:
    with rights_of_app():
        return act()


@pytest.mark.django_db(transaction=True)
def test_two_workers_end_each_order_once() -> None:
    voucher_make()
    listing = public_listing(stock=40)
    for _n in range(20):
        order_placed((listing, 2))
    placed_with_voucher()
    expire = partial(as_app, partial(orders_expire, now=timezone.now() + LATER))
    ended = at_once([expire] * 4)
    assert sum(ended) == 21
    assert stock_there(listing) == (40, 0) and Voucher.objects.get().used == 0
    assert OrderStep.objects.filter(kind=StepKind.CANCELLED).count() == 21


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_paid_while_it_ends_one_of_both_wins(turn: int) -> None:
    listing = public_listing(stock=40)
    orders = [order_placed((listing, 2)) for _n in range(8)]
    expire = partial(orders_expire, now=timezone.now() + LATER)
    pays = [partial(money_comes, attempt_of(order)) for order in orders]
    acts: list[Callable[[], object]] = [*pays, expire, expire]
    failures = [
        one for one in at_once([partial(as_app, act) for act in acts]) if isinstance(one, Exception)
    ]
    assert failures == []
    expire()
    kept = ShopOrder.objects.filter(state=OrderState.PAID).count()
    ended = ShopOrder.objects.filter(state=OrderState.CANCELLED).count()
    assert kept + ended == len(orders)
    assert Refund.objects.filter(cause=RefundCause.PAID_LATE).count() == ended
    assert stock_there(listing) == (40, kept * 2)
    split = ProceedsEntry.objects.values_list("move__shop_order_id", flat=True).distinct()
    assert set(split) == set(
        ShopOrder.objects.filter(state=OrderState.PAID).values_list("pk", flat=True)
    )


def test_many_orders_end_in_one_go(counted: Callable[[str], None]) -> None:
    listings = [public_listing(stock=1000) for _n in range(5)]
    for number in range(30):
        order_placed((listings[number % 5], 1), (listings[(number + 1) % 5], 1))
    began = time.process_time()
    assert orders_expire(now=timezone.now() + LATER) == 30
    taken = Decimal(str(time.process_time() - began)).quantize(Decimal("0.01"))
    counted(f"expiring: 30 orders in {taken} s of this process")
    assert [stock_there(one)[1] for one in listings] == [0] * 5
