"""Scans of papers, and reminders of papers that end."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from catalog.models import Facility
from catalog.models.history import tracked
from legality.models.papers import Certificate


class Evidence(models.Model):
    """One scan of a paper, kept where only its facility, its office and the centre see it.

    key: what the names of its files in the private storage begin with; original_name: as it was
    called, cleaned, shown to people only; media_type, size: of what is kept, made anew from what
    came; came_as: type of what came; sha256: of what came, hexadecimal; pages: 1 for a picture;
    previews: how many of them have a picture of their own;
    removed_at: None while it is shown (files are never deleted by hand: what was decided on must
    stay).
    """

    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="evidence")
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64, unique=True)
    original_name = models.CharField(max_length=120)
    came_as = models.CharField(max_length=40)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(default=1)
    previews = models.PositiveSmallIntegerField(default=1, db_default=1)
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    uploaded_name = models.CharField(max_length=120, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "sha256"],
                condition=Q(removed_at__isnull=True),
                name="evidence_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.key}"


class Reminder(models.Model):
    """That people are told, so many days before it ends, that a paper ends on expires_on.

    days: 90, 30, 7 or 0; made_on: the legal date of the mail that it stands in.
    """

    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="reminders")
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="+")
    expires_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    made_on = models.DateField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "expires_on", "days"], name="reminded_once"
            )
        ]
        indexes = [models.Index(fields=["made_on", "facility"], name="reminder_of_day")]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.days}"


tracked(Evidence, by=("certificate",))
