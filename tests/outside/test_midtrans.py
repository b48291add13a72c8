"""Midtrans by contract: its published formats (docs.midtrans.com, November 2026) with our orders'
numbers and amounts in them, answered by a server that only repeats them."""

from __future__ import annotations

import base64
import hashlib
import json
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
from storefront.orders.providers.base import ProviderSilent
from storefront.orders.providers.midtrans import found_of, is_signed, shown_of
from storefront.orders.services.payments import attempt_expire, payment_again, payment_begin
from storefront.orders.services.reconciling import reconcile
from storefront.orders.services.refund_asking import refund_ask
from storefront.orders.services.refunds import refund_make
from storefront.orders.types import AttemptState, MoneyKind, OrderState, RefundState
from tests.orders.making import account_make, attempt_of, order_placed
from tests.outside.replaying import Replay, replaying

pytestmark = pytest.mark.django_db

KEY = "SB-Mid-server-only-for-tests"
QR_TEXT = "00020101021226610014COM.GO-JEK.WWW0118936009143243219876520459996304ABCD"

Row = dict[str, Any]


@pytest.fixture
def there(settings: Any) -> Iterator[Replay]:
    """The server, with the shop set up for it."""
    with replaying() as replay:
        settings.MIDTRANS_SERVER_KEY = KEY
        settings.MIDTRANS_API_BASE = settings.MIDTRANS_SNAP_BASE = replay.address
        yield replay


def pending(attempt: PaymentAttempt, payment_type: str, **more: Any) -> Row:
    """An answer of Core to a charge."""
    return {
        "status_code": "201",
        "status_message": "Success, transaction is created",
        "transaction_id": f"t-{attempt.key}",
        "order_id": str(attempt.key),
        "merchant_id": "G141532850",
        "gross_amount": f"{attempt.amount}.00",
        "currency": "IDR",
        "payment_type": payment_type,
        "transaction_time": "2026-11-22 14:00:00",
        "transaction_status": "pending",
        "fraud_status": "accept",
        **more,
    }


def status(attempt: PaymentAttempt, word: str = "settlement", **more: Any) -> Row:
    """An answer to a status query."""
    said = {
        **pending(attempt, "qris"),
        "status_code": "200",
        "transaction_status": word,
        "settlement_time": "2026-11-22 14:05:09",
        **more,
    }
    return said | {"signature_key": signed(said)}


def signed(said: Row, key: str = KEY) -> str:
    text = said["order_id"] + said["status_code"] + said["gross_amount"] + key
    return hashlib.sha512(text.encode()).hexdigest()


def has(replay: Replay, attempt: PaymentAttempt, said: Row | None) -> None:
    """What Midtrans answers about it from now on."""
    unknown = {"status_code": "404", "status_message": "Transaction doesn't exist."}
    replay.answers[f"GET /v2/{attempt.key}/status"] = (200, unknown if said is None else said)


def tell(said: Any) -> int:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    answer = Client().post("/webhook/midtrans/", body, content_type="application/json")
    return answer.status_code


def begun(replay: Replay, method: str = "qris", **more: Any) -> tuple[ShopOrder, PaymentAttempt]:
    order = order_placed(method=f"midtrans:{method}")
    said = pending(attempt_of(order), "qris", **(more or {"qr_string": QR_TEXT}))
    replay.answers["POST /v2/charge"] = (200, said)
    replay.answers["POST /snap/v1/transactions"] = (
        201,
        {"token": "t-1", "redirect_url": f"{replay.address}/snap/v4/redirection/t-1"},
    )
    payment_begin(shop_order_id=order.pk)
    return order, attempt_of(order)


def state(order: ShopOrder) -> str:
    order.refresh_from_db()
    return order.state


# --- Asking


