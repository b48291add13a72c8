"""The cards kept in the process follow the database, whoever writes and in whatever order."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

import psycopg
import pytest
from django.db import connection

from catalog.dates import legal_today
from catalog.kept import forget_all
from catalog.models import CardRow
from catalog.selectors.facet_index import FacetIndex, index_drop, index_now
from catalog.selectors.facet_rows import facets_of_all
from catalog.selectors.facets import facets
from catalog.types import CatalogQuery
from tests.catalog.filter_rows import Plain, card_shuffle, cards_make
from tests.catalog.test_facets_recount import recounted

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = legal_today()


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """What these tests commit is gone after them, and must not stay in memory."""
    forget_all()
    index_drop()
    yield
    forget_all()
    index_drop()


def facts(index: FacetIndex) -> dict[int, tuple[object, ...]]:
    """What an index says of each card, wherever it keeps it."""

    def among(sets: Mapping[Any, int]) -> dict[int, set[object]]:
        found: dict[int, set[object]] = {}
        for key, places in sets.items():
            for listing_id in index.listings_at(places):
                found.setdefault(listing_id, set()).add(key)
        return found

    kinds, papers = among(index.categories), among(index.papers)
    flags, cheap = among(index.flags), set(index.listings_at(index.at_most(2_500_000)))
    owners = {
        listing_id: facility
        for facility in set(index.blocks)
        for listing_id in index.listings_at(index.of_facilities([facility]) & index.present)
    }
    return {
        key: (owners[key], kinds.get(key), papers.get(key), flags.get(key), key in cheap)
        + one_by_one(index, key)
        for key in index.listings_at(index.present)
    }


def one_by_one(index: FacetIndex, listing_id: int) -> tuple[object, ...]:
    """What the columns say of a card, which must be what the sets say."""
    spots = index.spots_of([listing_id])
    marks, (owner,) = set(index.marks_at(spots)), index.facilities_at(spots)
    assert spots == index.spots_at(spots, [index.of_facilities([owner])])
    both: list[tuple[str | int, int]] = [*index.papers.items(), *index.flags.items()]
    assert marks == {key for key, places in both if listing_id in index.listings_at(places)}
    return marks, index.categories_at(spots), index.prices_at(spots)


def whole() -> FacetIndex:
    """An index that was read at once."""
    return FacetIndex.of(TODAY, facets_of_all(TODAY))


def test_what_changed_is_all_that_is_read_and_nothing_is_missed() -> None:
    ids = cards_make(25, TODAY)
    dice = random.Random(11)
    index_now(TODAY).at_most(2_500_000)
    for _round in range(12):
        for listing_id in dice.sample(ids, dice.randint(0, 6)):
            if dice.random() < 0.2:
                facility = dice.choice(list(CardRow.objects.values_list("facility_id", flat=True)))
                CardRow.objects.filter(pk=listing_id).update(facility_id=facility)
            else:
                card_shuffle(listing_id, TODAY, dice)
        if dice.random() < 0.3:
            CardRow.objects.filter(pk=dice.choice(ids)).delete()
        forget_all()
        assert facts(index_now(TODAY)) == facts(whole())
    recounted(Plain(TODAY), CatalogQuery(), facets(CatalogQuery(), language="id", on=TODAY))


def test_a_writer_who_began_first_and_committed_last_is_seen() -> None:
    first, second = cards_make(2, TODAY)
    CardRow.objects.update(is_open=True, cleared_until=None, price_min=1000)
    index_now(TODAY)
    settings = connection.get_connection_params()
    known = {key: settings[key] for key in ("dbname", "user", "host", "port") if settings.get(key)}
    change = "UPDATE catalog_card SET price_min = 90000 WHERE listing_id = %s"
    with psycopg.connect(**known) as slow:
        slow.execute(change, [first])  # begins, and has its number now
        with connection.cursor() as cursor:
            cursor.execute(change, [second])
        forget_all()
        assert facets(CatalogQuery(), language="id", on=TODAY).prices == [1, 0, 1, 0]
        slow.commit()
    forget_all()

    assert facets(CatalogQuery(), language="id", on=TODAY).prices == [0, 0, 2, 0]


def test_an_order_that_leaves_enough_writes_no_note() -> None:
    (listing_id,) = cards_make(1, TODAY)
    CardRow.objects.filter(pk=listing_id).update(stock=40, stock_state=2)
    note = "SELECT xid FROM catalog_cardchange WHERE listing_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(note, [listing_id])
        before = cursor.fetchone()
        CardRow.objects.filter(pk=listing_id).update(stock=39)
        cursor.execute(note, [listing_id])
        assert cursor.fetchone() == before
        CardRow.objects.filter(pk=listing_id).update(stock=0, stock_state=0)
        cursor.execute(note, [listing_id])
        assert cursor.fetchone() != before


def test_looking_again_costs_one_statement_and_none_within_a_second(
    django_assert_num_queries: object,
) -> None:
    cards_make(3, TODAY)
    index_now(TODAY)
    with django_assert_num_queries(0):  # type: ignore[operator]
        index_now(TODAY)
    forget_all()
    with django_assert_num_queries(1):  # type: ignore[operator]
        index_now(TODAY)
