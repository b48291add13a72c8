"""Money that is taken at a facility's counter, and transfers that an officer saw come in."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.errors import Invalid, NotFound
from storefront.orders.acting import as_shop
from storefront.orders.models import PaymentAttempt
from storefront.orders.providers.base import CURRENCY, Found, Move
from storefront.orders.services.payments import PICKUP
from storefront.orders.services.settling import Settled, settle
from storefront.orders.types import AttemptState, MoneyKind

MOST = Decimal(10) ** 12


def payment_taken(*, shop_order_id: int) -> Settled:
    """The facility has taken what is due at its counter. Twice is once.

    Who calls has asked for the right to hand the goods over. Raises NotFound for an order that is
    not paid that way.
    """
    with as_shop(), transaction.atomic():
        rows = PaymentAttempt.objects.filter(shop_order_id=shop_order_id, provider=PICKUP)
        attempt = rows.order_by("-pk").first()
        if attempt is None:
            raise NotFound
        return came_in(attempt, attempt.amount, timezone.now(), f"pickup-{attempt.key}")


def came_in(attempt: PaymentAttempt, amount: Decimal, at: datetime, reference: str) -> Settled:
    """Money that somebody of ours saw. In a transaction, as the shop. What is not the amount is
    written down and goes back."""
    if not 0 < amount <= MOST or amount != amount.to_integral_value():
        raise Invalid(field="amount", reason=gettext_noop("Whole rupiah, more than none."))
    move = Move(MoneyKind.CAPTURED, amount, CURRENCY, reference, at)
    return settle(attempt.pk, Found(AttemptState.PAID, (move,)), takes_wrong=True)
