"""Every address of the portals × every person: nothing leaks, and no address is forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLResolver, get_resolver

from storefront.access.middleware import INSIDE
from tests.architecture.endpoints import ENDPOINTS, PEOPLE, Outcome
from tests.architecture.sample import sample_make
from tests.cast import client_of

pytestmark = pytest.mark.django_db

_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every address of the portals in Indonesian, as it is written."""
    for one in (resolver or get_resolver()).url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one, route)
        # the admin's own are tried in tests/storefront/web/center
        elif INSIDE.match(f"/{route}") and not route.startswith("pusat/"):
            yield route


def filled(route: str, sample: Mapping[str, Any]) -> str:
    """The address with the sample's keys in place of its arguments."""
    return "/" + _ARGUMENT.sub(lambda found: str(sample[found[1]]), route)


def outcome(answer: HttpResponseBase) -> Outcome:
    """What an answer means for who asked."""
    moved = answer.get("Location", "")
    if moved.startswith("/masuk/?next="):
        return Outcome.LOGIN
    known = {403: Outcome.REFUSED, 404: Outcome.ABSENT, 405: Outcome.NO_METHOD}
    return known.get(answer.status_code, Outcome.INSIDE)


def got(client: Client, method: str, address: str) -> Outcome:
    """Ask, and leave no trace: neither rows nor a log-out."""
    cookies = SimpleCookie(client.cookies)
    with transaction.atomic():
        answer = client.get(address) if method == "GET" else client.post(address, {})
        transaction.set_rollback(True)
    client.cookies = cookies
    assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, (method, address)
    return outcome(answer)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert set(routes()) == set(ENDPOINTS)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_everybody_gets_what_the_table_says(method: str) -> None:
    sample = sample_make()
    everybody = sample.cast.everybody()
    clients = [client_of(everybody[name]) for name in PEOPLE]
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE app")  # as the shop is served: with row-level security
    wrong = []
    for route, (get, post) in ENDPOINTS.items():
        address = filled(route, sample.keys(route))
        said = get if method == "GET" else post
        found = "".join(got(client, method, address) for client in clients)
        if found != said:
            wrong.append(f"{method} {route}: {found}, not {said}")
    assert wrong == []
