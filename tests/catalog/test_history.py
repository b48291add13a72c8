"""Every change is written down by the database, whoever made it; facilities read their own."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pghistory.models import Event
from saleor.account.models import User
from saleor.product.models import Category, Product, ProductVariant

from catalog.acting import acting
from catalog.errors import NotFound
from catalog.models import Brand, Facility, Listing, Membership, OpeningHours
from catalog.selectors.history import history_page
from catalog.selectors.history_types import GOODS, PEOPLE, PLACE, Asked, Change, Page
from catalog.services.listings import listing_submit_state
from catalog.services.stock import StockChange, stock_change
from catalog.types import Actor, StockReason
from galleries.history import ALBUMS
from galleries.models import Album, ListingPhoto
from legality.history import PAPERS
from legality.models import Certificate
from storefront.access.models import ApiToken, Invitation
from storefront.web.staff.history import SOURCES
from tests.cast import Cast, cast_make
from tests.conftest import serving_role
from tests.making import SYSTEM, draft_listing, paper_make, photo_give, public_listing

pytestmark = pytest.mark.django_db

# How each table of events is entered, as the migrations say.
ENTERED: dict[str, tuple[str, str]] = {
    events: entered
    for name in (
        "catalog.migrations.0028_history_entries",
        "legality.migrations.0018_history_entries",
        "galleries.migrations.0007_history_entries",
        "storefront.access.migrations.0013_history_entries",
        "storefront.orders.migrations.0012_history_entries",
    )
    for events, entered in import_module(name).ENTERED.items()
}


@pytest.fixture
def cast() -> Cast:
    return cast_make()


@pytest.fixture
def listing(cast: Cast) -> Listing:
    return draft_listing(cast.here)


def run(sql: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)  # type: ignore[arg-type]


def events(table: str, key: Any) -> list[dict[str, Any]]:
    """A row's events, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE pgh_obj_id = %s ORDER BY pgh_id", [key])
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def labels(table: str, key: Any) -> list[str]:
    return [event["pgh_label"] for event in events(table, key)]


def page_of(actor: Actor, facility: Facility, **given: Any) -> Page:
    return history_page(actor=actor, asked=Asked(facility.pk, **given), sources=SOURCES)


def seen(actor: Actor, facility: Facility, **given: Any) -> list[Change]:
    return page_of(actor, facility, **given).changes


def rows_of(cast: Cast) -> list[Change]:
    """Changes of rows here, without stock: a test is one transaction, begun before its stocks."""
    return [one for one in seen(cast.sari, cast.here) if one.kind != "stock"]


def test_who_from_where_and_in_which_request(cast: Cast, listing: Listing) -> None:
    with acting(cast.sari, address="203.0.113.7", request_id="abc12345"):
        Listing.objects.filter(pk=listing.pk).update(care="Simpan kering")
    said = events("catalog_listingevent", listing.pk)[-1]["pgh_context"]
    assert f'"user": {cast.sari.user_id}' in said
    change = rows_of(cast)[0]
    assert (change.kind, change.what, change.who.user) == ("listing", "update", cast.sari.user_id)
    assert (change.who.name, change.who.role) == (cast.sari.name, "facility_operator")
    assert (change.who.address, change.who.request) == ("203.0.113.7", "abc12345")
    assert change.fields == (("care", "", "Simpan kering"),)


@pytest.mark.parametrize("way", ["service", "model", "sql", "saleor", "app"])
def test_every_way_of_writing_is_caught(cast: Cast, listing: Listing, way: str) -> None:
    ways: dict[str, Any] = {
        "service": lambda: listing_submit_state(actor=cast.sari, listing_id=listing.pk),
        "model": lambda: Listing.objects.filter(pk=listing.pk).update(care="x"),
        "sql": lambda: run("UPDATE catalog_listing SET care = 'x' WHERE id = %s", listing.pk),
        "saleor": lambda: Product.objects.filter(pk=listing.product_id).update(name="Lain"),
    }
    if way == "app":
        with serving_role(cast.sari):
            ways["model"]()
    else:
        with acting(cast.sari):
            ways[way]()
    found = seen(cast.sari, cast.here, person=cast.sari.user_id)
    assert [one.what for one in found] == ["update"]
    assert found[0].kind == ("product" if way == "saleor" else "listing")


