"""Vouchers of the demo shop: one of each kind, one that has ended, one that counts once."""

from __future__ import annotations

from datetime import timedelta

from catalog.dates import legal_today
from catalog.types import Actor
from storefront.loading.files import Row, rows_of
from storefront.orders.services.vouchers import VoucherValues, voucher_add

ACTOR = Actor.system("demo")


def vouchers_load() -> int:
    """Load them; how many."""
    rows = rows_of("demo/vouchers")
    for row in rows:
        code = row.pop("code")
        voucher_add(actor=ACTOR, code=code, wanted=_values(row))
    return len(rows)


def _values(row: Row) -> VoucherValues:
    today = legal_today()
    starts = today - timedelta(days=row.pop("starts_days_ago", 0))
    ended = row.pop("ends_days_ago", None)
    ends = (today - timedelta(days=ended)).isoformat() if ended else ""
    kinds = tuple(row.pop("kinds", ()))
    said = {"is_percent": False, **row}
    return VoucherValues(**said, starts=starts.isoformat(), ends=ends, kinds=kinds)
