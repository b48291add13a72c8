"""A database with stock Saleor's tables and nothing of the shop's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from storefront.env import database_from
from storefront.launch import schema
from storefront.launch.embedded import throwaway_server
from storefront.launch.places import places_here


@contextmanager
def server() -> Iterator[None]:
    """DATABASE_URL's server where it is set; else an embedded one for as long as this lasts."""
    with ExitStack() as stack:
        if not os.environ.get("DATABASE_URL"):
            cluster = stack.enter_context(throwaway_server())
            connection.settings_dict.update(
                database_from(cluster.superuser_url, "the embedded server's address")
            )
        yield


def _connect(database: str) -> psycopg.Connection:
    """A session of its own on the server, each statement committed at once."""
    settings = connection.settings_dict
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    parts = {word: settings[name] for name, word in names.items() if settings[name]}
    return psycopg.connect(dbname=database, autocommit=True, **parts)


@contextmanager
def empty_database(name: str) -> Iterator[None]:
    """A new database of that name, which is dropped in the end."""
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with _connect("postgres") as maintenance:
        maintenance.execute(drop)
        maintenance.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield
        finally:
            maintenance.execute(drop)


@contextmanager
def fresh_database(name: str) -> Iterator[None]:
    """Saleor's tables in a new database of that name, which Django uses from now on."""
    with empty_database(name):
        connection.settings_dict["NAME"] = name
        make_tables(name)
        yield
        connection.close()


def address_of(database: str) -> str:
    """The address of a database on the server, as DATABASE_URL has it."""
    settings = connection.settings_dict
    user = quote(settings["USER"]) + (
        f":{quote(settings['PASSWORD'])}" if settings["PASSWORD"] else ""
    )
    place = urlencode({"host": settings["HOST"], "port": settings["PORT"]})
    return f"postgresql://{user}@/{database}?{place}"


def make_tables(database: str, dump: Path | None = None) -> None:
    """Fill an empty database: from the shop's dump less what is the shop's, which takes a
    twentieth of the time of Saleor's migrations; what the dump lacks is migrated.
    """
    dump = dump or places_here().schema
    if dump.exists():
        with _connect(database) as session:
            schema.load(session, dump)
            drop_what_is_the_shops(session)
    call_command("migrate", verbosity=0)


# What is in the schema and came with no extension.
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
_ROUTINES = """
SELECT p.oid::regprocedure::text FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace AND NOT EXISTS (
  SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
# What the shop adds to a table of Saleor's begins with the name of a package of the shop's.
SHOPS = "^(catalog|legality|galleries|storefront|access)_"
_INDEXES = "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexname ~ %s"
_SEQUENCES = (
    "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND sequencename ~ %s"
)
_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND conname ~ %s
"""
_FORGET = (
    "DELETE FROM django_migrations WHERE app <> ALL (%s)",
    "DELETE FROM auth_permission p USING django_content_type t"
    " WHERE t.id = p.content_type_id AND t.app_label <> ALL (%s)",
    "DELETE FROM django_content_type WHERE app_label <> ALL (%s)",
)


def _labels() -> list[str]:
    """The installed apps' labels, with those that some of their migrations once had."""
    replaced = MigrationLoader(None).replacements.values()
    once = {label for migration in replaced for label, _ in migration.replaces}
    return sorted({app.label for app in apps.get_app_configs()} | once)


def drop_what_is_the_shops(session: psycopg.Connection) -> None:
    """Leave the tables of the installed apps; no routine is Saleor's, so no trigger is either."""
    kept = {*connection.introspection.django_table_names(), "django_migrations"}
    labels = _labels()
    with session.transaction():
        for (table,) in session.execute(_TABLES).fetchall():
            if table not in kept:
                drop = sql.SQL("DROP TABLE {} CASCADE").format(sql.Identifier(table))
                session.execute(drop)
        for (index,) in session.execute(_INDEXES, (SHOPS,)).fetchall():
            session.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(index)))
        for table, constraint in session.execute(_CONSTRAINTS, (SHOPS,)).fetchall():
            names = sql.Identifier(table), sql.Identifier(constraint)
            session.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(*names))
        for (sequence,) in session.execute(_SEQUENCES, (SHOPS,)).fetchall():
            session.execute(sql.SQL("DROP SEQUENCE {}").format(sql.Identifier(sequence)))
        for (routine,) in session.execute(_ROUTINES).fetchall():
            session.execute(sql.SQL(f"DROP ROUTINE {routine} CASCADE"))
        for forget in _FORGET:
            session.execute(forget, (labels,))
