"""What filters count of each public card: read of all cards, or of those that changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
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


@dataclass(frozen=True)
class FacetRead:
    """What one statement saw. snapshot: PostgreSQL's, in its own words."""

    snapshot: str
    rows: Sequence[FacetRow]


# A card made to order is one that says so: nothing on hand, and a lead time.
_FACTS = """c.facility_id, c.category_id, (c.price_min * 100)::bigint,
 (c.stock > 0)::int + 4 * (c.delivery = 'parcel')::int + 8 * (c.stock_state = 3)::int
 + 2 * coalesce(c.flagship_from <= %(on)s AND c.flagship_until >= %(on)s, false)::int"""
_IN_FORCE = "(paper.until IS NULL OR paper.until >= %(on)s)"

_ALL = f"""SELECT (SELECT pg_current_snapshot()::text), facts.* FROM (SELECT 1) one
LEFT JOIN (SELECT c.listing_id, {_FACTS}, papers.codes FROM catalog_card c
 LEFT JOIN (SELECT paper.card_id, string_agg(paper.code, ' ') AS codes
  FROM catalog_cardpaper paper WHERE {_IN_FORCE} GROUP BY paper.card_id) papers
 ON papers.card_id = c.listing_id WHERE {OPEN}) facts ON true"""

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


def _read(sql: str, parameters: dict[str, Any]) -> FacetRead:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = cursor.fetchall()
    facts = [FacetRow(*row[1:]) for row in rows if row[1] is not None]
    return FacetRead(rows[0][0], facts)


def bounds(snapshot: str) -> tuple[int, int]:
    """The oldest transaction a snapshot may not see, and the first that it sees none from.

    Raises ValueError for what is no snapshot.
    """
    found = _SNAPSHOT.fullmatch(snapshot)
    if found is None:
        raise ValueError(snapshot)
    return int(found[1]), int(found[2])


def facets_of_all(on: date) -> FacetRead:
    """Every public card. One statement."""
    return _read(_ALL, {"on": on})


def facets_of_changed(on: date, seen: str) -> FacetRead:
    """Cards that changed since a snapshot, also those public no more. One statement."""
    return _read(_CHANGED, {"on": on, "seen": seen, "oldest": bounds(seen)[0]})
