"""PPN inside final prices."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def tax_within(paid: Decimal, percent: Decimal) -> Decimal:
    """The whole rupiah of PPN that a final price contains. percent: of the net price."""
    if paid <= 0 or percent <= 0:
        return Decimal(0)
    return (paid * percent / (100 + percent)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
