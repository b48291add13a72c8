"""Working days: of a facility by its opening hours, of couriers, and Indonesia's holidays.

Holidays are those of the yearly joint decree of three ministers, as the `lokal` library has them.
For a year whose decree is not out yet only the days that never move are known.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta
from functools import lru_cache

from lokal.holidays import HOLIDAY_YEARS, get_holidays

MONDAY_TO_FRIDAY = frozenset(range(5))
MONDAY_TO_SATURDAY = frozenset(range(6))  # couriers carry on Saturdays
MOST_DAYS = 1_000  # a date further away is no promise; also ends every loop here
_NEVER_MOVE = ((1, 1), (5, 1), (6, 1), (8, 17), (12, 25))

IsOpen = Callable[[date], bool]


@lru_cache(maxsize=32)
def holidays(year: int) -> frozenset[date]:
    """National holidays of a year, without the days of joint leave."""
    if year not in HOLIDAY_YEARS:
        return frozenset(date(year, month, day) for month, day in _NEVER_MOVE)
    days = get_holidays(year).holidays
    return frozenset(date.fromisoformat(day.date) for day in days if day.type == "libur_nasional")


@lru_cache(maxsize=32)
def days_off(year: int) -> frozenset[date]:
    """Days on which offices of the state are closed: holidays and joint leave."""
    if year not in HOLIDAY_YEARS:
        return holidays(year)
    return frozenset(date.fromisoformat(day.date) for day in get_holidays(year).holidays)


def facility_open(weekdays: Collection[int]) -> IsOpen:
    """Tells the days on which a facility works. weekdays: of its opening hours, 0 is Monday; none
    stated: Monday to Friday."""
    open_on = frozenset(weekdays) or MONDAY_TO_FRIDAY
    return lambda day: day.weekday() in open_on and day not in days_off(day.year)


def courier_carries(day: date) -> bool:
    """Whether couriers carry on a day: Monday to Saturday but on national holidays."""
    return day.weekday() in MONDAY_TO_SATURDAY and day not in holidays(day.year)


def after(day: date, count: int, is_open: IsOpen) -> date:
    """The day on which `count` open days have passed after `day`; `day` itself for none. Counting
    stops MOST_DAYS ahead."""
    end = day + timedelta(days=MOST_DAYS)
    while count > 0 and day < end:
        day += timedelta(days=1)
        if is_open(day):
            count -= 1
    return day
