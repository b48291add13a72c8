"""What all pages of buyers share: the basket's key, whose posts are taken, how often one may ask.

A page of the catalogue is the same for everybody and holds no token; so a post is taken when the
browser itself says that it comes from a page of this shop (Sec-Fetch-Site, else Origin, else
Referer), which no page of another site can make it say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from storefront.access.address import client_address
from storefront.access.limits import window_of, windows_forget
from storefront.access.origin import is_from_here
from storefront.web.basket_cookie import basket_key, basket_key_drop, basket_key_set
from storefront.web.errors import domain_errors_as_page, refusal_page

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
Guarded = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

__all__ = [
    "basket_key",
    "basket_key_drop",
    "basket_key_set",
    "buyers_page",
    "is_from_here",
    "limited",
    "limits_forget",
    "page",
    "posts_from_here",
    "too_often",
    "unkept",
]


# --- Pages


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Render a page of one buyer, which nobody keeps."""
    return unkept(render(request, template, dict(context), status=status))


def unkept(response: HttpResponse) -> HttpResponse:
    """The same, never to be kept: neither by browsers nor between."""
    response["Cache-Control"] = "no-store, private"
    return response


def buyers_page(view: View[P]) -> Guarded[P]:
    """A page of one buyer: DomainError becomes a page, no report says what was typed, nothing of
    the answer is kept."""
    guarded = sensitive_post_parameters()(domain_errors_as_page(view))

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = guarded(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response

    return answer


# --- Posts


def posts_from_here(view: Guarded[P]) -> Guarded[P]:
    """Take posts that come from pages of this shop, without a token; refuse others (403)."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "POST" and not is_from_here(request):
            sentence = gettext(
                "This did not come from a page of this shop, so nothing was done. Open the page"
                " again and repeat it there."
            )
            return refusal_page(request, sentence, 403)
        return view(request, *args, **kwargs)

    return answer


def limited(name: str, per_minute: int) -> Callable[[Guarded[P]], Guarded[P]]:
    """Let one address post so often a minute, and answer 429 with a sentence beyond it.

    name: of what is counted together; counted in each process of the server by itself.
    """
    window = window_of(name, per_minute)

    def wrap(view: Guarded[P]) -> Guarded[P]:
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method == "POST" and not window.may(client_address(request)):
                return too_often(request)
            return view(request, *args, **kwargs)

        return answer

    return wrap


def too_often(request: HttpRequest, seconds: int = 60) -> HttpResponse:
    """What who asks too often reads. seconds: to wait."""
    sentence = gettext("That was very often in a short time. Wait a minute, then go on.")
    response = refusal_page(request, sentence, 429)
    response["Retry-After"] = str(seconds)
    return response


def limits_forget() -> None:
    """Begin to count anew: each test for itself."""
    windows_forget()
