"""That a browser may see orders in full: a signed cookie of the orders whose second key it gave.

The page that places an order gives it too (`order_key_give`). Logged-in buyers see their own.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from storefront.orders.shown import OrderShown

COOKIE = "pesanan"
SECONDS = 90 * 24 * 3600  # as long as an order with goods made for it can take
_MOST = 12  # orders, the latest
_SALT = "storefront.order"


def _held(request: HttpRequest) -> list[str]:
    """Addresses (tokens) of orders that this browser may see; none when somebody else wrote it."""
    signed = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=SECONDS)
    return [token for token in (signed or "").split(".") if token]


def order_key_give(request: HttpRequest, response: HttpResponse, order_token: str | UUID) -> None:
    """Let the browser see an order in full from now on."""
    token = str(order_token)
    held = [token, *(other for other in _held(request) if other != token)][:_MOST]
    response.set_signed_cookie(
        COOKIE,
        ".".join(held),
        salt=_SALT,
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def is_opened(request: HttpRequest, order: OrderShown) -> bool:
    """Whether who asks may see all of an order: they gave its key here, or it is theirs."""
    user: Any = request.user
    if order.user_id is not None and user.is_authenticated and user.pk == order.user_id:
        return True
    return order.forgotten_at is None and order.token in _held(request)
