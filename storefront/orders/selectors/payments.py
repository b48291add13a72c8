"""Paying as its pages show it: the buyer's own, and those of central officers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from catalog.errors import NotFound
from catalog.message import Message, one
from catalog.planned import planned_rows
from catalog.policies.abilities import Act, can_everywhere
from catalog.types import Actor
from catalog.whole_rows import row_of
from storefront.orders.acting import as_shop
from storefront.orders.models import (
    MoneyMove,
    PaymentAttempt,
    PaymentNotice,
    Reconciliation,
    Refund,
    ShopOrder,
    TransferProof,
)
from storefront.orders.providers.registry import KNOWN
from storefront.orders.types import (
    ROUND_PLACES,
    AttemptState,
    MoneyKind,
    OrderState,
    ProofState,
)

ROWS = 30  # of a page
_AMOUNT = re.compile(r"(?:Rp ?)?[0-9][0-9.]{0,13}")


@dataclass(frozen=True)
class AttemptSeen:
    """An attempt as the buyer's page needs it. address: where the provider takes the money, "" when
    `shown` says how."""

    id: int
    provider: str
    method: str
    amount: Decimal
    state: AttemptState
    address: str
    shown: Mapping[str, Any]
    pay_by: datetime


@dataclass(frozen=True)
class PaySeen:
    """An order that is to be paid, or was. zone: of the place it goes to; attempt: the newest;
    refused: what an officer said of the newest proof, "" for nothing; waiting: proofs that nobody
    has looked at yet; goes_back: whether money is on its way back to the buyer."""

    order_id: int
    token: str
    number: str
    state: OrderState
    total: Decimal
    pay_by: datetime
    zone: str
    language: str
    attempt: AttemptSeen | None
    refused: str
    waiting: int
    goes_back: bool


_ORDER = "(SELECT o.id FROM order_order o WHERE o.token = %(token)s)"
_OF_ORDER = f"t.shop_order_id = {_ORDER}"
_BACK = f"SELECT 1 FROM orders_refund t WHERE {_OF_ORDER} AND t.state <> 'failed' LIMIT 1"
# Of where it goes; of the first part that goes anywhere.
_ZONE = f"""SELECT p.zone FROM catalog_province p WHERE p.name = (
 SELECT t.province FROM orders_facilityorder t WHERE {_OF_ORDER} ORDER BY t.id LIMIT 1)"""
_PROOFS = f"""t.attempt_id = (SELECT max(t.id) FROM orders_paymentattempt t WHERE {_OF_ORDER})"""


def pay_seen(order_token: UUID | str) -> PaySeen:
    """The order at an address. Five statements in one message. Raises NotFound. It holds nothing of
    the buyer."""
    message, key = Message(), {"token": str(order_token)}
    orders = message.rows(ShopOrder, f"t.order_id = {_ORDER}", key)
    attempts = message.rows(PaymentAttempt, _OF_ORDER, key)
    proven = message.rows(TransferProof, _PROOFS, key)
    zones, back = message.ask(_ZONE, key), message.ask(_BACK, key)
    with as_shop():
        message.send()
    order, attempt, proofs = one(orders), next(reversed(attempts.value), None), proven.value
    if order is None:
        raise NotFound
    zone = one(zones)
    return PaySeen(
        order_id=order.pk,
        token=str(order_token),
        number=order.number,
        state=OrderState(order.state),
        total=order.total,
        pay_by=order.pay_by,
        zone=zone[0] if zone else "WIB",
        language=order.language,
        attempt=_seen(attempt) if attempt else None,
        refused=proofs[-1].note if proofs and proofs[-1].state == ProofState.REFUSED else "",
        waiting=sum(1 for proof in proofs if proof.state == ProofState.WAITING),
        goes_back=bool(back.value),
    )


def _seen(attempt: PaymentAttempt) -> AttemptSeen:
    return AttemptSeen(
        attempt.pk,
        attempt.provider,
        attempt.method,
        attempt.amount,
        AttemptState(attempt.state),
        attempt.address,
        attempt.shown,
        attempt.pay_by,
    )


_TOKEN = (("order_token", "(SELECT o.token FROM order_order o WHERE o.id = t.shop_order_id)"),)


def attempt_of_key(key: UUID, *, provider: str) -> tuple[PaymentAttempt, str]:
    """An attempt by its key, with its order, and the order's address. One statement. Raises
    NotFound."""
    where = "t.key = %(key)s AND t.provider = %(provider)s"
    with as_shop():
        given = {"key": key, "provider": provider}
        attempt = row_of(PaymentAttempt, ("shop_order",), where, given, _TOKEN)
    if attempt is None:
        raise NotFound
    return attempt, str(vars(attempt)["order_token"])


# --- Central officers: whoever may see all orders


def _see(actor: Actor) -> None:
    if not can_everywhere(actor, Act.ORDER_SEE):
        raise NotFound


class MoneyWaits(NamedTuple):
    """What waits for an officer: its key, the order's number, rupiah, since when or until when;
    cause: why money goes back, or what was found."""

    id: int
    number: str
    amount: Decimal
    at: datetime
    cause: str = ""


_WHOSE = "JOIN orders_shoporder o ON o.order_id"
_FURTHER = f"> %(after)s ORDER BY 1 LIMIT {ROWS + 1}"
_PROOFS_WAITING = f"""SELECT p.id, o.number, a.amount, p.sent_at FROM orders_transferproof p
JOIN orders_paymentattempt a ON a.id = p.attempt_id {_WHOSE} = a.shop_order_id
WHERE p.state = 'waiting' AND p.id {_FURTHER}"""
_TRANSFERS_AWAITED = f"""SELECT a.id, o.number, a.amount, a.pay_by FROM orders_paymentattempt a
{_WHOSE} = a.shop_order_id
WHERE a.provider = 'transfer' AND a.state = 'open' AND a.id {_FURTHER}"""
_REFUNDS_BY_HAND = f"""SELECT r.id, o.number, r.amount, r.made_at, r.cause FROM orders_refund r
{_WHOSE} = r.shop_order_id WHERE r.state = 'by_hand' AND r.id {_FURTHER}"""


def _waits(actor: Actor, sql: str, after: int) -> tuple[list[MoneyWaits], int]:
    """A page of rows and the key of its last where there are more."""
    _see(actor)
    found = [MoneyWaits._make(_filled(row)) for row in planned_rows(sql, {"after": after})]
    return found[:ROWS], found[ROWS - 1].id if len(found) > ROWS else 0


def _filled(row: Sequence[Any]) -> Sequence[Any]:
    return row if len(row) == len(MoneyWaits._fields) else (*row, "")


def proofs_waiting(*, actor: Actor, after: int = 0) -> tuple[list[MoneyWaits], int]:
    """A page of proofs, the oldest first, behind the one `after`; and the last's key where there
    are more. One statement. Raises NotFound."""
    return _waits(actor, _PROOFS_WAITING, after)


def proof_of(*, actor: Actor, proof_id: int) -> TransferProof:
    """One. Raises NotFound."""
    _see(actor)
    rows = TransferProof.objects.select_related("attempt__shop_order__order")
    found = rows.filter(pk=proof_id).first()
    if found is None:
        raise NotFound
    return found


def transfers_awaited(*, actor: Actor, after: int = 0) -> tuple[list[MoneyWaits], int]:
    """The same of transfers that nobody has seen come in yet; `at` is until when."""
    return _waits(actor, _TRANSFERS_AWAITED, after)


def transfer_of(*, actor: Actor, attempt_id: int) -> PaymentAttempt:
    """One. Raises NotFound."""
    _see(actor)
    rows = PaymentAttempt.objects.filter(provider="transfer").select_related("shop_order")
    found = rows.filter(pk=attempt_id).first()
    if found is None:
        raise NotFound
    return found


def refunds_by_hand(*, actor: Actor, after: int = 0) -> tuple[list[MoneyWaits], int]:
    """The same of refunds that an officer has to send."""
    return _waits(actor, _REFUNDS_BY_HAND, after)


# One that further rounds find again stands there once, where it was found last.
_DIFFERENCES = f"""SELECT * FROM (
 SELECT DISTINCT ON (f.told->0, f.told->2, f.told->3) r.id * {ROUND_PLACES} + f.place AS key,
  f.told->>1, (f.told->>3)::numeric, r.ended_at, f.told->>2
 FROM orders_reconciliation r, jsonb_array_elements(r.found) WITH ORDINALITY f (told, place)
 WHERE f.told->>4 = 'false' ORDER BY f.told->0, f.told->2, f.told->3, 1 DESC
) d WHERE %(after)s::bigint = 0 OR d.key < %(after)s ORDER BY d.key DESC LIMIT {ROWS + 1}"""


def differences_open(*, actor: Actor, after: int = 0) -> tuple[list[MoneyWaits], int]:
    """The same of what providers have otherwise and no program could settle, the newest first; `at`
    is when it was found, `cause` what it is."""
    return _waits(actor, _DIFFERENCES, after)


def refund_of(*, actor: Actor, refund_id: int) -> Refund:
    """One. Raises NotFound."""
    _see(actor)
    rows = Refund.objects.select_related("shop_order__order", "attempt", "facility_order")
    found = rows.filter(pk=refund_id).first()
    if found is None:
        raise NotFound
    return found


# each by its own index; a provider's word is unique for one provider
_FOUND = """SELECT order_id FROM orders_shoporder WHERE number = upper(%(text)s::text)
UNION SELECT shop_order_id FROM orders_paymentattempt
 WHERE provider = ANY (%(providers)s::text[]) AND reference = %(text)s AND reference <> ''
