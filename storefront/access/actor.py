"""From a request to who acts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from catalog.selectors.people import actor_of_person
from catalog.types import Actor

_KEPT = "_lapak_actor"


def person_name(user: Any) -> str:
    """What colleagues read: the name, else what stands before the @ of the address."""
    name = f"{user.first_name} {user.last_name}".strip()
    return name or str(user.email).partition("@")[0]


def actor_of(request: HttpRequest) -> Actor:
    """Who acts: a person whose second factor was given in this session, or who holds no role and
    needs none; else a visitor.

    Asked once a request. Pages outside of the portals have no session and know visitors alone.
    """
    kept: Actor | None = getattr(request, _KEPT, None)
    if kept is None:
        kept = _found(getattr(request, "user", None))
        setattr(request, _KEPT, kept)
    return kept


def _found(user: Any) -> Actor:
    if user is None or not user.is_authenticated:
        return Actor.anonymous()
    found = actor_of_person(user.pk, person_name(user), timezone.now())
    if user.is_verified():
        return found
    # Buyers log in by their password alone. What they do is written down without their name.
    return Actor.anonymous() if found.grants else replace(found, name=f"buyer {user.pk}")
