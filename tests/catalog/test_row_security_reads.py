"""The second line for reading: what a query without any condition finds, by who acts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from psycopg.pq import TransactionStatus

from catalog.acting import acting, said_before
from catalog.audit import audit
from catalog.dates import legal_today
from catalog.models import AuditEntry, Facility
from catalog.types import Actor
from legality.models import Evidence, RecipeHold, Reminder, Review, ReviewAnswer, Suspension
from tests.architecture.sample import Sample, sample_make
from tests.cast import Cast, cast_make, client_of
from tests.conftest import serving_role
from tests.making import SYSTEM, draft_listing, paper_make
from tests.storefront.database.asking import statements
from tests.storefront.graphql.own import key_give, said

pytestmark = pytest.mark.django_db

# Tables with row-level security that everybody reads still, and why. A new one must say.
READ_BY_ALL = "shown on the shop's pages, or told apart by their states there"
SHOWN = {
    *("catalog_brand", "catalog_facility", "catalog_facilityalias", "catalog_flagship"),
    *("catalog_formeraddress", "catalog_listing", "catalog_openinghours", "catalog_partner"),
    *("catalog_partner_provinces", "catalog_productionunit", "catalog_province"),
    *("catalog_regency", "catalog_regionaloffice", "catalog_regionaloffice_provinces"),
    *("catalog_searchterm", "catalog_shopsettings"),
    *("galleries_album", "galleries_albumphoto", "galleries_albumphoto_listings"),
    *("galleries_listingphoto", "galleries_picturebrought"),
    *("legality_certificate", "legality_certificatecover", "legality_certificatekind"),
    # what the rules say is public law, and what nights did is numbers
    *("legality_answertemplate", "legality_formerregion", "legality_goodstrait"),
    *("legality_nightrun", "legality_requirementrule", "legality_rulesversion"),
    # who carries, what it costs, what a facility offers; lines of orders name no buyer
    *("orders_courier", "orders_courierservice", "orders_shippingrate", "orders_kinddelivery"),
    *("orders_facilitydelivery", "orders_packedsize", "orders_taxrate", "orders_taxpayerperiod"),
    "orders_transferaccount",  # to which buyers transfer
    *("catalog_district", "order_orderline"),
    # what a voucher is for; the voucher itself is hidden
    *("discount_voucher_products", "discount_voucher_collections", "discount_voucher_categories"),
}
# Of these a row belongs to no facility, and whoever has a role here may read its names.
# Buyers' addresses are hidden; those of facilities' warehouses stand on their pages.
OF_WAREHOUSES = {"account_address"}
NAMES = {"catalog_categoryevent", "catalog_partnerevent", "catalog_regionalofficeevent"}


def rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def hidden() -> dict[str, str]:
    """Tables whose rows are hidden, with the name of their key's column."""
    return dict(
        rows(
            "SELECT c.relname, quote_ident(a.attname) FROM pg_policy p"
            " JOIN pg_class c ON c.oid = p.polrelid"
            " JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]"
            " WHERE p.polname = 'read_in_scope'"
        )
    )


def test_every_table_hides_its_rows_or_says_why_not() -> None:
    found = rows(
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace"
        " AND c.relkind = 'r' AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid"
        " AND p.polname IN ('read_in_scope', 'author_reads')) AND (c.relrowsecurity"
        # and no table of events is forgotten
        " OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid"
        " AND a.attname = 'pgh_label'))"
    )
    assert {name for (name,) in found} == SHOWN, READ_BY_ALL


def facts_make(facility: Facility) -> None:
    """A row of each new kind, of one facility."""
    listing = draft_listing(facility)
    paper = paper_make(listing)
    review = Review.objects.create(listing=listing, facility=facility, digest="x")
    ReviewAnswer.objects.create(review=review, code="photo", note="x")
    RecipeHold.objects.create(listing=listing, begun_by="x")
    Suspension.objects.create(listing=listing, facility=facility, cause="officer", reason="x")
    Evidence.objects.create(
        certificate=paper, facility=facility, key=f"{facility.pk:064}", original_name="x.pdf",
        size=1, came_as="application/pdf", media_type="application/pdf", sha256="5" * 64,
    )  # fmt: skip
    Reminder.objects.create(
        certificate=paper,
        facility=facility,
        expires_on=legal_today(),
        days=30,
        made_on=legal_today(),
    )
    audit(SYSTEM, "listing.changed", listing)


@pytest.fixture
def sample() -> Sample:
    made = sample_make()
    facts_make(made.cast.here)
    facts_make(made.cast.elsewhere)
    return made


def found_by(actor: Actor, tables: dict[str, str]) -> dict[str, set[str]]:
    """Keys that a query without any condition finds, by table."""
    with serving_role(actor):
        return {
            table: {str(key) for (key,) in rows(f"SELECT {name} FROM {table}")}
            for table, name in tables.items()
        }


