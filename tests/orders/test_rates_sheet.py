"""Loading the rate table: errors by line, all or nothing, twice changes nothing."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalog.errors import NotAllowed, NotFound
from catalog.models import AuditEntry
from storefront.orders.models import ShippingRate
from storefront.orders.services import rates
from storefront.orders.services.rates import COLUMNS, SheetRefused, rates_load, rates_sheet
from tests.cast import Cast, cast_make
from tests.making import SYSTEM, facility_make
from tests.orders.delivery_making import places_make, service_make

pytestmark = pytest.mark.django_db

HEADING = ",".join(COLUMNS) + "\n"
GOOD = HEADING + (
    "ab-reg,72.71,31,Rp30.000,20000,2,4\n"
    "ab-reg,72,31.74,32000,21.000,2,5\n"
    "\n"
    "ab-reg,,,90000,80000,5,14\n"
)


@pytest.fixture(autouse=True)
def _places() -> None:
    facility_make()
    places_make()
    service_make()


def load(text: str | bytes) -> tuple[int, ...]:
    return tuple(rates_load(actor=SYSTEM, text=text))


def rows() -> list[tuple[Any, ...]]:
    return list(
        ShippingRate.objects.order_by("pk").values_list(
            *("service_id", "origin", "destination", "first_kg", "next_kg", "days_min", "days_max")
        )
    )


def test_a_sheet_is_loaded_and_written_down() -> None:
    assert load(GOOD) == (3, 3, 0, 0)
    assert rows()[0] == ("ab-reg", "72.71", "31", 30_000, 20_000, 2, 4)
    entry = AuditEntry.objects.get(action="rates.loaded")
    assert entry.detail["added"] == 3 and len(entry.detail["sha256"]) == 64


@pytest.mark.parametrize(
    "text",
    [GOOD, GOOD.replace(",", ";"), "\ufeff" + GOOD, GOOD.replace("\n", "\r\n"), GOOD.encode()],
)
def test_sheets_of_spreadsheets_and_twice_the_same(text: str | bytes) -> None:
    load(GOOD)
    before = rows(), AuditEntry.objects.count()
    assert load(text) == (3, 0, 0, 0)
    assert (rows(), AuditEntry.objects.count()) == before


def test_a_changed_line_changes_its_rate_alone() -> None:
    load(GOOD)
    assert load(HEADING + "ab-reg,,,91000,80000,5,14\n") == (1, 0, 1, 0)
    assert sorted(row[3] for row in rows()) == [30_000, 32_000, 91_000]


def test_a_line_without_prices_takes_the_rate_away() -> None:
    load(GOOD)
    assert load(HEADING + "ab-reg,,,,,,\nab-reg,31,72,,,,\n") == (2, 0, 0, 1)
    assert len(rows()) == 2


def test_the_tables_own_sheet_loads_without_a_change() -> None:
    load(GOOD)
    assert load(rates_sheet()) == (3, 0, 0, 0)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("xx-reg,72,31,1,1,1,1", "xx-reg"),
        ("ab-reg,7271,31,1,1,1,1", "7271"),
        ("ab-reg,72,99,1,1,1,1", "99"),
        *[
            (f"ab-reg,72,31,{price},1,1,1", price)
            for price in ("-1", "1.5", "1e5", "a", "100000001")
        ],
        ("ab-reg,72,31,1,,1,1", "“”"),
        ("ab-reg,72,31,1,1,1,61", "61"),
        ("ab-reg,72,31,1,1,-1,2", "-1"),
        ("ab-reg,72,31,1,1,3,2", "hari"),
        ("ab-reg,72,31,1,1,1", "6"),
        ("ab-reg,72.71,31,1,1,1,1", "2"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_loaded(line: str, word: str) -> None:
    with pytest.raises(SheetRefused) as refused:
        load(GOOD + line + "\n")
    (fault,) = refused.value.faults
    assert fault.line == 6 and word in fault.sentence
    assert rows() == [] and not AuditEntry.objects.filter(action="rates.loaded").exists()


def test_all_wrong_lines_are_told_at_once() -> None:
    with pytest.raises(SheetRefused) as refused:
        load(HEADING + "x\n" * 60)
    assert refused.value.params["count"] == 60
    assert [fault.line for fault in refused.value.faults] == list(range(2, 52))


@pytest.mark.parametrize("text", ["", "a,b\n", "\n", '"', b"\xff\xfe", HEADING + '"ab-reg,72\n'])
def test_what_is_no_sheet(text: str | bytes) -> None:
    with pytest.raises(SheetRefused):
        load(text)


@pytest.mark.parametrize(
    "line", ['"ab-reg,72', 'ab-reg,"72"x,31,1,1,1,1', f"ab-reg,{'x' * 200_000}"]
)
def test_a_line_that_is_no_csv_is_said_in_the_officers_language(line: str) -> None:
    with pytest.raises(SheetRefused) as refused:
        load(HEADING + line + "\n")
    (fault,) = refused.value.faults
    assert (fault.line, fault.sentence) == (2, "Ini bukan CSV: periksa tanda kutip baris ini.")


def test_a_sheet_without_end_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "MOST_LINES", 3)
    assert load(GOOD)[0] == 3
    with pytest.raises(SheetRefused) as refused:
        load(HEADING + "x\n" * 9)  # wrong lines are lines too
    (fault,) = refused.value.faults
    assert fault.line == 5 and "panjang" in fault.sentence


def test_central_officers_alone() -> None:
    cast: Cast = cast_make()
    for actor, error in ((cast.facility_head, NotFound), (cast.auditor, NotAllowed)):
        with pytest.raises(error):
            rates_load(actor=actor, text=GOOD)
    assert rates_load(actor=cast.central_officer, text=GOOD).added == 3


def test_the_command(tmp_path: Path) -> None:
    sheet, said = tmp_path / "ongkir.csv", StringIO()
    sheet.write_text(GOOD, encoding="utf-8")
    call_command("ratesload", sheet, stdout=said)
    assert "3 new" in said.getvalue()
    sheet.write_text(GOOD + "x,y\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"line 6"):
        call_command("ratesload", sheet)
    with pytest.raises(CommandError, match="none.csv"):
        call_command("ratesload", tmp_path / "none.csv")
