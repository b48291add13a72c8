"""Stripe: hosted Checkout Sessions over Payment Intents, by its published API.

Rupiah is one of its two-decimal currencies: every amount is times 100. The key of an attempt goes
with the session, the intent and so the charge, and is the idempotency key of each call; the key of
a refund goes with the refund. What its events say is put together the same way as what it answers,
so that neither their order nor their number matters.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import stripe
from django.utils.translation import gettext as _

from storefront.orders.providers.base import (
    Answer,
    Ask,
    Event,
    Found,
    Known,
    Method,
    Move,
    NoticeRefused,
    ProviderRefused,
    ProviderSilent,
    Returned,
)
from storefront.orders.types import AttemptState, MoneyKind, RefundState

TOLERANCE = 300  # seconds that a notice may be old
SECONDS = (3.05, 10.0)  # to connect, to answer
_RETRIES = 2
_CENTS = 100
# A session is open for at least half an hour after it was made, which may be after it was stored.
_LEAST_OPEN = timedelta(minutes=40)
_SESSION_STATES = {"open": AttemptState.OPEN, "expired": AttemptState.EXPIRED}
_REFUND_STATES = {
    "succeeded": RefundState.DONE,
    "pending": RefundState.ASKED,
    "requires_action": RefundState.ASKED,
}
# What will be otherwise when asked again.
_PASSING = (
    stripe.APIConnectionError,
    stripe.RateLimitError,
    stripe.IdempotencyError,
    stripe.AuthenticationError,
    stripe.PermissionError,
)
_SERVER = 500
_CONFLICT = 409

Plain = Mapping[str, Any]


class StripeProvider:
    """Cards, on Stripe's own page."""

    code = "stripe"
    can_look = True

    def __init__(self, key: str, secret: str, base: str) -> None:
        self._key, self._secret, self._base = key, secret, base.rstrip("/")

    @property
    def _client(self) -> stripe.StripeClient:
        return stripe.StripeClient(
            self._key,
            base_addresses={"api": self._base},
            max_network_retries=_RETRIES,
            http_client=stripe.RequestsClient(timeout=SECONDS),
        )

    def methods(self, language: str) -> tuple[Method, ...]:
        """One, where there is a key."""
        note = _("Visa, Mastercard, JCB; on the page of Stripe.")
        return (Method("stripe:card", _("Debit or credit card"), note),) if self._key else ()

    def create(self, ask: Ask) -> Answer:
        """A session, whose address the buyer is sent to."""
        with _said():
            made = self._client.v1.checkout.sessions.create(
                session_params(ask), options={"idempotency_key": str(ask.key)}
            )
        return Answer(made.id, made.url or "")

    def look(self, known: Known) -> Found:
        """The session, what was paid, what went back, what is disputed."""
        with _said():
            session = self._client.v1.checkout.sessions.retrieve(
                known.reference, {"expand": ["payment_intent.latest_charge"]}
            ).to_dict()
        intent = session.get("payment_intent")
        found = self.intent_found(intent) if isinstance(intent, dict) else Found(None)
        return found if found.moves else Found(session_state(session))

    def intent_found(self, intent: Plain) -> Found:
        """What Stripe has of an intent that is there with its latest charge."""
        taken = captured(intent)
        if taken is None:
            return Found(None)
        with _said():
            refunds = self._client.v1.refunds.list({"payment_intent": intent["id"], "limit": 100})
            rows = [row.to_dict() for row in refunds.auto_paging_iter()]
            charge = intent.get("latest_charge")
            is_disputed = isinstance(charge, dict) and charge.get("disputed")
            disputes = self._disputes(intent["id"]) if is_disputed else []
        moves = [taken, *(m for row in rows if (m := refund_move(row)))]
        failed = tuple(_refund_key(row) for row in rows if row["status"] in ("failed", "canceled"))
        return Found(AttemptState.PAID, (*moves, *disputes), failed_refunds=failed)

    def _disputes(self, intent: str) -> list[Move]:
        rows = self._client.v1.disputes.list({"payment_intent": intent})
        return [move for row in rows.data for move in dispute_moves(row.to_dict())]

    def intent_of(self, reference: str) -> dict[str, Any]:
        """An intent with its latest charge."""
        with _said():
            return self._client.v1.payment_intents.retrieve(
                reference, {"expand": ["latest_charge"]}
            ).to_dict()

    def refund(self, known: Known, *, key: UUID, amount: Decimal, reason: str) -> Returned:
        """Of the intent that took the money. reason: for who reads it at Stripe."""
        with _said():
            intent = known.shown.get("intent") or self._intent(known.reference)
            made = self._client.v1.refunds.create(
                {
                    "payment_intent": intent,
                    "amount": cents(amount),
                    "metadata": {"refund": str(key), "attempt": str(known.key), "cause": reason},
                },
                options={"idempotency_key": str(key)},
            ).to_dict()
        state = _REFUND_STATES.get(made["status"], RefundState.BY_HAND)
        failure = str(made.get("failure_reason") or "")
        return Returned(state, made["id"], moment(made["created"]), failure)

    def _intent(self, session: str) -> str:
        there = self._client.v1.checkout.sessions.retrieve(session)
        if not there.payment_intent:
            raise ProviderRefused(f"{session} took no money")
        return str(there.payment_intent)

    def expire(self, known: Known) -> None:
        """Sessions that are over already stay as they are."""
        with _said():
            self._client.v1.checkout.sessions.expire(known.reference)

    def read_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Event | None:
        """An event. now: what its time is compared with is the library's own clock."""
        if not self._secret:
            raise NoticeRefused("STRIPE_WEBHOOK_SECRET is empty")
        try:
            stripe.Webhook.construct_event(
                body, headers.get("Stripe-Signature"), self._secret, tolerance=TOLERANCE
            )
            event = json.loads(body)
            return event_read(event["id"], event["type"], event["data"]["object"])
        except stripe.SignatureVerificationError as error:
            raise NoticeRefused(str(error)) from error
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
            raise NoticeRefused(f"cannot be read: {type(error).__name__}") from error

    def key_of(self, event: Event) -> str:
        """As the intent says."""
        return _key(self.intent_of(event.about)) if event.about else ""