def test_saleors_rows_have_their_from_and_to(cast: Cast, listing: Listing) -> None:
    Product.objects.filter(pk=listing.product_id).update(price_amount=Decimal(30000))
    ProductVariant.objects.filter(product_id=listing.product_id).update(
        price_override_amount=Decimal(31000)
    )
    fields = {one.kind: one.fields for one in rows_of(cast)[:2]}
    assert fields["product"] == (("price_amount", Decimal(28000), Decimal(30000)),)
    assert fields["variant"] == (("price_override_amount", None, Decimal(31000)),)
    kind = Category.objects.get(slug="camilan")
    Category.objects.filter(pk=kind.pk).update(name="Lain")
    assert labels("catalog_categoryevent", kind.pk) == ["insert", "update"]


def test_what_is_written_as_it_was_is_no_change(cast: Cast, listing: Listing) -> None:
    before = labels("catalog_listingevent", listing.pk)
    run("UPDATE catalog_listing SET care = care")
    Product.objects.filter(pk=listing.product_id).update(charge_taxes=False)  # not kept
    assert labels("catalog_listingevent", listing.pk) == before
    assert labels("catalog_productevent", listing.product_id) == ["insert"]


def test_a_persons_password_stands_in_no_event(cast: Cast) -> None:
    user = User.objects.get(pk=cast.sari.user_id or 0)
    user.set_password("sandi yang panjang sekali")
    user.is_active = False
    user.save()
    kept = events("catalog_userevent", user.pk)[-1]
    assert kept["is_active"] is False
    assert not any("password" in name or user.password in str(kept[name]) for name in kept)


@pytest.mark.parametrize("model", [ApiToken, Invitation])
def test_no_digest_stands_in_an_event(model: Any) -> None:
    table = model._meta.db_table + "event"
    with connection.cursor() as cursor:
        names = {c.name for c in connection.introspection.get_table_description(cursor, table)}
    assert not {"digest", "bound"} & names and "expires_at" in names


def test_deleted_rows_stay_readable(cast: Cast, listing: Listing) -> None:
    brand = Brand.objects.create(facility=cast.here, slug="merek", name="Sabuk")
    Listing.objects.filter(pk=listing.pk).update(brand=brand)
    ProductVariant.objects.filter(product_id=listing.product_id).delete()
    with acting(cast.sari):
        Listing.objects.filter(pk=listing.pk).update(brand=None)
        key, _gone = brand.pk, brand.delete()
        gone, _rows = listing.pk, listing.delete()
    page = page_of(cast.sari, cast.here, person=cast.sari.user_id)
    assert {(one.kind, one.what) for one in page.changes} >= {
        ("brand", "delete"), ("listing", "delete"), ("listing", "update"),
    }  # fmt: skip
    assert page.names["brand", str(key)] == "Sabuk"
    one = seen(cast.sari, cast.here, group=GOODS, key=str(gone))
    assert {change.what for change in one} == {"insert", "update", "delete", "stock"}
    assert {change.kind for change in one} >= {"listing", "product", "variant"}


def test_the_first_event_of_old_rows_is_what_their_first_change_is_from(cast: Cast) -> None:
    run("DELETE FROM catalog_facilityevent")
    run("SELECT catalog_history_begin('catalog_facility', 'catalog_facilityevent')")
    assert labels("catalog_facilityevent", cast.here.pk) == ["first"]
    Facility.objects.filter(pk=cast.here.pk).update(craft_line="Tenun")
    change = seen(cast.sari, cast.here, group=PLACE, key=str(cast.here.pk))
    assert [one.fields for one in change] == [(("craft_line", "", "Tenun"),)]


