"""Vouchers: what they take off, when they count, who keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from catalog.dates import legal_today
from catalog.errors import Blocked, Invalid, NotAllowed, NotFound
from catalog.kept import forget_all
from catalog.models import AuditEntry
from catalog.saleor_adapter.kinds import kind_save
from catalog.services.kinds import kind_take_away
from catalog.types import Actor
from storefront.loading.demo_vouchers import vouchers_load
from storefront.orders.errors import TooManyGuesses, VoucherRefused
from storefront.orders.rules.vouchers import (
    Refusal,
    delivery_discounts,
    discounts,
    goods_total,
    refusal,
    shared,
)
from storefront.orders.saleor_adapter.vouchers import code_normal, voucher_count, voucher_row
from storefront.orders.services.baskets import (
    MOST_TRIES,
    basket_add,
    basket_voucher_remove,
    basket_voucher_set,
)
from storefront.orders.services.vouchers import (
    VoucherValues,
    voucher_add,
    voucher_change,
    voucher_end,
    voucher_values,
)
from storefront.orders.voucher_terms import VoucherKind, VoucherTerms
from tests.cast import cast_make
from tests.conftest import rights_of_app, serving_role
from tests.making import SYSTEM, public_listing
from tests.orders.baskets_making import basket_now, variant_of, voucher_make

pytestmark = pytest.mark.usefixtures("kinds_anew")

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def kinds_anew() -> None:
    """Kinds of goods are kept for a while; each test has its own."""
    forget_all()


@dataclass(frozen=True)
class Line:
    line_id: int
    unit_price: Decimal
    quantity: int = 1
    product_id: int = 0
    kind_id: int = 0


def terms(**given: Any) -> VoucherTerms:
    usual: dict[str, Any] = {
        "id": 1, "code": "X", "name": "", "kind": VoucherKind.ENTIRE_ORDER, "is_percent": True,
        "value": Decimal(10), "apply_once_per_order": False, "once_per_customer": False,
        "usage_limit": None, "used": 0, "starts": NOW - DAY, "ends": None, "min_spent": None,
        "min_quantity": None, "product_ids": frozenset(), "kind_ids": frozenset(),
    }  # fmt: skip
    return VoucherTerms(**usual | given)


def line(number: int, price: int, quantity: int = 1, **more: int) -> Line:
    return Line(number, Decimal(price), quantity, **more)


# --- What it takes off


def test_percent_of_everything_is_shared_to_the_rupiah() -> None:
    lines = [line(1, 3333), line(2, 3333), line(3, 3334)]
    found = discounts(terms(value=Decimal("33.33")), lines)
    assert sum(found.values()) == 3333  # 33.33 % of 10,000
    assert found == {1: 1111, 2: 1111, 3: 1111}


def test_a_fixed_amount_is_never_more_than_the_goods() -> None:
    assert discounts(terms(is_percent=False, value=Decimal(5000)), [line(1, 2000)]) == {1: 2000}
    assert discounts(terms(value=Decimal(100)), [line(1, 2000, 3)]) == {1: 6000}
    assert discounts(None, [line(1, 2000)]) == {}


def test_largest_remainders_whatever_the_amounts() -> None:
    dice = Random(6)
    for _round in range(500):
        costs = {key: Decimal(dice.randint(1, 10**6)) for key in range(dice.randint(1, 12))}
        total = int(sum(costs.values()))
        amount = Decimal(dice.randint(0, total))
        found = shared(amount, costs)
        assert sum(found.values(), Decimal(0)) == amount
        for key, share in found.items():
            assert share == share.to_integral_value() and 0 < share <= costs[key]
            assert abs(share - amount * costs[key] / total) < 1


def test_certain_goods_alone() -> None:
    lines = [line(1, 5000, 2, product_id=7), line(2, 9000, 1, kind_id=3), line(3, 8000)]
    of = terms(
        kind=VoucherKind.SPECIFIC_PRODUCT,
        is_percent=False,
        value=Decimal(6000),
        product_ids=frozenset({7}),
        kind_ids=frozenset({3}),
    )
    assert discounts(of, lines) == {1: 10_000, 2: 6000}  # of each piece, at most its price
    cheapest = terms(
        kind=VoucherKind.SPECIFIC_PRODUCT, value=Decimal(50), apply_once_per_order=True
    )
    assert discounts(cheapest, lines) == {1: 2500}  # names none: of all goods
    none = terms(kind=VoucherKind.SPECIFIC_PRODUCT, product_ids=frozenset({99}))
    assert discounts(none, lines) == {}
    assert refusal(none, lines, now=NOW) is Refusal.NO_GOODS


def test_a_voucher_for_delivery_takes_nothing_off_goods() -> None:
    of = terms(kind=VoucherKind.SHIPPING, is_percent=False, value=Decimal(15_000))
    assert discounts(of, [line(1, 5000)]) == {}
    assert delivery_discounts(of, {4: Decimal(20_000), 5: Decimal(10_000)}) == {4: 10_000, 5: 5000}
    assert delivery_discounts(of, {4: Decimal(9000)}) == {4: 9000}
    assert delivery_discounts(of, {4: Decimal(0)}) == {}
    assert delivery_discounts(terms(), {4: Decimal(9000)}) == {}


# --- When it counts


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, None),
        ({"starts": NOW + DAY}, Refusal.NOT_BEGUN),
        ({"ends": NOW - DAY}, Refusal.ENDED),
        ({"ends": NOW}, None),
        ({"usage_limit": 2, "used": 2}, Refusal.USED_UP),
        ({"usage_limit": 2, "used": 1}, None),
        ({"min_spent": Decimal(10_001)}, Refusal.MIN_SPENT),
        ({"min_spent": Decimal(10_000)}, None),
        ({"min_quantity": 3}, Refusal.MIN_QUANTITY),
        ({"min_quantity": 2}, None),
    ],
)
def test_when_it_counts(given: dict[str, Any], expected: Refusal | None) -> None:
    lines = [line(1, 5000, 2)]
    assert goods_total(lines) == 10_000
    assert refusal(terms(**given), lines, now=NOW) is expected


def test_codes_are_read_as_people_type_them() -> None:
    assert code_normal(" hemat-10 ") == code_normal("HEMAT 10") == "HEMAT10"
    for wrong in ("", "A" * 13, "HEMÁT", "x'; --", "\0", "٣"):
        assert code_normal(wrong) == ""


# --- At a basket


def in_basket(quantity: int = 2, **listing: Any) -> Any:
    goods = variant_of(public_listing(stock=50, **listing))
    with rights_of_app():
        return basket_add(token=None, user_id=None, variant_id=goods, quantity=quantity).token


@pytest.mark.django_db
def test_a_voucher_is_kept_and_taken_out() -> None:
    voucher_make("HEMAT10")
    token = in_basket()
    with rights_of_app():
        basket_voucher_set(token=token, code="hemat 10")
    basket = basket_now(token)
    assert basket.voucher_code == "HEMAT10" and basket.voucher is not None
    assert basket.discount_total == basket.goods_total / 10
    with rights_of_app():
        basket_voucher_remove(token=token)
    assert basket_now(token).discount_total == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("terms_given", "said"),
    [
        ({"end_date": NOW - 900 * DAY, "start_date": NOW - 901 * DAY}, "sudah berakhir"),
        ({"usage_limit": 1, "used": 1}, "habis dipakai"),
        ({"min_spent_amount": Decimal(1_000_000)}, "Rp1.000.000"),
        ({"min_checkout_items_quantity": 9}, "9 barang"),
    ],
)
def test_a_voucher_that_does_not_count_says_why(terms_given: dict[str, Any], said: str) -> None:
    voucher_make("HEMAT10", **terms_given)
    token = in_basket()
    with pytest.raises(VoucherRefused) as caught, rights_of_app():
        basket_voucher_set(token=token, code="HEMAT10")
    assert said in caught.value.sentence
    assert basket_now(token).voucher_code == ""


@pytest.mark.django_db
def test_what_no_longer_counts_is_a_change_and_takes_nothing_off() -> None:
    voucher_make("HEMAT10", min_spent_amount=Decimal(50_000))
    token = in_basket(2)
    with rights_of_app():
        basket_voucher_set(token=token, code="HEMAT10")
    apps.get_model("discount.Voucher").objects.update(min_spent_amount=Decimal(900_000))
    basket = basket_now(token)
    assert [(one.what, one.before, one.after) for one in basket.changes] == [
        ("voucher", "HEMAT10", "min_spent")
    ]
    assert basket.discount_total == 0


@pytest.mark.django_db
def test_tries_are_counted_by_basket_and_by_address_for_all_processes() -> None:
    voucher_make("HEMAT10")
    token = in_basket()
    for number in range(MOST_TRIES):
        with pytest.raises(VoucherRefused), rights_of_app():
            basket_voucher_set(token=token, code=f"T{number}", address="192.0.2.1")
    for code in ("T", "HEMAT10"):
        with pytest.raises(TooManyGuesses), rights_of_app():
            basket_voucher_set(token=token, code=code, address="192.0.2.1")
    other = in_basket()
    with rights_of_app():
        basket_voucher_set(token=other, code="HEMAT10", address="192.0.2.1")
    with connection.cursor() as cursor:  # a quarter of an hour later
        cursor.execute("UPDATE orders_keyguess SET begun_at = begun_at - interval '15 minutes'")
    with rights_of_app():
        basket_voucher_set(token=token, code="HEMAT10", address="192.0.2.1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT what FROM orders_keyguess")
        assert all("192.0" not in what for (what,) in cursor.fetchall())


@pytest.mark.django_db
def test_uses_are_counted_within_the_limit() -> None:
    made = voucher_make("HEMAT10", usage_limit=2)
    with serving_role():
        assert [voucher_count(made.pk, 1) for _each in range(3)] == [True, True, False]
        assert voucher_count(made.pk, -1) and voucher_count(made.pk, 1)
        assert not voucher_count(made.pk, 1)
    made.refresh_from_db()
    assert made.used == 2


# --- Keeping


def values(**given: Any) -> VoucherValues:
    usual: dict[str, Any] = {
        "name": "Contoh",
        "kind": "entire_order",
        "is_percent": True,
        "value": 10,
        "starts": legal_today().isoformat(),
    }
    return VoucherValues(**usual | given)


@pytest.mark.django_db
def test_officers_keep_vouchers() -> None:
    listing = public_listing()
    wanted = values(
        kind="specific_product",
        kinds=("camilan",),
        goods=(listing.slug,),
        ends=legal_today().isoformat(),
        usage_limit=5,
        min_spent=50_000,
    )
    with serving_role(cast_make().central_officer):
        key = voucher_add(actor=SYSTEM, code="uji-1", wanted=wanted)
        row = voucher_row(key)
        assert row is not None and row.code == "UJI1"
        assert voucher_values(row) == wanted
        changed = values(name="Lain", value=20)
        voucher_change(actor=SYSTEM, voucher_id=key, wanted=changed, seen=wanted)
        row = voucher_row(key)
        assert row is not None and voucher_values(row) == changed
        voucher_end(actor=SYSTEM, voucher_id=key)
        voucher_end(actor=SYSTEM, voucher_id=key)
    token = in_basket()
    with pytest.raises(VoucherRefused), rights_of_app():
        basket_voucher_set(token=token, code="UJI1")
    acts = AuditEntry.objects.filter(subject_table="discount_voucher").order_by("pk")
    assert [one.action for one in acts] == ["voucher.added", "voucher.changed", "voucher.ended"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("name", {"name": ""}),
        ("kind", {"kind": "x"}),
        ("kind", {"kinds": ("camilan",)}),
        ("value", {"value": 0}),
        ("value", {"value": 101}),
        ("value", {"value": 10**9, "is_percent": False}),
        ("usage_limit", {"usage_limit": 0}),
        ("starts", {"starts": ""}),
        ("starts", {"starts": "0001-01-01"}),  # the day before it in UTC, which has no year
        ("once_per_order", {"once_per_order": True}),
        ("ends", {"ends": "2020-01-01"}),
        ("ends", {"ends": "9999-99-99"}),
        ("kinds", {"kind": "specific_product", "kinds": ("x",)}),
        ("goods", {"kind": "specific_product", "goods": ("x",)}),
    ],
)
def test_what_no_voucher_says_is_refused(field: str, given: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as caught:
        voucher_add(actor=SYSTEM, code="UJI", wanted=values(**given))
    assert caught.value.params["field"] == field
    assert not apps.get_model("discount.Voucher").objects.exists()


@pytest.mark.django_db
def test_a_kind_of_a_voucher_stays() -> None:
    """Without its kind the voucher would be for all goods."""
    kind_save(slug="kosong", name="Kosong", name_en="Empty", description="", description_en="")
    forget_all()
    wanted = values(kind="specific_product", kinds=("kosong",))
    key = voucher_add(actor=SYSTEM, code="UJI", wanted=wanted)
    with pytest.raises(Blocked):
        kind_take_away(actor=SYSTEM, slug="kosong")
    voucher_change(actor=SYSTEM, voucher_id=key, wanted=values(), seen=wanted)
    kind_take_away(actor=SYSTEM, slug="kosong")


@pytest.mark.django_db
def test_a_code_is_there_once() -> None:
    voucher_add(actor=SYSTEM, code="UJI", wanted=values())
    for code in ("uji", "", "A" * 13, "a b!"):
        with pytest.raises(Invalid):
            voucher_add(actor=SYSTEM, code=code, wanted=values())


@pytest.mark.django_db
def test_nobody_else_keeps_or_reads_them() -> None:
    made, cast = voucher_make("HEMAT10"), cast_make()
    with pytest.raises(NotAllowed):
        voucher_end(actor=cast.auditor, voucher_id=made.pk)
    for actor in (cast.sari, cast.regional_head, Actor.anonymous()):
        with pytest.raises(NotFound):
            voucher_end(actor=actor, voucher_id=made.pk)
        with serving_role(actor):
            assert voucher_row(made.pk) is None
            assert not voucher_count(made.pk, 1)
            with pytest.raises(DatabaseError), transaction.atomic():
                voucher_make("LAIN")


@pytest.mark.django_db
def test_the_sample_shop_has_vouchers() -> None:
    public_listing()  # which brings the kind
    assert vouchers_load() == 5
    assert apps.get_model("discount.Voucher").objects.count() == 5
