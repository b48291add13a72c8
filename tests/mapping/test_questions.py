"""What is not plain is asked, once, and the answer brings the lines in."""

from __future__ import annotations

from datetime import date

import pytest

from catalog.models import Listing
from legality.models import Certificate
from tests.mapping.sheets import kind_of, listing_at, outcomes, take, variants_of, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shop")]
PIRT, PIRT2 = "206727101000130", "206727102000131"
HALAL = "ID72110000000011022"


def test_a_date_that_is_two_dates_is_asked_once_for_the_column() -> None:
    head = ("UPT", "Nama Produk", "Harga", "No PIRT", "Masa Berlaku")
    sheet = xlsx(
        [
            head,
            ("Lapas Palu", "Keripik pisang", 15000, PIRT, "03/04/2030"),
            ("Lapas Palu", "Keripik talas", 15000, PIRT2, "05/06/2030"),
            ("Lapas Palu", "Sambal roa", 25000, "-", None),
        ]
    )
    report = take(sheet)
    assert outcomes(report) == {2: "asked", 3: "asked", 4: "new"}
    (question,) = report.questions
    assert question.rows == 2 and [value for value, _label in question.choices] == [
        "hari-bulan", "bulan-hari",
    ]  # fmt: skip
    again = take(sheet, answers={question.key: "hari-bulan"})
    assert outcomes(again) == {2: "new", 3: "new", 4: "same"}
    assert Certificate.objects.get(number_norm=PIRT).expires_on == date(2030, 4, 3)


def test_a_price_range_is_asked_once_and_the_answer_brings_the_lines_in() -> None:
    rows = [("UPT", "Nama Produk", "Harga"), ("Lapas Palu", "Keripik pisang", "10.000-15.000"),
            ("Lapas Palu", "Keripik talas", "10.000-15.000")]  # fmt: skip
    report = take(xlsx(rows))
    assert outcomes(report) == {2: "asked", 3: "asked"}
    (question,) = report.questions
    assert (question.key, question.rows) == ("harga.10-000-15-000", 2)
    bad = take(xlsx(rows), answers={question.key: "murah"})
    assert outcomes(bad) == {2: "asked", 3: "asked"} and bad.answers_unused == (question.key,)
    again = take(xlsx(rows), answers={question.key: "12.500"})
    assert outcomes(again) == {2: "new", 3: "new"}
    assert variants_of(listing_at(again, 2))[0][1] == 12500


def test_facilities_that_are_not_certain_are_asked() -> None:
    rows = [
        ("UPT", "Nama Produk", "Harga"),
        ("Lapas Narkotika Smd", "Kaus sablon", 65000),
        ("Palu", "Keripik pisang", 15000),
        ("Lapas Bandung", "Tas kain", 60000),
        ("Lapas Nirwana", "Roti manis", 5000),
        ("Palu", "Sambal roa", 25000),
    ]
    report = take(xlsx(rows))
    assert outcomes(report) == {2: "asked", 3: "asked", 4: "asked", 5: "returned", 6: "asked"}
    choices = {question.key: dict(question.choices) for question in report.questions}
    assert set(choices["upt.palu"]) == {"lapas-palu", "bapas-palu", "bukan"}
    assert {"lapas-perempuan-bandung", "lapas-narkotika-bandung"} <= set(
        choices["upt.lapas-bandung"]
    )
    again = take(
        xlsx(rows),
        answers={"upt.palu": "bapas-palu", "upt.lapas-narkotika-smd": "lapas-narkotika-samarinda",
                 "upt.lapas-bandung": "bukan"},
    )  # fmt: skip
    assert outcomes(again) == {2: "new", 3: "new", 4: "returned", 5: "returned", 6: "new"}


