"""What a facility does with its part of an order."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from catalog.dates import legal_today
from catalog.errors import Invalid, NotAllowed, NotFound, WrongState
from catalog.models import Listing
from catalog.types import Actor, Grant, Role
from storefront.orders.acting import as_shop
from storefront.orders.models import (
    FacilityOrder,
    FacilityOrderLine,
    Parcel,
    Refund,
    ShopOrder,
)
from storefront.orders.services.fulfilling import part_accept, part_late, part_pack, part_unpack
from storefront.orders.services.handing_over import parcel_track, part_delivered, part_ship
from storefront.orders.services.undelivered import part_cancel_decline, part_cannot
from storefront.orders.types import FacilityOrderState
from tests.making import public_listing
from tests.orders.making import order_paid_up, order_placed, stock_there

pytestmark = pytest.mark.django_db
S = FacilityOrderState


def operator(listing: Listing) -> Actor:
    return Actor(
        "Sari", (Grant(Role.FACILITY_OPERATOR, frozenset({listing.facility_id})),), user_id=None
    )


def part_of(order: ShopOrder) -> FacilityOrder:
    return FacilityOrder.objects.get(shop_order=order)


def packed(listing: Listing, pieces: int = 3) -> tuple[Actor, FacilityOrder]:
    part = part_of(order_paid_up((listing, pieces)))
    actor = operator(listing)
    part_accept(actor=actor, facility_order_id=part.pk)
    part_pack(actor=actor, facility_order_id=part.pk)
    return actor, part


def test_what_leaves_leaves_stock_with_its_promise() -> None:
    listing = public_listing()
    there, _promised = stock_there(listing)
    actor, part = packed(listing)
    assert stock_there(listing) == (there, 3)
    part_ship(actor=actor, facility_order_id=part.pk, tracking_number="jne 0012-345 ")
    assert stock_there(listing) == (there - 3, 0)
    part.refresh_from_db()
    parcel = Parcel.objects.get()
    assert (part.state, parcel.tracking_number) == (S.SHIPPED, "JNE0012-345")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reason, change, note FROM catalog_stockmove ORDER BY id DESC LIMIT 1"
        )
        assert cursor.fetchone() == ("order", -3, part.number)
        cursor.execute("SELECT status FROM order_order")
        assert cursor.fetchone() == ("fulfilled",)
        cursor.execute("SELECT quantity_fulfilled FROM order_orderline")
        assert cursor.fetchone() == (3,)
    part_delivered(actor=actor, facility_order_id=part.pk)
    order = ShopOrder.objects.get()
    assert (order.state, order.ended_at is not None) == ("done", True)


def test_a_parcel_sent_twice_is_one_and_parts_go_apart() -> None:
    listing = public_listing()
    actor, part = packed(listing)
    line = FacilityOrderLine.objects.get(facility_order=part)
    for _twice in range(2):
        part_ship(
            actor=actor, facility_order_id=part.pk, pieces={line.pk: 1}, tracking_number="AAA111"
        )
    part.refresh_from_db()
    line.refresh_from_db()
    assert (part.state, line.handed_over, Parcel.objects.count()) == (S.PACKED, 1, 1)
    with pytest.raises(Invalid):
        part_ship(
            actor=actor, facility_order_id=part.pk, pieces={line.pk: 3}, tracking_number="BBB222"
        )
    with pytest.raises(WrongState):
        part_unpack(actor=actor, facility_order_id=part.pk)
    part_ship(actor=actor, facility_order_id=part.pk, tracking_number="BBB222")
    part.refresh_from_db()
    assert part.state == S.SHIPPED
    first = Parcel.objects.order_by("pk")[0]
    parcel_track(actor=actor, parcel_id=first.pk, tracking_number="AAA112")
    first.refresh_from_db()
    assert first.tracking_number == "AAA112"


@pytest.mark.parametrize("number", ["", "x", "*" * 8, "A" * 41, "../../etc"])
def test_a_courier_has_a_tracking_number(number: str) -> None:
    actor, part = packed(public_listing())
    with pytest.raises(Invalid):
        part_ship(actor=actor, facility_order_id=part.pk, tracking_number=number)
    assert Parcel.objects.count() == 0


def test_another_facility_finds_nothing_and_who_only_looks_may_not() -> None:
    listing = public_listing()
    part = part_of(order_paid_up((listing, 1)))
    with pytest.raises(NotFound):
        part_accept(actor=operator(public_listing()), facility_order_id=part.pk)
    with pytest.raises(NotAllowed):
        auditor = Actor("Made", (Grant(Role.AUDITOR, None),))
        part_accept(actor=auditor, facility_order_id=part.pk)
    unpaid = part_of(order_placed((listing, 1)))
    with pytest.raises(NotFound):
        part_accept(actor=operator(listing), facility_order_id=unpaid.pk)


def test_late_is_a_later_day_with_a_reason() -> None:
    listing = public_listing()
    part = part_of(order_paid_up((listing, 1)))
    actor = operator(listing)
    before = part.promised_on or legal_today()
    with pytest.raises(Invalid):
        part_late(actor=actor, facility_order_id=part.pk, promised_on=before, note="hujan")
    later = before + timedelta(days=4)
    with pytest.raises(Invalid):
        part_late(actor=actor, facility_order_id=part.pk, promised_on=later, note=" ")
    part_late(actor=actor, facility_order_id=part.pk, promised_on=later, note="Kayu belum kering")
    part.refresh_from_db()
    assert (part.promised_on, part.late_note) == (later, "Kayu belum kering")


def test_some_that_cannot_be_delivered_are_paid_back_to_the_rupiah() -> None:
    listing = public_listing()
    there, _promised = stock_there(listing)
    order = order_paid_up((listing, 3))
    part, actor = part_of(order), operator(listing)
    line = FacilityOrderLine.objects.get(facility_order=part)
    part_accept(actor=actor, facility_order_id=part.pk)
    part_cannot(actor=actor, facility_order_id=part.pk, pieces={line.pk: 2}, note="Pecah")
    assert stock_there(listing) == (there, 1)
    assert Refund.objects.get().amount == line.unit_price * 2
    part_cannot(actor=actor, facility_order_id=part.pk, note="Pecah semua")
    order.refresh_from_db()
    assert order.state == "cancelled"
    assert sum(row.amount for row in Refund.objects.all()) == order.total
    assert stock_there(listing) == (there, 0)


def test_a_wish_to_cancel_can_be_declined() -> None:
    listing = public_listing()
    part, actor = part_of(order_paid_up((listing, 1))), operator(listing)
    part_accept(actor=actor, facility_order_id=part.pk)
    with pytest.raises(WrongState):
        part_cancel_decline(actor=actor, facility_order_id=part.pk, note="Sudah dibuat")
    with as_shop():
        FacilityOrder.objects.filter(pk=part.pk).update(cancel_asked_at=part.placed_at)
    part_cancel_decline(actor=actor, facility_order_id=part.pk, note="Sudah dibuat")
    part.refresh_from_db()
    assert (part.cancel_asked_at, part.state) == (None, S.ACCEPTED)
    assert Decimal(0) == sum(row.amount for row in Refund.objects.all())
