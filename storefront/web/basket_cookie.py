"""The basket that a browser holds: its key in a signed cookie. Read by pages of buying and, when
somebody logs in or out, by those of accounts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "keranjang"
# Beside it, for the script that asks for the number in the head: it says only that there is one.
HAS_COOKIE = "keranjang_ada"
SECONDS = 60 * 24 * 3600
_SALT = "storefront.basket"


def basket_key(request: HttpRequest) -> UUID | None:
    """The basket that this browser holds; None without one, or when somebody else wrote it."""
    signed = request.get_signed_cookie(COOKIE, default=None, salt=_SALT, max_age=SECONDS)
    try:
        return UUID(signed) if signed else None
    except ValueError:
        return None


def basket_key_set(response: HttpResponse, token: UUID) -> None:
    """Let the browser hold the basket, for 60 days from now."""
    kept: dict[str, Any] = {
        "max_age": SECONDS,
        "secure": settings.SESSION_COOKIE_SECURE,
        "samesite": "Lax",
    }
    response.set_signed_cookie(COOKIE, token.hex, salt=_SALT, httponly=True, **kept)
    response.set_cookie(HAS_COOKIE, "1", **kept)


def basket_key_drop(response: HttpResponse) -> None:
    """Let the browser forget it: what was in it is ordered, or of who logged out."""
    for name in (COOKIE, HAS_COOKIE):
        response.delete_cookie(name, samesite="Lax")
