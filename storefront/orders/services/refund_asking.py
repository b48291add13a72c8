"""Having a provider give money back, and what officers give back by hand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.audit import audit
from catalog.errors import Invalid, NotFound, WrongState
from catalog.plain_text import one_line
from catalog.policies.abilities import Act, can_everywhere, require_everywhere
from catalog.types import Actor
from storefront.orders.acting import as_shop
from storefront.orders.models import MoneyMove, Refund
from storefront.orders.providers.base import (
    CURRENCY,
    Found,
    Move,
    ProviderRefused,
    Returned,
)
from storefront.orders.providers.registry import provider_of
from storefront.orders.services.locking import order_locked
from storefront.orders.services.payments import known_of
from storefront.orders.services.proceeds import proceeds_write
from storefront.orders.services.settling import refund_by_hand, refund_done, settle
from storefront.orders.types import MoneyKind, RefundState

_REFERENCE_MOST = 100


def refund_ask(*, refund_id: int) -> None:
    """A job: ask the provider for a refund, with its stored key: as often as it takes it goes back
    once. Raises ProviderSilent, to be tried again; what it refuses is left to an officer."""
    with as_shop():
        refund = Refund.objects.select_related("attempt").filter(pk=refund_id).first()
        if refund is None or refund.state != RefundState.TO_DO:
            return
        with transaction.atomic():
            Refund.objects.filter(pk=refund.pk).update(asked=F("asked") + 1)
        provider = provider_of(refund.attempt.provider)
        try:
            returned = provider.refund(
                known_of(refund.attempt),
                key=refund.key,
                amount=refund.amount,
                reason=refund.cause,
            )
        except ProviderRefused as error:
            returned = Returned(RefundState.BY_HAND, failure=str(error))
        _returned(refund, returned)


@transaction.atomic
def _returned(refund: Refund, returned: Returned) -> None:
    """Write down what the provider said, unless its notice was quicker."""
    order_locked(refund.shop_order_id)
    row = Refund.objects.select_for_update(of=("self",)).get(pk=refund.pk)
    if row.state != RefundState.TO_DO:
        return
    if returned.state is RefundState.DONE:
        move = Move(
            MoneyKind.REFUNDED,
            row.amount,
            CURRENCY,
            returned.reference,
            returned.at or timezone.now(),
            str(row.key),
        )
        settle(row.attempt_id, Found(None, (move,)), takes_wrong=True)
    elif returned.state is RefundState.ASKED:
        row.state, row.reference = RefundState.ASKED.value, returned.reference
        row.save(update_fields=["state", "reference"])
    else:
        refund_by_hand(row, returned.failure)


def refund_by_hand_done(*, actor: Actor, refund_id: int, reference: str, at: datetime) -> None:
    """An officer has sent the money. reference: of the bank's statement; at: when it left.

    Raises NotFound, NotAllowed, Invalid, WrongState.
    """
    if not can_everywhere(actor, Act.ORDER_SEE):
        raise NotFound
    require_everywhere(actor, Act.ORDER_SETTLE)
    said = one_line(reference)
    if not said or len(said) > _REFERENCE_MOST:
        raise Invalid(field="reference", reason=gettext_noop("Write what the statement says."))
    if at > timezone.now():
        raise Invalid(field="at", reason=gettext_noop("This lies ahead."))
    with as_shop(), transaction.atomic():
        refund = _by_hand_locked(refund_id)
        _by_hand_write(actor, refund, said, at)


def _by_hand_locked(refund_id: int) -> Refund:
    known = Refund.objects.filter(pk=refund_id).first()
    if known is None:
        raise NotFound
    order_locked(known.shop_order_id)
    refund = Refund.objects.select_for_update(of=("self",)).get(pk=refund_id)
    if refund.state != RefundState.BY_HAND:
        raise WrongState(current=refund.state, wanted=RefundState.DONE.value)
    return refund


def _by_hand_write(actor: Actor, refund: Refund, reference: str, at: datetime) -> None:
    # one that a provider called done, and could not pay out after all, is in the books already
    if not MoneyMove.objects.filter(refund=refund).exists():
        move = MoneyMove.objects.create(
            shop_order_id=refund.shop_order_id,
            attempt_id=refund.attempt_id,
            refund=refund,
            kind=MoneyKind.REFUNDED.value,
            amount=refund.amount,
            provider=refund.attempt.provider,
            reference=f"hand:{refund.key}",
            at=at,
        )
        proceeds_write(move)
    refund_done(refund, reference, at, actor.name)
    audit(actor, "refund.sent_by_hand", refund, reference=reference, amount=str(refund.amount))
