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
from catalog.message import Message, row_update, rows_insert, written_together
from catalog.whole_rows import row_of
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
from storefront.orders.services.mails import MailKind, mail_announce
from storefront.orders.services.paid import goods_paid, order_paid
from storefront.orders.services.payments import NOT_OVER, known_of
from storefront.orders.services.proceeds import proceeds_write
from storefront.orders.services.refunds import step_write
from storefront.orders.services.settling_rows import Begun, settling_begin
from storefront.orders.types import (
    ATTEMPT_ENDED,
    AttemptState,
    MoneyKind,
    OrderState,
    RefundState,
    StepKind,
)

log = logging.getLogger(__name__)

_LOOK = """UPDATE orders_paymentattempt SET looked_at = %(now)s
WHERE id = %(key)s AND (looked_at IS NULL OR looked_at <= %(before)s) RETURNING id"""
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


def payment_told(*, provider: str, event: Event, attempt: PaymentAttempt | None = None) -> Settled:
    """Take what a provider's notice says, which is rightly signed; each is taken once.

    attempt: whose it is, where that was read already. A wrong amount or currency changes nothing,
    is kept and logged. Raises ProviderSilent where it must be asked and does not answer, so that it
    tells us again.
    """
    with as_shop():
        if not _says_all(event) and _is_known(provider, event):
            return Settled((Came.AGAIN,))
        asked = provider_of(provider)
        attempt = attempt or _attempt_of(asked, event)
        found = _found_of(asked, attempt, event) if attempt is not None else None
        settled = _noted(provider, event, attempt, found)
    if settled.is_refused:
        log.warning("payment notice refused: %s %s %s", provider, event.name, settled.came)
    return settled


def _says_all(event: Event) -> bool:
    """Whether nobody has to be asked what else there is: what went back came before."""
    kinds = {move.kind for move in event.found.moves} if event.found else set()
    return event.found is not None and (not kinds or MoneyKind.CAPTURED in kinds)


def _is_known(provider: str, event: Event) -> bool:
    return PaymentNotice.objects.filter(provider=provider, event=event.name).exists()


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
    if _says_all(event):
        return event.found
    came = MoneyMove.objects.filter(attempt=attempt, kind=MoneyKind.CAPTURED)
    if came.exists():
        return event.found
    there = provider.look(known_of(attempt))
    return replace(there, moves=(*there.moves, *event.found.moves))


@transaction.atomic
def _noted(
    provider: str, event: Event, attempt: PaymentAttempt | None, found: Found | None
) -> Settled:
    """Keep the notice and settle what it says, both or neither. Of many at once the first holds
    the others back until it has committed: by the order's rows, or by the notice's own where it is
    of none of ours."""
    notice = PaymentNotice(
        provider=provider, event=event.name, kind=event.kind[:60], attempt=attempt
    )
    if attempt is None or found is None:
        notice.outcome = Came.NOT_OURS.value
        is_new = not _is_known(provider, event)
        rows_insert([notice], skip_known=True)
        return Settled((Came.NOT_OURS if is_new else Came.AGAIN,))
    with written_together():
        state = settling_begin(attempt, found, event)
        if state.is_known:
            return Settled((Came.AGAIN,))
        settled = _settle(state, found, takes_wrong=False)
        notice.outcome = ", ".join(settled.came)[:120] or Came.NOTHING
        rows_insert([notice])
    return settled


def payment_look(*, attempt_id: int, at_most_every: timedelta = timedelta(0)) -> Settled:
    """Ask an attempt's provider what it has, and settle it. Nothing where there is nobody to ask,
    or it was asked just now. Raises ProviderSilent, ProviderRefused."""
    with as_shop():
        attempt = row_of(PaymentAttempt, (), "t.id = %(key)s", {"key": attempt_id})
        if attempt is None or not attempt.reference:
            return Settled(())
        provider = provider_of(attempt.provider)
        if not provider.can_look or not _look_claimed(attempt_id, at_most_every):
            return Settled(())
        found = provider.look(known_of(attempt))
        if _is_as_known(attempt, found):
            return Settled(())
        with transaction.atomic():
            return settle(attempt_id, found, takes_wrong=True)


def _look_claimed(attempt_id: int, every: timedelta) -> bool:
    now, message = timezone.now(), Message()
    claimed = message.change(_LOOK, {"key": attempt_id, "now": now, "before": now - every})
    message.send()
    return bool(claimed.value)


def _is_as_known(attempt: PaymentAttempt, found: Found) -> bool:
    """Whether a provider says nothing that is not here already: it waits, as we do."""
    tells = found.moves or found.failed_refunds or found.state in ATTEMPT_ENDED
    return not tells and found.shown.items() <= attempt.shown.items()


def settle(attempt_id: int, found: Found, *, takes_wrong: bool) -> Settled:
    """Make what is here as it is there. In a transaction, as the shop.

    takes_wrong: money of a wrong amount is written down and sent back, as the provider was asked
    and really has it; else it is refused.
    """
    attempt = PaymentAttempt.objects.get(pk=attempt_id)
    with written_together():
        return _settle(settling_begin(attempt, found), found, takes_wrong=takes_wrong)


