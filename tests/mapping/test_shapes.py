"""Sheets of many shapes; what becomes of each line."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from catalog.models import Listing
from catalog.types import Delivery
from legality.models import Certificate
from storefront.mapping.types import MappingReport
from tests.mapping.sheets import (
    HEAD,
    KRIPIK,
    SAMBAL,
    kind_of,
    listing_at,
    news,
    outcomes,
    row_at,
    take,
    text,
    variants_of,
    why,
    with_results,
    xlsx,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shop")]
PIRT, PIRT2 = "206727101000130", "206727102000131"
HALAL = "ID72110000000011022"


def papers(report: MappingReport, line: int, sheet: str = "") -> list[tuple[str, str, str]]:
    """Kind, compared number and state of the papers that cover a line's listing."""
    covered = Certificate.objects.filter(covers__listing=listing_at(report, line, sheet))
    return sorted(covered.values_list("kind_id", "number_norm", "state"))


def test_plain() -> None:
    report = take(xlsx([HEAD, KRIPIK, SAMBAL]))
    assert outcomes(report) == {2: "new", 3: "new"}
    listing = listing_at(report, 2)
    assert (listing.state, listing.slug) == ("draft", "keripik-pisang-palu")
    assert kind_of(listing) == "camilan"
    assert variants_of(listing) == [("250 g", 15000, 10)]
    assert variants_of(listing_at(report, 3)) == [("150 g", 25000, 5)]


def test_columns_in_another_order_and_wording() -> None:
    report = take(
        xlsx(
            [
                ("Hrg Satuan", "Persediaan", "Kategori", "NAMA BARANG", "Satuan Kerja"),
                ("15rb", "12 pcs", "Meubelair", "Kursi teras", "LP Kls IIA Palu"),
                ("1,5 jt", "2 buah", "Mebel", "Lemari jati", "Lapas Petobo"),
            ]
        )
    )
    assert outcomes(report) == {2: "new", 3: "new"}
    assert (
        listing_at(report, 2).facility.slug == listing_at(report, 3).facility.slug == "lapas-palu"
    )
    assert variants_of(listing_at(report, 3)) == [("Satuan", 1_500_000, 2)]


def test_letterhead_title_and_signatures() -> None:
    report = take(
        xlsx(
            [
                ("KEMENTERIAN IMIGRASI DAN PEMASYARAKATAN",),
                ("KANTOR WILAYAH SULAWESI TENGAH",),
                ("LAPAS KELAS IIA PALU",),
                (),
                ("MAPPING PRODUK UPT TAHUN 2026",),
                ("No", "Nama Produk", "Harga"),
                ("1", "2", "3"),
                (1, "Keripik pisang", 15000),
                (2, "Sambal roa", 25000),
                (),
                (None, None, "Palu, 12 Maret 2026"),
                (None, None, "Kepala Seksi Kegiatan Kerja"),
                (None, None, "Orang Berwenang"),
                (None, None, "NIP 198001012005011001"),
            ]
        )
    )
    assert outcomes(report) == {8: "new", 9: "new"}
    assert listing_at(report, 8).facility.slug == "lapas-palu"


def test_headings_of_two_lines_with_merged_cells() -> None:
    def merge(workbook: Workbook) -> None:
        sheet = workbook["Sheet1"]
        for cells in ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1", "G1:H1"):
            sheet.merge_cells(cells)

    report = take(
        xlsx(
            [
                ("No", "UPT", "Nama Produk", "Harga", "P-IRT", None, "Halal", None),
                (None, None, None, None, "Nomor", "Masa Berlaku", "Nomor", "Tgl Terbit"),
                (1, "Lapas Palu", "Keripik pisang", 15000, PIRT, "31/12/2030", HALAL, "2026-01-05"),
                (2, "Lapas Palu", "Sambal roa", 25000, "proses", None, "-", None),
            ],
            merge,
        )
    )
    assert outcomes(report) == {3: "new", 4: "new"}
    assert papers(report, 3) == [
        ("halal", HALAL, "unverified"),
        ("pirt", PIRT, "unverified"),
    ]
    assert Certificate.objects.get(kind="pirt").expires_on == date(2030, 12, 31)
    assert Certificate.objects.get(kind="halal").issued_on == date(2026, 1, 5)
    assert papers(report, 4) == []