def test_a_deliberately_unscoped_query_finds_nothing(
    sample: Sample, counted: Callable[[str], None]
) -> None:
    tables, cast = hidden(), sample.cast
    everything = {
        table: {str(key) for (key,) in rows(f"SELECT {name} FROM {table}")}
        for table, name in tables.items()
    }
    filled = {table for table, keys in everything.items() if keys}
    assert {
        *("catalog_stockmove", "catalog_stocksave", "catalog_membership", "catalog_auditentry"),
        *("access_apitoken", "access_invitation", "legality_clearancerecord", "legality_review"),
        *("legality_reviewanswer", "legality_recipehold", "legality_suspension"),
        *("legality_evidence", "legality_reminder", "catalog_listingevent"),
    } <= filled
    for nobody in (Actor.anonymous(), sample.more["former"]):
        seen = found_by(nobody, tables)
        found = {table for table, keys in seen.items() if keys}
        assert found <= own_tables(nobody) | OF_WAREHOUSES, nobody
    for everywhere in (cast.auditor, cast.central_officer, SYSTEM):
        assert found_by(everywhere, tables) == everything
    counted(f"{len(tables)} tables hide their rows, {len(filled)} of them with rows to hide")


def own_tables(actor: Actor) -> set[str]:
    """Where somebody without a role finds rows: of themselves, and names of what is gone."""
    if actor.user_id is None:
        return set()
    return {"catalog_membership", "catalog_membershipevent", "access_apitoken"} | NAMES


def facilities_in(table: str) -> dict[str, int | None]:
    """Of each row its facility, as its own column says or its event's."""
    name = hidden()[table]
    return dict(rows(f"SELECT {name}::text, facility_id FROM {table}"))


# Read by people's own rows as well, or by the paper: its goods may be of no one facility.
OTHERWISE = {
    "catalog_membership",
    "catalog_membershipevent",
    "legality_certificatecoverevent",
}


def test_who_looks_into_one_facility_finds_its_rows_alone(sample: Sample) -> None:
    tables, cast = hidden(), sample.cast
    found = rows(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE a.attname = 'facility_id' AND c.relkind = 'r'"
    )
    with_facility = {table for (table,) in found} & tables.keys()
    assert len(with_facility) >= 20
    for actor, place in ((cast.sari, cast.here), (cast.budi, cast.elsewhere)):
        seen = found_by(actor, tables)
        for table in with_facility - OTHERWISE:
            own = {key for key, one in facilities_in(table).items() if one == place.pk}
            assert seen[table] == own, (table, actor.name)


THROUGH = (
    *("catalog_productevent", "catalog_variantevent", "catalog_productenglishevent"),
    *("catalog_auditentry", "legality_reviewanswer", "legality_recipehold"),
    *("legality_reviewanswerevent", "legality_recipeholdevent", "legality_clearancerecord"),
    *("legality_certificatecoverevent", "galleries_listingphotoevent"),
)


def test_what_has_no_facility_of_its_own_is_found_by_its_thing(sample: Sample) -> None:
    tables = {table: key for table, key in hidden().items() if table in THROUGH}
    assert len(tables) == len(THROUGH)
    here, there = (found_by(one, tables) for one in (sample.cast.sari, sample.cast.budi))
    for table in tables:
        assert here[table] and here[table].isdisjoint(there[table]), table


def test_people_of_an_office_and_of_a_partner_find_their_own(sample: Sample) -> None:
    cast = sample.cast
    for actor in (cast.regional_head, cast.board_editor):
        with serving_role(actor):
            found = rows(
                "SELECT facility_id, office_id, partner_id, user_id FROM catalog_membership"
            )
        assert any(user == actor.user_id for *_place, user in found)
        offices = {grant.office_id for grant in actor.grants} - {None}
        partners = {grant.partner_id for grant in actor.grants} - {None}
        facilities = {key for grant in actor.grants for key in grant.facility_ids or ()}
        for facility, office, partner, user in found:
            assert (
                facility in facilities
                or office in offices
                or partner in partners
                or user == actor.user_id
            )


def test_who_may_not_read_an_entry_writes_it_down_all_the_same() -> None:
    facility = cast_make().here
    with serving_role(Actor.anonymous()):
        audit(Actor.anonymous(), "password.set", facility)
        assert rows("SELECT id FROM catalog_auditentry") == []
    assert AuditEntry.objects.filter(action="password.set").count() == 1


# --- What is said when


class Asking:
    """A connection of the serving role of its own."""

    def __init__(self) -> None:
        self.wrapper = connection.copy()
        self.run("SET ROLE app")

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        with self.wrapper.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall()) if cursor.description else []

    def kept(self) -> list[str]:
        """What the connection itself holds, beneath Django."""
        raw = self.wrapper.connection
        assert raw.info.transaction_status is TransactionStatus.IDLE
        found = raw.execute(
            "SELECT coalesce(current_setting('lapak.reads', true), ''),"
            " coalesce(current_setting('lapak.reads_places', true), '')"
        ).fetchone()
        return [one for one in found if one]