def _settle(state: Begun, found: Found, *, takes_wrong: bool) -> Settled:
    attempt = state.held.attempt
    came: Result = []
    for move in sorted(found.moves, key=lambda move: _ORDER_OF_KINDS[move.kind]):
        came += _moved(state, move, takes_wrong)
    came += _refunds_failed(attempt, found.failed_refunds)
    came += _ended(attempt, found)
    _shown_keep(attempt, found)
    return Settled(tuple(what for what, _r in came), tuple(rupiah for _w, rupiah in came))


Result = list[tuple[Came, Decimal | None]]


def _moved(state: Begun, move: Move, takes_wrong: bool) -> Result:
    order, attempt = state.held.order, state.held.attempt
    if (move.kind.value, move.reference) in state.moved:
        return []
    if move.currency != CURRENCY or move.amount != move.amount.to_integral_value():
        return _impossible(attempt, move, Came.WRONG_CURRENCY)
    if move.kind is MoneyKind.CAPTURED:
        return _captured(state, move, takes_wrong)
    if move.kind is MoneyKind.REFUNDED:
        return _refunded(state, move)
    row = _write(state, move)
    proceeds_write(row)
    mail_announce(MailKind.CENTER_MONEY, shop_order_id=order.pk, about=row.pk)
    is_won = move.kind is MoneyKind.DISPUTE_WON
    return [(Came.DISPUTE_WON if is_won else Came.DISPUTED, move.amount)]


def _impossible(attempt: PaymentAttempt, move: Move, what: Came) -> Result:
    audit(
        SHOP, "payment.impossible", attempt,
        what=what.value, amount=str(move.amount), currency=move.currency, reference=move.reference,
    )  # fmt: skip
    return [(what, move.amount)]


def _write(state: Begun, move: Move, refund: Refund | None = None) -> MoneyMove:
    attempt = state.held.attempt
    row = MoneyMove(
        pk=state.keys.pop(),
        shop_order_id=attempt.shop_order_id,
        attempt=attempt,
        refund=refund,
        kind=move.kind.value,
        amount=move.amount,
        provider=attempt.provider,
        reference=move.reference,
        at=move.at,
    )
    rows_insert([row])
    state.moved.add((row.kind, row.reference))
    audit(SHOP, f"money.{move.kind}", row, amount=str(move.amount), reference=move.reference)
    return row


# --- What came


def _captured(state: Begun, move: Move, takes_wrong: bool) -> Result:
    """Money for an attempt. An attempt that had ended is paid all the same: the order says whether
    it still wants it."""
    held = state.held
    is_wrong = move.amount != held.attempt.amount
    if is_wrong and not takes_wrong:
        return _impossible(held.attempt, move, Came.WRONG_AMOUNT)
    word = _word(held.order, is_wrong)
    goods = goods_paid(held, move.amount, move.at)
    row = _write(state, move)
    _end(held.attempt, AttemptState.FAILED if is_wrong else AttemptState.PAID)
    order_paid(held, row, goods)
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
    row_update(attempt, "state", "ended_at", "failure")


# --- What went back


def _refunded(state: Begun, move: Move) -> Result:
    attempt = state.held.attempt
    refund = _refund_of(attempt, move)
    row = _write(state, move, refund)
    proceeds_write(row)
    if refund is None:
        mail_announce(MailKind.CENTER_MONEY, shop_order_id=attempt.shop_order_id, about=row.pk)
        return [(Came.REFUNDED_ELSEWHERE, move.amount)]
    refund_done(refund, move.reference, move.at)
    return [(Came.REFUNDED, move.amount)]


def _refund_of(attempt: PaymentAttempt, move: Move) -> Refund | None:
    """The refund that it settles: by its key, else by the provider's name for it. None too for one
    that was settled already: what goes back once more is nothing that we asked for."""
    rows = Refund.objects.select_for_update(of=("self",)).filter(attempt=attempt)
    rows = rows.exclude(state=RefundState.DONE)
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
        again=True,
    )


# Also what the provider had called done: a bank may send it back days later. What an officer sent
# by hand since stays done, however often the provider repeats that it could not.
_ON_ITS_WAY = Q(state=RefundState.ASKED) | Q(state=RefundState.DONE, done_by="")


def _refunds_failed(attempt: PaymentAttempt, keys: Iterable[str]) -> Result:
    """What a provider could not pay out, an officer sends."""
    came: Result = []
    if not keys:
        return came
    for refund in Refund.objects.filter(_ON_ITS_WAY, attempt=attempt):
        if str(refund.key) in set(keys):
            refund_by_hand(refund, "the provider could not pay it out")
            came.append((Came.REFUND_FAILED, refund.amount))
    return came


def refund_by_hand(refund: Refund, failure: str) -> None:
    """Leave a refund to an officer, and tell the central office."""
    refund.state, refund.failure, refund.done_at = RefundState.BY_HAND.value, failure[:300], None
    refund.save(update_fields=["state", "failure", "done_at"])
    audit(SHOP, "refund.by_hand", refund, failure=failure[:300])
    mail_announce(MailKind.CENTER_REFUND, shop_order_id=refund.shop_order_id, about=refund.pk)


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
