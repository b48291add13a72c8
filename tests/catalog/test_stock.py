"""The ledger of stock: its sum is the stock, whoever writes; promises are kept."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Sum

from catalog.acting import acting
from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.models import Facility, Listing, StockMove
from catalog.selectors.mapping import goods_there
from catalog.services.price_table import change_once
from catalog.services.stock import StockChange, StockChanged, stock_change, stock_undo
from catalog.types import StockReason
from tests.cast import Cast, cast_make
from tests.catalog.changes import order_lines
from tests.conftest import serving_role
from tests.making import SYSTEM, draft_listing, facility_make
from tests.together import failures_at_once

Stock = apps.get_model("warehouse.Stock")

pytestmark = pytest.mark.django_db

PRODUCED, SOLD, DAMAGED = (
    StockReason.PRODUCED,
    StockReason.SOLD_AT_GALLERY,
    StockReason.DAMAGED,
)
COUNTED, CORRECTED = StockReason.COUNTED, StockReason.CORRECTED


@pytest.fixture
def cast() -> Cast:
    return cast_make()


def variant_of(listing: Listing) -> int:
    return int(
        sql(
            "SELECT id FROM product_productvariant WHERE product_id = %s ORDER BY id",
            listing.product_id,
        )
    )


def sql(statement: str, *parameters: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()[0] if cursor.description else None


def stock_of(variant_id: int) -> int:
    return int(
        str(sql("SELECT quantity FROM warehouse_stock WHERE product_variant_id = %s", variant_id))
    )


def promise(variant_id: int, pieces: int) -> None:
    """An order's allocation."""
    (line,) = order_lines(1)
    sql(
        "INSERT INTO warehouse_allocation (order_line_id, stock_id, quantity_allocated)"
        " SELECT %s, id, %s FROM warehouse_stock WHERE product_variant_id = %s",
        line,
        pieces,
        variant_id,
    )


def agrees() -> bool:
    """Whether every stock row is the sum of its moves and the last balance."""
    return not sql(
        "SELECT count(*) FROM warehouse_stock s"
        " WHERE s.quantity <> (SELECT coalesce(sum(change), 0)"
        " FROM catalog_stockmove m WHERE m.variant_id = s.product_variant_id)"
        " OR s.quantity <> (SELECT balance FROM catalog_stockmove m"
        " WHERE m.variant_id = s.product_variant_id ORDER BY id DESC LIMIT 1)"
    )


def test_every_reason_moves_the_balance_its_own_way(cast: Cast) -> None:
    key = variant_of(draft_listing(cast.here, stock=10))
    for reason, pieces, balance in (
        (PRODUCED, 5, 15),
        (SOLD, 2, 13),
        (DAMAGED, 1, 12),
        (CORRECTED, -2, 10),
        (CORRECTED, 1, 11),
        (COUNTED, 8, 8),
    ):
        change = StockChange(key, reason, pieces, note=" pagi ")
        move_before = StockMove.objects.filter(variant_id=key)[0]
        (moved,) = stock_change(actor=cast.sari, changes=[change])
        move = StockMove.objects.filter(variant_id=key)[0]
        assert moved == (balance, move.pk) and move.pk > move_before.pk
        assert (move.reason, move.balance, move.note) == (reason, balance, "pagi")
        assert move.facility_id == cast.here.pk
    same = stock_change(actor=cast.sari, changes=[StockChange(key, COUNTED, 8)])
    assert same == [(8, None)]
    assert stock_of(key) == 8 and agrees()
    assert StockMove.objects.filter(variant_id=key).aggregate(n=Sum("change"))["n"] == 8


def test_the_first_move_is_the_opening(cast: Cast) -> None:
    key = variant_of(draft_listing(cast.here, stock=7))
    (move,) = StockMove.objects.filter(variant_id=key)
    assert (move.reason, move.change, move.balance) == ("opening", 7, 7)


def test_who_did_it_stands_in_the_ledger(cast: Cast) -> None:
    key = variant_of(draft_listing(cast.here, stock=7))
    with acting(cast.sari, address="192.0.2.7", request_id="r"):
        stock_change(actor=cast.sari, changes=[StockChange(key, PRODUCED, 1)])
    move = StockMove.objects.filter(variant_id=key)[0]
    assert (move.user_id, move.actor_name) == (cast.sari.user_id, cast.sari.name)


