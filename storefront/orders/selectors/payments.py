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
from catalog.models import Province
from catalog.policies.abilities import Act, can_everywhere
from catalog.types import Actor
from storefront.orders.acting import as_shop
from storefront.orders.models import (
    FacilityOrder,
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


def pay_seen(order_token: UUID | str) -> PaySeen:
    """The order at an address. Five statements. Raises NotFound. It holds nothing of the buyer."""
    with as_shop():
        order = ShopOrder.objects.filter(order__token=str(order_token)).first()
        if order is None:
            raise NotFound
        attempt = PaymentAttempt.objects.filter(shop_order=order).order_by("-pk").first()
        proofs = list(TransferProof.objects.filter(attempt=attempt)) if attempt else []
        back = Refund.objects.filter(shop_order=order).exclude(state=RefundState.FAILED)
        refused = proofs[-1].note if proofs and proofs[-1].state == ProofState.REFUSED else ""
        return PaySeen(
            order_id=order.pk,
            token=str(order_token),
            number=order.number,
            state=OrderState(order.state),
            total=order.total,
            pay_by=order.pay_by,
            zone=_zone(order.pk),
            language=order.language,
            attempt=_seen(attempt) if attempt else None,
            refused=refused,
            waiting=sum(1 for proof in proofs if proof.state == ProofState.WAITING),
            goes_back=back.exists(),
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


def _zone(shop_order_id: int) -> str:
    """Of where it goes; of the first part that goes anywhere, WIB without one."""
    part = (
        FacilityOrder.objects.filter(shop_order_id=shop_order_id).order_by("pk").values("province")
    )
    zones = Province.objects.filter(name__in=part[:1]).values_list("zone", flat=True)
    return str(zones.first() or "WIB")


def attempt_of_key(key: UUID, *, provider: str) -> tuple[PaymentAttempt, str]:
    """An attempt by its key, and the order's address. Raises NotFound."""
    with as_shop():
        rows = PaymentAttempt.objects.select_related("shop_order__order")
        attempt = rows.filter(key=key, provider=provider).first()
        if attempt is None:
            raise NotFound
        order: Any = attempt.shop_order.order
        return attempt, str(order.token)


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
