"""Log-in in two steps, by django-two-factor-auth; what is ours is said in the docstrings."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import LogoutView
from django.core.exceptions import NON_FIELD_ERRORS, SuspiciousOperation
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext
from two_factor.views import LoginView as TwoSteps
from two_factor.views.utils import IdempotentSessionWizardView

from storefront.access.demo import demo_people
from storefront.access.locks import failure_count, is_locked, locked_page, one_at_a_time
from storefront.access.models import RecoveryCodes
from storefront.web.account.baskets import basket_follow
from storefront.web.account.begin import begun
from storefront.web.account.forms import CodeStep, PasswordStep, RecoveryStep
from storefront.web.account.frame import frame_of
from storefront.web.account.roles import portal_of
from storefront.web.basket_cookie import basket_key_drop
from storefront.web.later_cookie import later_drop
from storefront.web.unsent import has_unsent, owner_forget

_WORST = "invalid_token"  # django-otp's code of the one error that a guess causes


class LoginView(TwoSteps):  # type: ignore[misc] # two_factor has no annotations
    """No row and no cookie before a password was right; wrong codes count for the locks."""

    template_name = "account/login.html"
    form_list = (
        (TwoSteps.AUTH_STEP, PasswordStep),
        (TwoSteps.TOKEN_STEP, CodeStep),
        (TwoSteps.BACKUP_STEP, RecoveryStep),
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The first step; who is logged in goes on."""
        if request.user.is_authenticated:
            return redirect(self._way_on())
        return self._kept_only_if_known(request, super().get(request, *args, **kwargs))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One step. Guesses at one account or from one address wait for each other.

        A first step begins anew: else it would be somebody else's whose password was given before.
        Raises SuspiciousOperation for a choice among phones: there is one.
        """
        if "challenge_device" in request.POST:
            raise SuspiciousOperation
        if request.POST.get(f"{self.prefix}-current_step") == self.AUTH_STEP:
            self.storage.reset()
        with transaction.atomic():
            user = self.get_user()
            email = user.email if user else request.POST.get("auth-username", "")
            one_at_a_time(request, email)
            if user and is_locked(request, email):
                return locked_page(request)
            return self._kept_only_if_known(request, super().post(request, *args, **kwargs))

    def _kept_only_if_known(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The answer; the session is forgotten unless somebody gave a right password in it.

        The library keeps the step in every visitor's session: a row and a cookie for each robot.
        """
        if hasattr(response, "render"):
            response.render()  # writes into the session too
        session = request.session
        is_known = self.storage.authenticated_user or SESSION_KEY in session
        if session.session_key is None and not is_known:
            session.modified = False
        return response

    def process_step(self, form: Any) -> Any:
        """Keep who gave the password, and the state of it: see `get_user`."""
        kept = super().process_step(form)
        if self.steps.current == self.AUTH_STEP:
            self.storage.data["password"] = form.get_user().get_session_auth_hash()
        return kept

    def get_user(self) -> Any:
        """Whoever gave the right password; nobody once it was changed between the two steps."""
        user = super().get_user()
        if user and not constant_time_compare(
            self.storage.data.get("password", ""), user.get_session_auth_hash()
        ):
            return False
        return user

    def get_form(self, step: str | None = None, **kwargs: Any) -> Any:
        """Our forms: the library's own method puts its form in the place of the second."""
        form = IdempotentSessionWizardView.get_form(self, step=step, **kwargs)
        if self.show_timeout_error:
            form.cleaned_data = getattr(form, "cleaned_data", {})
            form.add_error(None, gettext("This took longer than 10 minutes. Please begin again."))
        return form

    def get_device(self, step: str | None = None) -> Any:
        """The phone; for the third form the recovery codes, where there are any."""
        if (step or self.steps.current) == self.BACKUP_STEP:
            codes = RecoveryCodes.objects.filter(user=self.get_user()).first()
            return codes or super().get_device()
        return super().get_device(step)

    def render(self, form: Any = None, **kwargs: Any) -> HttpResponse:
        """The page of a step; a wrong code is a failure like a wrong password."""
        if form is not None and form.is_bound and form.has_error(NON_FIELD_ERRORS, _WORST):
            failure_count(self.request, self.get_user().email)
        answer: HttpResponse = super().render(form, **kwargs)
        return answer

    def get_context_data(self, form: Any, **kwargs: Any) -> dict[str, Any]:
        """What the template needs beside the form: see account/login.html."""
        return {
            **IdempotentSessionWizardView.get_context_data(self, form, **kwargs),
            **frame_of(self.request),
            "step": self.steps.current,
            "has_recovery": self.steps.current == self.TOKEN_STEP and self._has_recovery(),
            "people": demo_people(),
            "is_kept": has_unsent(self.request),
        }

    def _has_recovery(self) -> bool:
        codes = RecoveryCodes.objects.filter(user=self.get_user()).exclude(digests=[])
        return bool(codes.exists())

    def done(self, form_list: Any, **kwargs: Any) -> HttpResponse:
        """Log in, and write down where and with what."""
        super().done(form_list, **kwargs)
        return basket_follow(self.request, begun(self.request, self._way_on()))

    def _way_on(self) -> str:
        """Where the visitor wanted to go, on this site; else their portal: `portal_of`."""
        wanted = self.get_redirect_url()
        if wanted and wanted != self.request.path:
            return str(wanted)
        user: Any = self.request.user
        return portal_of(user.pk)


class LeaveView(LogoutView):
    """Log-out, by POST alone."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever leaves on purpose leaves nothing behind on this device."""
        response = super().post(request, *args, **kwargs)
        owner_forget(response)
        basket_key_drop(response)
        later_drop(response)
        return response