@contextmanager
def _said() -> Iterator[None]:
    """The library's errors as ours."""
    try:
        yield
    except _PASSING as error:
        raise ProviderSilent(_short(error)) from error
    except stripe.APIError as error:
        raise ProviderSilent(_short(error)) from error
    except stripe.StripeError as error:
        status = error.http_status or _SERVER
        if status >= _SERVER or status == _CONFLICT:
            raise ProviderSilent(_short(error)) from error
        raise ProviderRefused(_short(error)) from error


def _short(error: stripe.StripeError) -> str:
    """For operators: what is wrong, no personal data."""
    return f"{type(error).__name__} {error.http_status or ''} {error.code or ''}".strip()


def session_params(ask: Ask) -> Any:
    """What a session is made of: the same for the same attempt."""
    told = {"attempt": str(ask.key), "order": ask.number}
    price = {
        "currency": "idr",
        "unit_amount": cents(ask.amount),
        "product_data": {"name": ask.number},
    }
    params: dict[str, Any] = {
        "mode": "payment",
        "line_items": [{"quantity": 1, "price_data": price}],
        "payment_method_types": ["card"],
        "payment_method_options": {"card": {"request_three_d_secure": "any"}},
        "client_reference_id": str(ask.key),
        "metadata": told,
        "payment_intent_data": {"metadata": told},
        "success_url": ask.back,
        "cancel_url": ask.back,
        "expires_at": int(max(ask.pay_by, ask.made_at + _LEAST_OPEN).timestamp()),
        "locale": "en" if ask.language == "en" else "id",
    }
    return params | ({"customer_email": ask.email} if ask.email else {})


def cents(amount: Decimal) -> int:
    """Rupiah as Stripe counts."""
    return int(amount * _CENTS)


def rupiah(amount: int) -> Decimal:
    """The other way round; what is no whole rupiah stays so and fits nothing of ours."""
    return Decimal(amount) / _CENTS