def test_titles_merged_over_all_columns_are_no_headings() -> None:
    def merge(workbook: Workbook) -> None:
        workbook["Sheet1"].merge_cells("A1:G1")
        workbook["Sheet1"].merge_cells("A2:G2")

    titles = [("MAPPING PRODUK UPT TAHUN 2026",), ("KANTOR WILAYAH SULAWESI TENGAH",)]
    report = take(xlsx([*titles, HEAD, KRIPIK], merge))
    assert outcomes(report) == {4: "new"}
    assert report.sheets[0].heads == (3,)


def test_headings_of_two_lines_in_text() -> None:
    report = take(
        text(
            [
                ("No", "UPT", "Produk", "", "Legalitas", ""),
                ("", "", "Nama Produk", "Harga", "PIRT", "Halal"),
                (1, "Lapas Palu", "Keripik pisang", "15.000", PIRT, HALAL),
            ]
        ),
        "mapping.csv",
    )
    assert outcomes(report) == {3: "new"}
    assert [code for code, _number, _state in papers(report, 3)] == ["halal", "pirt"]


def test_facility_once_a_block_in_merged_cells() -> None:
    def merge(workbook: Workbook) -> None:
        workbook["Sheet1"].merge_cells("A2:A3")
        workbook["Sheet1"].merge_cells("A4:A5")

    report = take(
        xlsx(
            [
                ("UPT", "Nama Produk", "Harga"),
                ("Lapas Palu", "Keripik pisang", 15000),
                (None, "Sambal roa", 25000),
                ("Lapas Leok", "Batik leok", 150000),
                (None, "Tas kain", 60000),
            ],
            merge,
        )
    )
    assert set(outcomes(report).values()) == {"new"}
    slugs = [listing_at(report, line).facility.slug for line in (2, 3, 4, 5)]
    assert slugs == ["lapas-palu", "lapas-palu", "lapas-leok", "lapas-leok"]


def test_facility_once_a_block_with_empty_cells_below() -> None:
    report = take(
        xlsx(
            [
                ("Nama UPT", "Nama Produk", "Harga"),
                ("Lapas Palu", "Keripik pisang", 15000),
                (None, "Sambal roa", 25000),
                ("Jumlah", None, 40000),
                (None, "Roti manis", 5000),
            ]
        )
    )
    assert outcomes(report) == {2: "new", 3: "new", 5: "asked"}
    assert listing_at(report, 3).facility.slug == "lapas-palu"


def test_facility_as_a_line_of_its_own() -> None:
    report = take(
        xlsx(
            [
                ("No", "Nama Produk", "Harga"),
                ("A", "LAPAS KELAS IIA PALU", None),
                (1, "Keripik pisang", 15000),
                ("Sub Total", None, 15000),
                ("B. Bapas Kelas II Palu", None, None),
                (1, "Bawang goreng", 28000),
                ("Grand Total", None, 43000),
            ]
        )
    )
    assert outcomes(report) == {3: "new", 6: "new"}
    assert listing_at(report, 3).facility.slug == "lapas-palu"
    assert listing_at(report, 6).facility.slug == "bapas-palu"


def test_several_sheets_named_after_their_facilities() -> None:
    rows = [("No", "Nama Produk", "Harga"), (1, "Keripik pisang", 15000)]
    report = take(
        xlsx({"Petunjuk": [("Isi tiap lembar.",)], "Lapas Palu": rows, "Lapas Leok": rows})
    )
    assert [row.outcome.value for row in report.rows] == ["new", "new"]
    assert listing_at(report, 2, "Lapas Palu").facility.slug == "lapas-palu"
    assert listing_at(report, 2, "Lapas Leok").facility.slug == "lapas-leok"
    assert len({listing.slug for listing in Listing.objects.all()}) == 2


def test_sums_empty_and_hidden_lines() -> None:
    def hide(workbook: Workbook) -> None:
        workbook["Sheet1"].row_dimensions[4].hidden = True

    sheet = xlsx(
        [HEAD, KRIPIK, (), (9, "Lapas Palu", "Roti lama", "Roti dan kue", 9000), SAMBAL,
         (None, None, "JUMLAH", None, 40000), ("Total", None, None, None, 40000)],
        hide,
    )  # fmt: skip
    report = take(sheet)
    assert outcomes(report) == {2: "new", 5: "new"}
    assert dict(report.sheets[0].left_out) == {"jumlah": 2, "tersembunyi": 1}
    (question,) = report.questions
    assert not question.blocks
    again = take(sheet, answers={question.key: "baca"})
    assert outcomes(again) == {2: "same", 4: "new", 5: "same"}


