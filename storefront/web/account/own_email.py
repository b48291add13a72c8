"""Pages that change the e-mail: asked with the password, confirmed from the new address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.errors import Invalid
from storefront.access.accounts import email_change, email_change_ask
from storefront.access.actor import actor_of
from storefront.access.links import email_move
from storefront.access.locks import asking_is_locked, locked_page
from storefront.access.tokens import has_keys
from storefront.web.account.asking import Locked, password_confirmed
from storefront.web.account.forms import ChangeEmail
from storefront.web.account.frame import own_page, page


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def change(request: HttpRequest) -> HttpResponse:
    """Ask for another e-mail."""
    form = ChangeEmail(request.POST or None)
    try:
        if request.method == "POST" and password_confirmed(request, form):
            return _asked(request, form)
    except Locked:
        return locked_page(request)
    return page(request, "account/email.html", {"form": form, "email": _email(request)})


def _asked(request: HttpRequest, form: ChangeEmail) -> HttpResponse:
    new = form.cleaned_data["email"]
    try:
        with transaction.atomic():
            if asking_is_locked(request):
                return locked_page(request)
            email_change_ask(user=request.user, new=new)
    except Invalid as error:
        form.add_error("email", _(str(error.params["reason"])))
        return page(request, "account/email.html", {"form": form, "email": _email(request)})
    return page(request, "account/email_sent.html", {"new": new, "email": _email(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def confirm(request: HttpRequest, word: str) -> HttpResponse:
    """The link of the mail: shown first, done by a button, since mail programs open links."""
    move = email_move(word, request.user)
    if move is None:
        return page(request, "account/link_over.html", {"again": "email"}, status=410)
    if request.method != "POST":
        context = {"move": move, "has_keys": has_keys(move.user_id)}
        return page(request, "account/email_confirm.html", context)
    actor, this = actor_of(request), str(request.session.session_key)
    try:
        email_change(actor=actor, user_id=request.user.pk or 0, word=word, this=this)
    except Invalid:
        return page(request, "account/link_over.html", {"again": "email"}, status=410)
    request.session.cycle_key()
    messages.success(request, _("Your e-mail is changed. From now on log in with the new one."))
    return redirect("two_factor:account")


def _email(request: HttpRequest) -> str:
    user: Any = request.user
    return str(user.email)
