"""The cache as the settings want it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING
from wsgiref.types import WSGIApplication

from django.conf import settings

from storefront.cache.clock import Clock
from storefront.cache.front import Front
from storefront.cache.keys import Keys
from storefront.cache.memory import Memory
from storefront.cache.release import release_print

if TYPE_CHECKING:
    from storefront.cache.shared import Shared

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
        shared=None if kind == IN_PROCESS else _shared(settings.CACHE_URL),
    )


def _shared(url: str) -> Shared:
    # Redis's client takes memory that a shop on one machine need not spend
    module = importlib.import_module("storefront.cache.shared")
    made: Shared = module.Shared(module.server_at(url), release_print())
    return made


def scheme() -> str:
    """What CACHE_URL begins with."""
    return str(settings.CACHE_URL).split(":", 1)[0]
