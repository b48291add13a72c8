"""Sketches below the pages: their author's alone, also for a statement that forgot to ask."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.models import Sketch
from catalog.selectors.stall import sketch_of, sketches_of
from catalog.services.sketches import sketch_save, sketch_send
from catalog.types import Actor
from tests.cast import Cast, cast_make
from tests.conftest import serving_role
from tests.making import SYSTEM, draft_listing

pytestmark = pytest.mark.django_db

TYPED = {"typed": {"name": "Keripik"}}


@pytest.fixture
def cast() -> Cast:
    return cast_make()


def test_an_unscoped_statement_sees_ones_own_sketches_alone(cast: Cast) -> None:
    with serving_role(cast.sari):
        sketch_save(actor=cast.sari, facility_id=cast.here.pk, key=uuid.uuid4(), data=TYPED)
        assert Sketch.objects.count() == 1
    for actor in (cast.facility_head, cast.central_officer, cast.auditor, SYSTEM):
        with serving_role(actor):
            assert Sketch.objects.count() == 0
            assert Sketch.objects.update(data={}) == 0


def test_nobody_writes_a_sketch_for_somebody_else(cast: Cast) -> None:
    with (
        serving_role(cast.facility_head),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Sketch.objects.create(facility=cast.here, user_id=cast.sari.user_id or 0)


def test_scope_comes_before_ability(cast: Cast) -> None:
    for actor, error in (
        (cast.budi, NotFound),
        (Actor.anonymous(), NotFound),
        (cast.auditor, NotAllowed),
        (cast.regional_head, NotAllowed),
    ):
        with pytest.raises(error):
            sketch_save(actor=actor, facility_id=cast.here.pk, key=uuid.uuid4(), data=TYPED)


def test_a_form_does_what_it_is_for_once(cast: Cast) -> None:
    listing = draft_listing(cast.here)
    key, done = uuid.uuid4(), []

    def act() -> tuple[int, dict[str, Any]]:
        done.append(1)
        return int(listing.pk), TYPED

    answers = [
        sketch_send(actor=cast.sari, facility_id=cast.here.pk, key=key, act=act)
        for _time in range(3)
    ]
    assert [one.is_new for one in answers] == [True, False, False]
    assert {one.listing_id for one in answers} == {listing.pk}
    assert answers[-1].sketch.data == TYPED
    assert len(done) == 1
    assert sketches_of(actor=cast.sari, facility_id=cast.here.pk) == []


def test_what_fails_leaves_nothing_done(cast: Cast) -> None:
    key = uuid.uuid4()

    def refuse() -> tuple[int, dict[str, Any]]:
        raise Invalid(field="name", reason="x")

    with pytest.raises(Invalid):
        sketch_send(actor=cast.sari, facility_id=cast.here.pk, key=key, act=refuse)
    with pytest.raises(NotFound):
        sketch_of(actor=cast.sari, key=key, facility_id=cast.here.pk)
