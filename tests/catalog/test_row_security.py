"""The second line: what the serving role may change when a policy is wrong."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from catalog.acting import act_always_as_system, acting, present, told
from catalog.models import Brand, Facility, Listing, Membership, OpeningHours
from catalog.services.listings import listing_close
from catalog.types import Actor, ListingState
from tests.cast import Cast, cast_make
from tests.conftest import serving_role
from tests.making import SYSTEM, draft_listing, public_listing

pytestmark = pytest.mark.django_db

# Every table of ours, and whether its rows are guarded. A new table must say.
UNGUARDED = {
    "access_recoverycodes": "a person's own, before anybody acts",
    "access_session": "a person's own, before anybody acts",
    "access_tokenfailure": "counted for strangers",
    "catalog_auditentry": "only added to, by everybody who acts",
    "catalog_card": "made by triggers",
    "catalog_cardchange": "made by triggers",
    "catalog_cardpaper": "made by triggers",
    "catalog_outboxrow": "work of every kind",
    "catalog_searchrow": "made by triggers",
    "catalog_searchword": "counted by a job",
    "catalog_stockflip": "made by triggers",
    "catalog_stockmove": "made by triggers, and only read",
    "catalog_version": "made by triggers",
    "galleries_picture": "belongs to nobody",
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
            " AND split_part(c.relname, '_', 1) IN ('catalog', 'legality', 'galleries', 'access')"
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
        )
        assert cursor.fetchall() == []


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
    assert told() == ["{}", "{}", "null"]


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
