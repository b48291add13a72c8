"""A run from servers up to servers down: the table, a fixed rate, or a profile."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from storefront.bench.bare import page_write
from storefront.bench.keys import Keys
from storefront.bench.load import load
from storefront.bench.names import Names
from storefront.bench.pace import Outcome
from storefront.bench.peer import READY, peer_rows
from storefront.bench.portals import People, portal_rows
from storefront.bench.rows import Row, Server, mixed, rows_for
from storefront.bench.run import Bench, growth_of
from storefront.bench.servers import Running, ask, serving
from storefront.bench.shop import Shop
from storefront.bench.wire import Request

CACHE_OFF = {"CACHE_URL": "off"}
_SHOP = ("-m", "storefront", "web")
_PEER = ("-m", "tests.stock.peer", "--make-tables")
_BARE = ("-m", "storefront.bench.bare", "--page")
_LOAD_CONNECTIONS = 64
Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """How to measure. seconds: of load a row and round; chosen: names of rows, empty for all."""

    rounds: int = 3
    seconds: float = 2.0
    chosen: tuple[str, ...] = ()
    with_peer: bool = False


def _known() -> frozenset[str]:
    """Names of all rows."""
    nothing = Names([], [], [""], [], [], [])
    rows = [*rows_for(nothing), *peer_rows(nothing), *portal_rows(Keys(), People())]
    return frozenset(row.name for row in rows)


def unknown_rows(names: Sequence[str]) -> list[str]:
    """Those that no row has."""
    known = _known()
    return [name for name in names if name not in known]


def rows_named(text: str) -> tuple[str, ...]:
    """Names between commas. Some have one inside ("proof, kept"): the longest that is a row's is
    meant. What is no row's name comes back as it is."""
    known, found = _known(), []
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    while pieces:
        ends = range(len(pieces), 0, -1)
        end = next((one for one in ends if ", ".join(pieces[:one]) in known), 1)
        found.append(", ".join(pieces[:end]))
        pieces = pieces[end:]
    return tuple(found)


def _chosen(rows: list[Row], chosen: Sequence[str]) -> list[Row]:
    return [row for row in rows if not chosen or row.name in chosen]


def measured(shop: Shop, plan: Plan, say: Say = lambda line: None) -> dict[str, Any]:
    """The table's content, as --json gives it."""
    names = shop.names()
    rows = _chosen([*shop.rows(), *(peer_rows(names) if plan.with_peer else [])], plan.chosen)
    statements = _statements(shop, rows)
    with ExitStack() as stack:
        kept = stack.enter_context(serving(_SHOP, shop.environment))
        first_page_ms = _first_page_ms(kept)
        with _others(shop, kept, {row.server for row in rows}, say) as servers:
            rows = [_revalidating(row, kept.port) if row.revalidate else row for row in rows]
            bench = Bench(servers, shop.postgres, plan.rounds, plan.seconds, statements)
            figures = bench.measure(rows, say)
        # the other servers share pages with it: its memory is its own only without them
        load(kept.port, mixed(names), seconds=plan.seconds)
        memory = kept.memory_mb
    return {
        "listings": shop.size.listings,
        "rounds": plan.rounds,
        "seconds": plan.seconds,
        "machine_load": os.getloadavg()[0],
        "pss_mb": memory,
        "first_page_ms": first_page_ms,
        "rows": [one.as_json() for one in figures],
    }


def grown(small: Shop, large: Shop, plan: Plan, say: Say = lambda line: None) -> dict[str, Any]:
    """What pages cost in two shops, row by row in the same rounds, as --json gives it."""
    shops = small, large
    rows = [
        {row.name: row for row in _chosen(rows_for(shop.names()), plan.chosen)} for shop in shops
    ]
    names = [name for name, row in rows[0].items() if row.server is Server.MADE]
    with ExitStack() as stack:
        benches = []
        for shop in shops:
            server = stack.enter_context(serving(_SHOP, {**shop.environment, **CACHE_OFF}))
            servers = {Server.MADE: server}
            benches.append(Bench(servers, shop.postgres, plan.rounds, plan.seconds, {}))
        for bench, known in zip(benches, rows, strict=True):
            bench.warm([known[name] for name in names])
        for number in range(plan.rounds):
            for name in names:
                for bench, known in zip(benches, rows, strict=True):
                    bench.once(known[name])
            say(f"round {number + 1} of {plan.rounds}")
    return {
        "listings": [shop.size.listings for shop in shops],
        "rounds": plan.rounds,
        "seconds": plan.seconds,
        "machine_load": os.getloadavg()[0],
        "rows": [growth_of(name, *(bench.found[name] for bench in benches)) for name in names],
    }


