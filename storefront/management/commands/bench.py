"""`python3 -m storefront bench [--listings N] [--requests N] [--json]`."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from argparse import ArgumentParser
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from django.core.management.base import BaseCommand

from storefront.bench.goods import goods_load
from storefront.bench.report import table
from storefront.bench.rows import rows_for
from storefront.bench.run import Bench, memory_mb, server
from storefront.launch import roles, schema
from storefront.launch.embedded import Cluster, throwaway_server
from storefront.launch.places import places_here

DATABASE = "lapak_bench"
SAMPLE = 60


class Command(BaseCommand):
    """Measure the shop on a throw-away server and synthetic goods."""

    help = "Measure CPU, statements, bytes and times of the shop's pages with N listings."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--listings", type=int, default=10_000)
        parser.add_argument("--requests", type=int, default=300)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: object, **options: Any) -> None:
        with (
            throwaway_server() as cluster,
            TemporaryDirectory(prefix="lapak-bench-") as folder,
        ):
            environment = self._environment(cluster, folder)
            self._load(cluster, environment, options["listings"])
            counted = _count(environment)
            rows = rows_for(**counted["names"])
            postgres = int((cluster.folder / "postmaster.pid").read_text().split()[0])
            port = _free_port()
            with server(port, environment) as web:
                bench = Bench(
                    port=port,
                    web=web,
                    postgres=postgres,
                    requests=options["requests"],
                    statements=counted["statements"],
                )
                measured = bench.measure(rows)
                memory = memory_mb(web)
        if options["json"]:
            result = {"listings": options["listings"], "pss_mb": memory}
            self.stdout.write(json.dumps({**result, "rows": [row.as_json() for row in measured]}))
            return
        self.stdout.write(table(measured, listings=options["listings"], memory=memory))

    def _environment(self, cluster: Cluster, folder: str) -> dict[str, str]:
        """A demo shop of its own: database, data folder, address."""
        return {
            **os.environ,
            "LAPAK_MODE": "demo",
            "LAPAK_DATA": folder,
            "LAPAK_DB_ROLE": "app",
            "DATABASE_URL": cluster.url(roles.APP, DATABASE),
            "DATABASE_OWNER_URL": cluster.url(roles.OWNER, DATABASE),
            "SECRET_KEY": "bench-" + "0123456789abcdef" * 4,
            "ALLOWED_HOSTS": "localhost",
            "PUBLIC_URL": "http://localhost",
        }

    def _load(self, cluster: Cluster, environment: dict[str, str], listings: int) -> None:
        with psycopg.connect(cluster.superuser_url, autocommit=True) as superuser:
            roles.ensure_roles_and_database(superuser, DATABASE)
        with psycopg.connect(cluster.url(roles.OWNER, DATABASE), autocommit=True) as owner:
            schema.load(owner, places_here().schema)
            for command in (
                ["migrate", "-v0"],
                ["referenceload"],
                ["collectstatic", "-v0", "--noinput"],
            ):
                self._django(command, environment)
            goods_load(owner, listings)
            roles.apply_rights(owner)

    def _django(self, command: list[str], environment: dict[str, str]) -> None:
        subprocess.run(
            [sys.executable, "-m", "django", *command],
            env={**environment, "LAPAK_DB_ROLE": "owner"},
            check=True,
            stdout=subprocess.DEVNULL,
        )


def _count(environment: dict[str, str]) -> dict[str, Any]:
    """Names to ask for and statements a row, counted in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "storefront.bench.statements"],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
