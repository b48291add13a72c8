"""Stripe's Checkout Sessions, idempotency keys, webhooks and disputes, against a stand-in held to
its published formats (`stripe_standin`): not Stripe itself."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from storefront.orders.acting import as_shop
from storefront.orders.models import PaymentAttempt, PaymentNotice, Refund, ShopOrder
from storefront.orders.providers.base import ProviderRefused
from storefront.orders.providers.registry import provider_of
from storefront.orders.providers.stripe_ import dispute_moves, moment
from storefront.orders.services.payments import (
    attempt_expire,
    known_of,
    payment_again,
    payment_begin,
)
from storefront.orders.services.reconciling import reconcile
from storefront.orders.services.refund_asking import refund_ask
from storefront.orders.services.refunds import refund_make
from storefront.orders.types import MoneyKind, OrderState, RefundState
from tests.orders.making import account_make, attempt_of, order_placed
from tests.outside.stripe_standin import Row, StandIn, serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(settings: Any) -> Iterator[StandIn]:
    """The stand-in, with the shop set up for it."""
    with serving(StandIn()) as stand_in:
        settings.STRIPE_API_KEY = stand_in.key
        settings.STRIPE_WEBHOOK_SECRET = stand_in.secret
        settings.STRIPE_API_BASE = stand_in.address
        yield stand_in


def begun() -> tuple[ShopOrder, PaymentAttempt]:
    order = order_placed(method="stripe:card")
    payment_begin(shop_order_id=order.pk)
    return order, attempt_of(order)


def tell(stand_in: StandIn, body: bytes, signature: str | None = None) -> int:
    """Deliver a notice; the shop's status."""
    signed = stand_in.signature(body) if signature is None else signature
    answer = Client().post(
        "/webhook/stripe/", body, content_type="application/json",
        headers={"stripe-signature": signed},
    )  # fmt: skip
    return answer.status_code


def state(order: ShopOrder) -> str:
    order.refresh_from_db()
    return order.state


def completed(stand_in: StandIn, attempt: PaymentAttempt) -> bytes:
    """The buyer pays; what Stripe tells then."""
    stand_in.pay(attempt.reference)
    return stand_in.event("checkout.session.completed", stand_in.sessions[attempt.reference])


# --- Beginning


def test_a_session_says_what_is_paid(there: StandIn) -> None:
    order, attempt = begun()
    session = there.sessions[attempt.reference]
    asked = session["asked_for"]
    assert session["amount_total"] == int(order.total) * 100 and session["currency"] == "idr"
    assert session["client_reference_id"] == str(attempt.key)
    told = {"attempt": str(attempt.key), "order": order.number}
    assert session["metadata"] == asked["payment_intent_data"]["metadata"] == told
    assert asked["payment_method_options"]["card"]["request_three_d_secure"] == "any"
    assert int(asked["expires_at"]) == int(attempt.pay_by.timestamp())
    assert asked["success_url"].endswith(f"/bayar/{order.order.token}/")
    assert attempt.address == session["url"]
    assert str(attempt.key) in there.known  # the idempotency key is the attempt's


def test_an_answer_that_was_lost_is_asked_for_again_and_nothing_is_doubled(there: StandIn) -> None:
    there.fails = 1
    order = order_placed(method="stripe:card")
    here = payment_begin(shop_order_id=order.pk)
    assert here.address == here.page and attempt_of(order).state == "new"
    assert len(there.sessions) == 1
    assert payment_begin(shop_order_id=order.pk).address in [
        session["url"] for session in there.sessions.values()
    ]
    assert len(there.sessions) == 1


def test_a_crash_after_the_asking_is_mended_by_reconciling(there: StandIn) -> None:
    order, attempt = begun()
    PaymentAttempt.objects.filter(pk=attempt.pk).update(
        state="new", reference="", address="", asked_at=timezone.now() - timedelta(minutes=2)
    )
    there.pay(attempt.reference)
    reconcile(now=timezone.now() + timedelta(minutes=1))
    assert state(order) == OrderState.PAID and len(there.sessions) == 1
    assert len(there.charges) == 1


