"""Bring the database and the static files up to this release: run by `up`, or once per release."""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
from pathlib import Path

import django
import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from catalog.acting import acting
from catalog.types import Actor
from storefront.launch import roles, schema
from storefront.launch.console import Step, step
from storefront.launch.database import Database, running_database
from storefront.launch.places import Places
from storefront.launch.surroundings import base_environment, mode, with_database

# Of the host's admin, and extensions of htmx that no page uses.
_NOT_SERVED = ("versatileimagefield/*", "django_htmx/ext/*")


def main(command: str, rest: list[str], places: Places) -> int:
    """Schema, migrations, rights, reference data, demo data (demo mode), static files."""
    parser = argparse.ArgumentParser(prog=f"python3 -m storefront {command}")
    parser.add_argument("--no-demo", action="store_true", help="load no demo data")
    parser.add_argument("--static-only", action="store_true", help="no database: for an image")
    options = parser.parse_args(rest)
    if options.static_only:
        os.environ.update({"DATABASE_URL": "postgresql:///none", **base_environment(places)})
        django.setup()
        _collect_static(places)
        return 0
    with running_database(places, command) as database:
        environment = with_database(base_environment(places), database)
        os.environ.update(environment, LAPAK_DB_ROLE="owner")
        _prepare_database(places, database, demo=mode() == "demo" and not options.no_demo)
    _collect_static(places)
    return 0


def _prepare_database(places: Places, database: Database, *, demo: bool) -> None:
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        _load_schema(places, owner)
        django.setup()
        _migrate()
        if database.has_two_roles:
            roles.apply_rights(owner, database.app_role)
    _load("Reference", "referenceload")
    if demo:
        _load("Demo data", "demoload")
    connection.close()


def _load_schema(places: Places, owner: psycopg.Connection) -> None:
    """An empty database gets the dump, which saves a minute of migrations."""
    if not schema.is_empty(owner) or not places.schema.exists():
        return
    with step("Schema") as line:
        schema.load(owner, places.schema)
        line.note = "loaded into the empty database"


def _migrate() -> None:
    with step("Migrations") as line:
        executor = MigrationExecutor(connection)
        due = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if due:
            line.progress(f"{len(due)} to apply")
            call_command("migrate", interactive=False, verbosity=0)
        line.note = f"{len(due)} applied" if due else "nothing to do"


def _load(name: str, command: str) -> None:
    """Run one idempotent loading command as the shop itself; the last that it says is what it did.
    What nobody is said to have done the history could not tell from what came in past the shop."""
    with step(name) as line, acting(Actor.system(command)):
        call_command(command, stdout=_Shown(line))


class _Shown(io.TextIOBase):
    """A command's output, shown as the progress and then the note of a step."""

    def __init__(self, line: Step) -> None:
        self._line = line
        self._rows = 0

    def write(self, text: str) -> int:
        for row in filter(None, map(str.strip, text.splitlines())):
            if self._rows:  # what was said before was not the last word
                self._line.progress(self._line.note)
            self._line.note = row
            self._rows += 1
        return len(text)


def _collect_static(places: Places) -> None:
    """Copy the static files under hashed names, only when one of them changed."""
    with step("Static files") as line:
        stamp, now = places.static / "sources.json", _static_sources()
        manifest = places.static / "staticfiles.json"
        if manifest.exists() and stamp.exists() and stamp.read_text() == now:
            line.note = "unchanged"
            return
        call_command(
            "collectstatic",
            interactive=False,
            clear=True,
            verbosity=0,
            ignore_patterns=[*_NOT_SERVED],
        )
        stamp.write_text(now)
        line.note = f"{len(json.loads(manifest.read_text())['paths'])} collected"


def _static_sources() -> str:
    """A hash over everything that collectstatic would collect."""
    found = hashlib.sha256()
    folders = [Path(folder) for folder in settings.STATICFILES_DIRS]
    folders += [Path(app.path) / "static" for app in apps.get_app_configs()]
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file():
                found.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return found.hexdigest()
