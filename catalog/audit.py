"""Who did what to which row: one function, one table."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Model

from catalog.acting import present
from catalog.models import AuditEntry
from catalog.types import Actor


def audit(actor: Actor, action: str, subject: Model, **detail: object) -> None:
    """Write one act down, in the transaction that does it. detail: values that JSON can hold."""
    audit_entry(actor, action, subject._meta.db_table, subject.pk, detail).save(force_insert=True)


def audit_entry(
    actor: Actor, action: str, table: str, key: object, detail: Mapping[str, object]
) -> AuditEntry:
    """The row of one act, not saved yet: for services that do thousands at once."""
    now = present()
    return AuditEntry(
        actor_role=actor.role.value,
        actor_name=actor.name,
        action=action,
        subject_table=table,
        subject_id=str(key),
        detail=dict(detail),
        address=now.address if now else "",
        request_id=now.request_id if now else "",
    )