def test_qris_is_charged_by_core_and_shown_by_us(there: Replay) -> None:
    order, attempt = begun(there)
    (asked,) = there.asked
    assert asked.body["payment_type"] == "qris"
    assert asked.body["transaction_details"] == {
        "order_id": str(attempt.key),
        "gross_amount": int(order.total),
    }
    assert asked.headers["Idempotency-Key"] == str(attempt.key)
    wanted = "Basic " + base64.b64encode(f"{KEY}:".encode()).decode()
    assert asked.headers["Authorization"] == wanted
    assert asked.body["custom_expiry"]["expiry_duration"] in (29, 30)
    assert attempt.shown == {"qris": QR_TEXT} and attempt.address == ""
    text = Client().get(f"/bayar/{order.order.token}/").content.decode()
    assert 'data-how="qris"' in text and "<svg" in text and 'class="qr"' in text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"va_numbers": [{"bank": "bca", "va_number": "812785002"}]}, ("BCA", "812785002")),
        ({"va_numbers": [{"bank": "bri", "va_number": "578000001"}]}, ("BRI", "578000001")),
        ({"permata_va_number": "850003072869607"}, ("Permata", "850003072869607")),
        ({"bill_key": "990000000260", "biller_code": "70012"}, ("Mandiri", "990000000260")),
    ],
)  # fmt: skip
def test_accounts_are_shown_with_their_numbers(
    there: Replay, said: Row, shown: tuple[str, str]
) -> None:
    order, attempt = begun(there, "va_bca", **said)
    assert (attempt.shown["bank"], attempt.shown["number"]) == shown
    text = Client().get(f"/bayar/{order.order.token}/").content.decode()
    fours = (shown[1][at : at + 4] for at in range(0, len(shown[1]), 4))
    assert 'data-how="account"' in text
    assert "".join(f"<span>{four}</span>" for four in fours) in text


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("va_bni", {"payment_type": "bank_transfer", "bank_transfer": {"bank": "bni"}}),
        ("va_cimb", {"payment_type": "bank_transfer", "bank_transfer": {"bank": "cimb"}}),
        ("va_mandiri", {"payment_type": "echannel"}),
    ],
)
def test_each_bank_is_asked_for_as_it_is_called(there: Replay, method: str, body: Row) -> None:
    begun(there, method, va_numbers=[{"bank": "bni", "va_number": "1"}])
    asked = there.asked[0].body
    assert {name: asked[name] for name in body} == body
    assert ("echannel" in asked) == (method == "va_mandiri")


@pytest.mark.parametrize(
    ("method", "enabled"), [("card", ["credit_card"]), ("wallet", ["gopay", "shopeepay"])]
)
def test_cards_and_wallets_are_paid_on_snaps_page(
    there: Replay, method: str, enabled: list[str]
) -> None:
    order, attempt = begun(there, method)
    asked = there.asked[0]
    assert asked.path == "/snap/v1/transactions" and asked.body["enabled_payments"] == enabled
    assert asked.body["credit_card"] == {"secure": True}
    assert asked.body["transaction_details"]["gross_amount"] == int(order.total)
    assert asked.body["callbacks"]["finish"].endswith(f"/bayar/{order.order.token}/")
    assert asked.body["expiry"]["unit"] == "minute"
    assert attempt.address.endswith("/snap/v4/redirection/t-1")


def test_a_charge_that_is_there_already_is_read(there: Replay) -> None:
    order = order_placed(method="midtrans:qris")
    attempt = attempt_of(order)
    twice = {"status_code": "406", "status_message": "Duplicate order ID."}
    there.answers["POST /v2/charge"] = (200, twice)
    has(there, attempt, {**status(attempt, "pending", status_code="201"), "qr_string": QR_TEXT})
    payment_begin(shop_order_id=order.pk)
    assert attempt_of(order).shown == {"qris": QR_TEXT}


@pytest.mark.parametrize(
    "said",
    [
        (500, {"status_code": "500", "status_message": "Sorry."}),
        (200, {"status_code": "503"}),
        (401, {"status_code": "401"}),
        (429, {"status_code": "429"}),
        (200, b"<html>"),
        (200, b"[]"),
        (200, {"status_code": "201"}),
    ],
)
def test_what_is_no_answer_is_asked_again(there: Replay, said: tuple[int, Any]) -> None:
    order = order_placed(method="midtrans:qris")
    there.answers["POST /v2/charge"] = said
    here = payment_begin(shop_order_id=order.pk)
    assert here.address == here.page and attempt_of(order).state == "new"
    there.answers["POST /v2/charge"] = (
        200,
        pending(attempt_of(order), "qris", qr_string=QR_TEXT),
    )
    payment_begin(shop_order_id=order.pk)
    assert attempt_of(order).state == "open"
    keys = {asked.headers["Idempotency-Key"] for asked in there.asked}
    assert len(keys) == 1