def test_formulas_with_and_without_stored_results() -> None:
    sheet = with_results(
        xlsx(
            [
                HEAD,
                (1, "Lapas Palu", "Keripik pisang", "Camilan", "=10000+5000", "250 gr", 1),
                (2, "Lapas Palu", "Sambal roa", "Bumbu dan sambal", "=20000+5000", "150 gr", 1),
            ]
        ),
        {"E2": "15000"},
    )
    report = take(sheet)
    assert outcomes(report) == {2: "new", 3: "returned"}
    assert variants_of(listing_at(report, 2))[0][1] == 15000
    assert "Rumus ini tidak menyimpan hasil" in why(report, 3)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_text_with_any_separator_and_encoding(separator: str, encoding: str) -> None:
    rows = [
        ("UPT", "Nama Produk", "Harga", "Keterangan"),
        ("Lapas Palu", "Keripik pisang «rasa»", "Rp 15.000", "é – baik"),
        ("Lapas Palu", "Sambal roa", "25rb", ""),
    ]
    report = take(text(rows, separator, encoding), "mapping.csv", dry_run=True)
    assert outcomes(report) == {2: "new", 3: "new"}
    assert news(report) == ["Keripik pisang «rasa»", "Sambal roa"]


def test_text_of_indonesian_excel_with_quoted_lines() -> None:
    source = (
        "sep=;\r\nUPT;Nama Produk;Harga;Legalitas\r\n"
        f'Lapas Palu;"Keripik ""asin"" pisang";"Rp 15.000,-";"PIRT {PIRT}\nHalal {HALAL}"\r\n'
    ).encode()
    report = take(source, "mapping.csv")
    (row,) = report.rows
    assert row.outcome.value == "new" and row.name == 'Keripik "asin" pisang'
    assert [code for code, _number, _state in papers(report, row.line)] == ["halal", "pirt"]


def test_dates_in_three_styles_and_as_excel_dates() -> None:
    head = ("UPT", "Nama Produk", "Harga", "No PIRT", "Masa Berlaku")
    days: list[Any] = ["13/03/2030", "12 Maret 2030", "2030-03-12", date(2030, 3, 12), 47554]
    rows = [
        ("Lapas Palu", f"Keripik {number}", 15000, f"20672710{number}000130", day)
        for number, day in enumerate(days, start=1)
    ]
    report = take(xlsx([head, *rows]))
    assert set(outcomes(report).values()) == {"new"}
    found = Certificate.objects.order_by("number_norm").values_list("expires_on", flat=True)
    assert list(found) == [date(2030, 3, 13), *[date(2030, 3, 12)] * 4]


def test_several_papers_in_a_cell() -> None:
    report = take(
        xlsx(
            [
                ("UPT", "Nama Produk", "Harga", "Perizinan"),
                ("Lapas Palu", "Keripik pisang", 15000, f"P-IRT {PIRT}; Halal {HALAL}"),
                ("Lapas Palu", "Keripik talas", 15000, f"{PIRT2}\n{HALAL}"),
                ("Lapas Palu", "Sambal roa", 25000, "dalam proses"),
                ("Lapas Palu", "Roti manis", 5000, "-"),
                ("Lapas Palu", "Kopi bubuk", 30000, "P-IRT 12345"),
                ("Lapas Palu", "Batik leok", 150000, "DID2024018918"),
            ]
        )
    )
    assert outcomes(report) == {
        2: "new", 3: "new", 4: "new", 5: "new", 6: "returned", 7: "new",
    }  # fmt: skip
    assert papers(report, 3) == [("halal", HALAL, "unverified"), ("pirt", PIRT2, "unverified")]
    assert papers(report, 7) == [("merek", "DID2024018918", "filed")]
    assert Certificate.objects.count() == 4
    assert "P-IRT" in why(report, 6)


def test_numbers_that_cannot_be_right_keep_their_lines_out() -> None:
    head = ("UPT", "Nama Produk", "Harga", "P-IRT", "MD", "P-IRT berlaku sampai")
    rows = [
        ("Lapas Palu", "Keripik pisang", 15000, "2O6727101OOO1 30", "", ""),
        ("Lapas Palu", "Keripik talas", 15000, "206880401000130", "", ""),
        ("Lapas Palu", "Keripik ubi", 15000, "", "271111000300341", ""),
        ("Lapas Palu", "Keripik tempe", 15000, PIRT2, "", "31 Desember 2099"),
    ]
    report = take(xlsx([head, *rows]))
    assert outcomes(report) == {2: "new", 3: "returned", 4: "new", 5: "returned"}
    assert papers(report, 2) == [("pirt", PIRT, "unverified")]
    assert papers(report, 4) == [("bpom_md", "MD271111000300341", "unverified")]
    assert "kode wilayah 8804, yang tidak ada" in why(report, 3)
    assert "Berakhir tahun 2099" in why(report, 5)
    assert Certificate.objects.get(kind_id="pirt").parse_result["parts"]["year"] == "30"
    assert Certificate.objects.count() == 2


