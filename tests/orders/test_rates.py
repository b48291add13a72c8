"""What a courier charges: weights, rounding, and which row of the table counts."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.types import Delivery
from storefront.orders.rules.rates import (
    Pack,
    Place,
    chargeable_grams,
    closest,
    kilograms,
    price,
)
from storefront.orders.rules.ways import may_cross, strictest

# a busy machine draws slowly; that says nothing of what is drawn
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DIVISORS = st.integers(1, 10_000)
SIDES = st.integers(1, 400)
PACKS = st.lists(
    st.builds(
        Pack,
        st.integers(1, 200_000),
        st.integers(1, 99),
        st.none() | st.tuples(SIDES, SIDES, SIDES),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize(
    ("grams", "size", "divisor", "charged"),
    [
        (400, None, 6000, 400),
        (400, (10, 10, 10), 6000, 400),  # 167 g of volume
        (400, (30, 20, 10), 6000, 1000),
        (400, (30, 20, 10), 5000, 1200),
        (400, (11, 11, 11), 3000, 444),  # 443.67 g: part of a gram is one more
        (9_000, (60, 50, 40), 6000, 20_000),
        (20_001, (60, 50, 40), 6000, 20_001),
    ],
)
def test_the_heavier_of_weight_and_volume(
    grams: int, size: tuple[int, int, int] | None, divisor: int, charged: int
) -> None:
    assert chargeable_grams([Pack(grams, 1, size)], divisor) == charged


def test_a_parcel_is_weighed_and_measured_as_a_whole() -> None:
    heavy, large = Pack(3_000, 1, (10, 10, 10)), Pack(200, 1, (30, 30, 30))
    assert chargeable_grams([heavy, large], 6000) == 4_667  # not 3,000 + 4,500
    assert chargeable_grams([large, Pack(500, 2)], 6000) == 5_500  # no size: by its weight


@pytest.mark.parametrize(
    ("grams", "round_up_from", "charged"),
    [
        *[(1, 300, 1), (999, 300, 1), (1_000, 300, 1), (1_299, 300, 1), (1_300, 300, 2)],
        *[(2_299, 300, 2), (2_300, 300, 3), (0, 300, 1)],
        *[(1_001, 1, 2), (1_000, 1, 1), (1_999, 1_000, 1), (2_000, 1_000, 2)],
    ],
)
def test_kilograms_by_the_couriers_rounding(grams: int, round_up_from: int, charged: int) -> None:
    assert kilograms(grams, round_up_from) == charged


@pytest.mark.parametrize(
    ("grams", "cost"), [(300, 18_000), (1_299, 18_000), (1_300, 30_000), (3_100, 42_000)]
)
def test_the_first_kilogram_and_each_that_follows(grams: int, cost: int) -> None:
    assert price(Decimal(18_000), Decimal(12_000), grams, 300) == cost


@patient
@given(PACKS, DIVISORS)
def test_never_lighter_than_the_scales_say(packs: list[Pack], divisor: int) -> None:
    weight = sum(pack.grams * pack.quantity for pack in packs)
    assert chargeable_grams(packs, divisor) >= weight


@patient
@given(PACKS, DIVISORS)
def test_neither_order_nor_division_into_lines_matters(packs: list[Pack], divisor: int) -> None:
    singles = [pack._replace(quantity=1) for pack in packs for _ in range(pack.quantity)]
    assert chargeable_grams(singles[::-1], divisor) == chargeable_grams(packs, divisor)


@patient
@given(PACKS, PACKS, DIVISORS)
def test_more_goods_never_charge_less(some: list[Pack], more: list[Pack], divisor: int) -> None:
    assert chargeable_grams(some + more, divisor) >= chargeable_grams(some, divisor)


@patient
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 1000))
def test_kilograms_grow_with_weight(grams: int, more: int, round_up_from: int) -> None:
    assert 1 <= kilograms(grams, round_up_from) <= kilograms(grams + more, round_up_from)
    assert kilograms(grams, round_up_from) * 1000 > grams - 1000


@patient
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 1000))
def test_prices_are_whole_rupiah_of_at_least_the_first_kilogram(
    first: int, following: int, grams: int, round_up_from: int
) -> None:
    cost = price(Decimal(first), Decimal(following), grams, round_up_from)
    assert cost >= first and cost == cost.to_integral()


# --- Which row counts


class Row(NamedTuple):
    origin: str
    destination: str


HERE, THERE = Place("72.71", "72"), Place("31.74", "31")
# The closest first.
ORDER = [
    *(Row("72.71", "31.74"), Row("72.71", "31"), Row("72", "31.74"), Row("72", "31")),
    *(Row("72.71", ""), Row("", "31.74"), Row("72", ""), Row("", "31"), Row("", "")),
]
OTHERS = [Row("72.10", "31.74"), Row("73", "31"), Row("31.74", "72.71"), Row("72.71", "31.01")]


def test_the_closest_pair_of_places_counts() -> None:
    rows = list(ORDER)
    while rows:
        assert closest([*reversed(rows), *OTHERS], HERE, THERE) == rows.pop(0)
    assert closest(OTHERS, HERE, THERE) is None
    assert closest([], HERE, THERE) is None


def test_the_order_of_rows_does_not_matter() -> None:
    for rows in permutations(ORDER[:5]):
        assert closest(rows, HERE, THERE) == ORDER[0]


def test_a_place_of_which_only_the_province_is_known() -> None:
    assert closest(ORDER, HERE, Place("", "31")) == Row("72.71", "31")
    assert closest([Row("72.71", "31.74")], HERE, Place("", "31")) is None


# --- Ways


def test_the_strictest_way_is_that_of_all() -> None:
    ways = ("parcel", "local_courier", "pickup")
    for count in range(1, 4):
        for some in permutations(map(Delivery, ways), count):
            assert strictest(some) == max(some, key=list(map(Delivery, ways)).index)
    assert strictest([]) is Delivery.PARCEL


def test_levels_that_cross() -> None:
    assert [may_cross(x) for x in ([], [""], ["III"], ["III", "II"], ["I"])] == [
        *(False, False, False, True, True)
    ]
