"""`products(filter: {search:})` asks the same engine as the pages."""

from __future__ import annotations

import pytest

from storefront.loading.search_terms import search_terms_load
from tests.making import facility_make, paper_make, public_listing
from tests.storefront.graphql.conftest import Answer, Ask

pytestmark = pytest.mark.django_db


def test_a_search_reads_filters_and_puts_the_best_first(ask: Ask) -> None:
    search_terms_load()
    plain = public_listing(name="Sambal dengan bawang goreng renyah")
    exact = public_listing(name="Bawang goreng")
    paper_make(exact)
    text = """query ($s: String, $after: String) { products(first: 1, after: $after,
      filter: {search: $s}) { totalCount pageInfo { endCursor } edges { node { slug } } } }"""

    def edges(answer: Answer) -> list[dict[str, str]]:
        return [edge["node"] for edge in answer.data["products"]["edges"]]

    def slugs(answer: Answer) -> list[str]:
        return [node["slug"] for node in edges(answer)]

    first = ask(text, s="bawang goreng")
    assert first.data["products"]["totalCount"] == 2
    after = first.data["products"]["pageInfo"]["endCursor"]
    assert slugs(first) + slugs(ask(text, s="bawang goreng", after=after)) == [
        exact.slug,
        plain.slug,
    ]
    assert slugs(ask(text, s="bawang goreng pirt")) == [exact.slug]
    assert slugs(ask(text, s="bawng gorang")) == [exact.slug]
    assert ask(text, s="jual").data["products"]["totalCount"] == 2


def test_a_search_for_filters_alone_means_what_the_filters_mean(ask: Ask) -> None:
    search_terms_load()
    place = facility_make()
    made = public_listing(place, stock=0, lead_time_days=7)
    public_listing(place, stock=10, lead_time_days=7)  # has a lead time, and is there
    text = '{ products(first: 5, filter: {search: "pre order"}) { edges { node { slug } } } }'
    found = [edge["node"]["slug"] for edge in ask(text).data["products"]["edges"]]
    assert found == [made.slug]
