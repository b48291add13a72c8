"""Paying: which ways there are, beginning an attempt, beginning another.

An attempt is stored with its key in the transaction that places the order. Then, outside of any,
its provider is asked with that key, and the answer is stored where the attempt still is NEW. Who
dies in between leaves an attempt that is NEW: whoever comes next asks again with the same key, and
the provider answers as it did. Nobody waits in a lock: one asks, others look for the answer.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop, override

from catalog.announce import announce_many
from catalog.audit import audit, audited
from catalog.errors import NotFound
from catalog.message import Answer, Message, one, rows_insert, updating
from storefront.orders.acting import SHOP, as_shop
from storefront.orders.errors import PaymentRefused
from storefront.orders.models import FacilityDelivery, PaymentAttempt, ShopOrder
from storefront.orders.providers.base import Answer as Answered
from storefront.orders.providers.base import (
    Ask,
    Known,
    Method,
    ProviderRefused,
    ProviderSilent,
)
from storefront.orders.providers.registry import provider_in_use, provider_of, providers
from storefront.orders.rules.deadlines import pay_within
from storefront.orders.types import AttemptState, DeliveryKind, OrderState

__all__ = [
    "PayHere",
    "attempt_new",
    "attempts_end",
    "known_of",
    "method_require",
    "methods_offered",
    "payment_again",
    "payment_begin",
]

EXPIRE = "orders.attempt_expire"
GO = "lanjut"  # with it our page leads on to the provider's by itself
PICKUP = "pickup"
TRANSFER = "transfer"
NOT_OVER = (AttemptState.NEW.value, AttemptState.OPEN.value)
# Who asks and is not heard of again leaves the asking to the next after this long: longer than a
# provider may take with all tries.
LEASE = timedelta(seconds=45)
_PATIENCE = 6.0  # seconds that others wait for the answer of who asks
_NAP = 0.1
_DIGITS = 999  # a transfer costs at most so much more
_TRIES = 5
_NOT_OFFERED = gettext_noop("This way of paying is not offered here. Choose another.")
_NOT_DUE = gettext_noop("This order does not wait to be paid.")


@dataclass(frozen=True)
class PayHere:
    """Where a buyer pays. address: of the provider's page or ours; page: of ours, which leads on:
    where a form's answer goes, as no browser follows a form of our pages to another host."""

    address: str
    page: str


def methods_offered(
    quote: Any | None, *, language: str, only: str | None = None
) -> tuple[Method, ...]:
    """Ways to pay what a quote (or an order's page: None) asks for. One statement, with a quote
    that is all to be fetched. only: of that provider."""
    asked = providers().values() if only is None else filter(None, [provider_in_use(only)])
    with override(language):
        found = [m for one in asked for m in one.methods(language)]
    at_counter = quote is not None and _all_fetched(quote)
    return tuple(m for m in found if at_counter or m.code.partition(":")[0] != PICKUP)


def _all_fetched(quote: Any) -> bool:
    """Whether one facility alone has it all, to be fetched, and takes money at its counter: of two
    counters each would take only a part of a payment."""
    if len(quote.parts) != 1:
        return False
    part = quote.parts[0]
    if part.offer is None or part.offer.kind != DeliveryKind.PICKUP:
        return False
    takes = FacilityDelivery.objects.filter(facility_id=part.facility_id, pays_at_pickup=True)
    return takes.exists()


def method_require(code: str, quote: Any | None, *, language: str) -> Method:
    """The way of that code. Raises PaymentRefused for one that is not offered."""
    for method in methods_offered(quote, language=language, only=code.partition(":")[0]):
        if method.code == code:
            return method
    raise PaymentRefused(reason=_NOT_OFFERED)


# --- A new attempt, in the caller's transaction


def attempt_new(
    *, order: ShopOrder, method: str, pay_by: datetime, attempt_id: int
) -> PaymentAttempt:
    """Store an attempt with its key; nobody is asked yet. As the shop, the order's row locked.

    method: "stripe:card"; attempt_id: a key of the table that was taken for it. A transfer's
    amount is made its own by up to three digits. Raises PaymentRefused when all of them are in use
    for that amount.
    """
    code, _colon, way = method.partition(":")
    attempt = PaymentAttempt(
        pk=attempt_id,
        shop_order=order,
        provider=code,
        method=way,
        amount=order.total,
        pay_by=pay_by,
    )
    if code != TRANSFER:
        rows_insert([attempt])
        return attempt
    for _try in range(_TRIES):
        attempt.amount = order.total + _free_digits(order.total)
        try:
            with transaction.atomic():
                attempt.save(force_insert=True)
        except IntegrityError:
            continue  # another order took the same digits in this moment
        return attempt
    raise PaymentRefused(reason=_NOT_OFFERED)


