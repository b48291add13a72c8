"""`restore FILE`: the shop of a backup, whole or not at all."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import tarfile
import tempfile
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg
from psycopg import sql

from storefront.launch import archive, roles
from storefront.launch.console import say, step
from storefront.launch.database import (
    Database,
    is_outside,
    running_database,
    stopped_shop_server,
)
from storefront.launch.embedded import PROGRAMS
from storefront.launch.lock import holder_of
from storefront.launch.places import Places, make_data_folders
from storefront.launch.problems import Problem
from storefront.launch.surroundings import has_secret, write_secret

# Rows in any of these make a shop that somebody would miss.
_PRECIOUS = ("catalog_facility", "catalog_listing", "account_user", "order_order")
_LOCK_SECONDS = 30
# The programs are of version 18 and say this among the first lines; the server may be older.
_HEADER_LINES, _UNKNOWN_TO_16 = 40, b"SET transaction_timeout = 0;\n"

# Nothing may be left of a newer schema, and a failure must leave the old shop as it was.
_START_ANEW = f"""\\set ON_ERROR_STOP on
SET lock_timeout = '{_LOCK_SECONDS}s';
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
"""


def main(command: str, rest: list[str], places: Places) -> int:
    """Put the backup in place. Raises Problem: no backup, damaged, a shop is there already."""
    parser = argparse.ArgumentParser(prog=f"python3 -m storefront {command}")
    parser.add_argument("file", type=Path, help="the tar file of a backup")
    parser.add_argument("--force", action="store_true", help="replace a shop that is not empty")
    options = parser.parse_args(rest)
    make_data_folders(places)
    with (
        archive.open_backup(options.file) as tar,
        _database(places, command) as database,
    ):
        restore_backup(places, database, tar, force=options.force)
    _wake_running_shop(places)
    return 0


def restore_backup(
    places: Places, database: Database, tar: tarfile.TarFile, *, force: bool
) -> None:
    """Database first, in one transaction, then files and secret, each moved into place whole."""
    about = archive.read_about(tar)
    if not force and not is_empty_shop(places, database):
        raise Problem("there is a shop here already. Back it up, then restore with --force.")
    with tempfile.TemporaryDirectory(dir=places.data, prefix=".restore-") as name:
        folder = Path(name)
        archive.extract_dump(tar, about, folder / archive.DUMP)
        counts = [archive.extract_folder(tar, one, folder / one) for one in archive.FOLDERS]
        with step("Database") as line:
            _load(database, folder / archive.DUMP)
            line.note = f"as of {about.made_at}"
        with step("Files") as line:
            for one in archive.FOLDERS:
                _replace(places.data / one, folder / one, folder / f"old-{one}")
            line.note = f"{sum(counts)} files"
        _restore_secret(places, archive.read_text(tar, archive.SECRET))


def is_empty_shop(places: Places, database: Database) -> bool:
    """Whether nothing would be lost: no precious row, no file."""
    if any(path.is_file() for path in places.media.rglob("*")):
        return False
    with psycopg.connect(database.owner_url) as connection:
        return not any(_has_rows(connection, table) for table in _PRECIOUS)


def _database(places: Places, command: str) -> AbstractContextManager[Database]:
    """As for any command, but a folder without a shop gets its server made."""
    if is_outside() or (places.cluster / "PG_VERSION").exists():
        return running_database(places, command)
    return stopped_shop_server(places, command)


def _has_rows(connection: psycopg.Connection, table: str) -> bool:
    found = connection.execute("SELECT to_regclass(%s)", (f"public.{table}",)).fetchone()
    if found is None or found[0] is None:
        return False
    query = sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier("public", table))
    row = connection.execute(query).fetchone()
    return bool(row and row[0])


def _load(database: Database, dump: Path) -> None:
    """Replace the schema by the dump's as the owner; then the serving role's rights."""
    script = dump.with_suffix(".sql")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dump))
    whole = dump.with_suffix(".whole.sql")
    with whole.open("wb") as target, script.open("rb") as source:
        target.write(_START_ANEW.encode())
        for _ in range(_HEADER_LINES):
            line = source.readline()
            target.write(b"" if line == _UNKNOWN_TO_16 else line)
        shutil.copyfileobj(source, target)
    address = f"--dbname={database.owner_url}"
    _run("psql", "--no-psqlrc", "--quiet", "--single-transaction", f"--file={whole}", address)
    if database.has_two_roles:
        with psycopg.connect(database.owner_url, autocommit=True) as owner:
            roles.apply_rights(owner, database.app_role)


def _run(program: str, *words: str) -> None:
    answer = subprocess.run(
        [str(PROGRAMS / program), *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if answer.returncode:
        said = next((line for line in answer.stderr.splitlines() if "ERROR" in line), answer.stderr)
        raise Problem(f"nothing was restored, the database refused: {' '.join(said.split())}")


def _replace(place: Path, incoming: Path, aside: Path) -> None:
    incoming.mkdir(exist_ok=True)
    place.replace(aside)
    incoming.replace(place)


def _restore_secret(places: Places, secret: str) -> None:
    if secret:
        write_secret(places, secret)
    if has_secret():
        say("  the environment's SECRET_KEY stays in use; the backup's lies in the data folder")


def _wake_running_shop(places: Places) -> None:
    """A running `up` starts web and worker anew, so that they read the restored secret."""
    holder = holder_of(places.lock)
    if holder and holder.command == "up":
        os.kill(holder.pid, signal.SIGUSR1)
        say("  the running shop starts its processes anew")
