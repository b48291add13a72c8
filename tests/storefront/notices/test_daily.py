"""The mail of papers that end: what it says, to whom, and that it is sent once."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.db import connection
from django.test import override_settings

from catalog.dates import legal_today
from catalog.models import Facility, OutboxRow
from catalog.services.memberships import Post, membership_give
from catalog.services.outbox import outbox_sweep
from catalog.types import Role
from legality.models import Certificate, CertificateState, Notice, Review
from legality.services.nightly import night_run
from legality.services.reminders import DAILY_MAIL, reminders_make
from storefront.notices import daily
from storefront.notices.daily import daily_send
from tests.cast import Cast, cast_make, person_make
from tests.making import SYSTEM, draft_listing, facility_make, paper_make
from tests.together import at_once

pytestmark = pytest.mark.django_db

TODAY = legal_today()
DAY = timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    return cast_make()


def send_all(day: date = TODAY) -> dict[str, mail.EmailMessage]:
    """What the worker does of the morning's mails; the mails by their readers."""
    mail.outbox.clear()
    for row in OutboxRow.objects.filter(task=DAILY_MAIL, arguments__day=str(day)).order_by("pk"):
        daily_send(user_id=row.arguments["user_id"], day=day)
    assert len(mail.outbox) == len({message.to[0] for message in mail.outbox})
    return {message.to[0]: message for message in mail.outbox}


def address(user_id: int | None) -> str:
    return Notice.objects.filter(user_id=user_id or 0)[0].user.email


def test_all_papers_stand_in_one_mail_by_facility_and_by_how_soon(cast: Cast) -> None:
    Facility.objects.filter(pk=cast.here.pk).update(short_name="Lapas Anggrek")
    Facility.objects.filter(pk=cast.elsewhere.pk).update(
        short_name="Lapas Bakung", office=cast.here.office
    )
    lasts = {"A-90": 90, "A-30": 12, "A-7": 3, "A-0": 0, "A-ENDED": -2}
    papers = {
        number: paper_make(draft_listing(cast.here), number=number, expires_on=TODAY + left * DAY)
        for number, left in lasts.items()
    }
    paper_make(draft_listing(cast.elsewhere), number="B-30", expires_on=TODAY + 30 * DAY)
    night_run(actor=SYSTEM, on=TODAY)
    mails = send_all()
    assert len(mails) == 5
    head = mails[address(cast.regional_head.user_id)]
    text = str(head.body)
    assert head.subject == "Surat yang berakhir: 6"
    order = [
        "== Lapas Anggrek ==", "Sudah berakhir", "A-ENDED", "Berakhir hari ini", "A-0",
        "Berakhir dalam 7 hari", "A-7", "Berakhir dalam 30 hari", "A-30",
        "Berakhir dalam 90 hari", "A-90", "== Lapas Bakung ==", "Berakhir dalam 30 hari", "B-30",
    ]  # fmt: skip
    place = 0
    for sign in order:
        place = text.index(sign, place) + len(sign)
    assert text.count("== Lapas Anggrek ==") == 1
    assert "\n\n== Lapas Anggrek ==\n" in text
    assert "/wilayah/surat/" in text
    assert "Koperasi" not in text  # who holds a paper may be a person
    mine = str(mails[address(cast.sari.user_id)].body)
    assert f"/petugas/{cast.here.slug}/surat/{papers['A-7'].pk}/" in mine
    assert "Bakung" not in mine
    assert "wilayah" not in mine


def test_what_was_renewed_revoked_or_taken_away_since_is_left_out(cast: Cast) -> None:
    listing = draft_listing(cast.here)
    kept, revoked, longer = (
        paper_make(listing, number=number, expires_on=TODAY + 5 * DAY, code=code)
        for number, code in (("KEPT", "pirt"), ("GONE", "halal"), ("LONGER", "merek"))
    )
    reminders_make(on=TODAY)
    Certificate.objects.filter(pk=revoked.pk).update(state=CertificateState.REVOKED)
    Certificate.objects.filter(pk=longer.pk).update(expires_on=TODAY + 400 * DAY)
    text = str(send_all()[address(cast.sari.user_id)].body)
    assert kept.number_raw in text
    assert "GONE" not in text
    assert "LONGER" not in text


def test_nobody_is_told_of_a_place_that_is_not_theirs_any_more(cast: Cast) -> None:
    paper_make(draft_listing(cast.here), expires_on=TODAY)
    reminders_make(on=TODAY)
    gone = address(cast.sari.user_id)
    Notice.objects.get(user_id=cast.sari.user_id or 0).user.memberships.all().delete()
    mails = send_all()
    assert gone not in mails
    assert len(mails) == 3
    assert not Notice.objects.filter(done_at__isnull=True).exists()


def review_make(facility: Facility) -> Review:
    return Review.objects.create(listing=draft_listing(facility), facility=facility, digest="0")


