"""The orders of lists, and places in them.

Sold-out goods stand last, so a card that sells out between two pages would change its place: it
could be shown twice, or never. A list therefore keeps the order of stock that it had when its first
page was read. The cursor carries that page's snapshot; the cards that sold out or came back since
then (`catalog_stockflip`) are read at the places they had. Promised for a day: no card that stays
public and keeps its price is skipped or repeated, however its stock changes. Cards themselves
always show the present stock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext_noop

from catalog.cursors import (
    amount_of,
    cursor_of,
    flag_of,
    key_of,
    moment_of,
    snapshot_of,
    values_of,
    whole_of,
)
from catalog.errors import Invalid
from catalog.types import CatalogQuery, Sort

# Orders in which an index holds both halves one after the other.
_ACROSS = frozenset({Sort.NEWEST, Sort.CHEAPEST, Sort.BEST})
TIERS = 4  # same kab/kota, same province, same office, the rest


class Order(NamedTuple):
    """How cards of one half and tier follow each other: by `value`, then by id, both one way.

    kind: the value's type in PostgreSQL; read: checks a value that came in a cursor.
    """

    value: str
    kind: str
    descending: bool
    read: Callable[[Any], datetime | Decimal | int]

    @property
    def way(self) -> str:
        """DESC or ASC."""
        return "DESC" if self.descending else "ASC"

    @property
    def beyond(self) -> str:
        """Cards after the cursor's place within its half and tier."""
        sign = "<" if self.descending else ">"
        return f"({self.value}, c.listing_id) {sign} (%(value)s::{self.kind}, %(id)s::bigint)"


_NEWEST = Order("c.published_at", "timestamptz", True, moment_of)
_ORDERS = {
    Sort.NEWEST: _NEWEST,
    Sort.NEAREST: _NEWEST,
    Sort.CHEAPEST: Order("c.price_min", "numeric", False, amount_of),
    Sort.DEAREST: Order("c.price_min", "numeric", True, amount_of),
    Sort.BEST: Order("-found.score", "bigint", False, whole_of),
}


def sort_of(query: CatalogQuery) -> Sort:
    """The order that a list really has: what was not searched for has no best, and nothing is
    near to no place."""
    if query.sort is Sort.BEST and query.ranked is None:
        return Sort.NEWEST
    if query.sort is Sort.NEAREST and not query.near:
        return Sort.NEWEST
    return query.sort


@dataclass(frozen=True)
class Spot:
    """A place in a list. half: whether the card counted as sold out when page one was read."""

    half: bool
    tier: int
    value: datetime | Decimal | int
    listing_id: int
    snapshot: str

    def parameters(self) -> dict[str, Any]:
        """For `Order.beyond` and `_FLIPPED`."""
        return {
            "half": self.half,
            "tier": self.tier,
            "value": self.value,
            "id": self.listing_id,
            "seen": self.snapshot,
            "oldest": int(self.snapshot.split(":")[0]),
        }


def spot_cursor(query: CatalogQuery, spot: Spot) -> str:
    """A place as text."""
    sort = sort_of(query)
    start = query.near if sort is Sort.NEAREST else ""
    return cursor_of(
        [sort.value, start, spot.half, spot.tier, spot.value, spot.listing_id, spot.snapshot]
    )


def spot_of(query: CatalogQuery, cursor: str) -> Spot:
    """What a cursor says. Raises Invalid when it was not made for this order."""
    sort = sort_of(query)
    try:
        order, start, half, tier, value, listing_id, snapshot = values_of(cursor, 7)
        if order != sort.value or start != (query.near if sort is Sort.NEAREST else ""):
            raise ValueError(order)
        if whole_of(tier) not in range(TIERS):
            raise ValueError(tier)
        found = _ORDERS[sort].read(value)
        return Spot(flag_of(half), tier, found, key_of(listing_id), snapshot_of(snapshot))
    except ValueError as error:
        raise Invalid(
            field="setelah", reason=gettext_noop("This place in the list does not exist.")
        ) from error