def _free_digits(total: Decimal) -> int:
    near = Q(amount__gt=total, amount__lte=total + _DIGITS)
    open_ones = PaymentAttempt.objects.filter(near, provider=TRANSFER, state__in=NOT_OVER)
    taken = {int(amount - total) for amount in open_ones.values_list("amount", flat=True)}
    free = [digits for digits in range(1, _DIGITS + 1) if digits not in taken]
    if not free:
        raise PaymentRefused(reason=_NOT_OFFERED)
    return secrets.choice(free)


# --- Asking the provider, outside of transactions


def payment_begin(*, shop_order_id: int) -> PayHere:
    """Have the provider take what the order's open attempt is for. The same answer however often;
    where the provider is silent, our page, which asks on. Raises NotFound."""
    with as_shop():
        begun = _begun(shop_order_id)
        attempt = begun.attempt
        if attempt is not None and attempt.state == AttemptState.NEW:
            ask = _asked if begun.is_ours else _opened
            attempt = ask(attempt, begun.order, begun.page)
        is_open = attempt is not None and attempt.state == AttemptState.OPEN
        if attempt is None or not is_open or not attempt.address:
            return PayHere(begun.page, begun.page)
        return PayHere(attempt.address, f"{begun.page}?{GO}=1")


class _Begun(NamedTuple):
    """Where a payment begins. page: of ours, on which it is paid; attempt: the one that is not
    over; is_ours: whether asking for it is ours now."""

    order: ShopOrder
    page: str
    attempt: PaymentAttempt | None
    is_ours: bool


def _begun(shop_order_id: int) -> _Begun:
    """One message. Raises NotFound."""
    message, key = Message(), {"key": shop_order_id}
    claimed = _claim(message, _OF_ORDER, key)
    orders = message.rows(ShopOrder, "t.order_id = %(key)s", key)
    tokens = message.ask(_TOKEN, key)
    attempts = message.rows(PaymentAttempt, f"{_OF_ORDER} AND t.state IN ('new', 'open')", key)
    message.send()
    order, token = one(orders), one(tokens)
    if order is None or token is None:
        raise NotFound
    page = _page(order.language, token[0])
    return _Begun(order, page, one(attempts), bool(claimed.value))


_OF_ORDER = "t.shop_order_id = %(key)s"
_TOKEN = "SELECT token FROM order_order WHERE id = %(key)s"
_CLAIM = """UPDATE orders_paymentattempt t SET asked = t.asked + 1, asked_at = %(now)s
WHERE t.state = 'new' AND (t.asked_at IS NULL OR t.asked_at < %(lapsed)s) AND """


def _claim(message: Message, which: str, key: Mapping[str, int]) -> Answer[list[Any]]:
    """Take the asking for an attempt that is new, unless somebody has it."""
    now = timezone.now()
    given = {**key, "now": now, "lapsed": now - LEASE}
    return message.change(f"{_CLAIM}{which} RETURNING t.id", given)


def _page(language: str, token: str) -> str:
    """The page of ours on which an order is paid, as its address without a host."""
    return f"{'/en' if language == 'en' else ''}/bayar/{token}/"


def _opened(attempt: PaymentAttempt, order: ShopOrder, page: str) -> PaymentAttempt:
    """The attempt after it was asked for, by us or by whoever was quicker."""
    until = time.monotonic() + _PATIENCE
    while attempt.state == AttemptState.NEW:
        if _claimed(attempt.pk):
            return _asked(attempt, order, page)
        if time.monotonic() > until:
            break
        time.sleep(_NAP)
        attempt.refresh_from_db()
    return attempt


def _claimed(attempt_id: int) -> bool:
    """Whether the asking is ours now."""
    message = Message()
    claimed = _claim(message, "t.id = %(key)s", {"key": attempt_id})
    message.send()
    return bool(claimed.value)


def _asked(attempt: PaymentAttempt, order: ShopOrder, page: str) -> PaymentAttempt:
    try:
        answer = provider_of(attempt.provider).create(_ask(attempt, order, page))
    except ProviderSilent as error:
        _write(attempt, {"asked_at": None, "failure": str(error)[:300]})
    except ProviderRefused as error:
        _refused(attempt, str(error))
    else:
        return _answered(attempt, answer)
    attempt.refresh_from_db()
    return attempt


def _ask(attempt: PaymentAttempt, order: ShopOrder, page: str) -> Ask:
    return Ask(
        key=attempt.key,
        method=attempt.method,
        amount=attempt.amount,
        number=order.number,
        pay_by=attempt.pay_by,
        made_at=attempt.made_at,
        back=settings.PUBLIC_URL + page,
        language=order.language,
        name=order.name,
        email=order.email,
        phone=order.phone,
    )


def _answered(attempt: PaymentAttempt, answer: Answered) -> PaymentAttempt:
    """Store what the provider said where nobody else did; of one that ended meanwhile only its
    name, so that the provider can be told."""
    said = {"reference": answer.reference, "shown": dict(answer.shown), "failure": ""}
    values = {**said, "state": AttemptState.OPEN.value, "address": answer.address}
    if _write(attempt, values, "payment.begun", provider=attempt.provider, method=attempt.method):
        return attempt
    with transaction.atomic():
        rows = PaymentAttempt.objects.filter(pk=attempt.pk, reference="")
        ended = rows.exclude(state__in=NOT_OVER)
        if ended.update(reference=answer.reference, shown=dict(answer.shown)):
            _expire_announce([attempt.pk])
    attempt.refresh_from_db()
    return attempt