def moment(seconds: int) -> datetime:
    """Unix time."""
    return datetime.fromtimestamp(seconds, UTC)


def session_state(session: Plain) -> AttemptState:
    """Of one without money: one that is over without it waits for a slow way of paying."""
    return _SESSION_STATES.get(str(session.get("status")), AttemptState.OPEN)


def captured(intent: Plain) -> Move | None:
    """What an intent took."""
    if intent.get("status") != "succeeded":
        return None
    charge = intent.get("latest_charge")
    at = charge["created"] if isinstance(charge, dict) else intent["created"]
    return Move(
        MoneyKind.CAPTURED,
        rupiah(intent.get("amount_received", intent["amount"])),
        str(intent["currency"]).upper(),
        str(intent["id"]),
        moment(at),
    )


def refund_move(refund: Plain) -> Move | None:
    """What went back."""
    if refund.get("status") != "succeeded":
        return None
    return Move(
        MoneyKind.REFUNDED,
        rupiah(refund["amount"]),
        str(refund["currency"]).upper(),
        str(refund["id"]),
        moment(refund["created"]),
        _refund_key(refund),
    )


def dispute_moves(dispute: Plain) -> list[Move]:
    """What a dispute took, and brought back when it was won. Inquiries take nothing."""
    status = str(dispute["status"])
    if status.startswith("warning"):
        return []
    amount, at = rupiah(dispute["amount"]), moment(dispute["created"])
    currency, reference = str(dispute["currency"]).upper(), str(dispute["id"])
    lost = Move(MoneyKind.DISPUTED, amount, currency, reference, at)
    if status != "won":
        return [lost]
    booked = [row for row in dispute.get("balance_transactions") or () if row["amount"] > 0]
    back = moment(max(row["created"] for row in booked)) if booked else datetime.now(UTC)
    return [lost, Move(MoneyKind.DISPUTE_WON, amount, currency, reference, back)]


def event_read(name: str, kind: str, told: Plain) -> Event | None:
    """An event by its kind; None for the many that say nothing of money."""
    if kind.startswith("checkout.session."):
        return Event(name, kind, _key(told), _session_found(kind, told))
    if kind == "payment_intent.succeeded":
        move = captured(told)
        found = Found(AttemptState.PAID, (move,), {"intent": told["id"]}) if move else None
        return Event(name, kind, _key(told), found)
    if kind.startswith(("refund.", "charge.refund")):
        return _refund_event(name, kind, told)
    if kind.startswith("charge.dispute."):
        found = Found(None, tuple(dispute_moves(told)))
        return Event(name, kind, "", found, about=str(told["payment_intent"]))
    return None


def _refund_event(name: str, kind: str, told: Plain) -> Event:
    intent = str(told.get("payment_intent") or "")
    if told["object"] != "refund":  # charge.refunded tells the sum alone: look
        return Event(name, kind, _key(told), None, about=intent)
    move = refund_move(told)
    failed = (_refund_key(told),) if told["status"] in ("failed", "canceled") else ()
    found = Found(None, (move,) if move else (), failed_refunds=failed)
    return Event(name, kind, _key(told), found, about=intent)


def _session_found(kind: str, session: Plain) -> Found:
    """What a session's event says. At completion the money is there, or it comes later."""
    if kind.endswith(".expired"):
        return Found(AttemptState.EXPIRED)
    if kind.endswith(".async_payment_failed"):
        return Found(AttemptState.FAILED)
    intent = session.get("payment_intent")
    if session.get("payment_status") != "paid" or not intent:
        return Found(None)
    move = Move(
        MoneyKind.CAPTURED,
        rupiah(session["amount_total"]),
        str(session["currency"]).upper(),
        str(intent),
        moment(session["created"]),
    )
    return Found(AttemptState.PAID, (move,), {"intent": str(intent)})


def _key(told: Plain) -> str:
    return str((told.get("metadata") or {}).get("attempt") or "")


def _refund_key(refund: Plain) -> str:
    return str((refund.get("metadata") or {}).get("refund") or "")
