"""The present password, asked again before something that matters: its guesses count too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext

from storefront.access.locks import failure_count, is_locked, one_at_a_time


class Locked(Exception):
    """The account or the address is locked: the page answers with `locked_page`."""


def password_confirmed(request: HttpRequest, form: forms.Form) -> bool:
    """Whether the form is right and its field `present` the password of who is logged in.

    Nothing is checked against the password before the rest of the form is right. A wrong one counts
    for the locks and stands beside the field. Raises Locked.
    """
    if not form.is_valid():
        return False
    user: Any = request.user
    with transaction.atomic():
        one_at_a_time(request, user.email)
        if is_locked(request, user.email):
            raise Locked
        if user.check_password(form.cleaned_data["present"]):
            return True
        failure_count(request, user.email)
    form.add_error("present", gettext("This is not your present password."))
    return False
