"""Who did what to which row. The `app` role may add to and read this table, nothing else."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One act. action: "listing.published"; subject: table and key; detail: what changed."""

    at = models.DateTimeField(auto_now_add=True)
    actor_role = models.CharField(max_length=24)
    actor_name = models.CharField(max_length=120)
    action = models.CharField(max_length=60)
    subject_table = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_table", "subject_id", "-at"], name="audit_subject")
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_table} {self.subject_id}"
