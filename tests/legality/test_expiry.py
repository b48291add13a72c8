"""The night's work: what ended is marked and closes, however often, late or beside itself it runs.

The clock is the date that the job is given; what runs at once runs on connections of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.test import override_settings

from catalog.dates import legal_today
from catalog.models import AuditEntry, CardPaper, Facility, Listing, OutboxRow
from catalog.services.outbox import outbox_sweep
from catalog.types import Actor, ListingState
from legality.models import (
    Certificate,
    CertificateState,
    ClearanceRecord,
    NightRun,
    Suspension,
    SuspensionCause,
)
from legality.services import expiry, nightly, publication
from legality.services.expiry import certificates_expire, papers_begun_show
from legality.services.nightly import NightFailed, night_announce, night_run
from legality.services.off_sale import Held, listings_hold_back
from legality.services.publication import listing_submit
from tests.catalog.truth import differences
from tests.making import (
    SYSTEM,
    draft_listing,
    facility_make,
    paper_make,
    photo_give,
    rule_make,
)
from tests.together import at_once

pytestmark = pytest.mark.django_db

NIGHTLY = Actor.system("nightly")
TODAY = legal_today()
DAY = timedelta(days=1)
NIGHT = TODAY + 10 * DAY


def on_sale_by_paper(facility: Facility | None = None, ends: date = TODAY + DAY) -> Listing:
    """Goods whose rule asks for a paper that they have."""
    listing = draft_listing(facility or facility_make())
    photo_give(listing)
    paper_make(listing, expires_on=ends)
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    return listing


def state_of(listing: Listing) -> str:
    return Listing.objects.values_list("state", flat=True).get(pk=listing.pk)


def events() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM catalog_history_id")
        return int(cursor.fetchone()[0])


def test_goods_close_on_the_night_after_the_last_day_and_say_why() -> None:
    rule_make("pirt")
    listing = on_sale_by_paper()
    paper = Certificate.objects.get()
    assert night_run(actor=NIGHTLY, on=TODAY + DAY)["closed"] == 0
    assert state_of(listing) == ListingState.PUBLISHED
    done = night_run(actor=NIGHTLY, on=TODAY + 2 * DAY)
    assert (done["expired"], done["closed"]) == (1, 1)
    assert state_of(listing) == ListingState.SUSPENDED
    paper.refresh_from_db()
    assert paper.state == CertificateState.EXPIRED
    suspension = Suspension.objects.get()
    assert (suspension.cause, suspension.certificate) == (SuspensionCause.EXPIRY, paper)
    entry = AuditEntry.objects.get(action="certificate.expired")
    assert entry.subject_id == str(paper.pk)
    assert entry.detail == {"ended": str(TODAY + DAY)}


def test_a_second_run_and_a_late_one_change_nothing_more() -> None:
    rule_make("pirt")
    facility = facility_make()
    for number in range(4):
        on_sale_by_paper(facility, TODAY + number * DAY)
    first = night_run(actor=NIGHTLY, on=NIGHT)
    assert (first["expired"], first["closed"]) == (4, 4)
    before = (events(), AuditEntry.objects.count(), OutboxRow.objects.count())
    for late in (NIGHT, NIGHT, NIGHT + DAY, NIGHT + 3 * DAY):
        assert set(night_run(actor=NIGHTLY, on=late).values()) == {0}
    assert (events(), AuditEntry.objects.count(), OutboxRow.objects.count()) == before
    assert NightRun.objects.get(on=NIGHT).counts["expired"] == 4


@pytest.mark.django_db(transaction=True)
def test_four_machines_at_once_do_the_work_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiry, "BATCH", 2)
    rule_make("pirt")
    facility = facility_make()
    listings = [on_sale_by_paper(facility) for _n in range(7)]
    answers = at_once([lambda: night_run(actor=NIGHTLY, on=NIGHT)] * 4)
    assert all(isinstance(answer, dict) for answer in answers), answers
    totals = {name: sum(answer[name] for answer in answers) for name in answers[0]}
    assert (totals["expired"], totals["closed"], totals["reminded"]) == (7, 7, 7)
    assert {state_of(listing) for listing in listings} == {ListingState.SUSPENDED}
    assert AuditEntry.objects.filter(action="certificate.expired").count() == 7
    assert AuditEntry.objects.filter(action="listing.suspended").count() == 7
    assert Suspension.objects.count() == 7
    assert NightRun.objects.get().counts == totals


@pytest.mark.django_db(transaction=True)
def test_a_paper_that_somebody_is_changing_is_not_left_out() -> None:
    rule_make("pirt")
    facility = facility_make()
    held, free = on_sale_by_paper(facility), on_sale_by_paper(facility)
    first = Certificate.objects.get(covers__listing=held)
    seen: list[str] = []

    def hold() -> None:
        with transaction.atomic():
            Certificate.objects.select_for_update().get(pk=first.pk)
            other = Certificate.objects.filter(covers__listing=free)
            for _look in range(500):
                if other.filter(state=CertificateState.EXPIRED).exists():
                    seen.append("the other one was not waited for")
                    break

    assert at_once([hold, lambda: certificates_expire(actor=NIGHTLY, on=NIGHT)]).count(2) == 1
    assert not Certificate.objects.exclude(state=CertificateState.EXPIRED).exists()
    assert seen


def test_papers_that_begin_are_shown_once() -> None:
    listing = on_sale_by_paper()
    paper = paper_make(listing, issued_on=TODAY + 3 * DAY, expires_on=TODAY + 400 * DAY)
    until = CardPaper.objects.filter(card_id=listing.pk)
    with time_machine.travel(f"{TODAY + 3 * DAY}T12:00:00+07:00", tick=False):
        assert papers_begun_show(on=TODAY + 2 * DAY) == 0
        assert papers_begun_show(on=TODAY + 3 * DAY) == 1
    # the database has a clock of its own, on which the paper has not begun
    assert until.get().until == TODAY + DAY
    Certificate.objects.filter(pk=paper.pk).update(issued_on=TODAY)
    assert until.get().until == paper.expires_on
    assert papers_begun_show(on=TODAY) == 0


def test_one_step_that_fails_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rule_make("pirt")
    listing = on_sale_by_paper()

    def fails(*, on: date) -> int:
        raise RuntimeError(f"no reminders on {on}")

    monkeypatch.setattr(nightly, "reminders_make", fails)
    with caplog.at_level(logging.ERROR), pytest.raises(NightFailed, match="reminders"):
        night_run(actor=NIGHTLY, on=NIGHT)
    assert state_of(listing) == ListingState.SUSPENDED
    assert "the night's reminders failed" in caplog.text
    assert NightRun.objects.get().ended_at is None  # doctor says so


def test_goods_that_cannot_be_closed_hold_up_no_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rule_make("pirt")
    facility = facility_make()
    listings = [on_sale_by_paper(facility) for _n in range(3)]
    hold_back = listings_hold_back

    def fails(*, actor: Actor, held: Sequence[Held]) -> None:
        hold_back(actor=actor, held=held)
        if listings[1].pk in [one.listing.pk for one in held]:
            raise RuntimeError("not this one")

    monkeypatch.setattr(publication, "listings_hold_back", fails)
    with caplog.at_level(logging.ERROR), pytest.raises(NightFailed, match="reconciling"):
        night_run(actor=NIGHTLY, on=NIGHT)
    assert [state_of(one) for one in listings] == ["suspended", "published", "suspended"]
    assert f"listing {listings[1].pk} not settled" in caplog.text
    monkeypatch.undo()
    assert night_run(actor=NIGHTLY, on=NIGHT)["closed"] == 1
    assert AuditEntry.objects.filter(action="listing.suspended").count() == 3


def test_a_night_renews_many_clearances_by_sets(
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    rule_make("pirt")
    facility = facility_make()
    listings = [on_sale_by_paper(facility) for _n in range(12)]
    far = NIGHT + 400 * DAY
    Certificate.objects.update(expires_on=far)
    with django_assert_max_num_queries(90):
        assert night_run(actor=NIGHTLY, on=TODAY)["renewed"] == 12
    ids = [listing.pk for listing in listings]
    assert set(Listing.objects.values_list("cleared_until", flat=True)) == {far}
    given = ClearanceRecord.objects.filter(listing_id__in=ids, valid_until=far)
    assert given.count() == AuditEntry.objects.filter(action="listing.cleared").count() == 12
    assert differences() == []


def test_what_a_worker_announces_at_its_start_is_done_once_a_start() -> None:
    for _worker in range(3):
        night_announce(on=TODAY)
    assert OutboxRow.objects.filter(task=nightly.NIGHT).count() == 1
    assert outbox_sweep() >= 1
    assert NightRun.objects.get(on=TODAY).ended_at


def test_a_row_that_waited_past_midnight_is_done_for_today() -> None:
    night_announce(on=TODAY - 3 * DAY)
    outbox_sweep()
    assert list(NightRun.objects.values_list("on", flat=True)) == [TODAY]


def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    rule_make("pirt")
    on_sale_by_paper()
    call_command("legalityexpire", "--on", str(NIGHT))
    said = capsys.readouterr().out
    assert said.splitlines()[0] == str(NIGHT)
    assert "  1  papers marked as ended" in said
    assert "  1  listings taken off sale" in said
    with override_settings(MODE="production"), pytest.raises(CommandError, match="is not today"):
        call_command("legalityexpire", "--on", str(NIGHT))
    with pytest.raises(CommandError, match="is no day"):
        call_command("legalityexpire", "--on", "soon")
