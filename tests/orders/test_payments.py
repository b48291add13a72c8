"""Attempts to pay: begun once, answered alike, settled to the same end however it is told."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from catalog.errors import Invalid
from catalog.kept import forget_all
from catalog.models import OutboxRow
from storefront.orders.acting import as_shop
from storefront.orders.errors import PaymentRefused
from storefront.orders.models import (
    FacilityDelivery,
    MoneyMove,
    PaymentAttempt,
    PaymentNotice,
    Reconciliation,
    Refund,
    ShopOrder,
)
from storefront.orders.providers.base import (
    CURRENCY,
    Answer,
    Event,
    Found,
    Move,
    ProviderRefused,
    ProviderSilent,
)
from storefront.orders.providers.practice import PAID_AT, PracticeProvider
from storefront.orders.providers.registry import provider_in_use, providers
from storefront.orders.services import payments
from storefront.orders.services.ending import order_cancel
from storefront.orders.services.payments import (
    attempt_expire,
    method_require,
    methods_offered,
    payment_again,
    payment_begin,
)
from storefront.orders.services.reconciling import (
    EVERY,
    ROUND,
    UNPAID_THERE,
    reconcile,
    round_announce,
    round_run,
)
from storefront.orders.services.refund_asking import refund_ask
from storefront.orders.services.refunds import refund_make
from storefront.orders.services.settling import Came, payment_look, payment_told, settle
from storefront.orders.types import (
    AttemptState,
    CancelCause,
    DeliveryKind,
    MoneyKind,
    OrderState,
    RefundCause,
    RefundState,
)
from tests.making import public_listing
from tests.orders.making import account_make, attempt_of, order_paid_up, order_placed

pytestmark = pytest.mark.django_db


def begun(method: str = "practice:") -> tuple[ShopOrder, PaymentAttempt]:
    """An order whose attempt the provider knows."""
    order = order_placed(method=method)
    payment_begin(shop_order_id=order.pk)
    return order, attempt_of(order)


def moved(attempt: PaymentAttempt, kind: MoneyKind = MoneyKind.CAPTURED, **other: Any) -> Move:
    """Its whole amount, unless said otherwise."""
    given = {"amount": attempt.amount, "currency": CURRENCY, "reference": f"practice-{attempt.key}"}
    return Move(kind, **{**given, "at": timezone.now(), **other})


def told(attempt: PaymentAttempt, *moves: Move, state: AttemptState | None = None) -> Any:
    """A notice of its own name."""
    found = Found(state, moves)
    event = Event(f"e-{uuid4()}", "test", str(attempt.key), found)
    return payment_told(provider=attempt.provider, event=event)


def count(order: ShopOrder) -> tuple[str, int, int]:
    """State, moves of money, refunds."""
    order.refresh_from_db()
    return order.state, order.money_moves.count(), order.refunds.count()


# --- Beginning


def test_an_attempt_is_begun_once_and_answered_alike() -> None:
    order, attempt = begun()
    first = payment_begin(shop_order_id=order.pk)
    again = payment_begin(shop_order_id=order.pk)
    attempt.refresh_from_db()
    assert first == again and str(attempt.key) in first.address
    assert first.page == f"/bayar/{order.order.token}/?lanjut=1"
    assert (attempt.state, attempt.asked) == ("open", 1)


def test_a_silent_provider_leaves_it_to_be_asked_again_with_the_same_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keys = []

    def silent(self: object, ask: Any) -> Answer:
        keys.append(ask.key)
        if len(keys) == 1:
            raise ProviderSilent("no answer")
        return Answer("late", "https://there.example/pay")

    monkeypatch.setattr(PracticeProvider, "create", silent)
    order = order_placed()
    here = payment_begin(shop_order_id=order.pk)
    assert here.address == here.page and attempt_of(order).state == "new"
    assert payment_begin(shop_order_id=order.pk).address == "https://there.example/pay"
    assert len(keys) == 2 and keys[0] == keys[1] == attempt_of(order).key


def test_who_died_while_asking_holds_nobody_up_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payments, "_PATIENCE", 0.0)
    order = order_placed()
    rows = PaymentAttempt.objects.filter(shop_order=order)
    rows.update(asked_at=timezone.now(), asked=1)
    assert payment_begin(shop_order_id=order.pk).address.startswith("/bayar/")
    rows.update(asked_at=timezone.now() - payments.LEASE - timedelta(seconds=1))
    assert "latihan" in payment_begin(shop_order_id=order.pk).address
    assert attempt_of(order).asked == 2


def test_a_refusal_ends_the_attempt_and_another_way_can_be_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(self: object, ask: Any) -> Answer:
        raise ProviderRefused("no")

    monkeypatch.setattr(PracticeProvider, "create", refuse)
    order, attempt = begun()
    assert (attempt.state, attempt.failure) == ("failed", "no")
    account_make()
    payment_again(shop_order_id=order.pk, method="transfer:")
    assert attempt_of(order).provider == "transfer" and attempt_of(order).state == "open"


def test_two_attempts_that_are_not_over_are_impossible() -> None:
    order = order_placed()
    with pytest.raises(IntegrityError, match="attempt_one_at_a_time"), transaction.atomic():
        PaymentAttempt.objects.create(
            shop_order=order, provider="practice", amount=1, pay_by=timezone.now()
        )


def test_another_way_ends_the_one_before_it() -> None:
    order, first = begun()
    account_make()
    payment_again(shop_order_id=order.pk, method="transfer:")
    first.refresh_from_db()
    assert first.state == "cancelled"
    assert OutboxRow.objects.filter(task=payments.EXPIRE, key=str(first.pk)).exists()
    order.refresh_from_db()
    assert order.method == "transfer:"
    assert order.pay_by - order.placed_at > timedelta(hours=23)


def test_ways_that_are_not_offered_are_refused() -> None:
    order, _attempt = begun()
    account_make()
    codes = [method.code for method in methods_offered(None, language="id")]
    assert codes == ["practice:", "transfer:"]
    for code in ("stripe:card", "pickup:", "x", ""):
        with pytest.raises(PaymentRefused):
            method_require(code, None, language="id")
        with pytest.raises(PaymentRefused):
            payment_again(shop_order_id=order.pk, method=code)


def test_who_has_no_key_is_neither_offered_nor_heard(settings: Any, client: Client) -> None:
    forget_all()
    told = {"stripe": "STRIPE_API_KEY", "midtrans": "MIDTRANS_SERVER_KEY"}
    assert set(providers()) == {"practice", "pickup"}
    for code, name in told.items():
        assert provider_in_use(code) is None
        assert client.post(f"/webhook/{code}/", b"{}", "application/json").status_code == 404
        setattr(settings, name, "key")
        assert provider_in_use(code) is not None
        assert client.post(f"/webhook/{code}/", b"{}", "application/json").status_code == 400
    account_make()
    assert set(providers()) == {"practice", "stripe", "midtrans", "transfer", "pickup"}
    settings.PAYMENTS = ["pickup"]
    assert set(providers()) == {"pickup"} and provider_in_use("midtrans") is None
    assert client.post("/webhook/midtrans/", b"{}", "application/json").status_code == 404


def test_pay_at_pickup_is_offered_where_one_counter_takes_it_all() -> None:
    facility = public_listing().facility
    row, _made = FacilityDelivery.objects.get_or_create(facility=facility)

    def offered(kind: DeliveryKind, parts: int = 1) -> bool:
        part = SimpleNamespace(facility_id=facility.pk, offer=SimpleNamespace(kind=kind))
        quote = SimpleNamespace(parts=[part] * parts)
        return "pickup:" in [m.code for m in methods_offered(quote, language="id")]

    assert not offered(DeliveryKind.PICKUP)
    row.pays_at_pickup = True
    row.save()
    assert offered(DeliveryKind.PICKUP)
    assert not offered(DeliveryKind.COURIER) and not offered(DeliveryKind.PICKUP, parts=2)


def test_transfers_have_amounts_of_their_own() -> None:
    one, two = order_placed(method="transfer:"), order_placed(method="transfer:")
    assert one.total == two.total
    amounts = [attempt_of(order).amount for order in (one, two)]
    assert len(set(amounts)) == 2
    assert all(one.total < amount <= one.total + 999 for amount in amounts)


# --- What is told


def test_money_pays_the_order_once() -> None:
    order, attempt = begun()
    move = moved(attempt)
    for _time in range(3):
        told(attempt, move, state=AttemptState.PAID)
    attempt.refresh_from_db()
    assert count(order) == (OrderState.PAID, 1, 0) and attempt.state == "paid"


def test_a_notice_counts_once() -> None:
    _order, attempt = begun()
    event = Event("e-1", "test", str(attempt.key), Found(AttemptState.PAID, (moved(attempt),)))
    assert payment_told(provider="practice", event=event).came == (Came.PAID,)
    assert payment_told(provider="practice", event=event).came == (Came.AGAIN,)
    assert PaymentNotice.objects.get(event="e-1").outcome == "paid"


@pytest.mark.parametrize(
    ("other", "came"),
    [
        ({"amount": Decimal(1)}, Came.WRONG_AMOUNT),
        ({"currency": "USD"}, Came.WRONG_CURRENCY),
        ({"amount": Decimal("28000.50")}, Came.WRONG_CURRENCY),
    ],
)
def test_a_wrong_amount_or_currency_changes_nothing(
    other: dict[str, Any], came: Came, caplog: pytest.LogCaptureFixture
) -> None:
    order, attempt = begun()
    settled = told(attempt, moved(attempt, **other), state=AttemptState.PAID)
    assert settled.is_refused and settled.came == (came,)
    attempt.refresh_from_db()
    assert count(order) == (OrderState.UNPAID, 0, 0) and attempt.state == "open"
    assert "payment notice refused" in caplog.text


def test_out_of_order_is_the_same_end() -> None:
    ends = set()
    for turn in (1, -1):
        order, attempt = begun()
        moves = [
            (moved(attempt), AttemptState.PAID),
            (None, AttemptState.EXPIRED),
            (moved(attempt, MoneyKind.DISPUTED, reference=f"d-{attempt.key}"), None),
        ]
        if turn < 0:  # the provider is asked where it tells of what went before what came
            attempt.shown = {PAID_AT: timezone.now().isoformat()}
            attempt.save()
        for move, state in moves[::turn]:
            told(attempt, *([move] if move else []), state=state)
        attempt.refresh_from_db()
        kinds = tuple(order.money_moves.order_by("kind").values_list("kind", "amount"))
        ends.add((*count(order), attempt.state, kinds))
    assert ends == {("paid", 2, 0, "paid", kinds)}
    assert [kind for kind, _amount in kinds] == ["captured", "disputed"]


def test_an_attempt_that_expired_here_is_paid_all_the_same_while_the_order_waits() -> None:
    order, attempt = begun()
    told(attempt, state=AttemptState.EXPIRED)
    attempt.refresh_from_db()
    assert attempt.state == "expired"
    told(attempt, moved(attempt), state=AttemptState.PAID)
    assert count(order) == (OrderState.PAID, 1, 0)


def test_money_for_a_cancelled_order_goes_back() -> None:
    order, attempt = begun()
    order_cancel(shop_order_id=order.pk, cause=CancelCause.BUYER, note="", by="buyer")
    assert told(attempt, moved(attempt), state=AttemptState.PAID).came == (Came.PAID_LATE,)
    refund = Refund.objects.get(shop_order=order)
    assert (refund.cause, refund.amount) == (RefundCause.PAID_LATE, attempt.amount)
    refund_ask(refund_id=refund.pk)
    refund.refresh_from_db()
    assert refund.state == RefundState.DONE and count(order) == (OrderState.CANCELLED, 2, 1)


def test_money_that_comes_twice_goes_back_once() -> None:
    order, first = begun()
    payment_again(shop_order_id=order.pk, method="practice:")
    second = attempt_of(order)
    assert told(second, moved(second)).came == (Came.PAID,)
    assert told(first, moved(first)).came == (Came.PAID_TWICE,)
    refund = Refund.objects.get(shop_order=order)
    assert refund.attempt == first and refund.cause == RefundCause.PAID_TWICE


def test_what_is_not_ours_is_kept_and_does_nothing() -> None:
    for key in (str(uuid4()), "no uuid", ""):
        event = Event(f"e-{key}", "test", key, Found(AttemptState.PAID))
        assert payment_told(provider="practice", event=event).came == (Came.NOT_OURS,)
    assert PaymentNotice.objects.count() == 3


# --- Going back


def test_no_more_goes_back_than_came() -> None:
    order = order_paid_up()
    asked: dict[str, Any] = {
        "shop_order_id": order.pk,
        "facility_order_id": None,
        "cause": RefundCause.CANCELLED,
    }
    with as_shop(), transaction.atomic():
        assert refund_make(**asked, amount=order.total - 1000) is not None
        with pytest.raises(Invalid):
            refund_make(**asked, amount=Decimal(1001))
        assert refund_make(**asked, amount=Decimal(1000)) is not None
        assert refund_make(**asked, amount=Decimal(1)) is None
    with pytest.raises(IntegrityError, match="attempt"), transaction.atomic():
        Refund.objects.create(
            shop_order=order, attempt=attempt_of(order), cause="cancelled", amount=1
        )


def test_a_refund_that_the_provider_refuses_is_left_to_an_officer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order = order_paid_up()
    with as_shop(), transaction.atomic():
        refund = refund_make(
            shop_order_id=order.pk, facility_order_id=None, cause="returned", amount=Decimal(1000)
        )
    assert refund is not None

    def silent(self: object, known: object, **_asked: object) -> None:
        raise ProviderSilent("later")

    def refuse(self: object, known: object, **_asked: object) -> None:
        raise ProviderRefused("cannot")

    monkeypatch.setattr(PracticeProvider, "refund", silent)
    with pytest.raises(ProviderSilent):
        refund_ask(refund_id=refund.pk)
    refund.refresh_from_db()
    assert (refund.state, refund.asked) == (RefundState.TO_DO, 1)
    monkeypatch.setattr(PracticeProvider, "refund", refuse)
    refund_ask(refund_id=refund.pk)
    refund.refresh_from_db()
    assert (refund.state, refund.failure) == (RefundState.BY_HAND, "cannot")


def test_a_refund_is_written_once_whoever_tells_it() -> None:
    order = order_paid_up()
    attempt = attempt_of(order)
    with as_shop(), transaction.atomic():
        refund = refund_make(
            shop_order_id=order.pk, facility_order_id=None, cause="returned", amount=Decimal(1000)
        )
    assert refund is not None
    back = moved(
        attempt,
        MoneyKind.REFUNDED,
        amount=Decimal(1000),
        reference=f"practice-{refund.key}",
        refund=str(refund.key),
    )
    assert told(attempt, back).came == (Came.REFUNDED,)
    refund_ask(refund_id=refund.pk)
    assert order.money_moves.filter(kind=MoneyKind.REFUNDED).count() == 1


# --- Reconciling


def test_what_was_paid_and_not_told_is_found() -> None:
    order, attempt = begun()
    attempt.shown = {PAID_AT: timezone.now().isoformat()}
    attempt.save()
    found = reconcile(now=timezone.now() + timedelta(minutes=1)).found
    assert [row[2] for row in found] == [Came.PAID]
    assert count(order)[0] == OrderState.PAID
    kept = Reconciliation.objects.get()
    assert kept.found == found and kept.asked == 1
    later = timezone.now() + timedelta(minutes=3)
    assert reconcile(now=later).found == []


def test_what_was_stored_and_never_asked_for_is_begun() -> None:
    order = order_placed()
    PaymentAttempt.objects.filter(shop_order=order).update(
        made_at=timezone.now() - timedelta(minutes=2)
    )
    reconcile(now=timezone.now())
    assert attempt_of(order).state == "open"


def test_what_is_paid_here_and_not_there_is_told() -> None:
    order = order_paid_up()
    PaymentAttempt.objects.filter(shop_order=order).update(reference="x")
    found = reconcile(now=timezone.now() + timedelta(minutes=2)).found
    assert [row[2:] for row in found] == [[UNPAID_THERE, str(order.total), False]]


def test_a_wrong_amount_that_is_really_there_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    order, attempt = begun()
    short = moved(attempt, amount=attempt.amount - 1)
    monkeypatch.setattr(PracticeProvider, "look", lambda self, known: Found(None, (short,)))
    found = reconcile(now=timezone.now() + timedelta(minutes=1)).found
    assert [row[2] for row in found] == [Came.WRONG_AMOUNT]
    refund = Refund.objects.get(shop_order=order)
    assert (refund.cause, refund.amount) == (RefundCause.WRONG_AMOUNT, attempt.amount - 1)
    assert count(order)[0] == OrderState.UNPAID


def test_one_silent_provider_holds_no_other_up(monkeypatch: pytest.MonkeyPatch) -> None:
    _one, first = begun()
    two, second = begun()
    second.shown = {PAID_AT: timezone.now().isoformat()}
    second.save()
    look = PracticeProvider.look

    def some(self: PracticeProvider, known: Any) -> Found:
        if known.key == first.key:
            raise ProviderSilent("no answer")
        return look(self, known)

    monkeypatch.setattr(PracticeProvider, "look", some)
    assert reconcile(now=timezone.now() + timedelta(minutes=1)).silent == 1
    assert count(two)[0] == OrderState.PAID


def test_each_round_announces_the_next_and_one_waits_at_a_time() -> None:
    now = timezone.now()
    round_announce(due_at=now)
    round_announce(due_at=now)
    waiting = OutboxRow.objects.filter(task=ROUND)
    assert [row.due_at for row in waiting] == [now]
    waiting.update(tries=1)  # as who runs it leaves it
    round_run(now=now)
    assert waiting.order_by("pk").last().due_at == now + EVERY  # type: ignore[union-attr]
    assert waiting.count() == 2


def test_attempts_of_orders_that_are_over_end() -> None:
    order, attempt = begun()
    ShopOrder.objects.filter(pk=order.pk).update(state="cancelled", ended_at=timezone.now())
    reconcile(now=timezone.now())
    attempt.refresh_from_db()
    assert attempt.state == "cancelled"
    attempt_expire(attempt_id=attempt.pk)


def test_a_look_asks_the_provider_and_nobody_else() -> None:
    order, attempt = begun()
    assert payment_look(attempt_id=attempt.pk).came == ()
    attempt.shown = {PAID_AT: timezone.now().isoformat()}
    attempt.save(update_fields=["shown"])
    assert payment_look(attempt_id=attempt.pk, at_most_every=timedelta(minutes=1)).came == ()
    assert payment_look(attempt_id=attempt.pk).came == (Came.PAID,)
    assert count(order)[0] == OrderState.PAID


def test_settling_the_same_again_writes_nothing() -> None:
    order, attempt = begun()
    found = Found(AttemptState.PAID, (moved(attempt),))
    with as_shop(), transaction.atomic():
        assert settle(attempt.pk, found, takes_wrong=True).came == (Came.PAID,)
        assert settle(attempt.pk, found, takes_wrong=True).came == ()
    assert MoneyMove.objects.filter(shop_order=order).count() == 1
