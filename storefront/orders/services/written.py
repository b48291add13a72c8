"""What buyers wrote and showed beside their orders, taken away when their data are.

Of a part its facility forgets the buyer's own words and photos. Of a whole order all that people
wrote about it goes, proofs of transfers and the addresses that couriers show a parcel at.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from catalog.announce import announce_many
from catalog.storage import private_remove
from storefront.orders.models import (
    FacilityOrder,
    Parcel,
    PaymentAttempt,
    Refund,
    ReturnRequest,
    TransferProof,
)
from storefront.orders.rules.files import preview_name, proof_name
from storefront.orders.saleor_adapter.forgetting import fulfillments_forget
from storefront.orders.services.returned import returns_forget
from storefront.orders.types import CancelCause

REMOVE = "orders.proof_remove"


def words_forget(facility_order_ids: Sequence[int]) -> None:
    """Take the buyer's words of parts that are forgotten away, in the caller's transaction, as the
    shop; also where history kept them. What was decided stays."""
    returns_forget(facility_order_ids)
    parts = FacilityOrder.objects.filter(pk__in=facility_order_ids)
    parts.filter(cancel_cause=CancelCause.BUYER).exclude(cancel_note="").update(cancel_note="")
    _emptied("orders_forget_parts", facility_order_ids)


def notes_forget(shop_order_ids: Sequence[int]) -> None:
    """Take what people wrote about orders that are forgotten away, and proofs of transfers, in the
    caller's transaction, as the shop. Files go once it has committed."""
    ReturnRequest.objects.filter(facility_order__shop_order__in=shop_order_ids).update(note="")
    # after what has a history of its own, and while it is known which proofs there are
    _emptied("orders_forget_orders", shop_order_ids)
    parts = FacilityOrder.objects.filter(shop_order__in=shop_order_ids)
    parts.update(cancel_note="", late_note="")
    parcels = Parcel.objects.filter(facility_order__shop_order__in=shop_order_ids)
    parcels.update(tracking_number="", tracking_url="")
    fulfillments_forget(shop_order_ids)
    attempts = PaymentAttempt.objects.filter(shop_order__in=shop_order_ids)
    attempts.update(address="", failure="")
    Refund.objects.filter(shop_order__in=shop_order_ids).update(failure="")
    _proofs_remove(shop_order_ids)


def _proofs_remove(shop_order_ids: Sequence[int]) -> None:
    proofs = TransferProof.objects.filter(attempt__shop_order__in=shop_order_ids)
    known = list(proofs.values_list("key", "media_type"))
    proofs.delete()
    announce_many(REMOVE, [(key, {"key": key, "media_type": kind}) for key, kind in known])


def proof_remove(*, key: str, media_type: str) -> None:
    """Take a proof's files away; twice is once."""
    private_remove(proof_name(key, media_type))
    private_remove(preview_name(key))


def _emptied(function: str, keys: Sequence[int]) -> None:
    """Where rows are only added to, the database itself empties them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s::bigint[])", [list(keys)])
