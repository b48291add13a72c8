"""Vouchers that come back when an order ends unpaid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils import timezone

from storefront.orders.models import VoucherUse
from storefront.orders.saleor_adapter.vouchers import voucher_count


def vouchers_give_back(shop_order_ids: Sequence[int]) -> int:
    """Give back what these orders used, each once; how many there were. In the caller's
    transaction, as the shop, the orders locked; vouchers are locked in the order of their keys."""
    uses = VoucherUse.objects.filter(shop_order__in=shop_order_ids, given_back_at__isnull=True)
    counts = Counter(uses.values_list("voucher_id", flat=True))
    if not counts:
        return 0
    for voucher_id, count in sorted(counts.items()):
        voucher_count(voucher_id, -count)
    return uses.update(given_back_at=timezone.now())
