"""Midtrans, by its published formats: Snap's page for cards and e-wallets; Core for QRIS and
virtual accounts, which a page of ours shows.

An attempt's key is its order_id. What a notice says is never believed: it is only asked for, and
its signature says that asking is worth it. Sources: docs.midtrans.com, Snap and Core API, "HTTP(S)
Notification", "Transaction Status Cycle", "Refund Transactions"; read in November 2026.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import requests
from django.utils.translation import gettext as _

from catalog.dates import LEGAL_ZONE
from storefront.orders.providers.base import (
    CURRENCY,
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

SECONDS = (3.05, 10.0)  # to connect, to answer
_STATES = {
    "capture": AttemptState.PAID,
    "settlement": AttemptState.PAID,
    "refund": AttemptState.PAID,
    "partial_refund": AttemptState.PAID,
    "chargeback": AttemptState.PAID,
    "partial_chargeback": AttemptState.PAID,
    "pending": AttemptState.OPEN,
    "authorize": AttemptState.OPEN,
    "deny": AttemptState.FAILED,
    "failure": AttemptState.FAILED,
    "cancel": AttemptState.CANCELLED,
    "expire": AttemptState.EXPIRED,
}
_BANKS = {"bca": "BCA", "bni": "BNI", "bri": "BRI", "permata": "Permata", "cimb": "CIMB Niaga"}
_MANDIRI = "mandiri"
# Ways that Midtrans sends money back by; of virtual accounts it cannot.
_GIVES_BACK = frozenset(
    {"credit_card", "gopay", "shopeepay", "qris", "dana", "ovo", "kredivo", "akulaku"}
)
_ON_SNAP = {"card": ["credit_card"], "wallet": ["gopay", "shopeepay"]}
_CREATED, _UNKNOWN, _TWICE, _SERVER = 201, 404, 406, 500
# Not our key, or too much at once: otherwise when somebody has looked, or later.
_PASSING = frozenset({401, 408, 425, 429})
# That it has ended: 407 is how Core says that it expired it, 412 that it cannot any more.
_OVER = frozenset({200, 201, 407, _UNKNOWN, 412})
_MADE = frozenset({200, _CREATED})

Plain = dict[str, Any]


class Said(NamedTuple):
    """An answer. code: of its body where it has one, as Core answers refusals with 200 too."""

    code: int
    body: Plain


class MidtransProvider:
    """key: the server key; core, snap: addresses of the two APIs."""

    code = "midtrans"
    can_look = True

    def __init__(self, key: str, core: str, snap: str) -> None:
        self._key, self._core, self._snap = key, core.rstrip("/"), snap.rstrip("/")

    def methods(self, language: str) -> tuple[Method, ...]:
        """QRIS first: what most pay by; all where there is a key."""
        if not self._key:
            return ()
        account = _("Virtual account %(bank)s")
        banks = [
            Method(f"midtrans:va_{code}", account % {"bank": name})
            for code, name in {**_BANKS, _MANDIRI: "Mandiri"}.items()
        ]
        wallets = _("On the page of Midtrans.")
        return (
            Method("midtrans:qris", _("QRIS"), _("Scan with any bank or e-wallet.")),
            *banks,
            Method("midtrans:wallet", _("E-wallet: GoPay, ShopeePay"), wallets),
            Method("midtrans:card", _("Debit or credit card"), wallets),
        )

    # --- Asking

    def create(self, ask: Ask) -> Answer:
        """An address of Snap, or what a page of ours shows. One that there is already, which Core
        says of a key that it knows, is read."""
        if ask.method in _ON_SNAP:
            said = self._call("POST", f"{self._snap}/snap/v1/transactions", snap_body(ask))
            self._made(said)
            return Answer(str(ask.key), str(said.body["redirect_url"]))
        said = self._call("POST", f"{self._core}/v2/charge", charge_body(ask), key=ask.key)
        if said.code == _TWICE:
            said = self._status(ask.key)
        self._made(said)
        return Answer(str(ask.key), shown=shown_of(said.body))

    def look(self, known: Known) -> Found:
        """Its status. An address of Snap that nobody opened is known to nobody."""
        said = self._status(known.key)
        if said.code == _UNKNOWN:
            return Found(None)
        return found_of(said.body)

    def refund(self, known: Known, *, key: UUID, amount: Decimal, reason: str) -> Returned:
        """What is there already under the same key is not asked for again."""
        status = self._status(known.key).body
        if status.get("payment_type") not in _GIVES_BACK:
            return Returned(RefundState.BY_HAND, failure="this way of paying takes nothing back")
        there = {str(row.get("refund_key")) for row in status.get("refunds") or ()}
        if str(key) in there:
            return Returned(RefundState.DONE, _reference(known.key, key), datetime.now(UTC))
        word, is_whole = status.get("transaction_status"), amount == known.amount
        if word == "cancel" and is_whole:  # by us, and the answer was lost: it gives nothing twice
            return Returned(RefundState.DONE, _reference(known.key, key), datetime.now(UTC))
        if word == "capture" and is_whole:
            return self._cancelled(known, key)
        body = {"refund_key": str(key), "amount": int(amount), "reason": reason}
        said = self._call("POST", f"{self._core}/v2/{known.key}/refund", body)
        self._made(said)
        state = RefundState.ASKED if said.code == _CREATED else RefundState.DONE
        return Returned(state, _reference(known.key, key), datetime.now(UTC))

    def _cancelled(self, known: Known, key: UUID) -> Returned:
        """What a card was not charged for yet is taken back whole."""
        self._made(self._call("POST", f"{self._core}/v2/{known.key}/cancel", {}))
        return Returned(RefundState.DONE, _reference(known.key, key), datetime.now(UTC))

    def expire(self, known: Known) -> None:
        """What nobody opened yet, Snap keeps until its own limit, which is the attempt's."""
        said = self._call("POST", f"{self._core}/v2/{known.key}/expire", {})
        if said.code not in _OVER:
            raise ProviderRefused(_short(said))

    def _status(self, key: UUID) -> Said:
        return self._call("GET", f"{self._core}/v2/{key}/status")

    def _made(self, said: Said) -> None:
        if said.code not in _MADE:
            raise ProviderRefused(_short(said))

    def _call(
        self, method: str, address: str, body: Plain | None = None, *, key: UUID | None = None
    ) -> Said:
        """Raises ProviderSilent for what is worth asking again."""
        headers = {"Accept": "application/json"} | ({"Idempotency-Key": str(key)} if key else {})
        try:
            answer = requests.request(
                method, address, json=body, headers=headers, auth=(self._key, ""), timeout=SECONDS,
                allow_redirects=False,
            )  # fmt: skip
            read = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise ProviderSilent(f"midtrans: {type(error).__name__}") from error
        if not isinstance(read, dict):
            raise ProviderSilent("midtrans: no object")
        said = Said(_code(read, answer.status_code), read)
        if said.code >= _SERVER or said.code in _PASSING:
            raise ProviderSilent(_short(said))
        return said

    # --- Being told

    def read_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Event | None:
        """A notice by its signature alone: what it says is asked for. It has no name of its own, so
        what it says is its name."""
        told = _read(body)
        if not self._key or not is_signed(told, self._key):
            raise NoticeRefused("signature")
        told_of = json.dumps({name: told.get(name) for name in _NAMED_BY}, sort_keys=True)
        name = hashlib.sha256(told_of.encode()).hexdigest()
        kind = str(told.get("transaction_status", ""))[:60]
        return Event(name, kind, str(told["order_id"]), None)

    def key_of(self, event: Event) -> str:
        """Always said."""
        return event.key