def test_a_change_of_a_row_that_nothing_is_known_of_says_so(cast: Cast) -> None:
    run("DELETE FROM catalog_facilityevent")
    Facility.objects.filter(pk=cast.here.pk).update(craft_line="Tenun")
    (change,) = seen(cast.sari, cast.here, group=PLACE)
    assert (change.is_blind, change.fields) == (True, ())


def test_acts_stand_beside_what_changed_in_the_same_request(cast: Cast, listing: Listing) -> None:
    other = draft_listing(cast.here)
    with acting(cast.sari, request_id="r-000001"):
        listing_submit_state(actor=cast.sari, listing_id=listing.pk)
    with acting(cast.sari, request_id="r-000002"):
        Listing.objects.filter(pk__in=(listing.pk, other.pk)).update(size="1 m")
    acts = [(one.home, one.acts) for one in seen(cast.sari, cast.here, person=cast.sari.user_id)]
    assert sorted(acts) == sorted(
        [
            (str(listing.pk), ()),
            (str(other.pk), ()),
            (str(listing.pk), (("listing.submitted", ""),)),
        ]
    )


def test_an_act_of_a_command_is_joined_by_its_transaction(cast: Cast) -> None:
    listing = public_listing(cast.here)
    published = [
        one for one in seen(cast.sari, cast.here) if one.what == "update" and one.kind == "listing"
    ]
    assert ("listing.published", "") in published[0].acts
    assert published[0].home == str(listing.pk)


def test_stock_comes_out_of_the_ledger(cast: Cast, listing: Listing) -> None:
    variant = ProductVariant.objects.get(product_id=listing.product_id)
    change = StockChange(variant.pk, StockReason.COUNTED, 7, "Rak dua")
    with acting(cast.sari):
        stock_change(actor=cast.sari, changes=[change])
    (move,) = seen(cast.sari, cast.here, person=cast.sari.user_id)
    assert (move.kind, move.fields, move.note) == ("stock", (("stock", 10, 7),), "Rak dua")
    assert move.row["reason"] == "counted"
    assert seen(cast.sari, cast.here, group=GOODS, key=str(listing.pk))[0] == move
    assert not [one for one in seen(cast.sari, cast.here, group=PLACE) if one.kind == "stock"]


def made_everywhere(facility: Facility, by: Actor) -> None:
    """At least one change in every group of a facility, made by one person."""
    with acting(by):
        listing = draft_listing(facility)
        photo_give(listing)
        paper_make(listing)
        Facility.objects.filter(pk=facility.pk).update(story="Cerita")
        OpeningHours.objects.create(facility=facility, weekday=1, opens="08:00", closes="12:00")
        Album.objects.create(
            facility=facility, slug="album", title="Album", title_en="Album", made_on="2026-11-01"
        )
        Membership.objects.filter(facility=facility).update(begins_at="2026-01-01T00:00:00Z")


@pytest.mark.parametrize("group", ["", GOODS, PLACE, PAPERS, ALBUMS, PEOPLE])
def test_two_facilities_never_see_each_other(cast: Cast, group: str) -> None:
    made_everywhere(cast.here, cast.sari)
    made_everywhere(cast.elsewhere, cast.budi)
    facilities = {cast.here.pk: cast.sari.user_id, cast.elsewhere.pk: cast.budi.user_id}
    for facility_id, person in facilities.items():
        asked = Asked(facility_id, group=group)
        found = history_page(actor=cast.auditor, asked=asked, sources=SOURCES).changes
        by_people = {one.who.user for one in found if one.who.user}
        assert by_people == {person}, group
    for actor, facility in ((cast.sari, cast.elsewhere), (cast.budi, cast.here)):
        with pytest.raises(NotFound):
            seen(actor, facility, group=group)


