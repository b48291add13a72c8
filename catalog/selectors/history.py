"""What changed in a facility or about one thing of it, newest first, out of the tables of events.

A page costs a fixed number of statements, whatever it shows: which changes, what they were from,
what their foreign keys are called, and the acts (catalog.audit) of the same requests. `legality`,
`galleries` and `storefront.access` add the parts that are theirs.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from catalog.errors import NotFound
from catalog.policies.abilities import Act, can
from catalog.policies.history import can_see_people
from catalog.types import Actor

MOST = 50
# Groups: things that people look at together, each with its own page of changes.
GOODS, PLACE, PEOPLE = "goods", "place", "people"
_META = frozenset({"pgh_id", "pgh_created_at", "pgh_label", "pgh_context", "pgh_obj_id"})
# A request may need several transactions, each with its own time.
_REQUEST = timedelta(minutes=2)


class Through(NamedTuple):
    """Things of a facility by which others are found. sql: names the one with %(key)s, or all."""

    name: str
    sql: str


@dataclass(frozen=True)
class Part:
    """One table of events within a group of things that people look at together.

    where: condition on events `e` of the whole facility, %(facility)s; one: for one thing of the
    group, %(key)s, "" for the same; home: the thing's key; through: `m` in these conditions.
    """

    group: str
    kind: str
    events: str
    table: str
    where: str
    one: str = ""
    home: str = "e.pgh_obj_id"
    through: Through | None = None


class Name(NamedTuple):
    """What a row is called. live, kept: SQL of it by the key `k.id`, while it is there, and once
    it is gone."""

    live: str
    kept: str = "NULL"


@dataclass(frozen=True)
class Sources:
    """Parts, names by what is named, what each foreign key of an event names; homes: of a group,
    its things' table and what names them."""

    parts: tuple[Part, ...]
    names: Mapping[str, Name] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    homes: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def __add__(self, other: Sources) -> Sources:
        return Sources(
            self.parts + other.parts,
            {**self.names, **other.names},
            {**self.keys, **other.keys},
            {**self.homes, **other.homes},
        )


class Who(NamedTuple):
    """Who acted, as it was written at the time. user: their account, None for the shop itself."""

    name: str = ""
    role: str = ""
    user: int | None = None
    address: str = ""
    request: str = ""


