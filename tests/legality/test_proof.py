"""What everybody is told of a paper by its number."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.dates import legal_today
from catalog.models import Brand, Listing
from catalog.services.readmodel import cards_refresh
from catalog.types import ListingState
from legality.models import Certificate, CertificateKind, CertificateState
from legality.proof import Proof, proofs, standing_of, wanted_number
from legality.selectors import papers_of_listing, verify_url
from legality.types import Standing
from tests.making import draft_listing, paper_make, public_listing

pytestmark = pytest.mark.django_db

TODAY = legal_today()
DAY = timedelta(days=1)
KNOWN = (
    CertificateState.VERIFIED,
    CertificateState.ON_HOLD,
    CertificateState.EXPIRED,
    CertificateState.REVOKED,
)


def proof_of(number: str, language: str = "id") -> Proof:
    (found,) = proofs(number=number, language=language, on=TODAY)
    return found


def put(paper: Certificate, **values: Any) -> None:
    Certificate.objects.filter(pk=paper.pk).update(**values)


@pytest.mark.parametrize("state", list(CertificateState))
@pytest.mark.parametrize("was_verified", [True, False])
def test_only_what_was_verified_is_known(state: CertificateState, was_verified: bool) -> None:
    paper = paper_make(public_listing(), number="CONTOH-1")
    if not was_verified and state is CertificateState.VERIFIED:
        return  # the database has no such row
    put(paper, state=state, verified_on=TODAY if was_verified else None)

    found = proofs(number="CONTOH-1", language="id", on=TODAY)

    assert bool(found) is (was_verified and state in KNOWN)


@pytest.mark.parametrize("state", ["filed", "unverified", None])
def test_what_is_not_known_costs_the_same_one_statement(state: str | None) -> None:
    paper = paper_make(public_listing(), number="CONTOH-1")
    if state is None:
        paper.delete()
    else:
        put(paper, state=state)
    with CaptureQueriesContext(connection) as asked:
        assert proofs(number="CONTOH-1", language="id", on=TODAY) == ()
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("state", "since", "until", "standing"),
    [
        ("verified", None, None, Standing.IN_FORCE),
        ("verified", TODAY, TODAY, Standing.IN_FORCE),
        ("verified", TODAY + DAY, None, Standing.NOT_YET),
        ("verified", None, TODAY - DAY, Standing.ENDED),
        ("expired", None, None, Standing.ENDED),
        ("on_hold", None, TODAY, Standing.ON_HOLD),
        ("on_hold", None, TODAY - DAY, Standing.ENDED),
        ("revoked", None, TODAY - DAY, Standing.REVOKED),
    ],
)
def test_how_it_stands(
    state: str, since: date | None, until: date | None, standing: Standing
) -> None:
    assert standing_of(state, since=since, until=until, on=TODAY) is standing


def test_goods_are_those_on_sale_by_themselves_or_their_brand() -> None:
    listing = public_listing(name="Abon")
    paper = paper_make(listing, number="CONTOH-1")
    brand = Brand.objects.create(facility=listing.facility, name="Pakpas", slug="pakpas")
    branded = public_listing(listing.facility)
    Listing.objects.filter(pk=branded.pk).update(brand=brand)
    paper.covers.create(brand=brand)
    paper.covers.create(listing=draft_listing(listing.facility))

    found = proof_of("CONTOH-1")

    assert set(found.goods) == {listing.pk, branded.pk}
    assert (found.brands, found.covers_place, found.more_goods) == (("Pakpas",), False, False)


@pytest.mark.parametrize("state", KNOWN[1:])
def test_no_goods_stand_beside_a_paper_that_does_not_hold(state: CertificateState) -> None:
    paper = paper_make(public_listing(), number="CONTOH-1")
    put(paper, state=state)
    assert proof_of("CONTOH-1").goods == ()


def test_a_facility_may_be_what_is_covered() -> None:
    listing = public_listing()
    paper = paper_make(listing, number="CONTOH-1")
    paper.covers.all().delete()
    paper.covers.create(facility=listing.facility)
    found = proof_of("CONTOH-1")
    assert found.covers_place and found.goods == ()


def test_a_person_is_never_named() -> None:
    paper_make(public_listing(), number="CONTOH-1", holder_is_person=True)
    assert proof_of("CONTOH-1").paper.holder == ""


def test_a_reason_is_told_only_of_what_is_revoked() -> None:
    paper = paper_make(public_listing(), number="CONTOH-1")
    put(paper, revoked_on=TODAY, revoked_reason="Dipalsukan")
    assert proof_of("CONTOH-1").paper.revoked_reason == ""
    put(paper, state="revoked")
    found = proof_of("CONTOH-1").paper
    assert (found.revoked_on, found.revoked_reason) == (TODAY, "Dipalsukan")


def test_one_number_of_several_kinds_gives_all_of_them() -> None:
    listing = public_listing()
    paper_make(listing, number="CONTOH-1")
    paper_make(listing, code="halal", group="halal", number="contoh 1")
    found = proofs(number="CONTOH1", language="id", on=TODAY)
    assert {one.paper.code for one in found} == {"pirt", "halal"}


def test_the_parts_of_a_number_are_explained_by_data() -> None:
    paper_make(public_listing(), number="P-IRT 2067271010243-29")
    CertificateKind.objects.filter(code="pirt").update(certainty="I")
    Certificate.objects.update(
        parse_result={
            "normal": "P-IRT 2067271010243-29",
            "parts": {"packaging": "2", "region": "7271", "year": "29", "product": "01"},
        }
    )
    CertificateKind.objects.update(part_codes=[["packaging", "2", "plastik", "plastic", ""]])

    found = proof_of("2067271010243-29", "en")

    assert found.written == "P-IRT 2067271010243-29"
    assert found.is_inferred
    meanings = {part.value: part.meaning for part in found.parts}
    assert meanings == {"2": "plastic", "7271": "Kota Palu", "29": "2029", "01": ""}


def test_nothing_is_explained_of_a_kind_that_nobody_has_verified() -> None:
    paper_make(public_listing(), number="P-IRT 2067271010243-29")
    Certificate.objects.update(parse_result={"parts": {"packaging": "2", "year": "29"}})
    CertificateKind.objects.update(certainty="U")
    assert proof_of("2067271010243-29").parts == ()


@pytest.mark.parametrize("text", ["", "  ", "—", "A" * 81, "9" * 10_000, "\u200b"])
def test_what_is_no_number_asks_nobody(text: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert proofs(number=text, language="id", on=TODAY) == ()
    assert wanted_number(text) == ""


def test_searches_of_authorities_get_the_number_as_they_want_it() -> None:
    typed = "ID 3311-0000 0662 051022"
    given = {"raw": typed, "normal": "ID33110000662051022"}
    assert verify_url("https://a.example/?no={number}", **given).endswith("=ID33110000662051022")
    as_typed = "https://a.example/?no=ID%203311-0000%200662%20051022"
    assert verify_url("https://a.example/?no={raw}", **given) == as_typed
    assert verify_url("", **given) == ""
    assert verify_url("https://a.example/{x}", **given) == "https://a.example/{x}"


def test_the_link_beside_goods_holds_the_number_as_it_is_compared() -> None:
    listing = public_listing()
    paper_make(listing, code="halal", group="halal", number="ID 33110000662051022")
    (paper,) = papers_of_listing(listing_id=listing.pk, language="id", on=TODAY)
    assert paper.verify_url == "https://example.org/?no=ID33110000662051022"
    assert paper.normal == "ID33110000662051022"


def test_closed_goods_are_not_named() -> None:
    listing = public_listing(name="Rahasia")
    paper_make(listing, number="CONTOH-1")
    Listing.objects.filter(pk=listing.pk).update(state=ListingState.DRAFT)
    cards_refresh([listing.pk])
    assert proof_of("CONTOH-1").goods == ()
