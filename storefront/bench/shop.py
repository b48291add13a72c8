"""A demo shop of its own on an embedded PostgreSQL, loaded with synthetic goods."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql

from storefront.bench.goods import Ground, Size, goods_load, peer_load
from storefront.bench.keys import keys_of
from storefront.bench.names import Names, names_of
from storefront.bench.portals import YARDSTICK, people_of, portal_rows
from storefront.bench.rows import Row, rows_for
from storefront.launch import roles, schema
from storefront.launch.embedded import THROWN_AWAY, Cluster, cluster_at, start, throwaway_server
from storefront.launch.places import ROOT, places_here

DATABASE, PEERS_DATABASE = "lapak_bench", "lapak_bench_peer"
# A catalogue of 200,000 must fit where a real one would: the usual 128 MB are a small machine's.
OPTIONS = {**THROWN_AWAY, "shared_buffers": "256MB", "max_wal_size": "4GB"}
# What the load depends on: with other migrations or facts a kept database is loaded anew.
_SOURCES = (
    *("*/migrations/*.py", "fixtures/reference/*.json"),
    *(f"storefront/bench/{name}.py" for name in ("draw", "facilities", "goods", "listings")),
    *(f"storefront/bench/{name}.py" for name in ("tables", "words", "insiders", "sold")),
)
_STATIC = ("collectstatic", "-v0", "--noinput")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Shop:
    """The loaded shop. environment: of its processes; folder: for files of this run."""

    cluster: Cluster
    environment: Mapping[str, str]
    folder: Path
    size: Size

    def superuser(self, database: str = DATABASE) -> psycopg.Connection:
        """A session that may do everything, each statement committed at once."""
        return psycopg.connect(self.cluster.superuser_url, dbname=database, autocommit=True)

    @property
    def postgres(self) -> int:
        """The process of the database server."""
        return int((self.cluster.folder / "postmaster.pid").read_text().split()[0])

    def names(self) -> Names:
        """Names of what there is to ask for."""
        with self.superuser() as session:
            return names_of(session)

    def rows(self) -> list[Row]:
        """What is measured of it: its pages; its portals when people are in it, and one page to
        compare with."""
        pages = rows_for(self.names())
        if not self.size.portals:
            return pages
        with self.superuser() as session:
            keys = keys_of(session)
        known = [row for row in pages if row.name == YARDSTICK]
        return [*known, *portal_rows(keys, people_of(keys, self._logged_in))]

    def _logged_in(self, accounts: list[int]) -> dict[str, str]:
        """What these people's browsers send, by account."""
        cookies: dict[str, str] = json.loads(self.tool("cookies", accounts, {}))
        return cookies

    def tool(self, module: str, plan: object, more: Mapping[str, str]) -> str:
        """What a module of this package writes to standard output when it is given a plan."""
        return subprocess.run(
            [sys.executable, "-m", f"storefront.bench.{module}"],
            input=json.dumps(plan),
            env={**self.environment, **more},
            cwd=ROOT,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout

    def peers_database(self) -> str:
        """An empty database for stock Saleor; its address."""
        with psycopg.connect(self.cluster.superuser_url, autocommit=True) as superuser:
            _drop(superuser, PEERS_DATABASE)
            roles.ensure_roles_and_database(superuser, PEERS_DATABASE)
        return self.cluster.url(roles.OWNER, PEERS_DATABASE)

    def peers_goods(self) -> None:
        """The shop's goods in stock Saleor's tables, which it has made by now."""
        with self.superuser() as shop, self.superuser(PEERS_DATABASE) as peer:
            peer_load(peer, Ground.of(shop), self.size)


@contextmanager
def loaded_shop(
    size: Size, folder: Path | None = None, say: Say = lambda line: None
) -> Iterator[Shop]:
    """A shop of that size. folder: where it is kept for the next run, None: nowhere."""
    if folder is None:
        with (
            throwaway_server(OPTIONS) as cluster,
            TemporaryDirectory(prefix="lapak-bench-") as scratch,
        ):
            shop = _shop(cluster, Path(scratch), size)
            _load(shop, say)
            yield shop
        return
    folder.mkdir(parents=True, exist_ok=True)
    cluster = cluster_at(folder / "pg", OPTIONS)
    server = start(cluster, folder / "log")
    try:
        shop = _shop(cluster, folder, size)
        _load_once(shop, say)
        yield shop
    finally:
        server.stop()


def _shop(cluster: Cluster, folder: Path, size: Size) -> Shop:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "storefront.settings",
        "LAPAK_MODE": "demo",
        "LAPAK_DATA": str(folder),
        "LAPAK_DB_ROLE": "app",
        "DATABASE_URL": cluster.url(roles.APP, DATABASE),
        "DATABASE_OWNER_URL": cluster.url(roles.OWNER, DATABASE),
        "SECRET_KEY": "bench-" + "0123456789abcdef" * 4,
        "ALLOWED_HOSTS": "localhost",
        "PUBLIC_URL": "http://localhost",
        "LOG_LEVEL": "ERROR",
        "CACHE_URL": "memory",
    }
    return Shop(cluster, environment, folder, size)


def _fingerprint(size: Size) -> str:
    found = hashlib.sha256(str(size).encode())
    for pattern in _SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()


def _load_once(shop: Shop, say: Say) -> None:
    """Load, unless the folder holds the same goods from before."""
    mark = shop.folder / "loaded"
    wanted = _fingerprint(shop.size)
    if mark.exists() and mark.read_text() == wanted:
        _django(shop, _STATIC)
        return
    mark.unlink(missing_ok=True)
    with psycopg.connect(shop.cluster.superuser_url, autocommit=True) as superuser:
        _drop(superuser, DATABASE)
    _load(shop, say)
    mark.write_text(wanted)


def _drop(superuser: psycopg.Connection, database: str) -> None:
    superuser.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
    )


def _load(shop: Shop, say: Say) -> None:
    with psycopg.connect(shop.cluster.superuser_url, autocommit=True) as superuser:
        roles.ensure_roles_and_database(superuser, DATABASE)
    with psycopg.connect(shop.cluster.url(roles.OWNER, DATABASE), autocommit=True) as owner:
        schema.load(owner, places_here().schema)
        for command in (["migrate", "-v0"], ["referenceload"], _STATIC):
            _django(shop, command)
        say("an empty shop is ready")
        with shop.superuser() as session:
            goods_load(session, Ground.of(session), shop.size, say)
        roles.apply_rights(owner)


def _django(shop: Shop, command: Sequence[str]) -> None:
    subprocess.run(
        [sys.executable, "-m", "django", *command],
        env={**shop.environment, "LAPAK_DB_ROLE": "owner"},
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
