"""Pages of the second factor: set up, replaced, and its codes on paper."""

from __future__ import annotations

from typing import Any

import django_otp
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_otp.plugins.otp_totp.models import TOTPDevice
from two_factor.views import QRGeneratorView

from catalog.errors import Invalid
from catalog.selectors.people import actor_of_person
from storefront.access.actor import actor_of, person_name
from storefront.access.factors import (
    FactorState,
    factor_key,
    factor_state,
    key_groups,
    key_text,
    recovery_codes_make,
    second_factor_set,
)
from storefront.access.locks import locked_page
from storefront.web.account.asking import Locked, password_confirmed
from storefront.web.account.forms import ConfirmPassword, Replace, SetUp
from storefront.web.account.frame import logged_in_page, own_page, page
from storefront.web.account.moments import day_text

_FEW = 3  # recovery codes
_KEY = "second_factor_key"


class QrView(QRGeneratorView):  # type: ignore[misc] # two_factor has no annotations
    """The secret of the session as a picture for the phone's camera."""

    def get_issuer(self) -> str:
        """What the app names the account after."""
        return "Lapak Binaan"


@require_http_methods(["GET", "HEAD", "POST"])
@logged_in_page
def set_up(request: HttpRequest) -> HttpResponse:
    """The first phone. Who has one replaces it: that asks for more."""
    if TOTPDevice.objects.filter(user_id=request.user.pk).exists():
        return _has_one(request)
    form = SetUp(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _set(request, form, replace=False)
        if answer is not None:
            return answer
    return _set_up_page(request, form, is_first=True)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def replace(request: HttpRequest) -> HttpResponse:
    """Another phone: the password is asked again, the old one counts until the new one's code."""
    form = Replace(request.POST or None)
    try:
        if request.method == "POST" and password_confirmed(request, form):
            answer = _set(request, form, replace=True)
            if answer is not None:
                return answer
    except Locked:
        return locked_page(request)
    return _set_up_page(request, form, is_first=False)


def _set(request: HttpRequest, form: SetUp, *, replace: bool) -> HttpResponse | None:
    """Set the phone up and show the codes, which stand nowhere else; None when a field is wrong."""
    user: Any = request.user
    key = request.session.get(_KEY)
    if key is None:
        form.add_error("code", _("This page was open too long. Scan the new picture."))
        return None
    try:
        device, codes = second_factor_set(
            actor=actor_of_person(user.pk, person_name(user), timezone.now()),
            user_id=user.pk,
            key=key,
            code=form.cleaned_data["code"],
            replace=replace,
            this=str(request.session.session_key),
        )
    except Invalid as error:
        if error.params["field"] == "key":
            return _has_one(request)
        form.add_error("code", _(str(error.params["reason"])))
        return None
    del request.session[_KEY], request.session[QrView.session_key_name]
    django_otp.login(request, device)
    return page(request, "account/codes.html", {"codes": codes, "is_first": not replace})


def _has_one(request: HttpRequest) -> HttpResponse:
    """Who gave it goes to its page, also after a form sent twice; who did not logs in anew."""
    if not request.user.is_verified():  # type: ignore[union-attr] # django-otp's
        logout(request)
        return redirect("two_factor:login")
    return redirect("two_factor:factor")


def _set_up_page(request: HttpRequest, form: SetUp, *, is_first: bool) -> HttpResponse:
    """The picture and the key; the same ones until a code of theirs is given."""
    session = request.session
    key = session.get(_KEY) or factor_key()
    session[_KEY], session[QrView.session_key_name] = key, key_text(key)
    context = {"form": form, "groups": key_groups(key), "is_first": is_first}
    return page(request, "account/set_up.html", context)


@require_GET
@own_page
def factor(request: HttpRequest) -> HttpResponse:
    """What one has, and what can be done about it; without one, where it is set up."""
    if not TOTPDevice.objects.filter(user_id=request.user.pk).exists():
        return redirect("two_factor:setup")
    return _factor_page(request, ConfirmPassword())


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes in place of the old ones, by the password."""
    if request.method != "POST":
        return redirect("two_factor:factor")
    form = ConfirmPassword(request.POST)
    try:
        if password_confirmed(request, form):
            made = recovery_codes_make(actor=actor_of(request), user_id=request.user.pk or 0)
            return page(request, "account/codes.html", {"codes": made, "is_first": False})
    except Locked:
        return locked_page(request)
    return _factor_page(request, form)


def _factor_page(request: HttpRequest, form: ConfirmPassword) -> HttpResponse:
    state = factor_words(factor_state(request.user.pk or 0))
    return page(request, "account/factor.html", {"factor": state, "form": form})


def factor_words(state: FactorState) -> dict[str, Any]:
    """What account/factor_facts.html shows."""
    return {
        "since": day_text(state.since) if state.since else "",
        "left": state.codes_left,
        "are_few": state.codes_left <= _FEW,
    }
