"""/akun/daftar/: an account for a buyer. Nobody needs one to buy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from catalog.errors import NotAllowed, NotFound
from storefront.access.emails import plain_email
from storefront.access.locks import (
    asking_is_locked,
    failure_count,
    is_locked,
    locked_page,
    one_at_a_time,
)
from storefront.access.passwords import password_rules
from storefront.access.signup import signup_ask, signup_confirm, signup_of
from storefront.orders.consents import TEXT_VERSION
from storefront.web.account.baskets import basket_follow
from storefront.web.account.begin import begun
from storefront.web.account.forms import email_field, password_field
from storefront.web.account.frame import page

_BACKEND = "django.contrib.auth.backends.ModelBackend"


class RegisterForm(forms.Form):
    """E-mail and password, and that both may be kept."""

    email = email_field(_("E-mail"), "username")
    password = password_field(_("Password"), "new-password")
    agree = forms.BooleanField(
        label=_("I agree that Lapak Binaan keeps this e-mail and what I order, as “Privacy” says."),
        error_messages={"required": _("Without this an account cannot be kept.")},
    )

    def clean_email(self) -> str:
        """The e-mail as accounts have it."""
        return plain_email(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """A password by the rules, unlike the address."""
        cleaned = super().clean() or {}
        if cleaned.get("password"):
            try:
                validate_password(
                    cleaned["password"], get_user_model()(email=cleaned.get("email", ""))
                )
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class ConfirmForm(forms.Form):
    """The password that the account was asked for with."""

    password = password_field(_("Password"))


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def register(request: HttpRequest) -> HttpResponse:
    """Ask for an account. The answer is the same whoever has one."""
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if asking_is_locked(request):
                return locked_page(request)
            signup_ask(
                email=form.cleaned_data["email"],
                password=form.cleaned_data["password"],
                version=TEXT_VERSION,
            )
        return redirect("two_factor:register_sent")
    return page(request, "account/register.html", {"form": form, "rules": password_rules()})


@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    """What happens now."""
    return page(request, "account/register_sent.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def confirm(request: HttpRequest, word: str) -> HttpResponse:
    """The link of the mail: with the password it makes the account and logs in."""
    row = signup_of(word)
    if row is None:
        return page(request, "account/link_over.html", {"again": "register"}, status=410)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _confirmed(request, word, row.email, form)
        if answer is not None:
            return answer
    return page(request, "account/register_confirm.html", {"form": form, "email": row.email})


def _confirmed(
    request: HttpRequest, word: str, email: str, form: ConfirmForm
) -> HttpResponse | None:
    """The way on; None when the password is not the one. Wrong ones count for the locks."""
    with transaction.atomic():
        one_at_a_time(request, email)
        if is_locked(request, email):
            return locked_page(request)
        try:
            user = signup_confirm(word=word, password=form.cleaned_data["password"])
        except NotFound:
            return page(request, "account/link_over.html", {"again": "register"}, status=410)
        except NotAllowed:
            failure_count(request, email)
            form.add_error(
                "password", gettext("This is not the password that the account was asked for with.")
            )
            return None
    login(request, user, backend=_BACKEND)
    messages.success(request, gettext("Your account is ready."))
    response = begun(request, resolve_url("two_factor:account"))
    return basket_follow(request, response)
