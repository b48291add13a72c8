"""Clients with keys: making keys for anybody, asking with them, every mutation there is."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from catalog.dates import legal_today
from catalog.models import Facility, Listing
from catalog.saleor_adapter.kinds import kind_save
from catalog.selectors.own_goods import own_moves, own_variants
from catalog.services.stock import StockChange, stock_change
from catalog.types import Actor, Grant, Role, StockReason
from legality.models import RecipeHold, Review
from legality.reviewing import review_shown
from storefront.access.models import ApiToken
from storefront.access.tokens import PREFIX, SCOPES
from storefront.graphql.ids import global_id
from tests.making import SYSTEM, paper_make, waiting_review
from tests.storefront.graphql.conftest import ADDRESS

ALL = tuple(act.value for act in SCOPES)


def key_give(actor: Actor, facility: Facility, *scopes: str, days: int = 30) -> str:
    """A key of anybody's in a facility, also of those who may make none: roles change later."""
    secret = PREFIX + secrets.token_urlsafe(32)
    user = get_user_model().objects.get(pk=actor.user_id)
    ApiToken.objects.create(
        user=user,
        facility=facility,
        name="Kasir",
        digest=hashlib.sha256(secret.encode()).digest(),
        tail=secret[-4:],
        bound=hashlib.sha256(user.password.encode()).digest(),
        scopes=list(scopes or ALL),
        expires_at=timezone.now() + timedelta(days=days),
    )
    return secret


def token_row(secret: str) -> ApiToken:
    """The row of a key."""
    return ApiToken.objects.get(digest=hashlib.sha256(secret.encode()).digest())


@dataclass(frozen=True)
class Said:
    """What a client with a key was told."""

    status: int
    content: Any
    headers: Any

    def payload(self, name: str) -> Any:
        """Of one mutation."""
        return self.content["data"][name]

    def codes(self, name: str) -> list[str]:
        """Codes of its errors."""
        return [error["code"] for error in self.payload(name)["productErrors"]]


def said(secret: str | None, query: str, *, language: str = "", **variables: Any) -> Said:
    """Ask with a key; None is a stranger."""
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    if language:
        headers["Accept-Language"] = language
    response = Client(headers=headers).post(
        ADDRESS, json.dumps({"query": query, "variables": variables}), "application/json"
    )
    return Said(response.status_code, response.json(), response.headers)


ERRORS = "productErrors { field message code }"
GOODS = "product { id slug state name nameEn variants { id sku price { amount } quantity } }"
CREATE = f"""mutation ($input: ProductCreateInput!, $key: String) {{
 productCreate(input: $input, idempotencyKey: $key) {{ {ERRORS} {GOODS} }} }}"""
UPDATE = f"""mutation ($id: ID!, $input: ProductInput!, $key: String) {{
 productUpdate(id: $id, input: $input, idempotencyKey: $key) {{ {ERRORS} {GOODS} }} }}"""
VARIANT_CREATE = f"""mutation ($input: ProductVariantCreateInput!, $key: String) {{
 productVariantCreate(input: $input, idempotencyKey: $key) {{ {ERRORS} {GOODS}
  productVariant {{ id sku name price {{ amount }} weightGrams quantity }} }} }}"""
VARIANT_UPDATE = f"""mutation ($id: ID!, $input: ProductVariantInput!, $key: String) {{
 productVariantUpdate(id: $id, input: $input, idempotencyKey: $key) {{ {ERRORS} {GOODS}
  productVariant {{ id price {{ amount }} weightGrams }} }} }}"""
SUBMIT = f"""mutation ($id: ID!, $key: String) {{
 productSubmit(id: $id, idempotencyKey: $key) {{ {ERRORS} {GOODS} }} }}"""
WITHDRAW = f"""mutation ($id: ID!, $key: String) {{
 productWithdraw(id: $id, idempotencyKey: $key) {{ {ERRORS} {GOODS} }} }}"""
ARCHIVE = f"""mutation ($id: ID!, $reason: String, $key: String) {{
 productArchive(id: $id, reason: $reason, idempotencyKey: $key) {{ {ERRORS} {GOODS} }} }}"""
MOVE = f"""mutation ($input: StockMoveInput!, $key: String) {{
 stockMove(input: $input, idempotencyKey: $key) {{ {ERRORS} balance
  entry {{ id reason quantity balance note by }} productVariant {{ quantity }} }} }}"""
UNDO = f"""mutation ($id: ID!, $key: String) {{
 stockMoveUndo(id: $id, idempotencyKey: $key) {{ {ERRORS} balance
  entry {{ reason quantity }} }} }}"""


REVIEW = f"""mutation ($id: ID!, $decision: ReviewDecisionEnum!, $digest: String!, $note: String,
  $answers: [ReviewNoteInput!], $key: String) {{
 productReview(id: $id, decision: $decision, digest: $digest, note: $note, answers: $answers,
  idempotencyKey: $key) {{ {ERRORS} {GOODS} review {{ state note answers {{ code note }} }} }} }}"""
