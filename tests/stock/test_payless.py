"""SAFETY 1, Payments: pay for twenty, cut to one, pay again, restore twenty: stock Saleor takes the
basket for paid, and charges for one piece. The shop: `tests/orders/test_paid.py`, row 8.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from saleor.checkout.models import CheckoutLine
from saleor.checkout.utils import is_fully_paid
from saleor.payment import gateway
from saleor.payment.models import Payment
from saleor.payment.utils import create_payment

from tests.stock.goods import Goods, new_address

pytestmark = pytest.mark.django_db

DUMMY = "mirumee.payments.dummy"


def pay(goods: Goods, total: int) -> Payment:
    """As the mutation checkoutPaymentCreate does it."""
    payment: Payment = create_payment(
        gateway=DUMMY,
        payment_token="a-card",
        total=Decimal(total),
        currency="USD",
        email="ratna@example.com",
        checkout=goods.checkout,
    )
    return payment


def test_twenty_pieces_are_ordered_and_one_is_charged(goods: Goods) -> None:
    checkout = goods.checkout
    checkout.billing_address = checkout.shipping_address = new_address("Jalan Rahasia 7")
    checkout.save()
    line = CheckoutLine.objects.create(checkout=checkout, variant=goods.variant, quantity=20)
    pay(goods, 400)
    line.quantity = 1
    line.save()
    pay(goods, 20)
    line.quantity = 20
    line.save()

    assert checkout.payments.filter(is_active=True).count() == 2  # nothing forbids it
    assert is_fully_paid(checkout, list(checkout), [])  # so that checkoutComplete goes on
    last = checkout.get_last_active_payment()
    assert last is not None
    gateway.process_payment(last, token="a-card")

    captured = sum(payment.captured_amount for payment in Payment.objects.all())
    assert captured == Decimal(20)  # of 400
