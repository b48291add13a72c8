"""Who did what to which row: one function, one table."""

from __future__ import annotations

from django.db.models import Model

from catalog.models import AuditEntry
from catalog.types import Actor


def audit(actor: Actor, action: str, subject: Model, **detail: object) -> None:
    """Write one act down, in the transaction that does it. detail: values that JSON can hold."""
    AuditEntry.objects.create(
        actor_role=actor.role.value,
        actor_name=actor.name,
        action=action,
        subject_table=subject._meta.db_table,
        subject_id=str(subject.pk),
        detail=detail,
    )
