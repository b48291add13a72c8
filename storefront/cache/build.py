"""The cache as the settings want it."""

from __future__ import annotations

from wsgiref.types import WSGIApplication

from django.conf import settings

from storefront.cache.clock import Clock
from storefront.cache.front import Front
from storefront.cache.keys import Keys
from storefront.cache.memory import Memory
from storefront.cache.release import release_print
from storefront.cache.shared import Shared, server_at

OFF, IN_PROCESS = "off", "memory"


def with_cache(application: WSGIApplication) -> WSGIApplication:
    """The application with its cache before it, or as it is: CACHE_URL off, or debugging."""
    kind = scheme()
    if kind == OFF or settings.DEBUG:
        return application
    forwarded = settings.SECURE_PROXY_SSL_HEADER
    return Front(
        application,
        keys=Keys(
            session=settings.SESSION_COOKIE_NAME, forwarded=forwarded[0] if forwarded else ""
        ),
        clock=Clock(),
        memory=Memory(settings.CACHE_MB * 1_000_000),
        shared=None
        if kind == IN_PROCESS
        else Shared(server_at(settings.CACHE_URL), release_print()),
    )


def scheme() -> str:
    """What CACHE_URL begins with."""
    return str(settings.CACHE_URL).split(":", 1)[0]
