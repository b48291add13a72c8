"""Cancelling by the buyer: whole while unpaid, by part afterwards; by asking while it is made."""

from __future__ import annotations

import pytest

from catalog.dates import legal_today
from catalog.errors import NotFound, WrongState
from catalog.models import OutboxRow
from storefront.orders.models import FacilityOrder, OrderStep, Refund, ShopOrder
from storefront.orders.services.buyer_acts import (
    CancelAnswer,
    order_cancel_by_buyer,
    part_cancel_by_buyer,
)
from storefront.orders.types import FacilityOrderState
from tests.conftest import rights_of_app
from tests.making import facility_make, public_listing
from tests.orders.making import order_paid_up, order_placed, share_rule_make, stock_there
from tests.storefront.web.buying.orders import moved, parts_of, token_of
from tests.together import at_once

pytestmark = pytest.mark.django_db
S = FacilityOrderState


def two_parts(*, is_paid: bool = True) -> ShopOrder:
    share_rule_make(3500, 1500)
    goods = [(public_listing(facility_make()), 2), (public_listing(facility_make()), 1)]
    return order_paid_up(*goods) if is_paid else order_placed(*goods)


def cancel(order: ShopOrder, place: int, note: str = "") -> CancelAnswer:
    part = parts_of(order)[place]
    return part_cancel_by_buyer(order_token=token_of(order), part_id=part.pk, note=note)


def states(order: ShopOrder) -> list[str]:
    return [part.state for part in parts_of(order)]


def test_an_unpaid_order_ends_whole_and_its_stock_is_back() -> None:
    share_rule_make(3500, 1500)
    listing = public_listing(stock=5)
    order = order_placed((listing, 2))
    assert stock_there(listing) == (5, 2)
    with rights_of_app():
        assert (
            order_cancel_by_buyer(order_token=token_of(order), note="Salah.")
            is CancelAnswer.CANCELLED
        )
        order_cancel_by_buyer(order_token=token_of(order), note="")
    assert states(order) == [S.CANCELLED]
    assert stock_there(listing) == (5, 0)
    assert not Refund.objects.exists()
    order.refresh_from_db()
    assert order.cancel_cause == "buyer"


def test_a_part_of_an_unpaid_order_does_not_end_alone() -> None:
    order = two_parts(is_paid=False)
    with pytest.raises(WrongState):
        cancel(order, 0)
    assert states(order) == [S.WAITING, S.WAITING]


def test_before_it_is_accepted_a_part_ends_at_once_and_is_paid_back() -> None:
    order = two_parts()
    with rights_of_app():
        assert cancel(order, 0, "Tidak jadi.") is CancelAnswer.CANCELLED
        assert cancel(order, 0) is CancelAnswer.CANCELLED
    part, other = parts_of(order)
    assert (part.state, other.state) == (S.CANCELLED, S.TO_ACCEPT)
    refund = Refund.objects.get()
    assert refund.amount == part.goods_total - part.discount_total + part.delivery_price


def test_a_whole_paid_order_is_not_ended_by_one_act() -> None:
    order = two_parts()
    with pytest.raises(WrongState):
        order_cancel_by_buyer(order_token=token_of(order), note="")
    assert states(order) == [S.TO_ACCEPT, S.TO_ACCEPT]


@pytest.mark.parametrize("late", ["", "Mesin rusak."])
def test_until_it_is_packed_it_ends_at_once_and_the_facility_is_told(late: str) -> None:
    """What lies in stock, and what is made for the buyer but not as promised."""
    order = two_parts()
    made = legal_today() if late else None
    moved(parts_of(order)[0], S.ACCEPTED, produced_by=made, late_note=late)
    OutboxRow.objects.all().delete()
    with rights_of_app():
        assert cancel(order, 0, "Salah pilih.") is CancelAnswer.CANCELLED
        assert cancel(order, 0) is CancelAnswer.CANCELLED
    part, other = parts_of(order)
    assert (part.state, other.state) == (S.CANCELLED, S.TO_ACCEPT)
    assert Refund.objects.get().facility_order_id == part.pk
    assert OutboxRow.objects.filter(key__startswith="to_facility:").count() == 1


def test_what_is_being_made_ends_if_the_facility_agrees_which_is_asked_once() -> None:
    order = two_parts()
    moved(parts_of(order)[0], S.ACCEPTED, produced_by=legal_today())
    OutboxRow.objects.all().delete()
    with rights_of_app():
        assert cancel(order, 0, "Terlalu lama.") is CancelAnswer.ASKED
        assert cancel(order, 0) is CancelAnswer.ASKED
    part = parts_of(order)[0]
    assert part.state == S.ACCEPTED
    assert part.cancel_asked_at is not None
    (step,) = OrderStep.objects.filter(facility_order=part, kind="cancel_asked")
    assert step.note == "Terlalu lama."
    assert OutboxRow.objects.filter(key__startswith="to_facility:").count() == 1
    assert not Refund.objects.exists()


@pytest.mark.parametrize("state", [S.PACKED, S.READY, S.SHIPPED, S.DONE])
def test_once_packed_it_is_too_late(state: FacilityOrderState) -> None:
    order = two_parts()
    moved(parts_of(order)[0], state)
    with pytest.raises(WrongState):
        cancel(order, 0)
    assert states(order)[0] == state


def test_a_part_of_another_order_is_not_found() -> None:
    order, other = two_parts(), order_paid_up()
    with pytest.raises(NotFound):
        part_cancel_by_buyer(order_token=token_of(other), part_id=parts_of(order)[0].pk, note="")


@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_cancel_once() -> None:
    order = two_parts()
    answers = at_once([lambda: cancel(order, 0)] * 8)
    assert set(answers) == {CancelAnswer.CANCELLED}
    assert Refund.objects.count() == 1
    assert FacilityOrder.objects.filter(shop_order=order, state="cancelled").count() == 1