@pytest.mark.parametrize("group", [GOODS, PAPERS, ALBUMS, PEOPLE, PLACE])
def test_things_of_another_facility_are_not_found(cast: Cast, group: str) -> None:
    made_everywhere(cast.elsewhere, cast.budi)
    there = cast.elsewhere
    keys = {
        GOODS: Listing.objects.get(facility=there).pk,
        PAPERS: Certificate.objects.get(facility=there).pk,
        ALBUMS: Album.objects.get(facility=there).pk,
        PEOPLE: Membership.objects.get(facility=there).pk,
        PLACE: there.pk,
    }
    assert seen(cast.auditor, there, group=group, key=str(keys[group]))
    with pytest.raises(NotFound):
        seen(cast.auditor, cast.here, group=group, key=str(keys[group]))


def test_operators_see_no_changes_of_people(cast: Cast) -> None:
    with acting(cast.facility_head):
        Membership.objects.filter(user_id=cast.sari.user_id or 0).update(
            ends_at="2030-01-01T00:00Z"
        )
    assert "membership" not in {one.kind for one in seen(cast.sari, cast.here)}
    with pytest.raises(NotFound):
        seen(cast.sari, cast.here, group=PEOPLE)
    for actor in (cast.facility_head, cast.regional_officer, cast.central_officer, cast.auditor):
        assert "membership" in {one.kind for one in seen(actor, cast.here)}
    for actor in (cast.board_viewer, cast.other_regional_officer, cast.anonymous):
        with pytest.raises(NotFound):
            seen(actor, cast.here)


def numbers(cast: Cast) -> Iterator[tuple[str, int]]:
    """All changes of the facility, page by page."""
    before = Asked(0).before
    while True:
        page = page_of(cast.sari, cast.here, before=before)
        assert len(page.changes) <= 50
        yield from ((one.what, one.number) for one in page.changes)
        if page.after is None:
            return
        before = page.after


def test_pages_follow_without_a_gap_or_a_double(cast: Cast, listing: Listing) -> None:
    for number in range(130):
        Listing.objects.filter(pk=listing.pk).update(care=str(number))
        if number % 3 == 0:
            run("UPDATE warehouse_stock SET quantity = %s", number + 1)
    found = list(numbers(cast))
    assert len(found) == len(set(found))
    assert sum(what == "update" for what, _number in found) == 130
    assert sum(what == "stock" for what, _number in found) == 44 + 1


def test_statements_do_not_grow_with_what_is_shown(cast: Cast) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as statements:
            page_of(cast.facility_head, cast.here)
        return len(statements)

    made_everywhere(cast.here, cast.sari)
    few = counted()
    for _turn in range(8):
        listing = draft_listing(cast.here, prices=(1000, 2000))
        photo_give(listing)
    assert counted() == few <= 7


def explained(statements: CaptureQueriesContext, word: str) -> str:
    """Plans of those statements that hold a word."""
    plan = ""
    with connection.cursor() as cursor:
        for one in statements:
            if word in one["sql"]:
                cursor.execute("EXPLAIN " + one["sql"])
                plan += "\n".join(row[0] for row in cursor.fetchall())
    return plan


@pytest.mark.parametrize("person", [None, 7])
def test_a_facilitys_latest_are_one_index_scan(
    cast: Cast, listing: Listing, person: int | None
) -> None:
    run("SET LOCAL enable_seqscan = off")
    run("SET LOCAL enable_sort = off")
    with CaptureQueriesContext(connection) as statements:
        page_of(cast.facility_head, cast.here, group=GOODS, person=person)
    plan = explained(statements, "FROM catalog_historyentry")
    index = "entry_facility" if person is None else "entry_person"
    assert f"Index Scan using {index} on catalog_historyentry" in plan
    assert "Sort" not in plan and plan.count("Scan") == 1


