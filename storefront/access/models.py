"""Sessions with their owner, invitations, and the keys of clients."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django_otp.models import Device

from catalog.models import Facility, Partner, RegionalOffice
from catalog.models.history import tracked
from catalog.models.memberships import HELD, PLACE_FITS_ROLE


class Session(AbstractBaseSession):
    """One log-in on one device. session_key: of the key in the cookie a hash; user: None before the
    log-in is complete; agent: the browser's own words; seen_at: of the last request, exact to the
    hour."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    @classmethod
    def get_session_store_class(cls) -> Any:
        """The engine of these rows, which imports this module."""
        from storefront.access.sessions import SessionStore  # noqa: PLC0415 # each names the other

        return SessionStore


class RecoveryCodes(Device):  # type: ignore[misc] # django-otp has no annotations
    """The second factor for the day the phone is gone: codes on paper, each of which works once.

    digests: SHA-256 of the codes left, in hex (80 random bits need no slow hash). One row a person.
    """

    digests = ArrayField(models.CharField(max_length=64), default=list)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta(Device.Meta):  # type: ignore[misc] # django-otp has no annotations
        constraints = [
            models.UniqueConstraint(fields=["user"], name="access_one_set_of_recovery_codes")
        ]

    def verify_token(self, token: str) -> bool:
        """Whether the code is one of those left; it is none of them from now on."""
        digest = recovery_digest(token)
        mine = type(self).objects.filter(pk=self.pk, digests__contains=[digest])
        left = Func(F("digests"), Value(digest), function="array_remove")
        return bool(mine.update(digests=left))


def recovery_digest(code: str) -> str:
    """What is kept of a recovery code. Spaces, hyphens and capitals mean nothing, and letters that
    look like digits are taken for them: no code holds i, l or o."""
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    return hashlib.sha256(plain.translate(str.maketrans("ilo", "110")).encode()).hexdigest()


class Invitation(models.Model):
    """A role offered to an e-mail address by somebody above it.

    digest: SHA-256 of the word in the mail's link; it can be accepted once until expires_at, unless
    revoked. ends_at: of the membership that it leads to, None is no end; mailed_at: when its mail
    went out, None while it waits.
    """

    email = models.EmailField()
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in HELD])
    facility = models.ForeignKey(Facility, models.CASCADE, null=True, blank=True, related_name="+")
    office = models.ForeignKey(
        RegionalOffice, models.CASCADE, null=True, blank=True, related_name="+"
    )
    partner = models.ForeignKey(Partner, models.CASCADE, null=True, blank=True, related_name="+")
    ends_at = models.DateTimeField(null=True, blank=True)
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(condition=PLACE_FITS_ROLE, name="invitation_place_fits_role"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.pk}"


class ApiToken(models.Model):
    """A key of a client that acts for a person in one facility.

    digest: SHA-256 of what the client holds, which is shown once; tail: its last four letters;
    bound: SHA-256 of the person's password as it is stored, so that another password ends the key;
    scopes: values of `Act`, the most that it may; seen_on: the last legal date of use.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    digest = models.BinaryField(max_length=32, unique=True)
    tail = models.CharField(max_length=4)
    bound = models.BinaryField(max_length=32)
    scopes = ArrayField(models.CharField(max_length=40))
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    seen_on = models.DateField(null=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.name} …{self.tail}"


class TokenAct(models.Model):
    """An act that a key did under a name of the client's own, so that it is done once.

    key: the client's name for it; digest: SHA-256 of what was asked; answer: keys of the rows that
    the act made or changed, by what they are.
    """

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    digest = models.BinaryField(max_length=32)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("token", "key"), name="token_act_once")]

    def __str__(self) -> str:
        return self.key


class TokenFailure(models.Model):
    """Keys that were refused at an address since begun_at; rows older than a quarter of an hour
    count for nothing."""

    address = models.GenericIPAddressField(primary_key=True)
    begun_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.address


class SignUp(models.Model):
    """An account that somebody asked for and did not confirm yet. It opens nothing.

    password: as an account keeps it; version: of the privacy text they agreed to; asked again, the
    row is another's: the links of before open nothing.
    """

    email = models.EmailField(unique=True)
    password = models.CharField(max_length=128)
    version = models.CharField(max_length=10)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.pk)


# what the keys themselves are, and what proves them, is nobody's to read
tracked(
    Invitation,
    only=(
        *("email", "role", "facility", "office", "partner", "ends_at", "expires_at"),
        *("invited_by", "accepted_at", "accepted_by", "revoked_at"),
    ),
    by=("facility",),
)
tracked(
    ApiToken,
    only=("user", "facility", "name", "tail", "scopes", "expires_at", "revoked_at"),
    by=("facility",),
)
