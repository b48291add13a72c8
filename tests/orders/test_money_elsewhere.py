"""Money that moves otherwise than it was asked for: from the provider's own pages, once more, or
back from a bank that could not pay it out. The books follow it, and nobody is paid twice."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from catalog.types import Actor, Grant, Role
from storefront.orders.acting import as_shop
from storefront.orders.models import PaymentAttempt, ProceedsEntry, Refund, ShopOrder
from storefront.orders.providers.base import CURRENCY, Found, Move
from storefront.orders.providers.practice import PAID_AT, PracticeProvider
from storefront.orders.services.ending import order_cancel, part_cancel
from storefront.orders.services.payments import payment_begin
from storefront.orders.services.reconciling import reconcile
from storefront.orders.services.refund_asking import refund_ask, refund_by_hand_done
from storefront.orders.services.settling import Came, Settled, settle
from storefront.orders.types import CancelCause, MoneyKind, OrderState, RefundState
from tests.making import public_listing
from tests.orders.making import (
    attempt_of,
    money_comes,
    order_paid_up,
    order_placed,
    share_rule_make,
)

pytestmark = pytest.mark.django_db
OFFICER = Actor("Pusat", (Grant(Role.CENTRAL_OFFICER, None),))
ZERO = Decimal(0)


def told(
    attempt: PaymentAttempt,
    kind: MoneyKind,
    amount: Decimal,
    reference: str,
    *,
    refund: str = "",
) -> Settled:
    """A move as the provider has it."""
    move = Move(kind, amount, CURRENCY, reference, timezone.now(), refund)
    with as_shop(), transaction.atomic():
        return settle(attempt.pk, Found(None, (move,)), takes_wrong=True)


def failed(refund: Refund) -> Settled:
    """What a provider says of a refund that it could not pay out."""
    with as_shop(), transaction.atomic():
        found = Found(None, failed_refunds=(str(refund.key),))
        return settle(refund.attempt_id, found, takes_wrong=True)


def kept(order: ShopOrder) -> Decimal:
    """What is kept of an order's money by its entries."""
    amounts = ProceedsEntry.objects.filter(move__shop_order=order).values_list("amount", flat=True)
    return sum(amounts, ZERO)


def cancelled(order: ShopOrder) -> None:
    part = order.facility_orders.get()
    part_cancel(facility_order_id=part.pk, cause=CancelCause.FACILITY, note="Habis", by="Sari")


def test_what_came_late_and_went_back_elsewhere_is_in_no_share() -> None:
    order = order_placed()
    order_cancel(shop_order_id=order.pk, cause=CancelCause.BUYER, note="", by="buyer")
    attempt = attempt_of(order)
    money_comes(attempt)
    came = told(attempt, MoneyKind.REFUNDED, attempt.amount, "re_elsewhere").came
    assert came == (Came.REFUNDED_ELSEWHERE,)
    assert not ProceedsEntry.objects.exists()


def test_what_was_paid_twice_is_disputed_without_touching_the_goods_money() -> None:
    share_rule_make(3_500, 1_500)
    order = order_paid_up()
    attempt = attempt_of(order)
    twice = PaymentAttempt.objects.create(
        shop_order=order, provider="practice", amount=order.total, state="open",
        reference="twice", pay_by=order.pay_by,
    )  # fmt: skip
    money_comes(twice)
    for kind in (MoneyKind.DISPUTED, MoneyKind.DISPUTE_WON):
        told(twice, kind, order.total, "dp_1")
        assert kept(order) == order.total
    told(attempt, MoneyKind.DISPUTED, order.total, "dp_2")
    assert kept(order) == 0


@pytest.mark.parametrize(("gone", "wanted"), [(7_000, 43_000), (50_000, 0)])
def test_what_went_back_elsewhere_does_not_go_back_again(gone: int, wanted: int) -> None:
    order = order_paid_up((public_listing(prices=(30_000,)), 1))  # and 20,000 for delivery
    told(attempt_of(order), MoneyKind.REFUNDED, Decimal(gone), "re_elsewhere")
    cancelled(order)
    assert sum(row.amount for row in Refund.objects.all()) == wanted
    for refund in Refund.objects.all():
        refund_ask(refund_id=refund.pk)
    assert kept(order) == 0


def test_what_a_bank_sends_back_days_later_an_officer_sends_once() -> None:
    order = order_paid_up()
    cancelled(order)
    refund = Refund.objects.get()
    refund_ask(refund_id=refund.pk)
    refund.refresh_from_db()
    assert refund.state == RefundState.DONE and kept(order) == 0
    assert failed(refund).came == (Came.REFUND_FAILED,)
    refund.refresh_from_db()
    assert (refund.state, refund.done_at) == (RefundState.BY_HAND, None)
    assert failed(refund).came == ()
    refund_by_hand_done(actor=OFFICER, refund_id=refund.pk, reference="BCA 1", at=timezone.now())
    assert failed(refund).came == ()  # as the provider says for ever
    refund.refresh_from_db()
    assert (refund.state, refund.done_by) == (RefundState.DONE, "Pusat")
    assert order.money_moves.filter(kind="refunded").count() == 1 and kept(order) == 0


def test_what_goes_back_once_more_is_told_and_leaves_the_refund_as_it_was() -> None:
    order = order_paid_up()
    cancelled(order)
    refund = Refund.objects.get()
    told(refund.attempt, MoneyKind.REFUNDED, refund.amount, "re_1", refund=str(refund.key))
    again = told(refund.attempt, MoneyKind.REFUNDED, refund.amount, "re_2", refund=str(refund.key))
    assert again.came == (Came.REFUNDED_ELSEWHERE,)
    refund.refresh_from_db()
    assert refund.reference == "re_1"
    assert kept(order) == -refund.amount  # the shop's loss, until somebody gets it back


def test_one_payment_that_cannot_be_begun_holds_no_other_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = order_placed()
    payment_begin(shop_order_id=other.pk)
    paid = attempt_of(other)
    paid.shown = {PAID_AT: timezone.now().isoformat()}
    paid.save()
    order_placed()
    PaymentAttempt.objects.filter(state="new").update(made_at=timezone.now() - timedelta(hours=1))

    def broken(self: object, ask: object) -> None:
        raise KeyError("redirect_url")

    monkeypatch.setattr(PracticeProvider, "create", broken)
    reconcile(now=timezone.now() + timedelta(minutes=1))
    other.refresh_from_db()
    assert other.state == OrderState.PAID


def test_a_silent_provider_does_not_take_the_whole_round(monkeypatch: pytest.MonkeyPatch) -> None:
    order = order_placed()
    payment_begin(shop_order_id=order.pk)
    paid = attempt_of(order)
    paid.shown = {PAID_AT: timezone.now().isoformat()}
    paid.save()
    for _n in range(3):
        order_placed()
    PaymentAttempt.objects.filter(state="new").update(made_at=timezone.now() - timedelta(hours=1))
    clock, asked = [0.0], []

    def slow(shop_order_id: int) -> None:
        asked.append(shop_order_id)
        clock[0] += 13.0

    monkeypatch.setattr("storefront.orders.services.reconciling.time.monotonic", lambda: clock[0])
    monkeypatch.setattr("storefront.orders.services.reconciling.payment_begin", slow)
    reconcile(now=timezone.now() + timedelta(minutes=1))
    order.refresh_from_db()
    assert (len(asked), order.state) == (2, OrderState.PAID)
