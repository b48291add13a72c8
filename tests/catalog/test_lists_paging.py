"""Pages of a list follow each other while stock changes: nothing is skipped, nothing repeated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.dates import legal_today
from catalog.kept import forget_all
from catalog.models import CardRow
from catalog.selectors import listings
from catalog.selectors.facet_index import index_drop
from catalog.selectors.listings import cards
from catalog.types import CatalogQuery, Sort
from tests.catalog.filter_rows import cards_make

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = legal_today()
COUNT = 14


@pytest.fixture
def ids(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Public cards, every third sold out, some of one price and one time."""
    monkeypatch.setattr(listings, "_FEW", 5)  # so that the best do not all fit into the few
    forget_all()
    index_drop()
    made = cards_make(COUNT, TODAY)
    CardRow.objects.update(is_open=True, cleared_until=None, published_at="2026-01-01T00:00:00Z")
    for place, listing_id in enumerate(made):
        CardRow.objects.filter(pk=listing_id).update(
            price_min=1000 * (place % 4), stock=place % 3, stock_state=1 if place % 3 else 0
        )
    yield made
    forget_all()
    index_drop()


def flip(listing_id: int) -> None:
    """Sold out becomes in stock, and the other way round."""
    card = CardRow.objects.get(pk=listing_id)
    stock = 0 if card.stock else 3
    CardRow.objects.filter(pk=listing_id).update(stock=stock, stock_state=1 if stock else 0)


def walk(query: CatalogQuery, between: Callable[[int], None], limit: int) -> list[int]:
    """All pages, with something happening between them."""
    found: list[int] = []
    after: str | None = None
    for number in range(COUNT + 1):
        page = cards(query, language="id", on=TODAY, after=after, limit=limit)
        found += [card.listing_id for card in page.cards]
        after = page.after
        if after is None:
            return found
        between(number)
    raise AssertionError("the list has no end")


def lists(ids: list[int]) -> list[CatalogQuery]:
    """One list of each order."""
    ranked = tuple((listing_id, listing_id % 3) for listing_id in ids)
    return [
        CatalogQuery(),
        CatalogQuery(sort=Sort.CHEAPEST),
        CatalogQuery(sort=Sort.DEAREST),
        CatalogQuery(sort=Sort.NEAREST, near="11.01"),
        CatalogQuery(sort=Sort.NEAREST, near="72"),
        CatalogQuery(sort=Sort.BEST, ranked=ranked),
        CatalogQuery(sort=Sort.NEWEST, ranked=ranked, price_to=None),
    ]


def test_any_changes_of_stock_between_pages_skip_and_repeat_nothing(ids: list[int]) -> None:
    flips = st.lists(st.sets(st.sampled_from(ids), max_size=5), max_size=COUNT)

    @given(st.sampled_from(lists(ids)), flips, st.integers(1, 5))
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def check(query: CatalogQuery, changes: list[set[int]], limit: int) -> None:
        still = walk(query, lambda _number: None, COUNT)

        def between(number: int) -> None:
            for listing_id in changes[number] if number < len(changes) else ():
                flip(listing_id)

        # not only the same cards: in the order in which they stood when page one was read
        assert walk(query, between, limit) == still

    check()


def test_cards_that_sold_out_say_so_where_they_stand(ids: list[int]) -> None:
    first = cards(CatalogQuery(), language="id", on=TODAY, limit=2)
    rest = cards(CatalogQuery(), language="id", on=TODAY, after=first.after, limit=100).cards
    sold = next(card for card in rest if card.stock)

    flip(sold.listing_id)

    again = cards(CatalogQuery(), language="id", on=TODAY, after=first.after, limit=100).cards
    assert [card.listing_id for card in again] == [card.listing_id for card in rest]
    assert next(card.stock for card in again if card.listing_id == sold.listing_id) == 0


def test_a_list_that_begins_anew_has_them_last(ids: list[int]) -> None:
    for listing_id in ids[::2]:
        flip(listing_id)

    for query in lists(ids):
        shown = cards(query, language="id", on=TODAY, limit=100).cards
        assert [card.stock == 0 for card in shown] == sorted(card.stock == 0 for card in shown)


def test_nearest_goes_from_the_city_to_the_province_to_the_office(ids: list[int]) -> None:
    CardRow.objects.update(stock=1, stock_state=1)
    tiers = {"tiga": 0, "empat": 1, "lima": 2, "satu": 3, "dua": 3}

    shown = cards(
        CatalogQuery(sort=Sort.NEAREST, near="11.01"), language="id", on=TODAY, limit=100
    ).cards
    found = [tiers[card.facility_slug] for card in shown]

    assert found == sorted(found)
    assert set(found) == {0, 1, 2, 3}


def test_the_best_comes_first_and_ties_stay_in_place(ids: list[int]) -> None:
    CardRow.objects.update(stock=1, stock_state=1)
    ranked = tuple((listing_id, place // 2) for place, listing_id in enumerate(ids))
    query = CatalogQuery(sort=Sort.BEST, ranked=ranked)

    shown = [card.listing_id for card in cards(query, language="id", on=TODAY, limit=100).cards]

    assert shown == [key for key, _score in sorted(ranked, key=lambda one: (-one[1], one[0]))]
    few = cards(replace(query, price_to=Decimal(0)), language="id", on=TODAY, limit=100).cards
    assert [card.listing_id for card in few] == [k for k in shown if ids.index(k) % 4 == 0]