def test_kinds_by_column_by_name_or_asked() -> None:
    rows = [
        ("UPT", "Nama Produk", "Jenis", "Harga"),
        ("Lapas Palu", "Pempek beku", "Makanan", 20000),
        ("Lapas Palu", "Pempek ikan", "Makanan", 21000),
        ("Lapas Palu", "Kripik talas", "Makanan", 15000),
        ("Lapas Palu", "Bangku", "Perabot rumah", 90000),
    ]
    report = take(xlsx(rows))
    assert outcomes(report) == {2: "asked", 3: "asked", 4: "new", 5: "asked"}
    assert {question.key: question.rows for question in report.questions} == {
        "jenis.makanan-pempek": 2, "jenis.perabot-rumah": 1,
    }  # fmt: skip
    again = take(
        xlsx(rows),
        answers={"jenis.makanan-pempek": "bumbu-sambal", "jenis.perabot-rumah": "mebel"},
    )
    assert outcomes(again) == {2: "new", 3: "new", 4: "same", 5: "new"}
    assert kind_of(listing_at(again, 5)) == "mebel"


def test_weights_without_a_unit_and_two_prices_are_asked_by_column() -> None:
    rows = [
        ("UPT", "Nama Produk", "Harga eceran", "Harga per lusin", "Berat"),
        ("Lapas Palu", "Keripik pisang", 15000, 160000, 250),
        ("Lapas Palu", "Sambal roa", 25000, 280000, "150 gr"),
    ]
    report = take(xlsx(rows))
    assert outcomes(report) == {2: "asked", 3: "asked"}
    keys = sorted(question.key for question in report.questions)
    assert keys == ["berat.sheet1-berat", "kolom-harga.sheet1"]
    again = take(xlsx(rows), answers={keys[0]: "gram", keys[1]: "C"})
    assert outcomes(again) == {2: "new", 3: "new"}
    assert variants_of(listing_at(again, 2)) == [("250 g", 15000, 0)]


def test_more_ticks_than_slots_come_in_and_are_asked() -> None:
    names = ("Keripik pisang", "Sambal roa", "Roti manis")
    rows = [("UPT", "Nama Produk", "Harga", "Unggulan"),
            *[("Lapas Palu", name, 15000, "v") for name in names]]  # fmt: skip
    report = take(xlsx(rows))
    assert set(outcomes(report).values()) == {"new"}
    (question,) = report.questions
    assert not question.blocks
    again = take(xlsx(rows), answers={question.key: "sambal-roa,roti-manis"})
    assert set(outcomes(again).values()) == {"same"} and again.questions == ()
    put = Listing.objects.filter(flagships__isnull=False).values_list("product__name", flat=True)
    assert sorted(put) == ["Roti manis", "Sambal roa"]


def test_a_date_beside_several_papers_is_asked() -> None:
    rows = [
        ("UPT", "Nama Produk", "Harga", "Legalitas", "Masa Berlaku"),
        ("Lapas Palu", "Keripik pisang", 15000, f"PIRT {PIRT}; Halal {HALAL}", "31/12/2030"),
    ]
    report = take(xlsx(rows))
    assert outcomes(report) == {2: "asked"}
    (question,) = report.questions
    assert [value for value, _label in question.choices] == ["halal", "pirt"]
    take(xlsx(rows), answers={question.key: "halal"})
    halal = Certificate.objects.get(kind="halal")
    assert (halal.expires_on, halal.printed_expiry) == (None, date(2030, 12, 31))


def test_an_odd_sign_and_a_unit_that_two_fit_are_asked() -> None:
    rows = [
        ("UPT", "Nama Produk", "Harga", "Unggulan", "Bengkel"),
        ("Lapas Palu", "Keripik pisang", 15000, "x", "bengkel"),
        ("Lapas Palu", "Kursi teras", 350000, "x", "Bimker"),
        ("Lapas Palu", "Tas kain", 60000, "-", "ruang lain"),
    ]
    report = take(xlsx(rows))
    assert outcomes(report) == {2: "asked", 3: "asked", 4: "new"}
    keys = sorted(question.key for question in report.questions)
    assert keys == ["unggulan.x", "unit.lapas-palu-bengkel"]
    again = take(xlsx(rows), answers={keys[0]: "ya", keys[1]: "2"})
    assert outcomes(again) == {2: "new", 3: "new", 4: "same"}
    units = [listing_at(again, line).unit for line in (2, 3, 4)]
    assert [unit.key if unit else "" for unit in units] == ["kayu", "bimker", ""]