class Field(NamedTuple):
    """One column before and after; None is nothing."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """One change of one row.

    what: insert, update, delete or stock; group, home: the thing it belongs to; row: the whole row
    after it, before it where it is gone; is_blind: what it was before is not known; acts: what was
    done, as (action, reason); note: of a stock change.
    """

    number: int
    at: datetime
    what: str
    kind: str
    key: str
    group: str
    home: str
    fields: tuple[Field, ...]
    row: Mapping[str, Any]
    who: Who
    is_blind: bool = False
    acts: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Asked:
    """What a page is asked for. group, key: one thing; person: an account; before: numbers of the
    last change and the last stock move of the page before."""

    facility_id: int
    group: str = ""
    key: str = ""
    person: int | None = None
    before: tuple[int, int] = (2**62, 2**62)


@dataclass(frozen=True)
class Page:
    """Changes, newest first. names: by (what is named, key); after: for the next page."""

    changes: list[Change]
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    after: tuple[int, int] | None = None


def history_page(*, actor: Actor, asked: Asked, sources: Sources) -> Page:
    """At most MOST changes. Seven statements, fewer where there is nothing.

    Raises NotFound for what lies outside of the actor's scope or never was.
    """
    parts = parts_seen(actor, asked.facility_id, sources)
    if asked.group:
        parts = [part for part in parts if part.group == asked.group]
    if not parts or (asked.key and not _was_there(parts, asked, sources)):
        raise NotFound
    changes, after = _merged(_picked(parts, asked), _moves(asked), asked)
    changes = _with_acts(changes, sources)
    return Page(changes, _names(changes, sources), after)


def parts_seen(actor: Actor, facility_id: int, sources: Sources) -> list[Part]:
    """What of a facility the actor may look at; nothing of one out of scope."""
    if not can(actor, Act.FACILITY_SEE, facility_id):
        return []
    of_people = can_see_people(actor, facility_id)
    return [part for part in sources.parts if of_people or part.group != PEOPLE]


def _was_there(parts: Sequence[Part], asked: Asked, sources: Sources) -> bool:
    """Whether the facility has or had the thing."""
    if asked.group == PLACE:
        return asked.key == str(asked.facility_id)
    table, _target = sources.homes[asked.group]
    events = next(part.events for part in parts if part.table == table)
    found = _rows(
        f"SELECT EXISTS (SELECT FROM {table} WHERE id = %(key)s::bigint"
        " AND facility_id = %(facility)s)"
        f" OR EXISTS (SELECT FROM {events} WHERE pgh_obj_id = %(key)s::bigint"
        " AND facility_id = %(facility)s)",
        {"key": asked.key, "facility": asked.facility_id},
    )
    return bool(found[0][0])


def _merged(
    changes: list[Change], moves: list[Change], asked: Asked
) -> tuple[list[Change], tuple[int, int] | None]:
    # each in its own order, by its numbers: times of transactions may overlap
    both = list(heapq.merge(changes, moves, key=lambda one: one.at, reverse=True))
    shown = both[:MOST]
    if len(both) <= MOST:
        return shown, None
    last = [
        min((one.number for one in shown if (one.what == "stock") == is_move), default=start)
        for is_move, start in zip((False, True), asked.before, strict=True)
    ]
    return shown, (last[0], last[1])


def _picked(parts: Sequence[Part], asked: Asked) -> list[Change]:
    parameters = {
        "facility": asked.facility_id,
        "key": asked.key or None,
        "before": asked.before[0],
        "person": str(asked.person),
        "most": MOST + 1,
    }
    through = {part.through for part in parts if part.through}
    head = ", ".join(f"{one.name} AS MATERIALIZED ({one.sql})" for one in sorted(through))
    picks = " UNION ALL ".join(_pick(rank, part, asked) for rank, part in enumerate(parts))
    found = _rows(
        f"{f'WITH {head} ' if head else ''}SELECT rank, number, home FROM ({picks}) picked"
        " ORDER BY number DESC LIMIT %(most)s",
        parameters,
    )
    return _changes(parts, found)


def _pick(rank: int, part: Part, asked: Asked) -> str:
    where = part.one if asked.key and part.one else part.where
    person = " AND e.pgh_context ->> 'user' = %(person)s" if asked.person is not None else ""
    inner = (
        f"SELECT {rank} AS rank, e.pgh_id AS number, {part.home}::text AS home FROM {part.events} e"
        f" WHERE {where} AND e.pgh_id < %(before)s AND e.pgh_label <> 'first'{person}"
        " ORDER BY e.pgh_id DESC LIMIT %(most)s"
    )
    if part.through is None:
        return f"({inner})"
    return (
        f"(SELECT x.* FROM {part.through.name} m CROSS JOIN LATERAL ({inner}) x"
        " ORDER BY x.number DESC LIMIT %(most)s)"
    )


def _changes(parts: Sequence[Part], found: list[Any]) -> list[Change]:
    """The picked ones with what they were before: the row's event just before."""
    if not found:
        return []
    wanted: dict[int, list[int]] = {}
    for rank, number, _home in found:
        wanted.setdefault(rank, []).append(number)
    homes = {number: home for _rank, number, home in found}
    statement = " UNION ALL ".join(
        f"SELECT {rank}, to_jsonb(e)::text, (SELECT to_jsonb(b)::text FROM {parts[rank].events} b"
        " WHERE b.pgh_obj_id = e.pgh_obj_id AND b.pgh_id < e.pgh_id"
        f" ORDER BY b.pgh_id DESC LIMIT 1) FROM {parts[rank].events} e"
        f" WHERE e.pgh_id = ANY(%(numbers{rank})s)"
        for rank in wanted
    )
    rows = _rows(statement, {f"numbers{rank}": numbers for rank, numbers in wanted.items()})
    changes = [_change(parts[rank], _read(now), _read(was), homes) for rank, now, was in rows]
    return sorted(changes, key=lambda one: -one.number)


def _change(part: Part, now: Any, was: Any, homes: Mapping[int, str]) -> Change:
    what = now["pgh_label"]
    return Change(
        number=now["pgh_id"],
        at=datetime.fromisoformat(now["pgh_created_at"]),
        what=what,
        kind=part.kind,
        key=str(now["pgh_obj_id"]),
        group=part.group,
        home=homes[now["pgh_id"]],
        fields=_fields(what, now, was),
        row={column: value for column, value in now.items() if column not in _META},
        who=_who(now["pgh_context"]),
        is_blind=what == "update" and was is None,
    )


def _fields(what: str, now: Mapping[str, Any], was: Mapping[str, Any] | None) -> tuple[Field, ...]:
    """Of an update what differs, else what is not empty."""
    columns = [column for column in now if column not in _META]
    if what == "update":
        was = now if was is None else was
        pairs = [Field(column, was.get(column), now[column]) for column in columns]
        return tuple(one for one in pairs if one.before != one.after)
    filled = [column for column in columns if now[column] not in (None, "", [], {})]
    if what == "delete":
        return tuple(Field(column, now[column], None) for column in filled)
    return tuple(Field(column, None, now[column]) for column in filled)


def _who(said: Mapping[str, Any] | None) -> Who:
    said = said or {}
    return Who(
        said.get("name") or "",
        said.get("role") or "",
        said.get("user"),
        said.get("address") or "",
        said.get("request") or "",
    )


_MOVES = """
SELECT s.id, s.at, s.variant_id::text, s.sku, s.reason, s.change, s.balance, s.note, s.user_id,
  s.actor_name, l.id::text, l.product_id
FROM catalog_stockmove s
LEFT JOIN product_productvariant v ON v.id = s.variant_id
LEFT JOIN catalog_listing l ON l.product_id = v.product_id
WHERE s.facility_id = %(facility)s AND s.id < %(before)s{narrower}
ORDER BY s.id DESC LIMIT %(most)s
"""
# also of what is gone by now: the events know it
_PRODUCT = """(SELECT coalesce(
  (SELECT product_id FROM catalog_listing WHERE id = %(key)s::bigint),
  (SELECT product_id FROM catalog_listingevent WHERE pgh_obj_id = %(key)s::bigint LIMIT 1)))"""
