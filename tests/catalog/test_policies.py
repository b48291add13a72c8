"""Who may do what to which row: every rule as a question and as a query, for everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone

from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.models import Brand, Facility, Listing, Membership, StockMove
from catalog.policies.abilities import Act, can, can_everywhere, facilities_where
from catalog.policies.people import (
    can_manage_membership,
    can_see_membership,
    can_see_people,
    memberships_managed_by,
    memberships_seen_by,
    people_seen_by,
)
from catalog.policies.scope import (
    can_see_facility,
    can_see_listing,
    can_see_of_facility,
    facilities_managed_by,
    listings_managed_by,
    of_facilities_managed_by,
)
from catalog.services.listings import listing_close
from catalog.services.memberships import Post, membership_end, membership_give
from catalog.types import Actor, ListingState, Role
from storefront.access.models import ApiToken, Invitation
from tests.architecture.sample import sample_make
from tests.cast import Cast, actor_again, cast_make, person_make
from tests.making import SYSTEM, public_listing

pytestmark = pytest.mark.django_db

Query = Callable[[Actor], Q]
Question = Callable[[Actor, Any], bool]

# Who sees `here` and `elsewhere` from inside, and who may change goods there.
SEES = {
    "sari": (True, False),
    "budi": (False, True),
    "facility_head": (True, False),
    "regional_officer": (True, False),
    "regional_head": (True, False),
    "other_regional_officer": (False, True),
    "central_officer": (True, True),
    "auditor": (True, True),
    "board_editor": (False, False),
    "board_viewer": (False, False),
    "anonymous": (False, False),
}
KEEPS_THE_STALL = {
    "sari": (True, False),
    "budi": (False, True),
    "facility_head": (True, False),
    "central_officer": (True, True),
}


@pytest.fixture
def cast() -> Cast:
    return cast_make()


def membership_of(actor: Actor) -> Membership:
    return Membership.objects.get(user_id=actor.user_id or 0)


# Each noun: its rows, the query, the question.
NOUNS: tuple[tuple[Any, Query, Question], ...] = (
    (Facility, facilities_managed_by, can_see_facility),
    (Listing, listings_managed_by, can_see_listing),
    (Brand, of_facilities_managed_by, can_see_of_facility),
    (ApiToken, of_facilities_managed_by, can_see_of_facility),
    (StockMove, of_facilities_managed_by, can_see_of_facility),
    (Membership, memberships_managed_by, can_manage_membership),
    (Membership, memberships_seen_by, can_see_membership),
    (
        Invitation,
        people_seen_by,
        lambda actor, one: can_see_people(actor, one.facility_id, one.office_id, one.partner_id),
    ),
)


@pytest.mark.parametrize(("model", "query", "question"), NOUNS)
def test_the_question_and_the_query_agree_for_everybody_and_every_row(
    model: Any, query: Query, question: Question
) -> None:
    """Also for a key of each person, which may only see, and for one that may do nothing."""
    sample = sample_make()
    public_listing(sample.cast.elsewhere)
    Brand.objects.create(facility=sample.cast.elsewhere, slug="lain", name="Lain")
    for name, given in sample.people().items():
        for only in (None, frozenset({"facility.see"}), frozenset[str]()):
            actor = replace(given, only=only)
            rows = list(model.objects.all())
            assert len(rows) > 0
            found = set(model.objects.filter(query(actor)))
            assert found == {row for row in rows if question(actor, row)}, (name, only)
            if only == frozenset():
                assert all(getattr(row, "user_id", None) == actor.user_id for row in found), name


def test_who_sees_and_keeps_which_stall(cast: Cast) -> None:
    for name, actor in cast.everybody().items():
        seen = tuple(can_see_facility(actor, place) for place in (cast.here, cast.elsewhere))
        assert seen == SEES[name], name
        for act in (Act.LISTING_CREATE, Act.LISTING_CHANGE, Act.STOCK_CHANGE):
            kept = tuple(can(actor, act, place.pk) for place in (cast.here, cast.elsewhere))
            assert kept == KEEPS_THE_STALL.get(name, (False, False)), (name, act)
        assert can_everywhere(actor, Act.REFERENCE_CHANGE) is (name == "central_officer"), name


def test_a_token_may_only_what_it_names(cast: Cast) -> None:
    token = Actor("token", cast.sari.grants, only=frozenset({"facility.see", "stock.change"}))
    assert can(token, Act.STOCK_CHANGE, cast.here.pk)
    assert not can(token, Act.LISTING_CHANGE, cast.here.pk)
    assert facilities_where(token, Act.LISTING_CHANGE) == frozenset()


def test_outside_is_not_found_and_inside_without_the_ability_not_allowed(cast: Cast) -> None:
    listing = public_listing(cast.here)
    close = {"listing_id": listing.pk, "state": ListingState.SUSPENDED, "reason": "test"}
    for name in ("budi", "other_regional_officer", "board_editor", "anonymous"):
        with pytest.raises(NotFound):
            listing_close(actor=cast.everybody()[name], **close)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        listing_close(actor=cast.auditor, **close)  # type: ignore[arg-type]
    listing.refresh_from_db()
    assert listing.state == ListingState.PUBLISHED


# Who gives whom: the giver's name, the role, whether in `here` and whether in `elsewhere`.
GIVES = [
    ("facility_head", Role.FACILITY_OPERATOR, True, False),
    ("facility_head", Role.FACILITY_HEAD, False, False),
    ("sari", Role.FACILITY_OPERATOR, False, False),
    ("regional_officer", Role.FACILITY_OPERATOR, False, False),
    ("regional_head", Role.FACILITY_OPERATOR, True, False),
    ("regional_head", Role.FACILITY_HEAD, True, False),
    ("regional_head", Role.REGIONAL_OFFICER, True, False),
    ("regional_head", Role.REGIONAL_HEAD, False, False),
    ("central_officer", Role.REGIONAL_HEAD, True, True),
    ("central_officer", Role.FACILITY_OPERATOR, True, True),
    ("auditor", Role.FACILITY_OPERATOR, False, False),
    ("anonymous", Role.FACILITY_OPERATOR, False, False),
]


@pytest.mark.parametrize(("giver", "role", "here", "elsewhere"), GIVES)
def test_roles_are_given_by_those_above(
    cast: Cast, giver: str, role: Role, here: bool, elsewhere: bool
) -> None:
    for place, may in ((cast.here, here), (cast.elsewhere, elsewhere)):
        is_office = role in (Role.REGIONAL_OFFICER, Role.REGIONAL_HEAD)
        post = Post(role, office_id=place.office_id) if is_office else Post(role, place.pk)
        user = person_make()
        if may:
            membership_give(actor=cast.everybody()[giver], user_id=user.pk, post=post)
            assert [grant.role for grant in actor_again(user.pk).grants] == [role]
        else:
            with pytest.raises(NotAllowed):
                membership_give(actor=cast.everybody()[giver], user_id=user.pk, post=post)


def test_nobody_gives_themselves_a_higher_role(cast: Cast) -> None:
    for name, actor in cast.everybody().items():
        if actor.user_id is None or name == "central_officer":
            continue
        with pytest.raises(NotAllowed):
            membership_give(actor=actor, user_id=actor.user_id, post=Post(Role.CENTRAL_OFFICER))


def test_an_ended_membership_is_over_at_once_and_twice_is_once(cast: Cast) -> None:
    membership = membership_of(cast.sari)
    membership_end(actor=cast.facility_head, membership_id=membership.pk)
    assert actor_again(cast.sari.user_id or 0).grants == ()
    ended = Membership.objects.get(pk=membership.pk).ends_at
    membership_end(actor=cast.regional_head, membership_id=membership.pk)
    membership.refresh_from_db()
    assert membership.ends_at == ended
    assert membership.ended_by_id == cast.facility_head.user_id


def test_a_membership_of_others_is_not_found_and_a_colleagues_not_allowed(cast: Cast) -> None:
    membership = membership_of(cast.facility_head)
    with pytest.raises(NotFound):
        membership_end(actor=cast.budi, membership_id=membership.pk)
    with pytest.raises(NotAllowed):
        membership_end(actor=cast.regional_officer, membership_id=membership.pk)


def test_memberships_hold_from_their_beginning_to_their_end(cast: Cast) -> None:
    now = timezone.now()
    user = person_make()
    post = Post(Role.FACILITY_OPERATOR, facility_id=cast.here.pk)
    begins, ends = now + timedelta(days=1), now + timedelta(days=2)
    membership_give(actor=SYSTEM, user_id=user.pk, post=post, begins_at=begins, ends_at=ends)
    assert actor_again(user.pk).grants == ()
    membership_give(actor=SYSTEM, user_id=user.pk, post=post, ends_at=begins)
    assert len(actor_again(user.pk).grants) == 1
    with pytest.raises(Invalid):
        membership_give(actor=SYSTEM, user_id=user.pk, post=post, begins_at=begins)
    with pytest.raises(Invalid):
        membership_give(actor=SYSTEM, user_id=user.pk, post=post, begins_at=ends, ends_at=begins)


def test_several_memberships_add_up_each_in_its_own_place(cast: Cast) -> None:
    user_id = cast.sari.user_id or 0
    office = Post(Role.REGIONAL_OFFICER, office_id=cast.elsewhere.office_id)
    membership_give(
        actor=SYSTEM,
        user_id=user_id,
        post=office,
    )
    both = actor_again(user_id)
    assert can(both, Act.STOCK_CHANGE, cast.here.pk)
    assert can_see_facility(both, cast.elsewhere)
    assert not can(both, Act.STOCK_CHANGE, cast.elsewhere.pk)


def test_a_closed_account_holds_nothing(cast: Cast) -> None:
    get_user_model().objects.filter(pk=cast.sari.user_id).update(is_active=False)
    assert actor_again(cast.sari.user_id or 0).grants == ()


@pytest.mark.parametrize("role", [Role.FACILITY_HEAD, Role.REGIONAL_HEAD, Role.BOARD_EDITOR])
def test_a_role_without_its_place_is_refused(role: Role) -> None:
    with pytest.raises(Invalid):
        Post(role)


def test_a_visitor_is_nobody() -> None:
    assert Actor.anonymous().role is Role.ANONYMOUS
    assert Actor.system("x").role is Role.SYSTEM
