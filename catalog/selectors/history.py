"""What changed in a facility, or in what the whole shop rests on, or about one thing of either:
newest first, out of the tables of events.

A page costs a fixed number of statements, whatever it shows: which changes, what they were from,
what their foreign keys are called, and the acts (catalog.audit) of the same requests. `legality`,
`galleries` and `storefront.access` add the parts that are theirs.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from catalog.errors import NotFound
from catalog.planned import planned_rows
from catalog.policies.abilities import Act, can, can_everywhere
from catalog.policies.people import can_see_people
from catalog.selectors.history_moves import moves
from catalog.selectors.history_types import (
    MOST,
    PEOPLE,
    PLACE,
    Asked,
    Change,
    Field,
    Page,
    Part,
    Sources,
    Who,
)
from catalog.types import Actor, Role

_META = frozenset({"pgh_id", "pgh_created_at", "pgh_label", "pgh_context", "pgh_obj_id"})
# A request may need several transactions, each with its own time.
_REQUEST = timedelta(minutes=2)


def history_page(*, actor: Actor, asked: Asked, sources: Sources) -> Page:
    """At most MOST changes. Eight statements, fewer where there is nothing.

    Raises NotFound for what lies outside of the actor's scope or never was.
    """
    parts = [
        part
        for part in parts_seen(actor, asked.facility_id, sources)
        if asked.group in ("", part.group)
    ]
    if not parts or (asked.key and not _was_there(parts, asked)):
        raise NotFound
    changes, after = _merged(_changes(parts, _picked(parts, asked), sources), moves(asked), asked)
    changes = _with_acts(changes, sources)
    return Page(changes, _names(changes, asked, sources), after)


def parts_seen(actor: Actor, facility_id: int | None, sources: Sources) -> Sequence[Part]:
    """What of a facility the actor may look at, or of what belongs to none (None); nothing out of
    scope."""
    if facility_id is None:
        return sources.parts if can_everywhere(actor, Act.REFERENCE_SEE) else ()
    if not can(actor, Act.FACILITY_SEE, facility_id):
        return ()
    of_people = can_see_people(actor, facility_id)
    return [part for part in sources.parts if of_people or part.group != PEOPLE]


def _was_there(parts: Sequence[Part], asked: Asked) -> bool:
    """Whether the facility, or the shop, has or had the thing: every row has an event."""
    if asked.group == PLACE:
        return asked.key == str(asked.facility_id)
    own = (part for part in parts if part.through is None)
    events = (
        f"EXISTS (SELECT FROM {part.events} e WHERE {part.one or part.where})" for part in own
    )
    parameters = {"key": asked.key, "facility": asked.facility_id}
    return bool(planned_rows("SELECT " + " OR ".join(events), parameters)[0][0])


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


_ENTRIES = f"""
SELECT kind, number, home FROM catalog_historyentry
WHERE facility_id = %(facility)s AND number < %(before)s{{person}}
  AND kind = ANY (%(kinds)s::text[])
