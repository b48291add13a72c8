"""Mutations sent twice, many at once, many in one message; bugs, languages, what they cost."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import AuditEntry, Listing, StockMove
from storefront.access.models import TokenAct
from storefront.graphql.ids import global_id
from storefront.graphql.limits import MOST_CHANGES
from tests.cast import Cast, cast_make
from tests.making import draft_listing
from tests.storefront.graphql.conftest import ADDRESS
from tests.storefront.graphql.own import (
    ARCHIVE,
    CREATE,
    ERRORS,
    MOVE,
    UPDATE,
    goods_input,
    key_give,
    product_id,
    said,
    stock_of,
    variant_id,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_make()


@pytest.fixture
def secret(cast: Cast) -> str:
    return key_give(cast.facility_head, cast.here)


# --- Once.


def test_one_key_of_ones_own_does_one_act(cast: Cast, secret: str) -> None:
    given: dict[str, Any] = {"input": goods_input(cast.here), "key": "kasir-17"}
    first, second = (said(secret, CREATE, **given) for _each in range(2))
    assert first.content == second.content
    assert Listing.objects.count() == 1
    other = {**given, "input": goods_input(cast.here, name="Lain")}
    (error,) = said(secret, CREATE, **other).payload("productCreate")["productErrors"]
    assert (error["field"], error["code"]) == ("idempotencyKey", "INVALID")
    for name in ("", " ", "a" * 81):
        assert said(secret, CREATE, **{**given, "key": name}).codes("productCreate") == ["INVALID"]
    another = key_give(cast.facility_head, cast.here)
    assert said(another, CREATE, **given).codes("productCreate") == []
    assert Listing.objects.count() == 2


def test_an_act_that_was_refused_may_be_tried_again_under_its_name(cast: Cast, secret: str) -> None:
    listing = draft_listing(cast.here)
    given = {"productVariant": variant_id(listing), "reason": "SOLD", "quantity": 11}
    assert said(secret, MOVE, input=given, key="a").codes("stockMove") == ["INVALID"]
    said(secret, MOVE, input={**given, "reason": "PRODUCED", "quantity": 5})
    assert said(secret, MOVE, input=given, key="a").codes("stockMove") == []
    assert stock_of(listing) == 4


@pytest.mark.django_db(transaction=True)
def test_twelve_at_once_with_one_name_do_one_act() -> None:
    cast = cast_make()
    secret = key_give(cast.facility_head, cast.here)
    listing = draft_listing(cast.here)
    given = {"productVariant": variant_id(listing), "reason": "PRODUCED", "quantity": 1}

    def ask(_number: int) -> Any:
        try:
            return said(secret, MOVE, input=given, key="bersama").content
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(ask, range(12)))
    assert all(answer == answers[0] for answer in answers)
    assert stock_of(listing) == 11
    assert StockMove.objects.filter(reason="produced").count() == 1


# --- One message.


def moves(*variants: str) -> str:
    """A document that brings pieces to variants: one to the first, two to the next."""
    field = 'm{n}: stockMove(input: {{productVariant: "{id}", reason: PRODUCED, quantity: {q}}})'
    fields = (
        field.format(n=n, id=one, q=n + 1) + f" {{ balance {ERRORS} }}"
        for n, one in enumerate(variants)
    )
    return f"mutation {{ {' '.join(fields)} }}"


def test_ten_mutations_in_the_order_they_stand_in(cast: Cast, secret: str) -> None:
    listing = draft_listing(cast.here)
    answer = said(secret, moves(*[variant_id(listing)] * MOST_CHANGES))
    balances = [one["balance"] for one in answer.content["data"].values()]
    assert balances == [11, 13, 16, 20, 25, 31, 38, 46, 55, 65]
    too_many = said(secret, moves(*[variant_id(listing)] * (MOST_CHANGES + 1)))
    assert (too_many.status, stock_of(listing)) == (400, 65)


def test_eleven_through_a_fragment_are_eleven(secret: str) -> None:
    one = 'stockMoveUndo(id: "a") { balance }'
    text = " ".join(f"{name}: {one}" for name in "abcdef")
    document = f"mutation {{ ...A {text} }} fragment A on Mutation {{ " + " ".join(
        f"{name}: {one}" for name in "ghijk"
    )
    answer = said(secret, document + " }")
    assert answer.status == 400 and answer.content["errors"][0]["extensions"]["code"] == "LIMIT"


def test_one_that_is_refused_does_not_stop_the_next(cast: Cast, secret: str) -> None:
    listing = draft_listing(cast.here)
    nothing = global_id("ProductVariant", 2**31 - 1)
    data = said(secret, moves(nothing, variant_id(listing))).content["data"]
    assert data["m0"]["productErrors"][0]["code"] == "NOT_FOUND"
    assert data["m1"]["balance"] == 12


def test_a_bug_is_told_by_its_number_and_leaves_nothing(
    cast: Cast, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_given: Any) -> None:
        Listing.objects.update(buyer_limit=7)
        raise RuntimeError("/srv/secret")

    listing = draft_listing(cast.here)
    monkeypatch.setattr("storefront.graphql.own_goods.listing_close", fails)
    answer = said(secret, ARCHIVE, id=product_id(listing), key="a")
    (error,) = answer.content["errors"]
    assert error["extensions"] == {
        "code": "INTERNAL",
        "requestId": answer.headers["X-Request-ID"],
    }
    assert "secret" not in json.dumps(answer.content)
    listing.refresh_from_db()
    assert listing.buyer_limit is None and not TokenAct.objects.exists()


def test_the_language_of_sentences(cast: Cast, secret: str) -> None:
    def message(language: str = "", argument: str = "") -> str:
        text = ARCHIVE.replace("$reason,", f"$reason, {argument}") if argument else ARCHIVE
        answer = said(secret, text, language=language, id="x")
        return str(answer.payload("productArchive")["productErrors"][0]["message"])

    assert message() == message("de") == message("id-ID,en;q=0.5") == message("x" * 9000)
    assert message("en-GB,id;q=0.5") == "This is not here." != message()
    assert message("en", "languageCode: ID,") == message()
    assert message("id", "languageCode: EN,") == "This is not here."


def test_the_audit_knows_the_key_and_the_request(cast: Cast, secret: str) -> None:
    listing = draft_listing(cast.here)
    said(secret, ARCHIVE, id=product_id(listing), reason="Habis")
    entry = AuditEntry.objects.get(action="listing.archived")
    assert entry.actor_name.endswith(" · Kasir") and entry.actor_role == "facility_head"


@pytest.mark.parametrize(
    ("document", "most"),
    [(MOVE, 24), (UPDATE, 32)],
    ids=["stockMove", "productUpdate"],
)
def test_what_a_mutation_costs(cast: Cast, secret: str, document: str, most: int) -> None:
    listing = draft_listing(cast.here)
    given: dict[str, Any] = {"id": product_id(listing), "input": {"name": "Nama"}}
    if document == MOVE:
        variant = variant_id(listing)
        given = {"input": {"productVariant": variant, "reason": "PRODUCED", "quantity": 1}}
    said(secret, "{ shop { name } }")
    with CaptureQueriesContext(connection) as statements:
        said(secret, document, **given, key="a")
    assert len(statements) <= most, "\n".join(one["sql"][:150] for one in statements)


def test_directives_and_fragments_change_nothing_unasked(cast: Cast, secret: str) -> None:
    listing = draft_listing(cast.here)
    text = MOVE.replace("{ productErrors", "@skip(if: true) { productErrors")
    given = {"productVariant": variant_id(listing), "reason": "PRODUCED", "quantity": 1}
    assert said(secret, text, input=given).content["data"] in ({}, None)
    taken = MOVE.replace("{ productErrors", "@include(if: true) { productErrors")
    assert said(secret, taken, input=given).payload("stockMove")["balance"] == 11
    assert stock_of(listing) == 11


def test_a_form_of_another_site_changes_nothing(cast: Cast, secret: str) -> None:
    response = Client(headers={"Authorization": f"Bearer {secret}"}).post(
        ADDRESS, {"query": moves(variant_id(draft_listing(cast.here)))}
    )
    assert response.status_code == 400
