"""Baskets and orders for tests, made through the services that buyers' acts go through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from catalog.dates import legal_today
from catalog.kept import forget_all
from catalog.models import Listing
from storefront.orders.acting import as_shop
from storefront.orders.consents import TEXT_VERSION
from storefront.orders.models import (
    BasketDelivery,
    FacilityDelivery,
    MoneyMove,
    PaymentAttempt,
    ShareRule,
    ShippingRate,
    ShopOrder,
    TransferAccount,
)
from storefront.orders.providers.base import CURRENCY, Found, Move
from storefront.orders.rules.addresses import AddressValues
from storefront.orders.services.addresses import basket_address_set
from storefront.orders.services.baskets import basket_add, basket_voucher_set
from storefront.orders.services.placing import Placed, order_place
from storefront.orders.services.quoting import Quote, quote
from storefront.orders.services.settling import settle
from storefront.orders.types import AttemptState, DeliveryKind, MoneyKind
from tests.making import public_listing
from tests.orders.baskets_making import voucher_make
from tests.orders.delivery_making import rate_make, service_make
from tests.orders.places import ADDRESS, places_make

PRACTICE = "practice:"
_number = count(1)

Goods = tuple[Listing, int]
_STOCK = """SELECT coalesce(sum(s.quantity), 0)::int, coalesce(sum((
  SELECT sum(a.quantity_allocated) FROM warehouse_allocation a WHERE a.stock_id = s.id)), 0)::int
FROM warehouse_stock s JOIN product_productvariant v ON v.id = s.product_variant_id
WHERE v.product_id = %s"""


def variant_of(listing: Listing, place: int = 0) -> int:
    """One of its variants, the first unless another is asked for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM product_productvariant WHERE product_id = %s ORDER BY id OFFSET %s",
            [listing.product_id, place],
        )
        return int(cursor.fetchone()[0])


def stock_there(listing: Listing) -> tuple[int, int]:
    """Pieces on hand, and of these promised, of all its variants."""
    with connection.cursor() as cursor:
        cursor.execute(_STOCK, [listing.product_id])
        there, promised = cursor.fetchone()
        return int(there), int(promised)


def carried_everywhere() -> None:
    """The kecamatan of Palu, and a courier that goes from anywhere to anywhere."""
    places_make()
    if not ShippingRate.objects.exists():
        service_make()
        rate_make("", "", 20_000, 10_000)


def buyer(number: int = 0) -> AddressValues:
    """Somebody in Palu; each number is somebody else. 0: whoever comes next."""
    number = number or 1000 + next(_number)
    return replace(ADDRESS, phone=f"08{1_200_000_000 + number}", email=f"pembeli{number}@contoh.id")


def basket_with(
    *goods: Goods,
    user_id: int | None = None,
    address: AddressValues | None = None,
) -> UUID:
    """A basket with so many pieces of each, and where they go; one piece of new goods for none."""
    carried_everywhere()
    token: UUID | None = None
    for listing, quantity in goods or ((public_listing(), 1),):
        added = basket_add(
            token=token, user_id=user_id, variant_id=variant_of(listing), quantity=quantity
        )
        token = added.token
    assert token is not None
    basket_address_set(token=token, values=address or buyer())
    return token


def quote_of(token: UUID, *, language: str = "id", on: date | None = None) -> Quote:
    """What the review page shows of it."""
    found = quote(token, on=on or legal_today(), language=language)
    assert found is not None
    return found


def place(token: UUID, *, method: str = PRACTICE, user_id: int | None = None) -> Placed:
    """Order a basket as the review page shows it."""
    return order_place(
        token=token,
        digest=quote_of(token).digest,
        method=method,
        language="id",
        user_id=user_id,
        consent=TEXT_VERSION,
    )


def fetch(token: UUID) -> None:
    """Choose to fetch all of it."""
    for part in quote_of(token).parts:
        BasketDelivery.objects.update_or_create(
            checkout_id=token,
            facility_id=part.facility_id,
            defaults={"kind": DeliveryKind.PICKUP.value, "service": ""},
        )


def order_placed(
    *goods: Goods,
    method: str = PRACTICE,
    user_id: int | None = None,
    address: AddressValues | None = None,
) -> ShopOrder:
    """An order of these goods that waits for its money."""
    token = basket_with(*goods, user_id=user_id, address=address)
    if method == "pickup:":
        fetch(token)
    if method == "transfer:":
        account_make()
    placed = place(token, method=method)
    return ShopOrder.objects.get(pk=placed.shop_order_id)


def basket_mixed() -> UUID:
    """Its first part is fetched, which takes Rp2.800 off it; the second is carried for Rp20.000, of
    which a voucher takes Rp15.000."""
    token = basket_with((public_listing(), 1), (public_listing(), 1))
    first = quote_of(token).parts[0].facility_id
    FacilityDelivery.objects.create(facility_id=first, pickup_discount=10)
    BasketDelivery.objects.create(checkout_id=token, facility_id=first, kind="pickup", service="")
    voucher_make("ONGKIR15", type="shipping", discount_value_type="fixed", discount_value=15_000)
    basket_voucher_set(token=token, code="ONGKIR15")
    return token


def account_make(**given: object) -> TransferAccount:
    """The shop's account for transfers, offered from now on; made once."""
    known = {"bank": "Bank Contoh", "number": "000-111-222"}
    account, _made = TransferAccount.objects.get_or_create(
        **known, defaults={"holder": "Lapak Binaan", **given}
    )
    forget_all()
    return account


def attempt_of(order: ShopOrder) -> PaymentAttempt:
    """Its newest attempt."""
    found = order.attempts.order_by("-pk").first()
    assert found is not None
    return found


def money_comes(
    attempt: PaymentAttempt, *, amount: Decimal | None = None, at: datetime | None = None
) -> None:
    """As the provider tells it: by the same door."""
    move = Move(
        MoneyKind.CAPTURED,
        attempt.amount if amount is None else amount,
        CURRENCY,
        f"came-{next(_number)}",
        at or timezone.now(),
    )
    with as_shop(), transaction.atomic():
        settle(attempt.pk, Found(AttemptState.PAID, (move,)), takes_wrong=True)


def order_paid_up(*goods: Goods, **given: object) -> ShopOrder:
    """An order whose money has come, for its facilities to accept."""
    order = order_placed(*goods, **given)  # type: ignore[arg-type]
    money_comes(attempt_of(order))
    order.refresh_from_db()
    return order


def share_rule_make(
    premi: int, pnbp: int, *, facility_id: int | None = None, since: date = date(2020, 1, 1)
) -> ShareRule:
    """A rule in hundredths of a percent; the rest is working capital."""
    return ShareRule.objects.create(
        facility_id=facility_id,
        in_force_from=since,
        premi=premi,
        pnbp=pnbp,
        capital=10_000 - premi - pnbp,
        source="test",
        certainty="D",
    )


def moves_of(order: ShopOrder) -> Sequence[MoneyMove]:
    """What moved, in order."""
    return list(MoneyMove.objects.filter(shop_order=order).order_by("pk"))