UNION SELECT shop_order_id FROM orders_moneymove WHERE provider = ANY (%(providers)s::text[])
 AND kind = ANY (%(kinds)s::text[]) AND reference = %(text)s
UNION SELECT shop_order_id FROM orders_paymentattempt WHERE key = %(key)s::uuid
ORDER BY 1 DESC LIMIT 10"""


def orders_found(*, actor: Actor, text: str) -> list[ShopOrder]:
    """Orders by their number, an attempt's reference or key, or a transfer's amount. At most ten.

    Raises NotFound.
    """
    _see(actor)
    wanted = text.strip()
    if not wanted:
        return []
    key: UUID | None = None
    with suppress(ValueError):
        key = UUID(wanted)
    given = {"text": wanted, "key": key, "providers": list(KNOWN), "kinds": list(MoneyKind)}
    ask = Q(pk__in=[key for (key,) in planned_rows(_FOUND, given)])
    if _AMOUNT.fullmatch(wanted):
        rupiah = Decimal(wanted.removeprefix("Rp").replace(".", "").strip())
        ask |= Q(attempts__amount=rupiah, attempts__provider="transfer")
    return list(ShopOrder.objects.filter(ask).distinct().order_by("-pk")[:10])


@dataclass(frozen=True)
class OrderMoney:
    """All money of an order, the oldest first."""

    order: ShopOrder
    attempts: tuple[PaymentAttempt, ...]
    moves: tuple[MoneyMove, ...]
    refunds: tuple[Refund, ...]
    notices: tuple[PaymentNotice, ...]
    proofs: tuple[TransferProof, ...]


def order_money(*, actor: Actor, number: str) -> OrderMoney:
    """By its number. Six statements. Raises NotFound."""
    _see(actor)
    order = ShopOrder.objects.select_related("order").filter(number=number).first()
    if order is None:
        raise NotFound
    return OrderMoney(
        order,
        tuple(order.attempts.all()),
        tuple(order.money_moves.select_related("attempt")),
        tuple(order.refunds.select_related("attempt", "facility_order")),
        tuple(PaymentNotice.objects.filter(attempt__shop_order=order)),
        tuple(TransferProof.objects.filter(attempt__shop_order=order).select_related("attempt")),
    )


def rounds(*, actor: Actor) -> QuerySet[Reconciliation]:
    """Rounds of asking providers, the newest first. Raises NotFound."""
    _see(actor)
    return Reconciliation.objects.order_by("-pk")[:50]
