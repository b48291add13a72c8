"""Messages: rows as the ORM has them, all that is written or nothing, read when it is there."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from catalog.acting import acting
from catalog.audit import audit, audited
from catalog.message import Message, one, row_update, rows_insert, written_together
from catalog.models import AuditEntry, Facility, OutboxRow
from catalog.types import Actor
from tests.making import facility_make

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


def row(key: str) -> OutboxRow:
    """Work that waits."""
    return OutboxRow(task="t", key=key, arguments={"a": [1, "%s"]}, due_at=timezone.now())


def keys() -> set[str]:
    """Of what is there."""
    return set(OutboxRow.objects.filter(task="t").values_list("key", flat=True))


def test_rows_are_what_the_orm_gives_locked_or_not() -> None:
    facility = Facility.objects.get(pk=facility_make().pk)
    message, key = Message(), {"key": facility.pk}
    plain = message.rows(Facility, "t.id = %(key)s", key)
    locked = message.rows(Facility, "t.id = %(key)s", key, lock=True)
    none = message.rows(Facility, "t.id = %(key)s", {"key": 0})
    with pytest.raises(LookupError):
        _unsent = plain.value
    message.send()
    for answer in (plain, locked):
        found = one(answer)
        assert found is not None and found == facility
        columns = [field.attname for field in Facility._meta.concrete_fields]
        assert [getattr(found, name) for name in columns] == [
            getattr(facility, name) for name in columns
        ]
    assert one(none) is None


def test_a_row_is_written_as_it_was_made_and_changed() -> None:
    made = row("k")
    message = Message()
    taken = message.keys(OutboxRow, 3)
    message.send()
    assert len(set(taken.value)) == 3
    made.pk = taken.value[0]
    rows_insert([made])
    kept = OutboxRow.objects.get(pk=made.pk)
    assert (kept.arguments, kept.key, kept.done_at) == ({"a": [1, "%s"]}, "k", None)
    assert kept.made_at is not None and not made._state.adding
    made.failure, made.tries = "it's 100 %", 2
    row_update(made, "failure", "tries")
    kept.refresh_from_db()
    assert (kept.failure, kept.tries) == ("it's 100 %", 2)


def test_what_is_known_is_left_out_where_that_is_asked_for() -> None:
    rows_insert([row("a")])
    rows_insert([row("a"), row("b")], skip_known=True)
    assert keys() == {"a", "b"}
    with pytest.raises(IntegrityError), transaction.atomic():
        rows_insert([row("c"), row("a")])
    assert keys() == {"a", "b"}


def test_what_is_written_together_waits_and_is_there_when_it_is_read() -> None:
    with written_together():
        rows_insert([row("first")])
        with written_together():
            rows_insert([row("second")])
        with connection.cursor() as cursor:  # by whatever way
            cursor.execute("SELECT count(*) FROM catalog_outboxrow WHERE task = 't'")
            assert cursor.fetchone() == (2,)
        rows_insert([row("third")])
        other = Message()
        seen = other.ask("SELECT key FROM catalog_outboxrow WHERE key = %(key)s", {"key": "third"})
        other.send()
        assert seen.value == [("third",)]
        rows_insert([row("fourth")])
    assert keys() == {"first", "second", "third", "fourth"}


def test_of_a_block_that_fails_nothing_goes() -> None:
    with pytest.raises(ValueError, match="no"), written_together():
        rows_insert([row("never")])
        raise ValueError("no")
    rows_insert([row("after")])
    assert keys() == {"after"}


def test_an_act_is_written_down_where_something_changed() -> None:
    made = row("k")
    rows_insert([made])
    kept = OutboxRow.objects.get(key="k")
    change = "UPDATE catalog_outboxrow SET tries = 1 WHERE id = %(key)s AND tries = 0 RETURNING id"
    found = []
    with acting(SYSTEM, address="192.0.2.7", request_id="r"):
        for _each in range(2):
            message = Message()
            sql, given = audited((change, {"key": kept.pk}), SYSTEM, "work.begun", kept, by="me")
            done = message.change(sql, given)
            message.send()
            found.append(done.value)
        audit(SYSTEM, "work.seen", kept)
    assert found == [[(kept.pk,)], []]
    begun, seen = AuditEntry.objects.filter(subject_id=str(kept.pk)).order_by("pk")
    assert (begun.action, begun.detail, begun.address) == ("work.begun", {"by": "me"}, "192.0.2.7")
    assert (seen.action, seen.request_id) == ("work.seen", "r")
    assert begun.at is not None
