"""Make storefront/schema.sql.gz anew from migrations alone, or say whether it is still true."""

from __future__ import annotations

import difflib
import gzip
import os
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError

from storefront.launch import roles, schema
from storefront.launch.embedded import throwaway_server
from storefront.launch.places import ROOT, places_here

_SHOWN = 40  # lines of a difference


def migrated_text() -> str:
    """A new database, migrated from nothing in a process of its own, as text. About 70 CPU s."""
    with throwaway_server() as cluster:
        with psycopg.connect(cluster.superuser_url, autocommit=True) as superuser:
            roles.ensure_roles_and_database(superuser)
        url = cluster.url(roles.OWNER, roles.DATABASE)
        environment = {**os.environ, "DATABASE_URL": url, "DATABASE_OWNER_URL": url}
        environment["DJANGO_SETTINGS_MODULE"] = "storefront.settings"
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "--verbosity=0"],
            cwd=ROOT,
            env=environment,
            check=True,
        )
        return schema.dump(url)


def difference(kept: str, made: str) -> str:
    """The first lines in which two dumps differ; empty when they are equal."""
    lines = difflib.unified_diff(
        kept.splitlines(), made.splitlines(), "schema.sql.gz", "migrate", lineterm="", n=1
    )
    return "\n".join(line[:200] for line, _ in zip(lines, range(_SHOWN), strict=False))


class Command(BaseCommand):
    help = "Dump a freshly migrated database to storefront/schema.sql.gz."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail if it differs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = places_here().schema
        made = migrated_text()
        if not options["check"]:
            path.write_bytes(schema.packed(made))
            self.stdout.write(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")
            return
        kept = gzip.decompress(path.read_bytes()).decode() if path.exists() else ""
        if found := difference(kept, made):
            raise CommandError(f"the dump is old: python3 -m storefront schema-dump\n{found}")
        self.stdout.write("the dump is what migrate makes")
