"""How well the search finds the demo shop's goods, and that its suggestions lead somewhere.

`search_queries.json` holds queries with the goods that must all come among the first three. Those
marked held out were written before anything was tuned and are not tuned on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from catalog.dates import legal_today
from catalog.kept import forget_all
from catalog.models import CardRow, Listing, SearchWord
from catalog.selectors.listings import cards
from catalog.selectors.search import Aids, investigate, search
from catalog.selectors.search_suggest import popular_words, suggestions
from catalog.types import Searched
from storefront.loading.demo import demo_load
from storefront.loading.reference import reference_load

QUERIES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "search_queries.json").read_text(encoding="utf-8")
)
FIRST = 3
WITHOUT = {
    "everything": Aids(),
    "without trigrams": Aids(likeness=False),
    "without synonyms and spellings": Aids(synonyms=False),
    "without forms": Aids(forms=False),
    "without understanding": Aids(understanding=False),
    "without most-words": Aids(freely=False),
    "full text alone": Aids(
        understanding=False, synonyms=False, forms=False, likeness=False, freely=False
    ),
}


@pytest.fixture(scope="module")
def shop(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo shop, for all tests here; gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        reference_load()
        demo_load()
        with connection.cursor() as cursor:
            cursor.execute("SELECT catalog_search_count()")
        forget_all()
        yield
        transaction.set_rollback(True)
    forget_all()


def slugs() -> dict[int, str]:
    return dict(Listing.objects.values_list("pk", "slug"))


def first_three(text: str, names: dict[int, str], aids: Aids, language: str) -> list[str]:
    query = investigate(text, on=legal_today(), aids=aids).query
    if query.ranked is not None:
        return [names[listing_id] for listing_id, _score in query.ranked[:FIRST]]
    page = cards(query, language=language, on=legal_today(), limit=FIRST)
    return [card.slug for card in page.cards]


def found(held_out: bool, aids: Aids) -> tuple[int, int, list[str]]:
    """How many queries bring all their goods, of how many, and those that do not."""
    names = slugs()
    asked = [query for query in QUERIES if query["held_out"] is held_out]
    missed = [
        query["query"]
        for query in asked
        if not set(query["first_three"])
        <= set(first_three(query["query"], names, aids, query["language"]))
    ]
    return len(asked) - len(missed), len(asked), missed


def test_enough_queries_half_of_them_never_tuned_on() -> None:
    held_out = sum(query["held_out"] for query in QUERIES)
    assert len(QUERIES) >= 120
    assert held_out * 2 >= len(QUERIES)
    assert len({query["query"] for query in QUERIES}) == len(QUERIES)


@pytest.mark.parametrize(("held_out", "floor"), [(False, 0.95), (True, 0.90)])
def test_share_found(shop: None, held_out: bool, floor: float) -> None:
    right, asked, missed = found(held_out, Aids())
    assert right / asked >= floor, missed


def test_every_part_earns_its_place(shop: None, capsys: pytest.CaptureFixture[str]) -> None:
    """Prints the table of the README: `pytest -s -k earns`."""
    table = {
        name: (found(False, aids)[:2], found(True, aids)[:2]) for name, aids in WITHOUT.items()
    }
    with capsys.disabled():
        for name, (tuned, held) in table.items():
            print(f"\n{name:<32}{tuned[0]}/{tuned[1]}  {held[0]}/{held[1]}", end="")
    whole = table["everything"]
    alone = table["full text alone"]
    assert whole[1][0] > alone[1][0]
    assert whole[0][0] >= max(tuned[0] for tuned, _held in table.values())


def assert_leads_somewhere(searched: Searched, language: str, why: str) -> None:
    assert searched.query.ranked != (), why
    page = cards(searched.query, language=language, on=legal_today(), limit=1)
    assert page.cards, why


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_suggestion_leads_nowhere(shop: None, language: str) -> None:
    """For the first letters of every word of the demo shop."""
    on = legal_today()
    starts = sorted({word[:length] for word in vocabulary() for length in (2, 4)})
    asked: set[str] = set()
    public = set(CardRow.objects.filter(is_open=True).values_list("slug", flat=True))
    for start in starts:
        given = suggestions(start, language=language, on=on)
        assert len(given.words) + len(given.goods) + len(given.makers) <= 10
        assert {hint.slug for hint in given.goods} <= public
        assert all(maker.has_goods for maker in given.makers)
        asked |= set(given.words)
    for text in sorted(asked):
        assert_leads_somewhere(search(text, language=language, on=on), language, text)


def vocabulary() -> list[str]:
    return list(SearchWord.objects.values_list("word", flat=True))


@pytest.mark.parametrize("text", ["kerip", "krip", "keripik pis", "kursi ro", "batiq"])
def test_something_is_suggested(shop: None, text: str) -> None:
    given = suggestions(text, language="id", on=legal_today())
    assert given.words
    assert given.goods


def test_facilities_are_suggested_by_their_aliases(shop: None) -> None:
    given = suggestions("lapas poro", language="id", on=legal_today())
    assert [maker.slug for maker in given.makers] == ["lapas-surabaya"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_popular_words_lead_somewhere(shop: None, language: str) -> None:
    words = popular_words(language, legal_today())
    assert len(words) > 5
    for word in words:
        searched = search(word, language=language, on=legal_today())
        assert_leads_somewhere(searched, language, word)


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("kripik", "keripik"),
        ("kripik pisang halal dari sulteng", "keripik pisang halal dari sulteng"),
        ("keripik pisang", ""),
        ("kursi kafe zzqx", "kursi kafe"),
        ("batik di bawah 1000", "batik"),
    ],
)
def test_what_was_looked_for_is_said(shop: None, text: str, corrected: str) -> None:
    assert search(text, language="id", on=legal_today()).corrected == corrected


def test_english_and_indonesian_words_find_the_same_goods(shop: None) -> None:
    for one, other in (("keripik pisang", "banana crisps"), ("kursi rotan", "rattan chair")):
        ids = [
            {pk for pk, _ in search(text, language=language, on=legal_today()).query.ranked or ()}
            for text, language in ((one, "id"), (other, "en"))
        ]
        assert ids[0] & ids[1]


def test_a_facility_without_goods_is_named_and_finds_none(shop: None) -> None:
    searched = search("lapas tobelo", language="id", on=legal_today())
    assert (searched.facility_slug, searched.query.ranked) == ("lapas-tobelo", ())


def test_words_that_say_nothing_leave_the_whole_list(shop: None) -> None:
    assert search("jual murah", language="id", on=legal_today()).query.ranked is None
