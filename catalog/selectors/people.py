"""What a person is here now."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from catalog.models.memberships import OF_FACILITIES, OF_OFFICES, OF_PARTNERS
from catalog.types import Actor, Grant, Role

# as the owner of the tables: who acts is known only after this
_HELD = "SELECT role, facility_id, office_id, partner_id, of_office FROM catalog_held(%s, %s)"


def grants_of(user_id: int, at: datetime) -> tuple[Grant, ...]:
    """The roles that a person holds at a time and where; none for a closed account. One
    statement."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [user_id, at])
        return tuple(_grant(*row) for row in cursor.fetchall())


def _grant(
    name: str,
    facility_id: int | None,
    office_id: int | None,
    partner_id: int | None,
    of_office: list[int] | None,
) -> Grant:
    role = Role(name)
    if role in OF_FACILITIES and facility_id is not None:
        return Grant(role, frozenset({facility_id}))
    if role in OF_OFFICES:
        return Grant(role, frozenset(of_office or ()), office_id=office_id)
    if role in OF_PARTNERS:
        return Grant(role, partner_id=partner_id)
    return Grant(role, None)


def actor_of_person(user_id: int, name: str, at: datetime) -> Actor:
    """A person as an actor. One statement."""
    return Actor(name, grants_of(user_id, at), user_id=user_id)
