"""What waits for the regional office, and one handing-in as an officer looks at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import F, Q
from django.db.models.functions import JSONObject

from catalog.dates import legal_today
from catalog.errors import NotAllowed, NotFound
from catalog.models import Listing
from catalog.planned import planned_rows
from catalog.policies.abilities import Act, can, facilities_where
from catalog.policies.scope import can_see_of_facility
from catalog.saleor_adapter.editing import product_sheet
from catalog.selectors.stall import values_of as as_edited
from catalog.types import Actor, CardPhoto
from catalog.whole_rows import row_of
from legality.handed_in import changes_between, digest_of, packed
from legality.models import RecipeHold, Review, ReviewState, Suspension
from legality.rules.verdict import evaluate
from legality.types import Change, Finding, PaperFact, Verdict
from legality.verdicts import facts_shown, findings_by_listing, rule_book_shown


class Waiting(NamedTuple):
    """One of the queue. blocking, warnings: how much the rules find today; photo: the first
    picture."""

    review_id: int
    listing_id: int
    facility_id: int
    facility_name: str
    name: str
    submitted_at: datetime
    blocking: int
    warnings: int
    photo: CardPhoto | None


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


def _read_by(actor: Actor) -> frozenset[int] | None:
    """The facilities of whose reviews the actor reads, None for all: those in which they decide,
    or all of one of those who look at the whole shop."""
    decides = facilities_where(actor, Act.LISTING_REVIEW)
    looks = facilities_where(actor, Act.REFERENCE_SEE)
    return None if decides is None or looks is None else decides | looks


_WAITING = """FROM legality_review r JOIN catalog_facility f ON f.id = r.facility_id
JOIN catalog_card k ON k.listing_id = r.listing_id WHERE r.state = 'waiting' AND {scope}"""
_QUEUE = f"""SELECT r.id, r.listing_id, r.facility_id, f.short_name, k.name, r.submitted_at,
 k.photo_key, k.photo_width, k.photo_height, k.photo_alt, k.photo_widths
{_WAITING} AND r.id > %(before)s ORDER BY r.id LIMIT %(limit)s"""


def queue(*, actor: Actor, limit: int, before: int | None = None) -> tuple[Waiting, ...]:
    """The first `limit` of what waits for the actor, the oldest first; of a further page `before`
    is the last review of the one before. Four statements, eight when the rules are not kept."""
    shown = _asked(_QUEUE, actor, {"before": before or 0, "limit": limit})
    found = findings_by_listing([row[1] for row in shown], on=legal_today()) if shown else {}
    return tuple(_waiting(row, found[row[1]]) for row in shown)


def _waiting(row: Sequence[Any], findings: Sequence[Finding]) -> Waiting:
    blocking = sum(finding.blocking for finding in findings)
    photo = CardPhoto._make([*row[6:10], tuple(row[10])]) if row[6] else None
    return Waiting._make([*row[:6], blocking, len(findings) - blocking, photo])


def _asked(sql: str, actor: Actor, given: Mapping[str, Any]) -> list[Any]:
    """Rows of a statement with {scope} in it, of reviews `r` that the actor reads."""
    keys = _read_by(actor)
    scope = "true" if keys is None else "r.facility_id = ANY (%(scope)s::bigint[])"
    return planned_rows(sql.replace("{scope}", scope), {**given, "scope": sorted(keys or ())})


class Beside(NamedTuple):
    """Something of the queue, as it stands beside another."""

    review_id: int
    name: str
    facility_name: str
    submitted_at: datetime


_BESIDE = "SELECT r.id, k.name, f.short_name, r.submitted_at"
_AROUND = f"""({_BESIDE} {_WAITING} AND r.id < %(review)s ORDER BY r.id DESC LIMIT %(before)s)
UNION ALL ({_BESIDE} {_WAITING} AND r.id >= %(review)s ORDER BY r.id LIMIT %(after)s + 1)"""


def queue_around(*, actor: Actor, review_id: int, before: int, after: int) -> list[Beside]:
    """What waits for the actor next to one review, itself with it while it waits: so many that are
    older, so many that are younger. One statement."""
    given = {"review": review_id, "before": before, "after": after}
    return sorted(Beside._make(row) for row in _asked(_AROUND, actor, given))


def waiting_count(*, actor: Actor) -> int:
    """How much waits for the actor. One statement."""
    return int(_asked(f"SELECT count(*) {_WAITING}", actor, {})[0][0])


_WITH = ("listing", "listing__facility", "listing__unit", "listing__brand")
# the key of what is not ended of its listing: mostly there is none to be read
_OPEN = "(SELECT o.id FROM {table} o WHERE o.listing_id = t.listing_id AND o.ended_at IS NULL)"
_ALSO = (
    ("photo_key", "(SELECT k.photo_key FROM catalog_card k WHERE k.listing_id = t.listing_id)"),
    ("held", _OPEN.format(table="legality_suspension")),
    ("recipe", _OPEN.format(table="legality_recipehold")),
)


def review_shown(*, actor: Actor, review_id: int, on: date) -> ReviewShown:
    """One review, decided or not. Four to six statements, four more when the rules are not kept.

    Raises NotFound (out of the actor's scope), NotAllowed for who neither reviews nor looks at the
    whole shop.
    """
    review: Any = row_of(Review, _WITH, "t.id = %(id)s", {"id": review_id}, _ALSO)
    if review is None or not can_see_of_facility(actor, review):
        raise NotFound
    decides = can(actor, Act.LISTING_REVIEW, review.facility_id)
    if not (decides or can(actor, Act.REFERENCE_SEE, review.facility_id)):
        raise NotAllowed
    listing = review.listing
    sheet, photo = product_sheet(listing.product_id), review.photo_key or ""
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