def test_the_office_reads_how_much_waits_and_since_when(cast: Cast) -> None:
    review_make(cast.here)
    Review.objects.update(submitted_at="2026-11-03T23:30:00+07:00")
    review_make(cast.here)
    reminders_make(on=TODAY)
    mails = send_all()
    offices = (cast.regional_officer, cast.regional_head)
    assert set(mails) == {address(actor.user_id) for actor in offices}
    message = mails[address(cast.regional_officer.user_id)]
    assert message.subject == "Menunggu diperiksa: 2"
    assert "2 ajuan, yang tertua sejak 3 November 2026." in str(message.body)
    assert "/wilayah/antrean/" in str(message.body)
    Review.objects.all().delete()
    reminders_make(on=TODAY + DAY)
    assert send_all(TODAY + DAY) == {}


def test_a_long_list_is_cut_and_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daily, "MOST", 2)
    for number in range(5):
        paper_make(draft_listing(cast.here), number=f"N-{number}", expires_on=TODAY + DAY)
    reminders_make(on=TODAY)
    message = send_all()[address(cast.regional_head.user_id)]
    assert message.subject == "Surat yang berakhir: 5"
    assert str(message.body).count("- ") == 2
    assert "Dan 3 surat lain." in str(message.body)


def test_a_mail_costs_the_same_statements_for_many_papers(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        paper_make(draft_listing(cast.here), number=f"N-{number}", expires_on=TODAY + DAY)
    reminders_make(on=TODAY)
    with django_assert_max_num_queries(8):
        assert daily_send(user_id=cast.regional_head.user_id or 0, day=TODAY)


def test_a_second_sending_sends_nothing(cast: Cast) -> None:
    paper_make(draft_listing(cast.here), expires_on=TODAY)
    reminders_make(on=TODAY)
    assert len(send_all()) == 4
    assert send_all() == {}


def test_a_mail_server_that_fails_is_asked_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper_make(draft_listing(cast.here), expires_on=TODAY)
    reminders_make(on=TODAY)
    user_id = cast.sari.user_id or 0

    def refuses(*_given: object) -> int:
        raise OSError("the mail server is away")

    with monkeypatch.context() as patched, pytest.raises(OSError, match="away"):
        patched.setattr(locmem.EmailBackend, "send_messages", refuses)
        daily_send(user_id=user_id, day=TODAY)
    assert daily_send(user_id=user_id, day=TODAY)


def in_process(act: Callable[[], object]) -> int:
    """Run in a forked process on a connection of its own; how it ended (of a signal: negative)."""
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_sends_once(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before the mail leaves, it is sent by the next; killed after, by nobody."""
    cast = cast_make()
    paper_make(draft_listing(cast.here), expires_on=TODAY)
    reminders_make(on=TODAY)
    keep = OutboxRow.objects.get(task=DAILY_MAIL, arguments__user_id=cast.sari.user_id)
    OutboxRow.objects.exclude(pk=keep.pk).delete()

    def die(*_given: object, **_named: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def told_and_dead(row: OutboxRow) -> None:
        daily_send(user_id=row.arguments["user_id"], day=TODAY)
        die()

    def lease_over() -> None:
        OutboxRow.objects.filter(done_at__isnull=True).update(due_at="2026-01-01T00:00:00Z")

    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend", EMAIL_FILE_PATH=tmp_path
    ):
        lease_over()
        with monkeypatch.context() as patched:
            patched.setattr(daily, "person_mail", die)
            assert in_process(outbox_sweep) == -signal.SIGKILL
        assert list(tmp_path.iterdir()) == []
        lease_over()
        with monkeypatch.context() as patched:
            # the mail has left and its row is marked; the outbox does not know it yet
            patched.setattr("catalog.services.outbox._do", told_and_dead)
            assert in_process(outbox_sweep) == -signal.SIGKILL
        assert len(list(tmp_path.iterdir())) == 1
        assert OutboxRow.objects.get().done_at is None
        lease_over()
        assert outbox_sweep() == 1
        assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_mail() -> None:
    cast = cast_make()
    paper_make(draft_listing(cast.here), expires_on=TODAY)
    reminders_make(on=TODAY)
    user_id = cast.sari.user_id or 0
    answers = at_once([lambda: daily_send(user_id=user_id, day=TODAY)] * 4)
    assert sorted(answers) == [False, False, False, True]
    assert len(mail.outbox) == 1


def test_a_person_of_two_places_reads_each_paper_once(cast: Cast) -> None:
    facility = facility_make()
    user = person_make()
    for post in (
        Post(Role.FACILITY_HEAD, facility_id=facility.pk),
        Post(Role.REGIONAL_OFFICER, office_id=facility.office_id),
    ):
        membership_give(actor=SYSTEM, user_id=user.pk, post=post)
    paper_make(draft_listing(facility), number="ONCE", expires_on=TODAY)
    reminders_make(on=TODAY)
    daily_send(user_id=user.pk, day=TODAY)
    [message] = mail.outbox
    assert str(message.body).count("ONCE") == 1
    assert f"/petugas/{facility.slug}/surat/" in str(message.body)
