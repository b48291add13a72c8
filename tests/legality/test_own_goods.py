"""A paper counts for goods of the facility that holds it, whatever somebody had it cover.

Nobody but the centre, or who writes past the services, can make such a cover.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from catalog.models import Brand, Listing
from legality.models import Certificate, CertificateCover
from tests.cast import Cast, cast_make
from tests.conftest import serving_role
from tests.legality.shown import EVERYWHERE, TODAY, proofs_now, shown_where
from tests.making import facility_make, paper_make, public_listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_make()


@pytest.mark.parametrize("cover", ["listing", "brand"])
def test_another_facilitys_paper_is_shown_nowhere(cast: Cast, client: Client, cover: str) -> None:
    listing = public_listing(cast.here)
    brand = Brand.objects.create(facility=cast.here, slug="merek-o", name="O")
    Listing.objects.filter(pk=listing.pk).update(brand=brand)
    covered: dict[str, Any] = {"listing": listing} if cover == "listing" else {"brand": brand}
    strange = paper_make(public_listing(cast.elsewhere), code="halal")
    CertificateCover.objects.create(certificate=strange, **covered)
    with serving_role(cast.anonymous):
        assert shown_where(listing, strange, client) == set()
    own = paper_make(public_listing(cast.here), code="merek")
    CertificateCover.objects.create(certificate=own, **covered)
    with serving_role(cast.anonymous):
        assert shown_where(listing, own, client) == EVERYWHERE


def test_what_a_paper_is_for_names_nothing_of_another_facility() -> None:
    paper = paper_make(public_listing(), number="CONTOH-1")
    other = facility_make()
    brand = Brand.objects.create(facility=other, slug="merek-o", name="O")
    CertificateCover.objects.create(certificate=paper, brand=brand)
    CertificateCover.objects.create(certificate=paper, facility=other)
    (proof,) = proofs_now(paper)
    assert (proof.brands, proof.covers_place) == ((), False)


@pytest.mark.parametrize("moved", ["paper", "goods"])
def test_cards_follow_a_paper_and_goods_that_change_hands(
    cast: Cast, client: Client, moved: str
) -> None:
    listing = public_listing(cast.here)
    paper = paper_make(listing, code="halal")
    assert {"card", "filter"} <= shown_where(listing, paper, client)
    model = Certificate if moved == "paper" else Listing
    row = paper if moved == "paper" else listing
    for holder, is_shown in ((cast.elsewhere, False), (cast.here, True)):
        model.objects.filter(pk=row.pk).update(facility=holder)
        listing.refresh_from_db()
        found = shown_where(listing, paper, client) & {"card", "filter", "proof", "selector"}
        assert bool(found) is is_shown


def test_a_paper_that_begins_today_is_put_on_no_strange_card() -> None:
    listing = public_listing()
    strange = paper_make(public_listing(), code="halal", issued_on=TODAY)
    CertificateCover.objects.create(certificate=strange, listing=listing)
    with connection.cursor() as cursor:
        cursor.execute("SELECT code FROM legality_papers_on_cards(%s, %s)", [[listing.pk], TODAY])
        assert cursor.fetchall() == []
