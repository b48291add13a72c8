"""What the regional office says to goods that were handed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.announce import announce
from catalog.audit import audit
from catalog.dates import legal_today
from catalog.errors import Invalid, NotFound, WrongState
from catalog.models import Listing
from catalog.plain_text import plain
from catalog.policies.abilities import Act, require
from catalog.services.listings import listing_for_update, listing_send_back, listing_withdraw
from catalog.types import Actor, Clearance, ListingState
from legality.errors import DecidedMeanwhile, EditedMeanwhile, OwnReview, TakenBack
from legality.handed_in import changes_between, digest_of, values_of
from legality.models import Review, ReviewAnswer, ReviewState
from legality.services.publication import listing_release, rules_hold
from legality.verdicts import verdict_of

NOTE_MOST = 2000


@transaction.atomic
def review_approve(
    *, actor: Actor, review_id: int, digest: str, on: date, note: str = ""
) -> Clearance:
    """Put goods on sale that were handed in, as the rules judge them at this moment.

    digest: of the values that the officer saw (`legality.reviewing.review_shown`). Raises NotFound,
    NotAllowed, OwnReview, DecidedMeanwhile, TakenBack, EditedMeanwhile, Invalid (note);
    PublicationBlocked when rules block now: then nothing is decided.
    """
    rules_hold()
    review, listing = _for_decision(actor, review_id, digest, ReviewState.APPROVED)
    _decide(actor, review, ReviewState.APPROVED, _text("note", note), {})
    verdict = verdict_of(listing.pk, on=on)
    return listing_release(actor=actor, listing=listing, verdict=verdict, on=on)


@transaction.atomic
def review_send_back(
    *, actor: Actor, review_id: int, digest: str, note: str, answers: Mapping[str, str]
) -> None:
    """Ask the facility for changes: the goods are a draft again.

    answers: a note by the code of a finding, of those when it was handed in or now. Raises as
    `review_approve` does; Invalid without a word, and for an answer to nothing.
    """
    state = ReviewState.SENT_BACK
    _give_back(actor, review_id, digest, state=state, note=note, answers=answers)


@transaction.atomic
def review_refuse(
    *, actor: Actor, review_id: int, digest: str, note: str, answers: Mapping[str, str]
) -> None:
    """Say that these goods are not for this shop; as `review_send_back`, and a note is needed."""
    if not note.strip():
        raise Invalid(field="note", reason=gettext_noop("Say why."))
    state = ReviewState.REFUSED
    _give_back(actor, review_id, digest, state=state, note=note, answers=answers)


@transaction.atomic
def review_take_back(*, actor: Actor, listing_id: int) -> None:
    """Take goods back that wait for the office; the database closes their review with it.

    Raises NotFound, NotAllowed; WrongState when they do not wait any more.
    """
    listing = listing_for_update(actor=actor, listing_id=listing_id)
    require(actor, Act.LISTING_SUBMIT, listing.facility_id)
    if listing.state != ListingState.SUBMITTED:
        raise WrongState(current=listing.state, wanted=ListingState.DRAFT.value)
    listing_withdraw(actor=actor, listing_id=listing_id, reason="taken back")


def _for_decision(
    actor: Actor, review_id: int, digest: str, wanted: ReviewState
) -> tuple[Review, Listing]:
    """The review and its listing, both locked, if the actor may decide and saw what stands there.

    The listing is locked first, as by whoever hands in, takes back or edits.
    """
    rows = Review.objects.filter(pk=review_id)
    listing_id = rows.values_list("listing_id", flat=True).first()
    if listing_id is None:
        raise NotFound
    listing = listing_for_update(actor=actor, listing_id=listing_id)
    require(actor, Act.LISTING_REVIEW, listing.facility_id)
    review = rows.select_for_update(no_key=True).get()
    _waiting_require(review, wanted)
    if actor.user_id is not None and review.submitted_by_id == actor.user_id:
        raise OwnReview
    now = values_of(listing)
    if digest_of(now) != digest:
        raise EditedMeanwhile(changes_between(review.values, now))
    review.values, review.digest = now, digest
    return review, listing


def _waiting_require(review: Review, wanted: ReviewState) -> None:
    if review.state == ReviewState.TAKEN_BACK:
        raise TakenBack(current=review.state, wanted=wanted.value)
    if review.state != ReviewState.WAITING:
        raise DecidedMeanwhile(
            current=review.state, wanted=wanted.value, decided_name=review.decided_name
        )


def _give_back(
    actor: Actor,
    review_id: int,
    digest: str,
    *,
    state: ReviewState,
    note: str,
    answers: Mapping[str, str],
) -> None:
    review, listing = _for_decision(actor, review_id, digest, state)
    said = {code: _text("answers", text) for code, text in answers.items() if text.strip()}
    text = _text("note", note)
    if not text and not said:
        raise Invalid(field="note", reason=gettext_noop("Say what has to change."))
    _known_require(review, listing, said)
    _decide(actor, review, state, text, said)
    listing_send_back(actor=actor, listing_id=listing.pk, reason=state.value)


def _known_require(review: Review, listing: Listing, codes: Iterable[str]) -> None:
    known = {finding["code"] for finding in review.findings}
    if set(codes) <= known:
        return
    known |= {finding.code for finding in verdict_of(listing.pk, on=legal_today()).findings}
    if not set(codes) <= known:
        reason = gettext_noop("There is no such finding.")
        raise Invalid(field="answers", reason=reason)


def _text(field: str, text: str) -> str:
    """Raises Invalid."""
    clean = plain(text).strip()
    if len(clean) > NOTE_MOST:
        raise Invalid(field=field, reason=gettext_noop("This is too long."))
    return clean


def _decide(
    actor: Actor, review: Review, state: ReviewState, note: str, answers: Mapping[str, str]
) -> None:
    """Before the listing moves on: what leaves the office undecided is taken back."""
    review.state, review.note = state, note
    review.decided_at, review.decided_name = timezone.now(), actor.name
    review.decided_by_id = actor.user_id
    review.save()
    ReviewAnswer.objects.bulk_create(
        [ReviewAnswer(review=review, code=code, note=text) for code, text in answers.items()]
    )
    audit(actor, f"review.{state.value}", review, listing=review.listing_id)
    announce("legality.decision_mail", key=f"review-{review.pk}", review_id=review.pk)
