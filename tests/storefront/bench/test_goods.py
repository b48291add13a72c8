"""Synthetic goods: the same every time, and shaped as trade is."""

from __future__ import annotations

from collections import Counter

import pytest

from storefront.bench.draw import Draw, zipf
from storefront.bench.facilities import FacilityFact, Regency, facility_facts
from storefront.bench.listings import ListingFact, Maker, PaperFact
from storefront.bench.words import TRADES
from storefront.loading.files import rows_of

PROVINCES = [f"{number:02d}" for number in range(11, 49)]
REGENCIES = [
    Regency(f"{province}.{place:02d}", f"Kabupaten Tempat {province} {place}", province, False)
    for province in PROVINCES
    for place in range(1, 14)
]
OFFICES = dict.fromkeys(PROVINCES, "kantor")
COUNT = 3_000


def facilities() -> list[FacilityFact]:
    return facility_facts(500, REGENCIES, OFFICES, Draw())


def listings() -> tuple[list[ListingFact], list[PaperFact]]:
    maker = Maker(facilities(), list(TRADES), Draw())
    papers: list[PaperFact] = []
    made = []
    for number in range(1, COUNT + 1):
        made.append(maker.listing(number))
        papers += maker.papers(made[-1])
    return made, papers


@pytest.fixture(scope="module")
def goods() -> tuple[list[ListingFact], list[PaperFact]]:
    return listings()


def test_every_kind_of_the_shop_has_its_words() -> None:
    assert set(TRADES) == {row["slug"] for row in rows_of("reference/categories")}


def test_papers_are_kinds_that_the_shop_knows() -> None:
    known = {row["code"] for row in rows_of("reference/certificate_kinds")}
    assert {code for trade in TRADES.values() for code in trade.papers} <= known


def test_shares_fall_and_add_up_to_one() -> None:
    shares = zipf(500, skew=1.05)
    parts = [after - before for before, after in zip([0.0, *shares], shares, strict=False)]

    assert shares[-1] == 1.0
    assert parts == sorted(parts, reverse=True)
    assert sum(parts[:50]) > 0.5 > sum(parts[450:])


def test_the_same_goods_come_every_time(
    goods: tuple[list[ListingFact], list[PaperFact]],
) -> None:
    assert listings() == goods


def test_facilities_stand_in_every_province_and_have_addresses_of_their_own() -> None:
    made = facilities()

    assert {fact.regency.split(".")[0] for fact in made} == set(PROVINCES)
    assert len({fact.slug for fact in made}) == 500
    assert len({fact.kind for fact in made}) == 6


def test_a_few_facilities_and_kinds_have_most_goods(
    goods: tuple[list[ListingFact], list[PaperFact]],
) -> None:
    made, _papers = goods
    by_facility = Counter(listing.facility for listing in made)
    by_kind = Counter(listing.kind for listing in made)

    assert sum(count for _facility, count in by_facility.most_common(50)) > COUNT / 2
    assert len(by_facility) > 400
    assert set(by_kind) == set(TRADES)
    assert by_kind.most_common(1)[0][1] > 5 * min(by_kind.values())


def test_goods_vary_as_real_ones_do(goods: tuple[list[ListingFact], list[PaperFact]]) -> None:
    made, papers = goods

    assert {len(listing.variants) for listing in made} == {1, 2, 3, 4}
    assert all(len(listing.stock) == len(listing.variants) for listing in made)
    sold_out = sum(sum(listing.stock) == 0 for listing in made)
    assert 0.08 < sold_out / COUNT < 0.2
    assert 0.05 < sum(listing.lead_time is not None for listing in made) / COUNT < 0.13
    assert {listing.state for listing in made} == {"published", "draft", "suspended", "archived"}
    assert {listing.delivery for listing in made} == {"parcel", "pickup", "local_courier"}
    assert len({listing.name for listing in made}) > COUNT / 2
    assert len({listing.slug for listing in made}) == COUNT
    assert {paper.state for paper in papers} >= {"verified", "unverified", "filed", "expired"}
    assert len({(paper.code, paper.number) for paper in papers}) == len(papers)


def test_a_facility_puts_at_most_two_goods_forward(
    goods: tuple[list[ListingFact], list[PaperFact]],
) -> None:
    slots = [(one.facility, one.flagship_slot) for one in goods[0] if one.flagship_slot]

    assert len(slots) > 200
    assert len(set(slots)) == len(slots)
    assert {slot for _facility, slot in slots} == {1, 2}


def test_ended_papers_have_ended_and_others_have_not(
    goods: tuple[list[ListingFact], list[PaperFact]],
) -> None:
    for paper in goods[1]:
        if paper.expires is not None:
            assert (paper.expires < 0) == (paper.state == "expired")
            assert paper.expires > paper.issued
        assert (paper.verified is not None) == (paper.state == "verified")
