"""Totals of proceeds, by facility and month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from catalog.models import Facility
from storefront.orders.models import ProceedsEntry
from storefront.orders.types import Share

ZERO = Decimal(0)


@dataclass(frozen=True)
class MonthTotals:
    """What a facility's goods brought in a month, after refunds. shares: rupiah by share."""

    facility_id: int
    facility_name: str
    month: date
    shares: dict[Share, Decimal]

    @property
    def total(self) -> Decimal:
        """Of all shares."""
        return sum(self.shares.values(), ZERO)

    @property
    def premi(self) -> Decimal:
        """The makers' premium, of the workshop as a whole."""
        return self.shares.get(Share.PREMI, ZERO)

    @property
    def pnbp(self) -> Decimal:
        """To the treasury."""
        return self.shares.get(Share.PNBP, ZERO)

    @property
    def capital(self) -> Decimal:
        """Working capital."""
        return self.shares.get(Share.CAPITAL, ZERO)

    @property
    def delivery(self) -> Decimal:
        """To whoever carries."""
        return self.shares.get(Share.DELIVERY, ZERO)

    @property
    def tax(self) -> Decimal:
        """PPN."""
        return self.shares.get(Share.TAX, ZERO)


def months_known() -> list[date]:
    """The first days of months in which something moved, newest first. One statement."""
    rows = ProceedsEntry.objects.order_by("-month").values_list("month", flat=True)
    return list(rows.distinct())


def month_totals(
    *, facility_ids: Iterable[int] | None = None, month: date | None = None
) -> tuple[MonthTotals, ...]:
    """Newest month first, then by name. facility_ids, month: None for all. Two statements."""
    rows = ProceedsEntry.objects.values_list("facility_id", "month", "share")
    if facility_ids is not None:
        rows = rows.filter(facility_id__in=list(facility_ids))
    if month:
        rows = rows.filter(month=month)
    found: dict[tuple[int, date], dict[Share, Decimal]] = {}
    for facility, day, share, rupiah in rows.annotate(rupiah=Sum("amount")).order_by("share"):
        found.setdefault((facility, day), {})[Share(share)] = rupiah
    names = _names({facility for facility, _day in found})
    totals = [
        MonthTotals(facility, names[facility], day, shares)
        for (facility, day), shares in found.items()
    ]
    return tuple(sorted(totals, key=lambda one: (-one.month.toordinal(), one.facility_name)))


def _names(keys: set[int]) -> dict[int, str]:
    return dict(Facility.objects.filter(pk__in=keys).values_list("pk", "short_name"))
