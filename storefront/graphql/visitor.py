"""A buyer who asks: the address of the network, the language, and, when logged in, the account.

What a buyer may do hangs on keys that the question itself holds: a checkout's token, an order's
token with its e-mail. The account is looked at for `me` and for whose a new checkout is; only then,
and only for a POST of which the browser says that it comes from a page of this shop, is the
session's cookie read (`storefront.access.asking`).
"""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.http import HttpRequest

from catalog.errors import NotAllowed
from catalog.types import Actor
from storefront.access.address import client_address
from storefront.access.asking import person_asking
from storefront.access.limits import window_of
from storefront.graphql.loaders import Asking
from storefront.orders.errors import TooManyGuesses

# Acts of one address of the network a minute, together with those of the pages.
PER_MINUTE = {"basket": 120, "voucher": 30, "address": 60, "ways": 60, "order": 30}


class Person(NamedTuple):
    """An account. default_address_id: of Saleor's rows."""

    id: int
    email: str
    first_name: str
    last_name: str
    is_staff: bool
    is_active: bool
    joined_at: datetime
    last_login: datetime | None


class Visitor:
    """Who asks."""

    def __init__(self, request: HttpRequest, language: str) -> None:
        self._request = request
        self.language = language

    @cached_property
    def address(self) -> str:
        """Of the network."""
        return client_address(self._request)

    @cached_property
    def _found(self) -> tuple[Actor, Person] | None:
        found = person_asking(self._request)
        if found is None:
            return None
        actor, user = found
        person = Person(
            id=user.pk,
            email=user.email,
            first_name=user.first_name,
            last_name=user.last_name,
            is_staff=False,
            is_active=user.is_active,
            joined_at=user.date_joined,
            last_login=user.last_login,
        )
        return actor, person

    @property
    def person(self) -> Person | None:
        """The account, None for who is not logged in here. Two or three statements, once."""
        return self._found[1] if self._found else None

    @property
    def user_id(self) -> int | None:
        """Of the account."""
        return self.person.id if self.person else None


def visitor_in(asking: Asking) -> Visitor:
    """Who asks. Raises NotAllowed where nobody is told (jobs ask for what is public alone)."""
    if asking.visitor is None:
        raise NotAllowed
    return asking.visitor


def within(asking: Asking, name: str, acts: int = 1) -> None:
    """Count acts. name: of PER_MINUTE. Raises TooManyGuesses."""
    if not window_of(name, PER_MINUTE[name]).may(visitor_in(asking).address, acts=acts):
        raise TooManyGuesses


def said_in(asking: Asking, code: str | None) -> str:
    """The language of sentences and orders: what is asked for, else what the client reads."""
    return code.lower() if code in ("ID", "EN") else visitor_in(asking).language
