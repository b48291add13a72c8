"""Totals of proceeds, by facility and month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from catalog.planned import planned_rows
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


# one look at the index a month, not one at each entry
_MONTHS = """WITH RECURSIVE known (month) AS (
 (SELECT e.month FROM orders_proceedsentry e ORDER BY e.month DESC LIMIT 1)
 UNION ALL SELECT (SELECT e.month FROM orders_proceedsentry e WHERE e.month < known.month
  ORDER BY e.month DESC LIMIT 1) FROM known WHERE known.month IS NOT NULL
) SELECT month FROM known WHERE month IS NOT NULL"""


def months_known() -> list[date]:
    """The first days of months in which something moved, newest first. One statement."""
    return [month for (month,) in planned_rows(_MONTHS, {})]


_TOTALS = """SELECT e.facility_id, f.short_name, e.month, e.share, e.rupiah FROM (
 SELECT facility_id, month, share, sum(amount) AS rupiah FROM orders_proceedsentry
 WHERE {which} GROUP BY 1, 2, 3
) e JOIN catalog_facility f ON f.id = e.facility_id
ORDER BY e.month DESC, f.short_name, e.facility_id, e.share"""


def month_totals(
    *, facility_ids: Iterable[int] | None = None, month: date | None = None
) -> tuple[MonthTotals, ...]:
    """Newest month first, then by name. facility_ids, month: None for all. One statement."""
    which = [
        *(["facility_id = ANY (%(facilities)s::bigint[])"] if facility_ids is not None else []),
        *(["month = %(month)s::date"] if month else []),
    ]
    given = {"facilities": sorted(facility_ids or ()), "month": month}
    found: dict[tuple[date, int], MonthTotals] = {}
    rows = planned_rows(_TOTALS.format(which=" AND ".join(which) or "true"), given)
    for facility, name, day, share, rupiah in rows:
        total = found.setdefault((day, facility), MonthTotals(facility, name, day, {}))
        total.shares[Share(share)] = rupiah
    return tuple(found.values())
