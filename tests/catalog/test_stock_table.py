"""Forms of prices and stocks: whole, once, taken back whole; and who may write Saleor's rows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from catalog.acting import acting
from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.models import AuditEntry, Listing, StockMove, StockSave
from catalog.services.price_table import (
    Cells,
    CellsRefused,
    Saved,
    change_once,
    changed_of,
    still_open,
    table_save,
    table_undo,
)
from catalog.services.stock import StockChange, StockChanged, stock_change, stock_undo
from catalog.types import Actor, StockReason
from tests.cast import Cast, cast_make
from tests.catalog.test_stock import agrees, promise, sql, stock_of, variant_of
from tests.conftest import serving_role
from tests.making import SYSTEM, draft_listing, facility_make, public_listing
from tests.together import failures_at_once

pytestmark = pytest.mark.django_db

COUNTED, SOLD = StockReason.COUNTED, StockReason.SOLD_AT_GALLERY
PRODUCED, UNDONE = StockReason.PRODUCED, StockReason.UNDONE


@pytest.fixture
def cast() -> Cast:
    return cast_make()


def price_of(variant_id: int) -> int:
    found = sql(
        "SELECT coalesce(v.price_override_amount, p.price_amount)::bigint"
        " FROM product_productvariant v JOIN product_product p ON p.id = v.product_id"
        " WHERE v.id = %s",
        variant_id,
    )
    return int(str(found))


def variants_of(listing: Listing) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM product_productvariant WHERE product_id = %s ORDER BY id",
            [listing.product_id],
        )
        return [row[0] for row in cursor.fetchall()]


def save(
    cast: Cast, *cells: Cells, actor: Actor | None = None, key: str = "k", **said: object
) -> Saved:
    return table_save(
        actor=actor or cast.sari,
        facility_id=cast.here.pk,
        key=key,
        cells=cells,
        **said,  # type: ignore[arg-type]
    )


def test_prices_and_stocks_are_written_together(cast: Cast) -> None:
    listing = draft_listing(cast.here, prices=(28000, 30000), stock=10)
    one, two = variants_of(listing)
    saved = save(
        cast,
        Cells(one, price=Decimal(31000), stock=4),
        Cells(two, price=Decimal(29000)),
        note=" pagi ",
    )
    assert saved.save is not None and saved.is_new
    assert [price_of(one), price_of(two), stock_of(one), stock_of(two)] == [31000, 29000, 4, 10]
    (move,) = StockMove.objects.exclude(reason="opening")
    assert (move.reason, move.change, move.note) == ("counted", -6, "pagi")
    first, second = changed_of(saved.save)
    assert (first.price, first.stock, first.move_id) == (
        (Decimal(28000), Decimal(31000)),
        (10, 4),
        move.pk,
    )
    assert (second.price, second.stock) == ((Decimal(30000), Decimal(29000)), None)
    least = "SELECT minimal_variant_price_amount::int FROM product_product WHERE id = %s"
    assert sql(least, listing.product_id) == 29000
    card = "SELECT price_min::int FROM catalog_card WHERE listing_id = %s"
    assert sql(card, listing.pk) == 29000 and agrees()
    assert AuditEntry.objects.filter(
        subject_table="catalog_listing", subject_id=str(listing.pk), action="listing.prices_changed"
    ).exists()


@pytest.mark.parametrize("amount", ["0", "-1", "1000000000000", "0.5", "10000000000"])
def test_impossible_prices_are_refused(cast: Cast, amount: str) -> None:
    key = variant_of(draft_listing(cast.here))
    with pytest.raises(CellsRefused) as refused:
        save(cast, Cells(key, price=Decimal(amount), stock=3))
    assert set(refused.value.faults) == {(key, "price")}
    assert (price_of(key), stock_of(key)) == (28000, 10)


@pytest.mark.parametrize("pieces", [-1, 10**9])
def test_impossible_stocks_are_refused(cast: Cast, pieces: int) -> None:
    key = variant_of(draft_listing(cast.here))
    with pytest.raises(CellsRefused) as refused:
        save(cast, Cells(key, price=Decimal(5000), stock=pieces))
    assert set(refused.value.faults) == {(key, "stock")}
    assert (price_of(key), stock_of(key)) == (28000, 10)


def test_every_fault_is_told_at_once_and_nothing_is_written(cast: Cast) -> None:
    one, two, three = (variant_of(draft_listing(cast.here)) for _ in range(3))
    promise(two, 6)
    with pytest.raises(CellsRefused) as refused:
        save(
            cast,
            Cells(one, price=Decimal(0)),
            Cells(two, stock=5),
            Cells(three, price=Decimal(9000), stock=12),
        )
    assert set(refused.value.faults) == {(one, "price"), (two, "stock")}
    assert "promised" in refused.value.faults[two, "stock"].sentence
    assert (price_of(three), stock_of(three)) == (28000, 10)
    assert not StockSave.objects.exists()


@pytest.mark.parametrize(("reason", "stock"), [(PRODUCED, 9), (SOLD, 11)])
def test_a_reason_that_does_not_fit_is_told(cast: Cast, reason: StockReason, stock: int) -> None:
    key = variant_of(draft_listing(cast.here))
    with pytest.raises(CellsRefused) as refused:
        save(cast, Cells(key, stock=stock), reason=reason)
    assert (key, "stock") in refused.value.faults and stock_of(key) == 10


def test_what_changed_meanwhile_is_told_with_both_values(cast: Cast) -> None:
    key = variant_of(draft_listing(cast.here))
    seen = {"price_seen": Decimal(28000), "stock_seen": 10}
    save(cast, Cells(key, price=Decimal(30000), stock=8, **seen), actor=cast.facility_head)  # type: ignore[arg-type]
    with pytest.raises(CellsRefused) as refused:
        save(cast, Cells(key, price=Decimal(31000), stock=7, **seen))  # type: ignore[arg-type]
    faults = refused.value.faults
    assert (faults[key, "price"].now, faults[key, "stock"].now) == (Decimal(30000), 8)
    # who wants what is there already has it
    same = save(cast, Cells(key, price=Decimal(30000), stock=8, **seen), key="other")  # type: ignore[arg-type]
    assert same.save is None
    save(cast, Cells(key, stock=7, stock_seen=8), key="again")
    assert stock_of(key) == 7


def test_a_form_sent_twice_acts_once_and_another_acts(cast: Cast) -> None:
    key = variant_of(draft_listing(cast.here))
    first = save(cast, Cells(key, stock=7))
    again = save(cast, Cells(key, stock=7))
    assert (first.is_new, again.is_new) == (True, False)
    assert first.save == again.save
    # the same page used again after Back, with something else in it
    assert save(cast, Cells(key, stock=6)).is_new
    assert stock_of(key) == 6


def test_only_people_of_the_facility_save(cast: Cast) -> None:
    key = variant_of(draft_listing(cast.here))
    other = variant_of(draft_listing(cast.elsewhere))
    for actor in (cast.budi, cast.other_regional_officer, cast.board_editor, cast.anonymous):
        with pytest.raises(NotFound):
            save(cast, Cells(key, stock=1), actor=actor)
    for actor in (cast.auditor, cast.regional_officer, cast.regional_head):
        with pytest.raises(NotAllowed):
            save(cast, Cells(key, stock=1), actor=actor)
    for foreign in (other, 10**8):
        with pytest.raises(NotFound):
            save(cast, Cells(key, stock=1), Cells(foreign, stock=1))
    with pytest.raises(NotFound):  # even by those who reach both
        save(cast, Cells(other, stock=1), actor=cast.central_officer)
    assert (stock_of(key), stock_of(other)) == (10, 10)
    for number, actor in enumerate((cast.sari, cast.facility_head, cast.central_officer)):
        assert save(cast, Cells(key, stock=number), actor=actor).is_new


def test_a_save_is_taken_back_whole_and_once(cast: Cast) -> None:
    one, two = (variant_of(draft_listing(cast.here)) for _ in range(2))
    done = save(cast, Cells(one, price=Decimal(9000), stock=3), Cells(two, stock=12)).save
    assert done is not None and still_open([done]) == {done.pk}
    undone = table_undo(actor=cast.sari, facility_id=cast.here.pk, save_id=done.pk)
    assert [price_of(one), stock_of(one), stock_of(two)] == [28000, 10, 10]
    assert {move.reason for move in StockMove.objects.order_by("-pk")[:2]} == {"undone"}
    again = table_undo(actor=cast.sari, facility_id=cast.here.pk, save_id=done.pk)
    assert again == undone and still_open([done, undone]) == set()
    (move,) = (row.move_id for row in changed_of(done) if row.variant_id == one)
    with pytest.raises(Invalid):
        stock_undo(actor=cast.sari, move_id=move or 0)
    with pytest.raises(NotFound):  # what took back is not itself taken back
        table_undo(actor=cast.sari, facility_id=cast.here.pk, save_id=undone.pk)
    assert agrees()


def test_newer_things_keep_an_old_save_from_being_taken_back(cast: Cast) -> None:
    one, two = (variant_of(draft_listing(cast.here)) for _ in range(2))
    done = save(cast, Cells(one, stock=3), Cells(two, price=Decimal(5000))).save
    assert done is not None
    stock_change(actor=cast.sari, changes=[StockChange(one, PRODUCED, 1)])
    assert still_open([done]) == set()
    with pytest.raises(Invalid, match="newer"):
        table_undo(actor=cast.sari, facility_id=cast.here.pk, save_id=done.pk)
    assert (stock_of(one), price_of(two)) == (4, 5000)
    done = save(cast, Cells(two, price=Decimal(6000)), key="2").save
    save(cast, Cells(two, price=Decimal(7000)), key="3")
    assert done is not None
    with pytest.raises(Invalid, match="newer"):
        table_undo(actor=cast.sari, facility_id=cast.here.pk, save_id=done.pk)


def test_what_orders_need_is_not_taken_back(cast: Cast) -> None:
    key = variant_of(draft_listing(cast.here))
    done = save(cast, Cells(key, stock=20)).save
    promise(key, 15)
    assert done is not None
    with pytest.raises(Invalid, match="promised"):
        table_undo(actor=cast.sari, facility_id=cast.here.pk, save_id=done.pk)
    assert stock_of(key) == 20


def test_others_do_not_undo(cast: Cast) -> None:
    key = variant_of(draft_listing(cast.here))
    done = save(cast, Cells(key, stock=20)).save
    assert done is not None
    with pytest.raises(NotFound):
        table_undo(actor=cast.budi, facility_id=cast.here.pk, save_id=done.pk)
    with pytest.raises(NotFound):
        table_undo(actor=cast.budi, facility_id=cast.elsewhere.pk, save_id=done.pk)
    with pytest.raises(NotAllowed):
        table_undo(actor=cast.auditor, facility_id=cast.here.pk, save_id=done.pk)
    assert stock_of(key) == 20


def test_what_the_shop_wrote_nobody_takes_back_by_hand(cast: Cast) -> None:
    key = variant_of(draft_listing(cast.here))
    opening = StockMove.objects.get(variant_id=key)
    with pytest.raises(Invalid, match="by hand"):
        stock_undo(actor=cast.sari, move_id=opening.pk)
    with pytest.raises(NotFound):
        stock_undo(actor=cast.sari, move_id=opening.pk, facility_id=cast.elsewhere.pk)


def test_one_change_is_taken_once_and_the_second_counter_is_told(cast: Cast) -> None:
    key = variant_of(draft_listing(cast.here))

    def count(actor: Actor, pieces: int, seen: int) -> Saved:
        change = StockChange(key, COUNTED, pieces, seen=seen)
        return change_once(actor=actor, facility_id=cast.here.pk, key="k", change=change)

    assert count(cast.sari, 12, 10).is_new
    assert not count(cast.sari, 12, 10).is_new
    with pytest.raises(StockChanged):
        count(cast.facility_head, 11, 10)
    assert stock_of(key) == 12


def test_the_number_of_statements_does_not_grow_with_the_rows(cast: Cast) -> None:
    keys = [variant_of(public_listing(cast.here)) for _ in range(12)]
    counts = []
    for number, some in enumerate((keys[:2], keys)):
        with CaptureQueriesContext(connection) as seen:
            done = save(
                cast,
                *(Cells(key, price=Decimal(40000 + number), stock=20 + number) for key in some),
                key=str(number),
            ).save
        assert done is not None
        with CaptureQueriesContext(connection) as undo:
            table_undo(actor=cast.sari, facility_id=cast.here.pk, save_id=done.pk)
        counts.append((len(seen), len(undo)))
    assert counts[0] == counts[1] and max(counts[0]) < 30, counts


@pytest.mark.django_db(transaction=True)
def test_twelve_of_one_form_at_once_are_one_act() -> None:
    facility = facility_make()
    keys = [variant_of(draft_listing(facility)) for _ in range(4)]
    answers: list[Saved] = []

    def send() -> None:
        cells = [Cells(key, Decimal(31000), Decimal(28000), 14, 10) for key in keys]
        answers.append(table_save(actor=SYSTEM, facility_id=facility.pk, key="k", cells=cells))

    assert failures_at_once([send] * 12) == []
    assert [answer.is_new for answer in answers].count(True) == 1
    assert len({answer.save.pk for answer in answers if answer.save}) == 1
    assert StockMove.objects.filter(reason="counted").count() == 4
    assert {stock_of(key) for key in keys} == {14} and agrees()


@pytest.mark.django_db(transaction=True)
def test_table_and_single_changes_at_once_never_block_each_other_for_good() -> None:
    facility = facility_make()
    listings = [draft_listing(facility, prices=(28000, 30000), stock=100) for _ in range(3)]
    pairs = [variants_of(listing) for listing in listings]
    firsts, seconds = [pair[0] for pair in pairs], [pair[1] for pair in pairs]

    def table(some: list[int], name: str) -> Callable[[], None]:
        def send() -> None:
            for number in range(6):
                cells = [Cells(key, price=Decimal(20000 + number)) for key in some]
                table_save(
                    actor=SYSTEM, facility_id=facility.pk, key=f"{name}{number}", cells=cells
                )

        return send

    def sell(some: list[int]) -> Callable[[], None]:
        def send() -> None:
            for _ in range(6):
                stock_change(actor=SYSTEM, changes=[StockChange(key, SOLD, 1) for key in some])

        return send

    acts = [table(firsts, "a"), table(seconds[::-1], "b"), sell(firsts[::-1]), sell(seconds)]
    assert failures_at_once(acts) == []
    assert {stock_of(key) for key in firsts + seconds} == {94} and agrees()


def another_facility() -> AbstractContextManager[object]:
    """The database's refusal."""
    return pytest.raises(ProgrammingError, match="another facility")


