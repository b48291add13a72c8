"""What buyers wrote and showed of goods sent back, taken away when their data are."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.announce import announce_many
from catalog.storage import private_remove
from storefront.orders.models import ReturnPhoto, ReturnRequest
from storefront.orders.rules.files import return_photo_name

REMOVE = "orders.return_photo_remove"


def returns_forget(facility_order_ids: Sequence[int]) -> None:
    """Take photos and words of the buyer away, in the caller's transaction, as the shop; what was
    decided stays. Files go once it has committed."""
    photos = ReturnPhoto.objects.filter(request__facility_order__in=facility_order_ids)
    keys = list(photos.values_list("key", flat=True))
    photos.delete()
    ReturnRequest.objects.filter(facility_order__in=facility_order_ids).update(reason="")
    announce_many(REMOVE, [(key, {"key": key}) for key in keys])


def return_photo_remove(*, key: str) -> None:
    """Take a photo's file away; twice is once."""
    private_remove(return_photo_name(key))
