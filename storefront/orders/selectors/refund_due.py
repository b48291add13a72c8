"""What is to go back when pieces of a paid order are not delivered, to the rupiah that came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.db.models import Sum

from storefront.orders.acting import as_shop
from storefront.orders.models import FacilityOrderLine, ProceedsEntry, Refund, ReturnLine
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
    lines = FacilityOrderLine.objects.filter(pk__in=pieces, facility_order=facility_order_id)
    return _due(facility_order_id, lines, pieces, with_delivery=with_delivery)


def rest_due(facility_order_id: int) -> RefundDue:
    """What all that is left of a paid part is worth; delivery too while none of it was handed over.
    At most four statements."""
    lines = list(FacilityOrderLine.objects.filter(facility_order=facility_order_id))
    left = {line.pk: line.quantity - line.cancelled - line.handed_over for line in lines}
    is_whole = not any(line.handed_over for line in lines)
    return _due(facility_order_id, lines, left, with_delivery=is_whole)


def rest_amount(facility_order_ids: Iterable[int]) -> Decimal:
    """Rupiah that go back when all that is left of these paid parts is cancelled, for whoever may
    see their order."""
    with as_shop():
        return sum((rest_due(key).amount for key in facility_order_ids), ZERO)


def _due(
    facility_order_id: int,
    lines: Iterable[FacilityOrderLine],
    pieces: Mapping[int, int],
    *,
    with_delivery: bool,
) -> RefundDue:
    came, returned = _came(facility_order_id), _returned(facility_order_id)
    found = []
    for line in lines:
        paid, count = came.get(line.pk, ZERO), pieces[line.pk]
        before = line.cancelled + returned.get(line.pk, 0)
        worth = _worth(paid, before + count, line) - _worth(paid, before, line)
        if worth:
            found.append((line.pk, count, worth))
    delivery = ZERO
    if with_delivery:
        delivery = max(came.get(None, ZERO) - _delivery_gone(facility_order_id), ZERO)
    return RefundDue(tuple(found), delivery)


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
