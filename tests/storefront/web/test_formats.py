"""Numbers as people read them: Rp15.000, 1,5 kg, 14.30 WIB."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from storefront.web import formats


@pytest.mark.parametrize(
    ("amount", "indonesian", "english"),
    [
        ("0", "Rp0", "Rp0"),
        ("500", "Rp500", "Rp500"),
        ("15000", "Rp15.000", "Rp15,000"),
        ("1250000.00", "Rp1.250.000", "Rp1,250,000"),
        ("999.50", "Rp1.000", "Rp1,000"),
    ],
)
def test_rupiah_has_no_space_and_no_decimals(amount: str, indonesian: str, english: str) -> None:
    assert formats.rupiah(Decimal(amount), "id") == indonesian
    assert formats.rupiah(Decimal(amount), "en") == english


def test_a_range_of_prices_is_joined_by_a_dash() -> None:
    low, high = Decimal(12000), Decimal(45000)
    assert formats.rupiah_range(low, high, "id") == "Rp12.000–Rp45.000"
    assert formats.rupiah_range(low, low, "id") == "Rp12.000"


@pytest.mark.parametrize(
    ("grams", "indonesian", "english"),
    [
        (250, "250 g", "250 g"),
        (999, "999 g", "999 g"),
        (1000, "1 kg", "1 kg"),
        (1500, "1,5 kg", "1.5 kg"),
        (1255, "1,26 kg", "1.26 kg"),
        (12000, "12 kg", "12 kg"),
        (1234500, "1.234,5 kg", "1,234.5 kg"),
    ],
)
def test_weights_change_to_kilograms_at_a_thousand(
    grams: int, indonesian: str, english: str
) -> None:
    assert formats.weight(grams, "id") == indonesian
    assert formats.weight(grams, "en") == english


def test_percent_has_a_decimal_comma_in_indonesian() -> None:
    assert formats.percent(Decimal("12.5"), "id") == "12,5 %"
    assert formats.percent(Decimal("12.5"), "en") == "12.5%"


def test_dates_name_the_month() -> None:
    day = date(2026, 5, 3)
    assert formats.long_date(day, "id") == "3 Mei 2026"
    assert formats.long_date(day, "en") == "3 May 2026"
    assert formats.short_date(date(2026, 8, 31), "id") == "31 Agu 2026"


@pytest.mark.parametrize(
    ("zone", "indonesian", "english"),
    [
        ("WIB", "14.30 WIB", "14:30 WIB"),
        ("WITA", "15.30 WITA", "15:30 WITA"),
        ("WIT", "16.30 WIT", "16:30 WIT"),
    ],
)
def test_hours_are_those_of_the_place(zone: str, indonesian: str, english: str) -> None:
    moment = datetime(2026, 11, 3, 7, 30, tzinfo=UTC)
    assert formats.clock(moment, zone, "id") == indonesian
    assert formats.clock(moment, zone, "en") == english


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+6281234567890", "0812-3456-7890"),
        ("+62812345678", "0812-3456-78"),
        ("+6224123456", "0241-2345-6"),
        ("", ""),
        ("+6512345678", "+6512345678"),
    ],
)
def test_phone_numbers_are_shown_as_dialed_here(stored: str, shown: str) -> None:
    assert formats.phone(stored) == shown
