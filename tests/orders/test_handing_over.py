"""A facility's acts with the facility's own rights: what leaves, is fetched, or cannot be had."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from catalog.errors import DomainError, Invalid, WrongState
from catalog.models import Facility, Listing
from catalog.types import Actor, Grant, Role
from storefront.notices.order_letters import Told, letter_of
from storefront.orders.acting import as_shop
from storefront.orders.errors import PartChanged, TooManyGuesses
from storefront.orders.models import (
    FacilityDelivery,
    FacilityOrder,
    FacilityOrderLine,
    MoneyMove,
    OrderStep,
    Parcel,
    Refund,
    ShopOrder,
)
from storefront.orders.rules.returns import can_return, returnable
from storefront.orders.selectors.orders import order_shown_by_id
from storefront.orders.services.buyer_acts import part_cancel_by_buyer
from storefront.orders.services.fulfilling import part_accept, part_late, part_pack
from storefront.orders.services.handing_over import (
    CODES_MOST,
    part_delivered,
    part_picked_up,
    part_ready,
    part_ship,
)
from storefront.orders.services.mails import MailKind
from storefront.orders.services.undelivered import (
    part_cancel_agree,
    part_cancel_decline,
    part_cannot,
)
from storefront.orders.types import FacilityOrderState
from storefront.web.buying.order_cards import part_cards
from tests.conftest import serving_role
from tests.making import facility_make, public_listing
from tests.orders.making import (
    PRACTICE,
    attempt_of,
    basket_with,
    fetch,
    money_comes,
    order_paid_up,
    place,
    stock_there,
)
from tests.storefront.web.buying.orders import being_made, token_of

pytestmark = pytest.mark.django_db
S = FacilityOrderState
# The last move of each variant's book against what Saleor's stock says.
_UNEVEN = """SELECT count(*) FROM warehouse_stock s CROSS JOIN LATERAL (
  SELECT balance FROM catalog_stockmove m WHERE m.variant_id = s.product_variant_id
  ORDER BY id DESC LIMIT 1) book WHERE s.quantity <> book.balance"""


class Counter:
    """Somebody at a facility's counter, with the rights that its pages have."""

    def __init__(self, listing: Listing, order: ShopOrder) -> None:
        self.part = FacilityOrder.objects.get(shop_order=order)
        grant = Grant(Role.FACILITY_OPERATOR, frozenset({listing.facility_id}))
        self.actor = Actor("Sari", (grant,), user_id=None)

    def does(self, service: Callable[..., Any], **given: Any) -> Any:
        with serving_role(self.actor):
            done = service(actor=self.actor, facility_order_id=self.part.pk, **given)
        self.part.refresh_from_db()
        return done

    def refused(self, error: type[DomainError], service: Callable[..., Any], **given: Any) -> str:
        with pytest.raises(error) as told:
            self.does(service, **given)
        return str(told.value.params.get("field", ""))


def even() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_UNEVEN)
        return bool(cursor.fetchone() == (0,))


def counter_of(pieces: int = 3, **goods: Any) -> tuple[Counter, Listing]:
    listing = public_listing(**goods)
    return Counter(listing, order_paid_up((listing, pieces))), listing


def fetched(pieces: int = 2, *, pays: bool = False) -> tuple[Counter, Listing]:
    """What is fetched, ready."""
    facility: Facility = facility_make()
    FacilityDelivery.objects.create(facility=facility, pays_at_pickup=True, offers_courier=False)
    listing = public_listing(facility)
    token = basket_with((listing, pieces))
    fetch(token)
    placed = place(token, method="pickup:" if pays else PRACTICE)
    order = ShopOrder.objects.get(pk=placed.shop_order_id)
    if not pays:
        money_comes(attempt_of(order))
    counter = Counter(listing, order)
    for service in (part_accept, part_pack, part_ready):
        counter.does(service)
        counter.does(service)
    return counter, listing