ORDER BY number DESC LIMIT {MOST + 1}
"""


def _picked(parts: Sequence[Part], asked: Asked) -> list[Any]:
    """Kind, number and home of the newest changes. One statement."""
    if asked.facility_id is None or asked.key:
        return _found_by_parts(parts, asked)
    person = "" if asked.person is None else " AND person = %(person)s"
    parameters: dict[str, Any] = {
        "facility": asked.facility_id,
        "before": asked.before[0],
        "kinds": sorted(part.kind for part in parts),
        "person": asked.person,
    }
    return planned_rows(_ENTRIES.format(person=person), parameters, in_order=True)


def _found_by_parts(parts: Sequence[Part], asked: Asked) -> list[Any]:
    """Of one thing, or of what the whole shop rests on: each table of events has an index."""
    parameters = {
        "facility": asked.facility_id,
        "key": asked.key or None,
        "before": asked.before[0],
        "person": str(asked.person),
    }
    through = {part.through for part in parts if part.through}
    head = ", ".join(f"{one.name} AS MATERIALIZED ({one.sql})" for one in sorted(through))
    picks = " UNION ALL ".join(_pick(part, asked) for part in parts)
    return planned_rows(
        f"{f'WITH {head} ' if head else ''}SELECT kind, number, home FROM ({picks}) picked"
        f" ORDER BY number DESC LIMIT {MOST + 1}",
        parameters,
    )


def _pick(part: Part, asked: Asked) -> str:
    where = part.one if asked.key and part.one else part.where
    person = " AND e.pgh_context ->> 'user' = %(person)s" if asked.person is not None else ""
    newest = f" AND e.pgh_id < %(before)s AND e.pgh_label <> 'first'{person}"
    columns = f"SELECT '{part.kind}' AS kind, e.pgh_id AS number, {part.home}::text AS home FROM"
    events = f"{part.events} e"
    if part.through is None:
        most = f"ORDER BY e.pgh_id DESC LIMIT {MOST + 1}"
        return f"({columns} {events} WHERE {where}{newest} {most})"
    # + 0: by the thing, not along everybody's events, which lie in between those of a quiet one
    most = f"ORDER BY e.pgh_id + 0 DESC LIMIT {MOST + 1}"
    return f"({columns} {part.through.name} m JOIN {events} ON {where}{newest} {most})"


def _changes(parts: Sequence[Part], found: list[Any], sources: Sources) -> list[Change]:
    """The picked ones with what they were before: the row's event just before.

    The text names every table of events, whatever was picked: so it is planned once.
    """
    if not found:
        return []
    events = {part.kind: part.events for part in sources.parts}
    wanted: dict[str, list[int]] = {kind: [] for kind in events}
    for kind, number, _home in found:
        wanted[kind].append(number)
    homes = {number: home for _kind, number, home in found}
    of_kind = {part.kind: part for part in parts}
    rows = planned_rows(" UNION ALL ".join(map(_told, events, events.values())), wanted)
    changes = [_change(of_kind[kind], _read(now), _read(was), homes) for kind, now, was in rows]
    return sorted(changes, key=lambda one: -one.number)


def _told(kind: str, events: str) -> str:
    return (
        f"SELECT '{kind}', to_jsonb(e)::text, (SELECT to_jsonb(b)::text FROM {events} b"
        " WHERE b.pgh_obj_id = e.pgh_obj_id AND b.pgh_id < e.pgh_id"
        f" ORDER BY b.pgh_id DESC LIMIT 1) FROM {events} e"
        f" WHERE e.pgh_id = ANY (%({kind})s::bigint[])"
    )


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
    rows = planned_rows(
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


def _names(changes: Iterable[Change], asked: Asked, sources: Sources) -> dict[tuple[str, str], str]:
    """What is asked for is called, and foreign keys in the changes."""
    wanted: dict[str, set[str]] = {}
    if asked.key:
        wanted[sources.homes[asked.group][1]] = {asked.key}
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
        f"SELECT '{target}', k.id, coalesce({name.live}, {name.kept})::text"
        f" FROM unnest(%({target})s::text[]) k(id)"
        for target, name in sources.names.items()
    )
    rows = planned_rows(statement, {one: sorted(wanted.get(one, ())) for one in sources.names})
    return {(target, key): name for target, key, name in rows if name}


def _read(text: str | None) -> Any:
    return None if text is None else json.loads(text, parse_float=Decimal)


_PEOPLE = """
SELECT u.id, coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''),
  split_part(u.email, '@', 1)) AS name
FROM account_user u WHERE u.id IN
  (SELECT m.user_id FROM catalog_membership m WHERE {where})
ORDER BY name, u.id
"""


def people_of(facility_id: int | None) -> list[tuple[int, str]]:
    """Everybody who has or had a role in the facility, by name; None: who is or was a central
    officer. One statement."""
    where = "m.role = %(officer)s" if facility_id is None else "m.facility_id = %(facility)s"
    parameters = {"facility": facility_id, "officer": Role.CENTRAL_OFFICER.value}
    return [(key, name) for key, name in planned_rows(_PEOPLE.format(where=where), parameters)]
