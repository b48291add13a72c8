"""What people type, brought to plain words, prices and filters: no database."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.selectors.search_meaning import NOWHERE, Meaning, meaning_of
from catalog.selectors.search_prices import price_in
from catalog.selectors.search_terms import Lexicon, Maker, Place, maker_words, phrase_of
from catalog.selectors.search_text import (
    MOST_LETTERS,
    MOST_WORDS,
    clean,
    distance,
    likeness,
    plain,
    roots,
    words_in,
)
from catalog.types import CatalogQuery


def maker(number: int, slug: str, name: str, *, has_goods: bool = True) -> Maker:
    return Maker(number, slug, name, "64.72", "kalimantan-timur", has_goods, (name,))


SAMARINDA = maker(1, "lapas-narkotika-samarinda", "Lapas Narkotika Samarinda")
TOBELO = maker(2, "lapas-tobelo", "Lapas Tobelo", has_goods=False)
KNOWN = Lexicon(
    stops={("yang",): True, phrase_of("oleh-oleh"): True},
    makers={("lembaga", "pemasyarakatan"): ("lapas",), ("klas",): ("kelas",)},
    papers={("halal",): ("halal",), ("p", "irt"): ("pirt",), ("tidak", "halal"): ()},
    flags={("ready",): "in_stock", ("pre", "order"): "made_to_order"},
    places={
        ("sulteng",): Place(provinces=("sulawesi-tengah",)),
        ("jawa", "tengah"): Place(provinces=("jawa-tengah",)),
        ("toraja",): Place(facilities=("rutan-makale",)),
    },
    facilities={
        ("lapas", "narkotika", "samarinda"): (SAMARINDA,),
        ("lapas", "tobelo"): (TOBELO,),
    },
)


def read(text: str, names: tuple[str, ...] = ("toraja",)) -> Meaning:
    price, rest = price_in(text.lower())
    return meaning_of(words_in(rest), price, KNOWN, names.__contains__)


@pytest.mark.parametrize(
    ("text", "words", "query"),
    [
        ("keripik halal dari sulteng", ["keripik"],
         CatalogQuery(papers=("halal",), provinces=("sulawesi-tengah",))),
        ("kopi P-IRT", ["kopi"], CatalogQuery(papers=("pirt",))),
        ("lapas narkotika samarinda kaus", ["kaus"],
         CatalogQuery(facilities=("lapas-narkotika-samarinda",))),
        ("Lembaga Pemasyarakatan Narkotika Klas II A Samarinda", [],
         CatalogQuery(facilities=("lapas-narkotika-samarinda",))),
        ("batik jawa tengah di bawah 200 ribu", ["batik"],
         CatalogQuery(provinces=("jawa-tengah",), price_to=Decimal(200_000))),
        ("tas ready", ["tas"], CatalogQuery(in_stock=True)),
        ("kursi pre order", ["kursi"], CatalogQuery(made_to_order=True)),
        ("dompet tidak halal", ["dompet"], CatalogQuery()),
        ("oleh-oleh yang manis", ["manis"], CatalogQuery()),
        # a place that is also a word of goods' names stays a word, unless "dari" stands before it
        ("tenun toraja", ["tenun", "toraja"], CatalogQuery()),
        ("tenun dari toraja", ["tenun"], CatalogQuery(facilities=("rutan-makale",))),
    ],
)  # fmt: skip
def test_what_a_query_means(text: str, words: list[str], query: CatalogQuery) -> None:
    meaning = read(text)
    assert (meaning.words, meaning.query) == (words, query)


def test_a_query_that_is_the_name_of_a_facility_says_so() -> None:
    assert read("lapas narkotika samarinda").facility_slug == "lapas-narkotika-samarinda"
    assert read("lapas narkotika samarinda kaus").facility_slug == ""


def test_a_facility_without_goods_is_named_and_narrows_nothing() -> None:
    meaning = read("lapas tobelo")
    assert meaning.facility_slug == "lapas-tobelo"
    assert meaning.query == CatalogQuery()
    assert meaning.said(NOWHERE) == ["lapas tobelo"]


@pytest.mark.parametrize(
    ("text", "low", "high", "rest"),
    [
        ("kopi di bawah 50 ribu", None, 50_000, "kopi"),
        ("kopi <50rb", None, 50_000, "kopi"),
        ("kopi dibawah 50", None, 50_000, "kopi"),
        ("tas maksimal 100.000", None, 100_000, "tas"),
        ("batik 50rb-100rb", 50_000, 100_000, "batik"),
        ("batik 50-100rb", 50_000, 100_000, "batik"),
        ("batik antara 100 ribu dan 200 ribu", 100_000, 200_000, "batik"),
        ("meja di atas 1,5 juta", 1_500_000, None, "meja"),
        ("sandal rp 75.000", None, 75_000, "sandal"),
        ("kue 30 ribuan", 30_000, 39_999, "kue"),
        ("rings under 300,000", None, 300_000, "rings"),
    ],
)
def test_prices(text: str, low: int | None, high: int | None, rest: str) -> None:
    price, left = price_in(text)
    assert price is not None
    assert (price.low, price.high) == (
        None if low is None else Decimal(low),
        None if high is None else Decimal(high),
    )
    assert plain(left) == rest


@pytest.mark.parametrize(
    "text", ["air 600 ml", "rangka 160", "telur isi 10", "meja 6 kursi", "kopi", "sablon 2-3 warna"]
)
def test_numbers_that_are_no_prices(text: str) -> None:
    assert price_in(text) == (None, text)


def test_what_cannot_be_seen_is_left_out() -> None:
    assert clean("ke\u200bri\u202epik\x00  \n pisang") == "keripik pisang"
    assert len(clean("a" * 10_000)) == MOST_LETTERS


@pytest.mark.parametrize("text", ["!!! ??? &|:*", "\u200b\u202e", "%_%", "''\"", "（）", ""])
def test_signs_alone_are_no_words(text: str) -> None:
    assert words_in(clean(text)) == []


def test_words_are_plain_and_few() -> None:
    assert words_in("Tas-tas CAFÉ 'pa-tung'") == ["tas", "cafe", "pa", "tung"]
    assert len(words_in("satu dua " * 2500)) == MOST_WORDS


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("telor", "telur", 1), ("kerpiik", "keripik", 1), ("batik", "tibak", 4), ("prak", "perak", 1)],
)
def test_distance(one: str, other: str, apart: int) -> None:
    assert distance(one, other) == apart


def test_what_sounds_alike_is_likest() -> None:
    assert likeness("batiq", "batik") > likeness("batiq", "bati")
    assert likeness("phinisi", "pinisi") > likeness("phinisi", "finish") >= 0
    assert likeness("meja", "reka") == 0


@pytest.mark.parametrize(
    ("form", "root"),
    [
        ("menenun", "tenun"), ("menyulam", "sulam"), ("mengukir", "ukir"), ("tasnya", "tas"),
        ("memahat", "pahat"), ("berbatik", "batik"), ("kerupukku", "kerupuk"), ("chairs", "chair"),
    ],
)  # fmt: skip
def test_a_form_has_its_root_among_its_roots(form: str, root: str) -> None:
    assert root in roots(form)


def test_classes_go_only_behind_a_kind_of_facility() -> None:
    kinds: dict[tuple[str, ...], tuple[str, ...]] = {("klas",): ("kelas",)}
    assert maker_words(["lapas", "klas", "ii", "b", "pati"], kinds) == ["lapas", "pati"]
    assert maker_words(["vitamin", "b"], kinds) == ["vitamin", "b"]
