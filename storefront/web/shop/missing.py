"""The two pages for when there is no page: not found, and broken.

What is absent, draft, suspended or withdrawn looks the same. The broken page uses no data and no
part of the frame that could be what broke.
"""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from catalog.dates import legal_today
from catalog.kept import kept
from catalog.selectors.kinds import kinds_public
from storefront.web import addresses
from storefront.web.context import language_of
from storefront.web.errors import refusal_page

KINDS_SHOWN = 4
_FILES = ("/media/", "/static/")

logger = logging.getLogger(__name__)


@kept(seconds=60)
def _kinds(language: str) -> tuple[tuple[str, str], ...]:
    """The kinds with most goods as slug and name; wrong addresses must not cost a statement."""
    found = sorted(kinds_public(language=language, on=legal_today()), key=lambda kind: -kind.goods)
    return tuple((kind.slug, kind.name) for kind in found[:KINDS_SHOWN])


def _kinds_or_none(language: str) -> tuple[tuple[str, str], ...]:
    try:
        return _kinds(language)
    except DatabaseError:  # what is absent stays absent while the database rests
        logger.warning("404 page without kinds", exc_info=True)
        return ()


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the shop's frame, search, four kinds of goods. For a file nobody reads a page."""
    if request.path_info.startswith(_FILES):
        return HttpResponse("404", status=404, content_type="text/plain; charset=utf-8")
    language = language_of()
    values = {
        "kinds": _kinds_or_none(language),
        # a wrong address may be as long as the line it came in; it is not said again in each link
        "other_address": addresses.home("id" if language == "en" else "en"),
        "page_address": addresses.absolute(addresses.home(language)),
        "address_id": addresses.absolute(addresses.home("id")),
        "address_en": addresses.absolute(addresses.home("en")),
    }
    return render(request, "404.html", values, status=404)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a request that Django itself turned away: an unknown host, a thousand parameters."""
    language = "en" if request.path_info.startswith("/en/") else "id"
    with translation.override(language):
        return refusal_page(request, gettext("This address cannot be read."), 400)


def broken(request: HttpRequest) -> HttpResponse:
    """500: what happened in one sentence and a number to quote. Never raises."""
    language = "en" if request.path_info.startswith("/en/") else "id"
    values = {
        "language": language,
        "front": addresses.home(language),
        "request_id": getattr(request, "request_id", ""),
    }
    with translation.override(language):
        try:
            return HttpResponse(render_to_string("500.html", values), status=500)
        except Exception:  # the page for broken things must not break
            logger.exception("500 page could not be rendered")
            sentence = gettext("Something broke on our side.")
            return HttpResponse(sentence, status=500, content_type="text/plain; charset=utf-8")