def test_nobody_there_is_silence(there: Replay, settings: Any) -> None:
    settings.MIDTRANS_API_BASE = "http://127.0.0.1:9"
    order = order_placed(method="midtrans:qris")
    payment_begin(shop_order_id=order.pk)
    assert attempt_of(order).state == "new"


def test_a_refusal_ends_the_attempt(there: Replay) -> None:
    order = order_placed(method="midtrans:qris")
    said = {"status_code": "402", "status_message": "Payment channel is not activated."}
    there.answers["POST /v2/charge"] = (200, said)
    payment_begin(shop_order_id=order.pk)
    attempt = attempt_of(order)
    assert attempt.state == "failed" and "402" in attempt.failure


# --- Being told: SAFETY 2, row 6


def test_a_notice_is_asked_for_and_then_pays_the_order_once(there: Replay) -> None:
    order, attempt = begun(there)
    said = status(attempt)
    has(there, attempt, said)
    assert [tell(said) for _time in range(50)] == [200] * 50
    assert state(order) == OrderState.PAID
    assert order.money_moves.count() == 1 and PaymentNotice.objects.count() == 1
    assert there.paths().count(f"GET /v2/{attempt.key}/status") == 1


def test_what_a_notice_says_is_not_believed(there: Replay) -> None:
    order, attempt = begun(there)
    has(there, attempt, status(attempt, "pending", status_code="201"))
    assert tell(status(attempt, "settlement")) == 200
    assert state(order) == OrderState.UNPAID and not order.money_moves.exists()


def test_where_it_cannot_be_asked_it_shall_come_again(there: Replay) -> None:
    order, attempt = begun(there)
    there.answers[f"GET /v2/{attempt.key}/status"] = (500, {"status_code": "500"})
    said = status(attempt)
    assert tell(said) == 503
    assert not PaymentNotice.objects.exists()
    has(there, attempt, said)
    assert tell(said) == 200 and state(order) == OrderState.PAID


@pytest.mark.parametrize(
    "change",
    [
        {"signature_key": "0" * 128},
        {"signature_key": ""},
        {"signature_key": None},
        {"gross_amount": "1.00"},
        {"status_code": "201"},
        {"order_id": "another"},
        {"gross_amount": 28000},
    ],
)
def test_a_forged_notice_is_refused(
    there: Replay, change: Row, caplog: pytest.LogCaptureFixture
) -> None:
    order, attempt = begun(there)
    has(there, attempt, status(attempt))
    assert tell({**status(attempt), **change}) == 400
    assert state(order) == OrderState.UNPAID and not PaymentNotice.objects.exists()
    assert "webhook midtrans refused" in caplog.text


def test_the_signature_is_over_the_amount_as_it_came() -> None:
    """The published example: order, code, "10000.00" and the key, one after the other."""
    said = {"order_id": "Order-5100", "status_code": "200", "gross_amount": "10000.00"}
    good = hashlib.sha512(b"Order-5100" + b"200" + b"10000.00" + KEY.encode()).hexdigest()
    assert is_signed({**said, "signature_key": good}, KEY)
    bad = hashlib.sha512(b"Order-5100" + b"200" + b"10000" + KEY.encode()).hexdigest()
    assert not is_signed({**said, "signature_key": bad}, KEY)
    assert not is_signed({**said, "gross_amount": 10000.0, "signature_key": good}, KEY)


def test_what_is_no_notice_is_refused(there: Replay) -> None:
    for body in (b"", b"{", b"[]", b"5", b"null", b"\xff", b"{}", b'{"x": "' + b"y" * 110_000):
        assert tell(body) == 400, body[:20]
    assert Client().get("/webhook/midtrans/").status_code == 405


