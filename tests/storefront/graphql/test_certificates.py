"""Papers in the API: by their number in any state that was verified, in lists only in force."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from legality.models import Certificate
from storefront.web import addresses
from tests.making import paper_make, public_listing
from tests.storefront.graphql.conftest import Ask

pytestmark = pytest.mark.django_db

NUMBER, NORMAL = "P-IRT 2067271010243-29", "206727101024329"
ASKED = """query ($number: String!, $kind: String, $language: LanguageCodeEnum) {
 certificate(number: $number, kind: $kind, languageCode: $language) {
  kind { code } number state holder revokedOn revokedReason verifyUrl verifySteps proofUrl
  products { slug } } }"""
LISTED = """query ($goods: String, $place: String!) {
 product(slug: $goods) { certificates { state number proofUrl verifySteps } }
 facility(slug: $place) { certificates { state number proofUrl } } }"""


def asked(ask: Ask, **given: Any) -> Any:
    answer = ask(ASKED, **given)
    assert answer.errors == []
    return answer.data["certificate"]


def put(paper: Certificate, **values: Any) -> None:
    Certificate.objects.filter(pk=paper.pk).update(**values)


def test_a_number_finds_the_paper_and_its_page(ask: Ask) -> None:
    listing = public_listing()
    paper_make(listing, number=NUMBER)
    for language in ("id", "en"):
        found = asked(ask, number="2067271010243 29", language=language.upper())
        assert (found["state"], found["number"]) == ("IN_FORCE", NUMBER)
        assert found["proofUrl"].endswith(addresses.proof(NORMAL, language))
        assert found["proofUrl"].startswith("http")
        assert found["verifyUrl"].endswith(f"?no={NORMAL}")
        assert found["products"] == [{"slug": listing.slug}]
    assert found["verifySteps"] == "Open."


@pytest.mark.parametrize(
    ("state", "said"), [("revoked", "REVOKED"), ("expired", "ENDED"), ("on_hold", "ON_HOLD")]
)
def test_what_no_longer_holds_says_so_and_covers_nothing(ask: Ask, state: str, said: str) -> None:
    paper = paper_make(public_listing(), number=NUMBER)
    put(paper, state=state, revoked_on=date(2026, 10, 2), revoked_reason="Pindah")
    found = asked(ask, number=NUMBER)
    assert (found["state"], found["products"]) == (said, [])
    assert (found["revokedReason"] == "Pindah") is (state == "revoked")


@pytest.mark.parametrize("state", ["filed", "unverified"])
def test_what_was_never_verified_is_nothing(ask: Ask, state: str) -> None:
    put(paper_make(public_listing(), number=NUMBER), state=state)
    assert asked(ask, number=NUMBER) is None
    assert asked(ask, number="CONTOH-UNKNOWN") is None
    assert asked(ask, number="9" * 5_000) is None


def test_of_several_kinds_one_can_be_named(ask: Ask) -> None:
    listing = public_listing()
    paper_make(listing, number="CONTOH-7")
    paper_make(listing, code="halal", group="halal", number="CONTOH-7")
    for kind in ("pirt", "halal"):
        assert asked(ask, number="contoh7", kind=kind)["kind"] == {"code": kind}
    assert asked(ask, number="contoh7", kind="merek") is None


def test_lists_hold_what_is_in_force_alone(ask: Ask) -> None:
    listing = public_listing()
    paper_make(listing, number=NUMBER)
    put(paper_make(listing, code="halal", number="CONTOH-8"), state="revoked")
    given = {"goods": listing.slug, "place": listing.facility.slug}
    answer = ask(LISTED, **given)
    assert answer.errors == []
    for owner in ("product", "facility"):
        (found,) = answer.data[owner]["certificates"]
        assert (found["state"], found["number"]) == ("IN_FORCE", NUMBER)
        assert found["proofUrl"].endswith(f"/sertifikat/{NORMAL}/")


def test_a_person_who_holds_a_paper_is_not_named(ask: Ask) -> None:
    paper_make(public_listing(), number=NUMBER, holder_is_person=True)
    assert asked(ask, number=NUMBER)["holder"] == ""