@pytest.mark.parametrize(
    ("reason", "pieces"),
    [
        (PRODUCED, 0),
        (PRODUCED, -1),
        (SOLD, -3),
        (SOLD, 11),
        (DAMAGED, 0),
        (CORRECTED, -11),
        (COUNTED, -1),
        (COUNTED, 10**9),
        (PRODUCED, 10**12),
        (StockReason.OPENING, 5),
        (StockReason.ORDER, 5),
        (StockReason.UNDONE, 5),
        (StockReason.OTHER, 5),
    ],
)
def test_impossible_changes_are_refused_with_a_sentence(
    cast: Cast, reason: StockReason, pieces: int
) -> None:
    key = variant_of(draft_listing(cast.here, stock=10))
    with pytest.raises(Invalid) as refused:
        stock_change(actor=cast.sari, changes=[StockChange(key, reason, pieces)])
    assert refused.value.params["field"] == str(key)
    assert stock_of(key) == 10


def test_nothing_goes_below_what_is_promised(cast: Cast) -> None:
    key = variant_of(draft_listing(cast.here, stock=10))
    promise(key, 6)
    stock_change(actor=cast.sari, changes=[StockChange(key, SOLD, 4)])
    for change in (StockChange(key, SOLD, 1), StockChange(key, COUNTED, 5)):
        with pytest.raises(Invalid, match="promised"):
            stock_change(actor=cast.sari, changes=[change])
    assert stock_of(key) == 6


def test_all_changes_or_none(cast: Cast) -> None:
    one, two = (variant_of(draft_listing(cast.here, stock=3)) for _ in range(2))
    with pytest.raises(Invalid):
        stock_change(
            actor=cast.sari, changes=[StockChange(one, PRODUCED, 1), StockChange(two, SOLD, 9)]
        )
    assert (stock_of(one), stock_of(two)) == (3, 3)


def test_a_balance_that_changed_meanwhile_is_said(cast: Cast) -> None:
    key = variant_of(draft_listing(cast.here, stock=3))
    stock_change(actor=cast.facility_head, changes=[StockChange(key, SOLD, 1)])
    with pytest.raises(StockChanged) as refused:
        stock_change(actor=cast.sari, changes=[StockChange(key, COUNTED, 9, seen=3)])
    assert refused.value.params == {"seen": 3, "now": 2}


def test_others_find_nothing_and_an_auditor_may_not(cast: Cast) -> None:
    key = variant_of(draft_listing(cast.here))
    change = StockChange(key, PRODUCED, 1)
    for actor in (cast.budi, cast.other_regional_officer, cast.board_editor, cast.anonymous):
        with pytest.raises(NotFound):
            stock_change(actor=actor, changes=[change])
    for actor in (cast.auditor, cast.regional_head):
        with pytest.raises(NotAllowed):
            stock_change(actor=actor, changes=[change])
    with pytest.raises(NotFound):
        stock_change(actor=cast.sari, changes=[StockChange(10**9, PRODUCED, 1)])
    assert stock_of(key) == 10


def test_a_move_is_taken_back_once(cast: Cast) -> None:
    key = variant_of(draft_listing(cast.here, stock=10))
    stock_change(actor=cast.sari, changes=[StockChange(key, DAMAGED, 4)])
    move = StockMove.objects.filter(variant_id=key)[0]
    with pytest.raises(NotFound):
        stock_undo(actor=cast.budi, move_id=move.pk)
    assert stock_undo(actor=cast.sari, move_id=move.pk).balance == 10
    undone = StockMove.objects.filter(variant_id=key)[0]
    for again in (move.pk, undone.pk):
        with pytest.raises(Invalid):
            stock_undo(actor=cast.sari, move_id=again)
    assert stock_of(key) == 10 and agrees()


