"""Roles in words, with their place and their time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from catalog.models import Membership
from storefront.access.roles import place_of, role_name
from storefront.web.account.moments import day_text


class RoleRow(NamedTuple):
    """A role as a person reads it. place: "" for the whole shop; until: "" is no end."""

    name: str
    place: str
    since: str
    until: str


def role_rows(memberships: Iterable[Membership]) -> list[RoleRow]:
    """Memberships in words; their facility, office and partner are loaded already."""
    return [
        RoleRow(
            name=role_name(one.role),
            place=place_of(one).name,
            since=day_text(one.begins_at),
            until=day_text(one.ends_at) if one.ends_at else "",
        )
        for one in memberships
    ]
