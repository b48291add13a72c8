"""Numbers that stand on pages equal a recount of the public cards, without counting cards."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.dates import legal_today
from catalog.kept import forget_all
from catalog.models import CardRow, Facility
from catalog.saleor_adapter.kinds import kind_rows
from catalog.selectors.api_places import goods_by_facility, goods_by_province, place_rows
from catalog.selectors.facet_index import index_now
from catalog.selectors.facilities import facilities_public, facility_public
from catalog.selectors.kinds import kinds_public
from catalog.selectors.numbers import shop_numbers
from catalog.selectors.regions import province_public, provinces_public
from tests.catalog.filter_rows import Plain, cards_make

pytestmark = pytest.mark.django_db

TODAY = legal_today()
ASKED: dict[str, Any] = {"language": "id", "on": TODAY}


@pytest.fixture(autouse=True)
def cards() -> list[CardRow]:
    """The public ones among fifty with random facts."""
    forget_all()
    cards_make(50, TODAY)
    forget_all()
    return Plain(TODAY).cards


def test_goods_are_counted_by_facility(cards: list[CardRow]) -> None:
    counted = Counter(card.facility_id for card in cards)
    assert {line.id: line.goods for line in facilities_public(**ASKED) if line.goods} == counted
    assert dict(goods_by_facility(TODAY)) == counted
    for slug, key in Facility.objects.values_list("slug", "pk"):
        assert facility_public(slug=slug, **ASKED).goods == counted[key]


def test_goods_are_counted_by_province(cards: list[CardRow]) -> None:
    counted = Counter(card.province_code for card in cards)
    lines = provinces_public(**ASKED)
    assert {line.code: line.goods for line in lines if line.goods} == counted
    assert goods_by_province(TODAY) == counted
    places = Counter(row.province_code for row in place_rows().values())
    assert {line.code: line.facilities for line in lines if line.facilities} == places
    for line in lines:
        assert province_public(slug=line.slug, **ASKED) == line


def test_a_closed_facility_is_no_more_counted(cards: list[CardRow]) -> None:
    Facility.objects.filter(slug="lima").update(is_open=False)
    by_code = {line.code: line for line in provinces_public(**ASKED)}
    left = CardRow.objects.filter(province_code="51", is_open=True).count()
    assert (by_code["51"].facilities, left, by_code["51"].goods) == (0, 0, 0)


def test_goods_are_counted_by_kind_and_shown_by_the_newest(cards: list[CardRow]) -> None:
    for card in cards:
        key = f"{card.pk:064x}"
        CardRow.objects.filter(pk=card.pk).update(photo_key=key, photo_alt="x", photo_widths=[160])
    by_place = sorted(cards, key=lambda card: (not card.is_sold_out, card.published_at, card.pk))
    newest = {card.category_id: f"{card.pk:064x}" for card in by_place}
    slugs = {row.id: row.slug for row in kind_rows()}
    lines = kinds_public(**ASKED)
    assert {line.id: line.goods for line in lines} == Counter(card.category_id for card in cards)
    assert {line.id: line.photo.key for line in lines if line.photo} == newest
    assert [line.slug for line in lines] == [slugs[line.id] for line in lines]


def test_a_kind_without_pictures_has_none(cards: list[CardRow]) -> None:
    CardRow.objects.update(photo_key="")
    assert {line.photo for line in kinds_public(**ASKED)} == {None}


def test_the_shop_in_numbers(cards: list[CardRow]) -> None:
    plain = Plain(TODAY)
    assert shop_numbers(on=TODAY) == (
        len(cards),
        len({card.facility_id for card in cards}),
        len({card.province_code for card in cards}),
        sum(bool(plain.groups(card)["papers"]) for card in cards),
    )


def test_no_number_is_counted_in_the_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the index is read, nothing looks at all cards: the price of a page does not grow."""
    index = index_now(TODAY)
    for place in ("kinds", "numbers", "regions", "facilities", "api_places"):
        monkeypatch.setattr(f"catalog.selectors.{place}.index_now", lambda _on: index)
    with CaptureQueriesContext(connection) as seen:
        shop_numbers(on=TODAY)
        facilities_public(**ASKED)
        provinces_public(**ASKED)
        goods_by_province(TODAY)
        facility_public(slug="satu", **ASKED)
    assert not [query["sql"] for query in seen if "catalog_card" in query["sql"]]