@pytest.mark.parametrize("other", [{"gross_amount": "1.00"}, {"currency": "USD"}])
def test_a_wrong_amount_or_currency_is_refused_and_kept(there: Replay, other: Row) -> None:
    order, attempt = begun(there)
    said = status(attempt, **other)
    has(there, attempt, said)
    assert tell(said) == 400
    assert state(order) == OrderState.UNPAID and not order.money_moves.exists()
    assert PaymentNotice.objects.get().outcome.startswith("wrong")


def test_notices_in_any_order_are_the_same_end(there: Replay) -> None:
    ends = []
    for turn in (1, -1):
        order, attempt = begun(there)
        has(there, attempt, status(attempt))
        for word in ("pending", "settlement", "expire")[::turn]:
            assert tell(status(attempt, word)) == 200
        kinds = list(order.money_moves.values_list("kind", flat=True))
        ends.append((state(order), kinds, attempt_of(order).state))
    assert ends[0] == ends[1] == (OrderState.PAID, ["captured"], "paid")


@pytest.mark.parametrize(
    ("word", "more", "ends"),
    [
        ("pending", {}, AttemptState.OPEN),
        ("authorize", {}, AttemptState.OPEN),
        ("capture", {"fraud_status": "challenge"}, AttemptState.OPEN),
        ("capture", {"fraud_status": "accept"}, AttemptState.PAID),
        ("settlement", {}, AttemptState.PAID),
        ("deny", {}, AttemptState.FAILED),
        ("failure", {}, AttemptState.FAILED),
        ("cancel", {}, AttemptState.CANCELLED),
        ("expire", {}, AttemptState.EXPIRED),
        ("something new", {}, None),
    ],
)
def test_each_status_has_its_meaning(word: str, more: Row, ends: AttemptState | None) -> None:
    said = {
        "transaction_status": word, "order_id": "x", "gross_amount": "10000.00",
        "transaction_id": "t", "transaction_time": "2026-11-22 14:00:00", "currency": "IDR", **more,
    }  # fmt: skip
    found = found_of(said)
    assert found.state == ends
    assert bool(found.moves) == (ends is AttemptState.PAID)


def test_snaps_address_that_nobody_opened_is_unknown_and_stays_open(there: Replay) -> None:
    order, attempt = begun(there, "card")
    has(there, attempt, None)
    reconcile(now=timezone.now() + timedelta(minutes=2))
    assert attempt_of(order).state == "open"


# --- Reconciling, ending, going back


def test_what_was_paid_and_not_told_is_found(there: Replay) -> None:
    order, attempt = begun(there)
    has(there, attempt, status(attempt))
    reconcile(now=timezone.now() + timedelta(minutes=2))
    assert state(order) == OrderState.PAID


def test_another_way_expires_the_charge(there: Replay) -> None:
    order, attempt = begun(there)
    has(there, attempt, status(attempt, "pending"))
    there.answers[f"POST /v2/{attempt.key}/expire"] = (200, {"status_code": "407"})
    account_make()
    payment_again(shop_order_id=order.pk, method="transfer:")
    attempt_expire(attempt_id=attempt.pk)
    assert there.paths()[-1] == f"POST /v2/{attempt.key}/expire"


def paid(replay: Replay, payment_type: str = "qris") -> tuple[ShopOrder, PaymentAttempt, Refund]:
    order, attempt = begun(replay)
    said = status(attempt, payment_type=payment_type)
    has(replay, attempt, said)
    assert tell(said) == 200
    with as_shop(), transaction.atomic():
        refund = refund_make(
            shop_order_id=order.pk, facility_order_id=None, cause="returned", amount=Decimal(5000)
        )
    assert refund is not None
    return order, attempt, refund


