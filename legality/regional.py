"""What regional offices look after, by sets: what waits, their papers, their goods.

Everything is of the facilities in the actor's scope; whoever looks at one office of several gives
an actor of that office alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from django.db import connection

from catalog.planned import planned_rows
from catalog.policies.abilities import Act, facilities_where
from catalog.types import Actor, CardPhoto, ListingState
from legality.written import BARE

ROWS = 30
SOON_DAYS = 90
# Acts on a listing after which it is no longer what was approved.
_CHANGES = ("listing.changed", "listing.photos_set", "listing.updated", "listing.import_updated")


class Today(NamedTuple):
    """What an office has to do. oldest: since when the first has waited; unchecked: papers that
    wait for the office, not those that it sent back; ends: papers in force
    whose last day is within 7, 30 and 90 days; held: goods whose recipe changed; bare: open
    facilities that have nothing on sale."""

    waiting: int
    oldest: datetime | None
    unchecked: int
    ends_7: int
    ends_30: int
    ends_90: int
    suspended: int
    held: int
    bare: int
    published: int


_TODAY = """WITH place AS MATERIALIZED (
 SELECT id, is_open FROM catalog_facility WHERE {scope}
), goods AS (
 SELECT l.facility_id, count(*) FILTER (WHERE l.state = 'published') AS published,
  count(*) FILTER (WHERE l.state = 'suspended') AS suspended
 FROM catalog_listing l JOIN place ON place.id = l.facility_id
 WHERE l.state IN ('published', 'suspended') GROUP BY 1
), paper AS (
 SELECT count(*) FILTER (WHERE c.state = 'unverified' AND c.note = '') AS unchecked,
  count(*) FILTER (WHERE c.state = 'verified' AND c.expires_on <= %(on)s::date + 7) AS ends_7,
  count(*) FILTER (WHERE c.state = 'verified' AND c.expires_on <= %(on)s::date + 30) AS ends_30,
  count(*) FILTER (WHERE c.state = 'verified') AS ends_90
 FROM legality_certificate c JOIN place ON place.id = c.facility_id
 WHERE c.state = 'unverified' OR c.state = 'verified'
  AND c.expires_on BETWEEN %(on)s AND %(on)s::date + 90
), waiting AS (
 SELECT count(*) AS number, min(r.submitted_at) AS oldest
 FROM legality_review r JOIN place ON place.id = r.facility_id WHERE r.state = 'waiting'
)
SELECT waiting.number, waiting.oldest, paper.unchecked, paper.ends_7, paper.ends_30, paper.ends_90,
 (SELECT coalesce(sum(suspended), 0)::int FROM goods),
 (SELECT count(*) FROM legality_recipehold h JOIN catalog_listing l ON l.id = h.listing_id
  JOIN place ON place.id = l.facility_id
  WHERE h.ended_at IS NULL AND l.state IN ('published', 'suspended')),
 (SELECT count(*) FROM place WHERE is_open AND NOT EXISTS (
  SELECT 1 FROM goods WHERE goods.facility_id = place.id AND goods.published > 0)),
 (SELECT coalesce(sum(published), 0)::int FROM goods)
FROM waiting, paper"""


def today_of(*, actor: Actor, on: date) -> Today:
    """What waits in the actor's scope on a legal date. One statement."""
    rows = _asked(_TODAY, actor, {"on": on}, is_planned=True)
    return Today._make(rows[0])


def _asked(
    sql: str,
    actor: Actor,
    asked: Mapping[str, Any],
    column: str = "id",
    *,
    is_planned: bool = False,
) -> list[tuple[Any, ...]]:
    """Rows of a statement with {scope} in it. column: that holds the facility; is_planned: one plan
    serves whatever is asked for, which a list that may be narrowed has not."""
    where = facilities_where(actor, Act.FACILITY_SEE)
    scope = "true" if where is None else f"{column} = ANY (%(scope)s::bigint[])"
    text, given = sql.replace("{scope}", scope), {"scope": sorted(where or ()), **asked}
    if is_planned:
        return planned_rows(text, given)
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        return list(cursor.fetchall())


class OfficeLine(NamedTuple):
    """An office with how much waits there; as of Today."""

    slug: str
    name: str
    name_en: str
    facilities: int
    waiting: int
    oldest: datetime | None
    unchecked: int
    ends_30: int
    suspended: int


