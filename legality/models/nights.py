"""What the night did, and who is told of what by mail."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from legality.models.reviews import Review, Suspension


class NightRun(models.Model):
    """What the nightly job did on one legal date, however often it ran.

    reminded_at: when the reminders of that date were made, which happens once; ended_at: when it
    last came to its end; counts: by the name of a step, how many rows it changed in all runs.
    """

    on = models.DateField(primary_key=True)
    begun_at = models.DateTimeField(auto_now_add=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("-on",)

    def __str__(self) -> str:
        return str(self.on)


class Notice(models.Model):
    """That one person is told one thing by mail, and when that was done.

    Exactly one of review, suspension, day; day: the legal date of a daily mail. done_at: None
    until the mail has left, or nothing was left to tell.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    review = models.ForeignKey(Review, models.CASCADE, null=True, blank=True, related_name="+")
    suspension = models.ForeignKey(
        Suspension, models.CASCADE, null=True, blank=True, related_name="+"
    )
    day = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                "user", "review", "suspension", "day", name="noticed_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(review__isnull=False, suspension__isnull=True, day__isnull=True)
                | Q(review__isnull=True, suspension__isnull=False, day__isnull=True)
                | Q(review__isnull=True, suspension__isnull=True, day__isnull=False),
                name="notice_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["user"], name="notice_waits", condition=Q(done_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.review_id or self.suspension_id or self.day}"
