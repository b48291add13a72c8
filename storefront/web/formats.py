"""How numbers, prices, weights, dates, hours and phone numbers are written for people.

Indonesian writes Rp15.000, 1,5 kg and 14.30 WIB; English the same things with its own separators.
Libraries put a space after Rp and colons into hours, so these are our own small functions.
`language` is "id" or "en" everywhere.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

ZONES = {
    "WIB": ZoneInfo("Asia/Jakarta"),
    "WITA": ZoneInfo("Asia/Makassar"),
    "WIT": ZoneInfo("Asia/Jayapura"),
}
_MONTHS = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_SHORT_MONTHS = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_WEEKDAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_GRAMS_IN_KILOGRAM = 1000


def number(value: int | Decimal, language: str) -> str:
    """A whole number with thousands: 1.250 in Indonesian, 1,250 in English."""
    text = f"{value:,.0f}"
    return text.replace(",", ".") if language == "id" else text


def decimal_number(value: Decimal, language: str) -> str:
    """A number with up to two decimals and no idle zeros: 1,5 in Indonesian, 1.5 in English."""
    text = f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP):,f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if language == "id" else text


def rupiah(amount: Decimal, language: str) -> str:
    """Rp15.000: no space, no decimals; whole rupiah, halves go up."""
    return "Rp" + number(amount.quantize(Decimal(1), ROUND_HALF_UP), language)


def rupiah_range(low: Decimal, high: Decimal, language: str) -> str:
    """Rp12.000–Rp45.000, or one price when both are the same."""
    if low == high:
        return rupiah(low, language)
    return f"{rupiah(low, language)}–{rupiah(high, language)}"


def weight(grams: int, language: str) -> str:
    """250 g below a kilogram, 1,5 kg from there."""
    if grams < _GRAMS_IN_KILOGRAM:
        return f"{grams} g"
    return f"{decimal_number(Decimal(grams) / _GRAMS_IN_KILOGRAM, language)} kg"


def percent(value: Decimal, language: str) -> str:
    """12,5 % in Indonesian, 12.5% in English."""
    text = decimal_number(value, language)
    return f"{text} %" if language == "id" else f"{text}%"


def long_date(day: date, language: str) -> str:
    """3 November 2026."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def short_date(day: date, language: str) -> str:
    """3 Nov 2026, for narrow places."""
    return f"{day.day} {_SHORT_MONTHS[language][day.month - 1]} {day.year}"


def clock(moment: datetime, zone: str, language: str) -> str:
    """14.30 WIB: the hour at a place. moment: aware; zone: WIB, WITA or WIT."""
    local = moment.astimezone(ZONES[zone])
    return f"{hour(f'{local:%H.%M}', language)} {zone}"


def hour(text: str, language: str) -> str:
    """ "08.00" as the language writes it: a dot in Indonesian, a colon in English."""
    return text if language == "id" else text.replace(".", ":")


def weekday(index: int, language: str) -> str:
    """The day's name; 0 is Monday."""
    return _WEEKDAYS[language][index]


def phone(stored: str) -> str:
    """0812-3456-7890 from +6281234567890; other numbers come back as they are."""
    if not stored.startswith("+62"):
        return stored
    digits = "0" + stored[3:]
    parts = [digits[:4], digits[4:8], digits[8:]]
    return "-".join(part for part in parts if part)
