"""Totals of proceeds in words: the same in the facility's and in the central portal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from storefront.orders.selectors.proceeds import MonthTotals
from storefront.orders.types import Share
from storefront.web.formats import long_date, rupiah

SHARES = {
    Share.PREMI: gettext_noop("Premium of the makers"),
    Share.PNBP: gettext_noop("PNBP"),
    Share.CAPITAL: gettext_noop("Working capital"),
    Share.DELIVERY: gettext_noop("Delivery, to who carries"),
    Share.TAX: gettext_noop("PPN"),
}


class MonthRows(NamedTuple):
    """A month as a small table. rows: word and rupiah; sum: rupiah."""

    month: str
    rows: list[tuple[str, str]]
    sum: str


def month_word(month: date, language: str) -> str:
    """November 2026."""
    return long_date(month, language).partition(" ")[2]


def month_rows(total: MonthTotals, language: str) -> MonthRows:
    """Shares of nothing are left out."""
    rows = [
        (_(word), signed(total.shares[share], language))
        for share, word in SHARES.items()
        if total.shares.get(share)
    ]
    return MonthRows(month_word(total.month, language), rows, signed(total.total, language))


def months_rows(totals: Sequence[MonthTotals], language: str) -> list[MonthRows]:
    """In their order."""
    return [month_rows(total, language) for total in totals]


def signed(amount: Decimal, language: str) -> str:
    """Rp15.000, or −Rp15.000 where more went back than came."""
    return ("−" if amount < 0 else "") + rupiah(abs(amount), language)
