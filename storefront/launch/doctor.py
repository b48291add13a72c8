"""`doctor`: what is configured, reachable, missing; one line each."""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator

import django
import psycopg

from storefront.env import EnvironmentProblem
from storefront.launch import environment
from storefront.launch.console import say
from storefront.launch.database import Database, embedded_database, is_outside, outside_database
from storefront.launch.embedded import cluster_at
from storefront.launch.findings import BAD, OK, WARN, Finding
from storefront.launch.lock import holder_of
from storefront.launch.places import Places, make_data_folders
from storefront.launch.problems import Problem
from storefront.launch.surroundings import base_environment, has_secret, mode, with_database

_LEAST_FREE = 2_000_000_000  # bytes
_NOWHERE = Database("postgresql:///none", "postgresql:///none", is_embedded=True)


def main(command: str, rest: list[str], places: Places) -> int:
    """Print every finding; 1 when production would not be safe or a trial mail failed."""
    parser = argparse.ArgumentParser(prog=f"python3 -m storefront {command}")
    parser.add_argument("--send-mail", metavar="ADDRESS", help="send a trial mail there")
    options = parser.parse_args(rest)
    worst = OK
    for finding in _examine(places, options.send_mail):
        say(f"{finding.level:<4}  {finding.name:<12} {finding.text}")
        worst = BAD if BAD in (worst, finding.level) else worst
    return 1 if worst == BAD else 0


def _examine(places: Places, address: str | None) -> Iterator[Finding]:
    """From the ground up; what needs a missing thing is left out."""
    yield Finding(OK, "mode", mode())
    yield Finding(OK, "python", f"{sys.version.split()[0]} in {sys.prefix}")
    yield _packages(places)
    yield from _attempt("data folder", lambda: [_data_folder(places)])
    if mode() == "production" and not has_secret():
        yield Finding(BAD, "secret key", "SECRET_KEY is not set; nothing further can be examined")
        return
    database, finding = _database(places)
    yield finding
    os.environ.update(with_database(base_environment(places), database or _NOWHERE))
    try:
        django.setup()
    except EnvironmentProblem as problem:
        yield Finding(BAD, "settings", str(problem))
        return
    yield from _examine_inside(address, has_database=database is not None)


def _examine_inside(address: str | None, *, has_database: bool) -> Iterator[Finding]:
    """What needs Django; importing it reads the settings."""
    examination = importlib.import_module("storefront.launch.examination")
    yield from examination.settings_findings()
    if has_database:
        yield from _attempt("database", examination.database_findings)
    for name, examine in examination.SERVICES:
        yield from _attempt(name, examine)
    if address:
        yield from _attempt("trial mail", lambda: [examination.send_trial_mail(address)], BAD)


def _attempt(
    name: str, examine: Callable[[], Iterable[Finding]], level: str = WARN
) -> list[Finding]:
    """The findings, or one that says in a line why it could not be examined."""
    try:
        return list(examine())
    except Exception as error:  # whatever a service raises is a finding, not a crash
        said = " ".join(str(error).split())[:200]
        worst = BAD if mode() == "production" else level
        return [Finding(worst, name, f"{type(error).__name__}: {said}")]


def _packages(places: Places) -> Finding:
    if environment.is_current(places, "dev"):
        return Finding(OK, "packages", "as in requirements-dev.lock")
    if environment.is_current(places, "runtime"):
        return Finding(OK, "packages", "as in requirements.lock")
    return Finding(WARN, "packages", "not as in the lock: python3 -m storefront environment")


def _data_folder(places: Places) -> Finding:
    make_data_folders(places)
    free = shutil.disk_usage(places.data).free
    return Finding(
        OK if free > _LEAST_FREE else WARN,
        "data folder",
        f"{places.data}, {free / 1e9:.0f} GB free",
    )


def _database(places: Places) -> tuple[Database | None, Finding]:
    """The database as it is now; nothing is started for it."""
    if is_outside():
        try:
            return (found := outside_database()), _version(found)
        except (Problem, EnvironmentProblem) as problem:
            return None, Finding(BAD, "database", str(problem))
    if mode() == "production":
        return None, Finding(BAD, "database", "DATABASE_URL is not set; production needs a server")
    holder = holder_of(places.lock)
    if holder is None or holder.command != "up":
        return None, Finding(WARN, "database", "the embedded server is not running: `up` starts it")
    found = embedded_database(cluster_at(places.cluster))
    return found, _version(found)


def _version(database: Database) -> Finding:
    with psycopg.connect(database.app_url) as connection:
        version = connection.info.parameter_status("server_version")
    return Finding(OK, "database", f"{database.place}, PostgreSQL {version}")
