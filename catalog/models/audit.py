"""Who did what to which row. The `app` role may add to and read this table, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.functions import TransactionNow
from django.db import models


class _Appended(models.QuerySet[Any]):
    """Rows that are added without being read back: who adds one may not be let read it."""

    def _insert(
        self, objs: Sequence[Any], fields: Any, returning_fields: Any = None, **options: Any
    ) -> list[Any]:
        super()._insert(objs, fields, returning_fields=None, **options)  # type: ignore[misc] # Django's stubs leave it out
        return [[None] * len(returning_fields or ())] * len(objs)

    _insert.queryset_only = False  # type: ignore[attr-defined] # managers have it too


class AuditEntry(models.Model):
    """One act.

    at: when its transaction began, to the microsecond what the events of its changes have (see
    catalog.models.history); action: "listing.published"; subject: table and key; detail: what
    changed; address, request_id: where it came from, both "" for commands and jobs. One that was
    just saved does not know its key.
    """

    at = models.DateTimeField(db_default=TransactionNow())
    actor_role = models.CharField(max_length=24)
    actor_name = models.CharField(max_length=120)
    action = models.CharField(max_length=60)
    subject_table = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)
    address = models.CharField(max_length=45, blank=True, default="", db_default="")
    request_id = models.CharField(max_length=64, blank=True, default="", db_default="")

    objects = models.Manager.from_queryset(_Appended)()

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["subject_table", "subject_id", "-at"], name="audit_subject")
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_table} {self.subject_id}"
