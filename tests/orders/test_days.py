"""Working days of facilities and couriers, with Indonesia's holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storefront.orders.rules.days import (
    MOST_DAYS,
    after,
    courier_carries,
    days_off,
    facility_open,
    holidays,
)

FRIDAY = date(2026, 11, 20)
DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize(
    ("count", "day"),
    [(0, FRIDAY), (1, date(2026, 11, 23)), (5, date(2026, 11, 27)), (6, date(2026, 11, 30))],
)
def test_working_days_after(count: int, day: date) -> None:
    assert after(FRIDAY, count, facility_open([])) == day


def test_a_facility_works_on_the_days_that_it_is_open() -> None:
    saturdays = facility_open([5])
    assert after(FRIDAY, 2, saturdays) == date(2026, 11, 28)


def test_couriers_carry_on_saturdays_and_in_joint_leave() -> None:
    assert courier_carries(date(2026, 11, 21)) and not courier_carries(date(2026, 11, 22))
    assert courier_carries(date(2026, 12, 24))  # joint leave
    assert not courier_carries(date(2026, 12, 25))
    assert not facility_open([])(date(2026, 12, 24))


def test_a_year_without_a_decree_has_the_days_that_never_move() -> None:
    assert date(2031, 8, 17) in holidays(2031) == days_off(2031)
    assert len(holidays(2031)) == 5


def test_who_is_never_open_ends_the_counting() -> None:
    assert after(FRIDAY, 3, lambda _day: False) == FRIDAY + timedelta(days=MOST_DAYS)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DAYS, st.integers(0, 60), st.sets(st.integers(0, 6)))
def test_it_ends_on_an_open_day_after_so_many(day: date, count: int, open_on: set[int]) -> None:
    is_open = facility_open(open_on)
    end = after(day, count, is_open)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(map(is_open, between)) == count
    assert count == 0 or is_open(end)
