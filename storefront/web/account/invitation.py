"""/masuk/undangan/: an invitation is shown and taken, by a newcomer or by somebody known."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate, get_user_model, login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalog.errors import NotAllowed, NotFound
from storefront.access.invitation_words import giver_name
from storefront.access.invitations import (
    Newcomer,
    account_of,
    invitation_accept,
    invitation_accept_known,
    invitation_by,
    invitation_counts,
)
from storefront.access.locks import one_at_a_time
from storefront.access.models import Invitation
from storefront.access.passwords import password_rules
from storefront.access.roles import last_day, place_of, role_deeds, role_name
from storefront.web.account.begin import begun
from storefront.web.account.forms import password_field
from storefront.web.account.frame import page
from storefront.web.account.roles import portal_of
from storefront.web.errors import domain_errors_as_page

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_LONGEST_NAME = 80


class NewcomerForm(forms.Form):
    """Name and password of somebody without an account. user: as they will be."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=_LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Type your name, as colleagues know you."),
            "max_length": _("Shorten the name to 80 letters."),
        },
    )
    password = password_field(_("Password"), "new-password")

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_name(self) -> str:
        """The name on one line."""
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean(self) -> dict[str, Any]:
        """A password by the rules, unlike name and address."""
        cleaned = super().clean() or {}
        if cleaned.get("password"):
            user = get_user_model()(email=self.email, first_name=cleaned.get("name", ""))
            try:
                validate_password(cleaned["password"], user)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@domain_errors_as_page
def invitation(request: HttpRequest, word: str) -> HttpResponse:
    """What is offered, by whom, and the way to take it. Whatever opens nothing looks the same."""
    found = invitation_by(word)
    if found is None:
        return _over(request)
    user: Any = request.user
    if user.is_authenticated and found.accepted_by_id == user.pk:
        return redirect(_way_on(user))
    if not invitation_counts(found):
        return _second_tap(request, found) or _over(request)
    if user.is_authenticated:
        return _known(request, found, word)
    if account_of(found) is not None:
        return _log_in_first(request, found)
    return _new(request, found, word)


def _over(request: HttpRequest) -> HttpResponse:
    return page(request, "account/invitation_over.html", {}, status=404)


def _facts(found: Invitation) -> dict[str, Any]:
    return {
        "by": giver_name(found),
        "role": role_name(found.role),
        "deeds": role_deeds(found.role),
        "place": place_of(found).name,
        "until": last_day(found.ends_at) if found.ends_at else None,
        "email": found.email,
    }


def _new(request: HttpRequest, found: Invitation, word: str) -> HttpResponse:
    form = NewcomerForm(request.POST or None, email=found.email)
    if request.method == "POST" and form.is_valid():
        newcomer = Newcomer(form.cleaned_data["name"], form.cleaned_data["password"])
        try:
            user = invitation_accept(word=word, newcomer=newcomer)
        except NotFound:  # taken a moment ago, perhaps by the same tap
            found.refresh_from_db()
            return _second_tap(request, found) or _over(request)
        except NotAllowed:  # the address got an account a moment ago
            return _log_in_first(request, found)
        return _begin(request, user)
    rules = password_rules()
    context = {"form": form, "rules": rules, **_facts(found)}
    return page(request, "account/invitation_new.html", context)


def _known(request: HttpRequest, found: Invitation, word: str) -> HttpResponse:
    """For somebody who is logged in; without the second factor only if they have none yet."""
    user: Any = request.user
    if user.email != found.email:
        return page(request, "account/invitation_other.html", {"me": user.email}, status=403)
    if not user.is_verified() and TOTPDevice.objects.filter(user_id=user.pk).exists():
        return redirect("two_factor:login")
    if request.method != "POST":
        return page(request, "account/invitation.html", {"is_known": True, **_facts(found)})
    try:
        invitation_accept_known(word=word, user_id=user.pk)
    except NotFound:
        return _over(request)
    messages.success(request, gettext("Accepted. The new role is yours."))
    return redirect(_way_on(user))


def _log_in_first(request: HttpRequest, found: Invitation) -> HttpResponse:
    context = {"is_known": False, "log_in": reverse("two_factor:login"), **_facts(found)}
    return page(request, "account/invitation.html", {**context, "back": request.path})


def _way_on(user: Any) -> str:
    has_factor = TOTPDevice.objects.filter(user_id=user.pk).exists()
    return portal_of(user.pk) if has_factor else reverse("two_factor:setup")


def _second_tap(request: HttpRequest, found: Invitation) -> HttpResponse | None:
    """The same form once more, by whoever has just made the account: they go on as after the first.

    The password counts as at the log-in, locks included; with a second factor set up this is no way
    round it.
    """
    known = found.accepted_by_id
    if request.method != "POST" or known is None:
        return None
    if TOTPDevice.objects.filter(user_id=known).exists():
        return None
    with transaction.atomic():
        one_at_a_time(request, found.email)
        password = request.POST.get("password", "")
        user = authenticate(request, username=found.email, password=password)
    if user is None or user.pk != known:
        return None
    return _begin(request, user)


def _begin(request: HttpRequest, user: Any) -> HttpResponse:
    """Log in on this device and go on to the second factor."""
    login(request, user, backend=_BACKEND)
    return begun(request, reverse("two_factor:setup"))