def test_what_is_fetched_asks_for_the_code_and_leaves_stock() -> None:
    counter, listing = fetched()
    there, _promised = stock_there(listing)
    code = counter.part.pickup_code
    assert len(code) == len("123456") and code.isdecimal()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for text in (wrong, "", "x" * 300, "１２３"):
        assert counter.refused(Invalid, part_picked_up, code=text) == "code"
    counter.refused(WrongState, part_ship, tracking_number="AA11")
    for _twice in range(2):
        counter.does(part_picked_up, code=f" {code[:3]} {code[3:]} ")
    assert counter.part.state == S.DONE
    assert stock_there(listing) == (there - 2, 0)
    assert Parcel.objects.get().delivered_at is not None
    assert even()


def test_codes_are_not_guessed() -> None:
    counter, _listing = fetched()
    for _try in range(CODES_MOST):
        counter.refused(Invalid, part_picked_up, code="x")
    counter.refused(TooManyGuesses, part_picked_up, code=counter.part.pickup_code)
    assert counter.part.state == S.READY


def test_what_is_paid_at_the_counter_is_paid_once() -> None:
    counter, _listing = fetched(pays=True)
    steps = {step.kind: step.data for step in OrderStep.objects.filter(facility_order=counter.part)}
    with as_shop():
        order = ShopOrder.objects.get()
    assert steps["accepted"]["due"] == steps["ready"]["due"] == str(order.total)
    code = counter.part.pickup_code
    assert counter.refused(Invalid, part_picked_up, code=code) == "payment"
    assert not MoneyMove.objects.exists()
    for _twice in range(2):
        counter.does(part_picked_up, code=code, took_payment=True)
    order.refresh_from_db()
    assert (order.state, MoneyMove.objects.get().amount) == ("done", order.total)


def test_a_local_courier_needs_no_number() -> None:
    counter, listing = counter_of()
    there, _promised = stock_there(listing)
    with as_shop():
        FacilityOrder.objects.filter(pk=counter.part.pk).update(kind="local", service="")
    for service in (part_accept, part_pack):
        counter.does(service)
    line = FacilityOrderLine.objects.get()
    seen = OrderStep.objects.filter(facility_order=counter.part).latest("pk").pk
    counter.does(part_ship, pieces={line.pk: 1}, seen=seen)
    counter.refused(PartChanged, part_ship, pieces={line.pk: 1}, seen=seen)
    counter.does(part_ship)
    assert counter.part.state == S.SHIPPED and Parcel.objects.count() == 2
    assert stock_there(listing) == (there - 3, 0) and even()
    for _twice in range(2):
        counter.does(part_delivered)
    assert counter.part.state == S.DONE


def test_what_is_made_to_order_leaves_no_stock() -> None:
    counter, listing = counter_of(4, stock=0, lead_time_days=7)
    assert counter.part.produced_by is not None
    before, promised = stock_there(listing), counter.part.promised_on
    assert promised is not None
    counter.does(part_accept)
    made = counter.part.produced_by
    counter.does(part_late, promised_on=promised + timedelta(days=5), note="Kayu basah")
    assert counter.part.produced_by == made + timedelta(days=5)
    counter.does(part_pack)
    counter.does(part_ship, tracking_number="JX11")
    assert counter.part.state == S.SHIPPED
    assert stock_there(listing) == before == (0, 0) and even()


def test_pieces_that_cannot_be_had_are_paid_back_by_the_facilitys_own_act() -> None:
    counter, listing = counter_of()
    there, _promised = stock_there(listing)
    line = FacilityOrderLine.objects.get()
    counter.does(part_cannot, pieces={line.pk: 1}, note="Pecah")
    assert Refund.objects.get().amount == line.unit_price
    counter.does(part_accept)
    counter.does(part_cannot, note="Habis")
    with as_shop():
        order = ShopOrder.objects.get()
    assert sum(row.amount for row in Refund.objects.all()) == order.total
    assert (counter.part.state, stock_there(listing)) == (S.CANCELLED, (there, 0)) and even()
    counter.refused(WrongState, part_cannot, note="Lagi")


