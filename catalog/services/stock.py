"""Changing what a facility has: every change has a reason, none goes below what is promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_noop

from catalog.errors import DomainError, ErrorCode, Invalid, NotFound
from catalog.models import Listing, StockMove
from catalog.policies.abilities import Act, require
from catalog.policies.scope import listings_managed_by
from catalog.saleor_adapter.stock import StockRow, stock_lock, stock_write
from catalog.types import Actor, StockReason

MOST = 1_000_000
NOTE_LENGTH = 200
# What people may say, and the sign of the pieces they type; 0 where they type the balance or sign.
SIGNS = {
    StockReason.PRODUCED: 1,
    StockReason.SOLD_AT_GALLERY: -1,
    StockReason.DAMAGED: -1,
    StockReason.CORRECTED: 0,
}
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


@transaction.atomic
def stock_change(*, actor: Actor, changes: Sequence[StockChange]) -> list[int]:
    """Make all changes or none; the new balances in order. Locks the rows in one fixed order.

    Raises NotFound (out of scope), NotAllowed, Invalid (pieces, or below what is promised; field is
    the variant's key), StockChanged.
    """
    rows = stock_lock({change.variant_id for change in changes})
    _scope_check(actor, changes, rows)
    balances = {key: row.quantity for key, row in rows.items()}
    made = []
    for change in changes:
        row = rows[change.variant_id]
        balance = balance_after(change, balances[change.variant_id], row.promised)
        if balance != balances[change.variant_id]:
            stock_write(
                change.variant_id, balance, change.reason, change.note.strip()[:NOTE_LENGTH]
            )
        balances[change.variant_id] = balance
        made.append(balance)
    return made


def _scope_check(actor: Actor, changes: Sequence[StockChange], rows: dict[int, StockRow]) -> None:
    listings = {row.listing_id for row in rows.values()}
    managed = Listing.objects.filter(listings_managed_by(actor), pk__in=listings)
    if {change.variant_id for change in changes} != rows.keys() or managed.count() != len(listings):
        raise NotFound
    for row in rows.values():
        require(actor, Act.STOCK_CHANGE, row.facility_id)


def balance_after(change: StockChange, now: int, promised: int) -> int:
    """What is there after a change. Raises Invalid (field is the variant's key), StockChanged."""
    balance = _balance(change, now)
    if balance < promised:
        raise Invalid(
            field=str(change.variant_id),
            reason=gettext_noop("Orders are promised more than that would leave."),
        )
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
    if not 0 <= balance <= MOST:
        reason = (
            gettext_noop("There are not that many pieces.")
            if balance < 0
            else gettext_noop("That is more than a facility can have.")
        )
        raise Invalid(field=str(change.variant_id), reason=reason)
    return balance


@transaction.atomic
def stock_undo(*, actor: Actor, move_id: int, facility_id: int | None = None) -> int:
    """Take one move back by a move of its own; the new balance. A move is taken back once.

    facility_id: of which it must be, when the caller was told one. Raises NotFound, NotAllowed,
    Invalid (taken back already, not said by people, or below what is promised).
    """
    move = StockMove.objects.filter(pk=move_id).first()
    if move is None or facility_id not in (None, move.facility_id):
        raise NotFound
    rows = stock_lock({move.variant_id})
    _scope_check(actor, [StockChange(move.variant_id, StockReason.UNDONE, 0)], rows)
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
    row = rows[move.variant_id]
    balance = row.quantity - move.change
    if not row.promised <= balance <= MOST:
        raise Invalid(
            field="move", reason=gettext_noop("Orders are promised more than that would leave.")
        )
    stock_write(move.variant_id, balance, StockReason.UNDONE, mark)
    return balance


def undone_mark(move_id: int) -> str:
    """What the note of the move says that takes this one back."""
    return f"#{move_id}"
