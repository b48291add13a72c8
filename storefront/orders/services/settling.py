"""What providers have becomes what we have: the same end, in whatever order and however often it
is told.

All of it happens with the order's rows locked; every move of money is written once by its name at
the provider. A browser's word is never among what is told: it can only have the provider asked.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from catalog.audit import audit
from storefront.orders.acting import SHOP, as_shop
from storefront.orders.models import (
    MoneyMove,
    PaymentAttempt,
    PaymentNotice,
    Refund,
    ShopOrder,
)
from storefront.orders.providers.base import CURRENCY, Event, Found, Move, Provider
from storefront.orders.providers.registry import provider_of
from storefront.orders.services.locking import order_locked
from storefront.orders.services.mails import MailKind, mail_announce
from storefront.orders.services.paid import order_paid
from storefront.orders.services.payments import NOT_OVER, known_of
from storefront.orders.services.proceeds import proceeds_write
from storefront.orders.services.refunds import step_write
from storefront.orders.types import (
    ATTEMPT_ENDED,
    AttemptState,
    MoneyKind,
    OrderState,
    RefundState,
    StepKind,
)

log = logging.getLogger(__name__)

_ORDER_OF_KINDS = {kind: place for place, kind in enumerate(MoneyKind)}


class Came(StrEnum):
    """What something that was told came to."""

    NOTHING = "nothing new"
    PAID = "paid"
    PAID_LATE = "paid late"
    PAID_TWICE = "paid twice"
    ENDED = "ended unpaid"
    REFUNDED = "refunded"
    REFUND_FAILED = "refund failed"
    REFUNDED_ELSEWHERE = "refunded elsewhere"
    DISPUTED = "disputed"
    DISPUTE_WON = "dispute won"
    WRONG_AMOUNT = "wrong amount"
    WRONG_CURRENCY = "wrong currency"
    NOT_OURS = "not ours"
    AGAIN = "again"


REFUSED = frozenset({Came.WRONG_AMOUNT, Came.WRONG_CURRENCY})


@dataclass(frozen=True)
class Settled:
    """What came of it. amounts: rupiah of what was otherwise than here, by what it was."""

    came: tuple[Came, ...]
    amounts: tuple[Decimal | None, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether something in it cannot be."""
        return bool(REFUSED.intersection(self.came))

    @property
    def is_new(self) -> bool:
        """Whether anything changed or should have."""
        return bool(self.came)


def payment_told(*, provider: str, event: Event) -> Settled:
    """Take what a provider's notice says, which is rightly signed; each is taken once.

    A wrong amount or currency changes nothing, is kept and logged. Raises ProviderSilent where it
    must be asked and does not answer, so that it tells us again.
    """
    with as_shop():
        if PaymentNotice.objects.filter(provider=provider, event=event.name).exists():
            return Settled((Came.AGAIN,))
        asked = provider_of(provider)
        attempt = _attempt_of(asked, event)
        found = _found_of(asked, attempt, event) if attempt is not None else None
        settled = _noted(provider, event, attempt, found)
    if settled.is_refused:
        log.warning("payment notice refused: %s %s %s", provider, event.name, settled.came)
    return settled


def _attempt_of(provider: Provider, event: Event) -> PaymentAttempt | None:
    key = event.key or provider.key_of(event)
    try:
        return PaymentAttempt.objects.filter(provider=provider.code, key=key).first()
    except (ValueError, TypeError, ValidationError):
        return None


def _found_of(provider: Provider, attempt: PaymentAttempt, event: Event) -> Found:
    """What the notice says; what the provider has, where it says too little: also when it tells of
    what went back before it told what came."""
    if event.found is None:
        return provider.look(known_of(attempt))
    kinds = {move.kind for move in event.found.moves}
    came = MoneyMove.objects.filter(attempt=attempt, kind=MoneyKind.CAPTURED)
    if not kinds or MoneyKind.CAPTURED in kinds or came.exists():
        return event.found
    there = provider.look(known_of(attempt))
    return replace(there, moves=(*there.moves, *event.found.moves))


