"""Proofs of transfers: what is held for whom while an officer looks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from storefront.orders.acting import as_shop
from storefront.orders.models import ShopOrder, TransferProof
from storefront.orders.services.expiring import orders_expire
from storefront.orders.services.payments import payment_begin
from storefront.orders.services.proofs import proof_add, proof_decide
from storefront.orders.types import OrderState
from tests.cast import cast_make
from tests.legality.scan_files import encoded, sheet
from tests.making import public_listing
from tests.orders.making import attempt_of, order_placed
from tests.storefront.web.buying.orders import token_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def order() -> Iterator[ShopOrder]:
    """Awaits its transfer."""
    made = order_placed((public_listing(stock=5), 2), method="transfer:")
    payment_begin(shop_order_id=made.pk)
    yield made


def sent(order: ShopOrder) -> TransferProof:
    return proof_add(order_token=token_of(order), content=encoded(sheet(), "JPEG"))


def state_after(order: ShopOrder, days: float) -> OrderState:
    """What the rounds make of it so many days after it was placed."""
    orders_expire(now=order.placed_at + days * DAY)
    with as_shop():
        order.refresh_from_db()
    return OrderState(order.state)


def decided(proof: TransferProof, amount: Decimal | None) -> None:
    """By a central officer. amount: None where nothing came."""
    officer = cast_make().central_officer
    proof_decide(actor=officer, proof_id=proof.pk, amount=amount, on=None, note="Belum masuk")


def test_without_a_proof_it_ends_after_a_day(order: ShopOrder) -> None:
    assert state_after(order, 1.01) is OrderState.CANCELLED


def test_over_a_weekend_its_goods_are_kept_for_who_has_paid(order: ShopOrder) -> None:
    proof = sent(order)
    assert state_after(order, 4.9) is OrderState.UNPAID
    decided(proof, attempt_of(order).amount)
    assert state_after(order, 9) is OrderState.PAID


def test_however_many_are_sent_nothing_is_held_for_more_than_five_days(order: ShopOrder) -> None:
    for _proof in range(2):
        sent(order)
        assert attempt_of(order).pay_by == order.placed_at + 5 * DAY
    assert state_after(order, 5.01) is OrderState.CANCELLED


def test_once_refused_there_is_a_day_to_send_another(order: ShopOrder) -> None:
    first, second = sent(order), sent(order)
    decided(first, None)
    assert state_after(order, 4) is OrderState.UNPAID  # the other waits
    decided(second, None)
    with as_shop():
        order.refresh_from_db()
    assert timezone.now() + 0.9 * DAY < order.pay_by < timezone.now() + 1.1 * DAY
    assert state_after(order, 1.5) is OrderState.CANCELLED


def test_one_that_comes_after_the_end_holds_nothing(order: ShopOrder) -> None:
    assert state_after(order, 1.01) is OrderState.CANCELLED
    before = order.pay_by, attempt_of(order).pay_by
    sent(order)
    assert state_after(order, 2) is OrderState.CANCELLED
    assert (order.pay_by, attempt_of(order).pay_by) == before
