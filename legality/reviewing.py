"""What waits for the regional office, and one handing-in as an officer looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from catalog.dates import legal_today
from catalog.errors import NotAllowed, NotFound
from catalog.models import Listing
from catalog.policies.abilities import Act, can, facilities_where
from catalog.policies.scope import of_facilities_managed_by
from catalog.saleor_adapter.editing import product_sheet
from catalog.selectors.stall import values_of as as_edited
from catalog.types import Actor
from legality.handed_in import changes_between, digest_of, packed
from legality.models import RecipeHold, Review, ReviewState, Suspension
from legality.rules.verdict import evaluate
from legality.types import Change, PaperFact, Verdict
from legality.verdicts import facts_shown, findings_by_listing, rule_book_shown


@dataclass(frozen=True)
class Waiting:
    """One of the queue. blocking, warnings: how much the rules find today; photo_key: of the
    first picture, "" without one."""

    review_id: int
    listing_id: int
    facility_id: int
    facility_name: str
    name: str
    submitted_at: datetime
    blocking: int
    warnings: int
    photo_key: str


class Answer(NamedTuple):
    """What the office said to one finding."""

    code: str
    note: str


@dataclass(frozen=True)
class ReviewTold:
    """A review as people read it later. decided_at: None while it waits."""

    review_id: int
    state: ReviewState
    submitted_at: datetime
    submitted_name: str
    decided_at: datetime | None
    decided_name: str
    note: str
    findings: tuple[dict[str, Any], ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class ReviewShown:
    """A handing-in with all that is needed to decide on it.

    values: the listing now, `digest` of them to be handed over with the decision; changes: since
    the last approval, all None before when there was none (`has_approval`); edited: since it was
    handed in; verdict: on the day asked for; papers: all that cover the goods, of any state; hold:
    of a changed recipe; suspension: what keeps the goods off sale beside this; earlier: other
    reviews of the listing, the latest first; may_decide: whether this actor may.
    """

    review: Review
    listing: Listing
    values: dict[str, Any]
    digest: str
    changes: tuple[Change, ...]
    has_approval: bool
    edited: tuple[Change, ...]
    verdict: Verdict
    papers: tuple[PaperFact, ...]
    hold: RecipeHold | None
    suspension: Suspension | None
    earlier: tuple[ReviewTold, ...]
    may_decide: bool


def reviewed_by(actor: Actor) -> Q:
    """Rows with a facility of whose reviews the actor reads, as a filter: in which they decide, or
    as one of those who look at the whole shop."""
    decides = facilities_where(actor, Act.LISTING_REVIEW)
    looks = facilities_where(actor, Act.REFERENCE_SEE)
    return Q() if decides is None or looks is None else Q(facility_id__in=decides | looks)


def queue(*, actor: Actor, limit: int, before: int | None = None) -> tuple[Waiting, ...]:
    """The first `limit` of what waits for the actor, the oldest first; of a further page `before`
    is the last review of the one before. Four statements, eight when the rules are not kept."""
    rows = Review.objects.filter(reviewed_by(actor), state=ReviewState.WAITING)
    if before is not None:
        rows = rows.filter(pk__gt=before)
    shown = list(
        rows.order_by("pk").values_list(
            "pk", "listing_id", "facility_id", "facility__short_name", "listing__card__name",
            "submitted_at", "listing__card__photo_key",
        )[:limit]
    )  # fmt: skip
    found = findings_by_listing([row[1] for row in shown], on=legal_today()) if shown else {}
    return tuple(
        Waiting(
            *row[:6],
            blocking=sum(finding.blocking for finding in found[row[1]]),
            warnings=sum(not finding.blocking for finding in found[row[1]]),
            photo_key=row[6] or "",
        )
        for row in shown
    )


class Beside(NamedTuple):
    """Something of the queue, as it stands beside another."""

    review_id: int
    name: str
    facility_name: str
    submitted_at: datetime


def queue_around(*, actor: Actor, review_id: int, before: int, after: int) -> list[Beside]:
    """What waits for the actor next to one review, itself with it while it waits: so many that are
    older, so many that are younger. One statement."""
    rows = Review.objects.filter(reviewed_by(actor), state=ReviewState.WAITING).values_list(
        "pk", "listing__card__name", "facility__short_name", "submitted_at"
    )
    older = rows.filter(pk__lt=review_id).order_by("-pk")[:before]
    younger = rows.filter(pk__gte=review_id).order_by("pk")[: after + 1]
    return sorted(Beside(*row) for row in older.union(younger))


def waiting_count(*, actor: Actor) -> int:
    """How much waits for the actor. One statement."""
    return Review.objects.filter(reviewed_by(actor), state=ReviewState.WAITING).count()


def review_shown(*, actor: Actor, review_id: int, on: date) -> ReviewShown:
    """One review, decided or not. Four to six statements, four more when the rules are not kept.

    Raises NotFound (out of the actor's scope), NotAllowed for who neither reviews nor looks at the
    whole shop.
    """
    review = (
        Review.objects.filter(of_facilities_managed_by(actor), pk=review_id)
        .select_related("listing__facility", "listing__card", "listing__unit", "listing__brand")
        .annotate(held=_open_one(Suspension), recipe=_open_one(RecipeHold))
        .first()
    )
    if review is None:
        raise NotFound
    decides = can(actor, Act.LISTING_REVIEW, review.facility_id)
    if not (decides or can(actor, Act.REFERENCE_SEE, review.facility_id)):
        raise NotAllowed
    listing = review.listing
    sheet, photo = product_sheet(listing.product_id), listing.card.photo_key or ""
    values = packed(as_edited(listing, sheet), photo)
    facts = facts_shown(listing, sheet, int(bool(photo)))
    others = [row for row in _rows(listing.pk) if row.pk != review.pk]
    approved = next((row for row in others if _is_before(row, review)), None)
    return ReviewShown(
        review=review,
        listing=listing,
        values=values,
        digest=digest_of(values),
        changes=changes_between(approved.values if approved else {}, values),
        has_approval=approved is not None,
        edited=changes_between(review.values, values),
        verdict=evaluate(facts, rule_book_shown(), on),
        papers=facts.papers,
        hold=RecipeHold.objects.get(pk=review.recipe) if review.recipe else None,
        suspension=Suspension.objects.get(pk=review.held) if review.held else None,
        earlier=tuple(map(_told, others)),
        may_decide=decides and (actor.user_id is None or review.submitted_by_id != actor.user_id),
    )


def _open_one(model: Any) -> Subquery:
    """The key of what is not ended of a review's listing: mostly there is none to be read."""
    rows = model.objects.filter(listing_id=OuterRef("listing_id"), ended_at__isnull=True)
    return Subquery(rows.values("pk")[:1])


def _is_before(row: Review, review: Review) -> bool:
    return row.state == ReviewState.APPROVED and row.pk < review.pk


def reviews_of_listing(*, listing_id: int) -> tuple[ReviewTold, ...]:
    """All reviews of a listing, the latest first, with what was answered. One statement. Ask for
    the listing in the actor's scope first."""
    return tuple(map(_told, _rows(listing_id)))


def _rows(listing_id: int) -> Sequence[Any]:
    said = JSONObject(code=F("answers__code"), note=F("answers__note"))
    rows = Review.objects.filter(listing_id=listing_id).annotate(
        said=JSONBAgg(said, filter=Q(answers__isnull=False), order_by="answers__pk", default=[])
    )
    return list(rows.order_by("-pk"))


def _told(row: Any) -> ReviewTold:
    return ReviewTold(
        review_id=row.pk,
        state=ReviewState(row.state),
        submitted_at=row.submitted_at,
        submitted_name=row.submitted_name,
        decided_at=row.decided_at,
        decided_name=row.decided_name,
        note=row.note,
        findings=tuple(row.findings),
        answers=tuple(Answer(**one) for one in row.said),
    )
