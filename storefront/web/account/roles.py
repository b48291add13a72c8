"""Roles in words, with their place and their time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.shortcuts import resolve_url
from django.utils import timezone

from catalog.models import Membership
from catalog.selectors.people import grants_of
from catalog.types import Role
from storefront.access.roles import place_of, role_name
from storefront.web.account.moments import day_text


class RoleRow(NamedTuple):
    """A role as a person reads it. place: "" for the whole shop; until: "" is no end."""

    name: str
    place: str
    since: str
    until: str


_CENTRAL = frozenset({Role.CENTRAL_OFFICER, Role.AUDITOR})
_REGIONAL = frozenset({Role.REGIONAL_HEAD, Role.REGIONAL_OFFICER})


def portal_of(user_id: int) -> str:
    """Where somebody's day begins: with a role for the whole shop at the central pages, with one at
    a regional office there, with any other at their facilities, with none at their account. One
    statement."""
    roles = {grant.role for grant in grants_of(user_id, timezone.now())}
    if not roles:
        return resolve_url("two_factor:account")
    if roles & _CENTRAL:
        return resolve_url("center:index")
    return resolve_url("regions:today" if roles & _REGIONAL else settings.LOGIN_REDIRECT_URL)


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