def test_prices_weights_signs_and_times() -> None:
    report = take(
        xlsx(
            [
                ("UPT", "Nama Produk", "Harga (ribu rupiah)", "Netto", "Unggulan", "Dapat Dikirim",
                 "Lama Pengerjaan", "Merek", "Komposisi"),
                ("Lapas Palu", "Keripik pisang", 15, "0,25 kg", "✓", "ya", None,
                 "Renjana", "pisang"),
                ("Lapas Palu", "Kursi teras", "350", None, "-", "ambil di tempat", "14 hari",
                 "Renjana", None),
            ]
        )
    )  # fmt: skip
    assert outcomes(report) == {2: "new", 3: "new"}
    snack, chair = listing_at(report, 2), listing_at(report, 3)
    assert (snack.net_weight_grams, snack.composition) == (250, "pisang")
    assert snack.brand == chair.brand is not None
    assert snack.flagships.count() == 1 and chair.flagships.count() == 0
    assert (chair.delivery, chair.lead_time_days) == (Delivery.PICKUP, 14)
    assert variants_of(chair)[0][1] == 350_000


def test_lines_of_one_name_become_variants() -> None:
    report = take(
        xlsx(
            [
                ("UPT", "Nama Produk", "Varian", "Harga", "Berat (gr)"),
                ("Lapas Palu", "Keripik pisang", "Asin", 15000, 250),
                ("Lapas Palu", "KERIPIK  PISANG", "Manis", 16000, 250),
                ("Lapas Palu", "Keripik pisang", "Asin", 15000, 250),
                ("Lapas Palu", "Keripik pisang", "Manis", 18000, 250),
            ]
        )
    )
    assert outcomes(report) == {2: "new", 3: "new", 4: "returned", 5: "returned"}
    assert variants_of(listing_at(report, 2)) == [("Asin", 15000, 0), ("Manis", 16000, 0)]
    assert "baris 2" in why(report, 4) and "baris 3" in why(report, 5)


def test_a_repeated_heading_begins_a_new_table() -> None:
    report = take(
        xlsx(
            [
                ("LAPAS PALU",),
                ("No", "Nama Produk", "Harga"),
                (1, "Keripik pisang", 15000),
                ("LAPAS LEOK",),
                ("No", "Nama Produk", "Stok", "Harga"),
                (1, "Batik leok", 4, 150000),
            ]
        )
    )
    assert outcomes(report) == {3: "new", 6: "new"}
    assert listing_at(report, 6).facility.slug == "lapas-leok"
    assert variants_of(listing_at(report, 6)) == [("Satuan", 150000, 4)]


def test_an_office_writes_to_its_own_facilities_alone() -> None:
    rows = [("UPT", "Nama Produk", "Harga"), ("Lapas Palu", "Keripik pisang", 15000),
            ("LPP Bandung", "Roti manis", 5000)]  # fmt: skip
    report = take(xlsx(rows), office="sulawesi-tengah")
    assert outcomes(report) == {2: "new", 3: "returned"}
    assert "kantor wilayah" in why(report, 3)


def test_each_bad_cell_has_its_reason() -> None:
    report = take(
        xlsx(
            [
                HEAD,
                (1, "Lapas Palu", None, "Camilan", "gratis", "ringan", "banyak 3"),
                (2, "Lapas Palu", "Keripik pisang", "Camilan", None, None, None),
            ]
        )
    )
    assert outcomes(report) == {2: "returned", 3: "returned"}
    headings = {reason.heading for reason in row_at(report, 2).reasons}
    assert headings == {"Nama Produk", "Harga", "Berat", "Stok"}
    assert why(report, 3) == "Harga belum ada."


def test_the_report_says_what_each_column_was_understood_as() -> None:
    report = take(xlsx([HEAD, KRIPIK, (2, "Lapas Palu", "Sambal", "", "murah", "1 ons", 5)]))
    columns = {column.heading: column for column in report.sheets[0].columns}
    assert columns["Harga"].field == "harga"
    assert (columns["Harga"].filled, columns["Harga"].read) == (2, 1)
    assert "1 ons → 100 g" in columns["Berat"].examples
    assert columns["No"].field == "" and columns["No"].examples == ()
