"""The second line: what the serving role may change when a policy is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from catalog.acting import act_always_as_system, acting, present, told
from catalog.models import Brand, Facility, Listing, Membership, OpeningHours
from catalog.services.listings import listing_close
from catalog.types import Actor, Grant, ListingState, Role
from storefront.launch.roles import CALLED_AS_OWNER
from tests.architecture.sample import Sample, sample_make
from tests.cast import Cast, cast_make, client_of
from tests.conftest import serving_role
from tests.making import SYSTEM, draft_listing, paper_make, public_listing
from tests.storefront.graphql.own import VARIANT_UPDATE, key_give, said, variant_id

pytestmark = pytest.mark.django_db

# Every table of ours, and whether its rows are guarded. A new table must say.
UNGUARDED = {
    "access_recoverycodes": "a person's own, before anybody acts",
    "access_session": "a person's own, before anybody acts",
    "access_signup": "asked for by strangers, before there is an account",
    "access_tokenfailure": "counted for strangers",
    "catalog_card": "made by triggers",
    "catalog_cardchange": "made by triggers",
    "catalog_cardpaper": "made by triggers",
    "catalog_outboxrow": "work of every kind",
    "catalog_searchrow": "made by triggers",
    "catalog_searchword": "counted by a job",
    "catalog_stockflip": "made by triggers",
    "catalog_version": "made by triggers",
    "galleries_picture": "belongs to nobody",
    "checkout_checkout_gift_cards": "not used here",
    "order_fulfillment": "numbers of handings over; the parcels beside them are guarded",
    "order_fulfillmentline": "the same",
    "order_invoice": "not used here",
    "order_order_gift_cards": "not used here",
    "order_orderevent": "not used here: steps of orders are ours",
}

# Guarded from everybody: triggers move it, with their owner's rights.
MOVED = "legality_rulesversion"

# Added to, or written by triggers: nobody changes a row.
ONLY_ADDED = {
    *("catalog_auditentry", "catalog_stockmove", "catalog_stocksave"),
    *("orders_orderstep", "orders_moneymove", "orders_proceedsentry"),
}


@pytest.fixture
def cast() -> Cast:
    return cast_make()


def test_every_table_of_ours_is_guarded_or_says_why_not() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind = 'r'"
            " AND split_part(c.relname, '_', 1) IN"
            " ('catalog', 'legality', 'galleries', 'access', 'orders', 'checkout', 'order')"
            # events are written by triggers, and only read
            " AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid"
            " AND a.attname = 'pgh_label')"
        )
        rows = dict(cursor.fetchall())
    assert {name for name, is_guarded in rows.items() if not is_guarded} == set(UNGUARDED)


def test_triggers_lock_rows_as_the_owner() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE n.nspname = 'public' AND NOT p.prosecdef"
            " AND p.prosrc ~ 'FOR (SHARE|UPDATE|NO KEY UPDATE|KEY SHARE)'"
            " AND p.proname !~ 'guard|holds_by_owner'"  # which begin policies by these words
        )
        assert cursor.fetchall() == []


def rows(sql: str, *parameters: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def test_what_runs_as_the_owner_keeps_to_our_schema_and_cannot_be_called() -> None:
    found = rows(
        "SELECT p.oid::regprocedure::text, p.proconfig::text,"
        " has_function_privilege('app', p.oid, 'EXECUTE')"
        " FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef"
    )
    assert len(found) > 20
    open_path = {name for name, config, _ in found if "search_path=public, pg_temp" not in config}
    assert open_path == set()
    called = {name.partition("(")[0] for name, _, is_open in found if is_open}
    assert called == set(CALLED_AS_OWNER)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT catalog_guard('catalog_searchword', 'true); DELETE FROM catalog_auditentry; --')",
        "SELECT catalog_guard('catalog_searchword', 'true')",
        "SELECT catalog_unguard('catalog_listing')",
        "SELECT catalog_holds_by_owner()",
        "DROP POLICY added_in_scope ON catalog_listing",
        "ALTER TABLE catalog_listing DISABLE ROW LEVEL SECURITY",
        "ALTER ROLE app BYPASSRLS",
        "SET ROLE owner",
    ],
)
def test_who_serves_can_neither_make_nor_take_away_a_guard(db: None, statement: str) -> None:
    settings = connection.settings_dict
    url = f"postgresql://app@/{settings['NAME']}?host={settings['HOST']}"
    with (
        psycopg.connect(url) as as_app,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        as_app.execute(statement)


def test_no_view_leads_round_the_guard() -> None:
    assert (
        rows(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('v', 'm')"
            " AND relname ~ '^(catalog|legality|galleries|access|orders)_'"
        )
        == []
    )


@pytest.fixture
def sample() -> Sample:
    made = sample_make()
    paper_make(draft_listing(made.cast.here))
    return made


def guarded() -> dict[str, str]:
    """Guarded tables with the name of their key's column."""
    return dict(
        rows(
            "SELECT c.relname, a.attname FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid"
            " AND i.indisprimary"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relrowsecurity"
        )
    )


