"""The daily mail: papers that end, by facility and by how soon, and what waits in the office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from catalog.dates import LEGAL_ZONE, legal_today
from catalog.models import Facility
from legality.models import CertificateState, Notice, Reminder, Review, ReviewState
from storefront.notices.sending import (
    LANGUAGE,
    Places,
    at,
    notices_done,
    notices_taken,
    person_mail,
    places_of,
)
from storefront.web.formats import long_date

MOST = 200  # papers in one mail
# How soon, by the most days left.
_SOON = (
    (-1, _("Has ended")),
    (0, _("Ends today")),
    (7, _("Ends within 7 days")),
    (30, _("Ends within 30 days")),
)
_LATER = _("Ends within 90 days")


class Line(NamedTuple):
    """A paper that ends."""

    facility: str
    soon: str
    paper: str
    number: str
    ends: str
    link: str


@dataclass(frozen=True)
class Group:
    """Papers of a facility that end about as soon. facility: "" when it was said just before."""

    facility: str
    soon: str
    lines: tuple[Line, ...]


class Queue(NamedTuple):
    """What waits to be reviewed."""

    waiting: int
    oldest: datetime | None


@transaction.atomic
def daily_send(*, user_id: int, day: date) -> bool:
    """The mail of a legal date to one person; whether there was anything to tell and it was not
    told before."""
    notices = notices_taken(Notice.objects.filter(user_id=user_id, day=day))
    if not notices:
        return False
    places = places_of(user_id)
    with override(LANGUAGE):
        papers = _papers(places, day)
        lines = [_line(row, places, max(day, legal_today())) for row in papers[:MOST]]
        queue = _queue(places.offices)
        said = {
            "count": len(papers),
            "groups": list(_grouped(lines)),
            "more": len(papers) - len(lines),
            "all_papers": at(reverse("regions:papers")) if places.offices else "",
            "waiting": queue.waiting,
            "oldest": _day(queue.oldest),
            "queue": at(reverse("regions:queue")),
        }
    notices_done(notices)
    if not papers and not queue.waiting:
        return False
    person_mail("papers_end", notices[0].user, said)
    return True


def _papers(places: Places, day: date) -> list[Reminder]:
    """What people are told of on that date, as far as it is still so."""
    theirs = Q(facility_id__in=places.facilities) | Q(facility__office_id__in=places.offices)
    standing = [CertificateState.VERIFIED, CertificateState.EXPIRED]
    rows = Reminder.objects.filter(
        theirs,
        made_on=day,
        certificate__state__in=standing,
        certificate__expires_on=F("expires_on"),
    )
    return list(
        rows.select_related("facility", "certificate__kind").order_by(
            "facility__short_name", "facility_id", "expires_on", "certificate_id"
        )
    )


def _line(row: Reminder, places: Places, today: date) -> Line:
    left = (row.expires_on - today).days
    kept = row.facility_id in places.facilities
    return Line(
        facility=row.facility.short_name,
        soon=str(next((said for most, said in _SOON if left <= most), _LATER)),
        paper=row.certificate.kind.short,
        number=row.certificate.number_raw,
        ends=long_date(row.expires_on, LANGUAGE),
        link=at(_own(row.facility, row.certificate_id) if kept else reverse("regions:papers")),
    )


def _own(facility: Facility, certificate_id: int) -> str:
    return reverse("staff:paper", args=[facility.slug, certificate_id])


def _grouped(lines: Iterable[Line]) -> Iterator[Group]:
    said = ""
    for (facility, soon), some in groupby(lines, key=lambda line: (line.facility, line.soon)):
        yield Group("" if facility == said else facility, soon, tuple(some))
        said = facility


def _queue(offices: frozenset[int]) -> Queue:
    waits = Review.objects.filter(state=ReviewState.WAITING, facility__office_id__in=offices)
    found = waits.aggregate(waiting=Count("pk"), oldest=Min("submitted_at"))
    return Queue(found["waiting"], found["oldest"])


def _day(moment: datetime | None) -> str:
    return long_date(moment.astimezone(LEGAL_ZONE).date(), LANGUAGE) if moment else ""
