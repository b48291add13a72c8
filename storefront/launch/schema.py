"""The schema dump: a freshly migrated database as text, loaded in a second instead of a minute.

Made by our own `migrate` with pg_dump 18; cleaned of what PostgreSQL 16 refuses.
"""

from __future__ import annotations

import gzip
import os
import re
import subprocess
from pathlib import Path

import psycopg

from storefront.launch.embedded import PROGRAMS
from storefront.launch.problems import Problem

# pg_dump 18 writes these; the servers that are still allowed know none of them.
_REFUSED_BY_16 = re.compile(r"^(\\(un)?restrict\b.*|SET transaction_timeout = 0;)\n", re.MULTILINE)
_VERSION_LINES = re.compile(r"^-- Dumped (from|by) .*\n", re.MULTILINE)
_EPOCH = "2026-01-01 00:00:00+00"


def is_empty(connection: psycopg.Connection) -> bool:
    """Whether nothing was ever migrated in this database."""
    row = connection.execute("SELECT to_regclass('public.django_migrations')").fetchone()
    return row is None or row[0] is None


def load(connection: psycopg.Connection, dump: Path) -> None:
    """Load the dump as the connection's role, whole or not at all.

    Raises Problem when the database refuses it.
    """
    text = gzip.decompress(dump.read_bytes()).decode()
    try:
        with connection.transaction():
            connection.execute(text.encode())
    except psycopg.Error as error:
        raise Problem(f"the schema could not be loaded: {str(error).splitlines()[0]}") from error
    # The dump empties the search path for its own session.
    connection.execute("RESET ALL")


def dump(url: str) -> str:
    """The database as SQL text that depends on nothing but the migrations.

    url: a database that was only migrated. Its list of migrations is put in order first.
    """
    with psycopg.connect(url) as connection:
        _order_migrations(connection)
    command = [
        str(PROGRAMS / "pg_dump"),
        "--no-owner",
        "--no-privileges",
        "--rows-per-insert=500",
        "--exclude-table-data=catalog_version",  # random marks, which the first change makes
        f"--dbname={url}",
    ]
    environment = {**os.environ, "PGTZ": "UTC"}
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise Problem(f"the schema could not be dumped: {answer.stderr.strip()}")
    return cleaned(answer.stdout)


def _order_migrations(connection: psycopg.Connection) -> None:
    """Number the migrations by name, at one fixed time: squashed ones are noted in set order."""
    connection.execute(
        "CREATE TEMPORARY TABLE done ON COMMIT DROP AS SELECT app, name FROM django_migrations"
    )
    connection.execute("TRUNCATE django_migrations RESTART IDENTITY")
    connection.execute(
        "INSERT INTO django_migrations (app, name, applied)"
        ' SELECT app, name, %s FROM done ORDER BY app COLLATE "C", name COLLATE "C"',
        (_EPOCH,),
    )


def cleaned(text: str) -> str:
    """The dump without the lines that PostgreSQL 16 refuses and those that name versions."""
    return _VERSION_LINES.sub("", _REFUSED_BY_16.sub("", text))


def packed(text: str) -> bytes:
    """Gzipped, the same bytes for the same text."""
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)
