"""Shares of proceeds: whatever happens, totals are what was captured less what went back."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from catalog.dates import LEGAL_ZONE
from catalog.planned import planned_rows
from storefront.orders.acting import as_shop
from storefront.orders.models import (
    FacilityOrder,
    MoneyMove,
    ProceedsEntry,
    Refund,
    ShopOrder,
    TaxpayerPeriod,
    TaxRate,
)
from storefront.orders.providers.base import CURRENCY, Found, Move
from storefront.orders.rules.shares import Split
from storefront.orders.selectors.proceeds import month_totals
from storefront.orders.selectors.taxes import splits_asked, splits_from
from storefront.orders.services.ending import part_cancel
from storefront.orders.services.settling import settle
from storefront.orders.types import CancelCause, MoneyKind, Share
from tests.making import facility_make, public_listing
from tests.orders.making import (
    attempt_of,
    basket_with,
    fetch,
    money_comes,
    moves_of,
    order_paid_up,
    order_placed,
    quote_of,
    share_rule_make,
)

pytestmark = pytest.mark.django_db

ZERO = Decimal(0)
OUT = (MoneyKind.REFUNDED.value, MoneyKind.DISPUTED.value)


def by_share(order: ShopOrder) -> dict[str, Decimal]:
    """What is kept of an order's money, by share."""
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for share, amount in ProceedsEntry.objects.filter(move__shop_order=order).values_list(
        "share", "amount"
    ):
        found[share] += amount
    return found


def told(
    order: ShopOrder, kind: MoneyKind, amount: Decimal, at: datetime, refund: str = ""
) -> None:
    """A move as the provider tells it."""
    move = Move(kind, amount, CURRENCY, f"{kind}-{random.random()}", at, refund)
    with as_shop(), transaction.atomic():
        settle(attempt_of(order).pk, Found(None, (move,)), takes_wrong=True)


def refunds_go(order: ShopOrder, at: datetime) -> None:
    """All refunds that wait reach who they are for."""
    for refund in Refund.objects.filter(shop_order=order).exclude(state="done"):
        told(order, MoneyKind.REFUNDED, refund.amount, at, str(refund.key))


def test_a_line_is_split_by_its_facilitys_rule_else_the_shops() -> None:
    own, other = facility_make(), facility_make()
    share_rule_make(5_000, 1_500)
    share_rule_make(1_500, 2_500, facility_id=own.pk)
    order = order_paid_up(
        (public_listing(own, prices=(100_000,)), 1), (public_listing(other, prices=(50_000,)), 2)
    )
    rows = ProceedsEntry.objects.filter(move__shop_order=order)
    here = {row.share: row.amount for row in rows.filter(facility=own)}
    there = {row.share: row.amount for row in rows.filter(facility=other)}
    assert here == {"premi": 15_000, "pnbp": 25_000, "capital": 60_000, "delivery": 20_000}
    assert there == {"premi": 50_000, "pnbp": 15_000, "capital": 35_000, "delivery": 20_000}
    assert sum(here.values()) + sum(there.values()) == order.total


def test_rules_count_from_their_day() -> None:
    facility = facility_make()
    share_rule_make(1_000, 0, since=date(2026, 1, 1))
    new = share_rule_make(2_000, 0, since=date(2026, 3, 1))
    own = share_rule_make(3_000, 0, facility_id=facility.pk, since=date(2026, 5, 1))
    assert splits([facility.pk], date(2025, 12, 31)) == {}
    assert splits([facility.pk], date(2026, 2, 28))[facility.pk].premi == 1_000
    assert splits([facility.pk], date(2026, 3, 1))[facility.pk].rule_id == new.pk
    assert splits([facility.pk], date(2026, 5, 1))[facility.pk].rule_id == own.pk


def test_without_a_rule_nothing_is_made_up() -> None:
    order = order_paid_up((public_listing(prices=(30_000,)), 1))
    assert by_share(order) == {"capital": 30_000, "delivery": 20_000}
    assert set(ProceedsEntry.objects.values_list("rule_id", flat=True)) == {None}


def splits(facility_ids: list[int], on: date) -> dict[int, Split]:
    """The rules of a day."""
    return splits_from(planned_rows(*splits_asked(facility_ids, on)))


def test_ppn_goes_apart_for_a_facility_that_owes_it_on_the_day() -> None:
    facility = facility_make()
    TaxRate.objects.create(in_force_from="2022-04-01", percent="11", source="t", certainty="V")
    period = TaxpayerPeriod.objects.create(facility=facility, since="2026-01-01")
    share_rule_make(5_000, 0)
    order = order_paid_up((public_listing(facility, prices=(111_000,)), 1))
    assert order.tax_total == 11_000 + 1_982  # of the goods, and of their delivery for 20,000
    assert by_share(order) == {
        "tax": 12_982,
        "premi": 50_000,
        "capital": 50_000,
        "delivery": 18_018,
    }
    saleors: Any = order.order
    assert saleors.total_gross_amount - saleors.total_net_amount == 12_982
    assert saleors.shipping_price_gross_amount - saleors.shipping_price_net_amount == 1_982
    token = basket_with((public_listing(facility, prices=(111_000,)), 1))
    fetch(token)  # nothing is asked for bringing it
    assert quote_of(token).tax_total == 11_000
    assert quote_of(token, on=date(2025, 12, 31)).parts[0].percent == 0
    TaxpayerPeriod.objects.filter(pk=period.pk).update(until="2026-01-31")
    assert quote_of(token, on=date(2026, 1, 31)).parts[0].percent == 11
    assert quote_of(token, on=date(2026, 2, 1)).parts[0].percent == 0
    later = order_placed((public_listing(facility, prices=(111_000,)), 1))
    assert later.tax_total == 0


