"""Every mutation by every persona, in one's own facility and in another: a mutation without a row
here fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from catalog.models import AuditEntry, Listing, StockMove
from storefront.graphql.schema import BUYERS, schema
from tests.cast import Cast, cast_make
from tests.conftest import serving_role
from tests.making import draft_listing, photo_give, public_listing
from tests.storefront.graphql.own import ALL, MUTATIONS, Mutation, key_give, said, token_row

pytestmark = pytest.mark.django_db

DONE, NOT_ALLOWED, NOT_FOUND, NO_KEY = "done", "NOT_ALLOWED", "NOT_FOUND", "401"
OF_THE_OFFICE = ("productReview", "recipeConfirm", "certificateRevoke")
_EVERYTHING = {one.name: DONE for one in MUTATIONS}
_OWN = {one.name: NOT_ALLOWED if one.name in OF_THE_OFFICE else DONE for one in MUTATIONS}
_NOTHING = {one.name: NOT_ALLOWED for one in MUTATIONS}
_NOBODY = {one.name: NO_KEY for one in MUTATIONS}
# What comes of it in the facility of the key, by the role that its maker has at that moment.
PERSONAS: dict[str, dict[str, str]] = {
    "sari": _OWN,
    "facility_head": _OWN,
    "central_officer": _EVERYTHING,
    "regional_officer": {**_NOTHING, "productArchive": DONE, **dict.fromkeys(OF_THE_OFFICE, DONE)},
    "regional_head": {**_NOTHING, "productArchive": DONE, **dict.fromkeys(OF_THE_OFFICE, DONE)},
    "auditor": _NOTHING,
    "budi": _NOBODY,  # nothing to do with the facility
    "other_regional_officer": _NOBODY,
    "board_editor": _NOBODY,
    "board_viewer": _NOBODY,
}


def test_every_mutation_has_a_row(counted: Callable[[str], None]) -> None:
    fields = set(schema.get_mutation_type().fields)
    assert {one.name for one in MUTATIONS} == fields - BUYERS  # of those, test_buyers_table
    rows = len(MUTATIONS) * (len(PERSONAS) * 2 + 6)
    counted(f"{len(MUTATIONS)} mutations: {rows} rows")


def aim(mutation: Mutation, cast: Cast, *, elsewhere: bool = False) -> Listing:
    """A listing that the mutation can be tried on."""
    facility = cast.elsewhere if elsewhere else cast.here
    if mutation.is_public:
        return public_listing(facility)
    listing = draft_listing(facility)
    photo_give(listing)
    return listing


def outcome(mutation: Mutation, secret: str | None, given: dict[str, Any]) -> str:
    """What came of it."""
    answer = said(secret, mutation.document, **given)
    if answer.status == 401:
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.content.get("data") is None
        return NO_KEY
    assert answer.status == 200 and "errors" not in answer.content, answer.content
    codes = answer.codes(mutation.name)
    assert len(codes) <= 1
    return codes[0] if codes else DONE


def state() -> tuple[Any, ...]:
    """What an act would leave behind."""
    listings = Listing.objects.order_by("pk").values_list("pk", "state", "slug")
    return (*listings, AuditEntry.objects.count(), StockMove.objects.count())


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.name)
def test_in_the_facility_of_the_key(mutation: Mutation, persona: str) -> None:
    cast = cast_make()
    given = mutation.given(aim(mutation, cast))
    secret = key_give(cast.everybody()[persona], cast.here)
    before = state()
    wanted = PERSONAS[persona][mutation.name]
    with serving_role():
        assert outcome(mutation, secret, given) == wanted
    assert (state() != before) is (wanted == DONE)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.name)
def test_a_name_for_the_act_changes_nothing_for_who_only_looks(mutation: Mutation) -> None:
    cast = cast_make()
    given = {**mutation.given(aim(mutation, cast)), "key": "once"}
    with serving_role():
        assert outcome(mutation, key_give(cast.auditor, cast.here), given) == NOT_ALLOWED


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.name)
def test_in_another_facility(mutation: Mutation, persona: str) -> None:
    cast = cast_make()
    given = mutation.given(aim(mutation, cast, elsewhere=True))
    secret = key_give(cast.everybody()[persona], cast.here)
    before = state()
    wanted = NO_KEY if PERSONAS[persona] is _NOBODY else NOT_FOUND
    assert outcome(mutation, secret, given) == wanted
    assert state() == before


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.name)
def test_the_scopes_of_a_key(mutation: Mutation) -> None:
    cast = cast_make()
    others = [act for act in ALL if act != mutation.act]
    maker = cast.everybody()[mutation.maker]
    without = key_give(maker, cast.here, *others)
    alone = key_give(maker, cast.here, mutation.act)
    given = mutation.given(aim(mutation, cast))
    assert outcome(mutation, without, given) == NOT_ALLOWED
    assert outcome(mutation, alone, given) == DONE


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.name)
def test_keys_that_do_not_hold(mutation: Mutation) -> None:
    cast = cast_make()
    given = mutation.given(aim(mutation, cast))
    maker = cast.everybody()[mutation.maker]
    revoked, over = (key_give(maker, cast.here) for _each in range(2))
    now = timezone.now()
    for secret, change in ((revoked, {"revoked_at": now}), (over, {"expires_at": now})):
        row = token_row(secret)
        for name, value in change.items():
            setattr(row, name, value - timedelta(seconds=1))
        row.save()
    before = state()
    for sent in (None, revoked, over, "lapak_" + "x" * 43):
        assert outcome(mutation, sent, given) == NO_KEY
    assert state() == before


def test_the_table_would_notice_a_mutation_that_does_nothing() -> None:
    cast = cast_make()
    harmless = replace(MUTATIONS[1], given=lambda one: {**MUTATIONS[1].given(one), "input": {}})
    before = state()
    secret = key_give(cast.sari, cast.here)
    listing = draft_listing(cast.here)
    before = state()
    assert outcome(harmless, secret, harmless.given(listing)) == DONE
    assert state() == before
