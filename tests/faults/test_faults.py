"""One round of each harm, with forty buyers where there are many; `storefront faults` does all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.faults.killing import POINTS
from tests.faults.rounds import (
    Counted,
    database_restarted,
    deserted,
    killed_at,
    killed_often,
    last_pieces,
    mails_off,
    same_basket,
    voucher_once,
    webhooks,
)
from tests.faults.shop import Harmed, harmed_shop

# One shop for all of them, in one process.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]
BUYERS = 40


@pytest.fixture(scope="module")
def shop() -> Iterator[Harmed]:
    with harmed_shop() as found:
        yield found


def test_the_last_pieces_are_sold_once(shop: Harmed) -> None:
    found = last_pieces(shop, buyers=BUYERS, stock=10)
    assert (found.orders, found.charges) == (10, 10)
    assert found.is_right, found


def test_one_basket_is_one_order(shop: Harmed) -> None:
    found = same_basket(shop, times=20)
    assert (found.orders, found.charges) == (1, 1)
    assert found.is_right, found


def test_a_voucher_for_one_counts_once(shop: Harmed) -> None:
    found = voucher_once(shop, buyers=20)
    assert found.orders >= 1
    assert found.is_right, found


@pytest.mark.parametrize("point", POINTS)
def test_a_worker_is_killed(shop: Harmed, point: str) -> None:
    found = killed_at(shop, point)
    assert (found.orders, found.charges) == (1, 1)
    assert found.is_right, found


def test_a_paid_order_is_found_though_nobody_comes_back(shop: Harmed) -> None:
    found = deserted(shop)
    assert (found.orders, found.charges) == (1, 1)
    assert found.is_right, found


def test_notices_are_believed_once_and_only_when_true(shop: Harmed) -> None:
    found = webhooks(shop, times=50)
    assert (found.orders, found.charges) == (1, 1)
    assert found.is_right, found


@pytest.mark.parametrize("harm", [killed_often, database_restarted, mails_off])
def test_a_part_of_the_shop_is_off(shop: Harmed, harm: Callable[..., Counted]) -> None:
    found = harm(shop, buyers=BUYERS)
    assert (found.orders, found.charges) == (BUYERS, BUYERS)
    assert found.is_right, found