def test_other_parameters_under_the_same_key_are_an_error_there(there: StandIn) -> None:
    _order, attempt = begun()
    text, status, body = there.known[str(attempt.key)]
    there.known[str(attempt.key)] = (text + "x", status, body)
    PaymentAttempt.objects.update(state="new", reference="", asked_at=None)
    payment_begin(shop_order_id=attempt.shop_order_id)
    assert attempt_of(_order).state == "new"
    assert "IdempotencyError" in attempt_of(_order).failure


def test_another_way_expires_the_session(there: StandIn) -> None:
    order, attempt = begun()
    account_make()
    payment_again(shop_order_id=order.pk, method="transfer:")
    attempt_expire(attempt_id=attempt.pk)
    assert there.sessions[attempt.reference]["status"] == "expired"
    attempt_expire(attempt_id=attempt.pk)  # twice is once


# --- Webhooks: SAFETY 2, row 6


def test_a_completed_session_pays_the_order_once(there: StandIn) -> None:
    order, attempt = begun()
    body = completed(there, attempt)
    assert [tell(there, body) for _time in range(50)] == [200] * 50
    intent = there.intents[there.sessions[attempt.reference]["payment_intent"]]
    assert tell(there, there.event("payment_intent.succeeded", intent)) == 200
    assert state(order) == OrderState.PAID
    assert order.money_moves.count() == 1 and PaymentNotice.objects.count() == 2


@pytest.mark.parametrize("age", [301, 3600])
def test_an_old_notice_is_refused(
    there: StandIn, age: int, caplog: pytest.LogCaptureFixture
) -> None:
    order, attempt = begun()
    body = completed(there, attempt)
    assert tell(there, body, there.signature(body, time.time() - age)) == 400
    assert state(order) == OrderState.UNPAID and not PaymentNotice.objects.exists()
    assert "webhook stripe refused" in caplog.text


@pytest.mark.parametrize("signature", ["", "t=1,v1=x", "v1=00", "nonsense"])
def test_a_forged_notice_is_refused(there: StandIn, signature: str) -> None:
    order, attempt = begun()
    body = completed(there, attempt)
    assert tell(there, body, signature) == 400
    assert tell(there, body, there.signature(body, secret="whsec_other")) == 400
    assert tell(there, body + b" ", there.signature(body)) == 400
    assert state(order) == OrderState.UNPAID and not PaymentNotice.objects.exists()


@pytest.mark.parametrize("other", [{"amount_total": 100}, {"currency": "usd"}])
def test_a_wrong_amount_or_currency_is_refused_and_kept(there: StandIn, other: Row) -> None:
    order, attempt = begun()
    there.pay(attempt.reference)
    row = {**there.sessions[attempt.reference], **other}
    body = there.event("checkout.session.completed", row)
    assert tell(there, body) == 400
    assert state(order) == OrderState.UNPAID and not order.money_moves.exists()
    assert PaymentNotice.objects.get().outcome.startswith("wrong")


def test_what_really_is_a_wrong_amount_goes_back(there: StandIn) -> None:
    order, attempt = begun()
    intent = there.pay(attempt.reference, amount=100_00)
    reconcile(now=timezone.now() + timedelta(minutes=2))
    refund = Refund.objects.get(shop_order=order)
    refund_ask(refund_id=refund.pk)
    assert there.charges[intent["latest_charge"]]["amount_refunded"] == 100_00
    assert state(order) == OrderState.UNPAID


