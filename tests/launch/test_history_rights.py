"""What happened stays as it was written: `app` reads events and can do nothing else about them."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from pghistory.models import Event

from catalog.acting import acting
from catalog.models import Listing
from storefront.launch.roles import history_tables
from tests.conftest import serving_role
from tests.launch.test_roles import rights_of_app
from tests.making import SYSTEM, draft_listing, facility_make

pytestmark = pytest.mark.django_db

# Functions that the triggers of events run.
WRITERS = (
    "SELECT p.proname::text, p.prosecdef, coalesce(p.proconfig::text, ''), p.prosrc,"
    " EXISTS (SELECT 1 FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a"
    " WHERE a.privilege_type = 'EXECUTE' AND a.grantee <> p.proowner)"
    " FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace"
    " AND p.prosrc ~ 'pgh_label'  AND p.prorettype = 'trigger'::regtype"
)


def rows(sql: str, *parameters: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)  # type: ignore[arg-type]
        return list(cursor.fetchall())


def event_tables() -> list[str]:
    """Tables of events as the models have them."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, Event) and not model._meta.proxy and model._meta.managed
    )


def test_the_tables_found_are_those_of_the_models() -> None:
    with psycopg.connect(owner_url()) as owner:
        assert history_tables(owner) == event_tables()
    assert len(event_tables()) == 55


def owner_url(user: str = "owner") -> str:
    settings = connection.settings_dict
    return f"postgresql://{user}@/{settings['NAME']}?host={settings['HOST']}"


def test_app_only_reads_events() -> None:
    assert {table: rights_of_app(table) for table in event_tables()} == dict.fromkeys(
        event_tables(), {"SELECT"}
    )


def test_every_writer_runs_as_its_owner_and_for_nobody_else() -> None:
    found = rows(WRITERS)
    assert len(found) == 3 * len(event_tables()) + len(entered_tables())
    for name, is_definer, config, source, is_open in found:
        assert is_definer, name
        assert "search_path=public, pg_temp" in str(config), name
        assert "ignore" not in str(source), name
        assert not is_open, name


def test_every_table_of_events_has_its_three_triggers_switched_on() -> None:
    found = rows(
        "SELECT p.prosrc, t.tgenabled FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE p.prosrc ~ 'pgh_label' AND NOT t.tgisinternal"
    )
    for table in event_tables():
        mine = [enabled for source, enabled in found if f'INTO "{table}"' in str(source)]
        assert mine == ["O"] * 3, table


def entered_tables() -> list[str]:
    """Tables of events whose rows are entered by facility."""
    found = rows(
        "SELECT tgrelid::regclass::text FROM pg_trigger"
        " WHERE tgname = 'enter_history' AND tgenabled = 'O'"
    )
    return [str(name) for (name,) in found]


def test_app_only_reads_where_events_are() -> None:
    assert len(entered_tables()) == 27
    assert set(entered_tables()) <= set(event_tables())
    assert rights_of_app("catalog_historyentry") == {"SELECT"}


@pytest.fixture
def as_app() -> Iterator[psycopg.Connection]:
    """A connection of the serving role, as somebody who found a way to run SQL would have it."""
    with psycopg.connect(owner_url("app")) as connected:
        yield connected


FORGED = (
    "INSERT INTO catalog_userevent (pgh_id, pgh_created_at, pgh_label, pgh_obj_id, email,"
    " first_name, last_name, is_active) VALUES (1, now(), 'update', 1, 'x', '', '', true)"
)
HUNG = (
    "CREATE TRIGGER mine AFTER INSERT ON mine REFERENCING NEW TABLE AS new_values EXECUTE FUNCTION "
)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalog_listingevent SET pgh_context = NULL",
        "DELETE FROM catalog_listingevent",
        "TRUNCATE catalog_listingevent",
        FORGED,
        "ALTER TABLE catalog_listingevent ADD COLUMN x int",
        "DROP TABLE catalog_listingevent",
        "ALTER TABLE catalog_listing DISABLE TRIGGER ALL",
        "ALTER SEQUENCE catalog_history_id RESTART",
        "SELECT setval('catalog_history_id', 1)",
        "SET session_replication_role = replica",
        "SELECT catalog_history_begin('catalog_listing', 'catalog_listingevent')",
        "DELETE FROM catalog_historyentry",
        "UPDATE catalog_historyentry SET facility_id = 1",
        "INSERT INTO catalog_historyentry VALUES (1, 'listing', '1', NULL, 1)",
        "SELECT catalog_enter_history('catalog_userevent', 'x', 'SELECT 1, 1')",
        "SELECT catalog_leave_history('catalog_listingevent')",
    ],
)
def test_app_is_refused(as_app: psycopg.Connection, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_app.execute(statement)


def test_app_cannot_hang_a_writer_on_a_table_of_its_own(as_app: psycopg.Connection) -> None:
    for name, *_rest in rows(WRITERS):
        as_app.rollback()
        as_app.execute("CREATE TEMPORARY TABLE mine (id int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_app.execute(f"{HUNG} {name}()")


def test_app_cannot_call_a_writer(as_app: psycopg.Connection) -> None:
    for name, *_rest in rows(WRITERS):
        as_app.rollback()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_app.execute(f"SELECT {name}()")


def test_app_cannot_add_to_the_ledger_by_calling_what_writes_it(
    as_app: psycopg.Connection,
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_app.execute("SELECT catalog_stock_moves('{}', '{}', '{}', '{}', 'opening')")


def test_no_setting_switches_the_history_off() -> None:
    listing = draft_listing_of_a_facility()
    names = rows("SELECT tgname::text FROM pg_trigger WHERE tgname ~ '^pgtrigger_'")
    everything = "{" + ",".join(str(name) for (name,) in names) + "}"
    before = events_of(listing)
    with serving_role(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [everything])
        cursor.execute("UPDATE catalog_listing SET care = 'x' WHERE id = %s", [listing.pk])
    assert events_of(listing) == before + 1


def draft_listing_of_a_facility() -> Listing:
    with acting(SYSTEM):
        return draft_listing(facility_make())


def events_of(listing: Listing) -> int:
    found = rows("SELECT pgh_id FROM catalog_listingevent WHERE pgh_obj_id = %s", listing.pk)
    return len(found)
