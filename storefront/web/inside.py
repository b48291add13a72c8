"""What every page of the portals passes: who acts is known, and the database is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url

from catalog.acting import acting
from catalog.types import Actor, Role
from storefront.access.actor import actor_of
from storefront.access.address import client_address
from storefront.web.errors import domain_errors_as_page
from storefront.web.unsent import arrival_say, unsent_drop, unsent_keep

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
Guarded = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def log_in_first(request: HttpRequest) -> HttpResponse:
    """To the log-in and back: to the page, or to what was just typed into it."""
    back = resolve_url("two_factor:unsent") if unsent_keep(request) else request.get_full_path()
    return redirect_to_login(back, resolve_url("two_factor:login"))


def verified_page(view: Guarded[P]) -> Guarded[P]:
    """A page for whoever gave password and second factor, whatever roles they hold; who holds none
    needs no second factor.

    Who is not logged in goes to the log-in and comes back; who has no second factor yet sets one
    up. Inside, `actor_of(request)` acts: its transactions are told to the database. DomainError
    becomes a page as in the shop.
    """
    guarded = domain_errors_as_page(view)

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        user: Any = request.user
        if not user.is_authenticated:
            return log_in_first(request)
        if actor_of(request).user_id is None:
            return redirect("two_factor:setup")
        if request.method == "POST":
            unsent_drop(request, request.get_full_path())
        request_id = str(getattr(request, "request_id", ""))
        actor = actor_of(request)
        with acting(actor, address=client_address(request), request_id=request_id):
            return arrival_say(request, guarded(request, *args, **kwargs))

    return answer


def inside_page(*roles: Role) -> Callable[[View[P]], Guarded[P]]:
    """A `verified_page` for people who hold one of these roles; others find nothing."""

    def decorate(view: View[P]) -> Guarded[P]:
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not holds(actor_of(request), *roles):
                raise Http404
            return view(request, *args, **kwargs)

        return verified_page(answer)

    return decorate


def holds(actor: Actor, *roles: Role) -> bool:
    """Whether the actor holds one of the roles; of none named: any at all."""
    return any(not roles or grant.role in roles for grant in actor.grants)
