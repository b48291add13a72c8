"""Counts beside the filters equal what choosing them leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from catalog.dates import legal_today
from catalog.kept import forget_all
from catalog.selectors.facets import facets
from catalog.selectors.listings import cards
from catalog.types import CatalogQuery
from tests.making import facility_make, paper_make, public_listing

pytestmark = pytest.mark.django_db

TODAY = legal_today()


@pytest.fixture(autouse=True)
def shop() -> None:
    forget_all()
    one, two = facility_make("lapas-satu"), facility_make("lapas-dua")
    for position, (facility, kind) in enumerate(
        [(one, "camilan"), (one, "batik"), (two, "camilan"), (two, "camilan")]
    ):
        listing = public_listing(
            facility, kind=kind, stock=position, prices=(1000 * (position + 1),)
        )
        if position % 2:
            paper_make(listing, code="halal", group="halal")
    forget_all()


def left(query: CatalogQuery) -> int:
    return len(cards(query, language="id", on=TODAY, limit=100).cards)


@pytest.mark.parametrize(
    "query",
    [
        CatalogQuery(),
        CatalogQuery(kinds=("camilan",)),
        CatalogQuery(kinds=("camilan", "batik"), papers=("halal",)),
        CatalogQuery(facilities=("lapas-dua",), in_stock=True),
        CatalogQuery(provinces=("sulawesi-tengah",), price_from=Decimal(2000)),
        CatalogQuery(papers=("halal",), price_to=Decimal(3000)),
        CatalogQuery(kinds=("tidak-ada",)),
    ],
)
def test_every_count_is_what_the_choice_leaves(query: CatalogQuery) -> None:
    found = facets(query, language="id", on=TODAY)
    assert found.total == left(query)
    for value in found.kinds:
        assert value.count == left(replace(query, kinds=(value.value,)))
    for value in found.facilities:
        assert value.count == left(replace(query, facilities=(value.value,)))
    for value in found.provinces:
        assert value.count == left(replace(query, provinces=(value.value,)))
    for value in found.papers:
        assert value.count == left(replace(query, papers=(value.value,)))
    assert found.in_stock == left(replace(query, in_stock=True))
    assert found.flagship == left(replace(query, flagship=True))
    assert found.shippable == left(replace(query, shippable=True))


def test_a_paper_that_has_ended_filters_nothing() -> None:
    listing = public_listing()
    paper_make(listing, code="merek", group="haki", expires_on=TODAY)
    forget_all()
    query = CatalogQuery(papers=("merek",))
    tomorrow = TODAY + timedelta(days=1)
    assert facets(query, language="id", on=TODAY).total == 1
    assert facets(query, language="id", on=tomorrow).total == 0
    assert cards(query, language="id", on=TODAY).cards[0].papers == ("MEREK",)
    everything = cards(CatalogQuery(), language="id", on=tomorrow, limit=100).cards
    assert all("MEREK" not in card.papers for card in everything)