_SIGNED = ("order_id", "status_code", "gross_amount")
_NAMED_BY = (
    *_SIGNED, "transaction_id", "transaction_status", "fraud_status", "refund_amount", "currency",
)  # fmt: skip


def is_signed(told: Mapping[str, Any], key: str) -> bool:
    """SHA-512 over three texts as they came, the amount's too, and the key."""
    texts = [told.get(name) for name in _SIGNED]
    given = told.get("signature_key")
    if not isinstance(given, str) or not all(isinstance(text, str) for text in texts):
        return False
    wanted = hashlib.sha512("".join([*map(str, texts), key]).encode()).hexdigest()
    return hmac.compare_digest(wanted.encode(), given.encode())


def _read(body: bytes) -> Plain:
    try:
        told = json.loads(body)
    except ValueError as error:
        raise NoticeRefused("no JSON") from error
    if not isinstance(told, dict):
        raise NoticeRefused("no object")
    return told


def snap_body(ask: Ask) -> Plain:
    """What Snap's page is made of."""
    minutes = max(1, int((ask.pay_by - ask.made_at).total_seconds() // 60))
    return {
        **_common(ask),
        "enabled_payments": _ON_SNAP[ask.method],
        "credit_card": {"secure": True},
        "callbacks": {"finish": ask.back},
        "expiry": {"start_time": _written(ask.made_at), "unit": "minute", "duration": minutes},
    }


def charge_body(ask: Ask) -> Plain:
    """What Core is asked for. Raises ProviderRefused for a way that we do not know."""
    minutes = max(1, int((ask.pay_by - ask.made_at).total_seconds() // 60))
    expiry = {"order_time": _written(ask.made_at), "expiry_duration": minutes, "unit": "minute"}
    body = {**_common(ask), "custom_expiry": expiry}
    if ask.method == "qris":
        return {**body, "payment_type": "qris", "qris": {"acquirer": "gopay"}}
    bank = ask.method.removeprefix("va_")
    if bank == _MANDIRI:
        bill = {"bill_info1": "Pesanan:", "bill_info2": ask.number}
        return {**body, "payment_type": "echannel", "echannel": bill}
    if bank not in _BANKS:
        raise ProviderRefused(f"no way {ask.method!r}")
    return {**body, "payment_type": "bank_transfer", "bank_transfer": {"bank": bank}}


def _common(ask: Ask) -> Plain:
    """Whole rupiah: decimals are refused."""
    who = {"first_name": ask.name, "email": ask.email, "phone": ask.phone}
    return {
        "transaction_details": {"order_id": str(ask.key), "gross_amount": int(ask.amount)},
        "customer_details": {name: text for name, text in who.items() if text},
    }


def _written(moment: datetime) -> str:
    return moment.astimezone(LEGAL_ZONE).strftime("%Y-%m-%d %H:%M:%S %z")


def shown_of(body: Mapping[str, Any]) -> Plain:
    """What the waiting page needs: a QRIS text, or a bank and a number. Raises ProviderSilent for
    an answer without."""
    if text := body.get("qr_string"):
        return {"qris": str(text)}
    if code := body.get("bill_key"):
        return {"bank": "Mandiri", "company": str(body.get("biller_code", "")), "number": str(code)}
    if number := body.get("permata_va_number"):
        return {"bank": "Permata", "number": str(number)}
    for account in body.get("va_numbers") or ():
        bank = str(account["bank"])
        return {"bank": _BANKS.get(bank, bank.upper()), "number": str(account["va_number"])}
    raise ProviderSilent("midtrans: neither a code nor a number")


def found_of(status: Mapping[str, Any]) -> Found:
    """What a status says. A card that is looked at for fraud is not paid yet."""
    word = str(status.get("transaction_status", ""))
    state = _STATES.get(word)
    if state is None or (word == "capture" and status.get("fraud_status") == "challenge"):
        return Found(AttemptState.OPEN if state else None)
    if state is not AttemptState.PAID:
        return Found(state)
    try:
        return Found(state, tuple(_moves(status, word)))
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise ProviderSilent(f"midtrans: {type(error).__name__} in a status") from error


def _moves(status: Mapping[str, Any], word: str) -> list[Move]:
    currency = str(status.get("currency") or CURRENCY)
    key, at = str(status["order_id"]), _moment(status)
    taken = Decimal(str(status["gross_amount"]))
    moves = [Move(MoneyKind.CAPTURED, taken, currency, str(status["transaction_id"]), at)]
    for refund in status.get("refunds") or ():
        own = str(refund["refund_key"])
        back = Decimal(str(refund["refund_amount"]))
        written = refund.get("created_at")
        gone = _jakarta(written) if written else datetime.now(UTC)
        moves.append(Move(MoneyKind.REFUNDED, back, currency, f"{key}:{own}", gone, own))
    if word.endswith("chargeback"):  # its format has no time of it, and no word for one that is won
        lost, now = Decimal(str(status.get("refund_amount") or taken)), datetime.now(UTC)
        moves.append(Move(MoneyKind.DISPUTED, lost, currency, f"{key}:{word}", now))
    return moves


def _moment(status: Mapping[str, Any]) -> datetime:
    """When the money came."""
    return _jakarta(status.get("settlement_time") or status["transaction_time"])


def _jakarta(text: object) -> datetime:
    """Its times are Jakarta's."""
    return datetime.fromisoformat(str(text)).replace(tzinfo=LEGAL_ZONE)


def _reference(attempt: UUID, key: UUID) -> str:
    return f"{attempt}:{key}"


def _code(body: Mapping[str, Any], status: int) -> int:
    try:
        return int(body.get("status_code") or status)
    except (TypeError, ValueError):
        return status


def _short(said: Said) -> str:
    text = said.body.get("status_message") or said.body.get("error_messages") or ""
    return f"midtrans {said.code} {text}"[:200]
