"""Money that is to go back: written down with its key, asked for by a job, by hand where the
provider cannot.

No more goes back than came: the attempt's row is locked while both sums are taken, here and in the
database (`refund_within_captured`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Coalesce

from catalog.announce import announce
from catalog.audit import audit
from catalog.errors import Invalid
from storefront.orders.acting import SHOP
from storefront.orders.models import (
    MoneyMove,
    OrderStep,
    PaymentAttempt,
    Refund,
    ShopOrder,
)
from storefront.orders.types import MoneyKind, RefundCause, RefundState, StepKind

REFUND = "orders.refund_ask"
ZERO = Decimal(0)


def refund_make(
    *,
    shop_order_id: int,
    facility_order_id: int | None,
    cause: RefundCause | str,
    amount: Decimal,
    lines: Sequence[Sequence[Any]] = (),
    delivery: Decimal = ZERO,
    attempt_id: int | None = None,
) -> Refund | None:
    """Write down that money goes back and have the provider asked, once this transaction has
    committed; None where no money had come, or none is left.

    In the caller's transaction, as the shop, with the order's rows locked. facility_order_id: whose
    goods it is for, None for the whole payment; lines: [[line id, pieces, rupiah]]; delivery: of
    the amount, what was paid for delivery; attempt_id: whose money, None for the one that paid the
    order. Of what went back outside of the shop meanwhile nothing goes back again: the refund is so
    much smaller. Raises Invalid for more than is left of it otherwise.
    """
    order = ShopOrder.objects.select_for_update().get(pk=shop_order_id)
    attempt = _paid_by(order, attempt_id)
    if attempt is None or amount <= ZERO:
        return None
    left = left_of(attempt)
    if left <= ZERO:
        return None
    if amount > left:
        raise Invalid(field="amount", reason=f"{amount} > {left}")
    amount = min(amount, left - _gone_elsewhere(attempt))
    if amount <= ZERO:
        return None
    refund = Refund.objects.create(
        shop_order=order,
        facility_order_id=facility_order_id,
        attempt=attempt,
        cause=RefundCause(cause).value,
        amount=amount,
        lines=[[_plain(value) for value in line] for line in lines],
        delivery=delivery,
    )
    _told(refund)
    return refund


def _plain(value: Any) -> int:
    """As JSON holds it: whole numbers."""
    return int(value)


def _told(refund: Refund) -> None:
    step_write(refund, StepKind.REFUND_BEGUN)
    audit(SHOP, "refund.made", refund, cause=refund.cause, amount=str(refund.amount))
    announce(REFUND, key=str(refund.pk), refund_id=refund.pk)


def step_write(refund: Refund, kind: StepKind) -> None:
    """A step of the timeline, of the part that it is for."""
    part = refund.facility_order
    OrderStep.objects.create(
        shop_order_id=refund.shop_order_id,
        facility_order=part,
        facility_id=part.facility_id if part is not None else None,
        kind=kind.value,
        data={"amount": str(refund.amount), "refund": refund.pk},
    )


def _paid_by(order: ShopOrder, attempt_id: int | None) -> PaymentAttempt | None:
    """The attempt whose money it is, locked: the named one, else the first that took money."""
    taken = MoneyMove.objects.filter(shop_order=order, kind=MoneyKind.CAPTURED)
    if attempt_id is not None:
        taken = taken.filter(attempt_id=attempt_id)
    keys = list(taken.order_by("pk").values_list("attempt_id", flat=True))
    rows = PaymentAttempt.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    found = {row.pk: row for row in rows}
    # what came late, twice or short went back as it came; the order's own money is what is kept
    kept = [found[key] for key in dict.fromkeys(keys) if left_of(found[key]) > ZERO]
    return next(iter(kept or found.values()), None)


def left_of(attempt: PaymentAttempt) -> Decimal:
    """What came by an attempt and is neither back nor on its way by a refund of ours."""
    came = _sum(MoneyMove.objects.filter(attempt=attempt, kind=MoneyKind.CAPTURED))
    back = _sum(Refund.objects.filter(attempt=attempt).exclude(state=RefundState.FAILED))
    return came - back


def _gone_elsewhere(attempt: PaymentAttempt) -> Decimal:
    """What went back by an attempt and is of no refund of ours: from the provider's own pages."""
    moves = MoneyMove.objects.filter(attempt=attempt, kind=MoneyKind.REFUNDED, refund=None)
    return _sum(moves)


def _sum(rows: Any) -> Decimal:
    found: Mapping[str, Decimal] = rows.aggregate(rupiah=Coalesce(Sum("amount"), ZERO))
    return found["rupiah"]
