"""Who is told of which paper that ends: at which step, once, and of which not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.utils import timezone

from catalog.dates import LEGAL_ZONE, legal_today
from catalog.models import Brand, Facility, Listing, Membership, OutboxRow, RegionalOffice
from catalog.services.memberships import Post
from catalog.types import Role
from legality.models import (
    Certificate,
    CertificateCover,
    CertificateState,
    Notice,
    Reminder,
)
from legality.services import reminders
from legality.services.certificates import CertificateDraft, Covers, certificate_record
from legality.services.reminders import DAILY_MAIL, STEPS, reminders_make
from tests.cast import Cast, cast_make, member_make
from tests.making import SYSTEM, certificate_kind, draft_listing, facility_make, paper_make
from tests.together import at_once

pytestmark = pytest.mark.django_db

TODAY = legal_today()
DAY = timedelta(days=1)
ENDS = TODAY + 200 * DAY


@pytest.fixture
def listing() -> Listing:
    return draft_listing(facility_make())


def told_on(days: list[date]) -> dict[date, list[int]]:
    """The steps that are told of when the job runs on these days."""
    found = {}
    for day in days:
        if reminders_make(on=day):
            rows = Reminder.objects.filter(made_on=day).order_by("certificate_id")
            found[day] = list(rows.values_list("days", flat=True))
    return found


def test_each_step_is_told_of_once_on_its_day(listing: Listing) -> None:
    paper_make(listing, expires_on=ENDS)
    days = [ENDS - left * DAY for left in range(95, -3, -1)]
    assert told_on(days) == {ENDS - step * DAY: [step] for step in STEPS}


@pytest.mark.parametrize(
    ("off", "told"),
    [
        # off over day 30: told late, once
        ([31, 28], {28: [30]}),
        # off over day 30 and day 7: of the step that is due now alone
        ([31, 5, 4], {5: [7]}),
        # off over the last day: told that it has ended, before the job marks it
        ([8, -2], {8: [30], -2: [0]}),
        # off for all of it
        ([91, -40], {-40: [0]}),
    ],
)
def test_a_machine_that_was_off_tells_late_and_once(
    listing: Listing, off: list[int], told: dict[int, list[int]]
) -> None:
    paper_make(listing, expires_on=ENDS)
    Reminder.objects.create(
        certificate=Certificate.objects.get(), facility=listing.facility, expires_on=ENDS,
        days=90, made_on=ENDS - 90 * DAY,
    )  # fmt: skip
    found = told_on([ENDS - left * DAY for left in off])
    assert found == {ENDS - left * DAY: steps for left, steps in told.items()}


def test_a_clock_that_went_back_tells_nothing_twice(listing: Listing) -> None:
    paper_make(listing, expires_on=ENDS)
    days = [ENDS - 7 * DAY, ENDS - 8 * DAY, ENDS - 31 * DAY, ENDS - 7 * DAY]
    assert told_on(days) == {days[0]: [7]}


def test_a_paper_with_another_last_day_is_told_of_anew(listing: Listing) -> None:
    paper = paper_make(listing, expires_on=ENDS)
    assert reminders_make(on=ENDS - 30 * DAY) == 1
    Certificate.objects.filter(pk=paper.pk).update(expires_on=ENDS + 365 * DAY)
    assert reminders_make(on=ENDS) == 0
    assert reminders_make(on=ENDS + 335 * DAY) == 1


@pytest.mark.parametrize("state", list(CertificateState))
def test_only_of_papers_that_hold(listing: Listing, state: CertificateState) -> None:
    paper_make(listing, state=state, expires_on=ENDS)
    assert reminders_make(on=ENDS - DAY) == (state is CertificateState.VERIFIED)


def test_papers_without_an_end_are_never_told_of(listing: Listing) -> None:
    paper_make(listing)
    assert reminders_make(on=TODAY) == 0


def paper_of(facility: Facility, covers: Covers, **given: object) -> Certificate:
    kind = certificate_kind("pirt", "izin")
    return certificate_record(
        actor=SYSTEM,
        draft=CertificateDraft(
            facility_id=facility.pk, kind_code=kind.pk, number=f"C-{Certificate.objects.count()}",
            holder_name="Koperasi", state=CertificateState.VERIFIED, verified_on=TODAY,
            **given,  # type: ignore[arg-type]
        ),
        covers=covers,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "renewed"),
    [
        ("same goods", True),
        ("its brand", True),
        ("the facility", True),
        ("other goods", False),
        ("one of two goods", False),
        ("of another kind", False),
        ("not checked", False),
        ("begins with a gap", False),
        ("begins the day after", True),
        ("ends the same day", False),
        ("another facility", False),
    ],
)
def test_what_is_renewed_is_not_told_of(listing: Listing, name: str, *, renewed: bool) -> None:
    facility = listing.facility
    brand = Brand.objects.create(facility=facility, slug="merek", name="Merek")
    Listing.objects.filter(pk=listing.pk).update(brand=brand)
    other = draft_listing(facility)
    old = paper_make(listing, expires_on=ENDS)
    if name == "one of two goods":
        CertificateCover.objects.create(certificate=old, listing=other)
    covers = {
        "its brand": Covers(brand_ids=(brand.pk,)),
        "the facility": Covers(facility_ids=(facility.pk,)),
        "other goods": Covers(listing_ids=(other.pk,)),
    }.get(name, Covers(listing_ids=(listing.pk,)))
    begins = {"begins with a gap": ENDS + 2 * DAY, "begins the day after": ENDS + DAY}.get(name)
    last = ENDS if name == "ends the same day" else ENDS + 365 * DAY
    new = paper_of(facility, covers, issued_on=begins, expires_on=last)
    change: dict[str, dict[str, object]] = {
        "of another kind": {"kind": certificate_kind("halal", "halal")},
        "not checked": {"state": CertificateState.UNVERIFIED},
        "another facility": {"facility": facility_make()},
    }
    if name in change:
        Certificate.objects.filter(pk=new.pk).update(**change[name])
    reminders_make(on=ENDS - DAY)
    assert Reminder.objects.filter(certificate=old).exists() is not renewed


def test_a_facilitys_paper_is_renewed_by_one_of_the_whole_facility_alone() -> None:
    facility = facility_make()
    goods = draft_listing(facility)
    old = paper_of(facility, Covers(facility_ids=(facility.pk,)), expires_on=ENDS)
    paper_of(facility, Covers(listing_ids=(goods.pk,)))
    reminders_make(on=ENDS - 30 * DAY)
    assert Reminder.objects.filter(certificate=old).count() == 1
    paper_of(facility, Covers())  # covers nothing by itself: the facility's own
    reminders_make(on=ENDS - 7 * DAY)
    assert Reminder.objects.filter(certificate=old).count() == 1


@pytest.fixture
def cast() -> Cast:
    return cast_make()


def people() -> set[int]:
    return set(Notice.objects.values_list("user_id", flat=True))


def test_the_facilitys_people_and_its_offices_are_told_and_nobody_else(cast: Cast) -> None:
    paper_make(draft_listing(cast.here), expires_on=ENDS)
    gone = member_make(Post(Role.FACILITY_OPERATOR, facility_id=cast.here.pk))
    Membership.objects.filter(user_id=gone.user_id or 0).update(ends_at=timezone.now())
    future = member_make(Post(Role.FACILITY_OPERATOR, facility_id=cast.here.pk))
    Membership.objects.filter(user_id=future.user_id or 0).update(begins_at=timezone.now() + DAY)
    closed = member_make(Post(Role.FACILITY_HEAD, facility_id=cast.here.pk))
    get_user_model().objects.filter(pk=closed.user_id).update(is_active=False)
    reminders_make(on=ENDS - 90 * DAY)
    told = (cast.sari, cast.facility_head, cast.regional_officer, cast.regional_head)
    assert people() == {actor.user_id for actor in told}
    rows = OutboxRow.objects.filter(task=DAILY_MAIL)
    assert {row.arguments["user_id"] for row in rows} == people()


def test_a_person_of_many_facilities_gets_one_mail(cast: Cast) -> None:
    for facility in (cast.here, cast.elsewhere):
        for _number in range(3):
            paper_make(draft_listing(facility), expires_on=ENDS)
    Facility.objects.update(office=cast.here.office)
    assert reminders_make(on=ENDS - 90 * DAY) == 6
    mine = OutboxRow.objects.filter(arguments__user_id=cast.regional_head.user_id)
    assert mine.filter(task=DAILY_MAIL).count() == 1


def test_mails_leave_in_the_morning(cast: Cast) -> None:
    paper_make(draft_listing(cast.here), expires_on=ENDS)
    day = ENDS - 30 * DAY
    midnight = datetime(day.year, day.month, day.day, 0, 5, tzinfo=LEGAL_ZONE)
    with time_machine.travel(midnight, tick=False):
        reminders_make(on=legal_today())
    due = OutboxRow.objects.filter(task=DAILY_MAIL).values_list("due_at", flat=True)
    assert set(due) == {midnight.replace(hour=6, minute=0)}


def test_a_paper_that_comes_later_that_day_waits_for_the_next(cast: Cast) -> None:
    paper_make(draft_listing(cast.here), expires_on=TODAY + 20 * DAY)
    assert reminders_make(on=TODAY) == 1
    paper_make(draft_listing(cast.here), expires_on=TODAY + 20 * DAY)
    assert reminders_make(on=TODAY) == 0  # one mail a day: it has been announced
    assert reminders_make(on=TODAY + DAY) == 1


def test_a_run_that_breaks_off_leaves_nothing_and_the_next_does_all(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper_make(draft_listing(cast.here), expires_on=TODAY + 20 * DAY)

    def breaks(*_given: object) -> None:
        raise RuntimeError("the machine went off")

    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        patched.setattr(reminders, "_announce", breaks)
        reminders_make(on=TODAY)
    assert not Reminder.objects.exists()
    assert reminders_make(on=TODAY) == 1
    assert OutboxRow.objects.filter(task=DAILY_MAIL).count() == len(people()) == 4


@pytest.mark.django_db(transaction=True)
def test_four_machines_at_once_announce_each_mail_once() -> None:
    cast = cast_make()
    for _number in range(5):
        paper_make(draft_listing(cast.here), expires_on=TODAY + 20 * DAY)
    assert sorted(at_once([lambda: reminders_make(on=TODAY)] * 4)) == [0, 0, 0, 5]
    assert Reminder.objects.count() == 5
    assert OutboxRow.objects.filter(task=DAILY_MAIL).count() == Notice.objects.count() == 4
    assert RegionalOffice.objects.exists()
