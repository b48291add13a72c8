"""The evaluation by itself: facts, rules and a day in, a verdict out. No database."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legality.rules.traits import traits_of
from legality.rules.verdict import evaluate
from legality.sentences import finding_said
from legality.types import Facts, Need, PaperFact, Rule, RuleBook, Trait, Verdict, Words

REFERENCE = Path(__file__).parents[2] / "fixtures" / "reference"
DAY = timedelta(days=1)
TODAY = date(2026, 11, 22)
HALAL_DAY = date(2026, 10, 17)


def rows(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((REFERENCE / f"{name}.json").read_text("utf-8"))
    return found


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def book_of_today() -> RuleBook:
    """The rules that come with the shop, read from their file."""
    traits = {
        row["code"]: Trait(
            row["code"], Words(row["name"], row["name_en"]), frozenset(row["kinds"]),
            tuple(row["name_words"]), tuple(row["material_words"]), tuple(row["without_words"]),
            row["keeps_at_most"],
        )
        for row in rows("goods_traits")
    }  # fmt: skip
    rules = tuple(
        Rule(
            row["code"], Words(row["name"], row["name_en"]), frozenset(row["kinds"]),
            tuple(row["traits"]), tuple(row["unless_traits"]), tuple(row["papers"]),
            Need(row["need"]), day(row["in_force_from"]), day(row["in_force_until"]),
            row["certainty"], Words(row["reason"], row["reason_en"]), row["legal_source"],
            row["not_halal_answers"],
        )
        for row in rows("requirement_rules")
    )  # fmt: skip
    papers = {r["code"]: Words(r["short"], r["short_en"]) for r in rows("certificate_kinds")}
    return RuleBook(7, rules, traits, papers)


BOOK = book_of_today()


def goods(kind: str, name: str = "Barang", *papers: PaperFact, **given_facts: Any) -> Facts:
    facts = Facts(1, kind, True, Decimal(1000), 1, True, True, papers, name)
    return replace(facts, **given_facts)


def paper(code: str, key: int = 1, until: date | None = None, **given_facts: Any) -> PaperFact:
    return replace(PaperFact(key, code, "izin", until, None, "verified", "NO-1"), **given_facts)


def blocking(facts: Facts, on: date = TODAY) -> set[str]:
    return {one.code for one in evaluate(facts, BOOK, on).findings if one.blocking}


def noted(facts: Facts, on: date = TODAY) -> set[str]:
    found = {one.code for one in evaluate(facts, BOOK, on).findings if not one.blocking}
    return found - {"ki_dianjurkan"}  # on everything without a mark of its own


@pytest.mark.parametrize(
    ("facts", "blocks", "notes"),
    [
        (goods("camilan", keeps_days=120), {"pirt_pangan_kemasan", "halal_pangan"}, set()),
        (goods("camilan"), {"pirt_pangan_kemasan", "halal_pangan"}, set()),  # nobody said how long
        (goods("camilan", "K", paper("pirt"), paper("halal")), set(), set()),
        (goods("camilan", "K", paper("bpom_md"), paper("halal")), set(), set()),
        (goods("roti-kue", "Roti tawar", keeps_days=4), {"halal_pangan"}, set()),
        (goods("roti-kue", "Roti tawar", keeps_days=7), {"halal_pangan"}, set()),
        (goods("roti-kue", "Bakpia", keeps_days=8), {"halal_pangan", "pirt_pangan_kemasan"}, set()),
        (
            goods("kopi-minuman", "Air minum 600 ml", keeps_days=540),
            {"halal_pangan", "md_air_minum"},
            {"sni_air_minum"},
        ),
        (
            goods("kopi-minuman", "Air minum 600 ml", paper("pirt"), paper("halal")),
            {"md_air_minum"},
            {"sni_air_minum"},
        ),
        (goods("telur-ikan-sayur", "Telur ayam kampung", keeps_days=18), {"nkv_telur"}, set()),
        (goods("telur-ikan-sayur", "Telur ayam", paper("nkv"), keeps_days=18), set(), set()),
        (
            goods("telur-ikan-sayur", "Telur asin", paper("nkv"), keeps_days=21),
            {"pirt_hasil_olahan", "halal_hasil_olahan"},
            set(),
        ),
        (goods("telur-ikan-sayur", "Tempe papan", keeps_days=3), {"halal_hasil_olahan"}, set()),
        (goods("telur-ikan-sayur", "Pakcoy", keeps_days=4), set(), set()),
        (goods("telur-ikan-sayur", "Selada organik", keeps_days=3), set(), {"organik"}),
        (
            goods("camilan", "Nugget beku", paper("pirt"), paper("halal")),
            {"md_pangan_beku"},
            set(),
        ),
        (goods("tas-dompet", "Dompet", composition="kulit sapi"), set(), {"halal_bahan_hewan"}),
        (goods("tas-dompet", "Dompet", composition="kulit sintetis"), set(), set()),
        (goods("anyaman", "Kursi", composition="kulit rotan"), set(), set()),
        (
            goods("tas-dompet", "Dompet", composition="kulit babi", is_not_halal=True),
            set(),
            set(),
        ),
        (goods("batik", "Kain batik"), set(), set()),
        (goods("mebel", "Kursi jati"), set(), set()),
        (goods("logam-las", "Pagar"), set(), set()),
        (goods("bahan-bangunan", "Paving"), set(), {"sni_bahan_bangunan"}),
        (goods("alat-musik-olahraga", "Truk kayu"), set(), {"sni_mainan"}),
    ],
    ids=lambda value: f"{value.name} {value.keeps_days}" if isinstance(value, Facts) else "",
)
def test_which_goods_need_what(facts: Facts, blocks: set[str], notes: set[str]) -> None:
    assert blocking(facts) == blocks
    assert noted(facts) == notes


def test_halal_is_advised_before_its_day_and_required_from_it_on() -> None:
    snack = goods("camilan", "K", paper("pirt"))
    before = HALAL_DAY - DAY
    assert blocking(snack, before) == set()
    assert noted(snack, before) == {"halal_pangan_anjuran"}
    assert blocking(snack, HALAL_DAY) == {"halal_pangan"}
    assert evaluate(snack, BOOK, date(2026, 1, 1)).valid_until == before


def test_not_halal_is_an_answer() -> None:
    pork = goods("camilan", "Dendeng", paper("pirt"), is_not_halal=True)
    assert blocking(pork) == set()
    asked = {one.rule: one for one in evaluate(pork, BOOK, TODAY).asked}
    assert asked["halal_pangan"].is_met
    assert asked["halal_pangan"].certificate_id is None
    assert blocking(replace(pork, papers=())) == {"pirt_pangan_kemasan"}


def test_what_nobody_verified_blocks_nothing() -> None:
    unsure = [rule for rule in BOOK.rules if rule.certainty == "U"]
    assert unsure
    every = replace(BOOK, rules=tuple(replace(rule, need=Need.REQUIRED) for rule in unsure))
    for facts in (goods("tas-dompet", "Tas", composition="kulit sapi"), goods("bahan-bangunan")):
        verdict = evaluate(facts, every, TODAY)
        assert verdict.findings
        assert verdict.is_clear


def test_every_rule_has_a_source_texts_in_both_languages_and_known_codes() -> None:
    kinds = {row["slug"] for row in rows("categories")}
    for rule in BOOK.rules:
        assert rule.legal_source
        assert all((rule.name.indonesian, rule.name.english, *rule.reason))
        assert set(rule.papers) <= set(BOOK.papers)
        assert {*rule.traits, *rule.unless_traits} <= set(BOOK.traits)
        assert rule.kinds <= kinds
    assert all(trait.kinds <= kinds for trait in BOOK.traits.values())


@pytest.mark.parametrize(
    ("given_paper", "indonesian", "english"),
    [
        (None, "Belum ada yang tercatat", "None is recorded"),
        (paper("pirt", until=TODAY - DAY), "berakhir pada 21 November 2026", "November"),
        (paper("pirt", until=None, state="expired"), "sudah berakhir", "has ended"),
        (paper("pirt", since=TODAY + DAY), "berlaku mulai 23 November 2026", "holds from"),
        (paper("pirt", state="on_hold"), "ditahan", "on hold"),
        (paper("pirt", state="unverified"), "belum diperiksa", "has not been checked"),
        (paper("pirt", state="filed"), "baru diajukan", "applied for"),
        (paper("pirt", state="revoked"), "dicabut", "was revoked"),
    ],
)
def test_a_paper_that_does_not_hold_is_told_of_by_what_is_wrong(
    given_paper: PaperFact | None, indonesian: str, english: str
) -> None:
    papers = (given_paper,) if given_paper else ()
    verdict = evaluate(goods("camilan", "K", paper("halal", 2), *papers), BOOK, TODAY)
    (finding,) = [one for one in verdict.findings if one.blocking]
    assert indonesian in finding_said(finding, "id")
    assert english in finding_said(finding, "en")
    assert "%(" not in finding_said(finding, "id") + finding_said(finding, "en")
    assert ("P-IRT NO-1" in finding_said(finding, "id")) is bool(papers)


def test_of_several_papers_the_nearest_to_being_right_is_told_of() -> None:
    old = paper("pirt", 1, TODAY - DAY)
    new = paper("pirt", 2, state="unverified")
    verdict = evaluate(goods("camilan", "K", old, new, paper("halal", 3)), BOOK, TODAY)
    assert "belum diperiksa" in " ".join(finding_said(one, "id") for one in verdict.findings)


def test_a_verdict_rests_on_what_holds_longest_and_ends_with_it() -> None:
    short, long = paper("pirt", 1, TODAY + DAY), paper("bpom_md", 2, TODAY + 9 * DAY)
    halal, mark = paper("halal", 3), paper("merek", 4, TODAY + DAY)
    verdict = evaluate(goods("camilan", "K", short, long, halal, mark), BOOK, TODAY)
    assert verdict.is_clear
    assert verdict.certificate_ids == (2, 3)
    assert verdict.valid_until == TODAY + 9 * DAY
    assert verdict.ruleset == "papers/7"


def test_a_paper_that_begins_when_another_ends_carries_on() -> None:
    ends, begins = paper("pirt", 1, TODAY), paper("pirt", 2, since=TODAY + DAY)
    both = goods("camilan", "K", ends, begins, paper("halal", 3))
    assert evaluate(both, BOOK, TODAY).valid_until is None
    gap = replace(begins, since=TODAY + 2 * DAY)
    with_gap = replace(both, papers=(ends, gap, paper("halal", 3)))
    assert evaluate(with_gap, BOOK, TODAY).valid_until == TODAY


def test_words_are_found_whole_and_in_any_case() -> None:
    assert "fresh_eggs" in traits_of(goods("telur-ikan-sayur", "TELUR Ayam"), BOOK)
    assert "fresh_eggs" not in traits_of(goods("telur-ikan-sayur", "Teluran"), BOOK)
    assert "processed" not in traits_of(goods("telur-ikan-sayur", "Cabai keriting"), BOOK)


CODES = sorted(BOOK.papers)
NAMES = ("Barang", "Telur ayam", "Telur asin", "Air minum", "Roti beku", "Dompet kulit sapi")
days = st.dates(date(2026, 9, 1), date(2026, 12, 31))
states = st.sampled_from(("verified", "expired", "on_hold", "unverified", "filed", "revoked"))
papers = st.builds(
    PaperFact, st.integers(1, 9), st.sampled_from(CODES), st.just("izin"), st.none() | days,
    st.none() | days, states, st.just("NO-1"),
)  # fmt: skip
any_goods = st.builds(
    goods,
    st.sampled_from(sorted({kind for rule in BOOK.rules for kind in rule.kinds})),
    st.sampled_from(NAMES),
    keeps_days=st.none() | st.integers(1, 30),
    is_not_halal=st.booleans(),
    composition=st.sampled_from(("", "kulit sapi", "kulit rotan")),
    papers=st.lists(papers, max_size=4).map(tuple),
)


def keys(verdict: Verdict) -> set[str]:
    return {finding.code for finding in verdict.findings}


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(any_goods, st.sampled_from(CODES), days, st.none() | st.integers(0, 90))
def test_a_further_valid_paper_never_adds_a_finding(
    facts: Facts, code: str, on: date, more: int | None
) -> None:
    until = None if more is None else on + more * DAY
    further = replace(facts, papers=(*facts.papers, paper(code, 99, until, since=on)))
    before, after = evaluate(facts, BOOK, on), evaluate(further, BOOK, on)
    assert keys(after) <= keys(before)
    assert set(after.findings) <= set(before.findings)
    if before.is_clear:
        assert after.is_clear
        assert after.valid_until is None or (
            before.valid_until is not None and after.valid_until >= before.valid_until
        )


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(any_goods, days)
def test_the_last_day_is_the_last_clear_one(facts: Facts, on: date) -> None:
    verdict = evaluate(facts, BOOK, on)
    if not verdict.is_clear:
        assert verdict.valid_until is None
        return
    last = verdict.valid_until or on + 200 * DAY
    clear = [evaluate(facts, BOOK, on + n * DAY).is_clear for n in range((last - on).days + 1)]
    assert all(clear)
    if verdict.valid_until:
        assert not evaluate(facts, BOOK, last + DAY).is_clear


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(any_goods, days)
def test_a_verdict_names_every_rule_that_fits_and_nothing_else_blocks(
    facts: Facts, on: date
) -> None:
    verdict = evaluate(facts, BOOK, on)
    open_rules = {one.rule for one in verdict.asked if not one.is_met}
    required = {one.rule for one in verdict.asked if one.blocks}
    assert {one.code for one in verdict.findings if one.blocking} == open_rules & required
    assert keys(verdict) <= open_rules


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(any_goods, st.sets(st.sampled_from(CODES), max_size=3), days)
def test_a_recipe_on_hold_never_takes_a_finding_away_nor_its_end_adds_one(
    facts: Facts, of_recipe: set[str], on: date
) -> None:
    on_hold = tuple(
        replace(one, state="on_hold") if one.code in of_recipe and one.state == "verified" else one
        for one in facts.papers
    )
    held, confirmed = evaluate(replace(facts, papers=on_hold), BOOK, on), evaluate(facts, BOOK, on)
    assert keys(confirmed) <= keys(held)
    assert set(held.certificate_ids) <= set(confirmed.certificate_ids)
    assert confirmed.is_clear or not held.is_clear