def _first_page_ms(fresh: Running) -> float:
    """How long the first visitor of a fresh server waits for the catalogue."""
    began = time.perf_counter()
    ask(fresh.port, Request("/katalog/"))
    return (time.perf_counter() - began) * 1000


@contextmanager
def _others(
    shop: Shop, kept: Running, wanted: set[Server], say: Say
) -> Iterator[Mapping[Server, Running]]:
    """The servers that these rows want, the shop's own among them."""
    with ExitStack() as stack:
        servers = {Server.KEPT: kept}
        if Server.MADE in wanted:
            environment = {**shop.environment, **CACHE_OFF}
            servers[Server.MADE] = stack.enter_context(serving(_SHOP, environment))
        if Server.BARE in wanted:
            words = (*_BARE, str(_bare_page(shop, kept)))
            servers[Server.BARE] = stack.enter_context(serving(words, os.environ))
        if Server.PEER in wanted:
            environment = {**_plain(), "DATABASE_URL": shop.peers_database()}
            servers[Server.PEER] = stack.enter_context(serving(_PEER, environment, READY))
            shop.peers_goods()
            _peer_must_answer(shop, servers[Server.PEER])
            say("stock Saleor has the same goods")
        yield servers


def _bare_page(shop: Shop, kept: Running) -> Path:
    """The catalogue's first page in a file. Raises RuntimeError when the shop has none."""
    answer = ask(kept.port, Request("/katalog/"))
    if answer.status != HTTPStatus.OK:
        raise RuntimeError(f"the catalogue answers with {answer.status}")
    path = shop.folder / "bare.page"
    page_write(path, answer.headers, answer.body)
    return path


def _peer_must_answer(shop: Shop, peer: Running) -> None:
    """Raises RuntimeError when it has an error or nothing to say, which would look fast."""
    for row in peer_rows(shop.names()):
        body = ask(peer.port, row.requests[0]).body
        if b'"errors"' in body or b'"slug"' not in body:
            raise RuntimeError(f"{row.name}: {body[:500]!r}")


def _plain() -> dict[str, str]:
    """This process's environment without the shop's settings: stock Saleor has its own."""
    ours = ("LAPAK_", "DATABASE_", "DJANGO_", "SECRET_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def _revalidating(row: Row, port: int) -> Row:
    """The row's requests, each with the mark of the answer it got before."""
    requests = []
    for request in row.requests:
        tag = {name.lower(): value for name, value in ask(port, request).headers}.get("etag")
        if tag:
            requests.append(request._replace(headers=(("If-None-Match", tag),), wanted=304))
    return row._replace(requests=requests or row.requests)


def _statements(shop: Shop, rows: Sequence[Row]) -> dict[str, int]:
    """Statements a request, by row; those of stock Saleor are not counted."""
    counts: dict[str, int] = {}
    for server, more in ((Server.MADE, CACHE_OFF), (Server.KEPT, {})):
        asked = {row.name: row.requests for row in rows if row.server is server}
        if asked:
            counts |= json.loads(shop.tool("statements", asked, more).splitlines()[-1])
    return counts


def crowd(shop: Shop, *, rate: float, seconds: float) -> Outcome:
    """Mixed pages at a fixed rate from the shop as it is, after they were asked for once."""
    requests = mixed(shop.names())
    with serving(_SHOP, shop.environment) as kept:
        load(kept.port, requests, seconds=min(5.0, seconds))
        return load(kept.port, requests, seconds=seconds, connections=_LOAD_CONNECTIONS, rate=rate)


def stacks_of(shop: Shop, row_name: str, seconds: float) -> list[str]:
    """Collapsed stacks of one row of the shop's, made without its cache of pages."""
    (row,) = (row for row in shop.rows() if row.name == row_name)
    more = CACHE_OFF if row.server is Server.MADE else {}
    written = shop.tool("profile", {"requests": row.requests, "seconds": seconds}, more)
    lines: list[str] = json.loads(written.splitlines()[-1])
    return lines
