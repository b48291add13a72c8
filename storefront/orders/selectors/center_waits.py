"""What waits for central officers of orders, by numbers."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection

from storefront.orders.acting import as_shop

_WAITS = """SELECT
 (SELECT count(*) FROM orders_returnrequest WHERE state = 'asked'),
 (SELECT count(*) FROM orders_transferproof WHERE state = 'waiting'),
 (SELECT count(*) FROM orders_refund WHERE state = 'by_hand')"""


class Waits(NamedTuple):
    """How many returns are to be answered, proofs to be looked at, refunds to be sent by hand."""

    returns: int
    proofs: int
    refunds: int


def center_waits() -> Waits:
    """One statement. The caller asked who looks."""
    with as_shop(), connection.cursor() as cursor:
        cursor.execute(_WAITS)
        return Waits(*cursor.fetchone())
