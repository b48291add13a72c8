"""Cells to values, by table. Empty is None; what is not plain is a flaw or a doubt."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.mapping.dates import Order, Unending, Unordered, date_of, order_shown
from catalog.mapping.headings import Field, heading_of
from catalog.mapping.kinds import Kinds
from catalog.mapping.marks import Uncounted, count_of, delivery_of, lead_days_of, yes_of
from catalog.mapping.names import Gazetteer
from catalog.mapping.papers import PaperKind, PaperSaid, papers_of
from catalog.mapping.prices import answered_price, price_of
from catalog.mapping.values import Doubt, Flaw, Odd, Value
from catalog.mapping.weights import Bare, Measure, weight_of
from catalog.types import Delivery

REFERENCE = Path(__file__).resolve().parents[2] / "fixtures" / "reference"
KINDS = {
    row["code"]: PaperKind(
        row["code"],
        row["short"],
        re.compile(row["number_pattern"]) if row["number_pattern"] else None,
        row["validity"],
    )
    for row in json.loads((REFERENCE / "certificate_kinds.json").read_text())
}
PRICES = [
    ("Rp 15.000,-", 15000), ("15rb", 15000), ("15 ribu", 15000), (15000, 15000),
    ("15.000/pcs", 15000), ("1,5 jt", 1_500_000), ("Rp15.000", 15000), ("IDR 15,000", 15000),
    ("15k", 15000), ("15.000,00", 15000), ("@ 5000", 5000), ("15.000 per bungkus", 15000),
    ("Rp. 1.500.000", 1_500_000), ("15000,-", 15000), ("Rp 25.000.-", 25000),
    ("Rp 15.000 / 250 gr", 15000), (15000.0, 15000), ("2 juta", 2_000_000), ("15 000", 15000),
    ("-", None), ("", None), (None, None), (0, None), ("belum ada", None),
]  # fmt: skip
PRICE_FLAWS = [
    "mulai 15000", "hubungi kami", "15.500,50", "-15000", "Rp", "15.000 25.000",
    "10.000/20.000", Odd.NO_RESULT, Odd.ERROR, True, "9" * 30, "١٥٠٠٠",
]  # fmt: skip


@pytest.mark.parametrize(("cell", "price"), PRICES)
def test_prices(cell: Value, price: int | None) -> None:
    assert price_of(cell) == (None if price is None else Decimal(price))


@pytest.mark.parametrize("cell", PRICE_FLAWS)
def test_prices_that_cannot_be_read(cell: Value) -> None:
    assert isinstance(price_of(cell), Flaw)


@pytest.mark.parametrize(
    ("cell", "choices"),
    [
        ("10.000-15.000", ["10000", "15000"]), ("10-15rb", ["10000", "15000"]),
        ("Rp. 10.000 s/d Rp. 15.000", ["10000", "15000"]), ("1 - 1,5 jt", ["1000000", "1500000"]),
        ("10.000 – 15.000/pcs", ["10000", "15000"]), ("20.000 sampai 10.000", ["10000", "20000"]),
        (15, ["15", "15000"]), (12.5, ["12500"]), ("15", ["15", "15000"]),
    ],
)  # fmt: skip
def test_prices_that_are_asked(cell: Value, choices: list[str]) -> None:
    doubt = price_of(cell)
    assert isinstance(doubt, Doubt)
    assert [choice.value for choice in doubt.choices] == choices


def test_a_column_of_thousands_counts_in_thousands() -> None:
    assert price_of(15, scale=1000) == price_of("15", scale=1000) == Decimal(15000)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_prices(text: str) -> None:
    found = price_of(text)
    assert found is None or isinstance(found, Flaw | Doubt) or found == found.to_integral() > 0
    assert answered_price(text) is None or answered_price(text) > 0  # type: ignore[operator]


@pytest.mark.parametrize(
    ("cell", "grams"),
    [
        ("250 gr", 250), ("0,25 kg", 250), ("250gram", 250), ("¼ kg", 250), ("1/4 kg", 250),
        ("1 ½ kg", 1500), ("1 ons", 100), ("0.250 kg", 250), ("±250 gr", 250), ("1,5kg", 1500),
        ("200gr/pcs", 200), ("2 ton", 2_000_000), ("1.500 gr", 1500), (250, Bare(Decimal(250))),
        ("500 ml", Measure("500 ml")), ("20 x 30 cm", Measure("20 x 30 cm")), ("-", None),
        (0, None), (None, None),
    ],
)  # fmt: skip
def test_weights(cell: Value, grams: object) -> None:
    assert weight_of(cell) == grams


@pytest.mark.parametrize("cell", ["250-300 gr", "ringan", "kg", Odd.ERROR, "12 lembar"])
def test_weights_that_cannot_be_read(cell: Value) -> None:
    assert isinstance(weight_of(cell), Flaw)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("13/03/2026", date(2026, 3, 13)), ("12 Maret 2026", date(2026, 3, 12)),
        ("2026-03-12", date(2026, 3, 12)), (46093, date(2026, 3, 12)),
        ("46093", date(2026, 3, 12)), ("31/12/26", date(2026, 12, 31)),
        ("12-Mar-26", date(2026, 3, 12)), ("s/d 12 Januari 2027", date(2027, 1, 12)),
        ("03/03/2026", date(2026, 3, 3)), ("12/25/2026", date(2026, 12, 25)),
        (date(2026, 3, 12), date(2026, 3, 12)), ("Senin, 9 Maret 2026", date(2026, 3, 9)),
        ("03/04/2026", Unordered(3, 4, 2026)), ("seumur hidup", Unending()), ("-", None),
    ],
)  # fmt: skip
def test_dates(cell: Value, day: object) -> None:
    assert date_of(cell) == day


@pytest.mark.parametrize("cell", ["Maret 2026", "31/02/2026", "13/13/2026", 7, "segera", True])
def test_dates_that_cannot_be_read(cell: Value) -> None:
    assert isinstance(date_of(cell), Flaw)


def test_the_clear_dates_of_a_column_tell_the_order_of_the_others() -> None:
    assert order_shown(["03/04/2026", "25/04/2026"]) is Order.DAY_FIRST
    assert order_shown(["03/04/2026", "04/25/2026"]) is Order.MONTH_FIRST
    assert order_shown(["03/04/2026", "04/25/2026", "25/04/2026"]) is None
    assert order_shown(["03/04/2026"]) is None


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("", "P-IRT 2.06.7271.01.0001-28; Halal ID72110000000011022",
         [PaperSaid("pirt", "2.06.7271.01.0001-28"), PaperSaid("halal", "ID72110000000011022")]),
        ("", "206727101000128\nID72110000000011022",
         [PaperSaid("pirt", "206727101000128"), PaperSaid("halal", "ID72110000000011022")]),
        ("pirt", 206727101000128, [PaperSaid("pirt", "206727101000128")]),
        ("halal", "-", []), ("halal", "belum ada", []), ("halal", None, []),
        ("halal", "proses", [PaperSaid("halal", "", is_filed=True)]),
        ("halal", "✓", [PaperSaid("halal", "")]),
        ("haki", "IDM000639902", [PaperSaid("merek", "IDM000639902")]),
        ("haki", "DID2024018918", [PaperSaid("merek", "DID2024018918", is_filed=True)]),
        ("haki", "EC00202496843", [PaperSaid("hak_cipta", "EC00202496843")]),
        ("", "NIB: 0289010302776, MD 271111000300341",
         [PaperSaid("nib", "0289010302776"), PaperSaid("bpom_md", "271111000300341")]),
        ("", "Sertifikat Halal No. ID72110000000011022 (proses)",
         [PaperSaid("halal", "ID72110000000011022", is_filed=True)]),
        ("pirt", "206727101234", [PaperSaid("pirt", "206727101234", note="pirt_old")]),
    ],
)  # fmt: skip
def test_papers(column: str, cell: Value, said: list[PaperSaid]) -> None:
    assert papers_of(cell, kinds=KINDS, column=column) == said


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("pirt", "20672710100"), ("halal", "ID123"), ("", "12345"), ("", "lihat lampiran"),
        ("", 2.06727101000128e16), ("haki", "A-77"), ("", Odd.NO_RESULT),
    ],
)  # fmt: skip
def test_papers_that_cannot_be_read(column: str, cell: Value) -> None:
    assert isinstance(papers_of(cell, kinds=KINDS, column=column), Flaw)


@pytest.mark.parametrize("cell", ["ya", "Y", "v", "✓", "√", "1", 1, True, "Unggulan", "ADA"])
def test_yes(cell: Value) -> None:
    assert yes_of(cell, topic="t") is True


@pytest.mark.parametrize("cell", ["tidak", "T", "no", 0, False, "bukan"])
def test_no(cell: Value) -> None:
    assert yes_of(cell, topic="t") is False


def test_an_odd_sign_is_asked() -> None:
    assert isinstance(yes_of("x", topic="t"), Doubt)
    assert yes_of("-", topic="t") is None


def test_small_cells() -> None:
    assert count_of("10 pcs") == count_of(10) == count_of("±10") == 10
    assert count_of("2 lusin") == 24
    assert count_of("habis") == 0
    assert count_of("tersedia") == Uncounted("tersedia")
    assert isinstance(count_of("10-20"), Flaw)
    assert lead_days_of("7 hari") == lead_days_of("1 minggu") == lead_days_of("3-7 hari") == 7
    assert lead_days_of("ready") is None
    assert delivery_of("ya") is Delivery.PARCEL
    assert delivery_of("tidak") is delivery_of("Ambil di tempat") is Delivery.PICKUP
    assert delivery_of("kurir setempat") is Delivery.LOCAL_COURIER


FACILITIES = Gazetteer.of(
    [
        (1, "IIA", ("Lembaga Pemasyarakatan Kelas IIA Palu", "Lapas Palu", "Lapas Petobo")),
        (2, "II", ("Balai Pemasyarakatan Kelas II Palu", "Bapas Palu")),
        (3, "IIA", ("Lembaga Pemasyarakatan Narkotika Kelas IIA Samarinda",)),
        (4, "I", ("Lembaga Pembinaan Khusus Anak Kelas I Blitar", "LPKA Blitar")),
        (5, "IIB", ("Lapas Perempuan Kelas IIB Sigli", "LPP Sigli")),
    ]
)


@pytest.mark.parametrize(
    ("text", "facility"),
    [
        ("LP Kls IIA Palu", 1), ("LAPAS KELAS II A PALU", 1), ("Lapas Klas 2A Palu", 1),
        ("Lembaga Pemasyarakatan Kelas IIA Palu", 1), ("lapas petobo", 1), ("1. Lapas Palu", 1),
        ("Bapas Kelas II Palu", 2), ("Lapastika Samarinda", 3), ("Samarinda", 3),
        ("Lapas Narkotika Kls. IIA Samarinda", 3), ("LPKA Klas I Blitar", 4),
        ("Lapas Wanita Sigli", 5), ("LPP Kelas IIB Sigli", 5),
    ],
)  # fmt: skip
def test_facilities_by_any_of_their_names(text: str, facility: int) -> None:
    assert FACILITIES.find(text) == ((facility,), True)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Palu", (1, 2)), ("Rutan Palu", (1, 2)), ("Lapas Narkotika Smd", (3,)),
        ("Lapas Samarinda", (3,)), ("Lapas Kelas IIB Palu", (1,)), ("Lapas Pallu", (1,)),
        ("Lapas Ambon", ()), ("", ()),
    ],
)  # fmt: skip
def test_facilities_that_are_not_certain(text: str, near: tuple[int, ...]) -> None:
    assert FACILITIES.find(text) == (near, False)


def test_kinds_by_their_names_and_by_the_goods() -> None:
    rows = json.loads((REFERENCE / "categories.json").read_text())
    kinds = Kinds((row["slug"], (row["name"], row["name_en"])) for row in rows)
    assert kinds.said("Meubelair") == kinds.said("mebel") == "mebel"
    assert kinds.said("Makanan") == kinds.said("Aneka rupa") == ""
    assert kinds.by_name("Kripik singkong") == "camilan"
    assert kinds.by_name("Kain tenun ikat") == "tenun"
    assert kinds.by_name("Pempek") == ""


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Nama Produk", Field.NAME), ("NAMA BARANG", Field.NAME), ("Harga (Rp)", Field.PRICE),
        ("Harga Jual", Field.PRICE), ("HPP", Field.OTHER), ("Nama WBP", Field.PERSON),
        ("Nama Narapidana", Field.PERSON), ("Pembuat", Field.PERSON), ("UPT", Field.FACILITY),
        ("Nama Lapas/Rutan", Field.FACILITY), ("No. PIRT", Field.PAPER), ("HAKI", Field.PAPER),
        ("Masa Berlaku", Field.EXPIRES), ("Tgl Terbit Halal", Field.ISSUED),
        ("Merek", Field.BRAND), ("No. Merek", Field.PAPER), ("Berat (gr)", Field.WEIGHT),
        ("Stok", Field.STOCK), ("Jenis Produk", Field.KIND), ("Produk Unggulan", Field.FLAGSHIP),
        ("Dapat dikirim", Field.DELIVERY), ("Lama Pengerjaan", Field.LEAD),
        ("Varian Rasa", Field.VARIANT), ("Pemegang Sertifikat", Field.HOLDER),
    ],
)  # fmt: skip
def test_headings(heading: str, field: Field) -> None:
    found = heading_of(heading)
    assert found is not None and found.field is field
