"""What every request passes before a view sees it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

import structlog
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from storefront.web.errors import refusal_page

Answer = Callable[[HttpRequest], HttpResponseBase]

# Answers in JSON, also to what it cannot read.
FOR_MACHINES = "/graphql/"
QUERY_BYTES = 8 * 1024
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestIdMiddleware:
    """Gives the request an id that the log, the page and the answer's header agree on.

    The id is the one that django_structlog put into the log's context. What a client sent is kept
    only when it looks like an id; else a new one takes its place in the log as well.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = str(structlog.contextvars.get_contextvars().get("request_id", ""))
        if not _ID.fullmatch(request_id):
            request_id = str(uuid.uuid4())
            structlog.contextvars.bind_contextvars(request_id=request_id)
        request.request_id = request_id  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class SampleShopMiddleware:
    """Keeps a sample shop out of search engines, pictures and files included."""

    def __init__(self, get_response: Answer) -> None:
        if settings.MODE != "demo":
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response["X-Robots-Tag"] = "noindex"
        return response


class CleanInputMiddleware:
    """Turns away addresses that no page can mean: broken UTF-8, NUL, queries over 8 KB."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(FOR_MACHINES):
            return self.get_response(request)
        language = "en" if request.path_info.startswith("/en/") else "id"
        with translation.override(language):
            sentence = _fault(request.path_info, request.META.get("QUERY_STRING", ""))
            if sentence:
                return refusal_page(request, sentence, 400)
        return self.get_response(request)


def _fault(path: str, query: str) -> str:
    """What is wrong with the address, in the active language; empty when nothing is.

    path: as Django decoded it, where broken letters stay escaped and so match no page; query: as
    it came, one character a byte.
    """
    if len(query) > QUERY_BYTES:
        return _("This address is too long. Choose fewer filters.")
    raw = unquote_to_bytes(query.encode("latin-1", "replace"))
    if "\0" in path or b"\0" in raw:
        return _("This address holds a sign that no page uses.")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _("This address holds letters that cannot be read.")
    return ""
