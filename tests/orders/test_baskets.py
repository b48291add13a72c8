"""Baskets: what goes in, what changes meanwhile, and what is refused."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.dates import legal_today
from catalog.errors import DomainError, Invalid, NotFound
from catalog.models import Facility, Listing
from catalog.services.listings import listing_close
from catalog.types import ListingState
from legality.services.certificates import certificate_revoke
from legality.services.publication import listing_submit
from storefront.orders.baskets import MOST_LINES, MOST_PIECES
from storefront.orders.errors import BasketChanged, Full, NotOnSale, TooMany
from storefront.orders.selectors.baskets import basket_count, basket_read, goods_on_sale
from storefront.orders.services.baskets import (
    Added,
    basket_accept,
    basket_add,
    basket_merge,
    basket_set,
    basket_set_lines,
)
from tests.cast import person_make
from tests.conftest import rights_of_app
from tests.making import (
    SYSTEM,
    draft_listing,
    facility_make,
    paper_make,
    public_listing,
    ready_listing,
    rule_make,
)
from tests.orders.baskets_making import (
    CHECKOUTS,
    basket_now,
    price_set,
    stock_set,
    variant_of,
    variants_of,
)

pytestmark = pytest.mark.django_db

Counted = Callable[[str], None]


def put(listing: Listing, quantity: int = 1, added: Added | None = None) -> Added:
    """Put in as the shop is served."""
    with rights_of_app():
        return basket_add(
            token=added.token if added else None,
            user_id=None,
            variant_id=variant_of(listing),
            quantity=quantity,
        )


def test_a_basket_is_grouped_by_facility_in_the_order_it_was_filled() -> None:
    here, there = facility_make(), facility_make()
    first = put(public_listing(there, stock=5), 2)
    put(public_listing(here, stock=5), 1, first)
    last = put(public_listing(there, stock=5), 3, first)
    basket = basket_now(first.token)
    assert [part.facility_id for part in basket.parts] == [there.pk, here.pk]
    assert [item.quantity for item in basket.items] == [2, 3, 1]
    assert basket.quantity == last.count == basket_count(first.token) == 6
    assert basket.goods_total == sum(item.cost for item in basket.items)
    assert basket.parts[0].warehouse_id == there.warehouse_id
    assert basket.changes == () and basket.address is None


def test_the_same_goods_again_are_one_line() -> None:
    listing = public_listing(stock=9)
    added = put(listing, 4, put(listing, 2))
    assert (added.quantity, added.count) == (6, 6)
    assert len(basket_now(added.token).items) == 1


@pytest.mark.parametrize("quantity", [0, -1, -(10**9)])
def test_no_pieces_are_not_put_in(quantity: int) -> None:
    listing = public_listing(stock=5)
    with pytest.raises(Invalid):
        put(listing, quantity)
    assert not CHECKOUTS.exists()


@pytest.mark.parametrize("quantity", [6, 10**9])
def test_more_than_there_is_is_refused_with_the_number_that_there_is(quantity: int) -> None:
    listing = public_listing(stock=5)
    with pytest.raises(TooMany) as caught:
        put(listing, quantity)
    assert caught.value.params == {"most": 5}
    assert not CHECKOUTS.exists()


def test_made_to_order_goods_go_beyond_stock_but_not_beyond_reason() -> None:
    listing = public_listing(stock=1, lead_time_days=10)
    added = put(listing, 40)
    (item,) = basket_now(added.token).items
    assert (item.most, item.lead_time_days, item.is_made_to_order) == (None, 10, True)
    with pytest.raises(TooMany) as caught:
        put(listing, 10**9, added)
    assert caught.value.params == {"most": MOST_PIECES}
    assert basket_now(added.token).quantity == 40


def test_the_limit_of_a_buyer_counts_all_that_is_in_the_basket() -> None:
    listing = public_listing(stock=50)
    Listing.objects.filter(pk=listing.pk).update(buyer_limit=3)
    added = put(listing, 2)
    with pytest.raises(TooMany) as caught:
        put(listing, 2, added)
    assert caught.value.params == {"most": 3}
    assert put(listing, 1, added).quantity == 3


def test_unknown_unseen_and_withdrawn_goods_look_alike() -> None:
    """As their pages do: a stranger does not learn which there are."""
    held = put(public_listing(stock=5))
    shut = public_listing(stock=5)
    Facility.objects.filter(pk=shut.facility_id).update(is_open=False)
    gone = [draft_listing(facility_make()), shut, *map(closed, _CLOSED)]
    for variant_id in (2**30, *map(variant_of, gone)):
        for token in (None, held.token):
            with pytest.raises(NotOnSale), rights_of_app():
                basket_add(token=token, user_id=None, variant_id=variant_id, quantity=1)
    assert goods_on_sale([variant_of(one) for one in gone], language="id") == {}
    assert CHECKOUTS.count() == 1


_CLOSED = (ListingState.SUSPENDED, ListingState.ARCHIVED)


def test_the_limit_of_a_buyer_is_of_what_is_there_when_all_lines_are_set() -> None:
    listing = public_listing(stock=50, prices=(1_000, 2_000))
    Listing.objects.filter(pk=listing.pk).update(buyer_limit=3)
    small, large = variants_of(listing)
    added = put(listing, 2)
    for pieces in ({large: 2, small: 1}, {small: 2, large: 1}):
        set_lines(added, pieces)
        assert {i.variant_id: i.quantity for i in basket_now(added.token).items} == pieces
    for wrong in ({small: 2, large: 2}, {small: 4}):
        with pytest.raises(TooMany):
            set_lines(added, wrong)
    set_lines(added, {small: 0, large: 3})
    assert basket_now(added.token).quantity == basket_count(added.token) == 3


def set_lines(added: Added, pieces: dict[int, int]) -> None:
    with rights_of_app():
        basket_set_lines(token=added.token, pieces=pieces)


def closed(state: ListingState) -> Listing:
    listing = public_listing(stock=5)
    listing_close(actor=SYSTEM, listing_id=listing.pk, state=state, reason="test")
    return listing


def test_a_basket_holds_so_many_different_goods(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storefront.orders.services.baskets.MOST_LINES", 2)
    here = facility_make()
    first, second, third = (public_listing(here, stock=5) for _each in range(3))
    added = put(second, 1, put(first))
    with pytest.raises(Full):
        put(third, 1, added)
    assert put(second, 1, added).quantity == 2  # what is there already may be more
    assert MOST_LINES == 100


def test_another_baskets_line_is_not_there() -> None:
    listing = public_listing(stock=5)
    mine, theirs = put(listing, 1), put(listing, 2)
    for token in (mine.token, uuid4()):
        with pytest.raises(NotFound), rights_of_app():
            basket_set(token=token, line_id=theirs.line_id, quantity=5)
    assert basket_now(theirs.token).quantity == 2


def test_a_basket_that_is_gone_begins_anew_under_another_key() -> None:
    listing = public_listing(stock=5)
    gone = uuid4()
    with rights_of_app():
        added = basket_add(token=gone, user_id=None, variant_id=variant_of(listing), quantity=1)
    assert added.token != gone
    assert basket_read(gone, language="id") is None and basket_count(gone) == 0


def change(added: Added, quantity: int) -> None:
    with rights_of_app():
        basket_set(token=added.token, line_id=added.line_id, quantity=quantity)


def test_pieces_are_set_and_none_takes_the_line_away() -> None:
    added = put(public_listing(stock=5), 2)
    change(added, 5)
    assert basket_now(added.token).quantity == 5
    for wrong, error in ((6, TooMany), (10**9, TooMany), (-1, Invalid)):
        with pytest.raises(error):
            change(added, wrong)
    assert basket_now(added.token).quantity == 5
    change(added, 0)
    assert basket_now(added.token).items == () and basket_count(added.token) == 0


def test_fewer_is_possible_whatever_happened_to_the_goods() -> None:
    listing = public_listing(stock=9)
    added = put(listing, 8)
    stock_set(listing, 2)
    change(added, 4)
    listing_close(actor=SYSTEM, listing_id=listing.pk, state=ListingState.SUSPENDED, reason="x")
    change(added, 3)
    with pytest.raises(NotOnSale):
        change(added, 4)
    assert basket_now(added.token).quantity == 3


# --- What changes meanwhile


def seen(added: Added) -> list[tuple[str, str, str]]:
    return [(one.what, one.before, one.after) for one in basket_now(added.token).changes]


def accept(added: Added, digest: str = "") -> None:
    with rights_of_app():
        basket_accept(token=added.token, digest=digest or basket_now(added.token).digest)


def test_another_price_is_said_and_accepted() -> None:
    listing = public_listing(stock=5)
    added = put(listing, 2)
    (before,) = basket_now(added.token).items
    price_set(listing, 31_000)
    assert seen(added) == [("price", str(before.unit_price), "31000")]
    assert put(listing, 1, added).quantity == 3  # which accepts nothing
    assert seen(added) == [("price", str(before.unit_price), "31000")]
    accept(added)
    assert seen(added) == []
    assert basket_now(added.token).goods_total == Decimal(93_000)


def test_less_stock_is_said_and_accepted() -> None:
    listing = public_listing(stock=5)
    added = put(listing, 4)
    stock_set(listing, 3)
    assert seen(added) == [("stock", "4", "3")]
    accept(added)
    assert (seen(added), basket_now(added.token).quantity) == ([], 3)
    stock_set(listing, 0)
    assert seen(added) == [("stock", "3", "0")]
    accept(added)
    assert basket_now(added.token).items == ()


def test_a_new_limit_is_said_and_accepted() -> None:
    listing = public_listing(stock=50)
    added = put(listing, 9)
    Listing.objects.filter(pk=listing.pk).update(buyer_limit=2)
    assert seen(added) == [("limit", "9", "2")]
    accept(added)
    assert (seen(added), basket_now(added.token).quantity) == ([], 2)


@pytest.mark.parametrize("state", [ListingState.SUSPENDED, ListingState.ARCHIVED])
def test_goods_taken_off_sale_are_said_to_be_gone(state: ListingState) -> None:
    stays, goes = public_listing(stock=5), public_listing(stock=5)
    added = put(goes, 2, put(stays, 1))
    listing_close(actor=SYSTEM, listing_id=goes.pk, state=state, reason="test")
    basket = basket_now(added.token)
    assert [one[:2] for one in seen(added)] == [("gone", "2")]
    assert [item.on_sale for item in basket.items] == [True, False]
    assert basket.goods_total == basket.items[0].cost  # what is gone costs nothing
    accept(added)
    assert [item.listing_id for item in basket_now(added.token).items] == [stays.pk]


def test_goods_whose_paper_was_revoked_are_gone_from_the_basket() -> None:
    rule_make("pirt")
    listing = ready_listing(stock=5)
    paper = paper_make(listing)
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=legal_today())
    added = put(listing, 1)
    assert seen(added) == []
    certificate_revoke(
        actor=SYSTEM, certificate_id=paper.pk, on=legal_today(), reason="Dicabut penerbit."
    )
    assert seen(added) == [("gone", "1", "revocation")]
    with pytest.raises(NotOnSale):
        put(listing, 1, added)


def test_goods_whose_paper_ended_are_gone_on_the_day_after() -> None:
    listing = public_listing(stock=5)
    added = put(listing, 1)
    yesterday = legal_today() - timedelta(days=1)
    with connection.cursor() as cursor:  # as the night finds it that has not run yet
        cursor.execute(
            "UPDATE catalog_listing SET cleared_until = %s WHERE id = %s", [yesterday, listing.pk]
        )
    assert seen(added) == [("gone", "1", "expiry")]
    with pytest.raises(NotOnSale):
        put(listing, 1, added)


def test_what_changed_again_is_not_accepted() -> None:
    listing = public_listing(stock=5)
    added = put(listing, 2)
    price_set(listing, 31_000)
    digest = basket_now(added.token).digest
    price_set(listing, 32_000)
    with pytest.raises(BasketChanged):
        accept(added, digest)
    assert seen(added)[0][2] == "32000"


def test_nothing_changes_without_being_seen_in_the_digest() -> None:
    listing = public_listing(stock=5)
    added = put(listing, 2)
    first = basket_now(added.token).digest
    assert basket_now(added.token, "en").digest == first
    change(added, 1)
    assert basket_now(added.token).digest != first


# --- Log-in


def merge(added: Added | None, user_id: int) -> tuple[Any, tuple[str, ...]]:
    with rights_of_app():
        merged = basket_merge(token=added.token if added else None, user_id=user_id)
    return merged.token, merged.added


def test_a_visitors_basket_becomes_the_accounts() -> None:
    user = person_make()
    added = put(public_listing(stock=5), 2)
    assert merge(added, user.pk) == (added.token, ())
    assert basket_now(added.token).user_id == user.pk
    assert merge(None, user.pk) == (added.token, ())
    assert merge(None, person_make().pk) == (None, ())


def test_two_baskets_become_one_and_what_came_is_named() -> None:
    user, both = person_make(), public_listing(stock=9)
    only = public_listing(stock=9)
    own = put(both, 4)
    merge(own, user.pk)
    price_set(both, 31_000)
    guest = put(only, 2, put(both, 1))
    token, names = merge(guest, user.pk)
    basket = basket_now(token)
    assert token == own.token and CHECKOUTS.count() == 1
    assert {item.listing_id: item.quantity for item in basket.items} == {both.pk: 4, only.pk: 2}
    assert list(names) == [i.name for i in basket.items if i.listing_id == only.pk]
    assert basket_count(token) == 6
    assert [one.what for one in basket.changes] == ["price"]  # still to be accepted


def test_another_persons_basket_is_left_alone() -> None:
    user, other = person_make(), person_make()
    theirs = put(public_listing(stock=5), 2)
    merge(theirs, other.pk)
    assert merge(theirs, user.pk) == (None, ())
    assert basket_now(theirs.token).user_id == other.pk


# --- What it costs


@pytest.mark.parametrize("lines", [1, 60])
def test_putting_in_costs_the_same_whatever_the_basket_holds(lines: int, counted: Counted) -> None:
    here = facility_make()
    added: Added | None = None
    for _each in range(lines):
        added = put(public_listing(here, stock=500), 1, added)
    listing = public_listing(here, stock=500)
    put(listing, 1, added)
    with CaptureQueriesContext(connection) as statements:
        put(listing, 1, added)
    assert len(statements) <= 12, [one["sql"] for one in statements]
    begun = time.process_time()
    for _each in range(20):
        put(listing, 1, added)
    each = (time.process_time() - begun) / 20 * 1000
    counted(f"put in beside {lines} lines: {len(statements)} statements, {each:.1f} ms CPU")
    with CaptureQueriesContext(connection) as reading:
        basket_now(added.token if added else uuid4())
    assert len(reading) <= 6


def test_refusals_are_sentences() -> None:
    for error in (TooMany(most=3), NotOnSale(), Full(most=100), BasketChanged()):
        assert isinstance(error, DomainError) and error.sentence.endswith(".")
