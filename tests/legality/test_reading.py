"""Numbers of papers are read, however they are typed."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalog.paper_numbers import MOST_LETTERS, normal_number
from legality.number_findings import SENTENCES, UNKNOWN_CODES, Found
from legality.number_types import NumberFacts, NumberKind, Regions, other_forms
from legality.numbers import findings_stored, stored
from legality.patterns import MOST_WAYS, PatternRefused, pattern_made
from legality.reading import example_of, read_number
from legality.sentences import finding_said
from legality.types import Words
from tests.legality.number_world import kinds, read, regions
from tests.legality.numbers_table import NUMBERS, Row

TODAY = date(2026, 11, 22)
CODES = st.sampled_from([None, *kinds(), "none such"])
# letters that numbers are made of, what people type for them, and everything else
NUMBERISH = st.text("0123456789OoIlIDMPSGECKNVpirt-. /|\u200b\uff10\uff29\u0661", max_size=100)
TEXTS = st.one_of(NUMBERISH, st.text(max_size=100), st.sampled_from([row[0] for row in NUMBERS]))
LONG = st.builds(
    lambda part, times: (part * times)[:10_000],
    st.one_of(NUMBERISH.filter(bool), st.text(min_size=1, max_size=12)),
    st.integers(1, 10_000),
)


@pytest.mark.parametrize("row", NUMBERS, ids=lambda row: f"{row[1]}:{ascii(row[0])[:40]}")
def test_the_table(row: Row) -> None:
    text, code, kind, normal, findings = row
    reading = read(text, code)
    assert (reading.code, reading.normal) == (kind, normal)
    assert " ".join(finding.code for finding in reading.findings) == findings


def test_the_table_holds_every_kind_that_has_a_form() -> None:
    assert len(NUMBERS) >= 60
    read_as = {row[2] for row in NUMBERS}
    assert read_as >= set(kinds())


def test_typing_does_not_change_what_is_compared() -> None:
    for text, _code, _kind, normal, findings in NUMBERS:
        if Found.LETTERS_ADDED not in findings:
            assert normal_number(text) == normal_number(normal), text


def test_parts_of_a_p_irt_number() -> None:
    parts = read("P-IRT No. 2063510010243-26").parts
    assert parts == {
        "packaging": "2", "group": "06", "region": "3510", "product": "01", "producer": "0243",
        "year": "26",
    }  # fmt: skip


def test_of_a_halal_number_the_third_and_fourth_digit_are_told_to_nobody() -> None:
    reading = read("ID33110000662051022")
    assert reading.parts == {
        "province": "33", "counter": "000066205", "month": "10", "registered_year": "22",
    }  # fmt: skip
    other = read("ID33290000662051022")
    assert (other.parts, other.findings) == (reading.parts, ())
    assert "undecoded" not in str(stored(reading))


FACTS = [
    ("2063510010243-30", "pirt", NumberFacts(region="3510"), ""),
    ("2063510010243-30", "pirt", NumberFacts(region="7271"), "region_other"),
    ("2069101010243-30", "pirt", NumberFacts(region="9301"), "region_former"),
    ("2069101010243-30", "pirt", NumberFacts(region="9103"), "region_former region_other"),
    ("2063510010243-30", "pirt", NumberFacts(expires_on=date(2030, 5, 1)), ""),
    ("2063510010243-30", "pirt", NumberFacts(expires_on=date(2029, 5, 1)), "year_other"),
    ("2063510010243-30", "pirt", NumberFacts(goods=frozenset({"camilan"})), ""),
    ("2063510010243-30", "pirt", NumberFacts(goods=frozenset({"kopi-minuman"})), "group_other"),
    ("2063510010243-30", "pirt", NumberFacts(goods=frozenset({"kopi-minuman", "camilan"})), ""),
    ("2063510010243-30", "pirt", NumberFacts(goods=frozenset({"batik"})),
     "group_other goods_outside"),
    ("2063510010243-31", "pirt", NumberFacts(on=TODAY), ""),
    ("2063510010243-32", "pirt", NumberFacts(on=TODAY), "ends_too_late"),
    ("2063510010243-30", "pirt",
     NumberFacts(issued_on=date(2031, 1, 2), expires_on=date(2030, 1, 1)), "ends_before_it_begins"),
    ("IDM000639902", "merek",
     NumberFacts(issued_on=date(2016, 11, 22), expires_on=date(2036, 11, 22), on=TODAY), ""),
    ("IDM000639902", "merek", NumberFacts(expires_on=date(2036, 11, 23), on=TODAY),
     "ends_too_late"),
    ("IDM000639902", "merek", NumberFacts(expires_on=date(9999, 12, 31), on=TODAY),
     "ends_too_late"),
    ("ID33110000662051022", "halal", NumberFacts(expires_on=date(9999, 12, 31), on=TODAY),
     "ends_too_late"),
    ("ID33110000662051022", "halal", NumberFacts(expires_on=date(2026, 12, 1), on=TODAY), ""),
    ("0289010302776", "nib", NumberFacts(expires_on=date.max, issued_on=date(2024, 2, 29)),
     "ends_too_late"),
    ("hello", "merek", NumberFacts(expires_on=date.max, on=date(2024, 2, 29)),
     "number_form ends_too_late"),
    ("DID2018042918", "merek", NumberFacts(is_filed=True), ""),
    ("CONTOH-MEREK-0001", "merek", NumberFacts(samples_allowed=True), "number_sample"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "facts", "findings"), FACTS)
def test_what_is_known_of_the_paper(
    text: str, code: str, facts: NumberFacts, findings: str
) -> None:
    reading = read(text, code, facts)
    assert " ".join(finding.code for finding in reading.findings) == findings


def test_blocking_is_data() -> None:
    facts = NumberFacts(region="7271")
    strict = kinds()["pirt"]
    mild = {"pirt": NumberKind("pirt", strict.label, strict.short, strict.pattern)}
    there = read("2063510010243-30", "pirt", facts)
    assert [finding.code for finding in there.blocking] == ["region_other"]
    here = read_number("2063510010243-30", kinds=mild, regions=regions(), facts=facts)
    assert [finding.code for finding in here.findings] == ["region_other"]
    assert not here.blocking


def test_a_made_up_number_is_refused_where_real_goods_are_sold() -> None:
    assert read("CONTOH-PIRT-0001", "pirt").blocking
    assert not read("CONTOH-PIRT-0001", "pirt", NumberFacts(samples_allowed=True)).blocking


def test_without_regions_no_region_is_unknown() -> None:
    reading = read_number("2068804010243-26", kinds=kinds(), regions=Regions())
    assert reading.findings == ()


def test_a_number_that_fits_two_kinds_is_asked_about() -> None:
    one = NumberKind("a", Words("A", "A"), Words("Surat A", "Paper A"), pattern_made(r"\d{5}"))
    two = NumberKind("b", Words("B", "B"), Words("Surat B", "Paper B"), pattern_made(r"\d{4,6}"))
    reading = read_number("12345", kinds={"a": one, "b": two}, regions=Regions())
    (finding,) = reading.blocking
    assert (finding.code, reading.code) == ("number_fits_several", "")
    assert "Surat A, Surat B" in finding_said(finding, "id")
    assert "Paper A, Paper B" in finding_said(finding, "en")


def test_sentences_say_what_is_meant_in_both_languages() -> None:
    (decree,) = read("Ketetapan Halal 123456", "halal").findings
    assert finding_said(decree, "id") == (
        "Ini nomor ketetapan halal (KH), bukan nomor surat ini: Sertifikat halal."
    )
    (filed,) = read("DID2018042918", "merek").findings
    assert finding_said(filed, "en") == (
        "This is the number of an application for a trademark, not yet a registration."
    )


def test_every_finding_has_a_sentence_in_indonesian() -> None:
    assert set(SENTENCES) == set(Found)
    for text, code, *_rest in NUMBERS:
        for finding in read(text, code).findings:
            assert finding_said(finding, "id") != finding_said(finding, "en")
    assert set(UNKNOWN_CODES) == {row for kind in kinds().values() for row in kind.codes}


def test_what_is_stored_gives_the_findings_back() -> None:
    facts = NumberFacts(issued_on=date(2031, 1, 2), expires_on=date(2030, 1, 1), region="7271")
    reading = read("2O63510010243-30", "pirt", facts)
    assert len(reading.findings) == 3
    assert findings_stored(stored(reading)) == reading.findings
    assert findings_stored({}) == ()


@given(text=TEXTS, code=CODES)
@example(text="NONO1", code=None)
@example(text="ID" * 20 + "1", code="halal")
def test_the_normal_form_is_stable(text: str, code: str | None) -> None:
    once = read(text, code)
    twice = read(once.normal, once.code or code)
    assert twice.normal == once.normal
    assert normal_number(normal_number(text)) == normal_number(text)
    if not any(finding.code == Found.LETTERS_ADDED for finding in once.findings):
        assert normal_number(once.normal) == normal_number(text)


@given(text=NUMBERISH, typed=st.sampled_from([" ", ".", "-", "\u200b", "/"]), at=st.integers(0, 99))
def test_blanks_points_and_small_letters_change_nothing(text: str, typed: str, at: int) -> None:
    otherwise = text[:at].lower() + typed + text[at:].upper()
    assert normal_number(otherwise) == normal_number(text)


@settings(deadline=None)
@given(text=LONG, code=CODES)
def test_nothing_makes_the_reader_raise(text: str, code: str | None) -> None:
    reading = read(text, code, NumberFacts(region="7271", expires_on=date.max, on=TODAY))
    assert reading.raw == text
    for finding in reading.findings:
        assert finding_said(finding, "id")
        assert finding_said(finding, "en")
    assert reading.code or reading.blocking


# What all patterns of all kinds cost at most, tried twice on the longest number; one step a letter
# of the text and one a letter of what is left of it come on top.
TRIED = 3 * (MOST_LETTERS + 1) * sum(
    sum(pattern.ways for pattern in (kind.pattern, *(form.pattern for form in kind.others))
        if pattern is not None)
    for kind in kinds().values()
)  # fmt: skip


@settings(deadline=None)
@given(text=LONG, code=CODES)
def test_steps_grow_with_the_text_and_no_faster(text: str, code: str | None) -> None:
    assert read(text, code).steps <= 2 * len(text) + TRIED


@pytest.mark.parametrize(
    "part", ["2063510010243-26 ", "O", "PIRTNO", "1D", "\u0661", "\ufdfa", "."]
)
def test_twice_the_text_costs_twice_the_steps(part: str) -> None:
    lengths = (1_000, 2_000, 4_000, 8_000)
    steps = [read((part * length)[:length], "pirt").steps for length in lengths]
    assert steps[3] - steps[2] == pytest.approx(2 * (steps[2] - steps[1]), rel=0.01)
    assert steps[2] - steps[1] == pytest.approx(2 * (steps[1] - steps[0]), rel=0.01)
    assert steps[3] <= 2 * 8_000


HARMFUL = [
    r"(a+)+$", r"(\d|\d)*", r"(\d*)*X", r"([A-Z]+)*\d", r"(.*)*", r"\d+\d+\d+", r"(\d{1,9}){1,9}",
    r"(?=\d)\d", r"(\d)\1", r"(?i)a", r"\d+?X", r"(?:a?){40}a{40}", "(" * 200, "[", "(?P<x>1)",
    "[[0-9]",
    "a" * 301,
]  # fmt: skip


@pytest.mark.parametrize("pattern", HARMFUL)
def test_patterns_that_could_hold_the_shop_up_are_not_made(pattern: str) -> None:
    with pytest.raises(PatternRefused):
        pattern_made(pattern)


@given(st.text(r"ad019()|*+?{},\[]^$.:P<>year-", max_size=40))
def test_a_pattern_is_refused_or_its_ways_are_counted(text: str) -> None:
    try:
        pattern = pattern_made(text)
    except PatternRefused as refused:
        assert refused.sentence
        return
    assert 1 <= pattern.ways <= MOST_WAYS
    for number in ("a" * 80, "0" * 80, "a" * 79 + "!", ""):
        pattern.fit(number)  # comes back at all
    assert pattern.fit("0" * (MOST_LETTERS + 1)) is None


@given(st.text(r"AD019()|{},\[]^-", max_size=40))
def test_an_example_fits_its_pattern(text: str) -> None:
    try:
        pattern = pattern_made(text)
    except PatternRefused:
        return
    for shown in pattern.examples:
        assert 0 < len(shown) <= MOST_LETTERS
        if shown.isalnum() and "^" not in text:
            assert pattern.fit(shown) is not None


def test_an_example_costs_little_whatever_is_repeated() -> None:
    assert pattern_made(r"((((((A{0}){80}){80}){80}){80}){80}){80}").examples == ()
    assert pattern_made(r"\d{4000000000}").examples == ()


@pytest.mark.parametrize("code", [code for code, kind in kinds().items() if kind.pattern])
def test_a_number_of_another_form_is_shown_one_of_the_right_form(code: str) -> None:
    kind = kinds()[code]
    shown = example_of(kind)
    reading = read(shown, code)
    assert (reading.code, reading.normal) == (code, shown)
    # its parts need mean nothing: it is nobody's
    assert {one.code for one in reading.findings} <= {"region_unknown", "part_unknown"}
    (finding,) = read("ZZZ", code).findings
    assert finding.code == "number_form"
    assert shown in finding_said(finding, "id") and shown in finding_said(finding, "en")


def test_digits_enough_and_the_form_another() -> None:
    (finding,) = read("0063510010243-26", "pirt").findings
    assert finding_said(finding, "id") == (
        "Ini tidak berbentuk nomor P-IRT. Bentuknya seperti ini: P-IRT 1234567890123-45."
    )
    bare = NumberKind("x", Words("X", "X"), Words("X", "X"))
    assert example_of(bare) == ""


def test_rows_that_say_nothing_usable_are_left_out() -> None:
    rows = [[r"(a+)+", Found.OLD_FORM, "x", "x"], [r"\d{3}", "none", "x", "x"]]
    assert other_forms(rows) == ()
    assert len(other_forms([*rows, [r"\d{3}", Found.OLD_FORM, "x", "x"]])) == 1


def test_numbers_that_fit_no_pattern_are_plain_ascii() -> None:
    for text, code, *_rest in NUMBERS:
        assert set(normal_number(text)) <= set(string.ascii_uppercase + string.digits), code