def test_events_in_any_order_are_the_same_end(there: StandIn) -> None:
    ends = []
    for turn in (1, -1):
        order, attempt = begun()
        intent = there.pay(attempt.reference)
        dispute = there.dispute(intent["id"])
        session = there.sessions[attempt.reference]
        events = [
            there.event("payment_intent.succeeded", intent),
            there.event("checkout.session.completed", session),
            there.event("charge.dispute.created", dispute),
            there.event("checkout.session.expired", {**session, "status": "expired"}),
        ]
        for body in events[::turn]:
            assert tell(there, body) == 200
        kinds = list(order.money_moves.order_by("kind").values_list("kind", flat=True))
        ends.append((state(order), kinds, attempt_of(order).state))
    assert ends[0] == ends[1] == (OrderState.PAID, ["captured", "disputed"], "paid")


def test_what_is_no_notice_is_refused_and_changes_nothing(there: StandIn) -> None:
    order, _attempt = begun()
    for body in (b"", b"{", b"[]", b"5", b"null", b'{"id": 1}', b"\xff", b"{}"):
        assert tell(there, body) == 400, body
    huge = json.dumps({"x": "y" * 110_000}).encode()
    assert tell(there, huge) == 400
    assert tell(there, there.event("customer.created", {"id": "cus_1"})) == 200
    stranger = {"id": "cs_x", "status": "complete", "payment_status": "unpaid", "metadata": None}
    assert tell(there, there.event("checkout.session.completed", stranger)) == 200
    assert Client().get("/webhook/stripe/").status_code == 405
    assert state(order) == OrderState.UNPAID


def test_without_a_secret_nothing_is_heard(there: StandIn, settings: Any) -> None:
    order, attempt = begun()
    settings.STRIPE_WEBHOOK_SECRET = ""
    body = completed(there, attempt)
    assert tell(there, body, there.signature(body, secret="x")) == 400
    assert state(order) == OrderState.UNPAID


# --- Going back


def paid(stand_in: StandIn) -> tuple[ShopOrder, PaymentAttempt]:
    order, attempt = begun()
    tell(stand_in, completed(stand_in, attempt))
    return order, attempt_of(order)


def refunded(order: ShopOrder, amount: int) -> Refund:
    with as_shop(), transaction.atomic():
        refund = refund_make(
            shop_order_id=order.pk,
            facility_order_id=None,
            cause="returned",
            amount=Decimal(amount),
        )
    assert refund is not None
    return refund


def test_refunds_in_whole_and_part(there: StandIn) -> None:
    order, _attempt = paid(there)
    for amount in (1000, int(order.total) - 1000):
        refund = refunded(order, amount)
        refund_ask(refund_id=refund.pk)
        refund.refresh_from_db()
        assert refund.state == RefundState.DONE and refund.reference in there.refunds
        row = there.refunds[refund.reference]
        assert row["amount"] == amount * 100 and row["metadata"]["refund"] == str(refund.key)
        assert tell(there, there.event("refund.created", row)) == 200
    assert order.money_moves.filter(kind=MoneyKind.REFUNDED).count() == 2
    charge = next(iter(there.charges.values()))
    assert charge["amount_refunded"] == charge["amount"]


def test_a_refund_whose_answer_was_lost_goes_back_once(there: StandIn) -> None:
    order, _attempt = paid(there)
    refund = refunded(order, 5000)
    there.fails = 1
    with pytest.raises(Exception, match="APIError"):
        refund_ask(refund_id=refund.pk)
    refund_ask(refund_id=refund.pk)
    refund.refresh_from_db()
    assert refund.state == RefundState.DONE and len(there.refunds) == 1


def test_what_stripe_refuses_is_left_to_an_officer(there: StandIn) -> None:
    order, attempt = paid(there)
    intent = there.sessions[attempt.reference]["payment_intent"]
    there.charges[there.intents[intent]["latest_charge"]]["amount_refunded"] = 10**9
    refund = refunded(order, 5000)
    refund_ask(refund_id=refund.pk)
    refund.refresh_from_db()
    assert refund.state == RefundState.BY_HAND