OUTSIDE = {
    "stock changed": "UPDATE warehouse_stock SET quantity = 1 WHERE product_variant_id = %s",
    "stock removed": "DELETE FROM warehouse_stock WHERE product_variant_id = %s",
    "price changed": "UPDATE product_productvariant SET price_override_amount = 1 WHERE id = %s",
    "goods changed": "UPDATE product_product SET price_amount = 1 WHERE id ="
    " (SELECT product_id FROM product_productvariant WHERE id = %s)",
    "variant added": "INSERT INTO product_productvariant (sku, name, product_id, track_inventory,"
    " currency, metadata, private_metadata) SELECT 'x', '', product_id, true, 'IDR', '{}', '{}'"
    " FROM product_productvariant WHERE id = %s",
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_the_database_refuses_saleors_rows_of_another_facility(cast: Cast, name: str) -> None:
    own, other = variant_of(draft_listing(cast.here)), variant_of(draft_listing(cast.elsewhere))
    for actor in (cast.sari, cast.facility_head, cast.auditor, cast.anonymous):
        with serving_role(actor), another_facility(), transaction.atomic():
            sql(OUTSIDE[name], other)
    for actor, key in ((cast.sari, own), (cast.budi, other), (cast.central_officer, other)):
        with serving_role(actor), acting(actor), transaction.atomic():
            sql(OUTSIDE[name].replace("'x'", f"'x{key}{actor.user_id}'"), key)


def test_the_serving_role_saves_and_undoes(cast: Cast) -> None:
    key = variant_of(draft_listing(cast.here))
    with serving_role(cast.sari):
        done = save(cast, Cells(key, price=Decimal(9000), stock=3)).save
        assert done is not None
        table_undo(actor=cast.sari, facility_id=cast.here.pk, save_id=done.pk)
        for statement in (
            "UPDATE catalog_stocksave SET note = ''",
            "DELETE FROM catalog_stocksave",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                sql(statement)
    assert (price_of(key), stock_of(key)) == (28000, 10)


def test_only_rows_of_ones_own_facility_are_saved_in_the_database_too(cast: Cast) -> None:
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with serving_role(cast.sari), refused, transaction.atomic():
        StockSave.objects.create(facility=cast.elsewhere, key=b"k", changes=[], reason=UNDONE.value)
