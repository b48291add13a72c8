"""Pages of passwords: changing it, and the way back when it is lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from catalog.errors import Invalid
from storefront.access.accounts import password_change, password_reset
from storefront.access.actor import actor_of
from storefront.access.links import reset_owner
from storefront.access.locks import asking_is_locked, locked_page
from storefront.access.mails import reset_announce
from storefront.access.passwords import password_rules
from storefront.access.tokens import has_keys
from storefront.web.account.asking import Locked, password_confirmed
from storefront.web.account.forms import AskReset, ChangePassword, NewPassword
from storefront.web.account.frame import own_page, page


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def change(request: HttpRequest) -> HttpResponse:
    """A new password by the old one."""
    user: Any = request.user
    form = ChangePassword(request.POST or None, user=user)
    try:
        if request.method == "POST" and password_confirmed(request, form):
            return _changed(request, form.cleaned_data["new"])
    except Locked:
        return locked_page(request)
    context = {"form": form, "has_keys": has_keys(user.pk), **_rules()}
    return page(request, "account/password.html", context)


def _changed(request: HttpRequest, password: str) -> HttpResponse:
    """Set it; this session goes on under a new key, which no thief of the old one has."""
    actor, this = actor_of(request), str(request.session.session_key)
    user = password_change(actor=actor, user_id=request.user.pk or 0, password=password, this=this)
    update_session_auth_hash(request, user)
    messages.success(request, _("The password is changed. You are logged out everywhere else."))
    return redirect("two_factor:account")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def lost(request: HttpRequest) -> HttpResponse:
    """Ask for the way to a new password. The answer is the same whoever has an account."""
    form = AskReset(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if asking_is_locked(request):
                return locked_page(request)
            reset_announce(form.cleaned_data["email"])
        return redirect("two_factor:password_lost_sent")
    return page(request, "account/lost.html", {"form": form})


def lost_sent(request: HttpRequest) -> HttpResponse:
    """What happens now."""
    return page(request, "account/lost_sent.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def reset(request: HttpRequest, word: str) -> HttpResponse:
    """A new password by the link of the mail; afterwards one logs in as always."""
    user = reset_owner(word)
    if user is None:
        return page(request, "account/link_over.html", {"again": "lost"}, status=410)
    form = NewPassword(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            password_reset(word=word, password=form.cleaned_data["new"])
        except Invalid:
            return page(request, "account/link_over.html", {"again": "lost"}, status=410)
        messages.success(request, _("The new password is set. Log in with it."))
        return redirect("two_factor:login")
    context = {"form": form, "email": user.email, "has_keys": has_keys(user.pk)}
    return page(request, "account/reset.html", {**context, **_rules()})


def _rules() -> dict[str, Any]:
    return {"rules": password_rules()}