_OFFICES = """WITH place AS MATERIALIZED (
 SELECT id, office_id FROM catalog_facility WHERE {scope}
), waiting AS (
 SELECT p.office_id, count(*) AS number, min(r.submitted_at) AS oldest
 FROM legality_review r JOIN place p ON p.id = r.facility_id WHERE r.state = 'waiting' GROUP BY 1
), paper AS (
 SELECT p.office_id, count(*) FILTER (WHERE c.state = 'unverified' AND c.note = '') AS unchecked,
  count(*) FILTER (WHERE c.state = 'verified') AS ends_30
 FROM legality_certificate c JOIN place p ON p.id = c.facility_id
 WHERE c.state = 'unverified'
  OR c.state = 'verified' AND c.expires_on BETWEEN %(on)s AND %(on)s::date + 30 GROUP BY 1
), goods AS (
 SELECT p.office_id, count(*) AS suspended FROM catalog_listing l
 JOIN place p ON p.id = l.facility_id WHERE l.state = 'suspended' GROUP BY 1
)
SELECT o.slug, o.name, o.name_en, count(p.id), coalesce(max(w.number), 0), max(w.oldest),
 coalesce(max(c.unchecked), 0), coalesce(max(c.ends_30), 0), coalesce(max(g.suspended), 0)
FROM catalog_regionaloffice o JOIN place p ON p.office_id = o.id
LEFT JOIN waiting w ON w.office_id = o.id LEFT JOIN paper c ON c.office_id = o.id
LEFT JOIN goods g ON g.office_id = o.id
GROUP BY o.id ORDER BY max(w.oldest) NULLS LAST, o.name, o.id"""


def offices_of(*, actor: Actor, on: date) -> tuple[OfficeLine, ...]:
    """The offices of the actor's scope that have facilities, who waits longest first. One
    statement."""
    return tuple(
        OfficeLine._make(row) for row in _asked(_OFFICES, actor, {"on": on}, is_planned=True)
    )


class Place(NamedTuple):
    """A facility to choose."""

    id: int
    slug: str
    name: str


_PLACES = "SELECT id, slug, short_name FROM catalog_facility WHERE {scope} ORDER BY short_name, id"


def places_of(*, actor: Actor) -> tuple[Place, ...]:
    """The facilities of the actor's scope, by name. One statement."""
    return tuple(Place._make(row) for row in _asked(_PLACES, actor, {}, is_planned=True))


class Papers(StrEnum):
    """Which papers are asked for; the values stand in addresses."""

    WAITING = "diperiksa"
    SOON = "segera"
    IN_FORCE = "berlaku"
    ENDED = "berakhir"
    REVOKED = "dicabut"


class PaperLine(NamedTuple):
    """A paper of a list. kind: its short word; goods: how many listings it names, 0 of a brand or
    a whole facility; scans: how many there are; is_returned: the facility is to put it right."""

    id: int
    kind: str
    number: str
    facility: str
    state: str
    issued_on: date | None
    expires_on: date | None
    verified_on: date | None
    revoked_on: date | None
    goods: int
    scans: int
    is_returned: bool
    order: int


@dataclass(frozen=True)
class PapersAsked:
    """What is asked for of papers. days: of SOON; after: order and id of the last that was seen."""

    which: Papers = Papers.WAITING
    days: int = SOON_DAYS
    kind: str = ""
    facility_id: int | None = None
    after: tuple[int, int] | None = None


_WHICH = {
    Papers.WAITING: (
        "c.state IN ('unverified', 'filed')",
        "(c.state = 'filed')::int + (c.note <> '')::int * 2",
    ),
    Papers.SOON: (
        "c.state = 'verified' AND c.expires_on BETWEEN %(on)s AND %(last)s",
        "c.expires_on - date '2000-01-01'",
    ),
    Papers.IN_FORCE: (
        "c.state IN ('verified', 'on_hold') AND (c.expires_on IS NULL OR c.expires_on >= %(on)s)",
        "coalesce(c.expires_on - date '2000-01-01', 2000000)",
    ),
    Papers.ENDED: (
        "(c.state = 'expired' OR c.state = 'verified' AND c.expires_on < %(on)s)",
        "date '2200-01-01' - coalesce(c.expires_on, date '2000-01-01')",
    ),
    Papers.REVOKED: ("c.state = 'revoked'", "coalesce(date '2200-01-01' - c.revoked_on, 0)"),
}
_PAPERS = """SELECT c.id, k.short{end}, {bare}, f.short_name, c.state, c.issued_on,
 c.expires_on, c.verified_on, c.revoked_on,
 (SELECT count(*) FROM legality_certificatecover v
  WHERE v.certificate_id = c.id AND v.listing_id IS NOT NULL),
 (SELECT count(*) FROM legality_evidence e WHERE e.certificate_id = c.id AND e.removed_at IS NULL),
 c.note <> '', {order}
FROM legality_certificate c JOIN legality_certificatekind k ON k.code = c.kind_id
JOIN catalog_facility f ON f.id = c.facility_id
WHERE {scope} AND {which} AND (%(kind)s = '' OR c.kind_id = %(kind)s)
 AND (%(facility)s::bigint IS NULL OR c.facility_id = %(facility)s)
 AND (%(after)s::int IS NULL OR ({order}, c.id) > (%(after)s, %(after_id)s))
ORDER BY {order}, c.id LIMIT %(rows)s"""


