"""`app` serves: it owns nothing, and what happened stays as it was written."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection
from psycopg import errors

from storefront.checks import dangers_of_database
from storefront.launch.roles import APPEND_ONLY, READ_ONLY

pytestmark = pytest.mark.django_db


def rights_of_app(table: str) -> set[str]:
    """What `app` may do with the table."""
    wanted = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r FROM unnest(%s::text[]) r WHERE has_table_privilege('app', %s, r)",
            [list(wanted), table],
        )
        return {row[0] for row in cursor.fetchall()}


def all_tables() -> list[str]:
    return [name for name in connection.introspection.table_names() if "." not in name]


def columns_of(table: str) -> set[str]:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return {column.name for column in described}


def test_every_limited_table_exists() -> None:
    assert set(APPEND_ONLY) | set(READ_ONLY) <= set(all_tables())


def test_every_table_that_calls_itself_an_audit_is_limited() -> None:
    audits = {name for name in all_tables() if "audit" in name}
    assert audits <= set(APPEND_ONLY)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_audit_tables_take_new_rows_only(table: str) -> None:
    assert rights_of_app(table) == {"SELECT", "INSERT"}


@pytest.mark.parametrize("table", READ_ONLY)
def test_the_list_of_migrations_is_only_read(table: str) -> None:
    assert rights_of_app(table) == {"SELECT"}


def test_all_other_tables_are_read_and_written_but_never_emptied() -> None:
    events = {name for name in all_tables() if "pgh_label" in columns_of(name)}
    others = set(all_tables()) - set(APPEND_ONLY) - set(READ_ONLY) - events
    assert len(others) > 80
    for table in sorted(others):
        assert rights_of_app(table) == {"SELECT", "INSERT", "UPDATE", "DELETE"}, table


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalog_auditentry SET action = 'nothing'",
        "DELETE FROM catalog_auditentry",
        "TRUNCATE catalog_auditentry",
        "DELETE FROM django_migrations",
        "ALTER TABLE catalog_auditentry ADD COLUMN x int",
        "DROP TABLE catalog_auditentry",
        "CREATE TABLE mine (x int)",
        "SET ROLE owner",
    ],
)
def test_app_is_refused(statement: str) -> None:
    settings = connection.settings_dict
    url = f"postgresql://app@/{settings['NAME']}?host={settings['HOST']}"
    with (
        psycopg.connect(url) as as_app,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        as_app.execute(statement)


def test_app_adds_to_the_audit(as_app: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO catalog_auditentry (at, actor_role, actor_name, action, subject_table,"
            " subject_id, detail) VALUES (now(), 'r', 'n', 'a', 't', '1', '{}') RETURNING id"
        )
        assert cursor.fetchone()[0] > 0


def test_serving_as_app_is_no_danger(as_app: None) -> None:
    assert dangers_of_database() == []


def test_serving_as_the_owner_is_one() -> None:
    assert [danger.code for danger in dangers_of_database()] == ["role-owns"]
