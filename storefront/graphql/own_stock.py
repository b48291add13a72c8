"""Mutations of stock: the ledger's one door, as the pages use it."""

from __future__ import annotations

from typing import Any

import graphene

from catalog.errors import NotFound
from catalog.selectors.own_goods import OwnMove, OwnVariant, own_move, own_variant
from catalog.services.stock import Moved, StockChange, stock_change, stock_undo
from catalog.types import StockReason
from storefront.graphql.ids import key_of
from storefront.graphql.loaders import Item, items_of
from storefront.graphql.mutation import Context, Outcome, Payload, change
from storefront.graphql.own_types import (
    MyProductVariant,
    StockEntry,
    StockReasonEnum,
    asker_in,
)


class StockMoveInput(graphene.InputObjectType):
    """One change of one variant's stock."""

    product_variant = graphene.ID(required=True)
    reason = graphene.Field(
        StockReasonEnum,
        required=True,
        description="PRODUCED, SOLD, DAMAGED, COUNTED or CORRECTED; the others are the shop's own.",
    )
    quantity = graphene.Int(
        required=True,
        description="How many came or went, above 0; with COUNTED the whole balance, with"
        " CORRECTED with its sign.",
    )
    note = graphene.String()
    seen = graphene.Int(
        description="The balance you know of. When it is another by now, nothing is done."
    )


def variant_in(outcome: Outcome, info: Any) -> Item[OwnVariant] | None:
    """The variant that an act was about. One statement."""
    key = outcome.keys.get("variant")
    found = own_variant(asker_in(info.context).actor, key) if key else None
    return items_of([found])[0] if found else None


class StockMove(Payload):
    """Change what is in stock."""

    product_variant = graphene.Field(MyProductVariant)
    balance = graphene.Int(description="Pieces there after it.")
    entry = graphene.Field(StockEntry, description="Null where nothing changed.")

    @staticmethod
    def resolve_product_variant(outcome: Outcome, info: Any) -> Any:
        return variant_in(outcome, info)

    @staticmethod
    def resolve_balance(outcome: Outcome, _info: Any) -> int | None:
        return outcome.keys.get("balance")

    @staticmethod
    def resolve_entry(outcome: Outcome, _info: Any) -> OwnMove | None:
        key = outcome.keys.get("entry")
        return own_move(key) if key else None


class StockMoveUndo(StockMove):
    """Take one change of stock back by a change of its own. A change is taken back once."""


def _move(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    asked = given["input"]
    variant_id = key_of("ProductVariant", asked["product_variant"])
    if variant_id is None:
        raise NotFound
    made = StockChange(
        variant_id,
        StockReason(asked["reason"]),
        asked["quantity"],
        asked.get("note") or "",
        asked.get("seen"),
    )
    (moved,) = stock_change(actor=context.actor, changes=[made])
    return _done(variant_id, moved)


def _done(variant_id: int, moved: Moved) -> dict[str, Any]:
    return {"variant": variant_id, "balance": moved.balance, "entry": moved.move_id}


def _undo(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    move_id = key_of("StockEntry", given["id"])
    if move_id is None:
        raise NotFound
    move = own_move(move_id)
    if move is None:
        raise NotFound
    return _done(move.variant_id, stock_undo(actor=context.actor, move_id=move_id))


class StockMutations:
    """Changes of stock."""

    stock_move = change(
        StockMove,
        _move,
        input=graphene.Argument(StockMoveInput, required=True),
    )
    stock_move_undo = change(
        StockMoveUndo, _undo, names={"move": "id"}, id=graphene.ID(required=True)
    )
