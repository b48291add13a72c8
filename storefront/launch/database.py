"""Which database a command works on: the embedded one, or the server that DATABASE_URL names."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import psutil
import psycopg

from storefront.env import database_from, env_secret
from storefront.launch import embedded, roles
from storefront.launch.embedded import Cluster, Server
from storefront.launch.lock import holder_of, locked
from storefront.launch.places import Places, make_data_folders
from storefront.launch.problems import Problem

OLDEST_SERVER = 16
_PATIENCE = 60.0  # seconds to wait for another command to give the embedded server back


@dataclass(frozen=True)
class Database:
    """Addresses for serving and for migrating; the same when there is only one role."""

    app_url: str
    owner_url: str
    is_embedded: bool

    @property
    def has_two_roles(self) -> bool:
        return self.app_url != self.owner_url

    @property
    def app_role(self) -> str:
        return urlsplit(self.app_url).username or ""

    @property
    def place(self) -> str:
        """Where it is, without a password."""
        parts = urlsplit(self.app_url)
        return f"{parts.hostname or 'the socket'}{parts.path}"


def is_outside() -> bool:
    """Whether the environment names a server."""
    return bool(os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"))


def outside_database() -> Database:
    """The server of DATABASE_URL. Raises Problem: unreachable, too old; EnvironmentProblem."""
    app_url = env_secret("DATABASE_URL")
    owner_url = env_secret("DATABASE_OWNER_URL", app_url)
    for url, name in {owner_url: "DATABASE_OWNER_URL", app_url: "DATABASE_URL"}.items():
        database_from(url, name)
        refuse_unusable(url, name)
    return Database(app_url, owner_url, is_embedded=False)


def refuse_unusable(url: str, name: str) -> None:
    """Raise Problem when the server does not answer or is too old."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.Error as error:
        parts = urlsplit(url)
        said = " ".join(str(error).split())
        raise Problem(
            f"the database {parts.hostname or ''}{parts.path} does not answer ({said}). "
            f"Check {name}, and that the server runs."
        ) from error
    if version < OLDEST_SERVER:
        raise Problem(
            f"{name} leads to PostgreSQL {version}; the shop needs {OLDEST_SERVER} or later."
        )


def embedded_database(cluster: Cluster) -> Database:
    """Addresses in the embedded server."""
    return Database(
        cluster.url(roles.APP, roles.DATABASE),
        cluster.url(roles.OWNER, roles.DATABASE),
        is_embedded=True,
    )


def start_embedded(places: Places) -> tuple[Server, Database]:
    """Start the embedded server with roles and database. The caller holds the lock and stops it."""
    end_servers(places)
    cluster = embedded.cluster_at(places.cluster)
    embedded.drop_stale_pid(cluster)
    server = embedded.start(cluster, places.logs / "postgres.log")
    with psycopg.connect(cluster.superuser_url, autocommit=True) as superuser:
        roles.ensure_roles_and_database(superuser)
    return server, embedded_database(cluster)


def end_servers(places: Places) -> None:
    """End servers of this shop's folder that nobody watches any more. The caller holds the lock."""
    for process in embedded.servers_of(places.cluster):
        with contextlib.suppress(psutil.Error):
            process.send_signal(signal.SIGINT)
    left = psutil.wait_procs(embedded.servers_of(places.cluster), timeout=15)[1]
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(left, timeout=5)


@contextlib.contextmanager
def running_database(places: Places, command: str) -> Iterator[Database]:
    """The shop's database for one command, which may meet a running shop or a stopped one.

    Raises Problem when there is no shop yet.
    """
    if is_outside():
        yield outside_database()
        return
    holder = holder_of(places.lock)
    if holder and holder.command == "up":
        yield embedded_database(embedded.cluster_at(places.cluster))
        return
    if not (places.cluster / "PG_VERSION").exists():
        raise Problem("there is no shop here yet. Run `python3 -m storefront up` first.")
    with stopped_shop_server(places, command) as database:
        yield database


@contextlib.contextmanager
def stopped_shop_server(places: Places, command: str) -> Iterator[Database]:
    """The embedded server, started for one command and stopped after it."""
    make_data_folders(places)
    with locked(places.lock, command, patience=_PATIENCE):
        server, database = start_embedded(places)
        try:
            yield database
        finally:
            server.stop()
