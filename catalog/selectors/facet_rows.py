"""What filters count of each public card: read of all cards, or of those that changed."""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from catalog.selectors.open_cards import OPEN

SEN = 100  # prices are counted in hundredths of a rupiah, as whole numbers
_SNAPSHOT = re.compile(r"(\d+):(\d+):[\d,]*")


class Flag:
    """Marks of a card, as bits of one number."""

    IN_STOCK, FLAGSHIP, SHIPPABLE, MADE_TO_ORDER = 1, 2, 4, 8


class FacetRow(NamedTuple):
    """One card. facility_id: None when the card is public no more, and all else with it.

    price: of the cheapest variant in sen; flags: of Flag; papers: codes in force.
    """

    listing_id: int
    facility_id: int | None
    category_id: int | None
    price: int
    flags: int
    papers: str | None


class FacetColumns(NamedTuple):
    """Every public card: the n-th number of each column is of the same one, in no order.

    snapshot: PostgreSQL's, in its own words; categories: 0 for a card without one; papers: cards
    that hold a paper in force by its code, among them some that are not public.
    """

    snapshot: str
    listings: array[int]
    facilities: array[int]
    categories: array[int]
    prices: array[int]
    flags: array[int]
    papers: Mapping[str, array[int]]


@dataclass(frozen=True)
class FacetRead:
    """What one statement saw of what changed. snapshot: as in FacetColumns."""

    snapshot: str
    rows: Sequence[FacetRow]


def _packed(number: str) -> str:
    """SQL: the numbers of all rows of a group, one after another."""
    return f"coalesce(string_agg(int8send(coalesce({number}, 0)), ''), '')"


# A card made to order is one that says so: nothing on hand, and a lead time.
_FACTS = """c.facility_id, c.category_id, (c.price_min * 100)::bigint AS price,
 (c.stock > 0)::int + 4 * (c.delivery = 'parcel')::int + 8 * (c.stock_state = 3)::int
 + 2 * coalesce(c.flagship_from <= %(on)s AND c.flagship_until >= %(on)s, false)::int AS flags"""
_IN_FORCE = "(paper.until IS NULL OR paper.until >= %(on)s)"

# Numbers one after another, eight bytes each, instead of a row a card: hundreds of thousands of
# rows are a second of work for Python, and memory that a process does not give back.
_ALL = f"""SELECT (SELECT pg_current_snapshot()::text), '' AS code, {_packed("listing_id")},
 {_packed("facility_id")}, {_packed("category_id")}, {_packed("price")}, {_packed("flags")}
FROM (SELECT c.listing_id, {_FACTS} FROM catalog_card c WHERE {OPEN}) facts
UNION ALL SELECT NULL, paper.code, {_packed("paper.card_id")}, NULL, NULL, NULL, NULL
FROM catalog_cardpaper paper WHERE {_IN_FORCE} GROUP BY paper.code"""

# Numbers of transactions that are still to come stand in a database that was restored elsewhere.
_CHANGED = f"""SELECT (SELECT pg_current_snapshot()::text), facts.* FROM (SELECT 1) one
LEFT JOIN (SELECT noted.listing_id, {_FACTS},
  (SELECT string_agg(paper.code, ' ') FROM catalog_cardpaper paper
   WHERE paper.card_id = c.listing_id AND {_IN_FORCE})
 FROM catalog_cardchange noted
 LEFT JOIN catalog_card c ON c.listing_id = noted.listing_id AND {OPEN}
 WHERE noted.xid >= %(oldest)s
 AND noted.xid < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
 AND NOT pg_visible_in_snapshot(noted.xid::text::xid8, %(seen)s::pg_snapshot)) facts ON true"""


def _rows(sql: str, parameters: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _numbers(packed: bytes) -> array[int]:
    """What `_packed` packed."""
    numbers = array("q", packed)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def bounds(snapshot: str) -> tuple[int, int]:
    """The oldest transaction a snapshot may not see, and the first that it sees none from.

    Raises ValueError for what is no snapshot.
    """
    found = _SNAPSHOT.fullmatch(snapshot)
    if found is None:
        raise ValueError(snapshot)
    return int(found[1]), int(found[2])


def facets_of_all(on: date) -> FacetColumns:
    """Every public card. One statement."""
    cards, *papers = sorted(_rows(_ALL, {"on": on}), key=lambda row: row[0] is None)
    snapshot, _code, *packed = cards
    listings, facilities, categories, prices, flags = map(_numbers, packed)
    held = {code: _numbers(covered) for _none, code, covered, *_nothing in papers}
    return FacetColumns(snapshot, listings, facilities, categories, prices, flags, held)


def facets_of_changed(on: date, seen: str) -> FacetRead:
    """Cards that changed since a snapshot, also those public no more. One statement."""
    rows = _rows(_CHANGED, {"on": on, "seen": seen, "oldest": bounds(seen)[0]})
    return FacetRead(rows[0][0], [FacetRow(*row[1:]) for row in rows if row[1] is not None])
