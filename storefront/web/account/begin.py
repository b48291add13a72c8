"""A log-in has begun: what is written down of it, on both sides."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from storefront.access.address import client_address
from storefront.web.unsent import owner_remember


def begun(request: HttpRequest, address: str) -> HttpResponse:
    """Go on to an address of ours. The session's row takes up where and with what it began
    (`storefront.access.sessions`), the browser whose it is."""
    session = request.session
    session["address"] = client_address(request)
    session["agent"] = request.headers.get("User-Agent", "")[:200]
    session["begun"] = timezone.now().isoformat()
    response = redirect(address)
    owner_remember(response, request.user.pk or 0)
    return response
