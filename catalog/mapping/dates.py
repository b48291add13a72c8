"""Dates in the styles that offices write, and as Excel counts them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from catalog.mapping.values import Flaw, Value, flaw, is_nothing, odd_flaw, text_of

_MONTHS = {
    name: number
    for number, names in enumerate(
        ["januari jan january", "februari feb pebruari peb february", "maret mar mrt march",
         "april apr", "mei may", "juni jun june", "juli jul july", "agustus agu agt ags aug august",
         "september sep sept", "oktober okt oct october", "november nov nopember nop",
         "desember des dec december"], start=1,
    )
    for name in names.split()
}  # fmt: skip
_NUMERIC = re.compile(r"^(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})$")
_ISO = re.compile(r"^(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[ T]\d{1,2}[:.].*)?$")
_WORDS = re.compile(r"(?i)^(?:[a-z]+,\s*)?(\d{1,2})[\s\-/]*([a-z]{3,9})\.?[\s\-/,]*(\d{4}|\d{2})$")
_WITHOUT_END = re.compile(
    r"(?i)^(?:seumur hidup|selama(?:nya| usaha.*)?|tanpa batas|tidak terbatas|berlaku selamanya)$"
)
_LEAD = re.compile(
    r"(?i)^(?:s/d|s\.d\.?|sd|sampai(?: dengan)?|hingga|berlaku(?: s/d| sampai| hingga)?|"
    r"exp\.?|ed\.?|tgl\.?|tanggal)\s*:?\s*"
)
_EPOCH = date(1899, 12, 30)
MONTHS = 12
CENTURY = 2000
_YEARS = (1990, 2099)
# Excel's numbers of 2000-01-01 and 2099-12-31
_FIRST, _LAST = 36_526, 73_050


class Order(Enum):
    """Which of the first two numbers of 03/04/2026 is the day."""

    DAY_FIRST = "hari-bulan"
    MONTH_FIRST = "bulan-hari"


class Unordered(NamedTuple):
    """A date that is two dates: 03/04/2026."""

    first: int
    second: int
    year: int

    def ordered(self, order: Order) -> date:
        """The date that one order makes of it."""
        day, month = (self.first, self.second)
        if order is Order.MONTH_FIRST:
            day, month = month, day
        return date(self.year, month, day)


class Unending(NamedTuple):
    """ "Seumur hidup": the paper has no end."""


def date_of(value: Value) -> date | Unordered | Unending | Flaw | None:
    """A legal date. A number is Excel's count of days."""
    if bad := odd_flaw(value):
        return bad
    if isinstance(value, date):
        return value
    text = text_of(value)
    if is_nothing(text):
        return None
    if isinstance(value, int | float) or (text.isdigit() and len(text) == len(str(_FIRST))):
        number = float(text) if not isinstance(value, bool) else 0
        if _FIRST <= number <= _LAST:
            return _EPOCH + timedelta(days=int(number))
        return flaw("date_unread", text=text)
    return _of_text(text)


def _of_text(text: str) -> date | Unordered | Unending | Flaw:
    bare = _LEAD.sub("", text)
    if _WITHOUT_END.match(bare) or _WITHOUT_END.match(text):
        return Unending()
    if found := _ISO.match(bare):
        return _made(int(found[1]), int(found[2]), int(found[3]), text)
    if found := _WORDS.match(bare):
        month = _MONTHS.get(found[2].casefold())
        return (
            _made(_year(found[3]), month, int(found[1]), text)
            if month
            else flaw("date_unread", text=text)
        )
    if found := _NUMERIC.match(bare):
        return _of_numbers(int(found[1]), int(found[2]), _year(found[3]), text)
    return flaw("date_unread", text=text)


def _of_numbers(first: int, second: int, year: int, text: str) -> date | Unordered | Flaw:
    if first > MONTHS or first == second:
        return _made(year, second, first, text)
    if second > MONTHS:
        return _made(year, first, second, text)
    return Unordered(first, second, year) if first and second else flaw("date_unread", text=text)


def _year(text: str) -> int:
    return int(text) if len(text) > len("26") else CENTURY + int(text)


def _made(year: int, month: int, day: int, text: str) -> date | Flaw:
    try:
        made = date(year, month, day)
    except ValueError:
        return flaw("date_unread", text=text)
    return made if _YEARS[0] <= year <= _YEARS[1] else flaw("date_unread", text=text)


def order_shown(values: Iterable[Value]) -> Order | None:
    """The order that the clear dates of a column prove; None when none does, or both are proved."""
    seen = set()
    for value in values:
        found = _NUMERIC.match(_LEAD.sub("", text_of(value))) if isinstance(value, str) else None
        if found and int(found[1]) > MONTHS >= int(found[2]):
            seen.add(Order.DAY_FIRST)
        elif found and int(found[2]) > MONTHS >= int(found[1]):
            seen.add(Order.MONTH_FIRST)
    return seen.pop() if len(seen) == 1 else None