def papers_of(
    *, actor: Actor, asked: PapersAsked, on: date, language: str
) -> tuple[tuple[PaperLine, ...], bool]:
    """Papers of the actor's scope, at most ROWS, and whether there are more. One statement."""
    which, order = _WHICH[asked.which]
    sql = _PAPERS.replace("{which}", which).replace("{order}", order)
    sql = sql.replace("{bare}", BARE)
    after, after_id = asked.after or (None, None)
    given = {
        "on": on,
        "last": on + timedelta(days=asked.days),
        "kind": asked.kind,
        "facility": asked.facility_id,
        "after": after,
        "after_id": after_id,
        "rows": ROWS + 1,
    }
    sql = sql.replace("{end}", "" if language == "id" else "_en")
    rows = _asked(sql, actor, given, "c.facility_id")
    return tuple(PaperLine._make(row) for row in rows[:ROWS]), len(rows) > ROWS


_PAPER_COUNTS = """SELECT {counts} FROM legality_certificate c WHERE {scope}
 AND (%(kind)s = '' OR c.kind_id = %(kind)s)
 AND (%(facility)s::bigint IS NULL OR c.facility_id = %(facility)s)"""


def paper_counts(*, actor: Actor, asked: PapersAsked, on: date) -> dict[Papers, int]:
    """How many there are of each of Papers, of the same kind and facility. One statement."""
    counts = ", ".join(f"count(*) FILTER (WHERE {which})" for which, _order in _WHICH.values())
    given = {
        "on": on,
        "last": on + timedelta(days=asked.days),
        "kind": asked.kind,
        "facility": asked.facility_id,
    }
    sql = _PAPER_COUNTS.replace("{counts}", counts)
    return dict(zip(_WHICH, _asked(sql, actor, given, "c.facility_id")[0], strict=True))


class Goods(StrEnum):
    """Which goods are asked for; the values stand in addresses."""

    SUSPENDED = "ditahan"
    HELD = "resep"
    CHANGED = "berubah"
    PUBLISHED = "dijual"


class GoodsLine(NamedTuple):
    """Goods of a list. since: of the suspension, else on sale since; cause, reason: of the
    suspension that has not ended, "" without one."""

    id: int
    name: str
    facility: str
    state: ListingState
    since: datetime | None
    cause: str
    reason: str
    is_held: bool
    approved_at: datetime | None
    photo: CardPhoto | None


# Since the last time that an officer approved it; goods that nobody ever approved are no such.
# CASE has the trail looked up for what was approved alone, entry by entry: joined instead, every
# entry of the shop would be read, each with the question whose it is.
_CHANGED = f"""CASE WHEN approved.decided_at IS NOT NULL THEN EXISTS (
  SELECT 1 FROM catalog_auditentry a WHERE a.subject_table = 'catalog_listing'
  AND a.subject_id = l.id::text AND a.at > approved.decided_at
  AND a.action IN {_CHANGES!r}) ELSE false END"""