CONFIRM = f"""mutation ($id: ID!, $note: String, $composition: String, $key: String) {{
 recipeConfirm(id: $id, note: $note, composition: $composition, idempotencyKey: $key) {{
  {ERRORS} {GOODS} }} }}"""
REVOKE = f"""mutation ($id: ID!, $reason: String!, $on: Date, $key: String) {{
 certificateRevoke(id: $id, reason: $reason, on: $on, idempotencyKey: $key) {{
  {ERRORS} certificate {{ id state revokedOn revokedReason }} }} }}"""


def product_id(listing: Listing) -> str:
    """As clients know it."""
    return global_id("Product", listing.product_id)


def variant_key(listing: Listing) -> int:
    """Of the first variant."""
    return own_variants([listing.product_id])[listing.product_id][0].id


def variant_id(listing: Listing) -> str:
    """As clients know it."""
    return global_id("ProductVariant", variant_key(listing))


def stock_of(listing: Listing) -> int:
    """Pieces of the first variant."""
    return own_variants([listing.product_id])[listing.product_id][0].quantity


def entry_make(listing: Listing) -> str:
    """A change of stock that somebody said; its id."""
    key = variant_key(listing)
    stock_change(actor=SYSTEM, changes=[StockChange(key, StockReason.PRODUCED, 2)])
    return global_id("StockEntry", own_moves([key], 1)[key][0].id)


def category() -> str:
    """A kind of goods."""
    made = kind_save(
        slug="camilan", name="Camilan", name_en="Snacks", description="", description_en=""
    )
    return global_id("Category", made)


def review_make(listing: Listing) -> Review:
    """What somebody of the facility handed in, who is none of the cast."""
    grant = Grant(Role.FACILITY_OPERATOR, frozenset({listing.facility_id}))
    return waiting_review(Actor("Operator", (grant,)), listing)


def review_given(listing: Listing) -> dict[str, Any]:
    """A decision on goods that wait."""
    review = review_make(listing)
    shown = review_shown(actor=SYSTEM, review_id=review.pk, on=legal_today())
    key = global_id("Review", review.pk)
    return {"id": key, "decision": "APPROVE", "digest": shown.digest}


def held(listing: Listing) -> str:
    """Goods whose recipe nobody has confirmed; their id."""
    RecipeHold.objects.create(listing=listing, before="a", after="b")
    return product_id(listing)


def goods_input(place: Facility, **more: Any) -> dict[str, Any]:
    """New goods that can be made."""
    return {
        "facility": global_id("Facility", place.pk),
        "name": "Keripik tempe",
        "nameEn": "Tempeh crisps",
        "category": category(),
        "basePrice": 15000,
        "weightGrams": 200,
        "stock": 5,
        **more,
    }


@dataclass(frozen=True)
class Mutation:
    """One mutation. act: the scope it needs; given: its variables, aimed at a listing; is_public:
    the listing has to be on sale; maker: of the cast, whose key may do it."""

    name: str
    document: str
    act: str
    given: Callable[[Listing], dict[str, Any]]
    is_public: bool = False
    maker: str = "facility_head"


MUTATIONS = (
    Mutation(
        "productCreate", CREATE, "listing.create", lambda one: {"input": goods_input(one.facility)}
    ),
    Mutation(
        "productUpdate",
        UPDATE,
        "listing.change",
        lambda one: {"id": product_id(one), "input": {"name": "Nama baru"}},
    ),
    Mutation(
        "productVariantCreate",
        VARIANT_CREATE,
        "listing.change",
        lambda one: {
            "input": {
                "product": product_id(one),
                "name": "Besar",
                "nameEn": "Large",
                "priceOverride": "45000",
                "weightGrams": 500,
                "stock": 3,
            }
        },
    ),
    Mutation(
        "productVariantUpdate",
        VARIANT_UPDATE,
        "listing.change",
        lambda one: {"id": variant_id(one), "input": {"priceOverride": 31000}},
    ),
    Mutation("productSubmit", SUBMIT, "listing.submit", lambda one: {"id": product_id(one)}),
    Mutation(
        "productWithdraw",
        WITHDRAW,
        "listing.submit",
        lambda one: {"id": product_id(one)},
        is_public=True,
    ),
    Mutation("productArchive", ARCHIVE, "listing.close", lambda one: {"id": product_id(one)}),
    Mutation(
        "stockMove",
        MOVE,
        "stock.change",
        lambda one: {
            "input": {"productVariant": variant_id(one), "reason": "PRODUCED", "quantity": 4}
        },
    ),
    Mutation("stockMoveUndo", UNDO, "stock.change", lambda one: {"id": entry_make(one)}),
    Mutation("productReview", REVIEW, "listing.review", review_given, maker="regional_head"),
    Mutation(
        "recipeConfirm",
        CONFIRM,
        "listing.review",
        lambda one: {"id": held(one), "note": "Sama saja.", "composition": one.composition},
        maker="regional_head",
    ),
    Mutation(
        "certificateRevoke",
        REVOKE,
        "certificate.verify",
        lambda one: {
            "id": global_id("Certificate", paper_make(one).pk),
            "reason": "Dicabut dinas.",
        },
        maker="regional_head",
    ),
)
