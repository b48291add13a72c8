"""Counts beside filters equal a recount in plain Python, for any filters on random data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.dates import legal_today
from catalog.kept import forget_all
from catalog.selectors.facet_index import index_now
from catalog.selectors.facets import facets
from catalog.selectors.listings import cards
from catalog.types import PRICE_RANGES, CatalogQuery, Facets
from tests.catalog.filter_rows import Plain, cards_make, queries

TODAY = legal_today()
_GROUPS = ("kinds", "provinces", "offices", "facilities", "papers")
_FLAGS = ("in_stock", "flagship", "shippable", "made_to_order")


def changed(query: CatalogQuery, name: str, value: Any) -> CatalogQuery:
    """The query with another choice in one group."""
    changes: dict[str, Any] = {name: value}
    return replace(query, **changes)


def recounted(plain: Plain, query: CatalogQuery, found: Facets) -> None:
    """Assert every number of the facets."""
    fitting = [card for card in plain.cards if plain.fits(card, query)]
    assert found.total == len(fitting)
    assert found.facility_total == len({card.facility_id for card in fitting})
    for group in _GROUPS:
        values = getattr(found, group)
        held = set().union(*(plain.groups(card)[group] for card in plain.cards))
        assert {value.value for value in values} == held
        for value in values:
            assert value.count == plain.count(changed(query, group, (value.value,)))
        assert [value.count for value in values] == sorted((v.count for v in values), reverse=True)
    for flag in _FLAGS:
        assert getattr(found, flag) == plain.count(changed(query, flag, True))
    assert found.prices == [
        plain.count(replace(query, price_from=low, price_to=high)) for low, high in PRICE_RANGES
    ]


@pytest.mark.django_db
def test_counts_equal_a_recount_for_random_filters() -> None:
    forget_all()
    ids = cards_make(50, TODAY)
    forget_all()
    plain, index = Plain(TODAY), index_now(TODAY)
    assert 15 < len(plain.cards) < 50

    @given(queries(ids), st.sampled_from(["id", "en"]))
    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    def check(query: CatalogQuery, language: str) -> None:
        recounted(plain, query, facets(query, language=language, on=TODAY, index=index))

    check()


@pytest.mark.django_db
def test_the_list_holds_what_is_counted() -> None:
    forget_all()
    ids = cards_make(40, TODAY, seed=3)
    forget_all()
    plain = Plain(TODAY)

    @given(queries(ids))
    @settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
    def check(query: CatalogQuery) -> None:
        shown = cards(query, language="id", on=TODAY, limit=100).cards
        expected = {card.pk for card in plain.cards if plain.fits(card, query)}
        assert {card.listing_id for card in shown} == expected

    check()