@transaction.atomic
def _noted(
    provider: str, event: Event, attempt: PaymentAttempt | None, found: Found | None
) -> Settled:
    """Keep the notice and settle what it says, both or neither. Of many at once the first holds
    the others back until it has committed."""
    notice = PaymentNotice(
        provider=provider, event=event.name, kind=event.kind[:60], attempt=attempt
    )
    PaymentNotice.objects.bulk_create([notice], ignore_conflicts=True)
    kept = PaymentNotice.objects.select_for_update().get(provider=provider, event=event.name)
    if kept.outcome:
        return Settled((Came.AGAIN,))
    settled = Settled((Came.NOT_OURS,))
    if attempt is not None and found is not None:
        settled = settle(attempt.pk, found, takes_wrong=False)
    kept.outcome = ", ".join(settled.came)[:120] or Came.NOTHING
    kept.save(update_fields=["outcome"])
    return settled


def payment_look(*, attempt_id: int, at_most_every: timedelta = timedelta(0)) -> Settled:
    """Ask an attempt's provider what it has, and settle it. Nothing where there is nobody to ask,
    or it was asked just now. Raises ProviderSilent, ProviderRefused."""
    with as_shop():
        attempt = PaymentAttempt.objects.filter(pk=attempt_id).exclude(reference="").first()
        if attempt is None:
            return Settled(())
        provider = provider_of(attempt.provider)
        if not provider.can_look or not _look_claimed(attempt_id, at_most_every):
            return Settled(())
        found = provider.look(known_of(attempt))
        with transaction.atomic():
            return settle(attempt_id, found, takes_wrong=True)


@transaction.atomic
def _look_claimed(attempt_id: int, every: timedelta) -> bool:
    now = timezone.now()
    old = Q(looked_at__isnull=True) | Q(looked_at__lte=now - every)
    return bool(PaymentAttempt.objects.filter(old, pk=attempt_id).update(looked_at=now))


def settle(attempt_id: int, found: Found, *, takes_wrong: bool) -> Settled:
    """Make what is here as it is there. In a transaction, as the shop.

    takes_wrong: money of a wrong amount is written down and sent back, as the provider was asked
    and really has it; else it is refused.
    """
    attempt = PaymentAttempt.objects.get(pk=attempt_id)
    order, _parts = order_locked(attempt.shop_order_id)
    attempt = PaymentAttempt.objects.select_for_update().get(pk=attempt_id)
    came: list[tuple[Came, Decimal | None]] = []
    for move in sorted(found.moves, key=lambda move: _ORDER_OF_KINDS[move.kind]):
        came += _moved(order, attempt, move, takes_wrong)
    came += _refunds_failed(attempt, found.failed_refunds)
    came += _ended(attempt, found)
    _shown_keep(attempt, found)
    return Settled(tuple(what for what, _r in came), tuple(rupiah for _w, rupiah in came))


Result = list[tuple[Came, Decimal | None]]


def _moved(order: ShopOrder, attempt: PaymentAttempt, move: Move, takes_wrong: bool) -> Result:
    rows = MoneyMove.objects.filter(
        provider=attempt.provider, kind=move.kind.value, reference=move.reference
    )
    if rows.exists():
        return []
    if move.currency != CURRENCY or move.amount != move.amount.to_integral_value():
        return _impossible(attempt, move, Came.WRONG_CURRENCY)
    if move.kind is MoneyKind.CAPTURED:
        return _captured(order, attempt, move, takes_wrong)
    if move.kind is MoneyKind.REFUNDED:
        return _refunded(attempt, move)
    row = _write(attempt, move)
    if order.paid_at is not None:
        proceeds_write(row)
    mail_announce(MailKind.TO_CENTER, shop_order_id=order.pk, about=row.pk)
    is_won = move.kind is MoneyKind.DISPUTE_WON
    return [(Came.DISPUTE_WON if is_won else Came.DISPUTED, move.amount)]


def _impossible(attempt: PaymentAttempt, move: Move, what: Came) -> Result:
    audit(
        SHOP, "payment.impossible", attempt,
        what=what.value, amount=str(move.amount), currency=move.currency, reference=move.reference,
    )  # fmt: skip
    return [(what, move.amount)]


def _write(attempt: PaymentAttempt, move: Move, refund: Refund | None = None) -> MoneyMove:
    row = MoneyMove.objects.create(
        shop_order_id=attempt.shop_order_id,
        attempt=attempt,
        refund=refund,
        kind=move.kind.value,
        amount=move.amount,
        provider=attempt.provider,
        reference=move.reference,
        at=move.at,
    )
    audit(SHOP, f"money.{move.kind}", row, amount=str(move.amount), reference=move.reference)
    return row