# Cards that sold out or came back since the first page, with what they were then. Numbers of
# transactions that are still to come stand in a database that was restored elsewhere.
_FLIPPED = """WITH flipped AS MATERIALIZED (
 SELECT DISTINCT ON (listing_id) listing_id, was_sold_out FROM catalog_stockflip
 WHERE xid >= %(oldest)s AND xid < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
 AND NOT pg_visible_in_snapshot(xid::text::xid8, %(seen)s::pg_snapshot)
 ORDER BY listing_id, id) """

_SEEN = "(SELECT pg_current_snapshot()::text)"

_TIER = """CASE WHEN c.facility_id = ANY(%(tier0)s) THEN 0 WHEN c.facility_id = ANY(%(tier1)s)
 THEN 1 WHEN c.facility_id = ANY(%(tier2)s) THEN 2 ELSE 3 END"""


@dataclass(frozen=True)
class Page:
    """The statement of one page. columns, source, where: of `catalog_card c`; rows come with the
    half, the tier, the order's value and, on the first page, the snapshot behind the columns.

    spot: the place to go on after; limit: rows at most.
    """

    columns: str
    source: str
    where: str
    sort: Sort
    spot: Spot | None
    limit: int

    @property
    def _order(self) -> Order:
        return _ORDERS[self.sort]

    def sql(self) -> str:
        """One statement."""
        if self.spot is None and self.sort in _ACROSS:
            more = f"true ORDER BY c.is_sold_out, {self._inner}"
            return self._piece("c.is_sold_out", "0", more, seen=f", {_SEEN}")
        parts = [self._run(half, tier) for half, tier in self._runs()]
        flipped, seen = "", _SEEN
        if self.spot is not None:
            parts.append(self._moved())
            flipped, seen = _FLIPPED, "NULL"  # the cursor says it
        together = " UNION ALL ".join(f"({part})" for part in parts)
        return (
            f"{flipped}SELECT *, {seen} FROM ({together}) page"
            f" ORDER BY sank, tier, place_value {self._order.way}, listing_id {self._order.way}"
            f" LIMIT {self.limit}"
        )

    @property
    def _inner(self) -> str:
        way = self._order.way
        return f"{self._order.value} {way}, c.listing_id {way} LIMIT {self.limit}"

    def _runs(self) -> Sequence[tuple[bool, int]]:
        """Halves and tiers from the cursor's on."""
        tiers = range(TIERS) if self.sort is Sort.NEAREST else range(1)
        runs = [(half, tier) for half in (False, True) for tier in tiers]
        return runs if self.spot is None else runs[runs.index((self.spot.half, self.spot.tier)) :]

    def _run(self, half: bool, tier: int) -> str:
        """Cards of one half and tier that stand where they stood; an index is read in its order."""
        conditions = ["c.is_sold_out" if half else "NOT c.is_sold_out"]
        if self.sort is Sort.NEAREST:
            conditions.append(_IN_TIER[tier])
        if self.spot is not None:
            conditions.append("c.listing_id NOT IN (SELECT listing_id FROM flipped)")
            if (half, tier) == (self.spot.half, self.spot.tier):
                conditions.append(self._order.beyond)
        more = f"{' AND '.join(conditions)} ORDER BY {self._inner}"
        return self._piece(str(half).lower(), str(tier), more)

    def _moved(self) -> str:
        """Cards that stand elsewhere by now, at the places they had."""
        tier = _TIER if self.sort is Sort.NEAREST else "0"
        here = f"(flipped.was_sold_out, {tier})"
        there = "(%(half)s::boolean, %(tier)s::int)"
        more = f"({here} > {there} OR ({here} = {there} AND {self._order.beyond}))"
        return self._piece("flipped.was_sold_out", tier, more, "JOIN flipped USING (listing_id)")

    def _piece(self, half: str, tier: str, more: str, join: str = "", seen: str = "") -> str:
        return (
            f"SELECT {self.columns}, {half} AS sank, {tier} AS tier,"
            f" {self._order.value} AS place_value{seen}"
            f" FROM {self.source} {join} WHERE {self.where} AND {more}"
        )


_IN_TIER = (
    "c.facility_id = ANY(%(tier0)s)",
    "c.facility_id = ANY(%(tier1)s)",
    "c.facility_id = ANY(%(tier2)s)",
    "c.facility_id <> ALL(%(tier0)s || %(tier1)s || %(tier2)s)",
)
