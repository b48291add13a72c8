"""The sheet given back: reasons where they belong, no formula, no name of a maker; the command."""

from __future__ import annotations

import csv
import io
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from openpyxl import load_workbook

from catalog.models import Listing
from tests.mapping.sheets import HEAD, KRIPIK, SAMBAL, outcomes, returned_rows, take, text, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shop")]
LIVE = ["=1+1", "+62811", "-5", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x")']
MAKER = "Bambang Rahasia"
WITH_MAKER = [
    ("No", "UPT", "Nama WBP", "Nama Produk", "Harga", "Keterangan"),
    (1, "Lapas Palu", MAKER, "Keripik pisang", 15000, "baik"),
    (2, "Lapas Palu", f"{MAKER}, Orang Kedua", "Sambal roa", "murah", f"buatan {MAKER}"),
    (3, "Lapas Palu", MAKER, f"Batik {MAKER.lower()}", 150000, ""),
]


def test_only_lines_that_did_not_come_in_are_given_back() -> None:
    report = take(xlsx([("LAPAS PALU",), HEAD, KRIPIK, (2, "", "Sambal", "", "murah", "", "")]))
    (rows,) = returned_rows(report).values()
    assert [row[0] for row in rows] == ["LAPAS PALU", "No", 2]
    assert rows[1][: len(HEAD)] == list(HEAD) and rows[1][-1] == "Alasan"
    assert "“murah” tidak terbaca sebagai satu harga rupiah." in rows[2][-1]


def test_each_bad_cell_is_colored_and_has_its_comment() -> None:
    report = take(xlsx([HEAD, (2, "Lapas Palu", "Sambal", "", "murah", "10-20", 3)]))
    sheet = load_workbook(io.BytesIO(report.returned)).worksheets[0]
    price, weight, stock = sheet["E2"], sheet["F2"], sheet["G2"]
    assert "rupiah" in price.comment.text and "berat" in weight.comment.text
    assert price.fill.fgColor.rgb == weight.fill.fgColor.rgb == "00F9C6C1"
    assert stock.comment is None and stock.fill.fill_type is None


def test_a_line_that_waits_has_another_color_and_names_the_question() -> None:
    report = take(xlsx([HEAD, (2, "Lapas Palu", "Sambal", "", "10.000-15.000", "", 3)]))
    cell = load_workbook(io.BytesIO(report.returned)).worksheets[0]["E2"]
    assert cell.fill.fgColor.rgb == "00FBE7A8"
    assert "--answer harga.10-000-15-000=" in cell.comment.text


def test_what_was_put_right_comes_in_from_the_sheet_given_back() -> None:
    rows = [("UPT", "Nama Produk", "Harga"), ("Lapas Palu", "Keripik", 15000),
            (None, "Sambal roa", "murah"), (None, "Roti manis", "murah")]  # fmt: skip
    given_back = load_workbook(io.BytesIO(take(xlsx(rows)).returned))
    sheet = given_back.worksheets[0]
    assert [cell.value for cell in sheet["A"]] == ["UPT", "Lapas Palu", "Lapas Palu"]
    sheet["C2"], sheet["C3"] = "25.000", "5.000"
    buffer = io.BytesIO()
    given_back.save(buffer)
    assert outcomes(take(buffer.getvalue())) == {2: "new", 3: "new"}


def test_a_facility_in_a_line_of_its_own_goes_back_with_its_goods() -> None:
    rows = [("No", "Nama Produk", "Harga"), ("LAPAS LEOK",), (1, "Tas kain", "murah")]
    (back,) = returned_rows(take(xlsx(rows))).values()
    assert [row[0] for row in back] == ["No", "LAPAS LEOK", 1]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_no_live_formula_is_given_back(form: str) -> None:
    rows: list[tuple[Any, ...]] = [("UPT", "Nama Produk", "Harga", "Keterangan")]
    rows += [("Lapas Palu", f"Keripik {n}", "murah", live) for n, live in enumerate(LIVE)]
    source = text(rows, "|") if form == "csv" else xlsx_of_texts(rows)
    report = take(source, f"m.{form}", returned_form=form)
    assert set(outcomes(report).values()) == {"returned"}
    cells = xlsx_cells(report.returned) if form == "xlsx" else csv_cells(report.returned)
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r"))]


def xlsx_of_texts(rows: list[tuple[Any, ...]]) -> bytes:
    """A workbook whose cells are texts, even those that begin like formulas."""
    workbook = load_workbook(io.BytesIO(xlsx(rows)))
    for row in workbook.worksheets[0].iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def xlsx_cells(source: bytes) -> list[str]:
    """Formulas of a workbook, and texts that a spreadsheet would run when they are typed."""
    cells = [cell for sheet in load_workbook(io.BytesIO(source)) for row in sheet for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    return [str(cell.value) for cell in cells if cell.value is not None and not cell.quotePrefix]


def csv_cells(source: bytes) -> list[str]:
    """All cells of a csv file."""
    rows = csv.reader(io.StringIO(source.decode("utf-8-sig"), newline=""), delimiter=";")
    return [cell for row in rows for cell in row]


def test_makers_names_are_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    report = take(xlsx(WITH_MAKER))
    assert outcomes(report) == {2: "new", 3: "returned", 4: "returned"}
    assert any("tentang orang" in column.field for column in report.sheets[0].columns)
    assert any("Kolom tentang orang" in note for note, _count in report.notes)
    for form in ("xlsx", "csv"):
        again = take(xlsx(WITH_MAKER), returned_form=form)
        parts = xlsx_cells(again.returned) if form == "xlsx" else csv_cells(again.returned)
        assert not [part for part in parts if "rahasia" in part.lower()]
        assert not [part for part in parts if "Orang Kedua" in part]
    assert "rahasia" not in caplog.text.lower()
    assert "rahasia" not in everything_stored().lower()


def everything_stored() -> str:
    """All rows of all tables that an import may write, as text."""
    tables = (
        "catalog_listing", "catalog_card", "catalog_auditentry", "catalog_brand",
        "product_product", "product_productvariant", "product_attributevalue",
        "legality_certificate", "catalog_outboxrow", "catalog_searchrow", "catalog_searchword",
    )  # fmt: skip
    with connection.cursor() as cursor:
        texts = []
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            texts.append(cursor.fetchone()[0])
    return "\n".join(texts)


def test_a_person_who_holds_a_paper_is_not_stored() -> None:
    head = ("UPT", "Nama Produk", "Harga", "P-IRT", "Pemegang")
    report = take(
        xlsx(
            [
                head,
                ("Lapas Palu", "Keripik pisang", 15000, "206727101000130", "Tutik Rahasia"),
                ("Lapas Palu", "Sambal roa", 25000, "206727102000130", "Koperasi Lapas Palu"),
            ]
        )
    )
    assert outcomes(report) == {2: "new", 3: "new"}
    stored = everything_stored()
    assert "Rahasia" not in stored and "Koperasi Lapas Palu" in stored


def run(*words: str) -> str:
    """The command's output."""
    output = io.StringIO()
    call_command("importmapping", *words, stdout=output)
    return output.getvalue()


def test_the_command_says_what_it_understood_and_gives_the_rest_back(tmp_path: Path) -> None:
    file = tmp_path / "mapping.xlsx"
    file.write_bytes(xlsx([HEAD, KRIPIK, SAMBAL, (3, "Lapas Palu", "Roti", "", "murah", "", 1)]))
    said = run(str(file), "--dry-run")
    assert "Harga = harga [2/3]" in said and "tidak ada yang ditulis" in said
    assert Listing.objects.count() == 0 and list(tmp_path.iterdir()) == [file]
    said = run(str(file))
    assert "2  draf atau varian baru" in said and "1  dikembalikan" in said
    assert Listing.objects.count() == 2
    assert (tmp_path / "mapping-kembali.xlsx").exists()


def test_the_command_takes_answers_and_another_place(tmp_path: Path) -> None:
    file, answers = tmp_path / "m.csv", tmp_path / "answers.json"
    rows = [
        ("UPT", "Nama Produk", "Harga"),
        ("Palu", "Keripik", "10-15rb"),
        ("Palu", "Sambal", "x"),
    ]
    file.write_bytes(text(rows))
    answers.write_text(json.dumps({"upt.palu": "lapas-palu"}))
    back = tmp_path / "back.xlsx"
    said = run(
        str(file), "--answers", str(answers), "--answer", "harga.10-15rb=12.000",
        "--answer", "tak.ada=1", "--returned", str(back),
    )  # fmt: skip
    assert "Jawaban tidak terpakai: tak.ada" in said
    assert Listing.objects.get().facility.slug == "lapas-palu"
    assert load_workbook(back).worksheets[0]["B2"].value == "Sambal"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["none.xlsx"], "none.xlsx"),
        (["FILE", "--office", "tidak-ada"], "office"),
        (["FILE", "--answer", "tanpa"], "KEY=VALUE"),
        (["FILE", "--returned", "x.pdf"], ".xlsx, .csv"),
        (["BAD"], "Ini PDF"),
    ],
)
def test_the_command_refuses_in_one_line(tmp_path: Path, words: list[str], message: str) -> None:
    good, bad = tmp_path / "m.xlsx", tmp_path / "bad.xlsx"
    good.write_bytes(xlsx([HEAD, KRIPIK]))
    bad.write_bytes(b"%PDF-1.7")
    given = [{"FILE": str(good), "BAD": str(bad)}.get(word, word) for word in words]
    with pytest.raises(CommandError, match=message):
        run(*given)
    assert Listing.objects.count() == 0
