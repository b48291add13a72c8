"""Who asks: a stranger, or a client with a key in the header Authorization.

Buyers are strangers with a basket; what more is known of them is visitor.py's.
"""

from __future__ import annotations

from typing import NamedTuple

import structlog
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from catalog.types import Actor
from storefront.access.address import client_address
from storefront.access.token_failures import WITHIN, failure_counted
from storefront.access.tokens import token_of
from storefront.graphql.errors import Refused

# One sentence for every key that does not hold: which of the reasons it is, nobody is told.
NO_KEY = "This key does not hold. Make a new one in the portal."
KEY_NEEDED = "This needs a key: Authorization: Bearer lapak_..."
ONLY_POST = "With a key, ask with POST."
TOO_MANY = "Too many keys were refused here. Try again in a quarter of an hour."
CHALLENGE = 'Bearer realm="lapak"'
RETRY_AFTER = str(int(WITHIN.total_seconds()))
_LANGUAGES = ("id", "en")


class Asker(NamedTuple):
    """A client with a key. language: of the sentences it reads."""

    actor: Actor
    token_id: int
    facility_id: int
    address: str
    request_id: str
    language: str


def asker_of(request: HttpRequest, request_id: str) -> Asker | None:
    """Who asks, None for strangers; two statements for a client. Raises Refused for a key that does
    not hold, before anything else of the request is read."""
    scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
    if scheme.lower() != "bearer":
        return None
    if request.method != "POST":
        raise Refused(ONLY_POST, "METHOD", 405)
    address = client_address(request)
    key = token_of(secret.strip())
    if key is None:
        if failure_counted(address):
            raise Refused(NO_KEY, "NOT_ALLOWED", 401)
        raise Refused(TOO_MANY, "LIMIT", 429)
    structlog.contextvars.bind_contextvars(token=key.token_id)
    return Asker(
        key.actor, key.token_id, key.facility_id, address, request_id, language_read(request)
    )


def language_read(request: HttpRequest) -> str:
    """The first of our languages that the client would read; Indonesian when it names none."""
    accepted = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    for wanted, _weight in parse_accept_lang_header(accepted[:500]):
        if wanted.partition("-")[0] in _LANGUAGES:
            return wanted.partition("-")[0]
    return _LANGUAGES[0]
