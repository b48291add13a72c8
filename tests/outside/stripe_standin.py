"""A stand-in for the parts of Stripe that localstripe has not: Checkout Sessions, idempotency keys
and disputes. It is held to Stripe's published API (docs.stripe.com/api, version of the library's
`stripe.api_version`): fields, states and errors that the shop reads are named and nested as there.
It is not Stripe: what it does not know it answers with 404.

It keeps state: a session is paid, expires and is refunded as there, and the same key gives the same
answer, also of an error, and refuses other parameters.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Row = dict[str, Any]
HALF_HOUR, DAY = 1800, 86_400
_PART = re.compile(r"\[([^\]]*)\]")


class Refusal(Exception):
    """An error as Stripe writes it."""

    def __init__(self, status: int, kind: str, message: str, code: str = "") -> None:
        self.status = status
        self.body = {"error": {"type": kind, "message": message, "code": code or None}}
        super().__init__(message)


class StandIn:
    """The server's state, and what a buyer, a bank or Stripe itself does."""

    def __init__(self, key: str = "sk_test_standin", secret: str = "whsec_standin") -> None:
        self.key, self.secret = key, secret
        self.address = ""
        self.sessions: dict[str, Row] = {}
        self.intents: dict[str, Row] = {}
        self.charges: dict[str, Row] = {}
        self.refunds: dict[str, Row] = {}
        self.disputes: dict[str, Row] = {}
        self.known: dict[str, tuple[str, int, Row]] = {}
        self.asked: list[tuple[str, str]] = []
        self.fails = 0  # so many next requests are carried out and not answered rightly
        self._number = count(1)
        self._lock = threading.RLock()

    def _id(self, before: str) -> str:
        return f"{before}_{next(self._number):06d}"

    # --- Requests

    def answer(
        self, method: str, path: str, given: Row, headers: Mapping[str, str]
    ) -> tuple[int, Row]:
        """Status and body of a request."""
        with self._lock:
            self.asked.append((method, path))
            if headers.get("Authorization") != f"Bearer {self.key}":
                return 401, {"error": {"type": "invalid_request_error", "message": "no key"}}
            key = headers.get("Idempotency-Key", "")
            if method != "POST" or not key:
                return self._done(method, path, given)
            text = json.dumps([path, given], sort_keys=True)
            if key in self.known:
                before, status, body = self.known[key]
                if before != text:
                    said = Refusal(400, "idempotency_error", "Keys for idempotent requests ...")
                    return said.status, said.body
                return status, body
            status, body = self._done(method, path, given)
            self.known[key] = (text, status, json.loads(json.dumps(body)))
            return status, body

    def _done(self, method: str, path: str, given: Row) -> tuple[int, Row]:
        try:
            return 200, self._route(method, path, given)
        except Refusal as refusal:
            return refusal.status, refusal.body

    def _route(self, method: str, path: str, given: Row) -> Row:
        known: tuple[tuple[str, str, Callable[..., Row]], ...] = (
            ("POST", "checkout/sessions", self._session_create),
            ("GET", "checkout/sessions/([^/]+)", self._session),
            ("POST", "checkout/sessions/([^/]+)/expire", self._session_expire),
            ("GET", "payment_intents/([^/]+)", self._intent),
            ("POST", "refunds", self._refund),
            ("GET", "(refunds|disputes)", self._list),
        )
        for verb, pattern, do in known:
            found = re.fullmatch(f"/v1/{pattern}", path)
            if found and verb == method:
                return do(*found.groups(), given)
        message = f"Unrecognized request URL ({method} {path})"
        raise Refusal(404, "invalid_request_error", message)

    def _row(self, rows: dict[str, Row], key: str) -> Row:
        if key not in rows:
            raise Refusal(404, "invalid_request_error", f"No such {key}", "resource_missing")
        return rows[key]

    def _intent(self, key: str, given: Row) -> Row:
        return self._expanded(self._row(self.intents, key))

    def _list(self, what: str, given: Row) -> Row:
        rows = self.refunds if what == "refunds" else self.disputes
        found = [r for r in rows.values() if r["payment_intent"] == given["payment_intent"]]
        return {"object": "list", "data": found, "has_more": False, "url": "/v1/x"}

    def _session_create(self, given: Row) -> Row:
        lines = given["line_items"]
        total = sum(
            int(line["price_data"]["unit_amount"]) * int(line["quantity"])
            for line in lines.values()
        )
        now, until = int(time.time()), int(given["expires_at"])
        if not now + HALF_HOUR - 5 <= until <= now + DAY:
            raise Refusal(400, "invalid_request_error", "expires_at must be 30 min to 24 h ahead")
        key = self._id("cs_test")
        row = {
            "id": key,
            "object": "checkout.session",
            "amount_total": total,
            "currency": lines["0"]["price_data"]["currency"],
            "client_reference_id": given.get("client_reference_id"),
            "created": now,
            "expires_at": until,
            "metadata": given.get("metadata", {}),
            "mode": given["mode"],
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "url": f"{self.address}/c/pay/{key}",
            "asked_for": given,
        }
        self.sessions[key] = row
        return row

    def _session(self, key: str, given: Row) -> Row:
        row = dict(self._row(self.sessions, key))
        expand = list(given.get("expand", {}).values())
        if row["payment_intent"] and "payment_intent.latest_charge" in expand:
            row["payment_intent"] = self._expanded(self.intents[row["payment_intent"]])
        return row

    def _expanded(self, intent: Row) -> Row:
        return {**intent, "latest_charge": self.charges[intent["latest_charge"]]}

    def _session_expire(self, key: str, given: Row) -> Row:
        row = self._row(self.sessions, key)
        if row["status"] != "open":
            raise Refusal(400, "invalid_request_error", "Only Checkout Sessions that are open ...")
        row["status"] = "expired"
        return row

    def _refund(self, given: Row) -> Row:
        intent = self._row(self.intents, given["payment_intent"])
        amount = int(given["amount"])
        charge = self.charges[intent["latest_charge"]]
        if amount > charge["amount"] - charge["amount_refunded"]:
            raise Refusal(400, "invalid_request_error", "Refund amount is greater than ...")
        charge["amount_refunded"] += amount
        row = {
            "id": self._id("re"),
            "object": "refund",
            "amount": amount,
            "currency": intent["currency"],
            "created": int(time.time()),
            "charge": charge["id"],
            "payment_intent": intent["id"],
            "metadata": given.get("metadata", {}),
            "status": "succeeded",
        }
        self.refunds[row["id"]] = row
        return row

    # --- What others do

    def pay(self, session: str, amount: int | None = None) -> Row:
        """A buyer pays; the intent. amount: for what cannot be and must be seen."""
        with self._lock:
            row = self.sessions[session]
            assert row["status"] == "open", row["status"]
            told = row["asked_for"]["payment_intent_data"]["metadata"]
            taken = row["amount_total"] if amount is None else amount
            intent, charge = self._id("pi"), self._id("ch")
            self.charges[charge] = {
                "id": charge,
                "object": "charge",
                "amount": taken,
                "amount_refunded": 0,
                "created": int(time.time()),
                "currency": row["currency"],
                "disputed": False,
                "metadata": told,
                "payment_intent": intent,
                "status": "succeeded",
            }
            self.intents[intent] = {
                "id": intent,
                "object": "payment_intent",
                "amount": taken,
                "amount_received": taken,
                "created": int(time.time()),
                "currency": row["currency"],
                "latest_charge": charge,
                "metadata": told,
                "status": "succeeded",
            }
            row |= {"status": "complete", "payment_status": "paid", "payment_intent": intent}
            return self.intents[intent]

    def dispute(self, intent: str, status: str = "needs_response") -> Row:
        """A buyer's bank takes the money back."""
        charge = self.charges[self.intents[intent]["latest_charge"]]
        charge["disputed"] = True
        row = {
            "id": self._id("dp"),
            "object": "dispute",
            "amount": charge["amount"],
            "charge": charge["id"],
            "created": int(time.time()),
            "currency": charge["currency"],
            "metadata": {},
            "payment_intent": intent,
            "reason": "fraudulent",
            "status": status,
        }
        self.disputes[row["id"]] = row
        return row

    def event(self, kind: str, row: Row) -> bytes:
        """A notice's body."""
        event = {
            "id": self._id("evt"),
            "object": "event",
            "api_version": "2026-10-28.endive",
            "created": int(time.time()),
            "data": {"object": row},
            "livemode": False,
            "pending_webhooks": 1,
            "type": kind,
        }
        return json.dumps(event).encode()

    def signature(self, body: bytes, at: float | None = None, secret: str = "") -> str:
        """Its Stripe-Signature header. at: Unix time, now unless another is asked for."""
        moment = int(time.time() if at is None else at)
        signed = f"{moment}.".encode() + body
        digest = hmac.new((secret or self.secret).encode(), signed, hashlib.sha256).hexdigest()
        return f"t={moment},v1={digest}"


def nested(pairs: list[tuple[str, str]]) -> Row:
    """a[b][0][c]=1 as dicts in dicts, as Stripe reads forms; lists by their places."""
    found: Row = {}
    for name, value in pairs:
        head, *rest = [name.split("[", 1)[0], *_PART.findall(name)]
        at = found
        for part, following in zip([head, *rest], [*rest, None], strict=True):
            if following is None:
                at[part] = value
            else:
                at = at.setdefault(part, {})
    return found


@contextmanager
def serving(stand_in: StandIn) -> Iterator[StandIn]:
    """The stand-in, reachable at `address`."""

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            where = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            text = self.rfile.read(length).decode() if length else where.query
            given = nested(parse_qsl(text, keep_blank_values=True))
            told = dict(self.headers)
            status, body = stand_in.answer(self.command, where.path, given, told)
            if stand_in.fails > 0:
                stand_in.fails -= 1
                status, body = 500, {"error": {"type": "api_error", "message": "lost"}}
            sent = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            if status >= 500:
                self.send_header("Stripe-Should-Retry", "false")
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = _do

        def log_message(self, *_args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stand_in.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