def test_what_cannot_follow_a_parcel_takes_no_right_from_what_was_in_it() -> None:
    """The rest is paid back; the parcel goes on, arrives, and its goods can be sent back."""
    counter, listing = counter_of(3)
    there, _promised = stock_there(listing)
    line = FacilityOrderLine.objects.get()
    counter.does(part_accept)
    counter.does(part_pack)
    counter.does(part_ship, pieces={line.pk: 2}, tracking_number="JNE0012345")
    counter.does(part_cannot, note="Pecah")
    assert Refund.objects.get().amount == line.unit_price
    assert counter.part.state == S.SHIPPED and counter.part.handed_over_at
    assert stock_there(listing) == (there - 2, 0) and even()
    counter.refused(WrongState, part_cannot, note="Lagi")
    counter.does(part_delivered)
    with as_shop():
        order = ShopOrder.objects.get()
    (part,) = order_shown_by_id(order.pk, language="id").parts
    assert (part.state, can_return(part, timezone.now())) == (S.DONE, True)
    assert [returnable(one) for one in part.lines] == [2]


def test_a_wish_to_cancel_is_agreed_to_once() -> None:
    counter, listing = counter_of()
    counter.refused(WrongState, part_cancel_agree)
    counter.does(part_accept)
    being_made(counter.part)
    with as_shop():
        order = ShopOrder.objects.get()
    part_cancel_by_buyer(order_token=token_of(order), part_id=counter.part.pk, note="salah")
    for _twice in range(2):
        counter.does(part_cancel_agree)
    assert (counter.part.state, Refund.objects.get().amount) == (S.CANCELLED, order.total)
    assert stock_there(listing)[1] == 0 and even()


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_hands_over() -> None:
    counter, listing = counter_of()
    there, _promised = stock_there(listing)
    for service in (part_accept, part_pack):
        counter.does(service)
    seen = OrderStep.objects.filter(facility_order=counter.part).latest("pk").pk
    line, answers = FacilityOrderLine.objects.get(), []
    together = threading.Barrier(6)

    def hand_over(number: int) -> None:
        together.wait()
        try:
            with serving_role(counter.actor):
                if number % 2:
                    part_ship(
                        actor=counter.actor,
                        facility_order_id=counter.part.pk,
                        pieces={line.pk: 2},
                        tracking_number=f"AA{number}{number}",
                        seen=seen,
                    )
                else:
                    part_cannot(
                        actor=counter.actor,
                        facility_order_id=counter.part.pk,
                        pieces={line.pk: 2},
                        note="Pecah",
                        seen=seen,
                    )
            answers.append("done")
        except PartChanged:
            answers.append("changed")
        finally:
            connection.close()

    people = [threading.Thread(target=hand_over, args=(number,)) for number in range(6)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert sorted(answers) == ["changed"] * 5 + ["done"]
    line.refresh_from_db()
    left = line.quantity - line.handed_over - line.cancelled
    assert left == 1
    assert stock_there(listing) == (there - line.handed_over, left) and even()


def letter_said(counter: Counter, kind: MailKind, about: int = 0) -> str:
    order = order_shown_by_id(counter.part.shop_order_id, language="id")
    told = letter_of(kind, Told(order, order.parts[0], about, "id"))
    assert told is not None
    return " ".join((told.subject, *told.said, *[name for name, _value in told.goods]))


def test_the_buyer_is_told_of_pieces_and_of_being_too_late() -> None:
    counter, _listing = counter_of(3, name="Keripik tempe")
    line = FacilityOrderLine.objects.get()
    counter.does(part_cannot, pieces={line.pk: 2}, note="Pecah")
    step = OrderStep.objects.get(kind="cancelled")
    with override("id"):
        said = letter_said(counter, MailKind.CANCELLED, step.pk)
        assert "Sebagian barang" in said and "2 × Keripik tempe" in said and "Pecah" in said
        assert "dibatalkan" not in said
        counter.does(part_accept)
        being_made(counter.part)
        with as_shop():
            order = ShopOrder.objects.get()
        part_cancel_by_buyer(order_token=token_of(order), part_id=counter.part.pk, note="")
        counter.does(part_cancel_decline, note="Sudah dipotong")
        assert "Sudah dipotong" in letter_said(counter, MailKind.CANCEL_DECLINED)
        shown = order_shown_by_id(order.pk, language="id")
        pieces, declined = part_cards(shown, "id")[0].told[::-1]
    assert "2 × Keripik tempe" in pieces and "Pecah. Uangnya kembali" in pieces
    assert "terlambat" in declined and "Sudah dipotong" in declined
