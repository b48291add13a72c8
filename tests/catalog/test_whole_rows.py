"""A row with those that it belongs to is what the ORM would give."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from catalog.models import Facility, Listing
from catalog.selectors.stall import WITH_PLACE
from catalog.whole_rows import row_of
from legality.models import Certificate
from tests.making import facility_make, paper_make, public_listing

pytestmark = pytest.mark.django_db
_OF_FACILITY = ("regency", "regency__province", "office")
_OF_PAPER = ("kind", *WITH_PLACE)


@pytest.fixture
def shop() -> None:
    """A facility's goods with a paper."""
    listing = public_listing(facility_make())
    paper_make(listing)


def values(row: models.Model) -> dict[str, Any]:
    """All that a row holds."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def followed(row: Any, path: str) -> Any:
    """What a path of foreign keys leads to."""
    for name in path.split("__"):
        row = getattr(row, name)
    return row


@pytest.mark.parametrize(
    ("model", "related"),
    [(Facility, _OF_FACILITY), (Listing, WITH_PLACE), (Certificate, _OF_PAPER)],
)
def test_a_row_is_as_the_orm_gives_it(
    shop: None, model: type[models.Model], related: tuple[str, ...]
) -> None:
    wanted = model._default_manager.select_related(*related).first()
    assert wanted is not None
    found = row_of(model, related, "t.id = %(id)s", {"id": wanted.pk})
    assert found is not None and values(found) == values(wanted)
    assert not found._state.adding and found._state.db == connection.alias
    with CaptureQueriesContext(connection) as seen:
        for path in related:
            assert values(followed(found, path)) == values(followed(wanted, path))
    assert not seen.captured_queries


def test_nothing_is_found_for_what_there_is_not(shop: None) -> None:
    for key in (0, -1, 2**63, 10**30):
        assert row_of(Facility, _OF_FACILITY, "t.id = %(id)s", {"id": key}) is None
