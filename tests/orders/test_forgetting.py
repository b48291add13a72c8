"""Buyers are forgotten: at night when their time is over, at once when they close their account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.acting import acting
from catalog.errors import Blocked, NotAllowed
from catalog.models import AuditEntry
from catalog.services.memberships import Post
from catalog.types import Role
from storefront.access.closing import buyer_close
from storefront.orders.acting import as_shop
from storefront.orders.models import Consent, FacilityOrder, Refund, ShopOrder, VoucherUse
from storefront.orders.rules.keeping import FACILITY_TERM, ORDER_TERM
from storefront.orders.selectors.buyers import book_of, open_orders, orders_of
from storefront.orders.selectors.kept import buying_kept
from storefront.orders.services.addresses import book_add
from storefront.orders.services.baskets import basket_add, basket_merge
from storefront.orders.services.buyers import consent_give
from storefront.orders.services.forgetting import buyer_forget, buyers_forget
from storefront.orders.types import FacilityOrderState
from tests.cast import member_make, person_make
from tests.conftest import serving_role
from tests.making import facility_make, public_listing
from tests.orders.making import (
    attempt_of,
    basket_with,
    buyer,
    order_paid_up,
    order_placed,
    variant_of,
)
from tests.orders.places import ADDRESS

pytestmark = pytest.mark.django_db

NAMES = ("recipient", "phone", "street", "village", "courier_note", "pickup_code")


@pytest.fixture(autouse=True)
def served() -> Any:
    """As the worker runs: with the rights of `app`, as the shop itself."""
    with serving_role():
        yield


def ended(order: ShopOrder, at: datetime) -> ShopOrder:
    """Delivered at that time, in all its parts."""
    parts = FacilityOrder.objects.filter(shop_order=order)
    parts.update(state=FacilityOrderState.DONE, done_at=at, pickup_code="123456")
    ShopOrder.objects.filter(pk=order.pk).update(ended_at=at, state="done")
    order.refresh_from_db()
    return order


def part_of(order: ShopOrder) -> dict[str, Any]:
    return dict(FacilityOrder.objects.filter(shop_order=order).values().get())


def addresses() -> int:
    """Rows of Saleor's that are no warehouse's."""
    return int(apps.get_model("account", "Address").objects.filter(warehouse=None).count())


class TestNight:
    """The nightly job."""

    def test_a_facility_forgets_thirty_days_after_the_end(self) -> None:
        now = timezone.now()
        old = ended(order_paid_up(), now - FACILITY_TERM - timedelta(hours=1))
        new = ended(order_paid_up(), now - FACILITY_TERM + timedelta(hours=1))
        going = order_paid_up()
        assert buyers_forget(now=now) == (1, 0, 0)
        gone = part_of(old)
        assert [gone[name] for name in NAMES] == [""] * len(NAMES)
        assert gone["forgotten_at"] and gone["regency"] == "Kota Palu"
        for order in (new, going):
            kept = part_of(order)
            assert kept["recipient"] and kept["street"] and kept["forgotten_at"] is None
        old.refresh_from_db()
        assert old.email and old.forgotten_at is None  # the shop's books need it longer

    def test_run_again_it_finds_nothing(self) -> None:
        now = timezone.now()
        ended(order_paid_up(), now - timedelta(days=31))
        assert [buyers_forget(now=now)[0] for _each in range(2)] == [1, 0]

    def test_cancelled_parts_are_over_too(self) -> None:
        now = timezone.now()
        order = order_placed()
        parts = FacilityOrder.objects.filter(shop_order=order)
        parts.update(state="cancelled", cancelled_at=now - timedelta(days=31))
        assert buyers_forget(now=now)[0] == 1

    def test_not_while_money_is_to_go_back(self) -> None:
        now = timezone.now()
        order = ended(order_paid_up(), now - timedelta(days=40))
        refund = Refund.objects.create(
            shop_order=order,
            facility_order=FacilityOrder.objects.get(shop_order=order),
            attempt=attempt_of(order),
            cause="returned",
            amount=1000,
        )
        assert buyers_forget(now=now)[0] == 0
        Refund.objects.filter(pk=refund.pk).update(state="done", done_at=now)
        assert buyers_forget(now=now)[0] == 1

    def test_the_books_close_after_ten_years(self) -> None:
        now = timezone.now()
        order = ended(order_paid_up(), now - ORDER_TERM - timedelta(days=1))
        there = addresses()
        assert buyers_forget(now=now)[:2] == (1, 1)
        order.refresh_from_db()
        assert (order.name, order.email, order.phone, order.user_id) == ("", "", "", None)
        assert order.total > 0 and order.forgotten_at
        assert addresses() < there

    def test_it_works_in_sets(self) -> None:
        now = timezone.now()
        counts = []
        for orders in (1, 3):
            for _each in range(orders):
                ended(order_paid_up(), now - timedelta(days=31))
            with CaptureQueriesContext(connection) as asked:
                assert buyers_forget(now=now)[0] == orders
            counts.append(len(asked))
        assert counts[0] == counts[1]

    def test_baskets_left_behind_go_with_their_address(self) -> None:
        token = basket_with()
        there = addresses()
        checkouts = apps.get_model("checkout", "Checkout").objects
        checkouts.filter(pk=token).update(last_change=timezone.now() - timedelta(days=91))
        other = basket_with()
        assert buyers_forget(now=timezone.now()) == (0, 0, 1)
        assert list(checkouts.values_list("pk", flat=True)) == [other]
        assert addresses() == there


class TestClosing:
    """The end of an account."""

    def test_nothing_names_its_owner_afterwards(self) -> None:
        user = person_make("sari@contoh.example", password="kayu jati dari Blora")
        order = order_paid_up(user_id=user.pk)
        ended(order, timezone.now())
        book_add(user_id=user.pk, values=ADDRESS)
        consent_give(user_id=user.pk, kind="privacy")
        basket_with(user_id=user.pk)
        buyer_close(user_id=user.pk)
        user.refresh_from_db()
        assert (user.email, user.first_name, user.is_active) == (
            f"closed-{user.pk}@lapak.invalid", "", False,
        )  # fmt: skip
        assert not user.has_usable_password()
        assert book_of(user.pk) == () and orders_of(user.pk) == ((), None)
        assert addresses() == 0
        order.refresh_from_db()
        assert (order.name, order.email, order.phone, order.user_id) == ("", "", "", None)
        assert order.number and order.total > 0
        assert [part_of(order)[name] for name in NAMES] == [""] * len(NAMES)
        assert not Consent.objects.filter(user=user, withdrawn_at=None).exists()
        assert "sari" not in everything_said().lower()

    def test_done_twice_nothing_happens(self) -> None:
        user = person_make()
        buyer_close(user_id=user.pk)
        buyer_close(user_id=user.pk)
        assert AuditEntry.objects.filter(action="account.closed").count() == 1

    @pytest.mark.parametrize("make", [order_placed, order_paid_up])
    def test_not_while_an_order_is_open(self, make: Any) -> None:
        user = person_make("sari@contoh.example")
        order = make(user_id=user.pk)
        with pytest.raises(Blocked) as refused:
            buyer_close(user_id=user.pk)
        assert refused.value.params["reasons"] == order.number
        assert open_orders(user.pk) == (order.number,)
        user.refresh_from_db()
        assert user.is_active and user.email == "sari@contoh.example"

    def test_who_held_a_role_does_not_close_it(self) -> None:
        facility = facility_make()
        member = member_make(Post(Role.FACILITY_OPERATOR, facility_id=facility.pk))
        with pytest.raises(NotAllowed):
            buyer_close(user_id=member.user_id or 0)

    def test_the_database_forgets_nobody_who_is_here(self) -> None:
        facility = facility_make()
        member = member_make(Post(Role.FACILITY_OPERATOR, facility_id=facility.pk))
        for key in (member.user_id, person_make().pk):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT orders_forget_person(%s)", [key])

    def test_a_voucher_counts_on_without_saying_whose(self) -> None:
        user = person_make()
        order = ended(order_paid_up(user_id=user.pk), timezone.now())
        voucher = apps.get_model("discount", "Voucher").objects.create(
            code="HEMAT", discount_value=1000, used=1
        )
        VoucherUse.objects.create(shop_order=order, voucher=voucher, buyer="sari@contoh.example")
        buyer_close(user_id=user.pk)
        assert VoucherUse.objects.get(pk=order.pk).buyer == f"forgotten {order.pk}"


def everything_said() -> str:
    """All that the tables of people, orders, events and acts hold, as text."""
    tables = (
        *("account_user", "account_address", "catalog_userevent", "catalog_auditentry"),
        *("catalog_outboxrow", "orders_shoporder", "orders_facilityorder", "orders_voucheruse"),
        *("order_order", "checkout_checkout", "orders_basketbuyer", "access_session"),
    )
    found = []
    with as_shop(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def test_what_is_kept_is_all_of_it_and_nobody_elses() -> None:
    user, other = person_make(), person_make()
    mine = order_paid_up(user_id=user.pk)
    theirs = order_paid_up(user_id=other.pk)
    book_add(user_id=user.pk, values=ADDRESS)
    basket_with(user_id=user.pk)
    kept = buying_kept(user.pk)
    assert [order["number"] for order in kept["orders"]] == [mine.number]
    [order] = kept["orders"]
    assert order["email"] == mine.email and order["payments"]
    [part] = order["parts"]
    assert part["recipient"] and part["lines"][0]["quantity"] == 1
    assert kept["addresses"][0]["street"] == "Jl. Mawar No. 3, RT 02/RW 05"
    [basket] = kept["baskets"]
    assert basket["lines"] and basket["address"]["first_name"] == "Sarifah"
    assert theirs.number not in str(kept)


def test_orders_are_listed_by_account_in_a_constant_number_of_statements() -> None:
    user = person_make()
    order_paid_up(user_id=user.pk)
    counts = []
    for _each in range(2):
        with CaptureQueriesContext(connection) as asked:
            rows, more = orders_of(user.pk)
        counts.append(len(asked))
        order_paid_up((public_listing(), 1), user_id=user.pk)
    assert counts[0] == counts[1] and more is None
    assert get_user_model().objects.get(pk=user.pk)
    with acting(member_make(Post(Role.FACILITY_OPERATOR, facility_id=facility_make().pk))):
        assert len(orders_of(user.pk)[0]) == 3


def test_of_baskets_that_become_one_no_other_address_stays() -> None:
    person = person_make()
    own, guest = buyer(), buyer()
    kept = basket_with((public_listing(), 1), user_id=person.pk, address=own)
    gone = basket_with((public_listing(), 1), address=guest)
    assert basket_merge(token=gone, user_id=person.pk).token == kept
    assert (phones(own.phone), phones(guest.phone)) == (1, 0)
    other = person_make()
    bare = basket_add(
        token=None, user_id=other.pk, variant_id=variant_of(public_listing()), quantity=1
    )
    given = basket_with((public_listing(), 1), address=guest)
    assert basket_merge(token=given, user_id=other.pk).token == bare.token
    assert phones(guest.phone) == 1  # it goes with the account's basket now


def phones(phone: str) -> int:
    """How many addresses have it."""
    wanted = phone.removeprefix("0")
    with as_shop(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM account_address WHERE phone LIKE %s", [f"%{wanted}"])
        return int(cursor.fetchone()[0])


def test_an_order_that_is_placed_while_an_account_closes_is_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = person_make()
    placed: list[ShopOrder] = []

    def asked(user_id: int) -> tuple[str, ...]:
        waiting = open_orders(user_id)
        placed.append(order_placed(user_id=user_id))
        return waiting

    monkeypatch.setattr("storefront.orders.services.forgetting.open_orders", asked)
    buyer_forget(user_id=person.pk)
    (order,) = placed
    order.refresh_from_db()
    assert order.email and order.forgotten_at is None
    assert FacilityOrder.objects.get(shop_order=order).street
