"""Stripe's intents, refunds and webhooks against localstripe, a third party's stateful server.

It has no Checkout Sessions, no idempotency and no disputes: those are tried against a stand-in
(`test_stripe_sessions`). It takes more back than was paid; the shop does not ask for it.
"""

from __future__ import annotations

import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
import requests
import stripe
from django.db import transaction
from django.test import Client
from django.utils import timezone

from catalog.errors import Invalid
from storefront.orders.acting import as_shop
from storefront.orders.models import PaymentAttempt, ShopOrder
from storefront.orders.providers.base import Known, ProviderRefused
from storefront.orders.providers.stripe_ import StripeProvider, captured
from storefront.orders.services.refund_asking import refund_ask
from storefront.orders.services.refunds import refund_make
from storefront.orders.types import MoneyKind, OrderState, RefundState
from tests.orders.making import attempt_of, order_placed

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

KEY, SECRET = "sk_test_local", "whsec_local"
GOOD, TO_CONFIRM = "4242424242424242", "4000002500003155"
Notice = tuple[dict[str, str], bytes]


class There(NamedTuple):
    """A running localstripe; what it tells; a client of it."""

    address: str
    notices: queue.Queue[Notice]
    client: stripe.StripeClient
    shop: StripeProvider


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = _free_port()
    home = tmp_path_factory.mktemp("localstripe")
    process = subprocess.Popen(
        [sys.executable, "-m", "localstripe", "--port", str(port), "--from-scratch"],
        cwd=home,
        env={**os.environ, "TMPDIR": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(60)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _time in range(600):
        try:
            requests.get(f"{address}/v1/customers", auth=(KEY, ""), timeout=60)
            return
        except requests.ConnectionError:
            assert process.poll() is None, "localstripe did not start"
            time.sleep(0.1)
    raise AssertionError("localstripe does not answer")


@pytest.fixture
def there(running: str, settings: Any) -> Iterator[There]:
    told: queue.Queue[Notice] = queue.Queue()

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.put((dict(self.headers), body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Nothing."""

    ear = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=ear.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{ear.server_address[1]}/"
    requests.post(
        f"{running}/_config/webhooks/shop", json={"url": url, "secret": SECRET}, timeout=60
    ).raise_for_status()
    settings.STRIPE_API_KEY, settings.STRIPE_WEBHOOK_SECRET = KEY, SECRET
    settings.STRIPE_API_BASE = running
    client = stripe.StripeClient(KEY, base_addresses={"api": running})
    try:
        yield There(running, told, client, StripeProvider(KEY, SECRET, running))
    finally:
        ear.shutdown()
        ear.server_close()


def card(there: There, number: str) -> str:
    made = there.client.v1.payment_methods.create(
        {
            "type": "card",
            "card": {"number": number, "exp_month": 12, "exp_year": 2040, "cvc": "123"},
        }
    )
    return made.id


def paid_there(there: There, attempt: PaymentAttempt, number: str = GOOD) -> dict[str, Any]:
    """What a session would have done: an intent with the attempt's key, confirmed."""
    made = there.client.v1.payment_intents.create(
        {
            "amount": int(attempt.amount) * 100,
            "currency": "idr",
            "payment_method": card(there, number),
            "confirm": True,
            "metadata": {"attempt": str(attempt.key), "order": attempt.shop_order.number},
        }
    )
    return made.to_dict()


def heard(there: There, kind: str) -> Notice:
    """The next notice of that kind."""
    for _time in range(20):
        headers, body = there.notices.get(timeout=60)
        if f'"{kind}"'.encode() in body:
            return headers, body
    raise AssertionError(kind)


def delivered(notice: Notice, times: int = 1) -> set[int]:
    headers, body = notice
    return {
        Client()
        .post(
            "/webhook/stripe/",
            body,
            content_type="application/json",
            headers={"stripe-signature": headers["Stripe-Signature"]},
        )
        .status_code
        for _time in range(times)
    }


def order_to_pay() -> tuple[ShopOrder, PaymentAttempt]:
    order = order_placed(method="stripe:card")
    return order, attempt_of(order)


def order_paid(there: There) -> tuple[ShopOrder, PaymentAttempt, dict[str, Any]]:
    order, attempt = order_to_pay()
    intent = paid_there(there, attempt)
    assert delivered(heard(there, "payment_intent.succeeded")) == {200}
    order.refresh_from_db()
    return order, attempt_of(order), intent


def test_a_notice_of_an_intent_pays_the_order_once(there: There) -> None:
    order, attempt = order_to_pay()
    paid_there(there, attempt)
    notice = heard(there, "payment_intent.succeeded")
    assert delivered((notice[0], notice[1] + b" ")) == {400}
    assert delivered(notice, times=5) == {200}
    order.refresh_from_db()
    assert order.state == OrderState.PAID and order.money_moves.count() == 1


def test_a_card_that_wants_to_be_confirmed_has_paid_nothing(there: There) -> None:
    order, attempt = order_to_pay()
    intent = paid_there(there, attempt, TO_CONFIRM)
    assert intent["status"] == "requires_action" and captured(intent) is None
    assert there.shop.intent_found(there.shop.intent_of(intent["id"])).moves == ()
    order.refresh_from_db()
    assert order.state == OrderState.UNPAID


def test_an_intent_is_read_as_it_is(there: There) -> None:
    _order, attempt, intent = order_paid(there)
    found = there.shop.intent_found(there.shop.intent_of(intent["id"]))
    (move,) = found.moves
    assert (move.kind, move.amount, move.currency, move.reference) == (
        MoneyKind.CAPTURED, attempt.amount, "IDR", intent["id"],
    )  # fmt: skip


def test_refunds_in_part_and_whole_and_no_more(there: There) -> None:
    order, attempt, intent = order_paid(there)
    assert attempt.shown == {"intent": intent["id"]}
    for amount in (Decimal(1000), order.total - 1000):
        with as_shop(), transaction.atomic():
            refund = refund_make(
                shop_order_id=order.pk, facility_order_id=None, cause="returned", amount=amount
            )
        assert refund is not None
        refund_ask(refund_id=refund.pk)
        refund.refresh_from_db()
        assert refund.state == RefundState.DONE and refund.reference.startswith("re_")
    found = there.shop.intent_found(there.shop.intent_of(intent["id"]))
    back = [move for move in found.moves if move.kind is MoneyKind.REFUNDED]
    assert sum(move.amount for move in back) == order.total
    assert order.money_moves.filter(kind=MoneyKind.REFUNDED).count() == 2
    with as_shop(), transaction.atomic():
        none_left = refund_make(
            shop_order_id=order.pk, facility_order_id=None, cause="returned", amount=Decimal(1)
        )
    assert none_left is None


def test_more_than_is_left_is_never_asked_for(there: There) -> None:
    order, _attempt, _intent = order_paid(there)
    with pytest.raises(Invalid), as_shop(), transaction.atomic():
        refund_make(
            shop_order_id=order.pk,
            facility_order_id=None,
            cause="returned",
            amount=order.total + 1,
        )


def test_what_is_not_there_is_refused(there: There) -> None:
    known = Known(uuid4(), "card", Decimal(1000), "", {"intent": "pi_none"}, timezone.now())
    with pytest.raises(ProviderRefused):
        there.shop.refund(known, key=uuid4(), amount=Decimal(1000), reason="x")


def test_where_localstripe_ends(there: There) -> None:
    """What the stand-in is for: were it there, these tests would move here."""
    answer = requests.post(f"{there.address}/v1/checkout/sessions", auth=(KEY, ""), timeout=60)
    assert answer.status_code == 404
