"""What all pages of accounts share: who may open them, and the frame they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import wraps
from typing import Any, ParamSpec

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from storefront.access.actor import actor_of
from storefront.web.errors import domain_errors_as_page
from storefront.web.inside import Guarded, View, log_in_first, verified_page

P = ParamSpec("P")


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Render a page in the frame of accounts, with what the page before had to say."""
    return render(request, template, {**context, **frame_of(request)}, status=status)


def frame_of(request: HttpRequest) -> dict[str, Any]:
    """The variables of account/base.html; see there."""
    user: Any = request.user
    is_known = user.is_authenticated and actor_of(request).user_id is not None
    return {"actor": actor_of(request) if is_known else None, "said": get_messages(request)}


def logged_in_page(view: View[P]) -> Guarded[P]:
    """A page for whoever gave the right password; the second factor may still be missing."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return log_in_first(request)
        return guarded(request, *args, **kwargs)

    guarded = sensitive_post_parameters()(domain_errors_as_page(view))
    return answer


def own_page(view: Guarded[P]) -> Guarded[P]:
    """A `verified_page` about one's own account: no report of a fault says what was typed."""
    return wraps(view)(sensitive_post_parameters()(verified_page(view)))