_OF_ONE = f""" AND s.variant_id IN (
  SELECT id FROM product_productvariant WHERE product_id = {_PRODUCT}
  UNION SELECT pgh_obj_id FROM catalog_variantevent WHERE product_id = {_PRODUCT})"""


def _moves(asked: Asked) -> list[Change]:
    """Stock changes out of the ledger, which is their history."""
    if asked.group not in ("", GOODS):
        return []
    narrower = _OF_ONE if asked.key else ""
    if asked.person is not None:
        narrower += " AND s.user_id = %(person)s"
    rows = _rows(
        _MOVES.format(narrower=narrower),
        {
            "facility": asked.facility_id,
            "before": asked.before[1],
            "key": asked.key,
            "person": asked.person,
            "most": MOST + 1,
        },
    )
    return [_move(row, asked.key) for row in rows]


def _move(row: Any, of: str) -> Change:
    number, at, variant, sku, reason, change, balance, note, user, name, listing, product = row
    return Change(
        number=number,
        at=at,
        what="stock",
        kind="stock",
        key=variant,
        group=GOODS,
        home=listing or of,
        fields=(Field("stock", balance - change, balance),),
        row={"sku": sku, "variant_id": int(variant), "product_id": product, "reason": reason},
        who=Who(name, user=user),
        note=note,
    )


_ACTS = """
SELECT a.subject_table, a.subject_id, a.action, a.detail ->> 'reason', a.at, a.request_id
FROM unnest(%(tables)s::text[], %(keys)s::text[]) AS s(t, k)
JOIN catalog_auditentry a ON a.subject_table = s.t AND a.subject_id = s.k
WHERE a.at BETWEEN %(begin)s AND %(end)s ORDER BY a.id
"""


def _with_acts(changes: list[Change], sources: Sources) -> list[Change]:
    """With what was done in the same request, or in the same transaction where there was none."""
    if not changes:
        return changes
    about = [_subjects(one, sources) for one in changes]
    subjects = sorted(set().union(*about))
    rows = _rows(
        _ACTS,
        {
            "tables": [table for table, _key in subjects],
            "keys": [key for _table, key in subjects],
            "begin": min(one.at for one in changes) - _REQUEST,
            "end": max(one.at for one in changes) + _REQUEST,
        },
    )
    return [
        replace(one, acts=_acts(one, mine, rows)) for one, mine in zip(changes, about, strict=True)
    ]


def _subjects(one: Change, sources: Sources) -> set[tuple[str, str]]:
    own = {(part.table, one.key) for part in sources.parts if part.kind == one.kind}
    home, _target = sources.homes[one.group]
    return own | {(home, one.home)}


def _acts(
    one: Change, subjects: set[tuple[str, str]], rows: list[Any]
) -> tuple[tuple[str, str], ...]:
    found = [
        (action, reason or "")
        for table, key, action, reason, at, request in rows
        if (table, key) in subjects
        and (request == one.who.request if one.who.request else at == one.at)
    ]
    return tuple(dict.fromkeys(found))


def _names(changes: Iterable[Change], sources: Sources) -> dict[tuple[str, str], str]:
    """What foreign keys in the changes are called."""
    wanted: dict[str, set[str]] = {}
    for one in changes:
        values = [*one.row.items(), *((f.column, f.before) for f in one.fields)]
        for column, value in values:
            target = sources.keys.get(column)
            if target and value is not None:
                wanted.setdefault(target, set()).add(str(value))
        if one.home:
            wanted.setdefault(sources.homes[one.group][1], set()).add(one.home)
    if not wanted:
        return {}
    statement = " UNION ALL ".join(
        f"SELECT '{target}', k.id, coalesce({sources.names[target].live},"
        f" {sources.names[target].kept})::text FROM unnest(%({target})s::text[]) k(id)"
        for target in wanted
    )
    rows = _rows(statement, {target: sorted(keys) for target, keys in wanted.items()})
    return {(target, key): name for target, key, name in rows if name}


def _read(text: str | None) -> Any:
    return None if text is None else json.loads(text, parse_float=Decimal)


def _rows(statement: str, parameters: Mapping[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


_PEOPLE = """
SELECT u.id, coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''),
  split_part(u.email, '@', 1)) AS name
FROM account_user u WHERE u.id IN
  (SELECT m.user_id FROM catalog_membership m WHERE m.facility_id = %(facility)s)
ORDER BY name, u.id
"""


def people_of(facility_id: int) -> list[tuple[int, str]]:
    """Everybody who has or had a role in the facility, by name. One statement."""
    return [(key, name) for key, name in _rows(_PEOPLE, {"facility": facility_id})]