def reached(table: str, key: str) -> dict[str, int]:
    """Rows that statements without any condition reach."""
    found = {}
    for act, sql in (
        ("changed", f"UPDATE {table} SET {key} = {key} RETURNING {key}"),
        ("locked", f"SELECT {key} FROM {table} FOR UPDATE"),
        ("removed", f"DELETE FROM {table} RETURNING {key}"),
    ):
        try:
            with transaction.atomic():
                found[act] = len(rows(sql))
                transaction.set_rollback(True)
        except DatabaseError as error:  # the serving role has not even the right
            assert "permission denied" in str(error)
            found[act] = 0
    return found


def added(table: str, row: str) -> bool:
    """Whether a row like this one (JSON) could be added: the guard is asked before all else."""
    try:
        with transaction.atomic():
            rows(
                f"INSERT INTO {table} OVERRIDING SYSTEM VALUE"
                f" SELECT * FROM jsonb_populate_record(NULL::{table}, %s)",
                row,
            )
    except DatabaseError as error:
        return not any(said in str(error) for said in ("row-level security", "permission denied"))
    return True


def test_a_deliberately_unscoped_query_reaches_nothing(sample: Sample) -> None:
    """Every guarded table that has rows; by nobody, and by those who have nothing to do with it."""
    tables = guarded()
    kept = {table: rows(f"SELECT to_jsonb(t)::text FROM {table} t LIMIT 1") for table in tables}
    filled = {table: found[0][0] for table, found in kept.items() if found}
    assert len(filled) >= 22, sorted(filled)
    for actor in (Actor.anonymous(), sample.cast.auditor, sample.more["former"]):
        with serving_role(actor):
            for table, row in filled.items():
                assert set(reached(table, tables[table]).values()) == {0}, (table, actor.role)
                is_free = table == "catalog_auditentry"  # what visitors do is written down too
                assert added(table, row) == is_free, (table, actor.role)
    with serving_role():  # the same statements go through for who acts everywhere
        only_read = {table for table in filled if table.endswith(("event", "historyentry"))}
        for table in filled.keys() - ONLY_ADDED - only_read - {"catalog_sketch", MOVED}:
            assert 0 not in reached(table, tables[table]).values(), table


def test_what_only_its_author_reads_nobody_else_finds(sample: Sample) -> None:
    for actor in (Actor.anonymous(), sample.cast.budi, sample.cast.facility_head, SYSTEM):
        with serving_role(actor):
            assert rows("SELECT key FROM catalog_sketch") == []
    with serving_role(sample.cast.sari):
        assert len(rows("SELECT key FROM catalog_sketch")) == 1


def test_no_name_of_a_person_says_more_than_a_name() -> None:
    name = "\"}'; SELECT set_config('lapak.facilities', '*', false) --, true), '{*}"
    actor = Actor(name, (Grant(Role.FACILITY_OPERATOR, frozenset({7})),), user_id=1)
    with acting(actor, address="'*'", request_id="*"):
        told_now = rows(
            "SELECT current_setting('lapak.facilities'), current_setting('lapak.places'),"
            " current_setting('lapak.acting')"
        )[0]
    assert told_now[:2] == ("{7}", "{}")
    assert json.loads(told_now[2])["name"] == name


def test_an_error_is_told_as_it_is_and_what_was_told_goes_back(cast: Cast) -> None:
    with acting(cast.sari), transaction.atomic():
        before = rows("SELECT current_setting('lapak.facilities')")
        with (
            pytest.raises(DatabaseError, match="division by zero"),
            transaction.atomic(),
            acting(SYSTEM),
        ):
            assert rows("SELECT current_setting('lapak.facilities')") == [("*",)]
            rows("SELECT 1 / 0")
        assert rows("SELECT current_setting('lapak.facilities')") == before
        assert before == [(f"{{{cast.here.pk}}}",)]


SETTINGS = (
    *("facilities", "places", "acting", "reads", "reads_places"),
    *("stock_reason", "stock_notes"),
)


