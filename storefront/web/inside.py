"""What every page of the portals passes: who acts is known, and the database is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url

from catalog.acting import acting
from catalog.types import Actor, Role
from storefront.access.actor import actor_of
from storefront.access.address import client_address
from storefront.web.errors import domain_errors_as_page

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def inside_page(
    *roles: Role,
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """A page for people who hold one of these roles and gave their second factor.

    Who is not logged in goes to the log-in and comes back; who has no second factor yet sets one
    up; whoever holds none of the roles finds nothing. Inside, `actor_of(request)` acts: its
    transactions are told to the database. DomainError becomes a page as in the shop.
    """

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        guarded = domain_errors_as_page(view)

        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), resolve_url("two_factor:login"))
            if not request.user.is_verified():  # type: ignore[attr-defined] # django-otp's
                return redirect("two_factor:setup")
            actor = actor_of(request)
            if not holds(actor, *roles):
                raise Http404
            request_id = str(getattr(request, "request_id", ""))
            with acting(actor, address=client_address(request), request_id=request_id):
                return guarded(request, *args, **kwargs)

        return answer

    return decorate


def holds(actor: Actor, *roles: Role) -> bool:
    """Whether the actor holds one of the roles; of none named: any at all."""
    return any(not roles or grant.role in roles for grant in actor.grants)
