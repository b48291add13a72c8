"""Two separate locks over 15 minutes: five failures an account, twenty an address (django-axes)."""

from __future__ import annotations

from typing import Any

from axes.backends import AxesStandaloneBackend
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.contrib.auth.signals import user_login_failed
from django.db import connection
from django.db.models import F, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from storefront.access.address import client_address
from storefront.access.emails import plain_email

LIMITS = {"username": 5, "ip_address": 20}
_MINUTES = 15
_ASKED = "asked"  # stands for an account where nobody's is at stake


class LockBackend(AxesStandaloneBackend):  # type: ignore[misc] # axes has no annotations
    """Asked first; refuses whoever is locked out, before any password is looked at."""


def account_key(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """What stands for an account in the locks: a keyed hash of the e-mail in small letters.

    Capitals are no way round the lock, and whatever somebody typed as an e-mail, be it a password,
    is kept nowhere.
    """
    named = credentials or {}
    # the backends say "username"; axes itself the name of the account's field
    given = named.get("username") or named.get("email") or request.POST.get("auth-username") or ""
    return salted_hmac("access.lock", plain_email(given), algorithm="sha256").hexdigest()


class LockHandler(AxesDatabaseHandler):  # type: ignore[misc] # axes has no annotations
    """axes knows one limit for all its parameters: ours has one for each. With
    AXES_FAILURE_LIMIT = 1, what counts is whether any lock is full."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """How many locks are full."""
        full = 0
        rows_of_each = self.get_user_attempts(request, credentials)
        for limit, rows in zip(LIMITS.values(), rows_of_each, strict=True):
            full += _failures(rows) >= limit
        return full

    def user_login_failed(
        self,
        sender: Any,
        credentials: dict[str, Any],
        request: HttpRequest | None = None,
        **_: Any,
    ) -> None:
        """Count a failure, and lock when it fills a lock. axes' own keeps what was posted; here
        nothing of it is. While a lock is full nothing is counted: it opens by itself."""
        if request is None:
            return
        request.axes_credentials = credentials  # type: ignore[attr-defined]
        if not request.axes_locked_out:  # type: ignore[attr-defined]
            self.clean_expired_user_attempts(request, credentials)
            _count(request, account_key(request, credentials))
            locked = self.is_locked(request, credentials)
            request.axes_locked_out = locked  # type: ignore[attr-defined]

    def reset_user_attempts(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> int:
        """After a log-in: the account's failures go, those of the address at other accounts stay.
        With axes' own, one valid account would open the address for guessing at all others."""
        key = account_key(request, credentials)
        return int(AccessAttempt.objects.filter(username=key).delete()[0])


def _failures(rows: Any) -> int:
    return int(rows.aggregate(n=Sum("failures_since_start"))["n"] or 0)


def _count(request: Any, key: str) -> None:
    """One row for each account and address; see LockHandler for what is not in it."""
    row, is_new = AccessAttempt.objects.get_or_create(
        username=key,
        ip_address=request.axes_ip_address,
        user_agent="",
        defaults={"failures_since_start": 1},
    )
    if not is_new:
        row.failures_since_start = F("failures_since_start") + 1
        row.attempt_time = request.axes_attempt_time
        row.save(update_fields=["failures_since_start", "attempt_time"])


def one_at_a_time(request: HttpRequest, *emails: str) -> None:
    """Make guesses at one account, and from one address, wait for each other until the transaction
    ends: else as many as there are threads would all pass the lock before the first is counted."""
    accounts = {f"account {account_key(request, {'username': email})}" for email in emails}
    with connection.cursor() as cursor:
        for key in sorted(accounts | {f"address {client_address(request)}"}):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def is_locked(request: HttpRequest, email: str) -> bool:
    """Whether the account or the address is locked now."""
    return not AxesProxyHandler.is_allowed(request, {"username": email})


def failure_count(request: HttpRequest, email: str) -> None:
    """A wrong password or code was given for the account. When that fills a lock, the answer to
    this request becomes `locked_page` (axes' middleware)."""
    user_login_failed.send(__name__, credentials={"username": email}, request=request)


def asking_is_locked(request: HttpRequest) -> bool:
    """Count a question that costs no guess but a mail, and say whether the address is locked.

    Such questions fill the address's lock alone, so that nobody locks another's account by them.
    """
    AxesProxyHandler.update_request(request)
    one_at_a_time(request)
    # a row that is over must not be counted on from
    AxesProxyHandler.get_implementation().clean_expired_user_attempts(request)
    address = request.axes_ip_address  # type: ignore[attr-defined]
    if _failures(AccessAttempt.objects.filter(ip_address=address)) >= LIMITS["ip_address"]:
        return True
    _count(request, account_key(request, {"username": _ASKED}))
    return False


def locks_open(email: str) -> None:
    """Forget an account's failures: its owner has just shown that they read its mail."""
    key = account_key(HttpRequest(), {"username": email})
    AccessAttempt.objects.filter(username=key).delete()


def locked_page(request: HttpRequest, *_: Any) -> HttpResponse:
    """What a locked visitor reads; the same whether the account exists or not."""
    response = render(request, "account/locked.html", {"minutes": _MINUTES}, status=429)
    response["Retry-After"] = str(_MINUTES * 60)
    return response
