"""Prices as people type them: "di bawah 50 ribu", "<50rb", "50rb-100rb", "maksimal 100.000"."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_NUMBER = r"(?:rp\.?\s*|idr\s*)?(\d{1,3}(?:[.,]\d{3})+|\d{1,9}(?:[.,]\d{1,2})?)"
_UNIT = r"\s*(ribuan|ribu|rebu|rb|jutaan|juta|jt|k|rupiah|thousand|million)?(?![a-z0-9])"
_AMOUNT = _NUMBER + _UNIT
_TO = r"\s*(?:-|–|—|s\s?/\s?d|sd|sampai|hingga|to|and|dan|ke)\s*"
_UNDER = (
    r"(?:harga\s+)?(?:di\s?bawah|kurang dari|maksimal|maksimum|maks|max|paling mahal|tidak lebih"
    r" dari|under|below|less than|up to|at most|sampai|hingga|budget|<\s*=?)\s*"
)
_OVER = (
    r"(?:harga\s+)?(?:di\s?atas|lebih dari|minimal|minimum|min|mulai(?:\s+dari)?|over|above"
    r"|more than|at least|>\s*=?)\s*"
)
_PATTERNS = (
    ("between", re.compile(rf"(?:harga\s+)?(?:antara|between\s+)?\s*{_AMOUNT}{_TO}{_AMOUNT}")),
    ("under", re.compile(_UNDER + _AMOUNT)),
    ("over", re.compile(_OVER + _AMOUNT)),
    ("about", re.compile(rf"(?<![a-z0-9])(?:harga\s+)?{_AMOUNT}")),
)
_THOUSAND, _MILLION = Decimal(1000), Decimal(1_000_000)
_TIMES = {
    **dict.fromkeys(("ribuan", "ribu", "rebu", "rb", "k", "thousand"), _THOUSAND),
    **dict.fromkeys(("jutaan", "juta", "jt", "million"), _MILLION),
}
_LONG = 4  # digits of a number that can be a price
_SPOKEN = 1000  # a bare number below it is said in thousands: "di bawah 50"


class Price(NamedTuple):
    """Bounds in rupiah, both included, and the words that said so."""

    low: Decimal | None
    high: Decimal | None
    said: str


def _amount(number: str, unit: str) -> Decimal:
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", number):
        value = Decimal(re.sub(r"[.,]", "", number))
    else:
        value = Decimal(number.replace(",", "."))
    return value * _TIMES.get(unit, Decimal(1))


def _bound(number: str, unit: str) -> Decimal:
    value = _amount(number, unit)
    return value * _THOUSAND if not unit and value < _SPOKEN else value


def _is_money(found: re.Match[str]) -> bool:
    """A bare number is a size or a year unless something says that it is money."""
    said, number, unit = found.group(0), found.group(1), found.group(2)
    return bool(unit) or "rp" in said or "idr" in said or ("harga" in said and len(number) >= _LONG)


def _between(found: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    low, low_unit, high, high_unit = found.groups(default="")
    is_money = low_unit or high_unit or "rp" in found.group(0)
    if not is_money and min(len(low), len(high)) < _LONG:
        return None
    bounds = _bound(low, low_unit or high_unit), _bound(high, high_unit)
    return min(bounds), max(bounds)


def _about(found: re.Match[str]) -> tuple[Decimal | None, Decimal] | None:
    """A price alone is the most to pay; "50 ribuan" is from 50 to 60 thousand."""
    if not _is_money(found):
        return None
    number, unit = found.group(1), found.group(2) or ""
    value = _bound(number, unit)
    if unit not in ("ribuan", "jutaan"):
        return None, value
    return value, value + Decimal(10) ** value.adjusted() - 1


def price_in(text: str) -> tuple[Price | None, str]:
    """The price that a text in small letters asks for, and the text without it."""
    for kind, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            bounds = _bounds(kind, found)
            if bounds is not None:
                rest = f"{text[: found.start()]} {text[found.end() :]}"
                return Price(*bounds, found.group(0).strip()), rest
    return None, text


def _bounds(kind: str, found: re.Match[str]) -> tuple[Decimal | None, Decimal | None] | None:
    if kind == "between":
        return _between(found)
    if kind == "about":
        return _about(found)
    value = _bound(found.group(1), found.group(2) or "")
    return (None, value) if kind == "under" else (value, None)
