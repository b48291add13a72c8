"""A restored shop is the same shop."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from storefront.launch import archive, backup, restore, roles
from storefront.launch.database import Database
from storefront.launch.places import Places
from storefront.launch.problems import Problem
from storefront.launch.surroundings import write_secret

SERVER: dict[str, Any] = settings.DATABASES["default"]
ROWS = """
INSERT INTO catalog_auditentry (at, actor_role, actor_name, action, subject_table, subject_id,
  detail) SELECT now(), 'r', 'name ' || n, 'listing.published', 't', n, '{"é": "\\"\\\\n"}'
  FROM generate_series(1, 500) n;
INSERT INTO account_user (is_superuser, email, is_staff, is_active, password, date_joined,
  first_name, last_name, note, avatar, private_metadata, metadata)
  VALUES (false, 'a@example.id', false, true, 'x', now(), '', '', 'SET transaction_timeout = 0;',
  '', '{}', '{}');
"""


def url(name: str, role: str = "owner") -> str:
    return f"postgresql://{role}@/{name}?host={quote(SERVER['HOST'])}"


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A copy of the template, gone afterwards."""
    yield from copy_of_template(f"backup_{request.node.name[:20]}_one")


@pytest.fixture
def other(request: pytest.FixtureRequest) -> Iterator[Database]:
    """Another copy."""
    yield from copy_of_template(f"backup_{request.node.name[:20]}_two")


def copy_of_template(name: str) -> Iterator[Database]:
    identifier = sql.Identifier(name)
    with psycopg.connect(url("postgres"), autocommit=True) as server:
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                identifier, sql.Identifier(SERVER["TEST"]["TEMPLATE"])
            )
        )
        yield Database(url(name, "app"), url(name), is_embedded=True)
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


def shop_in(folder: Path) -> Places:
    places = Places(folder, folder / "data")
    for name in archive.FOLDERS:
        (places.data / name).mkdir(parents=True)
    return places


@pytest.fixture
def shop(tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A shop with rows, files and a secret."""
    for name in ("SECRET_KEY", "SECRET_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(ROWS.encode())
    places = shop_in(tmp_path / "shop")
    (places.media / "ab" / "cd").mkdir(parents=True)
    (places.media / "ab" / "cd" / "picture.avif").write_bytes(bytes(range(256)) * 999)
    (places.private / "paper é.pdf").write_bytes(b"%PDF")
    write_secret(places, "the secret of this shop")
    return places


@pytest.fixture
def tar(tmp_path: Path, shop: Places, database: Database) -> Path:
    """A backup of it."""
    backup.write_backup(shop, database, tmp_path / "shop.tar")
    return tmp_path / "shop.tar"


def put_back(tar: Path, places: Places, database: Database, *, force: bool = False) -> None:
    with archive.open_backup(tar) as opened:
        restore.restore_backup(places, database, opened, force=force)


def content_of(database: Database) -> dict[str, tuple[int, str]]:
    """Rows and a checksum over all of them, of every table and sequence."""
    with psycopg.connect(database.owner_url) as connection:
        names = connection.execute(
            "SELECT relname, relkind = 'r' FROM pg_class WHERE relkind IN ('r', 'S')"
            " AND relnamespace = 'public'::regnamespace ORDER BY 1"
        ).fetchall()
        return {name: checksum(connection, name, WHOLE[is_table]) for name, is_table in names}


# What a row says: all of a table's, and of a sequence all but its count of values fetched ahead.
WHOLE = {True: sql.SQL("t::text"), False: sql.SQL("t.last_value::text || t.is_called")}


def checksum(connection: psycopg.Connection, name: str, whole: sql.SQL) -> tuple[int, str]:
    query = sql.SQL("SELECT count(*), md5(string_agg({0}, '|' ORDER BY {0})) FROM public.{1} t")
    row = connection.execute(query.format(whole, sql.Identifier(name))).fetchone()
    assert row is not None
    return int(row[0]), str(row[1])


def files_of(places: Places) -> dict[str, bytes]:
    return {
        path.relative_to(places.data).as_posix(): path.read_bytes()
        for path in places.data.rglob("*")
        if path.is_file()
    }


@pytest.mark.slow
def test_a_restored_shop_is_the_same_shop(
    tmp_path: Path, shop: Places, database: Database, other: Database, tar: Path
) -> None:
    target = shop_in(tmp_path / "target")
    put_back(tar, target, other)
    content = content_of(database)
    assert content["catalog_auditentry"][0] == 500
    assert content_of(other) == content
    assert files_of(target) == files_of(shop)
    assert target.secret.read_text() == "the secret of this shop"
    assert target.secret.stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_the_serving_role_keeps_its_rights(tmp_path: Path, other: Database, tar: Path) -> None:
    put_back(tar, shop_in(tmp_path / "target"), other)
    with psycopg.connect(other.app_url) as connection:
        connection.execute("SELECT 1 FROM catalog_auditentry")
        assert roles.owned_tables(connection) == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM catalog_auditentry")


@pytest.mark.slow
def test_a_shop_that_is_not_empty_is_replaced_only_by_force(
    tmp_path: Path, shop: Places, database: Database, tar: Path
) -> None:
    before = content_of(database)
    (shop.media / "later.jpg").write_bytes(b"later")
    with pytest.raises(Problem, match="--force"):
        put_back(tar, shop, database)
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("CREATE TABLE of_a_newer_version (x int)")
        connection.execute("DELETE FROM account_user")
    put_back(tar, shop, database, force=True)
    assert content_of(database) == before
    assert not (shop.media / "later.jpg").exists()


@pytest.mark.slow
def test_a_damaged_backup_changes_nothing(
    tmp_path: Path, shop: Places, database: Database, tar: Path
) -> None:
    before, files = content_of(database), files_of(shop)
    content = bytearray(tar.read_bytes())
    content[len(content) // 4] ^= 255
    tar.write_bytes(content)
    with pytest.raises(Problem, match="damaged"):
        put_back(tar, shop, database, force=True)
    assert content_of(database) == before
    assert files_of(shop) == files


def test_a_backup_is_readable_by_its_owner_alone(tar: Path) -> None:
    assert tar.stat().st_mode & 0o077 == 0


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path, shop: Places) -> None:
    (tmp_path / "x.tar").write_text("mine")
    with pytest.raises(Problem, match="exists already"):
        backup.main("backup", [str(tmp_path / "x.tar")], shop)
    assert (tmp_path / "x.tar").read_text() == "mine"


def test_something_else_is_no_backup(tmp_path: Path, shop: Places, database: Database) -> None:
    (tmp_path / "x.tar").write_text("mine")
    with pytest.raises(Problem, match="cannot be read as a backup"):
        put_back(tmp_path / "x.tar", shop, database)
    with tarfile.open(tmp_path / "y.tar", "w"):
        pass
    with pytest.raises(Problem, match="no backup of this shop"):
        put_back(tmp_path / "y.tar", shop, database)


@pytest.mark.parametrize("name", ["media/../../outside", "media/link"])
def test_names_that_leave_the_folder_are_refused(tmp_path: Path, name: str) -> None:
    with tarfile.open(tmp_path / "x.tar", "w") as made:
        member = tarfile.TarInfo(name)
        if name.endswith("link"):
            member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        made.addfile(member, io.BytesIO())
    with (
        archive.open_backup(tmp_path / "x.tar") as opened,
        pytest.raises(Problem, match="no backup of ours"),
    ):
        archive.extract_folder(opened, "media", tmp_path / "media")
    assert not (tmp_path / "outside").exists()