def test_one_things_are_read_by_index(cast: Cast, listing: Listing) -> None:
    run("SET LOCAL enable_seqscan = off")
    with CaptureQueriesContext(connection) as statements:
        page_of(cast.facility_head, cast.here, group=GOODS, key=str(listing.pk))
    plan = explained(statements, "picked")
    assert "Seq Scan" not in plan
    # by the listing; of very few events PostgreSQL may as well walk back through the numbers
    by_index = ("listingphoto_listing_history", "galleries_listingphotoevent_pkey")
    assert any(index in plan for index in by_index)


def entries() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, facility_id, kind, home, person FROM catalog_historyentry")
        return sorted(cursor.fetchall())


def removed_and_changed(cast: Cast) -> None:
    """Changes of what is there, and things that are gone with what belonged to them."""
    for facility, by in ((cast.here, cast.sari), (cast.elsewhere, cast.budi)):
        made_everywhere(facility, by)
        with acting(by):
            gone = draft_listing(facility, prices=(1000, 2000))
            product_id = gone.product_id
            photo_give(gone)
            gone.delete()
            Product.objects.filter(pk=product_id).delete()


def test_entries_are_what_is_found_anew_in_all_events(cast: Cast) -> None:
    removed_and_changed(cast)
    written = entries()
    assert {row[1] for row in written} == {cast.here.pk, cast.elsewhere.pk}
    kinds = {row[2] for row in written}
    assert {"listing", "product", "variant", "photo", "cover", "album", "membership"} <= kinds
    run("DELETE FROM catalog_historyentry")
    for events, (kind, place) in ENTERED.items():
        run(f"SELECT catalog_leave_history('{events}')")
        run("SELECT catalog_enter_history(%s, %s, %s)", events, kind, place)
    assert entries() == written


def test_every_table_of_events_of_a_facilitys_history_is_entered() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'enter_history'"
        )
        found = {name for (name,) in cursor.fetchall()}
    assert found == {part.events for part in SOURCES.parts} == set(ENTERED)
    kinds = {part.events: part.kind for part in SOURCES.parts}
    assert kinds == {events: kind for events, (kind, _place) in ENTERED.items()}


def test_what_was_written_before_its_listing_is_entered_with_it(cast: Cast) -> None:
    with acting(cast.sari):
        listing = draft_listing(cast.here)
    made = {(one.kind, one.what) for one in rows_of(cast) if one.home == str(listing.pk)}
    assert made >= {("listing", "insert"), ("product", "insert"), ("variant", "insert")}


def test_every_tracked_models_columns_are_kept_or_named() -> None:
    """A new column is kept by itself; leaving one out is said in `tracked`."""
    left_out = {
        ("catalog_facility", "warehouse_id"),
        ("catalog_listing", "created_at"),
        ("catalog_membership", "made_at"),
    }
    for model in apps.get_models():
        if not issubclass(model, Event) or model._meta.proxy or not model._meta.managed:
            continue
        of = getattr(model, "pgh_tracked_model")._meta  # noqa: B009 # its class says None
        if of.proxy or of.app_label == "access":
            continue  # only what is named
        kept = {field.column for field in model._meta.concrete_fields}
        own = {f.column for f in of.concrete_model._meta.local_concrete_fields if not f.primary_key}
        assert {(of.db_table, name) for name in own - kept} <= left_out, of.label


def test_a_photo_and_its_listing_are_one_thing(cast: Cast) -> None:
    listing = draft_listing(cast.here)
    photo_give(listing)
    ListingPhoto.objects.filter(listing=listing).update(alt="Toples")
    change = rows_of(cast)[0]
    assert (change.kind, change.home, change.group) == ("photo", str(listing.pk), GOODS)


def test_the_shop_itself_is_named(cast: Cast) -> None:
    with acting(SYSTEM):
        Facility.objects.filter(pk=cast.here.pk).update(story="x")
    who = seen(cast.sari, cast.here)[0].who
    assert (who.name, who.role, who.user) == ("test", "system", None)
