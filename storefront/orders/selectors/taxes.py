"""Which facilities owe PPN on a day, how much, and how their proceeds are split."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from catalog.together import Asked
from storefront.orders.rules.shares import Split
from storefront.orders.selectors.delivery_ground import SENDING

# The rate of the day is the same for all; who owes it is a facility's own.
_PERCENT = f"""SELECT t.facility_id, r.percent FROM orders_taxpayerperiod t
CROSS JOIN LATERAL (SELECT percent FROM orders_taxrate WHERE in_force_from <= %(on)s
  ORDER BY in_force_from DESC LIMIT 1) r
WHERE t.facility_id {SENDING} AND t.since <= %(on)s
  AND coalesce(t.until, 'infinity') >= %(on)s"""
_SPLITS = """SELECT f.id, r.id, r.premi, r.pnbp, r.capital
FROM unnest(%(facilities)s::bigint[]) f(id)
CROSS JOIN LATERAL (SELECT * FROM orders_sharerule s
  WHERE (s.facility_id = f.id OR s.facility_id IS NULL) AND s.in_force_from <= %(on)s
  ORDER BY s.facility_id IS NULL, s.in_force_from DESC LIMIT 1) r"""


def percents_asked(token: UUID, on: date) -> Asked:
    """Ask for the percent of PPN, of the net price, of those that send something of a basket and
    owe it on that day."""
    return _PERCENT, {"token": token, "on": on}


def splits_asked(facility_ids: Collection[int], on: date) -> Asked:
    """Ask for the rule of the day: the facility's own, else the shop's."""
    return _SPLITS, {"facilities": list(facility_ids), "on": on}


def splits_from(rows: Iterable[Sequence[Any]]) -> dict[int, Split]:
    """By facility; no entry where there is neither."""
    return {
        facility: Split(premi, pnbp, capital, rule) for facility, rule, premi, pnbp, capital in rows
    }