def _refused(attempt: PaymentAttempt, failure: str) -> None:
    said = failure[:300]
    values = {"state": AttemptState.FAILED.value, "failure": said, "ended_at": timezone.now()}
    _write(attempt, values, "payment.refused", failure=said)


def _write(
    attempt: PaymentAttempt, values: Mapping[str, Any], action: str = "", **detail: object
) -> bool:
    """Whether the attempt was still new, so that these columns were written, here and there; then
    the act is written down with them. One message."""
    sql, given = updating(attempt, values)
    asked = f"{sql} AND state = 'new' RETURNING id", given
    message = Message()
    done = message.change(*(audited(asked, SHOP, action, attempt, **detail) if action else asked))
    message.send()
    return bool(done.value)


# --- Another attempt, and the end of those that nobody pays


def payment_again(*, shop_order_id: int, method: str) -> PayHere:
    """Pay by another way, or once more by the same. The attempt before it ends: ask the provider
    about it first (`settling.payment_look`).

    Raises NotFound; PaymentRefused when the order does not wait to be paid, its time is up, or the
    way is not offered.
    """
    with as_shop():
        with transaction.atomic():
            _renewed(shop_order_id, method)
        return payment_begin(shop_order_id=shop_order_id)


def _renewed(shop_order_id: int, method: str) -> None:
    order = ShopOrder.objects.select_for_update().filter(pk=shop_order_id).first()
    if order is None:
        raise NotFound
    now = timezone.now()
    if order.state != OrderState.UNPAID or order.pay_by <= now:
        raise PaymentRefused(reason=_NOT_DUE)
    method_require(method, None, language=order.language)
    attempts_end(shop_order_ids=[order.pk], state=AttemptState.CANCELLED)
    within = pay_within(method)
    order.pay_by = max(order.pay_by, order.placed_at + within)
    order.method = method
    order.save(update_fields=["pay_by", "method"])
    keys = Message()
    taken = keys.keys(PaymentAttempt, 1)
    keys.send()
    attempt = attempt_new(
        order=order,
        method=method,
        pay_by=min(order.pay_by, now + within),
        attempt_id=taken.value[0],
    )
    audit(SHOP, "payment.again", attempt, method=method)


def attempts_end(
    *, shop_order_ids: Sequence[int], state: AttemptState, but: int | None = None
) -> int:
    """End the attempts of orders that nobody is to pay any more; how many there were. Their
    providers are told later. In the caller's transaction, as the shop, the orders' rows locked.

    state: EXPIRED or CANCELLED; but: an attempt that stays.
    """
    rows = PaymentAttempt.objects.filter(shop_order__in=shop_order_ids, state__in=NOT_OVER)
    if but is not None:
        rows = rows.exclude(pk=but)
    told = list(rows.exclude(provider__in=(TRANSFER, PICKUP)).values_list("pk", flat=True))
    count = rows.update(state=state.value, ended_at=timezone.now())
    _expire_announce(told)
    return count


def _expire_announce(attempt_ids: Iterable[int]) -> None:
    announce_many(EXPIRE, [(str(key), {"attempt_id": key}) for key in attempt_ids])


def attempt_expire(*, attempt_id: int) -> None:
    """A job: let nobody pay an attempt that ended here. Raises ProviderSilent, to be tried again;
    what the provider refuses was paid or is over there: reconciling finds it."""
    with as_shop():
        attempt = PaymentAttempt.objects.get(pk=attempt_id)
        if attempt.state in NOT_OVER or not attempt.asked:
            return
        provider = provider_of(attempt.provider)
        try:
            if not attempt.reference:  # asked for, and the answer was lost: ask what it was
                order = ShopOrder.objects.select_related("order").get(pk=attempt.shop_order_id)
                token: Any = order.order
                ask = _ask(attempt, order, _page(order.language, token.token))
                _reference_keep(attempt, provider.create(ask))
            provider.expire(known_of(attempt))
        except ProviderRefused as error:
            with transaction.atomic():
                PaymentAttempt.objects.filter(pk=attempt.pk).update(failure=str(error)[:300])


@transaction.atomic
def _reference_keep(attempt: PaymentAttempt, answer: Answered) -> None:
    attempt.reference, attempt.shown = answer.reference, dict(answer.shown)
    attempt.save(update_fields=["reference", "shown"])


def known_of(attempt: PaymentAttempt) -> Known:
    """The attempt as its provider is told of it."""
    return Known(
        attempt.key, attempt.method, attempt.amount, attempt.reference, attempt.shown,
        attempt.pay_by,
    )  # fmt: skip