def test_a_refund_that_fails_later_is_left_to_an_officer(there: StandIn) -> None:
    order, _attempt = paid(there)
    refund = refunded(order, 5000)
    Refund.objects.filter(pk=refund.pk).update(state=RefundState.ASKED)
    intent = next(iter(there.intents))
    row = {
        "id": "re_9", "object": "refund", "amount": 500_000, "currency": "idr", "created": 1,
        "payment_intent": intent, "status": "failed", "metadata": {
            "refund": str(refund.key), "attempt": str(attempt_of(order).key)},
    }  # fmt: skip
    assert tell(there, there.event("refund.failed", row)) == 200
    refund.refresh_from_db()
    assert refund.state == RefundState.BY_HAND


def test_a_refund_made_at_stripe_itself_is_seen(there: StandIn) -> None:
    order, attempt = paid(there)
    intent = there.sessions[attempt.reference]["payment_intent"]
    provider = provider_of("stripe")
    provider._client.v1.refunds.create({"payment_intent": intent, "amount": 100_000})  # type: ignore[attr-defined]
    charge = there.charges[there.intents[intent]["latest_charge"]]
    assert tell(there, there.event("charge.refunded", {**charge, "object": "charge"})) == 200
    move = order.money_moves.get(kind=MoneyKind.REFUNDED)
    assert move.amount == 1000 and move.refund is None


def test_a_dispute_and_its_end(there: StandIn) -> None:
    order, attempt = paid(there)
    intent = there.sessions[attempt.reference]["payment_intent"]
    row = there.dispute(intent)
    assert tell(there, there.event("charge.dispute.created", row)) == 200
    row["status"] = "won"
    assert tell(there, there.event("charge.dispute.closed", row)) == 200
    assert tell(there, there.event("charge.dispute.funds_reinstated", row)) == 200
    kinds = [move.kind for move in order.money_moves.order_by("pk")]
    assert kinds == ["captured", "disputed", "dispute_won"]
    warning = there.dispute(intent, "warning_needs_response")
    assert tell(there, there.event("charge.dispute.created", warning)) == 200
    assert order.money_moves.count() == 3


def test_a_dispute_that_is_won_comes_back_on_its_own_day() -> None:
    row = {
        "id": "dp_1", "amount": 500_000, "currency": "idr", "created": 1_790_000_000,
        "status": "won", "balance_transactions": [
            {"amount": -500_000, "created": 1_790_000_000},
            {"amount": 500_000, "created": 1_795_000_000},
        ],
    }  # fmt: skip
    taken, back = dispute_moves(row)
    assert (taken.at, back.at) == (moment(1_790_000_000), moment(1_795_000_000))
    assert dispute_moves({**row, "balance_transactions": []})[1].at > back.at


def test_a_card_can_be_taken_in_an_orders_last_minutes(there: StandIn) -> None:
    """Stripe's pages are open for half an hour at least: what is paid on one after the order's
    time came late, as anywhere."""
    order = order_placed(method="stripe:card")
    placed = timezone.now() - timedelta(minutes=110)
    ShopOrder.objects.filter(pk=order.pk).update(
        placed_at=placed, pay_by=placed + timedelta(hours=2)
    )
    here = payment_again(shop_order_id=order.pk, method="stripe:card")
    assert here.address.startswith(there.address) and attempt_of(order).state == "open"
    assert attempt_of(order).pay_by - timezone.now() < timedelta(minutes=11)


def test_a_wrong_key_is_silence_and_nothing_is_lost(there: StandIn, settings: Any) -> None:
    settings.STRIPE_API_KEY = "sk_other"
    order = order_placed(method="stripe:card")
    here = payment_begin(shop_order_id=order.pk)
    assert here.address == here.page and attempt_of(order).state == "new"


def test_nothing_is_known_of_what_is_not_there(there: StandIn) -> None:
    _order, attempt = begun()
    attempt.reference = "cs_unknown"
    with pytest.raises(ProviderRefused):
        provider_of("stripe").look(known_of(attempt))
