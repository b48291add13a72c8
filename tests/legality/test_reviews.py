"""Handing in, and what the regional office says to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.dates import legal_today
from catalog.errors import Invalid, NotAllowed, NotFound, WrongState
from catalog.kept import forget_all
from catalog.models import CardRow, Listing, OutboxRow, RegionalOffice
from catalog.selectors.stall import values_of
from catalog.services.listings import listing_withdraw
from catalog.services.memberships import Post, membership_give
from catalog.types import Actor, ListingState, Role
from legality.errors import (
    DecidedMeanwhile,
    EditedMeanwhile,
    OwnReview,
    PublicationBlocked,
    TakenBack,
)
from legality.handed_in import PHOTO, digest_of
from legality.handed_in import values_of as handed_in
from legality.models import CertificateState, Review, ReviewState
from legality.reviewing import queue, review_shown, reviews_of_listing, waiting_count
from legality.services.editing import listing_edit
from legality.services.offices import office_publishing_set
from legality.services.publication import listing_submit
from legality.services.reviews import (
    review_approve,
    review_refuse,
    review_send_back,
    review_take_back,
)
from legality.services.suspensions import listing_suspend
from tests.cast import Cast, actor_again, cast_make
from tests.conftest import serving_role
from tests.making import (
    SYSTEM,
    paper_make,
    photo_give,
    public_listing,
    ready_listing,
    rule_make,
    waiting_review,
)

pytestmark = pytest.mark.django_db

TODAY = legal_today()


@pytest.fixture
def cast() -> Cast:
    forget_all()  # the rules of the test before
    return cast_make()


def state_of(listing: Listing) -> str:
    return Listing.objects.get(pk=listing.pk).state


def edit(actor: Actor, listing: Listing, **changes: Any) -> None:
    seen = values_of(Listing.objects.get(pk=listing.pk))
    wanted = replace(seen, **changes)
    listing_edit(actor=actor, listing_id=listing.pk, wanted=wanted, seen=seen, on=TODAY)


def approve(actor: Actor, review: Review, digest: str = "") -> None:
    review_approve(actor=actor, review_id=review.pk, digest=digest or review.digest, on=TODAY)


def let_publish(cast: Cast, lets: bool = True) -> None:
    RegionalOffice.objects.filter(pk=cast.here.office_id).update(lets_publish=lets)


def test_what_a_facility_hands_in_waits_for_the_office_and_nobody_buys_it(cast: Cast) -> None:
    listing = ready_listing(cast.here)
    review = waiting_review(cast.sari, listing)
    assert state_of(listing) == ListingState.SUBMITTED
    assert not CardRow.objects.get(pk=listing.pk).is_open
    assert (review.submitted_by_id, review.state) == (cast.sari.user_id, ReviewState.WAITING)
    assert review.values == handed_in(listing) and review.digest == digest_of(review.values)
    with pytest.raises(WrongState):
        listing_submit(actor=cast.sari, listing_id=listing.pk, on=TODAY)
    assert Review.objects.count() == 1


def test_the_shop_itself_publishes_at_once(cast: Cast) -> None:
    done = listing_submit(actor=SYSTEM, listing_id=ready_listing(cast.here).pk, on=TODAY)
    assert done.clearance is not None and not Review.objects.exists()


@pytest.mark.parametrize(
    ("lets", "rule", "at_once"),
    [(True, None, True), (False, None, False), (True, "required", False), (True, "advised", True)],
)
def test_at_once_goes_what_needs_no_paper_where_the_office_lets_it(
    cast: Cast, lets: bool, rule: str | None, at_once: bool
) -> None:
    let_publish(cast, lets)
    listing = ready_listing(cast.here)
    if rule:
        rule_make("pirt", need=rule)
        paper_make(listing)
    done = listing_submit(actor=cast.sari, listing_id=listing.pk, on=TODAY)
    assert (done.clearance is not None, done.review_id is None) == (at_once, at_once)
    assert state_of(listing) == ("published" if at_once else "submitted")


def test_a_required_paper_of_an_unsure_rule_still_sends_it_to_the_office(cast: Cast) -> None:
    let_publish(cast)
    rule_make("pirt", certainty="U")
    assert waiting_review(cast.sari, ready_listing(cast.here)).findings[0]["blocking"] is False


def test_another_offices_permission_is_nobody_elses(cast: Cast) -> None:
    RegionalOffice.objects.exclude(pk=cast.here.office_id).update(lets_publish=True)
    waiting_review(cast.sari, ready_listing(cast.here))


def test_what_the_facility_has_to_settle_blocks_and_what_the_office_has_to_waits(
    cast: Cast,
) -> None:
    rule_make("pirt", code="perlu_pirt")
    listing = ready_listing(cast.here)
    with pytest.raises(PublicationBlocked):
        listing_submit(actor=cast.sari, listing_id=listing.pk, on=TODAY)
    assert state_of(listing) == ListingState.DRAFT
    paper = paper_make(listing, state=CertificateState.UNVERIFIED)
    with pytest.raises(PublicationBlocked):
        listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    review = waiting_review(cast.sari, listing)
    assert review.findings[0]["code"] == "perlu_pirt"
    with pytest.raises(PublicationBlocked):
        approve(cast.regional_officer, review)
    review.refresh_from_db()
    assert (review.state, state_of(listing)) == (ReviewState.WAITING, ListingState.SUBMITTED)
    paper.state, paper.verified_on = CertificateState.VERIFIED, TODAY
    paper.save()
    approve(cast.regional_officer, review)
    assert state_of(listing) == ListingState.PUBLISHED


def test_an_officer_approves_and_the_facility_is_told(cast: Cast) -> None:
    listing = ready_listing(cast.here)
    review = waiting_review(cast.sari, listing)
    with serving_role(cast.regional_officer):
        clearance = review_approve(
            actor=cast.regional_officer, review_id=review.pk, digest=review.digest, on=TODAY,
            note="Bagus.",
        )  # fmt: skip
    assert clearance.listing_id == listing.pk
    assert CardRow.objects.get(pk=listing.pk).is_open
    (told,) = reviews_of_listing(listing_id=listing.pk)
    assert (told.state, told.note) == (ReviewState.APPROVED, "Bagus.")
    assert told.decided_name == cast.regional_officer.name
    row = OutboxRow.objects.get(task="legality.decision_mail")
    assert row.arguments == {"review_id": review.pk}


def test_it_is_sent_back_with_an_answer_to_each_finding(cast: Cast) -> None:
    rule_make("pirt", code="perlu_pirt", certainty="U")
    listing = ready_listing(cast.here)
    review = waiting_review(cast.sari, listing)
    given: dict[str, Any] = {"review_id": review.pk, "digest": review.digest, "note": ""}
    for wrong in ({}, {"perlu_pirt": "  "}, {"lain": "x"}, {"perlu_pirt": "x" * 2001}):
        with pytest.raises(Invalid):
            review_send_back(actor=cast.regional_officer, answers=wrong, **given)
    with serving_role(cast.regional_officer):
        review_send_back(
            actor=cast.regional_officer, answers={"perlu_pirt": "Unggah suratnya."}, **given
        )
    assert state_of(listing) == ListingState.DRAFT
    (told,) = reviews_of_listing(listing_id=listing.pk)
    assert told.state == ReviewState.SENT_BACK
    assert told.answers == (("perlu_pirt", "Unggah suratnya."),)
    again = waiting_review(cast.sari, listing)
    assert again.pk != review.pk
    shown = review_shown(actor=cast.regional_officer, review_id=again.pk, on=TODAY)
    assert [one.review_id for one in shown.earlier] == [review.pk]


def test_a_refusal_says_why(cast: Cast) -> None:
    listing = ready_listing(cast.here)
    review = waiting_review(cast.sari, listing)
    given: dict[str, Any] = {"review_id": review.pk, "digest": review.digest, "answers": {}}
    with pytest.raises(Invalid):
        review_refuse(actor=cast.regional_officer, note=" ", **given)
    review_refuse(actor=cast.regional_officer, note="Bukan barang untuk toko ini.", **given)
    review.refresh_from_db()
    assert (review.state, state_of(listing)) == (ReviewState.REFUSED, ListingState.DRAFT)


@pytest.mark.parametrize("act", [review_take_back, listing_withdraw])
def test_the_facility_takes_it_back_and_nothing_is_left_to_decide(cast: Cast, act: Any) -> None:
    listing = ready_listing(cast.here)
    review = waiting_review(cast.sari, listing)
    with serving_role(cast.sari):
        act(actor=cast.sari, listing_id=listing.pk)
    review.refresh_from_db()
    assert (review.state, state_of(listing)) == (ReviewState.TAKEN_BACK, ListingState.DRAFT)
    assert review.decided_at is not None and review.decided_by_id is None
    with pytest.raises(TakenBack):
        approve(cast.regional_officer, review)
    assert queue(actor=cast.regional_officer, limit=9) == ()
    with pytest.raises(WrongState):
        review_take_back(actor=cast.sari, listing_id=listing.pk)


def test_who_handed_in_does_not_decide(cast: Cast) -> None:
    post = Post(Role.REGIONAL_OFFICER, office_id=cast.here.office_id)
    membership_give(actor=SYSTEM, user_id=cast.sari.user_id or 0, post=post)
    both = actor_again(cast.sari.user_id or 0, cast.sari.name)
    review = waiting_review(both, ready_listing(cast.here))
    with pytest.raises(OwnReview):
        approve(both, review)
    assert not review_shown(actor=both, review_id=review.pk, on=TODAY).may_decide
    approve(cast.regional_head, review)


def test_nobody_decides_on_values_that_they_did_not_see(cast: Cast) -> None:
    listing = ready_listing(cast.here)
    review = waiting_review(cast.sari, listing)
    edit(cast.sari, listing, size="12 cm")
    decisions: tuple[Any, ...] = (
        lambda: approve(cast.regional_officer, review),
        lambda: review_refuse(
            actor=cast.regional_officer, review_id=review.pk, digest=review.digest, note="x",
            answers={},
        ),
    )  # fmt: skip
    for decide in decisions:
        with pytest.raises(EditedMeanwhile) as refused:
            decide()
        assert refused.value.changes == (("size", "", "12 cm"),)
    assert state_of(listing) == ListingState.SUBMITTED
    shown = review_shown(actor=cast.regional_officer, review_id=review.pk, on=TODAY)
    assert shown.edited == refused.value.changes
    approve(cast.regional_officer, review, shown.digest)
    review.refresh_from_db()
    assert review.values["size"] == "12 cm" and review.digest == shown.digest


def test_another_first_picture_is_another_listing(cast: Cast) -> None:
    listing = ready_listing(cast.here)
    review = waiting_review(cast.sari, listing)
    photo_give(listing, "#112233")
    with pytest.raises(EditedMeanwhile) as refused:
        approve(cast.regional_officer, review)
    assert [change.field for change in refused.value.changes] == [PHOTO]


def test_what_changed_since_the_last_approval_is_shown(cast: Cast) -> None:
    listing = ready_listing(cast.here)
    first = waiting_review(cast.sari, listing)
    shown = review_shown(actor=cast.regional_officer, review_id=first.pk, on=TODAY)
    assert not shown.has_approval
    assert {change.before for change in shown.changes} == {None}
    approve(cast.regional_officer, first)
    listing_withdraw(actor=cast.sari, listing_id=listing.pk)
    edit(cast.sari, listing, name="Bawang goreng pedas", care="Tutup rapat.")
    second = waiting_review(cast.sari, listing)
    shown = review_shown(actor=cast.regional_officer, review_id=second.pk, on=TODAY)
    assert shown.has_approval and shown.edited == ()
    assert set(shown.changes) == {
        ("name", "Bawang goreng", "Bawang goreng pedas"),
        ("care", "", "Tutup rapat."),
    }


def test_a_second_officer_is_told_who_was_quicker(cast: Cast) -> None:
    review = waiting_review(cast.sari, ready_listing(cast.here))
    approve(cast.regional_officer, review)
    with pytest.raises(DecidedMeanwhile) as refused:
        review_refuse(
            actor=cast.regional_head, review_id=review.pk, digest=review.digest, note="x",
            answers={},
        )  # fmt: skip
    assert cast.regional_officer.name in refused.value.sentence
    review.refresh_from_db()
    assert review.state == ReviewState.APPROVED


def test_the_queue_is_the_offices_own_the_oldest_first(cast: Cast) -> None:
    rule_make("pirt", certainty="U")
    mine = [waiting_review(cast.sari, ready_listing(cast.here)) for _n in range(3)]
    waiting_review(cast.budi, ready_listing(cast.elsewhere))
    found = queue(actor=cast.regional_officer, limit=2)
    assert [one.review_id for one in found] == [mine[0].pk, mine[1].pk]
    assert (found[0].blocking, found[0].warnings) == (0, 1)
    assert (found[0].name, found[0].facility_id) == ("Bawang goreng", cast.here.pk)
    more = queue(actor=cast.regional_officer, limit=2, before=mine[1].pk)
    assert [one.review_id for one in more] == [mine[2].pk]
    assert len(queue(actor=cast.central_officer, limit=9)) == 4
    assert waiting_count(actor=cast.regional_officer) == 3
    assert len(queue(actor=cast.auditor, limit=9)) == 4  # looks, and decides on nothing
    for nobody in (cast.sari, cast.board_viewer, cast.anonymous):
        assert queue(actor=nobody, limit=9) == ()


def test_a_review_is_shown_to_who_decides_on_it_alone(cast: Cast) -> None:
    review = waiting_review(cast.sari, ready_listing(cast.here))
    for outside in (cast.budi, cast.other_regional_officer, cast.anonymous):
        with pytest.raises(NotFound):
            review_shown(actor=outside, review_id=review.pk, on=TODAY)
    with pytest.raises(NotAllowed):
        review_shown(actor=cast.sari, review_id=review.pk, on=TODAY)
    assert not review_shown(actor=cast.auditor, review_id=review.pk, on=TODAY).may_decide
    for looking in (cast.facility_head, cast.auditor):
        with pytest.raises(NotAllowed):
            approve(looking, review)


def test_pages_of_reviews_cost_few_statements_however_much_waits(cast: Cast) -> None:
    rule_make("pirt", certainty="U")
    reviews = [waiting_review(cast.sari, ready_listing(cast.here)) for _n in range(4)]
    review_shown(actor=cast.regional_officer, review_id=reviews[0].pk, on=TODAY)  # rules are kept
    with CaptureQueriesContext(connection) as statements:
        assert len(queue(actor=cast.regional_officer, limit=20)) == 4
    assert len(statements) <= 8
    with CaptureQueriesContext(connection) as statements:
        review_shown(actor=cast.regional_officer, review_id=reviews[0].pk, on=TODAY)
    assert len(statements) <= 8


def test_an_officers_suspension_is_not_passed_by_handing_in(cast: Cast) -> None:
    let_publish(cast)
    listing = ready_listing(cast.here)
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    listing_suspend(actor=cast.regional_officer, listing_id=listing.pk, reason="Cek dulu.")
    review = waiting_review(cast.sari, listing)
    review_take_back(actor=cast.sari, listing_id=listing.pk)
    review = waiting_review(cast.sari, listing)
    approve(cast.regional_officer, review)
    assert state_of(listing) == ListingState.PUBLISHED


def test_heads_of_the_office_and_the_centre_say_what_facilities_publish_at_once(
    cast: Cast,
) -> None:
    office = cast.here.office_id
    for actor in (cast.regional_head, cast.central_officer):
        for lets in (True, False):
            with serving_role(actor):
                office_publishing_set(actor=actor, office_id=office, lets_publish=lets)
            assert RegionalOffice.objects.get(pk=office).lets_publish is lets
    for refused in (cast.regional_officer, cast.auditor):
        with pytest.raises(NotAllowed):
            office_publishing_set(actor=refused, office_id=office, lets_publish=True)
    for outside in (cast.sari, cast.other_regional_officer, cast.anonymous):
        with pytest.raises(NotFound):
            office_publishing_set(actor=outside, office_id=office, lets_publish=True)


def test_what_does_not_wait_is_not_taken_back(cast: Cast) -> None:
    listing = public_listing(cast.here)
    with pytest.raises(WrongState):
        review_take_back(actor=cast.sari, listing_id=listing.pk)
    assert state_of(listing) == ListingState.PUBLISHED