def test_the_month_is_that_of_jakarta() -> None:
    order = order_placed()
    money_comes(attempt_of(order), at=datetime(2026, 10, 31, 18, 30, tzinfo=UTC))
    (total,) = month_totals()
    assert (total.month, total.total) == (date(2026, 11, 1), order.total)


def test_a_transfers_own_digits_are_split_too() -> None:
    share_rule_make(5_000, 1_500)
    order = order_placed(method="transfer:")
    attempt = attempt_of(order)
    assert attempt.amount > order.total
    money_comes(attempt)
    assert sum(by_share(order).values()) == attempt.amount
    part_cancel(
        facility_order_id=order.facility_orders.get().pk,
        cause=CancelCause.FACILITY,
        note="",
        by="Sari",
    )
    assert Refund.objects.get().amount == attempt.amount  # all that came
    refunds_go(order, timezone.now())
    assert not any(by_share(order).values())


def test_the_database_refuses_entries_that_do_not_add_up() -> None:
    order = order_paid_up()
    entry = ProceedsEntry.objects.first()
    assert entry is not None
    entry.pk, entry.share = None, Share.TAX.value
    with pytest.raises(IntegrityError, match="its shares are"), transaction.atomic():
        entry.save()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert sum(by_share(order).values()) == order.total


def test_a_dispute_takes_and_gives_back() -> None:
    share_rule_make(5_000, 1_500)
    order = order_paid_up((public_listing(prices=(9_999,)), 3))
    before = by_share(order)
    now = timezone.now()
    told(order, MoneyKind.DISPUTED, order.total, now)
    assert not any(by_share(order).values())
    told(order, MoneyKind.DISPUTE_WON, order.total, now)
    assert by_share(order) == before


def _history(dice: random.Random, listings: list[object]) -> None:
    """One order: placed with goods by chance, paid or not, cancelled, refunded, disputed."""
    goods = [(one, dice.randint(1, 4)) for one in dice.sample(listings, dice.randint(1, 4))]
    order = order_placed(*goods)  # type: ignore[arg-type]
    at = timezone.now() - timedelta(days=dice.randint(0, 90))
    if dice.random() < 0.1:
        return
    money_comes(attempt_of(order), at=at)
    if dice.random() < 0.1:
        money_comes(attempt_of(order), at=at)  # twice: goes back, is nobody's
    for part in FacilityOrder.objects.filter(shop_order=order):
        if dice.random() < 0.4:
            part_cancel(facility_order_id=part.pk, cause=CancelCause.FACILITY, note="", by="Sari")
    if dice.random() < 0.8:
        refunds_go(order, at + timedelta(days=dice.randint(0, 40)))
    if dice.random() < 0.2:
        left = sum(by_share(order).values(), ZERO)
        if left > 0:
            told(order, MoneyKind.DISPUTED, left, at + timedelta(days=5))
            if dice.random() < 0.5:
                told(order, MoneyKind.DISPUTE_WON, left, at + timedelta(days=50))


def _truth() -> dict[date, Decimal]:
    """By month, from the moves alone: what came for goods less what went back of it."""
    found: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for order in ShopOrder.objects.exclude(paid_at=None):
        first = True
        for move in moves_of(order):
            in_error = move.refund is not None and move.refund.cause == "paid_twice"
            if move.kind == MoneyKind.CAPTURED and not first:
                in_error = True  # the second payment
            first = False if move.kind == MoneyKind.CAPTURED else first
            if not in_error:
                day = move.at.astimezone(LEGAL_ZONE).date().replace(day=1)
                found[day] += -move.amount if move.kind in OUT else move.amount
    return found


@pytest.mark.parametrize("seed", range(3))
def test_totals_are_what_came_less_what_went_back_whatever_happens(
    seed: int, counted: Callable[[str], None]
) -> None:
    dice = random.Random(seed)
    facilities = [facility_make() for _n in range(4)]
    share_rule_make(5_000, 1_500)
    share_rule_make(3_333, 1_111, facility_id=facilities[0].pk)
    TaxRate.objects.create(in_force_from="2022-04-01", percent="11", source="t", certainty="V")
    TaxpayerPeriod.objects.create(facility=facilities[1], since="2020-01-01")
    listings: list[object] = [
        public_listing(one, prices=(dice.randint(1, 99_999),), stock=500) for one in facilities
    ]
    for _n in range(25):
        _history(dice, listings)
    shown: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for total in month_totals():
        shown[total.month] += total.total
    truth = _truth()
    assert {k: v for k, v in shown.items() if v} == {k: v for k, v in truth.items() if v}
    moves = MoneyMove.objects.count()
    counted(f"proceeds: seed {seed}, {moves} moves of money of 25 orders, difference 0")
