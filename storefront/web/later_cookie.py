"""Goods that a buyer keeps for later: in a cookie of this device, so that they outlive an order,
need no account, and hold neither price nor stock. Anybody may write one: it names goods alone, of
which only what is on sale is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "nanti"
MOST_LATER = 20
_SECONDS = 180 * 24 * 3600
_KEPT = re.compile(r"(\d{1,7})-(\d{1,4})", re.ASCII)  # a variant and its pieces


def later_kept(request: HttpRequest) -> dict[int, int]:
    """Pieces by variant, those kept last first; none where it is not as we write it."""
    kept: dict[int, int] = {}
    for one in request.COOKIES.get(COOKIE, "").split(".")[:MOST_LATER]:
        found = _KEPT.fullmatch(one)
        if found is None or not int(found[2]):
            return {}
        kept.setdefault(int(found[1]), int(found[2]))
    return kept


def later_keep(response: HttpResponse, kept: Mapping[int, int]) -> None:
    """Let the browser keep these for 180 days from now, and no others."""
    if not kept:
        later_drop(response)
        return
    response.set_cookie(
        COOKIE,
        ".".join(f"{variant_id}-{pieces}" for variant_id, pieces in kept.items()),
        max_age=_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def later_drop(response: HttpResponse) -> None:
    """Let the browser forget them all."""
    response.delete_cookie(COOKIE, samesite="Lax")
