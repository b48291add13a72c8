"""Money of orders for tests: a transfer with its proof, a refund that an officer sends."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from catalog.models import Facility
from catalog.storage import private_read, private_write
from storefront.orders.acting import as_shop
from storefront.orders.models import Reconciliation, Refund, ShopOrder, TransferProof
from storefront.orders.rules.files import preview_name
from storefront.orders.services.payments import payment_begin
from storefront.orders.services.reconciling import UNPAID_THERE
from storefront.orders.services.refunds import refund_make
from storefront.orders.services.settling import refund_by_hand
from storefront.orders.types import ROUND_PLACES
from tests.making import picture_bytes, public_listing
from tests.orders.making import attempt_of, order_paid_up, order_placed

KEY = "6" * 43


def transfer_with_proof(facility: Facility) -> tuple[ShopOrder, TransferProof]:
    """An order that waits for its transfer, and a proof that nobody looked at."""
    order = order_placed((public_listing(facility), 1), method="transfer:")
    payment_begin(shop_order_id=order.pk)
    try:
        private_read(preview_name(KEY))
    except FileNotFoundError:
        private_write(preview_name(KEY), picture_bytes())
    attempt = attempt_of(order)
    return order, TransferProof.objects.create(attempt=attempt, key=KEY, media_type="image/jpeg")


def refund_for_an_officer(facility: Facility) -> Refund:
    """Of an order that was paid by practice."""
    order = order_paid_up((public_listing(facility), 1))
    with as_shop(), transaction.atomic():
        refund = refund_make(
            shop_order_id=order.pk, facility_order_id=None, cause="returned", amount=Decimal(1000)
        )
        assert refund is not None
        refund_by_hand(refund, "")
    return refund


def difference_for_an_officer(
    order: ShopOrder, word: str = UNPAID_THERE, *, is_settled: bool = False
) -> Reconciliation:
    """A round that found an order's money otherwise than here."""
    now, attempt = timezone.now(), attempt_of(order)
    found = [str(attempt.key), order.number, word, str(attempt.amount), is_settled]
    return Reconciliation.objects.create(began_at=now, ended_at=now, asked=1, found=[found])


def of_money(facility: Facility) -> dict[str, Any]:
    """What the pages about payments are about."""
    order, proof = transfer_with_proof(facility)
    refund = refund_for_an_officer(facility)
    token: Any = order.order
    return {
        "order_token": token.token,
        "order_number": order.number,
        "attempt_id": proof.attempt_id,
        "proof_id": proof.pk,
        "part": "gambar",
        "refund_id": refund.pk,
        "practice_key": refund.attempt.key,
        "difference_id": difference_for_an_officer(order).pk * ROUND_PLACES + 1,
    }
