"""The outbox: work that a change of state announced, kept until it is done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class OutboxRow(models.Model):
    """One task to run. key: at most one row waits for the same task and key.

    due_at: not before; can_wait: long work, which lets the rest go first; tries: how often it was
    begun; failure: the last error, for operators.
    """

    task = models.CharField(max_length=120)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    can_wait = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "key"],
                name="outbox_waits_once",
                condition=Q(done_at__isnull=True, tries=0),
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="outbox_waiting",
                condition=Q(done_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.key}"
