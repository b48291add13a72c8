"""/akun/lanjut/: what was typed when the log-in had ended; and forms whose token is of before."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from storefront.access.middleware import INSIDE
from storefront.web.account.frame import own_page, page
from storefront.web.errors import refusal_page
from storefront.web.unsent import Unsent, unsent_drop, unsent_keep, unsent_of

# Keys, choices and marks that forms carry, which nobody typed.
_MARK = re.compile(r"on|ya|\d{1,6}|[\w:.+-]{20,}|[a-z]+(?:[._][a-z]+)+|")
_BUTTON = "do"
_SHOWN = 40


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def unsent(request: HttpRequest) -> HttpResponse:
    """What was typed, to be sent by its owner's own tap, or (POST) to be thrown away."""
    if request.method == "POST":
        unsent_drop(request)
        messages.success(request, _("It is thrown away."))
        return redirect("two_factor:account")
    found = unsent_of(request)
    if found is None:
        return redirect("two_factor:account")
    context = {"unsent": found, "typed": _typed(found)}
    return page(request, "account/unsent.html", context)


def _typed(found: Unsent) -> list[str]:
    fields = (value for name, value in found.fields if name != _BUTTON)
    return [value for value in fields if not _MARK.fullmatch(value.strip())][:_SHOWN]


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form with no token, or with one of before the last log-in (in another tab, say).

    Nothing is done. If the form is surely of a page of ours, what was typed is kept, and its owner
    may send it; of a form that another site could have made nothing is shown again.
    """
    if not INSIDE.match(request.path_info):
        return refusal_page(request, _("This page is too old. Load it again."), 403)
    if _is_ours(request) and unsent_keep(request):
        return redirect("two_factor:unsent")
    return page(request, "account/stale.html", {}, status=403)


def _is_ours(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent it: scripts cannot set this header."""
    return request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
