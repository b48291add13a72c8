"""What is to go back when pieces of a paid order are not delivered, to the rupiah that came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.db.models import Sum

from storefront.orders.acting import as_shop
from storefront.orders.models import FacilityOrderLine, ProceedsEntry, Refund, ReturnLine
from storefront.orders.shown import PartShown
from storefront.orders.types import MoneyKind, RefundState, ReturnState

ZERO = Decimal(0)


@dataclass(frozen=True)
class RefundDue:
    """lines: [line, pieces, rupiah]; delivery: of the amount."""

    lines: tuple[tuple[int, int, Decimal], ...]
    delivery: Decimal

    @property
    def amount(self) -> Decimal:
        """Rupiah in all."""
        return self.delivery + sum((rupiah for _line, _pieces, rupiah in self.lines), ZERO)

    @property
    def told(self) -> list[list[int]]:
        """The lines as a refund keeps them."""
        return [[line, pieces, int(rupiah)] for line, pieces, rupiah in self.lines]


def refund_due(
    facility_order_id: int, pieces: Mapping[int, int], *, with_delivery: bool
) -> RefundDue:
    """What the next pieces of a part's lines are worth by what came for them: all pieces together
    give back exactly what came, in however many steps. pieces: by line. At most four statements."""
    came, returned = _came(facility_order_id), _returned(facility_order_id)
    lines = []
    for line in FacilityOrderLine.objects.filter(pk__in=pieces, facility_order=facility_order_id):
        paid, count = came.get(line.pk, ZERO), pieces[line.pk]
        before = line.cancelled + returned.get(line.pk, 0)
        worth = _worth(paid, before + count, line) - _worth(paid, before, line)
        if worth:
            lines.append((line.pk, count, worth))
    delivery = ZERO
    if with_delivery:
        delivery = max(came.get(None, ZERO) - _delivery_gone(facility_order_id), ZERO)
    return RefundDue(tuple(lines), delivery)


def rest_due(parts: Iterable[PartShown]) -> Decimal:
    """Rupiah that go back when all that is left of paid parts is cancelled. At most four statements
    a part."""
    due = ZERO
    with as_shop():
        for part in parts:
            left = {one.id: one.quantity - one.cancelled - one.handed_over for one in part.lines}
            pieces = {key: count for key, count in left.items() if count}
            is_whole = not any(one.handed_over for one in part.lines)
            due += refund_due(part.id, pieces, with_delivery=is_whole).amount
    return due


def _worth(came: Decimal, pieces: int, line: FacilityOrderLine) -> Decimal:
    """Of what came for a line, what its first so many pieces are; all of them are all of it."""
    part = came * min(pieces, line.quantity) / line.quantity
    return part.quantize(Decimal(1), ROUND_DOWN)


def _came(facility_order_id: int) -> dict[int | None, Decimal]:
    rows = ProceedsEntry.objects.filter(
        facility_order_id=facility_order_id, move__kind=MoneyKind.CAPTURED
    )
    return dict(rows.values_list("line_id").annotate(rupiah=Sum("amount")).order_by("line_id"))


def _returned(facility_order_id: int) -> dict[int, int]:
    """Pieces by line."""
    rows = ReturnLine.objects.filter(
        request__facility_order=facility_order_id, request__state=ReturnState.APPROVED
    )
    return dict(rows.values_list("line_id").annotate(pieces=Sum("quantity")).order_by("line_id"))


def _delivery_gone(facility_order_id: int) -> Decimal:
    """Of all refunds that did not fail."""
    rows = Refund.objects.filter(facility_order=facility_order_id).exclude(state=RefundState.FAILED)
    return rows.aggregate(rupiah=Sum("delivery"))["rupiah"] or ZERO