OWN_MOVES = "{ myProducts(first: 5) { edges { node { variants { moves { reason } } } } } }"
MOVES = "SELECT DISTINCT facility_id FROM catalog_stockmove"


@pytest.fixture
def committed(transactional_db: None) -> Cast:
    cast = cast_make()
    for place in (cast.here, cast.elsewhere):
        draft_listing(place)
    return cast


@pytest.mark.django_db(transaction=True)
def test_one_connection_serves_one_after_another(committed: Cast) -> None:
    one = Asking()
    here, there = committed.here.pk, committed.elsewhere.pk
    try:
        for _twice in range(2):
            assert one.run(MOVES) == []
            with acting(committed.sari):
                assert one.run(MOVES) == [(here,)]
                with acting(SYSTEM):
                    assert {key for (key,) in one.run(MOVES)} >= {here, there}
                assert one.run(MOVES) == [(here,)]
                with pytest.raises(DatabaseError, match="division by zero"):
                    one.run("SELECT 1 / 0")
            assert one.kept() == []
            with acting(committed.budi):
                assert one.run(MOVES) == [(there,)]
            assert one.kept() == []
            assert one.run(MOVES) == []
    finally:
        one.wrapper.close()


@pytest.mark.django_db(transaction=True)
def test_what_is_said_costs_no_message_and_visitors_nothing(committed: Cast) -> None:
    one = Asking()
    try:
        with statements() as said:
            one.run("SELECT 1")
        assert said == ["SELECT 1"]
        with acting(committed.sari), statements() as said:
            assert one.run("SELECT 2 WHERE 100 % 7 = 2") == [(2,)]
        assert len(said) == 1
        assert said_before() == ""
    finally:
        one.wrapper.close()


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_follows_is_whole(committed: Cast) -> None:
    with acting(committed.sari), connection.cursor() as cursor:
        cursor.execute(
            "SELECT %s::text AS word, 10 %% 3 AS rest UNION ALL SELECT '%%', 2", ["a;b'"]
        )
        assert [column.name for column in cursor.description] == ["word", "rest"]
        assert cursor.rowcount == 2
        assert cursor.fetchall() == [("a;b'", 1), ("%", 2)]
        cursor.execute("SELECT '100%' WHERE false")
        assert cursor.fetchall() == []
        with transaction.atomic():
            cursor.execute("SELECT current_setting('lapak.reads')")
            assert cursor.fetchone() == (f"{{{committed.here.pk}}}",)


@pytest.mark.django_db(transaction=True)
def test_threads_say_each_who_reads_there(committed: Cast) -> None:
    found: dict[str, set[Any]] = {}
    together = threading.Barrier(3)

    def ask(name: str, actor: Actor | None) -> None:
        one = Asking()
        try:
            together.wait(60)
            seen: set[Any] = set()
            for _round in range(30):
                if actor is None:
                    seen |= set(one.run(MOVES))
                else:
                    with acting(actor):
                        seen |= set(one.run(MOVES))
            found[name] = seen
        finally:
            one.wrapper.close()

    people = {"sari": committed.sari, "budi": committed.budi, "nobody": None}
    threads = [threading.Thread(target=ask, args=pair) for pair in people.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert found == {
        "sari": {(committed.here.pk,)},
        "budi": {(committed.elsewhere.pk,)},
        "nobody": set(),
    }


@pytest.mark.django_db(transaction=True)
def test_pages_read_as_their_reader_and_leave_nothing(committed: Cast) -> None:
    """Pages and the API with the rights of the serving role, on one connection."""
    secret = key_give(committed.facility_head, committed.here)
    sari, budi = client_of(committed.sari), client_of(committed.budi)
    backend = rows("SELECT pg_backend_pid()")

    def served(ask: Callable[[], Any]) -> Any:
        run("SET ROLE app")
        try:
            return ask()
        finally:
            run("SET ROLE app")
            assert rows(MOVES) == []
            assert rows("SELECT current_setting('lapak.reads', true)") in ([("",)], [(None,)])
            run("RESET ROLE")

    for client, slug, status in (
        (sari, committed.here.slug, 200),
        (budi, committed.elsewhere.slug, 200),
        (sari, committed.elsewhere.slug, 404),
        (Client(), committed.here.slug, 302),
    ):
        answer = served(partial(client.get, f"/petugas/{slug}/riwayat/"))
        assert answer.status_code == status
    found = served(lambda: said(secret, OWN_MOVES)).payload("myProducts")["edges"]
    assert found and all(one["node"]["variants"][0]["moves"] for one in found)
    assert rows("SELECT pg_backend_pid()") == backend


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
