"""Every address × every person: nothing leaks, and no address is forgotten."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import URLResolver, get_resolver, include, path

from storefront.access.limits import windows_forget
from storefront.access.middleware import INSIDE
from storefront.cache.keys import Keys
from storefront.graphql.schema import schema
from tests.architecture.endpoints import (
    CENTER,
    ENDPOINTS,
    LIKE,
    PEOPLE,
    PUBLIC,
    UNLIKE,
    Outcome,
)
from tests.architecture.sample import sample_make
from tests.storefront.graphql.buying import ACTS
from tests.storefront.graphql.own import MUTATIONS

pytestmark = pytest.mark.django_db

KEEPERS = ("central_officer", "auditor")
FEW = ("facility_head", "budi", "half", "anonymous")
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
METHODS = ("GET", "POST")
# Addresses that stand once, outside of the languages.
_ONCE = re.compile(r"media/|healthz|graphql/|robots|s/|manifest|sitemap|webhook/")
# What differs from answer to answer whoever asks.
_OWN = {"X-Request-ID", "Date", "X-Cache"}

Counted = Callable[[str], None]


def routes(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Every address that the shop has, in Indonesian, as it is written."""
    for one in (resolver or get_resolver()).url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one, route)
        else:
            yield route


def filled(route: str, sample: Mapping[str, Any]) -> str:
    """The address with the sample's keys in place of its arguments."""
    return "/" + _ARGUMENT.sub(lambda found: str(sample[found[1]]), route)


def outcome(answer: HttpResponseBase) -> Outcome:
    """What an answer means for who asked."""
    moved = re.sub(r"^/en/", "/", answer.get("Location", ""))
    if moved.startswith("/masuk/?next="):
        return Outcome.LOGIN
    if moved == "/akun/pengaman/pasang/":
        return Outcome.SET_UP
    known = {403: Outcome.REFUSED, 404: Outcome.ABSENT, 405: Outcome.NO_METHOD}
    return known.get(answer.status_code, Outcome.INSIDE)


def asked(client: Client, method: str, address: str) -> HttpResponseBase:
    """Ask, and leave no trace: neither rows nor a log-out."""
    cookies = SimpleCookie(client.cookies)
    with transaction.atomic():
        answer = client.get(address) if method == "GET" else client.post(address, {})
        transaction.set_rollback(True)
    client.cookies = cookies
    assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, (method, address)
    return answer


