"""`backup FILE`: database, files and secret in one tar file, from a running or a stopped shop."""

from __future__ import annotations

import argparse
import os
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from storefront.env import env_secret
from storefront.launch import archive
from storefront.launch.console import say, step
from storefront.launch.database import Database, running_database
from storefront.launch.embedded import PROGRAMS
from storefront.launch.places import Places
from storefront.launch.problems import Problem


def main(command: str, rest: list[str], places: Places) -> int:
    """Write the backup. Raises Problem: the file exists, the database cannot be dumped."""
    parser = argparse.ArgumentParser(prog=f"python3 -m storefront {command}")
    parser.add_argument("file", type=Path, help="the tar file to write")
    target: Path = parser.parse_args(rest).file.absolute()
    if target.exists():
        raise Problem(f"{target} exists already. Choose another name, or remove it.")
    with running_database(places, command) as database:
        write_backup(places, database, target)
    if os.environ.get("S3_PUBLIC_BUCKET"):
        say("  files in S3 buckets are not in it: copy the buckets with your provider's tools")
    say(f"  {target} holds the shop and its secret: keep it as you keep a key")
    return 0


def write_backup(places: Places, database: Database, target: Path) -> None:
    """Write the tar file beside the target first, so that a half one is never taken for whole.

    The database comes before the files: what it names was there before and is there still.
    """
    draft = target.with_name(f"{target.name}.part")
    try:
        _write(places, database, draft)
        draft.replace(target)
    except OSError as error:
        raise Problem(f"{target} cannot be written ({error.strerror}).") from error
    finally:
        draft.unlink(missing_ok=True)


def _write(places: Places, database: Database, draft: Path) -> None:
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        tempfile.TemporaryDirectory(dir=draft.parent, prefix=".backup-") as folder,
        os.fdopen(handle, "wb") as file,
        tarfile.open(fileobj=file, mode="w") as tar,
    ):
        dump = Path(folder) / archive.DUMP
        with step("Database") as line:
            about = _dump(database, dump)
            line.note = f"{dump.stat().st_size / 1e6:.1f} MB"
        archive.add_about(tar, about)
        tar.add(dump, archive.DUMP)
        archive.add_text(tar, archive.SECRET, secret_in_use(places))
        _add_files(places, tar)


def _dump(database: Database, target: Path) -> archive.About:
    command = [
        str(PROGRAMS / "pg_dump"),
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--file={target}",
        f"--dbname={database.owner_url}",
    ]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise Problem(f"the database could not be dumped: {' '.join(answer.stderr.split())}")
    with psycopg.connect(database.owner_url) as connection:
        version = connection.info.server_version
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return archive.About(archive.FORMAT, now, version, archive.sha256_of(target))


def _add_files(places: Places, tar: tarfile.TarFile) -> None:
    with step("Files") as line:
        count = 0
        for name in archive.FOLDERS:
            folder = places.data / name
            for path in sorted(folder.rglob("*")):
                if path.is_file() and not path.is_symlink():
                    tar.add(path, f"{name}/{path.relative_to(folder).as_posix()}")
                    count += 1
        line.note = f"{count} files"


def secret_in_use(places: Places) -> str:
    """The key that the shop signs with: the environment's, else the one that `up` made."""
    if os.environ.get("SECRET_KEY") or os.environ.get("SECRET_KEY_FILE"):
        return env_secret("SECRET_KEY")
    return places.secret.read_text(encoding="utf-8") if places.secret.exists() else ""
