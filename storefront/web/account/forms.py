"""What people type about their account. All of it is kept, but for passwords and codes."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from two_factor.forms import AuthenticationTokenForm

from storefront.access.emails import LONGEST, plain_email

LONGEST_PASSWORD = 200  # letters; more only costs the server time
_SIX = re.compile(r"[0-9]{6}")
_SPACE = re.compile(r"[\s.-]+")


def email_field(label: Any, autocomplete: str = "username") -> forms.EmailField:
    """An e-mail, written as accounts have it by `clean`."""
    attrs = {
        "autocomplete": autocomplete,
        "autocapitalize": "off",
        "spellcheck": "false",
        "inputmode": "email",
    }
    words = {
        "required": _("Type your e-mail."),
        "invalid": _("Type a whole e-mail, such as sari@contoh.go.id."),
    }
    widget = forms.EmailInput(attrs=attrs)
    return forms.EmailField(label=label, max_length=LONGEST, widget=widget, error_messages=words)


def password_field(label: Any, autocomplete: str = "current-password") -> forms.CharField:
    """A password; spaces at its ends belong to it."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={
            "required": _("Type the password."),
            "max_length": _("This password is longer than any here."),
        },
    )


def code_field() -> forms.CharField:
    """The six digits of the phone; `six_digits` reads them."""
    attrs = {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "placeholder": "123 456",
        "maxlength": "11",
    }
    return forms.CharField(
        label=_("Code of the moment"),
        max_length=11,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": _("Type the code."), "max_length": _("The code has 6 digits.")},
    )


def six_digits(typed: str) -> str:
    """The code without the spaces that apps show. Raises ValidationError."""
    code = _SPACE.sub("", typed)
    if not _SIX.fullmatch(code):
        raise ValidationError(_("The code has 6 digits."), code="six_digits")
    return code


class PasswordStep(AuthenticationForm):
    """The first step of the log-in. One answer to everything that is not right."""

    username = email_field(_("E-mail"))
    password = password_field(_("Password"))
    error_messages = {
        "invalid_login": _("E-mail or password is not right. Check both and try again."),
        "inactive": _("E-mail or password is not right. Check both and try again."),
    }

    def clean_username(self) -> str:
        """The e-mail as accounts have it."""
        return plain_email(self.cleaned_data["username"])


class CodeStep(AuthenticationTokenForm):  # type: ignore[misc] # two_factor has no annotations
    """The second step: the phone's code."""

    otp_token = code_field()
    otp_error_messages = {
        **AuthenticationTokenForm.otp_error_messages,
        "invalid_token": _("This code is not right, or was used already. Type the one shown now."),
        "n_failed_attempts": _("Too quick after a wrong code. Wait a few seconds and try again."),
    }

    def clean_otp_token(self) -> str:
        """The six digits alone."""
        return six_digits(self.cleaned_data["otp_token"])

    def clean(self) -> dict[str, Any]:
        """Ask the phone's device, unless what was typed is no code at all."""
        return super().clean() if not self.errors else self.cleaned_data  # type: ignore[no-any-return]


class RecoveryStep(CodeStep):
    """The second step without the phone: a recovery code."""

    otp_token = forms.CharField(
        label=_("Recovery code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type the code.")},
    )
    otp_error_messages = {
        **CodeStep.otp_error_messages,
        "invalid_token": _("This recovery code is not right, or was used already."),
    }

    def clean_otp_token(self) -> str:
        """As typed: the device knows what means nothing in it."""
        return str(self.cleaned_data["otp_token"])


class NewPassword(forms.Form):
    """A new password, twice, by the rules. user: whose."""

    new = password_field(_("New password"), "new-password")
    again = password_field(_("New password once more"), "new-password")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Both alike, and a password that is hard to guess."""
        cleaned = super().clean() or {}
        new, again = cleaned.get("new"), cleaned.get("again")
        if new and again and new != again:
            self.add_error("again", _("The two passwords differ. Type both again."))
        elif new:
            try:
                validate_password(new, self.user)
            except ValidationError as error:
                self.add_error("new", error)
        return cleaned


class ChangePassword(NewPassword):
    """The same with the present password, which the view checks."""

    field_order = ["present", "new", "again"]
    present = password_field(_("Present password"))


class ConfirmPassword(forms.Form):
    """The present password alone, before something that matters."""

    present = password_field(_("Present password"))


class ChangeEmail(ConfirmPassword):
    """A new e-mail and the present password."""

    field_order = ["email", "present"]
    email = email_field(_("New e-mail"), "email")

    def clean_email(self) -> str:
        """The e-mail as accounts have it."""
        return plain_email(self.cleaned_data["email"])


class AskReset(forms.Form):
    """Whose password is lost."""

    email = email_field(_("E-mail"))


class SetUp(forms.Form):
    """The first code of a phone that was just set up."""

    code = code_field()

    def clean_code(self) -> str:
        """The six digits alone."""
        return six_digits(self.cleaned_data["code"])


class Replace(SetUp):
    """The same for another phone in place of the one that is asked now."""

    present = password_field(_("Present password"))
