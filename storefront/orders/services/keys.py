"""Opening an order by its second key, with guesses counted for all processes.

An order's address cannot be guessed; its number can, and four digits are ten thousand tries. So
wrong keys are counted by the address they come from and by the order they are for, and over the
limit the right key opens nothing either. An order that there is not is counted like one there is.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from catalog.errors import NotFound
from storefront.orders.acting import as_shop
from storefront.orders.errors import TooManyGuesses
from storefront.orders.selectors.order_keys import order_key_fits
from storefront.orders.selectors.orders import order_token_of

# Many phones share an address of the network, and people mistype: twenty in a quarter of an hour.
MOST_FROM_ADDRESS, ADDRESS_WHILE = 20, timedelta(minutes=15)
# By its number an order is guessed at from anywhere: after 20 wrong keys a day, of 10,000 that four
# digits can be, it opens by its own address alone. That one is known to nobody but the buyer.
MOST_AT_NUMBER, NUMBER_WHILE = 20, timedelta(days=1)
MOST_AT_TOKEN, TOKEN_WHILE = 30, timedelta(hours=1)

_FORGET = "DELETE FROM orders_keyguess WHERE what = %s AND begun_at < %s"
_COUNT = """INSERT INTO orders_keyguess AS known (what, begun_at, failures)
VALUES (%s, %s, 1) ON CONFLICT (what) DO UPDATE SET failures = known.failures + 1
WHERE known.failures < %s RETURNING failures"""
_TAKE_BACK = "UPDATE orders_keyguess SET failures = failures - 1 WHERE what = ANY(%s)"
_CLEAR = "DELETE FROM orders_keyguess WHERE begun_at < %s"


def order_open(
    *, second: str, address: str, order_token: UUID | None = None, number: str = ""
) -> str:
    """The address (token) of the order that a second key opens.

    second: e-mail or last four digits of the phone; address: of the network, that asks. Raises
    NotFound for a wrong key and for an order that there is not, TooManyGuesses.
    """
    limits = _limits(address, str(order_token or ""), number)
    with as_shop():
        if not _counted(limits):
            raise TooManyGuesses
        token = str(order_token) if order_token else order_token_of(number)
        # asked also where there is no order, so that both answers cost the same
        if not order_key_fits(token or "-", second):
            raise NotFound
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_TAKE_BACK, [[what for what, _most, _since in limits]])
    return token


def _limits(address: str, token: str, number: str) -> list[tuple[str, int, timedelta]]:
    """What is counted, in one order for all, so that nobody waits for another in a ring."""
    if token:
        of_order = (_hidden(f"token {token}"), MOST_AT_TOKEN, TOKEN_WHILE)
    else:
        named = " ".join(number.upper().split())
        of_order = (_hidden(f"number {named}"), MOST_AT_NUMBER, NUMBER_WHILE)
    return sorted([(_hidden(f"address {address}"), MOST_FROM_ADDRESS, ADDRESS_WHILE), of_order])


def _hidden(what: str) -> str:
    return salted_hmac("orders.guess", what, algorithm="sha256").hexdigest()


@transaction.atomic
def _counted(limits: list[tuple[str, int, timedelta]]) -> bool:
    """Count one guess before its key is looked at, or as many as ask at once would all pass;
    whether it is within all limits."""
    now = timezone.now()
    within = True
    with connection.cursor() as cursor:
        for what, most, while_ in limits:
            cursor.execute(_FORGET, [what, now - while_])
            cursor.execute(_COUNT, [what, now, most])
            within = cursor.fetchone() is not None and within
    return within


def guesses_clear(*, now: datetime) -> None:
    """Forget counts that limit nobody any longer."""
    with as_shop(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLEAR, [now - max(ADDRESS_WHILE, NUMBER_WHILE, TOKEN_WHILE)])
