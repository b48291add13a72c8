"""What the office decided and what went off sale, told to the people of the facility.

Each is noted for each of them at once; the mail waits two minutes for more of the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from catalog.announce import announce_many
from catalog.models import CardRow
from catalog.models.memberships import OF_FACILITIES
from legality.models import Notice, Review, ReviewAnswer, ReviewState, Suspension
from storefront.notices.sending import (
    LANGUAGE,
    at,
    notices_done,
    notices_taken,
    person_mail,
    places_of,
)

DECISION, SUSPENSION, MAIL = (
    "legality.decision_mail",
    "legality.suspension_mail",
    "legality.decisions_mail",
)
GATHER = timedelta(minutes=2)
MOST = 100  # in one mail; the rest comes in the next

_TELL = """INSERT INTO legality_notice (user_id, {what}_id, made_at)
SELECT DISTINCT m.user_id, t.id, %(now)s::timestamptz FROM {table} t
JOIN catalog_membership m ON m.facility_id = t.facility_id AND m.role = ANY(%(roles)s)
 AND m.begins_at <= %(now)s AND (m.ends_at IS NULL OR m.ends_at > %(now)s)
JOIN account_user u ON u.id = m.user_id AND u.is_active
WHERE t.id = %(id)s AND {tellable} ORDER BY 1
ON CONFLICT DO NOTHING RETURNING user_id"""
_TELL_REVIEW = _TELL.format(
    what="review", table="legality_review", tellable="t.state = ANY(%(told)s)"
)
_TELL_SUSPENSION = _TELL.format(
    what="suspension", table="legality_suspension", tellable="t.ended_at IS NULL"
)
_TOLD = [ReviewState.APPROVED.value, ReviewState.SENT_BACK.value, ReviewState.REFUSED.value]


class Told(NamedTuple):
    """One thing in the mail. happened: "approved", "sent_back", "refused" or "suspended"; note:
    on the whole; points: what was said to single findings."""

    happened: str
    goods: str
    facility: str
    note: str
    points: tuple[str, ...]
    link: str


def decision_tell(*, review_id: int) -> int:
    """Note a decision for the facility's people; how many are told of it for the first time."""
    return _tell(_TELL_REVIEW, "review", review_id)


def suspension_tell(*, suspension_id: int) -> int:
    """The same of goods that went off sale and still are."""
    return _tell(_TELL_SUSPENSION, "suspension", suspension_id)


@transaction.atomic
def _tell(statement: str, what: str, key: int) -> int:
    now = timezone.now()
    roles = [role.value for role in OF_FACILITIES]
    with connection.cursor() as cursor:
        cursor.execute(statement, {"id": key, "now": now, "roles": roles, "told": _TOLD})
        people = [row[0] for row in cursor.fetchall()]
    # a row a person and thing: the first sends all that wait by then, the others find nothing
    told = [(f"{user_id} {what} {key}", {"user_id": user_id}) for user_id in people]
    announce_many(MAIL, told, due_at=now + GATHER)
    return len(people)


@transaction.atomic
def decisions_send(*, user_id: int) -> int:
    """One mail of all that a person is to be told of; of how many things."""
    waiting = Notice.objects.filter(user_id=user_id, day__isnull=True, done_at__isnull=True)
    first = waiting.order_by("pk").values("pk")[:MOST]
    notices = notices_taken(Notice.objects.filter(pk__in=first))
    if not notices:
        return 0
    with override(LANGUAGE):
        told = _things(notices, places_of(user_id).facilities)
    notices_done(notices)
    if told:
        only = told[0] if len(told) == 1 else None
        person_mail("decisions", notices[0].user, {"told": told, "first": only})
    return len(told)


def _things(notices: Iterable[Notice], facilities: frozenset[int]) -> list[Told]:
    """What is still true and theirs, in the order in which it came."""
    known = list(notices)
    mine = Q(facility_id__in=facilities)
    reviews = Review.objects.filter(mine, pk__in=[row.review_id for row in known])
    goods = Suspension.objects.filter(
        mine, pk__in=[row.suspension_id for row in known], ended_at__isnull=True
    )
    by_review = {row.pk: row for row in reviews.select_related("facility")}
    by_suspension = {row.pk: row for row in goods.select_related("facility")}
    names = _names([*by_review.values(), *by_suspension.values()])
    points = _points(by_review)
    told = []
    for notice in known:
        review = by_review.get(notice.review_id or 0)
        suspension = by_suspension.get(notice.suspension_id or 0)
        if review is not None:
            told.append(_decided(review, names, points.get(review.pk, [])))
        elif suspension is not None:
            told.append(_suspended(suspension, names))
    return told


def _names(rows: Iterable[Review | Suspension]) -> dict[int, str]:
    keys = {row.listing_id for row in rows}
    return dict(CardRow.objects.filter(pk__in=keys).values_list("pk", "name"))


def _points(reviews: Mapping[int, Review]) -> dict[int, list[str]]:
    """What was said to single findings, each after what was found, by review. One statement."""
    found: dict[int, list[str]] = {}
    answers = ReviewAnswer.objects.filter(review__in=reviews)
    for review_id, code, note in answers.values_list("review_id", "code", "note"):
        findings = reviews[review_id].findings
        asked = next((row["said"] for row in findings if row["code"] == code), "")
        found.setdefault(review_id, []).append(f"{asked} {note}".strip())
    return found


def _decided(review: Review, names: dict[int, str], points: list[str]) -> Told:
    return Told(
        happened=review.state,
        goods=names.get(review.listing_id, ""),
        facility=review.facility.short_name,
        note=review.note,
        points=tuple(points),
        link=_link(review),
    )


def _suspended(suspension: Suspension, names: dict[int, str]) -> Told:
    return Told(
        happened="suspended",
        goods=names.get(suspension.listing_id, ""),
        facility=suspension.facility.short_name,
        note=suspension.reason or gettext("No reason was given."),
        points=(),
        link=_link(suspension),
    )


def _link(row: Review | Suspension) -> str:
    return at(reverse("staff:listing", args=[row.facility.slug, row.listing_id]))
