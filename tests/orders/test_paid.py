"""What money does to an order: once, exactly, and back when it came in error."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog.models import OutboxRow
from storefront.orders.models import (
    FacilityDelivery,
    OrderStep,
    PaymentAttempt,
    ProceedsEntry,
    Refund,
)
from storefront.orders.services.ending import order_cancel
from storefront.orders.services.payments import payment_again
from storefront.orders.types import (
    CancelCause,
    FacilityOrderState,
    OrderState,
    RefundCause,
    StepKind,
)
from tests.making import facility_make, public_listing
from tests.orders.making import (
    PRACTICE,
    attempt_of,
    basket_with,
    money_comes,
    order_paid_up,
    order_placed,
    place,
)

pytestmark = pytest.mark.django_db


def test_a_paid_order_goes_to_its_facilities_in_time() -> None:
    here, there = facility_make(), facility_make()
    FacilityDelivery.objects.create(facility=here, accept_hours=6)
    order = order_paid_up((public_listing(here), 1), (public_listing(there), 1))
    assert order.state == OrderState.PAID and order.paid_at is not None
    first, second = order.facility_orders.order_by("pk")
    assert first.state == second.state == FacilityOrderState.TO_ACCEPT
    within = [timedelta(hours=hours, minutes=1) for hours in (6, 48)]
    for part, least in zip((first, second), within, strict=True):
        assert part.accept_by is not None
        assert timedelta(0) < timezone.now() + least - part.accept_by < timedelta(minutes=2)
    steps = [step.kind for step in OrderStep.objects.filter(shop_order=order)]
    assert steps == [StepKind.PLACED, StepKind.PAID]
    told = [
        row.arguments["kind"]
        for row in OutboxRow.objects.filter(task="storefront.order_mail").order_by("pk")
    ]
    assert told == ["placed", "paid", "to_facility", "to_facility"]


def test_money_that_comes_twice_goes_back_and_changes_nothing() -> None:
    order = order_paid_up()
    entries = ProceedsEntry.objects.count()
    money_comes(attempt_of(order))
    refund = Refund.objects.get()
    assert (refund.cause, refund.amount) == (RefundCause.PAID_TWICE, order.total)
    order.refresh_from_db()
    assert order.state == OrderState.PAID and ProceedsEntry.objects.count() == entries


def test_money_that_comes_after_cancelling_goes_back() -> None:
    order = order_placed()
    order_cancel(shop_order_id=order.pk, cause=CancelCause.BUYER, note="", by="buyer")
    money_comes(attempt_of(order))
    refund = Refund.objects.get()
    assert (refund.cause, refund.amount) == (RefundCause.PAID_LATE, order.total)
    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED and not ProceedsEntry.objects.exists()
    states = set(order.facility_orders.values_list("state", flat=True))
    assert states == {FacilityOrderState.CANCELLED.value}


@pytest.mark.parametrize("by", [-1, 1, 50_000])
def test_money_of_a_wrong_amount_goes_back(by: int) -> None:
    order = order_placed()
    attempt = attempt_of(order)
    money_comes(attempt, amount=attempt.amount + by)
    refund = Refund.objects.get()
    assert (refund.cause, refund.amount) == (RefundCause.WRONG_AMOUNT, order.total + by)
    order.refresh_from_db()
    assert order.state == OrderState.UNPAID and not ProceedsEntry.objects.exists()


def test_an_attempt_given_up_pays_the_order_all_the_same_and_ends_the_other() -> None:
    """A buyer goes back to a page of before and pays there: the money counts, once."""
    order = order_placed()
    first = attempt_of(order)
    payment_again(shop_order_id=order.pk, method=PRACTICE)
    second = attempt_of(order)
    assert second.pk != first.pk
    money_comes(first)
    order.refresh_from_db()
    second.refresh_from_db()
    assert order.state == OrderState.PAID and second.state == "cancelled"
    assert not Refund.objects.exists()


def test_two_attempts_that_are_not_over_cannot_be() -> None:
    """SAFETY, row 8: the database says so, whoever writes."""
    order = order_placed()
    for state in ("new", "open"):
        with pytest.raises(IntegrityError, match="attempt_one_at_a_time"), transaction.atomic():
            PaymentAttempt.objects.create(
                shop_order=order,
                provider="stripe",
                amount=order.total,
                state=state,
                pay_by=timezone.now() + timedelta(hours=1),
            )


def test_what_is_paid_at_the_counter_goes_at_once_without_money() -> None:
    facility = facility_make()
    FacilityDelivery.objects.create(facility=facility, pays_at_pickup=True, offers_courier=False)
    order = order_placed((public_listing(facility), 2), method="pickup:")
    assert order.state == OrderState.DUE_AT_PICKUP
    part = order.facility_orders.get()
    assert part.state == FacilityOrderState.TO_ACCEPT and part.accept_by is not None
    assert (part.kind, part.street, part.recipient) == ("pickup", "", "Sarifah")
    money_comes(attempt_of(order))
    order.refresh_from_db()
    part.refresh_from_db()
    assert order.state == OrderState.PAID and part.state == FacilityOrderState.TO_ACCEPT
    assert sum(ProceedsEntry.objects.values_list("amount", flat=True), Decimal(0)) == order.total


def test_the_payless_sequence_gives_no_order() -> None:
    """Pay for twenty, cut to one, pay again, restore twenty: a basket that is placed is gone, and
    what an order costs stands before anybody is asked for money."""
    listing = public_listing(stock=50)
    token = basket_with((listing, 20))
    first = place(token)
    again = place(basket_with((listing, 1)))
    assert first.total > again.total
    small = PaymentAttempt.objects.get(shop_order=again.shop_order_id)
    money_comes(small)
    large = PaymentAttempt.objects.get(shop_order=first.shop_order_id)
    assert large.state == "new" and large.shop_order.state == OrderState.UNPAID
    money_comes(large, amount=small.amount)
    large.shop_order.refresh_from_db()
    assert large.shop_order.state == OrderState.UNPAID
    assert Refund.objects.get().cause == RefundCause.WRONG_AMOUNT
