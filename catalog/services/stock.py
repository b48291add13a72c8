"""Changing what a facility has: every change has a reason, none goes below what is promised."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_noop

from catalog.audit import audit
from catalog.errors import DomainError, ErrorCode, Invalid, NotFound
from catalog.listing_rules import STOCK_MOST
from catalog.models import Listing, StockMove
from catalog.plain_text import one_line
from catalog.policies.abilities import Act, require
from catalog.policies.scope import listings_managed_by
from catalog.saleor_adapter.stock import StockRow, stock_lock, stock_write
from catalog.selectors.stock import last_moves
from catalog.types import Actor, ListingState, StockReason

NOTE_LENGTH = 200
TOUCHED = "listing.prices_changed"
# What people may say, and the sign of the pieces they type; 0 where they type the balance or sign.
SIGNS = {
    StockReason.PRODUCED: 1,
    StockReason.SOLD_AT_GALLERY: -1,
    StockReason.DAMAGED: -1,
    StockReason.CORRECTED: 0,
}
PROMISED = gettext_noop("Orders are promised more than that would leave.")
# What is undone here: what the shop itself wrote, it takes back itself.
UNDOABLE = frozenset({*SIGNS, StockReason.COUNTED})


class StockChanged(DomainError):
    """Somebody changed the balance meanwhile. Params: seen, now."""

    code = ErrorCode.WRONG_STATE
    template = gettext_noop("The stock is %(now)s by now, not %(seen)s. Look again.")


@dataclass(frozen=True)
class StockChange:
    """One change. pieces: for COUNTED the whole balance, for CORRECTED with its sign, else how many
    came or went; seen: the balance that the person looked at, None when it does not matter."""

    variant_id: int
    reason: StockReason
    pieces: int
    note: str = ""
    seen: int | None = None


class Moved(NamedTuple):
    """What a change came to. balance: pieces there; move_id: of the ledger, None when it stayed."""

    balance: int
    move_id: int | None


@transaction.atomic
def stock_change(*, actor: Actor, changes: Sequence[StockChange]) -> list[Moved]:
    """Make all changes or none, in order. Locks the rows in one fixed order.

    Raises NotFound (out of scope), NotAllowed, Invalid (pieces, or below what is promised; field is
    the variant's key), StockChanged.
    """
    rows = _locked(actor, {change.variant_id for change in changes})
    balances = {key: row.quantity for key, row in rows.items()}
    made = []
    for change in changes:
        now = balances[change.variant_id]
        balance = balance_after(change, now, rows[change.variant_id].promised)
        made.append(_moved(change.variant_id, now, balance, change.reason, note_said(change.note)))
        balances[change.variant_id] = balance
    listings_touch(actor, {row.listing_id for row in rows.values()})
    return made


def _moved(variant_id: int, now: int, balance: int, reason: StockReason, note: str) -> Moved:
    """Write a balance, when it is another."""
    if balance == now:
        return Moved(balance, None)
    stock_write(variant_id, balance, reason, note)
    # the row is locked: the last move is this one
    return Moved(balance, last_moves([variant_id])[variant_id][0])


def _locked(actor: Actor, variant_ids: Collection[int]) -> dict[int, StockRow]:
    """The stock of variants, locked; of others nothing is. Raises NotFound, NotAllowed."""
    managed = Listing.objects.filter(listings_managed_by(actor), product__variants__in=variant_ids)
    if managed.count() != len(set(variant_ids)):
        raise NotFound
    rows = stock_lock(variant_ids)
    if rows.keys() != set(variant_ids):
        raise NotFound
    for row in rows.values():
        require(actor, Act.STOCK_CHANGE, row.facility_id)
    return rows


def note_said(text: str) -> str:
    """A note as it is kept: one line, all of whose signs can be seen."""
    return one_line(text)[:NOTE_LENGTH]


def listings_touch(actor: Actor, listing_ids: Collection[int]) -> None:
    """Write down that people changed these drafts: a sheet does not overwrite them any more."""
    for listing in Listing.objects.filter(pk__in=listing_ids, state=ListingState.DRAFT):
        audit(actor, TOUCHED, listing)


def balance_after(change: StockChange, now: int, promised: int) -> int:
    """What is there after a change. Raises Invalid (field is the variant's key), StockChanged."""
    balance = _balance(change, now)
    if balance < promised:
        raise Invalid(field=str(change.variant_id), reason=PROMISED)
    return balance


def _balance(change: StockChange, now: int) -> int:
    if change.seen is not None and change.seen != now:
        raise StockChanged(seen=change.seen, now=now)
    if change.reason is StockReason.COUNTED:
        balance = change.pieces
    elif change.reason in SIGNS:
        sign = SIGNS[change.reason]
        if sign and change.pieces <= 0:
            raise Invalid(
                field=str(change.variant_id), reason=gettext_noop("Say how many pieces, above 0.")
            )
        balance = now + (sign or 1) * change.pieces
    else:
        raise Invalid(
            field=str(change.variant_id), reason=gettext_noop("Choose why the stock changes.")
        )
    if not 0 <= balance <= STOCK_MOST:
        raise Invalid(field=str(change.variant_id), reason=_beyond(balance))
    return balance


def _beyond(balance: int) -> str:
    """Why a balance cannot be, a msgid."""
    if balance < 0:
        return gettext_noop("There are not that many pieces.")
    return gettext_noop("That is more than a facility can have.")


@transaction.atomic
def stock_undo(*, actor: Actor, move_id: int, facility_id: int | None = None) -> Moved:
    """Take one move back by a move of its own. A move is taken back once.

    facility_id: of which it must be, when the caller was told one. Raises NotFound, NotAllowed,
    Invalid (taken back already, not said by people, or below what is promised).
    """
    move = StockMove.objects.filter(pk=move_id).first()
    if move is None or facility_id not in (None, move.facility_id):
        raise NotFound
    row = _locked(actor, {move.variant_id})[move.variant_id]
    mark = undone_mark(move.pk)
    undone = StockMove.objects.filter(
        variant_id=move.variant_id, reason=StockReason.UNDONE, note=mark
    )
    if move.reason == StockReason.UNDONE or undone.exists():
        raise Invalid(field="move", reason=gettext_noop("This was taken back already."))
    if move.reason not in UNDOABLE:
        raise Invalid(
            field="move", reason=gettext_noop("The shop wrote this; nobody takes it back by hand.")
        )
    balance = row.quantity - move.change
    if not 0 <= balance <= STOCK_MOST:
        raise Invalid(field="move", reason=_beyond(balance))
    if balance < row.promised:
        raise Invalid(field="move", reason=PROMISED)
    listings_touch(actor, {row.listing_id})
    return _moved(move.variant_id, row.quantity, balance, StockReason.UNDONE, mark)


def undone_mark(move_id: int) -> str:
    """What the note of the move says that takes this one back."""
    return f"#{move_id}"
