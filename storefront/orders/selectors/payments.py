"""Paying as its pages show it: the buyer's own, and those of central officers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from catalog.errors import NotFound
from catalog.message import Message, one
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
from storefront.orders.types import AttemptState, OrderState, ProofState, RefundState

MOST = 200
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


def proofs_waiting(*, actor: Actor) -> list[TransferProof]:
    """The oldest first. Raises NotFound."""
    _see(actor)
    rows = TransferProof.objects.filter(state=ProofState.WAITING)
    return list(rows.select_related("attempt__shop_order")[:MOST])


def proof_of(*, actor: Actor, proof_id: int) -> TransferProof:
    """One. Raises NotFound."""
    _see(actor)
    rows = TransferProof.objects.select_related("attempt__shop_order__order")
    found = rows.filter(pk=proof_id).first()
    if found is None:
        raise NotFound
    return found


def transfers_awaited(*, actor: Actor) -> list[PaymentAttempt]:
    """Transfers that nobody has seen come in yet, the newest last. Raises NotFound."""
    _see(actor)
    rows = PaymentAttempt.objects.filter(provider="transfer", state=AttemptState.OPEN)
    return list(rows.select_related("shop_order")[:MOST])


def transfer_of(*, actor: Actor, attempt_id: int) -> PaymentAttempt:
    """One. Raises NotFound."""
    _see(actor)
    rows = PaymentAttempt.objects.filter(provider="transfer").select_related("shop_order")
    found = rows.filter(pk=attempt_id).first()
    if found is None:
        raise NotFound
    return found


def refunds_by_hand(*, actor: Actor) -> list[Refund]:
    """The oldest first. Raises NotFound."""
    _see(actor)
    rows = Refund.objects.filter(state=RefundState.BY_HAND)
    return list(rows.select_related("shop_order", "attempt", "facility_order")[:MOST])


def refund_of(*, actor: Actor, refund_id: int) -> Refund:
    """One. Raises NotFound."""
    _see(actor)
    rows = Refund.objects.select_related("shop_order__order", "attempt", "facility_order")
    found = rows.filter(pk=refund_id).first()
    if found is None:
        raise NotFound
    return found


def orders_found(*, actor: Actor, text: str) -> list[ShopOrder]:
    """Orders by their number, an attempt's reference or key, or a transfer's amount. At most ten.

    Raises NotFound.
    """
    _see(actor)
    wanted = text.strip()
    if not wanted:
        return []
    ask = Q(number=wanted.upper()) | Q(attempts__reference=wanted)
    ask |= Q(money_moves__reference=wanted)
    if _AMOUNT.fullmatch(wanted):
        rupiah = Decimal(wanted.removeprefix("Rp").replace(".", "").strip())
        ask |= Q(attempts__amount=rupiah, attempts__provider="transfer")
    with suppress(ValueError):
        ask |= Q(attempts__key=UUID(wanted))
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
