"""/akun/: what the shop knows of a person, and where they are logged in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from catalog.models import Membership
from storefront.access.actor import actor_of, person_name
from storefront.access.agents import device_name
from storefront.access.factors import factor_state
from storefront.access.sessions import OpenSession, other_sessions_end, session_end, sessions_of
from storefront.web.account.factor import factor_words
from storefront.web.account.frame import own_page, page
from storefront.web.account.moments import day_text, moment_text
from storefront.web.account.roles import role_rows

_MOST_ROLES = 50


@require_GET
@own_page
def account(request: HttpRequest) -> HttpResponse:
    """Name, e-mail, roles, second factor, log-ins; a buyer's orders, addresses and data."""
    user: Any = request.user
    held = (
        Membership.objects.filter(user_id=user.pk)
        .filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now()))
        .select_related("facility", "office", "partner")[:_MOST_ROLES]
    )
    context = {
        "name": person_name(user),
        "email": user.email,
        "roles": role_rows(held),
        "is_buyer": not actor_of(request).grants,
        "factor": factor_words(factor_state(user.pk)),
        "sessions": [_words(one) for one in sessions_of(user.pk, request.session.session_key)],
    }
    return page(request, "account/overview.html", context)


def _words(one: OpenSession) -> dict[str, Any]:
    return {
        "name": one.name,
        "device": device_name(one.agent),
        "address": one.address,
        "begun": day_text(one.begun_at),
        "seen": moment_text(one.seen_at),
        "is_this": one.is_this,
    }


@require_POST
@own_page
def session_close(request: HttpRequest, name: str) -> HttpResponse:
    """End one log-in."""
    session_end(actor=actor_of(request), name=name)
    messages.success(request, _("That device is logged out."))
    return redirect("two_factor:account")


@require_POST
@own_page
def sessions_close(request: HttpRequest) -> HttpResponse:
    """End all other log-ins."""
    this = str(request.session.session_key)
    ended = other_sessions_end(actor=actor_of(request), this=this)
    said = ngettext("%d device is logged out.", "%d devices are logged out.", ended) % ended
    messages.success(request, said)
    return redirect("two_factor:account")