def test_a_refund_is_asked_for_by_its_key(there: Replay) -> None:
    order, attempt, refund = paid(there)
    there.answers[f"POST /v2/{attempt.key}/refund"] = (
        200,
        {
            "status_code": "200",
            "status_message": "Success, refund request is approved",
            "order_id": str(attempt.key),
            "transaction_status": "partial_refund",
            "refund_chargeback_id": 1,
            "refund_amount": "5000.00",
            "refund_key": str(refund.key),
        },
    )
    refund_ask(refund_id=refund.pk)
    refund.refresh_from_db()
    assert refund.state == RefundState.DONE
    assert there.asked[-1].body == {
        "refund_key": str(refund.key),
        "amount": 5000,
        "reason": "returned",
    }
    row = {
        "refund_chargeback_id": 1,
        "refund_amount": "5000.00",
        "created_at": "2026-11-22 15:00:00",
        "reason": "returned",
        "refund_key": str(refund.key),
    }
    said = status(attempt, "partial_refund", refund_amount="5000.00", refunds=[row])
    has(there, attempt, said)
    assert tell(said) == 200  # told as well, written once
    assert order.money_moves.filter(kind=MoneyKind.REFUNDED).count() == 1


def test_a_refund_that_is_there_already_is_not_asked_for_again(there: Replay) -> None:
    _order, attempt, refund = paid(there)
    row = {"refund_key": str(refund.key), "refund_amount": "5000.00"}
    has(there, attempt, status(attempt, "partial_refund", refunds=[row]))
    refund_ask(refund_id=refund.pk)
    refund.refresh_from_db()
    assert refund.state == RefundState.DONE
    assert not [path for path in there.paths() if path.endswith("/refund")]


@pytest.mark.parametrize("payment_type", ["bank_transfer", "echannel"])
def test_virtual_accounts_take_nothing_back_so_an_officer_sends_it(
    there: Replay, payment_type: str
) -> None:
    _order, _attempt, refund = paid(there, payment_type)
    refund_ask(refund_id=refund.pk)
    refund.refresh_from_db()
    assert refund.state == RefundState.BY_HAND


def test_a_refund_that_is_refused_is_left_to_an_officer(there: Replay) -> None:
    _order, attempt, refund = paid(there)
    said = {"status_code": "412", "status_message": "Merchant cannot modify the status."}
    there.answers[f"POST /v2/{attempt.key}/refund"] = (200, said)
    refund_ask(refund_id=refund.pk)
    refund.refresh_from_db()
    assert refund.state == RefundState.BY_HAND and "412" in refund.failure


def test_what_was_taken_back_before_it_was_charged_goes_back_once(there: Replay) -> None:
    """The answer to a cancel is lost: asked again, nothing is left to give back by hand."""
    order, attempt = begun(there, "card")
    said = status(attempt, "capture", payment_type="credit_card")
    has(there, attempt, said)
    assert tell(said) == 200
    with as_shop(), transaction.atomic():
        refund = refund_make(
            shop_order_id=order.pk, facility_order_id=None, cause="returned", amount=order.total
        )
    assert refund is not None
    there.answers[f"POST /v2/{attempt.key}/cancel"] = (500, {"status_code": "500"})
    with pytest.raises(ProviderSilent):
        refund_ask(refund_id=refund.pk)
    has(there, attempt, status(attempt, "cancel", payment_type="credit_card"))
    refund_ask(refund_id=refund.pk)
    refund.refresh_from_db()
    assert (refund.state, refund.failure) == (RefundState.DONE, "")
    assert order.money_moves.get(kind=MoneyKind.REFUNDED).amount == order.total


def test_what_goes_back_is_of_its_own_day(there: Replay) -> None:
    """Not of the day on which the money came: months that are closed stay as they are."""
    _order, attempt, refund = paid(there)
    row = {
        "refund_key": str(refund.key), "refund_amount": "5000.00",
        "created_at": "2026-12-03 09:00:00",
    }  # fmt: skip
    came, back = found_of(status(attempt, "partial_refund", refunds=[row])).moves
    assert came.at.isoformat() == "2026-11-22T14:05:09+07:00"
    assert back.at.isoformat() == "2026-12-03T09:00:00+07:00"
    lost = found_of(status(attempt, "chargeback")).moves[-1]
    assert lost.kind is MoneyKind.DISPUTED
    assert abs(timezone.now() - lost.at) < timedelta(minutes=1)


def test_an_answer_without_code_or_number_is_none() -> None:
    with pytest.raises(Exception, match="neither"):
        shown_of({"status_code": "201"})
