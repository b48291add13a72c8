"""Who is logged in, where a request does not pass the middleware of pages: at the API.

A session opens the door to its own account alone, and only for a request that the browser itself
says comes from a page of this shop: another site can make a browser send its cookies, but not that.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django_otp.middleware import OTPMiddleware

from catalog.types import Actor
from storefront.access.actor import actor_of
from storefront.access.origin import is_from_here


def has_session(request: HttpRequest) -> bool:
    """Whether a session may be looked at: a POST from a page of ours that brings its cookie."""
    return (
        request.method == "POST"
        and settings.SESSION_COOKIE_NAME in request.COOKIES
        and is_from_here(request)
    )


def person_asking(request: HttpRequest) -> tuple[Actor, Any] | None:
    """Who is logged in and the account's row, None for everybody else. Nothing is written."""
    if not has_session(request):
        return None
    for one in (SessionMiddleware, AuthenticationMiddleware):
        one(_nothing).process_request(request)
    OTPMiddleware(_nothing)(request)
    actor = actor_of(request)
    return (actor, request.user) if actor.user_id else None


def _nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()