def serve_as_app() -> None:
    """From here on as the shop is served: with row-level security."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE app")


def test_every_address_has_a_row_and_every_row_an_address(counted: Counted) -> None:
    found = list(routes())
    rows = [*ENDPOINTS, *CENTER, *PUBLIC]
    assert sorted(found) == sorted(rows)
    assert all(INSIDE.match(f"/{route}") for route in (*ENDPOINTS, *CENTER))
    assert not [route for route in PUBLIC if INSIDE.match(f"/{route}")]
    mutations = set(schema.get_mutation_type().fields)
    # each x each in test_mutations_table and, of buyers, test_buyers_table
    assert mutations == {one.name for one in MUTATIONS} | set(ACTS)
    counted(f"{len(found)} addresses and {len(mutations)} mutations have a row")


def test_an_address_without_a_row_is_noticed() -> None:
    added = path("petugas/", include(([path("lupa/", lambda request: HttpResponse())], "x")))
    resolver = type("Resolver", (), {"url_patterns": [*get_resolver().url_patterns, added]})()
    assert set(routes(resolver)) - {*ENDPOINTS, *CENTER, *PUBLIC} == {"petugas/lupa/"}


def expected(name: str, route: str, method: str) -> str:
    """The letter of one person, as the tables say."""
    at = METHODS.index(method)
    if name in PEOPLE:
        return ENDPOINTS[route][at][PEOPLE.index(name)]
    if own := UNLIKE.get(name, {}).get(route):
        return own[at]
    like = expected(LIKE[name], route, method)
    return Outcome.SET_UP if name == "half" and like == Outcome.LOGIN else like


def of_center(name: str, route: str, method: str) -> str:
    """The same for a page of the central office."""
    doors = {"anonymous": Outcome.LOGIN, "half": Outcome.SET_UP}
    if name in KEEPERS:
        return CENTER[route][METHODS.index(method)][KEEPERS.index(name)]
    return doors.get(name, Outcome.ABSENT)


Said = Callable[[str, str, str], str]
# The tables, the people who ask and the prefix. In English the views are the same: asked by few.
ASKED: dict[str, tuple[str, Iterable[str], Iterable[str], Said]] = {
    "portals": ("", ENDPOINTS, (*PEOPLE, *LIKE), expected),
    "portals in English": ("/en", ENDPOINTS, FEW, expected),
    "center": ("", CENTER, (*KEEPERS, *FEW, "regional_head", "board_editor", "nobody"), of_center),
    "center in English": ("/en", CENTER, (*KEEPERS, "anonymous"), of_center),
}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("which", ASKED)
def test_everybody_gets_what_the_table_says(method: str, which: str, counted: Counted) -> None:
    prefix, table, names, said = ASKED[which]
    sample = sample_make()
    clients = {name: sample.client(name) for name in names}
    serve_as_app()
    wrong, count = [], 0
    for route in table:
        address = prefix + filled(route, sample.keys(route))
        for name, client in clients.items():
            found = outcome(asked(client, method, address))
            if found != said(name, route, method):
                wrong.append(f"{method} {address} {name}: {found}")
            count += 1
    assert wrong == []
    people = f"{len(clients)} people, {method}"
    counted(f"{which}: {len(list(table))} addresses x {people}: {count} answers")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", ["other_head", "central_officer"])
def test_keys_of_another_facility_under_ones_own_address_are_not_there(
    method: str, name: str
) -> None:
    """Also not for who may see both facilities."""
    sample = sample_make()
    client = sample.client(name)
    serve_as_app()
    wrong = []
    for route in ENDPOINTS:
        names = _ARGUMENT.findall(route)
        if "slug" in names and len(names) > 1:
            keys = {**sample.keys(route), "slug": sample.cast.elsewhere.slug}
            found = asked(client, method, filled(route, keys))
            if outcome(found) not in (Outcome.ABSENT, Outcome.NO_METHOD):
                wrong.append(f"{method} {route}: {outcome(found)}")
    assert wrong == []


@pytest.mark.parametrize("method", METHODS)
def test_a_public_address_answers_everybody_alike(method: str, settings: Any) -> None:
    """Byte for byte, without a cookie: what is kept for one may be given to all."""
    # without their keys webhooks are not there
    settings.STRIPE_API_KEY, settings.MIDTRANS_SERVER_KEY = "sk_test_1", "x"
    windows_forget()  # whoever asked before
    sample = sample_make()
    names = ("anonymous", "central_officer", "half")
    stranger, *others = (sample.client(name) for name in names)
    serve_as_app()
    for route, row in PUBLIC.items():
        for prefix in ("",) if _ONCE.match(route) else ("", "/en"):
            address = prefix + filled(route, sample.keys(route))
            answer: Any = asked(stranger, method, address)
            assert outcome(answer) == row[METHODS.index(method)], (method, address)
            assert not answer.cookies and "Cookie" not in answer.get("Vary", ""), address
            wanted = told(answer)
            for other in others:
                assert told(asked(other, method, address)) == wanted, (method, address)


def told(answer: Any) -> tuple[int, dict[str, str], bytes]:
    """What an answer says, as whoever keeps it keeps it."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    body = body.replace(answer["X-Request-ID"].encode(), b"")
    return answer.status_code, {k: v for k, v in answer.items() if k not in _OWN}, body


def test_what_is_of_the_portals_is_never_kept() -> None:
    """Neither before Django nor by browsers, in both languages."""
    sample = sample_make()
    client = sample.client("central_officer")
    keys = Keys(session="lapak_masuk", forwarded="")
    for route in (*ENDPOINTS, *CENTER):
        for prefix in ("", "/en"):
            address = prefix + filled(route, sample.keys(route))
            environ = {"REQUEST_METHOD": "GET", "PATH_INFO": address, "QUERY_STRING": ""}
            assert keys.question(environ) is None, address
        control = asked(client, "GET", address)["Cache-Control"]
        assert "no-store" in control and "private" in control and "public" not in control, address
