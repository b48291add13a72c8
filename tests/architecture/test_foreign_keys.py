"""Keys that a service is given beside its own row: those of another facility are not there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from catalog.dates import legal_today
from catalog.errors import NotAllowed, NotFound, WrongState
from catalog.models import Brand, ProductionUnit
from catalog.services.listings import listing_close
from catalog.types import Actor, ListingState
from galleries.models import AlbumPhoto
from galleries.services import AlbumDraft, AlbumPhotoDraft, album_create, picture_add
from legality.errors import NumberRefused
from legality.models import Certificate, CertificateCover, CertificateState
from legality.services.certificates import CertificateDraft, Covers, certificate_record
from legality.services.papers_import import PaperDraft, papers_import
from tests.cast import Cast, cast_make
from tests.making import certificate_kind, draft_listing, picture_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    certificate_kind()
    return cast_make()


def paper(cast: Cast) -> CertificateDraft:
    return CertificateDraft(cast.here.pk, "pirt", "CONTOH-1", "Koperasi")


def covered_elsewhere(cast: Cast) -> dict[str, Covers]:
    own, other = draft_listing(cast.here), draft_listing(cast.elsewhere)
    brand = Brand.objects.create(facility=cast.elsewhere, slug="lain", name="Lain")
    return {
        "goods": Covers(listing_ids=(own.pk, other.pk)),
        "brand": Covers(brand_ids=(brand.pk,)),
        "place": Covers(facility_ids=(cast.here.pk, cast.elsewhere.pk)),
        "nothing": Covers(listing_ids=(2_000_000_000,)),
    }


@pytest.mark.parametrize("name", ["sari", "regional_head"])
@pytest.mark.parametrize("what", ["goods", "brand", "place", "nothing"])
def test_a_paper_covers_nothing_of_another_facility(cast: Cast, name: str, what: str) -> None:
    covers = covered_elsewhere(cast)[what]
    actor = cast.everybody()[name]
    with pytest.raises(NotFound):
        certificate_record(actor=actor, draft=paper(cast), covers=covers)
    if covers.listing_ids:
        with pytest.raises(NotFound):
            papers_import(actor=actor, papers=[PaperDraft(paper(cast), covers.listing_ids)])
    assert not Certificate.objects.exists()
    own = Covers(listing_ids=(draft_listing(cast.here).pk,), facility_ids=(cast.here.pk,))
    certificate_record(actor=actor, draft=paper(cast), covers=own)
    assert CertificateCover.objects.count() == 2


def test_nobody_checks_their_own_paper(cast: Cast) -> None:
    checked = replace(paper(cast), state=CertificateState.VERIFIED, verified_on=legal_today())
    for name in ("sari", "facility_head"):
        with pytest.raises(NotAllowed):
            certificate_record(actor=cast.everybody()[name], draft=checked, covers=Covers())
    assert not Certificate.objects.exists()
    made = certificate_record(actor=cast.regional_officer, draft=checked, covers=Covers())
    assert made.state == CertificateState.VERIFIED


def _photo(cast: Cast, **named: Any) -> AlbumPhotoDraft:
    key = picture_add(actor=cast.sari, upload=picture_bytes(), facility_id=cast.here.pk).pk
    plain: dict[str, Any] = {"unit_id": None, "listing_ids": ()}
    return AlbumPhotoDraft(key, "x", "x", "x", "x", None, **{**plain, **named})


Named = Callable[[Cast, Any], dict[str, Any]]
NAMED: dict[str, Named] = {
    "goods": lambda cast, place: {"listing_ids": (draft_listing(place).pk,)},
    "workshop": lambda cast, place: {
        "unit_id": ProductionUnit.objects.create(
            facility=place, key="a", kind="bimker", name="A", name_en="A", skill="x", skill_en="x"
        ).pk
    },
}


@pytest.mark.parametrize("what", NAMED)
def test_an_album_shows_nothing_of_another_facility(cast: Cast, what: str) -> None:
    draft = AlbumDraft(cast.here.pk, "baru", "Baru", "New", "", "", legal_today())
    with pytest.raises(NotFound):
        photo = _photo(cast, **NAMED[what](cast, cast.elsewhere))
        album_create(actor=cast.sari, draft=draft, photos=[photo])
    assert not AlbumPhoto.objects.exists()
    album_create(
        actor=cast.sari, draft=draft, photos=[_photo(cast, **NAMED[what](cast, cast.here))]
    )
    assert AlbumPhoto.objects.count() == 1


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        (ListingState.SUBMITTED, ListingState.PUBLISHED),
        (ListingState.SUBMITTED, ListingState.DRAFT),
        (ListingState.DRAFT, ListingState.SUBMITTED),
    ],
)
def test_closing_is_no_way_to_buyers(
    cast: Cast, before: ListingState, wanted: ListingState
) -> None:
    listing = draft_listing(cast.here)
    listing.state = before
    listing.save(update_fields=["state"])
    for actor in (cast.sari, cast.regional_officer, Actor.system("x")):
        with pytest.raises(WrongState):
            listing_close(actor=actor, listing_id=listing.pk, state=wanted, reason="x")
    listing.refresh_from_db()
    assert listing.state == before


def test_who_may_is_asked_before_what_the_number_says(cast: Cast) -> None:
    bad = replace(paper(cast), number="")
    checked = replace(bad, state=CertificateState.VERIFIED, verified_on=legal_today())
    other = draft_listing(cast.elsewhere).pk
    with pytest.raises(NotAllowed):
        certificate_record(actor=cast.sari, draft=checked, covers=Covers())
    with pytest.raises(NotFound):
        certificate_record(actor=cast.sari, draft=bad, covers=Covers(listing_ids=(other,)))
    with pytest.raises(NotFound):
        papers_import(actor=cast.sari, papers=[PaperDraft(bad, (other,))])
    with pytest.raises(NumberRefused):
        certificate_record(actor=cast.sari, draft=bad, covers=Covers())
