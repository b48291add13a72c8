"""What every request passes before a view sees it."""

from __future__ import annotations

import gzip
import re
import secrets
import uuid
from collections.abc import Callable
from typing import cast
from urllib.parse import unquote_to_bytes

import structlog
from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django_structlog.middlewares import RequestMiddleware

from storefront.access.address import client_address
from storefront.web.ahead import RULES_ADDRESS
from storefront.web.errors import refusal_page

Answer = Callable[[HttpRequest], HttpResponseBase]

# Answers in JSON, also to what it cannot read.
FOR_MACHINES = "/graphql/"
QUERY_BYTES = 8 * 1024
# Django's own pages about errors, shown to developers alone, bring style and script with them.
_EXPLAINED = frozenset({404, 500})
_HOMES = ("/", "/en/")
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_GZIP = re.compile(r"\bgzip\b")
_GZIP_LEVEL = 4  # Django's 6 takes nearly twice as long for 3 % fewer bytes
_WORTH_PACKING = 200  # bytes, as Django has it
# "gzip;q=0": anything but gzip, even where a star follows
_NO_GZIP = re.compile(r"\bgzip\s*;\s*q=0(?:\.0*)?(?![.\d])", re.IGNORECASE)


class RequestLogMiddleware(RequestMiddleware):
    """django_structlog's, which writes down the address that the locks count by: the library's own
    guess takes any header's word for it."""

    @classmethod
    def bind_ip(cls, request: HttpRequest) -> None:
        """The visitor's address for the log."""
        structlog.contextvars.bind_contextvars(ip=client_address(request))


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


class AheadMiddleware:
    """Tells browsers which of a page's links they may fetch ahead: see `storefront.web.ahead`.

    Not on home: it asks for as many files as a first visit on a phone may, without the rules.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and request.path_info not in _HOMES:
            response["Speculation-Rules"] = f'"{RULES_ADDRESS}"'
        return response


class ContentPolicyMiddleware:
    """Sends the content security policy, which no page changes: written once, at the start."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self._policy = str(build_policy())

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not (settings.DEBUG and response.status_code in _EXPLAINED):
            response.headers.setdefault(HEADER, self._policy)
        return response


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header welcomes gzip."""
    return bool(_GZIP.search(accepted)) and not _NO_GZIP.search(accepted)


class PoliteGzipMiddleware(GZipMiddleware):
    """Django's, but for those who refuse gzip by name, and quicker for whole pages.

    Django looks only whether the word is there, and presses as hard as it can.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
        """The response, packed where that is welcome."""
        accepted = request.headers.get("Accept-Encoding", "")
        if _NO_GZIP.search(accepted):
            patch_vary_headers(response, ("Accept-Encoding",))
            return cast(HttpResponse, response)
        if isinstance(response, HttpResponse) and not response.has_header("Content-Encoding"):
            plain = response.content
            if len(plain) >= _WORTH_PACKING and _GZIP.search(accepted):
                return self._packed(response, plain)
        return cast(HttpResponse, super().process_response(request, response))

    def _packed(self, response: HttpResponse, plain: bytes) -> HttpResponse:
        packed = gzip.compress(plain, _GZIP_LEVEL, mtime=0)
        # a file name of any length, so that the length does not tell what the page holds (BREACH)
        name = b"a" * secrets.randbelow(self.max_random_bytes)
        response.content = packed[:3] + b"\x08" + packed[4:10] + name + b"\0" + packed[10:]
        response["Content-Length"] = str(len(response.content))
        response["Content-Encoding"] = "gzip"
        patch_vary_headers(response, ("Accept-Encoding",))
        if response.get("ETag", "").startswith('"'):
            response["ETag"] = f"W/{response['ETag']}"  # the same page, not the same bytes
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
