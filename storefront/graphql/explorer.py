"""A page to try questions on, while developing: `up --debug` only."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

_FOLDER = Path(__file__).parent / "explorer"


def explorer_page(request: HttpRequest) -> HttpResponse:
    """The page: two fields, a button, the answer."""
    return HttpResponse((_FOLDER / "explorer.html").read_bytes())


def explorer_script(request: HttpRequest) -> HttpResponse:
    """The page's script; like the page, not there without DEBUG."""
    if not settings.DEBUG:
        raise Http404
    script = (_FOLDER / "explorer.js").read_bytes()
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")
