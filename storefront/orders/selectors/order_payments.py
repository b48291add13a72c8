"""How orders were paid and made cheaper, as their buyers may know it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import DecimalField, Q, Sum
from django.db.models.functions import Coalesce

from storefront.orders.acting import as_shop
from storefront.orders.models import PaymentAttempt
from storefront.orders.saleor_adapter.vouchers import vouchers_of
from storefront.orders.types import AttemptState, MoneyKind
from storefront.orders.voucher_terms import VoucherTerms


class PaymentOfOrder(NamedTuple):
    """One attempt. captured, back: rupiah that came and went back."""

    id: int
    provider: str
    method: str
    amount: Decimal
    state: AttemptState
    reference: str
    made_at: datetime
    ended_at: datetime | None
    captured: Decimal
    back: Decimal


def payments_of(shop_order_ids: Collection[int]) -> dict[int, tuple[PaymentOfOrder, ...]]:
    """By order, the oldest first. One statement. Who calls has asked for the orders' keys."""
    rows = (
        PaymentAttempt.objects.filter(shop_order__in=list(shop_order_ids))
        .annotate(captured=_sum(MoneyKind.CAPTURED), back=_sum(MoneyKind.REFUNDED))
        .order_by("pk")
    )
    found: dict[int, tuple[PaymentOfOrder, ...]] = {}
    with as_shop():
        for row in rows:
            one = PaymentOfOrder(
                row.pk, row.provider, row.method, row.amount, AttemptState(row.state),
                row.reference, row.made_at, row.ended_at, row.captured, row.back,
            )  # fmt: skip
            found[row.shop_order_id] = (*found.get(row.shop_order_id, ()), one)
    return found


def vouchers_used(codes: Collection[str]) -> dict[str, VoucherTerms]:
    """By code; those that are gone are left out. One statement. The same."""
    with as_shop():
        return vouchers_of(codes)


def _sum(kind: MoneyKind) -> Coalesce:
    whole = DecimalField(max_digits=14, decimal_places=0)
    moved = Sum("moves__amount", filter=Q(moves__kind=kind.value), output_field=whole)
    return Coalesce(moved, Decimal(0), output_field=whole)
