"""Whether somebody knows an order's second key."""

from __future__ import annotations

import hmac
from uuid import UUID

from storefront.orders.acting import as_shop
from storefront.orders.models import ShopOrder

_KEY_DIGITS = 4


def order_key_fits(order_token: str | UUID, second: str) -> bool:
    """Whether somebody knows the order's second key: its e-mail, or the last four digits (or all)
    of its phone. Who lets strangers ask counts their guesses: `services.keys.order_open`."""
    with as_shop():
        rows = ShopOrder.objects.filter(order__token=str(order_token), forgotten_at__isnull=True)
        known = rows.values_list("email", "phone").first()
    email, phone = known or ("", "")
    return _is_email(second, email) | _is_phone(second, phone)


def _is_email(second: str, email: str) -> bool:
    given, known = (text.strip().casefold().encode() for text in (second, email))
    return hmac.compare_digest(given, known) and bool(known)


def _is_phone(second: str, phone: str) -> bool:
    """Of a whole number all its digits count, whatever stands before them."""
    if any(letter.isalpha() for letter in second):
        return False
    given, known = (
        "".join(filter(str.isdecimal, text)).removeprefix("62").removeprefix("0")
        if len(text.strip()) > _KEY_DIGITS
        else text.strip()
        for text in (second, phone)
    )
    if len(given) == _KEY_DIGITS:
        known = known[-_KEY_DIGITS:]
    return hmac.compare_digest(given.encode(), known.encode()) and len(known) >= _KEY_DIGITS