def test_the_serving_role_reads_the_ledger_and_cannot_write_it(cast: Cast) -> None:
    key = variant_of(draft_listing(cast.here))
    with serving_role(cast.sari):
        stock_change(actor=cast.sari, changes=[StockChange(key, PRODUCED, 1)])
        assert StockMove.objects.filter(variant_id=key).count() == 2
        for statement in (
            "UPDATE catalog_stockmove SET change = 0",
            "DELETE FROM catalog_stockmove",
            "INSERT INTO catalog_stockmove (variant_id, sku, reason, change, balance, note,"
            " actor_name, at) VALUES (1, '', 'other', 1, 1, '', '', now())",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                sql(statement)


@pytest.mark.parametrize("seed", range(5))
def test_the_ledger_agrees_whoever_writes(seed: int) -> None:
    dice = random.Random(seed)
    facility = facility_make()
    keys = [variant_of(draft_listing(facility, stock=dice.randint(0, 9))) for _ in range(4)]
    for _step in range(30):
        key = dice.choice(keys)
        match dice.randrange(4):
            case 0:
                stock_change(actor=SYSTEM, changes=[StockChange(key, COUNTED, dice.randint(0, 9))])
            case 1:
                sql("UPDATE warehouse_stock SET quantity = quantity + %s", dice.randint(0, 3))
            case 2:
                row = Stock.objects.get(product_variant_id=key)
                row.quantity = dice.randint(0, 20)
                row.save(update_fields=["quantity"])
            case _:
                sql(
                    "UPDATE warehouse_stock SET quantity = %s WHERE product_variant_id = ANY (%s)",
                    dice.randint(0, 5),
                    keys[:2],
                )
        assert agrees()
    sql("DELETE FROM warehouse_stock WHERE product_variant_id = %s", keys[0])
    assert StockMove.objects.filter(variant_id=keys[0])[0].balance == 0


@pytest.mark.django_db(transaction=True)
def test_the_database_keeps_promises_whoever_writes() -> None:
    key = variant_of(draft_listing(facility_make(), stock=5))
    promise(key, 4)
    with pytest.raises(IntegrityError, match="promised"):
        sql("UPDATE warehouse_stock SET quantity = 3 WHERE product_variant_id = %s", key)
    with pytest.raises(IntegrityError, match="promised"):
        promise(key, 2)
    with transaction.atomic():  # pieces first, the promise after them: what counts is the end
        sql("UPDATE warehouse_stock SET quantity = 1 WHERE product_variant_id = %s", key)
        sql("DELETE FROM warehouse_allocation")
    assert stock_of(key) == 1 and agrees()


WRITERS, ROUNDS, PROMISED = 50, 3, 10


def sell(facility: Facility, key: int, writer: str, door: int) -> bool:
    """Sell one piece by one of three doors; False where it is refused."""
    try:
        if door == 0:
            stock_change(actor=SYSTEM, changes=[StockChange(key, SOLD, 1)])
        elif door == 1:
            change_once(
                actor=SYSTEM,
                facility_id=facility.pk,
                key=writer,
                change=StockChange(key, SOLD, 1),
            )
        else:
            with transaction.atomic():
                sql(
                    "UPDATE warehouse_stock SET quantity = quantity - 1"
                    " WHERE product_variant_id = %s",
                    key,
                )
    except (Invalid, IntegrityError):
        return False
    return True


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_at_once_lose_nothing_and_go_below_nothing() -> None:
    """150 times somebody takes one of 100 pieces, of which 10 are promised: 90 succeed, whoever
    comes first; of what there is enough of nobody is refused. All with the rights of `app`."""
    facility = facility_make()
    scarce, plenty = (variant_of(draft_listing(facility, stock=n)) for n in (100, 200))
    promise(scarce, PROMISED)
    connected: list[int] = []
    count = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    start = threading.Barrier(WRITERS, action=lambda: connected.append(int(str(sql(count)))))
    sold: list[bool] = []

    def work(writer: int) -> None:
        with serving_role():
            start.wait(60)
            for turn in range(ROUNDS):
                sold.append(sell(facility, scarce, f"{writer}.{turn}", writer % 3))
                change = StockChange(plenty, *((PRODUCED, 2) if writer % 2 else (SOLD, 1)))
                stock_change(actor=SYSTEM, changes=[change])

    assert failures_at_once([partial(work, writer) for writer in range(WRITERS)]) == []
    assert connected[0] >= WRITERS
    # the other test process may do as much at the same moment
    assert int(str(sql("SELECT current_setting('max_connections')"))) >= 3 * WRITERS
    assert (sold.count(True), sold.count(False)) == (90, 60)
    assert (stock_of(scarce), stock_of(plenty)) == (PROMISED, 200 + 75 * 2 - 75) and agrees()
    for key, moves in ((scarce, 1 + 90), (plenty, 1 + WRITERS * ROUNDS)):
        rows = list(StockMove.objects.filter(variant_id=key).order_by("pk"))
        assert len(rows) == moves
        for before, after in pairwise(rows):
            assert after.balance == before.balance + after.change
        assert min(row.balance for row in rows) >= 0


@pytest.mark.django_db(transaction=True)
def test_a_sale_and_a_promise_at_once_never_break_the_promise() -> None:
    key = variant_of(draft_listing(facility_make(), stock=3))
    wrote, ended = threading.Event(), threading.Event()
    refused: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            with transaction.atomic():
                act()
                wrote.set()
                ended.wait(0.4)  # the other ends meanwhile, unless the database makes it wait
            ended.set()
        except IntegrityError as error:
            refused.append(str(error))

    acts: list[Callable[[], object]] = [
        lambda: sql("UPDATE warehouse_stock SET quantity = 1 WHERE product_variant_id = %s", key),
        lambda: promise(key, 3),
    ]
    assert failures_at_once([partial(run, act) for act in acts]) == []
    assert len(refused) == 1
    promised = sql("SELECT coalesce(sum(quantity_allocated), 0) FROM warehouse_allocation")
    assert int(str(promised)) <= stock_of(key)


MOVED_AWAY = {
    "to another variant": "SET product_variant_id = %(variant)s",
    "to another warehouse": "SET warehouse_id = %(warehouse)s",
    "under another key": "SET id = id + 1000000, quantity = 99",
}


@pytest.mark.parametrize("how", MOVED_AWAY)
def test_a_stock_row_stays_where_it_is(cast: Cast, how: str) -> None:
    key = variant_of(draft_listing(cast.here))
    given: dict[str, Any] = {
        "variant": variant_of(draft_listing(cast.here)),
        "warehouse": cast.elsewhere.warehouse_id,
        "key": key,
    }
    statement = f"UPDATE warehouse_stock {MOVED_AWAY[how]} WHERE product_variant_id = %(key)s"
    roles = (serving_role(cast.central_officer), nullcontext())  # not even by the owner
    for role in roles:
        stays = pytest.raises(IntegrityError, match="stays with its variant")
        with role, stays, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, given)
    assert stock_of(key) == 10 and agrees()


