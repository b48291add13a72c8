"""Asking every provider what it has, and settling what is otherwise here.

What nobody told us (a notice lost, a process killed between two steps) is found here within
minutes. Each attempt is asked about by itself; one that fails holds no other up.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from catalog.announce import announce
from catalog.audit import audit
from catalog.errors import NotFound, WrongState
from catalog.policies.abilities import Act, can_everywhere, require_everywhere
from catalog.types import Actor
from storefront.orders.acting import as_shop
from storefront.orders.models import MoneyMove, PaymentAttempt, Reconciliation, Refund
from storefront.orders.providers.base import ProviderRefused, ProviderSilent
from storefront.orders.providers.registry import provider_of
from storefront.orders.services.payments import (
    LEASE,
    NOT_OVER,
    PICKUP,
    TRANSFER,
    attempts_end,
    known_of,
    payment_begin,
)
from storefront.orders.services.refunds import REFUND
from storefront.orders.services.settling import Came, Settled, settle
from storefront.orders.types import (
    ROUND_PLACES,
    AttemptState,
    MoneyKind,
    OrderState,
    RefundState,
)

ROUND = "orders.payments_reconcile"
EVERY = timedelta(seconds=60)
MOST = 200  # attempts a round
SECONDS = 40.0  # a round; the next goes on where it stopped
# How often an attempt is asked about while it can be paid, and after it ended.
OPEN_EVERY = timedelta(seconds=50)
ENDED_EVERY = timedelta(hours=6)
# Providers repeat notices for days; refunds and what came late show within that time.
LATELY = timedelta(days=4)
_REFUND_AGAIN = timedelta(hours=1)
# Of what was told, what is no difference: it was only slower.
_EXPECTED = frozenset({Came.ENDED, Came.REFUNDED, Came.NOTHING})
UNPAID_THERE = "known but unpaid"
_FOR_AN_OFFICER = (Came.WRONG_CURRENCY, Came.REFUNDED_ELSEWHERE)
# Of what no program can settle, what every look finds anew as long as it is so.
_FOUND_AGAIN = (Came.WRONG_CURRENCY, UNPAID_THERE)
_BY_HAND_ONES = (TRANSFER, PICKUP)

log = logging.getLogger(__name__)


@dataclass
class Round:
    """What a round found. found: rows of Reconciliation.found."""

    began_at: datetime
    asked: int = 0
    silent: int = 0
    found: list[list[Any]] = field(default_factory=list)


def round_run(*, now: datetime) -> Round:
    """A job: a round, after the next one was announced, so that rounds go on whatever becomes of
    this one. They go by the outbox, where no long work that waits there holds them up."""
    round_announce(due_at=now + EVERY)
    return reconcile(now=now)


@transaction.atomic
def round_announce(*, due_at: datetime) -> None:
    """Have a round run; nothing where one waits already."""
    announce(ROUND, key="round", due_at=due_at)


def reconcile(*, now: datetime) -> Round:
    """One round: begin what was not begun, look at what is not over or ended lately, end what
    orders no longer wait for, have refunds asked for again. now: for tests."""
    this, until = Round(now), time.monotonic() + SECONDS
    with as_shop():
        _begin(now, until)
        _end_of_cancelled()
        for attempt in _to_look_at(now)[:MOST]:
            if time.monotonic() > until:
                break
            _look(this, attempt, now)
        _refunds_again(now)
        _keep(this)
    return this


def _begin(now: datetime, until: float) -> None:
    """Attempts that were stored and whose asking broke off: asked for again by their key, for half
    of the round's time, so that a provider that is silent leaves some to ask others. What goes
    wrong with one is logged. until: when the round ends, by the monotonic clock."""
    rows = PaymentAttempt.objects.filter(state=AttemptState.NEW, pay_by__gt=now)
    broken = rows.filter(Q(asked_at__lt=now - LEASE) | Q(made_at__lt=now - LEASE, asked_at=None))
    least_asked = broken.order_by("asked", "pk").values_list("shop_order_id", flat=True)
    for order_id in least_asked[:MOST]:
        if time.monotonic() > until - SECONDS / 2:
            return
        try:
            payment_begin(shop_order_id=order_id)
        except Exception:
            log.exception("reconcile: beginning the payment of order %s", order_id)


@transaction.atomic
def _end_of_cancelled() -> None:
    """Attempts of orders that are cancelled or paid otherwise: whoever ended the order ends them
    too, so there are none but after a fault."""
    rows = PaymentAttempt.objects.filter(state__in=NOT_OVER)
    over = rows.exclude(shop_order__state__in=(OrderState.UNPAID, OrderState.DUE_AT_PICKUP))
    orders = sorted(set(over.values_list("shop_order_id", flat=True)[:MOST]))
    if orders:
        attempts_end(shop_order_ids=orders, state=AttemptState.CANCELLED)


def _to_look_at(now: datetime) -> QuerySet[PaymentAttempt]:
    """Those longest not asked about first."""
    never, at = Q(looked_at=None), F("looked_at").asc(nulls_first=True)
    running = Q(state=AttemptState.OPEN) & (never | Q(looked_at__lte=now - OPEN_EVERY))
    ended = Q(ended_at__gte=now - LATELY) & (never | Q(looked_at__lte=now - ENDED_EVERY))
    refunding = Q(refunds__state=RefundState.ASKED) & (never | Q(looked_at__lte=now - ENDED_EVERY))
    rows = PaymentAttempt.objects.exclude(provider__in=_BY_HAND_ONES).exclude(reference="")
    # one that ended just now is asked about in a while: its provider is being told
    settled = Q(ended_at=None) | Q(ended_at__lte=now - OPEN_EVERY)
    found = rows.filter(settled & (running | ended | refunding)).order_by(at, "pk").distinct()
    return found.select_related("shop_order")


def _look(this: Round, attempt: PaymentAttempt, now: datetime) -> None:
    """Ask about one; what goes wrong with it is logged, and the next is asked about."""
    try:
        with transaction.atomic():
            PaymentAttempt.objects.filter(pk=attempt.pk).update(looked_at=now)
        provider = provider_of(attempt.provider)
        this.asked += 1
        found = provider.look(known_of(attempt))
        with transaction.atomic():
            settled = settle(attempt.pk, found, takes_wrong=True)
    except (ProviderSilent, ProviderRefused) as error:
        this.silent += 1
        log.warning("reconcile: %s did not answer: %s", attempt.provider, error)
        return
    except Exception:
        this.silent += 1
        log.exception("reconcile: attempt %s", attempt.pk)
        return
    _tell(this, attempt, settled, found.state)


def _tell(
    this: Round, attempt: PaymentAttempt, settled: Settled, there: AttemptState | None
) -> None:
    number = attempt.shop_order.number
    for came, rupiah in zip(settled.came, settled.amounts, strict=True):
        if came not in _EXPECTED:
            said = "" if rupiah is None else str(rupiah)
            what = [str(attempt.key), number, came.value, said]
            this.found.append([*what, came not in _FOR_AN_OFFICER or _was_settled(what)])
    is_unpaid = attempt.state == AttemptState.PAID and there is not AttemptState.PAID
    if is_unpaid and not _gone_back(attempt):
        what = [str(attempt.key), number, UNPAID_THERE, str(attempt.amount)]
        this.found.append([*what, _was_settled(what)])


def _was_settled(what: list[str]) -> bool:
    """Whether it is one that an officer has settled."""
    if what[2] not in _FOUND_AGAIN:
        return False
    return Reconciliation.objects.filter(found__contains=[[*what, True]]).exists()


def _gone_back(attempt: PaymentAttempt) -> bool:
    """Whether money of it went back: providers may then call it cancelled."""
    return MoneyMove.objects.filter(attempt=attempt, kind=MoneyKind.REFUNDED).exists()


@transaction.atomic
def _refunds_again(now: datetime) -> None:
    """Refunds that nobody asked for in an hour: the outbox gave up, or was emptied."""
    rows = Refund.objects.filter(state=RefundState.TO_DO, made_at__lt=now - _REFUND_AGAIN)
    for key in rows.values_list("pk", flat=True)[:MOST]:
        announce(REFUND, key=str(key), refund_id=key)


@transaction.atomic
def _keep(this: Round) -> None:
    """Write the round down; a round without anything to tell goes on with the one before it."""
    last = Reconciliation.objects.select_for_update().order_by("-pk").first()
    ended = timezone.now()
    is_quiet = not this.found and not this.silent
    if last is not None and is_quiet and not last.found and not last.silent:
        last.ended_at, last.asked = ended, last.asked + this.asked
        last.save(update_fields=["ended_at", "asked"])
        return
    Reconciliation.objects.create(
        began_at=this.began_at,
        ended_at=ended,
        asked=this.asked,
        silent=this.silent,
        found=this.found,
    )


# --- Officers


def difference_settle(*, actor: Actor, difference_id: int) -> None:
    """An officer has settled what no program could: it waits no longer, in whichever rounds it was
    found, and is not to be settled again when the next one finds it. difference_id: of
    `selectors.payments.differences_open`.

    Raises NotFound, NotAllowed, WrongState (it was settled before).
    """
    if not can_everywhere(actor, Act.ORDER_SEE):
        raise NotFound
    require_everywhere(actor, Act.ORDER_SETTLE)
    round_id, place = divmod(difference_id, ROUND_PLACES)
    with as_shop(), transaction.atomic():
        found = Reconciliation.objects.filter(pk=round_id).values_list("found", flat=True).first()
        if not found or not 1 <= place <= len(found):
            raise NotFound
        *what, _is_settled = found[place - 1]
        rows = Reconciliation.objects.select_for_update().order_by("pk")
        open_ones = list(rows.filter(found__contains=[[*what, False]]))
        if not open_ones:
            raise WrongState(current="settled", wanted="settled")
        for row in open_ones:
            row.found = [[*what, True] if one[:-1] == what else one for one in row.found]
            row.save(update_fields=["found"])
        attempt = PaymentAttempt.objects.get(key=what[0])
        audit(actor, "payment.difference_settled", attempt, what=what[2], amount=what[3])
