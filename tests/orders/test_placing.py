"""Order first: one transaction, nothing oversold, the same basket once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.errors import DomainError, Invalid, NotFound
from catalog.models import AuditEntry, Listing, OutboxRow
from storefront.orders.consents import TEXT_VERSION
from storefront.orders.errors import BasketChanged, NoDelivery, PaymentRefused, TooMany
from storefront.orders.models import (
    BasketLine,
    CourierService,
    FacilityOrder,
    FacilityOrderLine,
    PaymentAttempt,
    ShopOrder,
    VoucherUse,
)
from storefront.orders.services.baskets import basket_add, basket_voucher_set
from storefront.orders.services.delivery import delivery_choose
from storefront.orders.services.placing import Placed, order_place
from storefront.orders.types import DeliveryKind, FacilityOrderState, OrderState
from tests.conftest import rights_of_app
from tests.making import facility_make, public_listing
from tests.orders.baskets_making import voucher_make
from tests.orders.delivery_making import rate_make, service_make
from tests.orders.making import (
    PRACTICE,
    basket_with,
    buyer,
    fetch,
    place,
    quote_of,
    stock_there,
    variant_of,
)
from tests.together import at_once

pytestmark = pytest.mark.django_db

MOST_STATEMENTS = 45


def change(statement: str) -> None:
    """Behind everybody's back."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_order_has_a_part_for_each_facility_and_promises_stock() -> None:
    here, there = public_listing(stock=10), public_listing(stock=5, prices=(75_000,))
    token = basket_with((here, 2), (there, 3))
    shown = quote_of(token)
    assert not shown.problems
    placed = place(token)
    order = ShopOrder.objects.get(pk=placed.shop_order_id)
    parts = list(FacilityOrder.objects.filter(shop_order=order))
    assert placed.is_new and order.state == OrderState.UNPAID
    assert (order.goods_total, order.total) == (2 * 28_000 + 3 * 75_000, shown.total)
    assert [part.number for part in parts] == [f"{order.number}-1", f"{order.number}-2"]
    assert {part.state for part in parts} == {FacilityOrderState.WAITING.value}
    assert stock_there(here) == (10, 2) and stock_there(there) == (5, 3)
    attempt = PaymentAttempt.objects.get(shop_order=order)
    assert (attempt.state, attempt.amount) == ("new", order.total)
    assert AuditEntry.objects.filter(action="order.placed", subject_id=str(order.pk)).exists()
    told = OutboxRow.objects.filter(task="storefront.order_mail")
    assert [row.arguments["kind"] for row in told] == ["placed"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("gone", ["DEALLOCATE ALL", "DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$"])
def test_it_is_placed_though_the_connections_plans_have_gone(gone: str) -> None:
    """As behind a pooler, or where a table has other columns now; seen by the driver or not."""
    place(basket_with())
    token = basket_with()
    digest = quote_of(token).digest
    change(gone)
    placed = order_place(
        token=token, digest=digest, method=PRACTICE, language="id", consent=TEXT_VERSION
    )
    assert placed.is_new and ShopOrder.objects.count() == 2
    assert place(basket_with()).is_new


def test_the_same_basket_again_is_the_same_answer() -> None:
    token = basket_with()
    first = place(token)
    again = order_place(token=token, digest="x", method="", language="en", consent="")
    assert (again.number, again.order_token) == (first.number, first.order_token)
    assert first.is_new and not again.is_new
    assert ShopOrder.objects.count() == 1 and not BasketLine.objects.exists()


def test_a_new_basket_begins_after_an_order() -> None:
    token = basket_with()
    place(token)
    key = variant_of(public_listing())
    added = basket_add(token=token, user_id=None, variant_id=key, quantity=1)
    assert added.token != token and added.count == 1


def test_what_changed_meanwhile_is_not_ordered() -> None:
    listing = public_listing(stock=5)
    token = basket_with((listing, 5))
    shown = quote_of(token)
    order = as_seen(token, shown.digest)
    changes: dict[str, tuple[str, str]] = {
        "price": (
            "UPDATE product_product SET price_amount = price_amount + 1",
            "UPDATE product_product SET price_amount = price_amount - 1",
        ),
        "rate": (
            "UPDATE orders_shippingrate SET first_kg = first_kg + 1",
            "UPDATE orders_shippingrate SET first_kg = first_kg - 1",
        ),
        "papers": (
            "UPDATE catalog_listing SET cleared_until = '2020-01-01'",
            "UPDATE catalog_listing SET cleared_until = NULL",
        ),
        "stock": (
            "UPDATE warehouse_stock SET quantity = quantity - 1",
            "UPDATE warehouse_stock SET quantity = quantity + 1",
        ),
        "state": (
            "UPDATE catalog_listing SET state = 'suspended'",
            "UPDATE catalog_listing SET state = 'published'",
        ),
    }
    for there, back in changes.values():
        change(there)
        with pytest.raises((BasketChanged, TooMany)):
            order()
        change(back)
    assert not ShopOrder.objects.exists() and stock_there(listing) == (5, 0)
    assert order().is_new


@pytest.mark.parametrize("method", ["", "stripe:card", "pickup:", "x:y"])
def test_only_ways_of_paying_that_are_offered(method: str) -> None:
    token = basket_with()
    with pytest.raises(PaymentRefused):
        place(token, method=method)
    assert not ShopOrder.objects.exists()


def test_a_way_that_is_gone_is_not_replaced_unseen() -> None:
    token = basket_with((public_listing(), 1))
    service_make("ab-kargo")
    rate_make("", "", 90_000, 90_000, service="ab-kargo")
    (part,) = quote_of(token).parts
    choose = partial(
        delivery_choose, token=token, facility_id=part.facility_id, kind=DeliveryKind.COURIER
    )
    order = as_seen(token, None)
    choose(service="ab-reg")
    CourierService.objects.filter(pk="ab-reg").update(is_on=False)
    with pytest.raises(NoDelivery):
        order()
    choose(service="ab-kargo")
    assert order().total == 28_000 + 90_000


def test_a_voucher_that_takes_nothing_off_is_not_used() -> None:
    voucher = voucher_make("ONGKIR", type="shipping")
    fetched, carried = basket_with((public_listing(), 1)), basket_with((public_listing(), 1))
    for token in (fetched, carried):
        basket_voucher_set(token=token, code="ONGKIR")
    fetch(fetched)
    first = ShopOrder.objects.get(pk=place(fetched).shop_order_id)
    voucher.refresh_from_db()
    assert (first.discount_total, first.voucher_code, voucher.used) == (0, "", 0)
    second = ShopOrder.objects.get(pk=place(carried).shop_order_id)
    voucher.refresh_from_db()
    assert (second.discount_total, second.voucher_code, voucher.used) == (2_000, "ONGKIR", 1)
    assert VoucherUse.objects.get().shop_order_id == second.pk


def test_an_order_needs_consent_and_a_basket() -> None:
    token = basket_with()
    digest = quote_of(token).digest
    for consent in ("", "2020-01-01"):
        with pytest.raises(Invalid):
            order_place(token=token, digest=digest, method=PRACTICE, language="id", consent=consent)
    with pytest.raises(NotFound):
        order_place(
            token=UUID(int=7), digest=digest, method=PRACTICE, language="id", consent=TEXT_VERSION
        )


def test_limits_a_buyer_count_over_open_orders() -> None:
    listing = public_listing(stock=50)
    Listing.objects.filter(pk=listing.pk).update(buyer_limit=3)
    me = buyer(1)
    place(basket_with((listing, 2), address=me))
    again = basket_with((listing, 2), address=me)
    with pytest.raises(TooMany) as refused:
        place(again)
    assert refused.value.params["most"] == 1
    place(basket_with((listing, 2), address=buyer(2)))
    assert stock_there(listing) == (50, 4)


def test_goods_made_to_order_promise_no_stock_and_say_until_when() -> None:
    listing = public_listing(stock=2, lead_time_days=5)
    placed = place(basket_with((listing, 4)))
    line = FacilityOrderLine.objects.get(facility_order__shop_order=placed.shop_order_id)
    assert line.lead_time_days == 5 and line.facility_order.produced_by is not None
    assert stock_there(listing) == (2, 0)
    there = place(basket_with((listing, 2)))
    line = FacilityOrderLine.objects.get(facility_order__shop_order=there.shop_order_id)
    assert line.lead_time_days is None and line.facility_order.produced_by is None
    assert stock_there(listing) == (2, 2)


def statements(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def test_statements_do_not_grow_with_the_basket(counted: Callable[[str], None]) -> None:
    facilities = [facility_make() for _n in range(4)]
    goods = [public_listing(facility) for facility in facilities for _n in range(3)]
    small, large = basket_with((goods[0], 1)), basket_with(*[(one, 1) for one in goods])
    shown = {token: quote_of(token).digest for token in (small, large)}

    def order(token: UUID) -> Placed:
        return order_place(
            token=token, digest=shown[token], method=PRACTICE, language="id", consent=TEXT_VERSION
        )

    few, many = statements(lambda: order(small)), statements(lambda: order(large))
    counted(f"placing: {few} statements for one line, {many} for twelve of four facilities")
    assert many == few <= MOST_STATEMENTS


# --- Many at once, on connections of their own, with the rights of `app`


def as_seen(token: UUID, digest: str | None) -> Callable[[], Placed]:
    """Placing it, by whoever saw that quote."""
    return partial(
        order_place,
        token=token,
        digest=digest,
        method=PRACTICE,
        language="id",
        consent=TEXT_VERSION,
    )


def as_app(act: Callable[[], object]) -> object:
    with rights_of_app():
        return act()


@pytest.mark.django_db(transaction=True)
def test_fifty_buyers_for_ten_pieces_get_ten() -> None:
    listing = public_listing(stock=10)
    tokens = [basket_with((listing, 1)) for _n in range(50)]
    digests = [quote_of(token).digest for token in tokens]
    acts = [as_seen(token, digest) for token, digest in zip(tokens, digests, strict=True)]
    answers = at_once([partial(as_app, act) for act in acts])
    won = [answer for answer in answers if isinstance(answer, Placed)]
    lost = [answer for answer in answers if isinstance(answer, DomainError)]
    assert (len(won), len(lost)) == (10, 40)
    assert stock_there(listing) == (10, 10)
    assert ShopOrder.objects.count() == PaymentAttempt.objects.count() == 10


@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_are_one_order_and_one_answer() -> None:
    listing = public_listing(stock=10)
    token = basket_with((listing, 2))
    act = as_seen(token, quote_of(token).digest)
    answers = at_once([partial(as_app, act)] * 20)
    assert all(isinstance(answer, Placed) for answer in answers), answers
    assert len({(a.number, a.order_token, a.total) for a in answers}) == 1
    assert sum(answer.is_new for answer in answers) == 1
    assert stock_there(listing) == (10, 2)
    assert ShopOrder.objects.count() == PaymentAttempt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_voucher_for_one_is_used_once_by_twenty() -> None:
    voucher = voucher_make("SATU", usage_limit=1)
    listing = public_listing(stock=100)
    acts = []
    for _n in range(20):
        token = basket_with((listing, 1))
        basket_voucher_set(token=token, code="SATU")
        acts.append(as_seen(token, quote_of(token).digest))
    answers = at_once([partial(as_app, act) for act in acts])
    assert sum(isinstance(answer, Placed) for answer in answers) == 1
    assert sum(isinstance(answer, BasketChanged) for answer in answers) == 19
    voucher.refresh_from_db()
    assert voucher.used == VoucherUse.objects.count() == 1
    assert stock_there(listing) == (100, 1)