def test_stock_of_anothers_goods_cannot_be_put_into_ones_own_warehouse(cast: Cast) -> None:
    theirs = variant_of(draft_listing(cast.elsewhere))
    sql("DELETE FROM warehouse_stock WHERE product_variant_id = %s", theirs)
    wrong = pytest.raises(IntegrityError, match="not of this warehouse")
    with serving_role(cast.sari), wrong, transaction.atomic():
        sql(
            "INSERT INTO warehouse_stock (warehouse_id, product_variant_id, quantity)"
            " VALUES (%s, %s, 5)",
            cast.here.warehouse_id,
            theirs,
        )


@pytest.mark.parametrize("table", ["warehouse_stock", "catalog_stockmove", "warehouse_allocation"])
def test_the_serving_role_empties_no_table(cast: Cast, table: str) -> None:
    denied = pytest.raises(ProgrammingError, match="permission denied")
    with serving_role(cast.central_officer), denied, transaction.atomic():
        sql(f"TRUNCATE {table} CASCADE")


def test_nothing_is_below_zero_whoever_writes(cast: Cast) -> None:
    key = variant_of(draft_listing(cast.here))
    with serving_role(cast.sari), pytest.raises(IntegrityError), transaction.atomic():
        sql("UPDATE warehouse_stock SET quantity = -1 WHERE product_variant_id = %s", key)
    assert stock_of(key) == 10


@pytest.mark.django_db(transaction=True)
def test_a_temporary_table_does_not_stand_in_for_promises() -> None:
    key = variant_of(draft_listing(facility_make(), stock=5))
    promise(key, 4)
    kept = pytest.raises(IntegrityError, match="promised")
    with serving_role(), kept, transaction.atomic():
        sql("CREATE TEMP TABLE warehouse_allocation (stock_id int, quantity_allocated int)")
        sql("UPDATE warehouse_stock SET quantity = 0 WHERE product_variant_id = %s", key)
    assert stock_of(key) == 5


@pytest.mark.parametrize("typed", ["pagi\0", "\u202epa\u200bgi", " pagi\r\n"])
def test_a_note_is_one_line_whose_signs_are_seen(cast: Cast, typed: str) -> None:
    key = variant_of(draft_listing(cast.here))
    stock_change(actor=cast.sari, changes=[StockChange(key, PRODUCED, 1, note=typed)])
    assert StockMove.objects.filter(variant_id=key)[0].note == "pagi"
    stock_change(actor=cast.sari, changes=[StockChange(key, PRODUCED, 1, note="x" * 500)])
    assert StockMove.objects.filter(variant_id=key)[0].note == "x" * 200


def test_a_sheet_leaves_drafts_alone_whose_stock_people_changed(cast: Cast) -> None:
    listing = draft_listing(cast.here)
    sql("DELETE FROM catalog_auditentry WHERE subject_table = 'catalog_listing'")
    (there,) = goods_there(facility_ids=[cast.here.pk])
    assert not there.is_touched
    key = variant_of(listing)
    (moved,) = stock_change(actor=cast.sari, changes=[StockChange(key, PRODUCED, 1)])
    (there,) = goods_there(facility_ids=[cast.here.pk])
    assert there.is_touched and moved.move_id
    sql("DELETE FROM catalog_auditentry WHERE subject_table = 'catalog_listing'")
    stock_undo(actor=cast.sari, move_id=moved.move_id)
    (there,) = goods_there(facility_ids=[cast.here.pk])
    assert there.is_touched


def test_taking_back_more_than_is_left_says_so(cast: Cast) -> None:
    key = variant_of(draft_listing(cast.here))
    (moved,) = stock_change(actor=cast.sari, changes=[StockChange(key, PRODUCED, 5)])
    stock_change(actor=cast.sari, changes=[StockChange(key, SOLD, 14)])
    with pytest.raises(Invalid, match="not that many"):
        stock_undo(actor=cast.sari, move_id=moved.move_id or 0)
