"""The outbox: announced work is done once, again after a failure, and never lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from celery import current_app, shared_task
from django.db import transaction
from django.utils import timezone

from catalog.announce import announce
from catalog.models import OutboxRow
from catalog.services import outbox
from catalog.services.outbox import outbox_sweep, outbox_waiting

DONE: list[int] = []


@shared_task(name="tests.note")  # type: ignore[untyped-decorator]
def note(number: int) -> None:
    if number < 0:
        raise RuntimeError("asked to fail")
    DONE.append(number)


@pytest.fixture(autouse=True)
def clean() -> Iterator[None]:
    current_app.finalize()
    DONE.clear()
    yield
    DONE.clear()


@pytest.mark.django_db
def test_announced_work_is_done_once() -> None:
    announce("tests.note", key="1", number=1)
    announce("tests.note", key="1", number=1)
    announce("tests.note", key="2", number=2)
    assert outbox_sweep() == 2
    assert outbox_sweep() == 0
    assert DONE == [1, 2]
    assert outbox_waiting() == (0, 0.0)


@pytest.mark.django_db
def test_work_announced_in_a_transaction_that_fails_never_was() -> None:
    with pytest.raises(ValueError, match="stop"), transaction.atomic():
        announce("tests.note", key="1", number=1)
        raise ValueError("stop")
    assert outbox_sweep() == 0


@pytest.mark.django_db
def test_a_failure_is_written_down_and_tried_again_later() -> None:
    announce("tests.note", key="x", number=-1)
    assert outbox_sweep() == 0
    row = OutboxRow.objects.get()
    assert row.done_at is None and "asked to fail" in row.failure
    assert row.due_at > timezone.now()
    OutboxRow.objects.update(due_at=timezone.now(), arguments={"number": 5})
    assert outbox_sweep() == 1
    assert DONE == [5]


@pytest.mark.django_db
def test_work_of_a_worker_that_died_is_taken_again_after_its_lease() -> None:
    announce("tests.note", key="1", number=1)
    OutboxRow.objects.update(tries=1, due_at=timezone.now() + timedelta(minutes=5))
    assert outbox_sweep() == 0
    OutboxRow.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert outbox_sweep() == 1


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError("no broker")

    monkeypatch.setattr(current_app, "send_task", refuse)
    announce("tests.note", key="1", number=1)
    assert OutboxRow.objects.count() == 1
    assert outbox_sweep() == 1


@pytest.mark.django_db
def test_long_work_lets_mails_go_first() -> None:
    for number in range(3):
        announce("catalog.search_words_count", key=f"long {number}", can_wait=True)
    announce("catalog.flagships_roll", key="short")
    first = outbox._take()
    assert [row.key for row in first] == ["short"]
    assert len(outbox._take()) == outbox.PATIENT
