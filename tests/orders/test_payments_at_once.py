"""Money that is told, asked for and given back by many at the same moment."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from storefront.orders.acting import as_shop
from storefront.orders.models import (
    MoneyMove,
    OrderStep,
    PaymentAttempt,
    PaymentNotice,
    ProceedsEntry,
    Refund,
    ShopOrder,
)
from storefront.orders.providers.base import CURRENCY, Answer, Event, Found, Move
from storefront.orders.providers.practice import PracticeProvider
from storefront.orders.services import payments
from storefront.orders.services.ending import order_cancel
from storefront.orders.services.payments import payment_again, payment_begin
from storefront.orders.services.refund_asking import refund_ask
from storefront.orders.services.refunds import refund_make
from storefront.orders.services.settling import Came, payment_told
from storefront.orders.types import AttemptState, CancelCause, MoneyKind, OrderState, StepKind
from tests.orders.making import account_make, attempt_of, order_paid_up, order_placed
from tests.together import at_once, failures_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def paid_event(attempt: PaymentAttempt, name: str = "e") -> Event:
    move = Move(MoneyKind.CAPTURED, attempt.amount, CURRENCY, f"m-{attempt.key}", timezone.now())
    return Event(name, "test", str(attempt.key), Found(AttemptState.PAID, (move,)))


def test_a_notice_fifty_times_at_once_is_one_change() -> None:
    order = order_placed()
    payment_begin(shop_order_id=order.pk)
    event = paid_event(attempt_of(order))

    def tell() -> Any:
        return payment_told(provider="practice", event=event).came

    answers = at_once([tell] * 50)
    assert answers.count((Came.PAID,)) == 1 and answers.count((Came.AGAIN,)) == 49
    order.refresh_from_db()
    assert order.state == OrderState.PAID
    assert MoneyMove.objects.count() == 1 and PaymentNotice.objects.count() == 1
    assert OrderStep.objects.filter(kind=StepKind.PAID).count() == 1
    assert sum(ProceedsEntry.objects.values_list("amount", flat=True)) == order.total


def test_notices_of_different_names_for_one_payment_are_one_change() -> None:
    order = order_placed()
    payment_begin(shop_order_id=order.pk)
    attempt = attempt_of(order)
    events = [paid_event(attempt, f"e-{place}") for place in range(20)]
    acts = [lambda event=event: payment_told(provider="practice", event=event) for event in events]
    assert failures_at_once(acts) == []
    assert MoneyMove.objects.count() == 1 and PaymentNotice.objects.count() == 20


def test_twenty_that_begin_at_once_ask_the_provider_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def slow(self: object, ask: Any) -> Answer:
        asked.append(ask.key)
        time.sleep(0.5)
        return Answer("r-1", "https://there.example/pay")

    monkeypatch.setattr(PracticeProvider, "create", slow)
    monkeypatch.setattr(payments, "_PATIENCE", 60.0)  # of twenty threads on a busy machine
    order = order_placed()
    answers = at_once([lambda: payment_begin(shop_order_id=order.pk)] * 20)
    assert len(asked) == 1
    assert {answer.address for answer in answers} == {"https://there.example/pay"}


def test_two_ways_chosen_at_once_leave_one_attempt() -> None:
    account_make()
    order = order_placed()
    payment_begin(shop_order_id=order.pk)
    acts = [
        lambda method=method: payment_again(shop_order_id=order.pk, method=method)
        for method in ("transfer:", "practice:") * 4
    ]
    at_once(acts)
    running = PaymentAttempt.objects.filter(shop_order=order, state__in=("new", "open"))
    assert running.count() == 1


def test_money_and_a_cancelling_at_once_end_alike() -> None:
    """Either it is paid and then cancelled with a refund, or cancelled and the money goes back."""
    for turn in range(4):
        order = order_placed()
        payment_begin(shop_order_id=order.pk)
        event = paid_event(attempt_of(order), f"e-{turn}")

        def tell(event: Event = event) -> None:
            payment_told(provider="practice", event=event)

        def cancel(order: ShopOrder = order) -> None:
            order_cancel(shop_order_id=order.pk, cause=CancelCause.BUYER, note="", by="buyer")

        assert failures_at_once([tell, cancel]) == []
        order.refresh_from_db()
        assert order.state == OrderState.CANCELLED
        back = sum(Refund.objects.filter(shop_order=order).values_list("amount", flat=True))
        assert back == order.total


def test_refunds_at_once_never_give_more_than_came() -> None:
    order = order_paid_up()

    def back() -> Any:
        with as_shop(), transaction.atomic():
            return refund_make(
                shop_order_id=order.pk,
                facility_order_id=None,
                cause="returned",
                amount=order.total - Decimal(1000),
            )

    at_once([back] * 8)
    assert Refund.objects.count() == 1


def test_a_refund_asked_for_by_many_goes_back_once() -> None:
    order = order_paid_up()
    with as_shop(), transaction.atomic():
        refund = refund_make(
            shop_order_id=order.pk, facility_order_id=None, cause="returned", amount=Decimal(1000)
        )
    assert refund is not None
    assert failures_at_once([lambda: refund_ask(refund_id=refund.pk)] * 8) == []
    assert MoneyMove.objects.filter(kind=MoneyKind.REFUNDED).count() == 1
