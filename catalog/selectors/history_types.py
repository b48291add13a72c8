"""What pages of changes are made of: which tables of events, what is asked for, what is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

MOST = 50  # changes of a page
# Groups: things that people look at together, each with its own page of changes.
GOODS, PLACE, PEOPLE = "goods", "place", "people"
BEFORE = "before"  # for a role: what was there when the shop began to write changes down
START = 2**62  # before the first number that there will be


class Through(NamedTuple):
    """A thing of a facility by which others are found. sql: names it by %(key)s."""

    name: str
    sql: str


@dataclass(frozen=True)
class Part:
    """One table of events within a group of things that people look at together.

    kind: as entries of facilities' events have it; where: condition on events `e` of the whole
    facility, %(facility)s, or of the whole shop; one: for one thing of the group, %(key)s, "" for
    the same; home: the thing's key; through: `m` in these conditions.
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
    """What a page is asked for. facility_id: None for what belongs to no facility; group, key: one
    thing; person: an account; before: numbers of the last change and the last stock move of the
    page before."""

    facility_id: int | None
    group: str = ""
    key: str = ""
    person: int | None = None
    before: tuple[int, int] = (START, START)


@dataclass(frozen=True)
class Page:
    """Changes, newest first. names: by (what is named, key); after: for the next page."""

    changes: list[Change]
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    after: tuple[int, int] | None = None
