"""What is to go back when pieces of a paid order are not delivered, to the rupiah that came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.db.models import Sum

from storefront.orders.models import FacilityOrderLine, ProceedsEntry, Refund
from storefront.orders.types import MoneyKind, RefundState

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
    """What pieces of a part's lines are worth by what came for them, less what goes back already:
    all pieces together give back exactly what came. pieces: by line. Three statements."""
    came = _came(facility_order_id)
    gone, gone_pieces, gone_delivery = _gone(facility_order_id)
    quantities = dict(
        FacilityOrderLine.objects.filter(facility_order_id=facility_order_id).values_list(
            "pk", "quantity"
        )
    )
    lines = []
    for line, count in pieces.items():
        before = gone_pieces.get(line, 0)
        upto = _worth(came.get(line, ZERO), before + count, quantities[line])
        worth = max(upto - gone.get(line, ZERO), ZERO)
        if worth:
            lines.append((line, count, worth))
    delivery = max(came.get(None, ZERO) - gone_delivery, ZERO) if with_delivery else ZERO
    return RefundDue(tuple(lines), delivery)


def _worth(came: Decimal, pieces: int, quantity: int) -> Decimal:
    """Of what came for a line, what so many of its pieces are; all of them are all of it."""
    return (came * min(pieces, quantity) / quantity).quantize(Decimal(1), ROUND_DOWN)


def _came(facility_order_id: int) -> dict[int | None, Decimal]:
    rows = ProceedsEntry.objects.filter(
        facility_order_id=facility_order_id, move__kind=MoneyKind.CAPTURED
    )
    return dict(rows.values_list("line_id").annotate(rupiah=Sum("amount")).order_by("line_id"))


def _gone(facility_order_id: int) -> tuple[dict[int, Decimal], dict[int, int], Decimal]:
    """Rupiah and pieces by line, and delivery, of all refunds that did not fail."""
    rows: Iterable[Refund] = Refund.objects.filter(facility_order_id=facility_order_id).exclude(
        state=RefundState.FAILED
    )
    rupiah: dict[int, Decimal] = {}
    pieces: dict[int, int] = {}
    delivery = ZERO
    for row in rows:
        delivery += row.delivery
        for line, count, amount in row.lines:
            rupiah[line] = rupiah.get(line, ZERO) + Decimal(amount)
            pieces[line] = pieces.get(line, 0) + count
    return rupiah, pieces, delivery
