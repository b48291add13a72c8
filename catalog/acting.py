"""Who is acting: said by a surface once, told to the database in every transaction that follows.

The database uses it twice. Its audit triggers write down who changed a row, from where and in
which request. Its row-level security lets the serving role change rows of those facilities alone
that the actor's roles reach, and read what no visitor sees of those alone that they look into: a
second line behind the policies, for the day one of them is wrong.

Who may change is told to transactions, and ends with them. Who reads is told to transactions and,
outside of any, together with each single statement: nothing of it stays on a connection.

Web workers act for nobody until a page says for whom; commands and jobs act as the shop itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db import connection
from psycopg.pq import TransactionStatus

from catalog.acts import Act, facilities_where
from catalog.types import Actor, Grant, Role

# What only looks never changes a row.
_LOOKS = frozenset({Role.AUDITOR, Role.BOARD_VIEWER, Role.ANONYMOUS})
EVERYWHERE = "*"
_OVER = (TransactionStatus.INERROR, TransactionStatus.UNKNOWN)
TELL = (
    "SELECT set_config('lapak.facilities', %s, true), set_config('lapak.places', %s, true),"
    " set_config('lapak.acting', %s, true), set_config('lapak.reads', %s, true),"
    " set_config('lapak.reads_places', %s, true)"
)
TELL_ALWAYS = TELL.replace("true)", "false)")  # for the connection, not for one transaction


@dataclass(frozen=True)
class Acting:
    """An actor at work. address: of the network, "" for jobs; request_id: as the log has it."""

    actor: Actor
    address: str = ""
    request_id: str = ""

    @property
    def facilities(self) -> str:
        """Whose rows may be changed: "*" for all, else an array of PostgreSQL."""
        if any(grant.facility_ids is None for grant in self._changing):
            return EVERYWHERE
        return _array(str(key) for grant in self._changing for key in grant.facility_ids or ())

    @property
    def places(self) -> str:
        """Offices and partners whose people may be changed: an array of "o12" and "p3"."""
        offices = (f"o{grant.office_id}" for grant in self._changing if grant.office_id)
        partners = (f"p{grant.partner_id}" for grant in self._changing if grant.partner_id)
        return _array((*offices, *partners))

    @cached_property
    def reads(self) -> str:
        """Whose rows that no visitor sees may be read: "*" for all, else an array."""
        where = facilities_where(self.actor, Act.FACILITY_SEE)
        return EVERYWHERE if where is None else _array(str(key) for key in where)

    @cached_property
    def reads_places(self) -> str:
        """Of what else: an array of "o12", "p3" and, for the person's own, "u7"."""
        grants = self.actor.grants
        places = [f"o{grant.office_id}" for grant in grants if grant.office_id]
        places += [f"p{grant.partner_id}" for grant in grants if grant.partner_id]
        return _array([*places, *([f"u{self.actor.user_id}"] if self.actor.user_id else [])])

    @cached_property
    def said_before(self) -> str:
        """What a single statement outside of transactions begins with. Digits, commas and braces
        alone come into it."""
        return (
            f"SELECT set_config('lapak.reads', '{self.reads}', true),"
            f" set_config('lapak.reads_places', '{self.reads_places}', true); "
        )

    @property
    def _changing(self) -> list[Grant]:
        return [grant for grant in self.actor.grants if grant.role not in _LOOKS]

    @cached_property
    def told(self) -> list[str]:
        """The parameters of TELL."""
        who = {
            "user": self.actor.user_id,
            "name": self.actor.name,
            "role": self.actor.role.value,
            "address": self.address,
            "request": self.request_id,
        }
        return [self.facilities, self.places, json.dumps(who), self.reads, self.reads_places]


def _array(members: Iterable[str]) -> str:
    return "{" + ",".join(sorted(set(members))) + "}"


# The shop itself acts some times a request, for nobody's address: said once a process.
_known = lru_cache(maxsize=8)(Acting)
_present: ContextVar[Acting | None] = ContextVar("acting", default=None)
_nobody_else: list[Acting] = []


def act_always_as_system(name: str) -> None:
    """Let this whole process act as the shop itself, unless it says otherwise: commands, jobs."""
    _nobody_else[:] = [Acting(Actor.system(name))]


def present() -> Acting | None:
    """Who acts now."""
    return _present.get() or next(iter(_nobody_else), None)


@contextmanager
def acting(actor: Actor, *, address: str = "", request_id: str = "") -> Iterator[None]:
    """Act as somebody. Transactions that begin inside are told; one that is open is told now."""
    is_plain = not (address or request_id or actor.user_id)
    token = _present.set(_known(actor) if is_plain else Acting(actor, address, request_id))
    try:
        _tell_open_transaction()
        yield
    finally:
        _present.reset(token)
        _tell_open_transaction()


def _tell_open_transaction() -> None:
    """One that an error has ended is told nothing: what was told goes back with it, and the error
    is what the caller is to see."""
    raw: Any = connection.connection
    is_over = connection.needs_rollback or raw is None or raw.info.transaction_status in _OVER
    if connection.in_atomic_block and not is_over:
        with connection.cursor() as cursor:
            cursor.execute(TELL, told())


def told() -> list[Any]:
    """The parameters of TELL for who acts now; nobody changes nothing and reads what all read."""
    now = present()
    return now.told if now else ["{}", "{}", "null", "{}", "{}"]


def said_before() -> str:
    """What a statement outside of transactions begins with: who reads; nothing where nobody acts,
    and where the connection knows already (see told_always)."""
    now = _present.get()
    return "" if now is None else now.said_before


def told_always() -> list[Any] | None:
    """The parameters of TELL_ALWAYS in a process that always acts as the shop itself."""
    return _nobody_else[0].told if _nobody_else else None
