"""The verdict of one's own goods, handing in, deciding, revoking: by keys, for who may alone."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.dates import legal_today
from catalog.models import Listing
from catalog.types import ListingState
from legality.models import CertificateState, RecipeHold, Review, ReviewState
from legality.services.reviews import review_send_back
from storefront.access.tokens import TokenDraft, token_make
from storefront.graphql.ids import global_id
from tests.cast import Cast, cast_make
from tests.making import (
    draft_listing,
    paper_make,
    public_listing,
    ready_listing,
    rule_make,
    waiting_review,
)
from tests.storefront.graphql.own import (
    CONFIRM,
    REVIEW,
    REVOKE,
    SUBMIT,
    key_give,
    product_id,
    said,
)

pytestmark = pytest.mark.django_db

LEGALITY = """legality { on ruleset isClear clearUntil recipeOnHold
 findings { code blocking message(languageCode: ID) english: message(languageCode: EN)
  reason(languageCode: ID) legalSource certainty certificate { number state } }
 requirements { rule name need blocking kinds isMet legalSource certainty inForceFrom
  certificate { id number state expiresOn } }
 certificates { id kind number state note }
 reviews { id state note answers { code note } submittedBy decidedBy } }"""
MINE = f"query ($id: ID!) {{ myProduct(id: $id) {{ id state {LEGALITY} }} }}"
PUBLIC = "query ($slug: String!) { product(slug: $slug) { id legality { isClear } } }"
TO_DECIDE = """query ($id: ID!) { myReview(id: $id) { digest mayDecide product { name }
 review { state submittedBy } changes { field before after } } }"""


@pytest.fixture
def cast() -> Cast:
    return cast_make()


@pytest.fixture
def secret(cast: Cast) -> str:
    return key_give(cast.facility_head, cast.here)


@pytest.fixture
def office(cast: Cast) -> str:
    return key_give(cast.regional_officer, cast.here)


def verdict(secret: str, listing: Listing) -> dict[str, Any]:
    content = said(secret, MINE, id=product_id(listing)).content
    assert "errors" not in content, content
    found: dict[str, Any] = content["data"]["myProduct"]["legality"]
    return found


def to_decide(secret: str, review: Review) -> Any:
    return said(secret, TO_DECIDE, id=global_id("Review", review.pk)).content


def decide(secret: str, review: Review, decision: str, **more: Any) -> Any:
    digest = more.pop("digest", "") or to_decide(secret, review)["data"]["myReview"]["digest"]
    given = {"id": global_id("Review", review.pk), "decision": decision, "digest": digest}
    return said(secret, REVIEW, **given, **more).payload("productReview")


# --- The verdict.


def test_what_is_missing_is_said_with_its_rule_in_both_languages(cast: Cast, secret: str) -> None:
    rule_make("pirt", code="perlu_pirt", legal_source="PerBPOM 4/2024", certainty="V")
    listing = ready_listing(cast.here)
    found = verdict(secret, listing)
    (finding,) = found["findings"]
    assert (finding["code"], finding["blocking"]) == ("perlu_pirt", True)
    assert finding["legalSource"] == "PerBPOM 4/2024" and finding["certainty"] == "V"
    assert finding["message"] != finding["english"]
    assert finding["reason"] and finding["reason"] in finding["message"]
    assert found["isClear"] is False and found["clearUntil"] is None
    (asked,) = found["requirements"]
    assert (asked["rule"], asked["need"], asked["isMet"]) == ("perlu_pirt", "REQUIRED", False)
    assert asked["kinds"] == ["pirt"] and asked["certificate"] is None


def test_the_paper_that_meets_a_rule_and_until_when(cast: Cast, secret: str) -> None:
    rule_make("pirt", code="perlu_pirt")
    listing, ends = ready_listing(cast.here), legal_today() + timedelta(days=40)
    paper = paper_make(listing, expires_on=ends, holder_is_person=True)
    found = verdict(secret, listing)
    assert found["isClear"] is True and found["clearUntil"] == ends.isoformat()
    (asked,) = found["requirements"]
    assert asked["isMet"] and asked["certificate"]["id"] == global_id("Certificate", paper.pk)
    assert asked["certificate"]["expiresOn"] == ends.isoformat()
    assert paper.holder_name not in json.dumps(found)


def test_papers_in_any_state_are_told_to_their_own_facility_alone(cast: Cast, secret: str) -> None:
    rule_make("pirt", code="perlu_pirt")
    listing = ready_listing(cast.here)
    paper_make(listing, state=CertificateState.UNVERIFIED)
    found = verdict(secret, listing)
    assert [one["state"] for one in found["certificates"]] == ["UNVERIFIED"]
    assert found["findings"][0]["certificate"] in (None, {
        "number": found["certificates"][0]["number"], "state": "UNVERIFIED"})  # fmt: skip
    elsewhere = key_give(cast.budi, cast.elsewhere)
    assert said(elsewhere, MINE, id=product_id(listing)).content["data"]["myProduct"] is None
    assert said(None, MINE, id=product_id(listing)).status == 401


def test_of_public_goods_only_a_key_of_the_facility_reads_it(cast: Cast, secret: str) -> None:
    listing = public_listing(cast.here)
    listing.refresh_from_db()
    other = key_give(cast.budi, cast.elsewhere)
    seen = {
        name: said(key, PUBLIC, slug=listing.slug).content["data"]["product"]["legality"]
        for name, key in (("own", secret), ("other", other), ("stranger", None))
    }
    assert seen == {"own": {"isClear": True}, "other": None, "stranger": None}


def test_a_list_of_many_costs_no_more_statements(cast: Cast, secret: str) -> None:
    rule_make("pirt", code="perlu_pirt")
    counts = []
    for many in (2, 6):
        for listing in [ready_listing(cast.here) for _each in range(many)]:
            paper_make(listing, number=f"P-IRT 206727101{listing.pk:04d}-30")
            waiting_review(cast.sari, listing)
        query = f"{{ myProducts(first: 3) {{ edges {{ node {{ {LEGALITY} }} }} }} }}"
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert "errors" not in said(secret, query).content
        counts.append(len(asked))
    assert counts[0] >= counts[1]


# --- Handing in, deciding.


def test_goods_that_need_a_paper_wait_and_are_approved(
    cast: Cast, secret: str, office: str
) -> None:
    rule_make("pirt", code="perlu_pirt")
    listing = ready_listing(cast.here)
    paper_make(listing)
    query = SUBMIT.replace("productErrors", "isWaiting review { id state } productErrors", 1)
    payload = said(secret, query, id=product_id(listing), key="a").payload("productSubmit")
    again = said(secret, query, id=product_id(listing), key="a").payload("productSubmit")
    assert payload == again
    assert (payload["isWaiting"], payload["review"]["state"]) == (True, "WAITING")
    assert payload["product"]["state"] == "SUBMITTED"
    review = Review.objects.get()
    shown = to_decide(office, review)["data"]["myReview"]
    assert shown["mayDecide"] and shown["product"]["name"] == "Bawang goreng"
    assert {"name"} <= {one["field"] for one in shown["changes"]}
    for change in shown["changes"]:
        assert change["after"] is None or json.loads(change["after"]) is not None
    done = decide(office, review, "APPROVE", note="Baik.")
    assert done["productErrors"] == [] and done["review"]["state"] == "APPROVED"
    assert done["product"]["state"] == "PUBLISHED"
    (told,) = verdict(secret, listing)["reviews"]
    assert told["note"] == "Baik." and told["decidedBy"].startswith(cast.regional_officer.name)


@pytest.mark.parametrize(("decision", "state"), [("SEND_BACK", "SENT_BACK"), ("REFUSE", "REFUSED")])
def test_what_was_sent_back_and_why(cast: Cast, office: str, decision: str, state: str) -> None:
    rule_make("pirt", code="perlu_pirt")
    listing = ready_listing(cast.here)
    paper_make(listing, state=CertificateState.UNVERIFIED)
    review = waiting_review(cast.sari, listing)
    answers = [{"code": "perlu_pirt", "note": "Pindaian buram."}]
    done = decide(office, review, decision, note="Perbaiki.", answers=answers)
    assert done["productErrors"] == [] and done["product"]["state"] == "DRAFT"
    assert done["review"] == {"state": state, "note": "Perbaiki.", "answers": answers}
    (told,) = verdict(key_give(cast.facility_head, cast.here), listing)["reviews"]
    assert told["answers"] == answers


@pytest.mark.parametrize(
    ("decision", "more", "told"),
    [
        ("APPROVE", {"digest": "0" * 64}, (None, "WRONG_STATE")),
        ("APPROVE", {"answers": [{"code": "x", "note": "y"}]}, ("answers", "INVALID")),
        ("SEND_BACK", {}, ("note", "INVALID")),
        ("REFUSE", {"note": " "}, ("note", "INVALID")),
        ("SEND_BACK", {"answers": [{"code": "hantu", "note": "y"}]}, ("answers", "INVALID")),
        ("SEND_BACK", {"answers": [{"code": "x", "note": "y"}] * 2}, ("answers", "INVALID")),
        ("REFUSE", {"note": "x" * 2001}, ("note", "INVALID")),
    ],
)
def test_what_cannot_be_decided_is_a_typed_error_and_changes_nothing(
    cast: Cast, office: str, decision: str, more: dict[str, Any], told: tuple[str | None, str]
) -> None:
    review = waiting_review(cast.sari, ready_listing(cast.here))
    (error,) = decide(office, review, decision, **more)["productErrors"]
    assert (error["field"], error["code"]) == told
    review.refresh_from_db()
    assert review.state == ReviewState.WAITING


def test_rules_that_block_now_are_one_error_a_finding(cast: Cast, office: str) -> None:
    rule_make("pirt", code="perlu_pirt")
    listing = ready_listing(cast.here)
    paper_make(listing, state=CertificateState.UNVERIFIED)
    review = waiting_review(cast.sari, listing)
    rule_make("halal", code="perlu_halal")
    errors = decide(office, review, "APPROVE")["productErrors"]
    assert len(errors) == 2 and {one["code"] for one in errors} == {"BLOCKED"}  # noqa: PLR2004


def test_two_officers_decide_once(cast: Cast, office: str) -> None:
    review = waiting_review(cast.sari, ready_listing(cast.here))
    digest = to_decide(office, review)["data"]["myReview"]["digest"]
    head = key_give(cast.regional_head, cast.here)
    assert decide(office, review, "APPROVE", digest=digest)["productErrors"] == []
    (error,) = decide(head, review, "REFUSE", note="x", digest=digest)["productErrors"]
    assert error["code"] == "WRONG_STATE" and cast.regional_officer.name in error["message"]
    review_send_back_fails(cast, review, digest)


def review_send_back_fails(cast: Cast, review: Review, digest: str) -> None:
    """The service says the same as the key."""
    with pytest.raises(Exception, match=cast.regional_officer.name):
        review_send_back(
            actor=cast.regional_head, review_id=review.pk, digest=digest, note="x", answers={}
        )


def test_who_may_not_review_reads_no_digest(cast: Cast, secret: str) -> None:
    review = waiting_review(cast.sari, ready_listing(cast.here))
    key = global_id("Review", review.pk)
    office_elsewhere = key_give(cast.regional_officer, cast.here, "stock.change")
    for one in (secret, office_elsewhere):
        content = said(one, TO_DECIDE, id=key).content
        assert content["data"]["myReview"] is None
        assert content["errors"][0]["extensions"]["code"] == "NOT_ALLOWED"
    content = said(key_give(cast.budi, cast.elsewhere), TO_DECIDE, id=key).content
    assert content["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert said(None, TO_DECIDE, id=key).status == 401


# --- Papers and recipes.


def test_a_revoked_paper_closes_goods_at_once(cast: Cast, secret: str, office: str) -> None:
    listing = ready_listing(cast.here)
    paper = paper_make(listing)
    rule_make("pirt", code="perlu_pirt")
    decide(office, waiting_review(cast.sari, listing), "APPROVE")
    key = global_id("Certificate", paper.pk)
    for given, field in (
        ({"reason": " "}, "reason"),
        ({"reason": "x", "on": (legal_today() + timedelta(days=1)).isoformat()}, "on"),
    ):
        (error,) = said(office, REVOKE, id=key, **given).payload("certificateRevoke")[
            "productErrors"
        ]
        assert (error["field"], error["code"]) == (field, "INVALID")
    payload = said(office, REVOKE, id=key, reason="Dicabut dinas.").payload("certificateRevoke")
    assert payload["productErrors"] == [] and payload["certificate"]["state"] == "REVOKED"
    assert Listing.objects.get(pk=listing.pk).state == ListingState.SUSPENDED
    assert verdict(secret, listing)["certificates"][0]["state"] == "REVOKED"
    assert said(office, REVOKE, id=key, reason="x").codes("certificateRevoke") == ["WRONG_STATE"]


def test_a_recipe_is_confirmed_as_it_was_looked_at(cast: Cast, secret: str, office: str) -> None:
    listing = draft_listing(cast.here)
    RecipeHold.objects.create(listing=listing, before="", after=listing.composition)
    assert verdict(secret, listing)["recipeOnHold"] is True
    given = {"id": product_id(listing), "note": "Sama."}
    (unsaid,) = said(office, CONFIRM, **given).payload("recipeConfirm")["productErrors"]
    assert (unsaid["field"], unsaid["code"]) == ("composition", "INVALID")
    assert verdict(secret, listing)["recipeOnHold"] is True
    assert said(office, CONFIRM, **given, composition="lain").codes("recipeConfirm") == [
        "WRONG_STATE"
    ]
    payload = said(office, CONFIRM, **given, composition=listing.composition)
    assert payload.codes("recipeConfirm") == []
    assert verdict(secret, listing)["recipeOnHold"] is False
    given["composition"] = listing.composition
    assert said(office, CONFIRM, **given).codes("recipeConfirm") == ["WRONG_STATE"]


# --- Keys.


def test_a_regional_head_makes_a_key_that_reviews(cast: Cast) -> None:
    draft = TokenDraft(cast.here.pk, "Aplikasi kanwil", ("listing.review",), 30, "q" * 24)
    secret = token_make(actor=cast.regional_head, draft=draft).secret
    review = waiting_review(cast.sari, ready_listing(cast.here))
    assert decide(secret, review, "APPROVE")["productErrors"] == []
    assert date.fromisoformat(verdict(secret, review.listing)["on"]) == legal_today()
