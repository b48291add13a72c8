"""What all pages of accounts share: who may open them, and the frame they stand in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.debug import sensitive_post_parameters

from catalog.acting import acting
from storefront.access.actor import actor_of
from storefront.access.address import client_address
from storefront.web.errors import domain_errors_as_page

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
Guarded = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Render a page in the frame of accounts, with what the page before had to say."""
    return render(request, template, {**context, **frame_of(request)}, status=status)


def frame_of(request: HttpRequest) -> dict[str, Any]:
    """The variables of account/base.html; see there."""
    user: Any = request.user
    is_known = user.is_authenticated and user.is_verified()
    return {"actor": actor_of(request) if is_known else None, "said": get_messages(request)}


def logged_in_page(view: View[P]) -> Guarded[P]:
    """A page for whoever gave the right password; the second factor may still be missing."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url("two_factor:login"))
        return guarded(request, *args, **kwargs)

    guarded = sensitive_post_parameters()(domain_errors_as_page(view))
    return answer


def own_page(view: View[P]) -> Guarded[P]:
    """A page about one's own account, whatever roles one holds: password and second factor given.

    Transactions inside are told who acts.
    """

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_verified():  # type: ignore[union-attr] # django-otp's
            return redirect("two_factor:setup")
        request_id = str(getattr(request, "request_id", ""))
        actor = actor_of(request)
        with acting(actor, address=client_address(request), request_id=request_id):
            return view(request, *args, **kwargs)

    return logged_in_page(answer)