# --- What came


def _captured(order: ShopOrder, attempt: PaymentAttempt, move: Move, takes_wrong: bool) -> Result:
    """Money for an attempt. An attempt that had ended is paid all the same: the order says whether
    it still wants it."""
    is_wrong = move.amount != attempt.amount
    if is_wrong and not takes_wrong:
        return _impossible(attempt, move, Came.WRONG_AMOUNT)
    row = _write(attempt, move)
    _end(attempt, AttemptState.FAILED if is_wrong else AttemptState.PAID)
    word = _word(order, is_wrong)
    order_paid(attempt=attempt, move=row)
    return [(word, move.amount)]


def _word(order: ShopOrder, is_wrong: bool) -> Came:
    """What the money is to an order as it stands."""
    if is_wrong:
        return Came.WRONG_AMOUNT
    if order.state == OrderState.CANCELLED:
        return Came.PAID_LATE
    return Came.PAID_TWICE if order.paid_at is not None else Came.PAID


def _end(attempt: PaymentAttempt, state: AttemptState, failure: str = "") -> None:
    attempt.state, attempt.ended_at, attempt.failure = state.value, timezone.now(), failure
    attempt.save(update_fields=["state", "ended_at", "failure"])


# --- What went back


def _refunded(attempt: PaymentAttempt, move: Move) -> Result:
    refund = _refund_of(attempt, move)
    row = _write(attempt, move, refund)
    proceeds_write(row)
    if refund is None:
        mail_announce(MailKind.TO_CENTER, shop_order_id=attempt.shop_order_id, about=row.pk)
        return [(Came.REFUNDED_ELSEWHERE, move.amount)]
    refund_done(refund, move.reference, move.at)
    return [(Came.REFUNDED, move.amount)]


def _refund_of(attempt: PaymentAttempt, move: Move) -> Refund | None:
    """The refund that it settles: by its key, else by the provider's name for it."""
    rows = Refund.objects.select_for_update(of=("self",)).filter(attempt=attempt)
    if move.refund:
        known = [row for row in rows if str(row.key) == move.refund]
        return next(iter(known), None)
    return rows.filter(reference=move.reference).first()


def refund_done(refund: Refund, reference: str, at: datetime, by: str = "") -> None:
    """A refund has reached who it is for: written, told."""
    refund.state, refund.reference, refund.done_at = RefundState.DONE.value, reference, at
    refund.done_by, refund.failure = by, ""
    refund.save(update_fields=["state", "reference", "done_at", "done_by", "failure"])
    step_write(refund, StepKind.REFUNDED)
    mail_announce(
        MailKind.REFUNDED,
        shop_order_id=refund.shop_order_id,
        part_id=refund.facility_order_id,
        about=refund.pk,
    )


def _refunds_failed(attempt: PaymentAttempt, keys: Iterable[str]) -> Result:
    """What a provider could not pay out, an officer sends."""
    came: Result = []
    for refund in Refund.objects.filter(attempt=attempt, state=RefundState.ASKED):
        if str(refund.key) in set(keys):
            refund_by_hand(refund, "the provider could not pay it out")
            came.append((Came.REFUND_FAILED, refund.amount))
    return came


def refund_by_hand(refund: Refund, failure: str) -> None:
    """Leave a refund to an officer, and tell the central office."""
    refund.state, refund.failure = RefundState.BY_HAND.value, failure[:300]
    refund.save(update_fields=["state", "failure"])
    audit(SHOP, "refund.by_hand", refund, failure=failure[:300])
    mail_announce(MailKind.TO_CENTER, shop_order_id=refund.shop_order_id, about=refund.pk)


# --- What ended


def _ended(attempt: PaymentAttempt, found: Found) -> Result:
    """An attempt that the provider says is over without money. What ended here stays as it is."""
    if found.state not in ATTEMPT_ENDED or attempt.state not in NOT_OVER:
        return []
    if found.state is AttemptState.PAID:  # its money was refused or is not told yet
        return []
    _end(attempt, found.state)
    audit(SHOP, "payment.ended", attempt, state=found.state.value)
    return [(Came.ENDED, None)]


def _shown_keep(attempt: PaymentAttempt, found: Found) -> None:
    if found.shown and not found.shown.items() <= attempt.shown.items():
        attempt.shown = {**attempt.shown, **found.shown}
        attempt.save(update_fields=["shown"])
