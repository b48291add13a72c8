"""The ledger of stock: its sum is the stock, whoever writes; promises are kept."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Sum

from catalog.acting import acting
from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.models import Listing, StockMove
from catalog.services.stock import StockChange, StockChanged, stock_change, stock_undo
from catalog.types import StockReason
from tests.cast import Cast, cast_make
from tests.catalog.changes import order_lines
from tests.conftest import serving_role
from tests.making import SYSTEM, draft_listing, facility_make

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
        assert stock_change(actor=cast.sari, changes=[change]) == [balance]
        move = StockMove.objects.filter(variant_id=key).first()
        assert move is not None
        assert (move.reason, move.balance, move.note) == (reason, balance, "pagi")
        assert move.facility_id == cast.here.pk
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
    assert stock_undo(actor=cast.sari, move_id=move.pk) == 10
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


@pytest.mark.django_db(transaction=True)
def test_many_at_once_lose_nothing() -> None:
    facility = facility_make()
    keys = [variant_of(draft_listing(facility, stock=100)) for _ in range(3)]
    failures: list[BaseException] = []

    def work(seed: int) -> None:
        dice = random.Random(seed)
        try:
            for _step in range(15):
                order = dice.sample(keys, 3)
                stock_change(actor=SYSTEM, changes=[StockChange(key, SOLD, 1) for key in order])
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [stock_of(key) for key in keys] == [40, 40, 40] and agrees()


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
        finally:
            connection.close()

    acts: list[Callable[[], object]] = [
        lambda: sql("UPDATE warehouse_stock SET quantity = 1 WHERE product_variant_id = %s", key),
        lambda: promise(key, 3),
    ]
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    promised = sql("SELECT coalesce(sum(quantity_allocated), 0) FROM warehouse_allocation")
    assert int(str(promised)) <= stock_of(key)
