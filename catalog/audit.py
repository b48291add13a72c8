"""Who did what to which row: one function, one table."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Model

from catalog.acting import present
from catalog.message import insertion_from, rows_insert
from catalog.models import AuditEntry
from catalog.together import Asked
from catalog.types import Actor


def audit(actor: Actor, action: str, subject: Model, **detail: object) -> None:
    """Write one act down, in the transaction that does it. detail: values that JSON can hold."""
    rows_insert([audit_entry(actor, action, subject._meta.db_table, subject.pk, detail)])


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


def audited(change: Asked, actor: Actor, action: str, subject: Model, **detail: object) -> Asked:
    """A statement that changes rows and returns them, made one with the entry of the act: written
    where it changed something, and nowhere else. As `audit`."""
    entry = audit_entry(actor, action, subject._meta.db_table, subject.pk, detail)
    told, values = insertion_from(entry, "changed")
    sql = f"WITH changed AS ({change[0]}), told AS ({told}) SELECT * FROM changed"
    return sql, {**change[1], **values}
