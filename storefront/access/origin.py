"""Whether a page of this shop sent a request, by what the browser says of it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

_OWN_SITES = frozenset({"same-origin", "none"})


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of this shop sent it, by what the browser says. Nothing said: no."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in _OWN_SITES
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    own = f"{request.scheme}://{request.get_host()}"
    return _origin(said) in {own, _origin(settings.PUBLIC_URL)}


def _origin(address: str) -> str:
    """Scheme and host of an address; what no host has for one that cannot be read."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower() if parts.netloc else ""