_GOODS_WHICH = {
    Goods.SUSPENDED: "l.state = 'suspended'",
    Goods.HELD: "h.id IS NOT NULL AND l.state IN ('published', 'suspended')",
    Goods.CHANGED: f"l.state = 'published' AND {_CHANGED}",
    Goods.PUBLISHED: "l.state = 'published'",
}
_GOODS_FROM = """FROM catalog_listing l JOIN catalog_card k ON k.listing_id = l.id
LEFT JOIN legality_suspension s ON s.listing_id = l.id AND s.ended_at IS NULL
LEFT JOIN legality_recipehold h ON h.listing_id = l.id AND h.ended_at IS NULL
LEFT JOIN LATERAL (SELECT max(r.decided_at) AS decided_at FROM legality_review r
 WHERE r.listing_id = l.id AND r.state = 'approved') approved ON true
WHERE {scope} AND (%(facility)s::bigint IS NULL OR l.facility_id = %(facility)s)"""
_GOODS = f"""SELECT l.id, k.name{{end}}, k.facility_name, l.state,
 CASE WHEN l.state = 'suspended' THEN s.begun_at ELSE l.published_at END,
 coalesce(s.cause, ''), coalesce(s.reason, ''), h.id IS NOT NULL, approved.decided_at,
 k.photo_key, k.photo_width, k.photo_height, k.photo_alt{{end}}, k.photo_widths
{_GOODS_FROM} AND {{which}} AND (%(after)s::bigint IS NULL OR l.id < %(after)s)
ORDER BY l.id DESC LIMIT %(rows)s"""


def goods_of(
    *,
    actor: Actor,
    which: Goods,
    language: str,
    facility_id: int | None = None,
    after: int | None = None,
) -> tuple[tuple[GoodsLine, ...], bool]:
    """Goods of the actor's scope, newest first, at most ROWS, and whether there are more; after:
    the last that was seen. One statement."""
    sql = _GOODS.replace("{which}", _GOODS_WHICH[which])
    sql = sql.replace("{end}", "" if language == "id" else "_en")
    given = {"facility": facility_id, "after": after, "rows": ROWS + 1}
    rows = _asked(sql, actor, given, "l.facility_id")
    return tuple(_goods_line(row) for row in rows[:ROWS]), len(rows) > ROWS


def _goods_line(row: Sequence[Any]) -> GoodsLine:
    photo = CardPhoto._make([*row[9:13], tuple(row[13])]) if row[9] else None
    return GoodsLine._make([*row[:3], ListingState(row[3]), *row[4:9], photo])


class PlaceCounts(NamedTuple):
    """A facility with how many of its goods there are of each of Goods."""

    id: int
    slug: str
    name: str
    counts: Mapping[Goods, int]


_GOODS_COUNTS = f"""WITH counted AS (SELECT l.facility_id,
 {", ".join(f"count(*) FILTER (WHERE {which}) AS {name}" for name, which in _GOODS_WHICH.items())}
 {_GOODS_FROM.replace("{scope}", "l.state IN ('published', 'suspended') AND {scope}")}
 GROUP BY 1)
SELECT f.id, f.slug, f.short_name, {", ".join(f"coalesce(counted.{name}, 0)" for name in Goods)}
FROM catalog_facility f LEFT JOIN counted ON counted.facility_id = f.id
WHERE {{places}} ORDER BY f.short_name, f.id"""


def goods_counts(*, actor: Actor) -> tuple[PlaceCounts, ...]:
    """Every facility of the actor's scope with its counts, by name. One statement."""
    where = facilities_where(actor, Act.FACILITY_SEE)
    places = "true" if where is None else "f.id = ANY (%(scope)s::bigint[])"
    sql = _GOODS_COUNTS.replace("{places}", places)
    rows = _asked(sql, actor, {"facility": None}, "l.facility_id", is_planned=True)
    return tuple(
        PlaceCounts._make([*row[:3], dict(zip(Goods, row[3:], strict=True))]) for row in rows
    )


_PAPERLESS = """SELECT f.office_id, count(*),
 count(*) FILTER (WHERE given.certificate_ids = '{}')
FROM catalog_listing l JOIN catalog_facility f ON f.id = l.facility_id
JOIN LATERAL (SELECT r.certificate_ids FROM legality_clearancerecord r WHERE r.listing_id = l.id
 ORDER BY r.id DESC LIMIT 1) given ON true
WHERE l.state = 'published' AND {scope} GROUP BY 1"""


class OfficeGoods(NamedTuple):
    """published: goods of an office on sale; paperless: those whose clearance rests on no paper."""

    published: int
    paperless: int


def paperless_goods(*, actor: Actor) -> dict[int, OfficeGoods]:
    """How many goods on sale needed no paper, by office. One statement."""
    rows = _asked(_PAPERLESS, actor, {}, "l.facility_id")
    return {office_id: OfficeGoods(*counts) for office_id, *counts in rows}