def left_on_the_connection() -> list[str]:
    """What the settings of who acts say outside of any transaction."""
    asked = ", ".join(f"coalesce(current_setting('lapak.{name}', true), '')" for name in SETTINGS)
    return [str(one) for one in rows(f"SELECT {asked}")[0] if one]


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_request_stays_on_a_kept_connection(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One connection, one request after another: pages, forms, refusals, failures, the API."""
    listing = draft_listing(cast.here)
    backend = rows("SELECT pg_backend_pid()")
    client = client_of(cast.sari)
    client.raise_request_exception = False
    goods = f"/petugas/{cast.here.slug}/barang/{listing.pk}/"
    secret = key_give(cast.facility_head, cast.here)

    def break_down(*_: object, **__: object) -> None:
        assert rows("SELECT current_setting('lapak.facilities')") == [(f"{{{cast.here.pk}}}",)]
        raise RuntimeError

    def fails() -> int:
        with monkeypatch.context() as patched:
            patched.setattr("catalog.services.listings.product_hide", break_down)
            return client.post(f"{goods}arsip/").status_code

    api = said(secret, VARIANT_UPDATE, id=variant_id(listing), input={"priceOverride": 31000})
    assert api.codes("productVariantUpdate") == []
    assert left_on_the_connection() == []
    requests: tuple[tuple[Callable[[], int], int], ...] = (
        (lambda: client.get(goods).status_code, 200),
        (lambda: client.post(f"{goods}ajukan/").status_code, 302),
        (lambda: client.post(f"/petugas/{cast.here.slug}/kunci/", {}).status_code, 403),
        (lambda: client.post(f"/petugas/{cast.elsewhere.slug}/stok/", {}).status_code, 404),
        (fails, 500),
        (lambda: client.post(f"{goods}arsip/").status_code, 302),
        (lambda: Client().get("/katalog/").status_code, 200),
    )
    for ask, status in requests:
        assert ask() == status
        assert left_on_the_connection() == []
        assert present() is None
        assert rows("SELECT pg_backend_pid()") == backend
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE app")
        try:
            assert rows("UPDATE catalog_listing SET care = 'x' RETURNING id") == []
        finally:
            cursor.execute("RESET ROLE")


def changes(cast: Cast) -> dict[str, int]:
    """Rows that an actor without any policy before them changes, by table."""
    there = cast.elsewhere.pk
    return {
        "facility": Facility.objects.filter(pk=there).update(story="x"),
        "listing": Listing.objects.filter(facility_id=there).update(buyer_limit=1),
        "membership": Membership.objects.filter(facility_id=there).delete()[0],
        "brand": Brand.objects.filter(facility_id=there).delete()[0],
    }


@pytest.mark.parametrize("name", ["sari", "facility_head", "regional_head", "auditor", "anonymous"])
def test_rows_of_another_facility_cannot_be_changed(cast: Cast, name: str) -> None:
    draft_listing(cast.elsewhere)
    Brand.objects.create(facility=cast.elsewhere, slug="merek", name="Merek")
    with serving_role(cast.everybody()[name]):
        assert set(changes(cast).values()) == {0}
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            OpeningHours.objects.create(
                facility=cast.elsewhere, weekday=0, opens="08:00", closes="15:00"
            )


def test_the_same_changes_go_through_for_who_may(cast: Cast) -> None:
    draft_listing(cast.elsewhere)
    Brand.objects.create(facility=cast.elsewhere, slug="merek", name="Merek")
    with serving_role(cast.budi):
        assert 0 not in changes(cast).values()


def test_nobody_moves_rows_to_another_facility(cast: Cast) -> None:
    listing = draft_listing(cast.here)
    with (
        serving_role(cast.sari),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Listing.objects.filter(pk=listing.pk).update(facility_id=cast.elsewhere.pk)


def test_offices_keep_to_their_own_people(cast: Cast) -> None:
    other = Membership.objects.filter(user_id=cast.other_regional_officer.user_id or 0)
    own = Membership.objects.filter(user_id=cast.regional_officer.user_id or 0)
    with serving_role(cast.regional_head):
        assert other.update(role="regional_head") == 0
        assert own.update(role="regional_head") == 1


def test_the_services_work_with_the_rights_of_the_serving_role(cast: Cast) -> None:
    listing = public_listing(cast.here)
    with serving_role(cast.sari):
        listing_close(
            actor=cast.sari, listing_id=listing.pk, state=ListingState.ARCHIVED, reason="test"
        )
    listing.refresh_from_db()
    assert listing.state == ListingState.ARCHIVED


@pytest.mark.django_db(transaction=True)
def test_a_transaction_is_told_who_acts_and_the_next_one_is_not() -> None:
    def heard() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(current_setting('lapak.facilities', true), '')")
            return str(cursor.fetchone()[0])

    with acting(SYSTEM, address="192.0.2.1", request_id="r-1"), transaction.atomic():
        assert heard() == "*"
    with transaction.atomic():
        assert heard() == ""
    assert present() is None
    assert told() == ["{}", "{}", "null", "{}", "{}"]


def test_acting_inside_an_open_transaction_ends_with_its_block() -> None:
    with acting(Actor.anonymous()):
        with acting(SYSTEM):
            assert told()[0] == "*"
        assert told()[0] == "{}"


def test_a_process_that_acts_as_the_shop_says_so_to_every_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("catalog.acting._nobody_else", [])
    fresh = connection.copy()
    try:
        assert heard_by(fresh) == ""
        fresh.close()
        act_always_as_system("worker")
        assert heard_by(fresh) == "*"  # outside of any transaction
    finally:
        fresh.close()


def heard_by(one: BaseDatabaseWrapper) -> str:
    with one.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('lapak.facilities', true), '')")
        return str(cursor.fetchone()[0])
