"""Which facilities owe PPN on a day, how much, and how their proceeds are split."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db import connection

from storefront.orders.rules.shares import Split

# The rate of the day is the same for all; who owes it is a facility's own.
_PERCENT = """SELECT t.facility_id, r.percent FROM orders_taxpayerperiod t
CROSS JOIN LATERAL (SELECT percent FROM orders_taxrate WHERE in_force_from <= %(on)s
  ORDER BY in_force_from DESC LIMIT 1) r
WHERE t.facility_id = ANY (%(facilities)s) AND t.since <= %(on)s
  AND coalesce(t.until, 'infinity') >= %(on)s"""
_SPLITS = """SELECT f.id, r.id, r.premi, r.pnbp, r.capital
FROM unnest(%(facilities)s::bigint[]) f(id)
CROSS JOIN LATERAL (SELECT * FROM orders_sharerule s
  WHERE (s.facility_id = f.id OR s.facility_id IS NULL) AND s.in_force_from <= %(on)s
  ORDER BY s.facility_id IS NULL, s.in_force_from DESC LIMIT 1) r"""


def tax_percents(facility_ids: Collection[int], on: date) -> dict[int, Decimal]:
    """The percent of PPN, of the net price, for those that owe it on that day. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_PERCENT, {"facilities": list(facility_ids), "on": on})
        return dict(cursor.fetchall())


def splits(facility_ids: Collection[int], on: date) -> dict[int, Split]:
    """The rule of the day: the facility's own, else the shop's; no entry where there is neither.

    One statement.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SPLITS, {"facilities": list(facility_ids), "on": on})
        return {
            facility: Split(premi, pnbp, capital, rule)
            for facility, rule, premi, pnbp, capital in cursor.fetchall()
        }
